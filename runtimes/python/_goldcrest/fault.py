"""The one exception the runtime itself raises against a function."""


class Fault(Exception):
    """A failure the platform names itself, such as Runtime.ImportModuleError; `trace` is ready text, or None."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.trace = trace
