"""The second argument of every handler, and which invocation is under way."""

import os
import sys
import time

from .fault import Fault


class Current:
    """Which invocation later log lines belong to; request_id is None before the first."""

    request_id = None
    tenant_id = None


current = Current()


class Context:
    """What the handler may know of its invocation. Values of the environment are text, the memory size included."""

    def __init__(self, headers, sink):
        get = os.environ.get
        self.aws_request_id = headers.get("lambda-runtime-aws-request-id")
        self.log_group_name = get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = _client_context(_parse(headers, "lambda-runtime-client-context", "Client Context"))
        self.identity = CognitoIdentity(_parse(headers, "lambda-runtime-cognito-identity", "Cognito Identity") or {})
        self._deadline_ms = int(headers.get("lambda-runtime-deadline-ms", 0))
        self._sink = sink

    def get_remaining_time_in_millis(self):
        """Never negative."""
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, msg):
        """Writes the text to the function's log as one event, as it is."""
        if self._sink is None:
            sys.stdout.write(str(msg))
        else:
            self._sink.write(str(msg))

    def __repr__(self):
        shown = (
            "aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb",
            "function_version", "invoked_function_arn", "client_context", "identity", "tenant_id",
        )
        return f"LambdaContext([{_pairs(self, shown)}])"


class _Fields:
    """An object with exactly the attributes of its class's `_fields`; None where the caller sent nothing."""

    _fields = ()

    def __init__(self, values):
        for name in self._fields:
            setattr(self, name, values.get(name))

    def __repr__(self):
        return f"{type(self).__name__}([{_pairs(self, self._fields)}])"


class CognitoIdentity(_Fields):
    _fields = ("cognito_identity_id", "cognito_identity_pool_id")

    def __init__(self, values):
        super().__init__({
            "cognito_identity_id": values.get("cognitoIdentityId"),
            "cognito_identity_pool_id": values.get("cognitoIdentityPoolId"),
        })


class Client(_Fields):
    _fields = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(_Fields):
    _fields = ("custom", "env", "client")


def _client_context(values):
    if values is None:
        return None

    context = ClientContext(values)
    if context.client is not None:
        context.client = Client(context.client)

    return context


def _parse(headers, name, title):
    text = headers.get(name)
    if not text:
        return None

    import json

    try:
        return json.loads(text)
    except Exception as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", f"Unable to parse {title} JSON: {error}") from error


def _pairs(owner, names):
    return ",".join(f"{name}={getattr(owner, name)}" for name in names)
