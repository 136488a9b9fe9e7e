'use strict';

const fs = require('fs');
const util = require('util');
const { intoError, toLogText } = require('./errors.cjs');

const TEXT_FRAME = 0xa55a0003;
const JSON_FRAME = 0xa55a0002;
const HEADER_BYTES = 16;
const MESSAGE_LIMIT_BYTES = 262_118;
const RETRY_MS = 1;

const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const METHODS = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', log: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'FATAL' };

// Symbol.for: code the function brings along (loggers, tracers) looks the request up under this name.
const REQUEST_ID = Symbol.for('aws.lambda.runtime.requestId');
const asJson = process.env.AWS_LAMBDA_LOG_FORMAT?.toUpperCase() === 'JSON';
let tenantId;

/** Replaces the console's methods; each call becomes one log event, however many lines it has. */
function patchConsole() {
  const write = chooseWriter();
  const format = asJson ? formatJson : formatText;
  const least = LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase());
  for (const [method, level] of Object.entries(METHODS)) {
    const shown = level === 'FATAL' || LEVELS.indexOf(level) >= least;
    // A message is always there: a bare console.log() says "undefined", as it does on AWS.
    console[method] = shown ? (message, ...rest) => write(format, level, [message, ...rest]) : () => {};
  }
}

/** Logs an error that ended an invocation or the process, after `title` in text logs. */
function logFailure(title, error) {
  if (asJson) {
    console.error(intoError(error));
  } else {
    console.error(title, toLogText(intoError(error)));
  }
}

/** Names the invocation that later lines belong to. */
function setRequest(requestId, tenant) {
  globalThis[REQUEST_ID] = requestId;
  tenantId = tenant;
}

/** Frames when the platform offers a descriptor for them; functions never see the variable that says so. */
function chooseWriter() {
  const named = process.env._LAMBDA_TELEMETRY_LOG_FD;
  delete process.env._LAMBDA_TELEMETRY_LOG_FD;
  if (!named) {
    return (format, level, args) => {
      process.stdout.write(`${format(new Date(), level, args).replaceAll('\n', '\r')}\n`);
    };
  }

  const descriptor = Number(named);
  const type = asJson ? JSON_FRAME : TEXT_FRAME;
  const ending = asJson ? '' : '\n';
  return (format, level, args) => {
    const now = new Date();
    writeFrame(descriptor, type, now.getTime(), format(now, level, args) + ending);
  };
}

function formatText(now, level, args) {
  return `${now.toISOString()}\t${globalThis[REQUEST_ID]}\t${level}\t${util.format(...args)}`;
}

function formatJson(now, level, args) {
  const line = { timestamp: now.toISOString(), level, requestId: globalThis[REQUEST_ID] };
  if (tenantId) {
    line.tenantId = tenantId;
  }

  if (args.length === 1) {
    try {
      return JSON.stringify({ ...line, message: args[0] }, expandError);
    } catch {
      return JSON.stringify({ ...line, message: util.format(args[0]) });
    }
  }

  line.message = util.format(...args);
  const error = args.find((arg) => arg instanceof Error);
  return JSON.stringify(error === undefined ? line : { ...line, ...describe(error, []) });
}

function expandError(_, value) {
  return value instanceof Error ? { ...describe(value, value.stack), ...value } : value;
}

function describe(error, otherStack) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : otherStack,
  };
}

/** One frame: type u32, length u32, microseconds since the epoch u64, all big endian, then the message in UTF-8. */
function writeFrame(descriptor, type, nowMs, message) {
  const encoded = Buffer.from(message, 'utf8');
  const length = cutLength(encoded);
  const frame = Buffer.allocUnsafe(HEADER_BYTES + length);
  const microseconds = nowMs * 1000;
  frame.writeUInt32BE(type, 0);
  frame.writeUInt32BE(length, 4);
  frame.writeUInt32BE(Math.floor(microseconds / 2 ** 32), 8);
  frame.writeUInt32BE(microseconds % 2 ** 32, 12);
  encoded.copy(frame, HEADER_BYTES, 0, length);
  writeAll(descriptor, frame);
}

/** The longest prefix within the limit that ends between two characters. */
function cutLength(encoded) {
  if (encoded.length <= MESSAGE_LIMIT_BYTES) {
    return encoded.length;
  }

  let length = MESSAGE_LIMIT_BYTES;
  while ((encoded[length] & 0xc0) === 0x80) {
    length--;
  }

  return length;
}

/** A frame that stopped half-way would garble all that follow, so a full descriptor is waited for. */
function writeAll(descriptor, bytes) {
  for (let written = 0; written < bytes.length;) {
    try {
      written += fs.writeSync(descriptor, bytes, written);
    } catch (error) {
      if (error.code === 'EAGAIN') {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
      } else if (error.code !== 'EINTR') {
        return;
      }
    }
  }
}

module.exports = { patchConsole, logFailure, setRequest };
