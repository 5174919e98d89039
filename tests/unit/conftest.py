"""Fixtures of the unit tier: the app on fakes, and an ear on every log line."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

import shared.services
from tests.support.samples import TEXT
from tests.support.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

_PHONE_NUMBER = re.compile(r"(?<![\w.-])\+?[0-9]{10,15}(?![\w-])")


class _Ear(logging.Handler):
    """Keeps everything a log line would show, its extra fields too."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        built_in = logging.makeLogRecord({}).__dict__
        extra = [str(value) for name, value in record.__dict__.items() if name not in built_in]
        trace = logging.Formatter().formatException(record.exc_info) if record.exc_info else ""
        self.lines.append(" ".join([record.getMessage(), *extra, trace]))


@pytest.fixture(autouse=True)
def log_lines() -> Iterator[list[str]]:
    """Listen to every logger; no line may show a phone number or the text of a message."""
    root, ear = logging.getLogger(), _Ear()
    level = root.level
    root.addHandler(ear)
    root.setLevel(logging.DEBUG)
    yield ear.lines
    root.removeHandler(ear)
    root.setLevel(level)
    for line in ear.lines:
        assert not _PHONE_NUMBER.search(line), "a log line shows a phone number"
        assert TEXT not in line, "a log line shows the text of a message"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def served(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Let the app's functions find the world's services."""
    monkeypatch.setattr(shared.services, "_current", [world.services()])
    return world


@dataclass(frozen=True, slots=True)
class IndexedFunction:
    """A function as the host learns of it."""

    name: str
    bindings: tuple[dict[str, Any], ...]
    handler: Any

    @property
    def trigger(self) -> dict[str, Any]:
        (trigger,) = (one for one in self.bindings if one["type"].endswith("Trigger"))
        return trigger


@pytest.fixture(scope="session")
def indexed_functions() -> dict[str, IndexedFunction]:
    """Index the app once: asked again, azure-functions finds every name taken."""
    import function_app

    found = (
        IndexedFunction(
            str(function.get_function_name()),
            tuple(binding.get_dict_repr() for binding in function.get_bindings()),
            function.get_user_function(),
        )
        for function in function_app.app.get_functions()
    )
    return {function.name: function for function in found}
