"""Fixtures of the unit tier: the app on fakes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from composition.app import run_as
from tests.support.world import Serve, World

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def served(world: World) -> Iterator[World]:
    """Let the app's functions find an app on the world."""
    with run_as(world.app()):
        yield world


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Let the app's functions find other worlds, until the test ends."""
    with ExitStack() as stack:

        def serve(world: World) -> None:
            stack.enter_context(run_as(world.app()))

        yield serve


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
