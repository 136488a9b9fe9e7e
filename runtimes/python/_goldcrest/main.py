"""Loads the handler named by _HANDLER, then serves one invocation after another. Rules: docs/contracts/runtimes.md."""

import os
import sys

from . import payload, search_path, standard_first, streams
from .context import Context, current
from .fault import Fault
from .handler import load_handler
from .runtime_api import LARGE_BYTES, RuntimeApi, RuntimeApiError, response_request


def run():
    """Returns never; ends the process with 1 when the handler cannot be loaded or the Runtime API is lost."""
    sink = streams.open_sink(os.environ)
    streams.replace_standard_streams()
    search_path.prepare(os.environ)
    standard_first.install(sink, os.environ)
    try:
        api = RuntimeApi(os.environ.get("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"))
        handler = _load_or_exit(api, sink)
        if os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start":
            from . import snapshot

            snapshot.wait(api, sink)

        _serve(api, sink, handler)
    except RuntimeApiError as lost:
        sys.stderr.write(f"{lost}\n")
        sys.exit(1)


def _load_or_exit(api, sink):
    try:
        return load_handler(os.environ.get("_HANDLER", ""))
    except Exception as error:
        from . import failures

        result, _ = failures.describe(error, request_id="")
        failures.warn_of_init()
        failures.log(result, sink)
        api.post_init_error(result)
        sys.exit(1)


def _serve(api, sink, handler):
    answer = b""
    while True:
        headers, body = api.next(answer)
        request_id = headers.get("lambda-runtime-aws-request-id", "")
        current.request_id = request_id
        current.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        _set_trace(headers.get("lambda-runtime-trace-id"))
        answer = _invoke(handler, headers, body, request_id, sink)
        if len(answer) > LARGE_BYTES:
            # It may be refused for its size, and the reason must be known before anything else is asked.
            api.post(answer)
            answer = b""


def _invoke(handler, headers, body, request_id, sink):
    """Returns the request that answers the invocation. SystemExit and its like pass: they end the process."""
    try:
        context = Context(headers, sink)
        result, content_type = payload.to_response(handler(payload.from_event(body), context))
        return response_request(request_id, result, content_type)
    except Exception as error:
        from . import failures

        result, xray_cause = failures.describe(error, request_id)
        failures.log(result, sink)
        return failures.error_request(request_id, result, xray_cause)


def _set_trace(trace_id):
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
