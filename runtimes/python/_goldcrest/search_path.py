"""sys.path as functions know it: their own code, layers, the standard library, what is installed beside it."""

import os
import sys

standard_paths = []

# What the runtime offers to functions: last, so that one that brings its own copy gets that.
_OWN_MODULES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "modules")


def prepare(environment):
    """Replaces the runtime's own entry, enters the task root, and does what the site module would (it is off: -S)."""
    task_root = environment.get("LAMBDA_TASK_ROOT", "/var/task")
    _enter(task_root)
    python_path = [entry for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
    standard_paths.extend(entry for entry in sys.path[1:] if entry not in python_path)
    layers = [] if python_path else _layer_paths(environment)
    sys.path[:] = [task_root, *(python_path or layers), *standard_paths, *_installed_paths(), _OWN_MODULES]
    _do_what_site_does(bool(python_path), [task_root, *layers])


def _enter(task_root):
    try:
        os.chdir(task_root)
    except OSError:
        # The import that fails next says what is missing, in words its author knows.
        pass


def _layer_paths(environment):
    """A PYTHONPATH of the function's own replaces these, as it does on AWS."""
    version = environment.get("AWS_EXECUTION_ENV", "").rpartition("AWS_Lambda_")[2]
    if not version.startswith("python3."):
        version = f"python3.{sys.version_info.minor}"

    return [f"/opt/python/lib/{version}/site-packages", "/opt/python"]


def _installed_paths():
    version = f"python3.{sys.version_info.minor}"
    candidates = (
        f"{sys.prefix}/local/lib/{version}/dist-packages",
        f"{sys.prefix}/lib/{version}/site-packages",
        f"{sys.prefix}/lib/python3/dist-packages",
    )
    return [path for path in candidates if os.path.isdir(path)]


def _do_what_site_does(has_python_path, directories):
    import site

    site.setquit()
    site.setcopyright()
    site.sethelper()
    for directory in directories:
        if _has_path_files(directory):
            site.addsitedir(directory)

    if has_python_path:
        # Tracers put a sitecustomize module on PYTHONPATH and expect it to run.
        site.execsitecustomize()


def _has_path_files(directory):
    try:
        return any(name.endswith(".pth") for name in os.listdir(directory))
    except OSError:
        return False
