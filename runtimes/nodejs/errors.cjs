'use strict';

class ImportModuleError extends Error {}
class HandlerNotFound extends Error {}
class MalformedHandlerName extends Error {}
class UserCodeSyntaxError extends Error {}
class CallbackHandlerDeprecated extends Error {
  constructor() {
    super(
      'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this ' +
      'function to use a supported handler signature to use Node.js 24 or later. For more information see ' +
      'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.');
  }
}
class NodeJsExit extends Error {
  constructor() {
    super(
      'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was ' +
      'never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes');
  }
}
class UnhandledPromiseRejection extends Error {
  constructor(reason, promise) {
    super(reason);
    this.reason = reason;
    this.promise = promise;
  }
}

const all = {
  ImportModuleError,
  HandlerNotFound,
  MalformedHandlerName,
  UserCodeSyntaxError,
  CallbackHandlerDeprecated,
  NodeJsExit,
  UnhandledPromiseRejection,
};
for (const [name, type] of Object.entries(all)) {
  type.prototype.name = `Runtime.${name}`;
}

/** What the Runtime API is told: {errorType, errorMessage, trace}. Never throws, whatever was thrown. */
function toErrorBody(error) {
  try {
    if (error instanceof Error || looksLikeError(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') };
    }

    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

/** Also true for errors of another realm (vm contexts), which are no instance of this one's Error. */
function looksLikeError(value) {
  return ['name', 'message', 'stack'].every((key) => typeof value?.[key] === 'string' && value[key] !== '');
}

function intoError(thrown) {
  return thrown instanceof Error ? thrown : new Error(thrown);
}

/** One line of JSON for the log, with a tab before it; what the function added to the error is kept. */
function toLogText(error) {
  try {
    return `\t${JSON.stringify(error, (_, value) => (value instanceof Error ? expand(value) : value))}`;
  } catch {
    return `\t${JSON.stringify(toErrorBody(error))}`;
  }
}

function expand(error) {
  const shown = { errorType: error.name, errorMessage: error.message, code: error.code, ...error };
  if (typeof error.stack === 'string') {
    shown.stack = error.stack.split('\n');
  }

  return shown;
}

/** The exception as X-Ray wants it, as ASCII JSON that fits a header; '' when there is nothing to say. */
function toXRayCause(error) {
  try {
    const stack = String(error.stack).split('\n').slice(1).map(toXRayFrame);
    const cause = {
      working_directory: process.cwd(),
      exceptions: [{ type: error.name, message: error.message, stack }],
      paths: [...new Set(stack.map((frame) => frame.path))],
    };
    return JSON.stringify(cause).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  } catch {
    return '';
  }
}

function toXRayFrame(line) {
  const [, label, path, lineNumber] = /^\s*at (?:(.*) \()?(.*?):(\d+)(?::\d+)?\)?$/.exec(line) ?? [undefined, undefined, line.trim(), 0];
  return { path, line: Number(lineNumber), label: label ?? 'anonymous' };
}

module.exports = { ...all, toErrorBody, intoError, toLogText, toXRayCause };
