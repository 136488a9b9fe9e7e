"""The root handler that functions find in place when they import logging."""

import sys
import time

from . import payload
from .context import current

_RESERVED = frozenset((
    "name", "msg", "args", "levelname", "levelno", "pathname", "filename", "module", "exc_info", "exc_text", "stack_info",
    "lineno", "funcName", "created", "msecs", "relativeCreated", "thread", "threadName", "processName", "process", "taskName",
    "aws_request_id", "tenant_id",
))
_TEXT_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
_TIME_FORMAT = "%Y-%m-%dT%H:%M:%S"


def set_up_logging(logging, sink, environment):
    """Times are UTC. Without AWS_LAMBDA_LOG_LEVEL the root logger keeps Python's own level, WARNING."""
    logging.Formatter.converter = time.gmtime
    as_json = environment.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
    handler = _handler(logging, sink, as_json)
    handler.setFormatter(_json_formatter(logging) if as_json else logging.Formatter(_TEXT_FORMAT, _TIME_FORMAT))
    handler.addFilter(_mark)
    level = environment.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = "DEBUG" if level == "TRACE" else level
    root = logging.getLogger()
    if level in logging._nameToLevel:
        root.setLevel(level)

    root.addHandler(handler)


def _mark(record):
    record.aws_request_id = current.request_id or ""
    record.tenant_id = current.tenant_id
    return True


def _handler(logging, sink, as_json):
    line_end = "\n" if as_json else ""

    class LambdaLoggerHandler(logging.Handler):
        def emit(self, record):
            message = self.format(record)
            if sink is None:
                sys.stdout.write(message + line_end)
            else:
                sink.write(message)

    return LambdaLoggerHandler()


def _json_formatter(logging):
    import traceback

    class JsonFormatter(logging.Formatter):
        def format(self, record):
            level = min(50, max(0, record.levelno)) // 10 * 10
            error_type, error, trace = record.exc_info or (None, None, None)
            line = {
                "timestamp": f"{time.strftime(_TIME_FORMAT, time.gmtime(record.created))}.{int(record.msecs):03d}Z",
                "level": logging.getLevelName(level),
                "message": record.getMessage(),
                "logger": record.name,
                "stackTrace": traceback.format_tb(trace) if trace else None,
                "errorType": error_type.__name__ if error_type else None,
                "errorMessage": str(error) if error_type else None,
                "requestId": record.aws_request_id,
                "location": f"{record.pathname}:{record.funcName}:{record.lineno}" if error_type else None,
                "tenantId": record.tenant_id,
            }
            extra = {key: value for key, value in vars(record).items() if key not in _RESERVED and key not in line}
            return payload.encode({key: value for key, value in {**line, **extra}.items() if value is not None})

    return JsonFormatter()
