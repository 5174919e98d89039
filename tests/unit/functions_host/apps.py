"""Throw-away apps for the tests of the host."""

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from textwrap import dedent

from local.functions_host.app_module import app_on_path
from local.functions_host.host_json import read_host_json
from local.functions_host.indexing import IndexedApp, index_app
from local.functions_host.settings import HostSettings, applied_environment

STORAGE = {"AzureWebJobsStorage": "UseDevelopmentStorage=true"}

_HEADER = "import azure.functions as func\napp = func.FunctionApp()\n"
_HOST_JSON: dict[str, object] = {
    "version": "2.0",
    "extensionBundle": {"id": "Microsoft.Azure.Functions.ExtensionBundle"},
}


def write_app(folder: Path, source: str, *, queues: Mapping[str, object] | None = None) -> Path:
    """Write an app of the given functions; ``app`` and ``func`` are there already."""
    document = _HOST_JSON | {"extensions": {"queues": dict(queues or {})}}
    (folder / "host.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "function_app.py").write_text(_HEADER + dedent(source), encoding="utf-8")
    return folder


def loaded(folder: Path, environment: Mapping[str, str] = STORAGE) -> AbstractContextManager[None]:
    """Set what an app needs while it lives."""
    stack = ExitStack()
    stack.enter_context(applied_environment(HostSettings(folder, environment=environment)))
    stack.enter_context(app_on_path(folder))
    return stack


def index(folder: Path, source: str, *, environment: Mapping[str, str] = STORAGE) -> IndexedApp:
    """Write an app and index it."""
    write_app(folder, source)
    with loaded(folder, environment):
        return index_app(folder, read_host_json(folder))
