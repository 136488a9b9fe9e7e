'use strict';

const HEAD_END = '\r\n\r\n';
const NOTHING = Buffer.alloc(0);

/**
 * Reads HTTP/1.1 replies from the pieces a connection delivers. Bodies have a Content-Length or are chunked; a large body is
 * copied once, into a buffer of its size.
 */
class ReplyReader {
  #onReply;
  #held = NOTHING;
  #status = 0;
  #headers;
  #body;
  #filled = 0;
  #chunks;

  /** @param onReply receives status, headers (a Map with lower-case names) and the body as text. */
  constructor(onReply) {
    this.#onReply = onReply;
  }

  reset() {
    this.#held = NOTHING;
    this.#headers = this.#body = this.#chunks = undefined;
  }

  /** @param buffer is the caller's again after the call; only its first `count` bytes are read. */
  read(buffer, count) {
    let piece = buffer.subarray(0, count);
    if (this.#held.length > 0) {
      piece = Buffer.concat([this.#held, piece]);
      this.#held = NOTHING;
    }

    while (piece.length > 0) {
      const used = this.#step(piece);
      if (used === 0) {
        // Copied: the piece may lie in the connection's own buffer.
        this.#held = Buffer.from(piece);
        return;
      }

      piece = piece.subarray(used);
    }
  }

  /** @returns how many bytes were used; 0 when more are needed first. */
  #step(piece) {
    if (this.#body !== undefined) {
      return this.#fill(piece);
    }

    return this.#headers === undefined ? this.#readHead(piece) : this.#readChunk(piece);
  }

  #readHead(piece) {
    const end = piece.indexOf(HEAD_END);
    if (end < 0) {
      return 0;
    }

    const lines = piece.utf8Slice(0, end).split('\r\n');
    const headers = new Map();
    for (let i = 1; i < lines.length; i++) {
      const colon = lines[i].indexOf(':');
      headers.set(lines[i].slice(0, colon).toLowerCase(), lines[i].slice(colon + 1).trim());
    }

    this.#status = Number(lines[0].slice(9, 12));
    const bodyStart = end + HEAD_END.length;
    if (headers.get('transfer-encoding')?.toLowerCase() === 'chunked') {
      this.#headers = headers;
      this.#chunks = [];
      return bodyStart;
    }

    const length = Number(headers.get('content-length') ?? 0);
    const bodyEnd = bodyStart + length;
    if (bodyEnd <= piece.length) {
      this.#onReply(this.#status, headers, piece.utf8Slice(bodyStart, bodyEnd));
      return bodyEnd;
    }

    this.#headers = headers;
    this.#body = Buffer.allocUnsafeSlow(length);
    this.#filled = 0;
    return bodyStart;
  }

  #fill(piece) {
    const count = Math.min(piece.length, this.#body.length - this.#filled);
    piece.copy(this.#body, this.#filled, 0, count);
    this.#filled += count;
    if (this.#filled === this.#body.length) {
      this.#body = this.#finishPart(this.#body);
    }

    return count;
  }

  /** A chunk is a size line, the bytes, an empty line; size 0 ends the body. */
  #readChunk(piece) {
    const lineEnd = piece.indexOf('\r\n');
    if (lineEnd < 0) {
      return 0;
    }

    const dataStart = lineEnd + 2;
    const size = parseInt(piece.latin1Slice(0, lineEnd), 16);
    if (size === 0) {
      // Trailers are not sent by a Runtime API; the empty line that ends them is.
      if (piece.length < dataStart + 2) {
        return 0;
      }

      this.#deliver(Buffer.concat(this.#chunks));
      return dataStart + 2;
    }

    this.#body = Buffer.allocUnsafeSlow(size + 2);
    this.#filled = 0;
    return dataStart;
  }

  #finishPart(part) {
    if (this.#chunks === undefined) {
      this.#deliver(part);
    } else {
      this.#chunks.push(part.subarray(0, part.length - 2));
    }

    return undefined;
  }

  #deliver(body) {
    const headers = this.#headers;
    this.#headers = this.#body = this.#chunks = undefined;
    this.#onReply(this.#status, headers, body.utf8Slice(0, body.length));
  }
}

module.exports = { ReplyReader };
