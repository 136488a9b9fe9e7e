"""Makes late imports look early.

The service's own bootstrap has imported json, logging and more before user code runs, so a file of the same name in the
function never hides them, and logging comes with its root handler. Importing them here would triple the boot time; so they
are found first in the standard library whenever they are asked for, and logging is set up in the moment it is loaded.
"""

import sys

from _frozen_importlib_external import PathFinder

_NAMES = frozenset((
    "__future__", "_weakrefset", "ast", "bisect", "collections", "concurrent", "contextlib", "copy", "copyreg", "datetime",
    "decimal", "enum", "functools", "heapq", "importlib", "inspect", "io", "json", "keyword", "linecache", "logging", "math",
    "numbers", "operator", "queue", "re", "reprlib", "sre_compile", "sre_constants", "sre_parse", "string", "textwrap",
    "threading", "token", "tokenize", "traceback", "types", "typing", "warnings", "weakref",
))


class _StandardFirst:
    def __init__(self, paths, on_logging):
        self._paths = paths
        self._on_logging = on_logging

    def find_spec(self, name, path=None, target=None):
        if name not in _NAMES:
            return None

        spec = PathFinder.find_spec(name, self._paths, target)
        if name == "logging" and spec is not None:
            spec.loader = _ThenSetUp(spec.loader, self._on_logging)

        return spec


class _ThenSetUp:
    """Loads as the loader it wraps, leaves no trace of itself on the module, and then sets it up."""

    def __init__(self, loader, set_up):
        self._loader = loader
        self._set_up = set_up

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        module.__spec__.loader = module.__loader__ = self._loader
        self._loader.exec_module(module)
        self._set_up(module)


def install(sink, environment):
    """Call once, when sys.path is ready: its entries under the interpreter's own prefix are the standard library."""

    def set_up(logging):
        from .logging_setup import set_up_logging

        set_up_logging(logging, sink, environment)

    if "logging" in sys.modules:
        set_up(sys.modules["logging"])

    from .search_path import standard_paths

    sys.meta_path.insert(0, _StandardFirst(standard_paths, set_up))
