#!/usr/bin/python3
"""An external extension that subscribes to telemetry and keeps what it hears in /tmp/heard, a record a line. How it behaves is read from LISTENER."""
import http.client
import http.server
import json
import os
import socket
import socketserver
import sys
import threading
import time

NAME = os.path.basename(sys.argv[0])
MODE = os.environ.get("LISTENER", "")
TIMEOUT_MS = int(os.environ.get("LISTENER_TIMEOUT_MS", "25"))
PORT = 4321
KEPT = threading.Lock()


def call(method, path, headers=None, body=None):
    connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    connection.request(method, path, body=body, headers=headers or {})
    response = connection.getresponse()
    text = response.read().decode()
    return response.status, response.headers, text


def keep(records):
    with KEPT, open("/tmp/heard", "a") as file:
        for record in records:
            file.write(json.dumps(record) + "\n")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class Polite(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        while MODE == "slow" and not os.path.exists("/tmp/go"):
            time.sleep(0.01)
        keep(json.loads(body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            keep([json.loads(line)])


class Rude(socketserver.BaseRequestHandler):
    def handle(self):
        peer = self.request
        peer.recv(65536)
        try:
            if MODE == "silent":
                time.sleep(3600)
            while MODE == "continues":
                peer.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)
            if MODE == "endless":
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
                while True:
                    peer.sendall(b"x" * 65536)
            while MODE == "headers":
                peer.sendall(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10000)
            if MODE == "refuses":
                peer.sendall(b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            if MODE == "redirects":
                peer.sendall(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9001/2018-06-01/ping\r\nContent-Length: 0\r\n\r\n")
            if MODE == "halves":
                peer.sendall(b"HTTP/1.1 2")
            if MODE == "garbage":
                peer.sendall(os.urandom(4096))
        except OSError:
            pass


def listen(handler):
    server = Server(("sandbox.localdomain", PORT), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def subscription(**members):
    return {
        "schemaVersion": "2022-12-13",
        "types": ["platform", "function", "extension"],
        "buffering": {"maxItems": 1000, "maxBytes": 262144, "timeoutMs": TIMEOUT_MS},
        "destination": {"protocol": "HTTP", "URI": f"http://sandbox.localdomain:{PORT}/telemetry"},
        **members,
    }


def subscribe(body, path="/2022-07-01/telemetry", **headers):
    status, _, text = call("PUT", path, {**me, **headers}, body if isinstance(body, (str, bytes)) else json.dumps(body))
    kind = json.loads(text)
    return f"{status} {kind if isinstance(kind, str) else kind['errorType']}"


_, registered, _ = call("POST", "/2020-01-01/extension/register", {"Lambda-Extension-Name": NAME}, json.dumps({"events": ["INVOKE", "SHUTDOWN"]}))
me = {"Lambda-Extension-Identifier": registered["Lambda-Extension-Identifier"]}

if MODE == "liar":
    http_to = {"protocol": "HTTP", "URI": "http://sandbox:9001/"}
    answers = {
        "unsigned": call("PUT", "/2022-07-01/telemetry", {}, "{}")[0],
        "garbled": subscribe("{}", **{"Lambda-Extension-Identifier": "me"}),
        "stranger": subscribe("{}", **{"Lambda-Extension-Identifier": "00000000-0000-0000-0000-000000000000"}),
        "malformed": subscribe("{["),
        "not text": subscribe(b"\xff\xfe{}"),
        "empty": subscribe(""),
        "nested": subscribe("[" * 60000),
        "oversized": subscribe(json.dumps(subscription(more="x" * 100000))),
        "versionless": subscribe(subscription(schemaVersion="2001-01-01")),
        "reserved": subscribe(subscription(destination=http_to)),
        "outside": subscribe(subscription(destination={"protocol": "HTTP", "URI": "http://169.254.169.254/"})),
        "got": call("GET", "/2022-07-01/telemetry", me)[0],
        "right": subscribe(subscription()),
        "twice": subscribe(subscription()),
        "other": subscribe(subscription(schemaVersion="2020-08-15"), path="/2020-08-15/logs"),
    }
    keep([answers])
elif MODE == "tcp":
    listen(Lines)
    subscribe(subscription(destination={"protocol": "TCP", "port": PORT}))
elif MODE == "logs":
    listen(Polite)
    subscribe(subscription(schemaVersion="2021-03-18", types=["platform", "function"]), path="/2020-08-15/logs")
elif MODE == "late":
    subscribe(subscription())
    threading.Timer(1, listen, [Polite]).start()
elif MODE in ("http", "slow"):
    listen(Polite)
    subscribe(subscription(types=["platform", "function"] if MODE == "slow" else ["platform", "function", "extension"]))
    print("listener listens", flush=True)
else:
    if MODE != "deaf":
        listen(Rude)
    subscribe(subscription())

while True:
    status, _, text = call("GET", "/2020-01-01/extension/event/next", me)
    if status != 200:
        sys.exit(1)
    if json.loads(text)["eventType"] == "SHUTDOWN":
        with KEPT, open("/tmp/heard") as file:
            heard = [json.loads(line) for line in file]
        reports = [one["record"]["requestId"] for one in heard if one["type"] == "platform.report"]
        print("listener heard the reports of", *reports, flush=True)
        sys.exit(0)
    if MODE == "liar":
        keep([{"closed": subscribe(subscription()), "closed too": subscribe(subscription(schemaVersion="2020-08-15"), path="/2020-08-15/logs")}])
