"""Says what went wrong: to the caller, to the log, to X-Ray. Imported with the first failure."""

import os
import sys
import time
import traceback

from _json import encode_basestring_ascii

from . import payload
from .fault import Fault
from .runtime_api import post_request

_OWN_FILES = os.path.dirname(os.path.abspath(__file__)) + os.sep
_NO_BREAK_SPACE = "\u00a0"
_XRAY_CAUSE_LIMIT = 16_000


# As AWS's runtime words it; recorded.
_INIT_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare cases, a Lambda "
    "runtime update can cause unexpected function behavior. For functions using managed runtimes, runtime updates can be triggered by a "
    "function change, or can be applied automatically. To determine if the runtime has been updated, check the runtime version in the "
    "INIT_START log entry. If this error correlates with a change in the runtime version, you may be able to mitigate this error by "
    "temporarily rolling back to the previous runtime version. For more information, see "
    "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)


def warn_of_init():
    """The event that goes before the error of a handler that cannot be loaded; by the function's own log level."""
    import logging

    logging.warning(_INIT_WARNING)


def describe(error, request_id):
    """Returns the error's body {errorMessage, errorType, requestId, stackTrace} and its X-Ray cause."""
    if isinstance(error, Fault):
        frames, error_type, trace = [], error.error_type, error.trace or []
        message, xray_type = error.message, "LambdaValidationError"
    else:
        frames = _frames(error)
        error_type = xray_type = type(error).__name__
        message, trace = str(error), traceback.format_list(frames)

    result = {"errorMessage": message, "errorType": error_type, "requestId": request_id, "stackTrace": trace}
    return result, _xray_cause(xray_type, message, frames)


def log(result, sink):
    """One log event. The line's indentation is made of no-break spaces, which log viewers keep."""
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON":
        now = time.time()
        stamp = f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(now))}.{int(now * 1000) % 1000:03d}Z"
        lines = [payload.encode({"timestamp": stamp, "level": "ERROR", **result})]
    else:
        heading = " ".join(part for part in ("[ERROR]", _title(result)) if part)
        lines = [heading, "Traceback (most recent call last):"]
        for entry in result["stackTrace"]:
            lines.extend(_keep_indentation(line) for line in entry.splitlines() or [""])

    if sink is None:
        sys.stdout.write("\r".join(lines) + "\n")
    else:
        sink.write("\n".join(lines))


def error_request(request_id, result, xray_cause):
    """The request that answers an invocation with its error."""
    headers = _headers(result)
    if len(xray_cause) <= _XRAY_CAUSE_LIMIT:
        headers += f"Lambda-Runtime-Function-XRay-Error-Cause: {xray_cause}\r\n"

    return post_request(f"invocation/{request_id}/error", _to_bytes(result), headers)


def init_error_request(result):
    """The request that says why no invocation can be served."""
    return post_request("init/error", _to_bytes(result), _headers(result))


def end_request(path, result, error_type):
    """The request that says why no invocation can be served, under a type of the runtime's own."""
    return post_request(path, _to_bytes(result), _headers({"errorType": error_type}))


def _frames(error):
    """The frames as plain tuples, so that no column markers are printed, from the first that is not the runtime's own."""
    frames = [(frame.filename, frame.lineno, frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)]
    first = next((i for i, frame in enumerate(frames) if not frame[0].startswith(_OWN_FILES)), 0)
    return frames[first:]


def _title(result):
    return ": ".join(part for part in (result["errorType"], result["errorMessage"]) if part)


def _keep_indentation(line):
    text = line.lstrip(" ")
    return _NO_BREAK_SPACE * (len(line) - len(text)) + text


def _xray_cause(error_type, message, frames):
    stack = [{"label": name, "path": path, "line": line} for path, line, name, _ in frames]
    cause = {
        "working_directory": os.getcwd(),
        "exceptions": [{"message": message, "type": error_type, "stack": stack}],
        "paths": list({frame["path"] for frame in stack}),
    }
    return payload.encode(cause, encode_basestring_ascii)


def _headers(result):
    printable = "".join(c if " " <= c <= "~" else "?" for c in result["errorType"])
    return f"Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: {printable}\r\n"


def _to_bytes(result):
    # A message may hold half a surrogate pair, which has no UTF-8.
    return payload.encode(result).encode("utf-8", "backslashreplace")
