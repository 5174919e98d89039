"""Fixtures of the unit tier: the app on fakes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

import composition.services
from tests.support.world import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def served(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Let the app's functions find the world's services."""
    monkeypatch.setattr(composition.services, "_current", [world.services()])
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
