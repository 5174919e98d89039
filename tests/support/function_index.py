"""The app's functions, as the host indexes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any


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


@cache
def index_functions() -> dict[str, IndexedFunction]:
    """Index the app, once for a process: asked again, azure-functions finds every name taken."""
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
