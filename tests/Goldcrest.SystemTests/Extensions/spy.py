#!/usr/bin/python3
"""An external extension that tells what it hears, on its standard output. Which mischief it does is read from EXTENSION_MISCHIEF."""
import http.client
import json
import os
import sys
import time

NAME = os.path.basename(sys.argv[0])
MISCHIEF = os.environ.get("EXTENSION_MISCHIEF", "")
HOST = os.environ["AWS_LAMBDA_RUNTIME_API"]
BASE = "/2020-01-01/extension/"


def call(method, path, headers=None, body=None):
    connection = http.client.HTTPConnection(HOST)
    connection.request(method, BASE + path, body=body, headers=headers or {})
    response = connection.getresponse()
    text = response.read().decode()
    return response.status, response.headers, text


def tell(*words):
    print("spy", *words, flush=True)


def refusal(answer):
    status, _, text = answer
    return f"{status} {json.loads(text).get('errorType', text)}"


def register(name=NAME, events=("INVOKE", "SHUTDOWN"), **headers):
    return call("POST", "register", {"Lambda-Extension-Name": name, **headers}, json.dumps({"events": events}))


if NAME == "late":
    # Holds registration open until the liar is done.
    while not os.path.exists("/tmp/lied"):
        time.sleep(0.01)
if MISCHIEF == "exits":
    sys.exit(7)
if MISCHIEF == "silent":
    time.sleep(3600)

status, headers, text = register(**{"Lambda-Extension-Accept-Feature": "accountId"})
me = {"Lambda-Extension-Identifier": headers["Lambda-Extension-Identifier"]}
tell("registered", status, text, "handler" if "_HANDLER" in os.environ else "no handler", os.environ.get("AWS_REGION"), os.getcwd())
tell("walls", *sorted(line.replace("\t", " ").strip() for line in open("/proc/self/status") if line.startswith(("CapEff", "CapBnd", "NoNewPrivs", "Seccomp:"))))

if MISCHIEF == "liar" and NAME == "spy":
    tell("twice", refusal(register()))
    tell("nobody", refusal(register(name="")))
    tell("form", refusal(call("POST", "register", {"Lambda-Extension-Name": "x"}, "{[")))
    tell("kind", refusal(register(name="x", events=["SHUTDOWN"])))
    tell("unsigned", refusal(call("GET", "event/next")))
    tell("garbled", refusal(call("GET", "event/next", {"Lambda-Extension-Identifier": "me"})))
    tell("stranger", refusal(call("GET", "event/next", {"Lambda-Extension-Identifier": "00000000-0000-0000-0000-000000000000"})))
    tell("untyped", refusal(call("POST", "init/error", me, "{}")))
    tell("unknown", refusal(call("GET", "event/last", me)))
    tell("flooded", len([register(name=f"x{i}", events=[]) for i in range(200)]), refusal(register(name="one more", events=[])))
    tell("failed", call("POST", "init/error", {**me, "Lambda-Extension-Function-Error-Type": "Extension.Lie"}, "{}")[0])
    tell("and yet", refusal(call("GET", "event/next", me)))
    open("/tmp/lied", "w").close()
    sys.exit(0)
if MISCHIEF == "init-error":
    tell("told", call("POST", "init/error", {**me, "Lambda-Extension-Function-Error-Type": "Extension.NoKey"}, "{}")[0])
    sys.exit(0)
if MISCHIEF == "deaf":
    time.sleep(3600)

while True:
    status, headers, text = call("GET", "event/next", me)
    if status != 200:
        tell("refused", status, text)
        sys.exit(1)
    event = json.loads(text)
    if event["eventType"] == "SHUTDOWN":
        tell("shutdown", event["shutdownReason"], event["deadlineMs"] > time.time() * 1000)
        sys.exit(0)
    if MISCHIEF == "exit-error":
        call("POST", "exit/error", {**me, "Lambda-Extension-Function-Error-Type": "Extension.Tired"}, "{}")
        sys.exit(0)
    if MISCHIEF == "crash":
        os.kill(os.getpid(), 9)
    if MISCHIEF == "stuck":
        time.sleep(3600)
    if MISCHIEF == "slow":
        time.sleep(1)
    tell("invoke", event["requestId"], event["invokedFunctionArn"], event["tracing"]["type"])
