"""Imports the app's module the way the Python worker does, and forgets it afterwards."""

import importlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import azure.functions as func

from local.functions_host.model import IndexingError
from local.functions_host.sdk import SdkFunction

_SCRIPT_NAME = re.compile(r"[A-Za-z0-9_\-]+\.py")


@contextmanager
def app_on_path(app_root: Path) -> Iterator[None]:
    """
    Put the app's folders at the head of ``sys.path`` while the app lives.

    A script of the same name that is imported already is hidden meanwhile. At the end the path is
    as before, and the modules of an app from elsewhere are forgotten, so that the process can
    start another app.
    """
    root = app_root.resolve()
    script = Path(_script_name()).stem
    hidden = sys.modules.pop(script, None)
    path_before, modules_before = list(sys.path), set(sys.modules)
    packages = root / ".python_packages" / "lib" / "site-packages"
    sys.path[:0] = [str(packages), str(root)] if packages.is_dir() else [str(root)]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        sys.path[:] = path_before
        sys.modules.pop(script, None)
        if str(root) not in path_before:
            _forget(set(sys.modules) - modules_before, root)
        if hidden is not None:
            sys.modules[script] = hidden


def _forget(names: set[str], root: Path) -> None:
    for name in names:
        file = getattr(sys.modules[name], "__file__", None)
        if file and Path(file).resolve().is_relative_to(root):
            del sys.modules[name]


def _script_name() -> str:
    return os.environ.get("PYTHON_SCRIPT_FILE_NAME", "function_app.py")


def load_functions(app_root: Path) -> list[SdkFunction]:
    """
    Import the app's script and take the functions of its one app object.

    Raises
    ------
    IndexingError
        For anything at all that goes wrong: one bad import takes the whole app down.
    """
    script = _script_name()
    if not _SCRIPT_NAME.fullmatch(script):
        message = f"PYTHON_SCRIPT_FILE_NAME {script!r} is not a name of letters, digits, _ and -"
        raise IndexingError(message)
    if not (app_root / script).exists():
        message = f"no {script} in {app_root}"
        raise IndexingError(message)
    try:
        module = importlib.import_module(Path(script).stem)
        return _app_object(module).get_functions()
    except IndexingError:
        raise
    except Exception as error:
        message = f"{script} cannot be indexed: {type(error).__name__}: {error}"
        raise IndexingError(message) from error


def _app_object(module: ModuleType) -> func.FunctionRegister:
    # Two names of one object count as two, as the worker counts names
    # (azure-functions-runtime 1.3.0, loader.py).
    apps = [item for item in vars(module).values() if isinstance(item, func.FunctionRegister)]
    if not apps:
        message = f"Could not find top level function app instances in {module.__name__}.py."
        raise IndexingError(message)
    if len(apps) > 1:
        message = (
            f"More than one {type(apps[0]).__name__} or other top level function app instances "
            "are defined."
        )
        raise IndexingError(message)
    return apps[0]
