'use strict';

const { NodeJsExit, toErrorBody, toXRayCause } = require('./errors.cjs');
const { logFailure, setRequest } = require('./log.cjs');
const generation = require('./generation.cjs');

/** One event on its way through the handler: the context, the callbacks, and exactly one answer. */
class Invocation {
  #api;
  #headers;
  #runtime;
  #finish;
  #waitForEmptyLoop = true;
  #settled = false;
  #answered = false;
  #onLoopEmpty;

  /**
   * @param runtime its `handler` is called with the event.
   * @param finish runs the post it is given, unless the process is on its way out, and asks for the next event.
   */
  constructor(api, headers, runtime, finish) {
    this.#api = api;
    this.#headers = headers;
    this.#runtime = runtime;
    this.#finish = finish;
    this.id = headers.get('lambda-runtime-aws-request-id');
  }

  run(eventText) {
    setRequest(this.id, this.#headers.get('lambda-runtime-aws-tenant-id'));
    setTrace(this.#headers.get('lambda-runtime-trace-id'));
    this.#onLoopEmpty = () => this.#onNeverAnswered();
    if (generation.returnsAnswer) {
      this.#runForReturn(eventText);
    } else {
      this.#runForCall(eventText);
    }
  }

  async #runForReturn(eventText) {
    try {
      this.#respond(await this.#runtime.handler(JSON.parse(eventText), this.#createContext()));
    } catch (error) {
      this.#fail(error ?? 'handled');
    }
  }

  /** The answer is what the handler calls back with first, or what its promise gives. */
  #runForCall(eventText) {
    const callback = this.#first((error, result) => this.#onCallback(error, result));
    try {
      const context = this.#addCallbacks(this.#createContext());
      const returned = this.#runtime.handler(JSON.parse(eventText), context, callback);
      if (typeof returned?.then === 'function') {
        returned.then(context.succeed, context.fail).catch(context.fail);
      }
    } catch (error) {
      callback(error);
    }
  }

  /** Called each time the event loop ran empty. */
  onLoopEmpty() {
    const listener = this.#onLoopEmpty;
    this.#onLoopEmpty = undefined;
    listener?.();
  }

  #createContext() {
    const headers = this.#headers;
    const deadlineMs = Number(headers.get('lambda-runtime-deadline-ms'));
    return {
      functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
      logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
      logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
      clientContext: parseHeader(headers, 'lambda-runtime-client-context', 'ClientContext'),
      identity: parseHeader(headers, 'lambda-runtime-cognito-identity', 'CognitoIdentity'),
      invokedFunctionArn: headers.get('lambda-runtime-invoked-function-arn'),
      awsRequestId: this.id,
      tenantId: headers.get('lambda-runtime-aws-tenant-id'),
      getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    };
  }

  #addCallbacks(context) {
    const done = (error, result) => this.#onDone(error, result);
    context.succeed = this.#first((result) => done(null, result));
    context.fail = this.#first((error) => done(error ?? 'handled'));
    context.done = this.#first(done);
    return Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
      get: () => this.#waitForEmptyLoop,
      set: (value) => { this.#waitForEmptyLoop = value; },
      enumerable: true,
      configurable: true,
    });
  }

  /** Of callback, succeed, fail and done only the first call counts; one that threw did not happen. */
  #first(settle) {
    return (...args) => {
      if (!this.#settled) {
        settle(...args);
        this.#settled = true;
      }
    };
  }

  #onCallback(error, result) {
    if (error !== undefined && error !== null) {
      this.#fail(error);
    } else if (this.#waitForEmptyLoop) {
      this.#onLoopEmpty = () => setImmediate(() => this.#respond(result));
    } else {
      this.#respond(result);
    }
  }

  #onDone(error, result) {
    if (error !== undefined && error !== null) {
      this.#fail(error);
    } else {
      this.#respond(result);
    }
  }

  /** A sync handler that forgot its callback answers null; a promise that can no longer settle has failed. */
  #onNeverAnswered() {
    this.#settled = true;
    if (generation.returnsAnswer || this.#runtime.handler.constructor?.name === 'AsyncFunction') {
      this.#fail(new NodeJsExit());
    } else {
      this.#respond(null);
    }
  }

  #respond(result) {
    const json = stringify(result);
    this.#answer(() => this.#api.postResponse(this.id, json));
  }

  #fail(error) {
    logFailure('Invoke Error', error);
    this.#answer(() => this.#api.postError(this.id, toErrorBody(error), toXRayCause(error)));
  }

  #answer(post) {
    this.#onLoopEmpty = undefined;
    if (!this.#answered) {
      this.#answered = true;
      this.#finish(post);
    }
  }
}

/** Undefined, and what JSON has no form for at the top (functions, symbols), answer null. */
function stringify(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function parseHeader(headers, name, title) {
  const value = headers.get(name);
  if (!value) {
    return undefined;
  }

  try {
    return JSON.parse(value);
  } catch (error) {
    throw new Error(`Cannot parse ${title} as json: ${error}`);
  }
}

function setTrace(traceId) {
  if (traceId) {
    process.env._X_AMZN_TRACE_ID = traceId;
  } else {
    delete process.env._X_AMZN_TRACE_ID;
  }
}

module.exports = { Invocation };
