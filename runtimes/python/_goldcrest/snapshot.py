"""A function of a version with SnapStart: hooks, the wait for the restore, hooks. Imported only there."""

import random
import sys

from . import failures

_BEFORE_SNAPSHOT_FAILED = 64
_AFTER_RESTORE_FAILED = 65


def wait(api, sink):
    """Returns when the sandbox is wanted. Ends the process when a hook fails."""
    _run_or_exit(_before_snapshot, "init/error", "Runtime.BeforeSnapshotError", _BEFORE_SNAPSHOT_FAILED, api, sink)
    api.restore_next()
    # What was drawn before the wait is what other sandboxes would draw.
    random.seed()
    _run_or_exit(_after_restore, "restore/error", "Runtime.AfterRestoreError", _AFTER_RESTORE_FAILED, api, sink)


def _run_or_exit(hooks, path, error_type, exit_code, api, sink):
    try:
        hooks()
    except BaseException as error:
        # Also one that calls sys.exit has failed: it is told, not found dead.
        result, _ = failures.describe(error, request_id="")
        failures.log(result, sink)
        api.post(failures.end_request(path, result, error_type))
        sys.exit(exit_code)


def _before_snapshot():
    hooks = _registered("get_before_snapshot")
    while hooks:
        function, positional, named = hooks.pop()
        function(*positional, **named)


def _after_restore():
    for function, positional, named in _registered("get_after_restore"):
        function(*positional, **named)


def _registered(kind):
    """Of whichever copy of the package the function imported; none when it imported none."""
    registry = sys.modules.get("snapshot_restore_py")
    return [] if registry is None else getattr(registry, kind)()
