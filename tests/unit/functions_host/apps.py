"""Throw-away apps for the tests of the host."""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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


@contextmanager
def loaded(folder: Path, environment: Mapping[str, str] = STORAGE) -> Iterator[None]:
    """Set what an app needs while it lives."""
    settings = HostSettings(folder, environment=environment)
    with applied_environment(settings), app_on_path(folder):
        yield


def index(folder: Path, source: str, *, environment: Mapping[str, str] = STORAGE) -> IndexedApp:
    """Write an app and index it."""
    write_app(folder, source)
    with loaded(folder, environment):
        return index_app(folder, read_host_json(folder))


async def until(condition: Callable[[], bool], *, at_most_seconds: float = 10) -> None:
    """Wait for a condition, looking often; TimeoutError if it never comes."""
    async with asyncio.timeout(at_most_seconds):
        while not condition():  # noqa: ASYNC110 - any condition, not only our own events
            await asyncio.sleep(0.01)
