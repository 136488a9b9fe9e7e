"""One keep-alive HTTP/1.1 connection to the Runtime API, on a bare socket: no http package, for its boot time and its cost per call."""

import time

from _socket import AF_INET, IPPROTO_TCP, SOCK_STREAM, TCP_NODELAY, socket

LARGE_BYTES = 1 << 20
_BASE = "/2018-06-01/runtime/"
_RECEIVE_BYTES = 65_536
_OK = 200
_ACCEPTED = 202


class RuntimeApiError(Exception):
    """The Runtime API refused or went away: the process has nothing left to do."""


class RuntimeApi:
    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._address = (host, int(port))
        self._next = f"GET {_BASE}invocation/next HTTP/1.1\r\nHost: runtime\r\n\r\n".encode()
        self._socket = None
        self._held = b""
        self._connect()

    def next(self, answer=b""):
        """Sends the answer to the last invocation, when there is one, and waits for the next event.

        Returns its headers (names in lower case) and its bytes. Answer and question travel together: the answer's
        reply is read when the question is already on its way.
        """
        self._send(answer + self._next)
        if answer:
            self._check_accepted(self._read_reply())
            if self._socket is None:
                self._send(self._next)

        status, headers, body = self._read_reply()
        if status != _OK:
            raise RuntimeApiError(f"[ERROR] [{_now_ms()}] LAMBDA_RUNTIME Failed to get next invocation. Http response code: {status}.")

        return headers, body

    def restore_next(self):
        """Waits until the sandbox, which was made for a snapshot, is wanted."""
        self._send(f"GET {_BASE}restore/next HTTP/1.1\r\nHost: runtime\r\n\r\n".encode())
        status = self._read_reply()[0]
        if status != _OK:
            raise RuntimeApiError(f"[ERROR] [{_now_ms()}] LAMBDA_RUNTIME Failed to get the restore. Http response code: {status}.")

    def post(self, request):
        """Sends one request and waits until it is accepted."""
        self._send(request)
        self._check_accepted(self._read_reply())

    def post_init_error(self, result):
        from . import failures

        self.post(failures.init_error_request(result))

    @staticmethod
    def _check_accepted(reply):
        status = reply[0]
        if status != _ACCEPTED:
            raise RuntimeApiError(
                f"[ERROR] [{_now_ms()}] LAMBDA_RUNTIME Failed to post handler success response. Http response code: {status}.")

    def _connect(self):
        connection = socket(AF_INET, SOCK_STREAM, 0)
        # Functions may set a default timeout for sockets; waiting for work has none.
        connection.settimeout(None)
        try:
            connection.connect(self._address)
        except OSError as error:
            raise _lost(error) from error

        connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self._socket = connection
        self._held = b""

    def _send(self, request):
        if self._socket is None:
            self._connect()

        try:
            self._socket.sendall(request)
        except OSError as error:
            raise _lost(error) from error

    def _read_reply(self):
        head_end = self._held.find(b"\r\n\r\n")
        while head_end < 0:
            self._held += self._receive()
            head_end = self._held.find(b"\r\n\r\n")

        status_line, *lines = self._held[:head_end].decode("utf-8", "replace").split("\r\n")
        self._held = self._held[head_end + 4:]
        headers = {}
        for line in lines:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()

        if headers.get("transfer-encoding", "").lower() == "chunked":
            body = self._take_chunks()
        else:
            body = self._take(int(headers.get("content-length", 0)))

        if headers.get("connection", "").lower() == "close":
            self._socket.close()
            self._socket = None

        return int(status_line[9:12]), headers, body

    def _take(self, count):
        """Exactly that many bytes; a large body is received straight into its place."""
        held = self._held
        if len(held) >= count:
            self._held = held[count:]
            return held[:count]

        body = bytearray(count)
        body[:len(held)] = held
        self._held = b""
        filled = len(held)
        with memoryview(body) as view:
            while filled < count:
                filled += self._receive_into(view[filled:])

        return body

    def _take_chunks(self):
        chunks = []
        while True:
            size = int(self._take_line().partition(b";")[0], 16)
            chunks.append(self._take(size))
            self._take(2)
            if size == 0:
                return b"".join(chunks)

    def _take_line(self):
        end = self._held.find(b"\r\n")
        while end < 0:
            self._held += self._receive()
            end = self._held.find(b"\r\n")

        line, self._held = self._held[:end], self._held[end + 2:]
        return line

    def _receive(self):
        try:
            received = self._socket.recv(_RECEIVE_BYTES)
        except OSError as error:
            raise _lost(error) from error

        if not received:
            raise _lost("connection closed")

        return received

    def _receive_into(self, view):
        try:
            count = self._socket.recv_into(view)
        except OSError as error:
            raise _lost(error) from error

        if count == 0:
            raise _lost("connection closed")

        return count


def response_request(request_id, result, content_type):
    """The bytes that answer an invocation with its result."""
    return post_request(f"invocation/{request_id}/response", result, f"Content-Type: {content_type}\r\n")


def post_request(path, body, headers):
    """headers is ready text, each line ended."""
    head = f"POST {_BASE}{path} HTTP/1.1\r\nHost: runtime\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
    return head.encode("latin-1") + body


def _lost(reason):
    return RuntimeApiError(f"[ERROR] [{_now_ms()}] LAMBDA_RUNTIME Lost the Runtime API: {reason}")


def _now_ms():
    return int(time.time() * 1000)
