'use strict';

const net = require('net');
const { ReplyReader } = require('./reply-reader.cjs');

const BASE = '/2018-06-01/runtime/';
const ACCEPTED = 202;
const XRAY_CAUSE_LIMIT = 16_000;

/**
 * One keep-alive connection to the Runtime API. Requests may be written before earlier replies arrived; replies come in order.
 * While a reply is owed the connection keeps the process alive, during an invocation it does not: an empty event loop must show.
 */
class RuntimeApi {
  #host;
  #port;
  #onLost;
  #socket;
  #waiting = [];
  #reader = new ReplyReader((status, headers, body) => this.#onReply(status, headers, body));

  /** @param onLost called with a reason when the API refused `next` or the connection ended while a reply was owed. */
  constructor(address, onLost) {
    const colon = address.lastIndexOf(':');
    this.#host = address.slice(0, colon);
    this.#port = Number(address.slice(colon + 1));
    this.#onLost = onLost;
    this.#connect();
  }

  /** @param onEvent receives headers (a Map with lower-case names) and the event's text. */
  next(onEvent) {
    this.#send(
      `GET ${BASE}invocation/next HTTP/1.1\r\nHost: ${this.#host}:${this.#port}\r\n\r\n`,
      (status, headers, body) => {
        if (status === 200) {
          onEvent(headers, body);
        } else {
          this.#onLost(`Failed to get next invocation, error ${status}`);
        }
      });
  }

  /** A refused response is logged and not fatal: the service has already decided how the invocation ended. */
  postResponse(id, json) {
    this.#post(`invocation/${encodeURIComponent(id)}/response`, '', json, (status) => {
      if (status !== ACCEPTED) {
        process.stderr.write(
          `[ERROR] [${Date.now()}] LAMBDA_RUNTIME Failed to post handler success response. Http response code: ${status}.\n`);
      }
    });
  }

  postError(id, body, xrayCause, onDone) {
    const cause = xrayCause.length <= XRAY_CAUSE_LIMIT ? xrayCause : '';
    const headers = errorTypeHeader(body) + (cause ? `Lambda-Runtime-Function-XRay-Error-Cause: ${cause}\r\n` : '');
    this.#post(`invocation/${encodeURIComponent(id)}/error`, headers, JSON.stringify(body), onDone);
  }

  postInitError(body, onDone) {
    this.#post('init/error', errorTypeHeader(body), JSON.stringify(body), onDone);
  }

  #post(path, headers, json, onReply) {
    this.#send(
      `POST ${BASE}${path} HTTP/1.1\r\nHost: ${this.#host}:${this.#port}\r\nContent-Type: application/json\r\n` +
      `${headers}Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`,
      onReply);
  }

  #send(text, onReply) {
    if (this.#socket === undefined) {
      this.#connect();
    }

    this.#waiting.push({ text, onReply });
    this.#socket.ref();
    this.#socket.write(text);
  }

  #connect() {
    const socket = net.connect({
      host: this.#host,
      port: this.#port,
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafeSlow(65_536),
        callback: (count, buffer) => {
          this.#reader.read(buffer, count);
          return true;
        },
      },
    });
    socket.unref();
    socket.on('error', (error) => this.#onClosed(socket, error.message));
    socket.on('close', () => this.#onClosed(socket, 'the Runtime API closed the connection'));
    this.#socket = socket;
  }

  #onReply(status, headers, body) {
    const { onReply } = this.#waiting.shift();
    if (headers.get('connection')?.toLowerCase() === 'close') {
      this.#startAgain();
    } else if (this.#waiting.length === 0) {
      this.#socket.unref();
    }

    onReply?.(status, headers, body);
  }

  /** The server announced that it reads no further request here: what was written early goes out again. */
  #startAgain() {
    const owed = this.#waiting;
    this.#socket.destroy();
    this.#socket = undefined;
    this.#waiting = [];
    this.#reader.reset();
    owed.forEach(({ text, onReply }) => this.#send(text, onReply));
  }

  #onClosed(socket, reason) {
    if (socket !== this.#socket) {
      return;
    }

    this.#socket = undefined;
    this.#reader.reset();
    if (this.#waiting.length > 0) {
      this.#onLost(reason);
    }
  }
}

/** Header values carry one line of ASCII; an error's name is whatever the function made it. */
function errorTypeHeader(body) {
  return `Lambda-Runtime-Function-Error-Type: ${String(body.errorType).replace(/[^\x20-\x7e]/g, '?')}\r\n`;
}

module.exports = { RuntimeApi };
