"""What a function wants done around its snapshot. Rules: docs/contracts/runtimes.md."""

_before_snapshot = []
_after_restore = []


def register_before_snapshot(func, *args, **kwargs):
    """Calls it before the snapshot, the last registered first. Returns the function, to be used as a decorator."""
    _before_snapshot.append((func, args, kwargs))
    return func


def register_after_restore(func, *args, **kwargs):
    """Calls it after a restore, the first registered first. Returns the function, to be used as a decorator."""
    _after_restore.append((func, args, kwargs))
    return func


def get_before_snapshot():
    return _before_snapshot


def get_after_restore():
    return _after_restore
