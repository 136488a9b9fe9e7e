'use strict';

// Entry of the Node.js runtime: loads the handler named by _HANDLER, then serves one invocation after another.
// Rules and sources: docs/contracts/runtimes.md.

const { RuntimeApi } = require('./runtime-api.cjs');
const { patchConsole, logFailure } = require('./log.cjs');
const { UnhandledPromiseRejection, toErrorBody, toXRayCause } = require('./errors.cjs');
const { loadHandler } = require('./handler.cjs');
const { Invocation } = require('./invocation.cjs');

const EXIT_UNSETTLED_AWAIT = 13;
const EXIT_UNHANDLED_REJECTION = 128;
const EXIT_UNCAUGHT_EXCEPTION = 129;

const taskRoot = process.env.LAMBDA_TASK_ROOT ?? '/var/task';
const runtimeDirectory = process.env.LAMBDA_RUNTIME_DIR ?? __dirname;

let exiting = false;
let current;

patchConsole();
const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API ?? '127.0.0.1:9001', (reason) => {
  if (!exiting) {
    process.stderr.write(`Unexpected Top Level Error: Error: ${reason}\n`);
  }

  process.exit(process.exitCode ?? EXIT_UNCAUGHT_EXCEPTION);
});

process.on('uncaughtException', (error) => failAndExit('Uncaught Exception', error, EXIT_UNCAUGHT_EXCEPTION));
process.on('unhandledRejection', (reason, promise) =>
  failAndExit('Unhandled Promise Rejection', new UnhandledPromiseRejection(reason, promise), EXIT_UNHANDLED_REJECTION));
process.on('beforeExit', () => {
  if (current === undefined) {
    // The handler's module awaits something that can no longer happen; node's own code for that.
    process.exit(EXIT_UNSETTLED_AWAIT);
  }

  current.onLoopEmpty();
});

enterTaskRoot();
loadHandler(taskRoot, runtimeDirectory, process.env._HANDLER ?? '').then(
  (handler) => serve(handler),
  (error) => failAndExit('Uncaught Exception', error, EXIT_UNCAUGHT_EXCEPTION));

/** Traces name the receiver of a call: functions' authors look for `Runtime.handler`. */
class Runtime {
  constructor(handler) {
    this.handler = handler;
  }
}

function serve(handler) {
  const runtime = new Runtime(handler);
  const finish = (post) => {
    if (exiting) {
      return;
    }

    post();
    // The user's own immediates come first, as they do when the runtime waits for the reply.
    setImmediate(next);
  };

  const next = () => {
    if (!exiting) {
      api.next((headers, body) => {
        current = new Invocation(api, headers, runtime, finish);
        // From an empty stack, so that an error's trace shows the function and not the way its event came.
        process.nextTick(() => current.run(body));
      });
    }
  };

  next();
}

/** Reports what nobody caught, against the invocation when there was one, and ends the process. Later failures add nothing. */
function failAndExit(title, error, exitCode) {
  logFailure(title, error);
  if (exiting) {
    return;
  }

  exiting = true;
  process.exitCode = exitCode;
  const body = toErrorBody(error);
  if (current === undefined) {
    api.postInitError(body, () => process.exit(exitCode));
  } else {
    api.postError(current.id, body, toXRayCause(error), () => process.exit(exitCode));
  }
}

/** A function may rely on its working directory being its own code. */
function enterTaskRoot() {
  try {
    process.chdir(taskRoot);
  } catch {
    // The handler's own load says what is missing, in words its author knows.
  }
}
