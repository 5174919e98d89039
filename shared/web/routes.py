"""
HTTP functions: one decorator registers a function and describes it for the OpenAPI document.

`routes = HttpRoutes(bp)` makes `@routes.get("sms/{sendId}", summary="…")` stand for the function's
name, its route, the problem handler and the description of its operation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Unpack

from shared.web.http import Handler, problem_handler

if TYPE_CHECKING:
    import azure.functions as func

    from shared.web.openapi import Operation

Decorator = Callable[[Handler], Handler]


class RegisteredRoute(NamedTuple):
    """An HTTP function: its route, and an operation for each of its methods."""

    name: str
    path: str
    auth_level: func.AuthLevel | None
    operations: Mapping[str, Operation]


_registered: list[RegisteredRoute] = []


def registered_routes() -> tuple[RegisteredRoute, ...]:
    """Give the routes of every `functions.py` that has been imported; in the app, of all."""
    return tuple(_registered)


class HttpRoutes:
    """
    Registers a room's HTTP functions with its blueprint.

    Parameters
    ----------
    blueprint : Blueprint
        Takes the functions.
    auth_level : AuthLevel, optional
        The key that the routes ask for. By default the app's own level counts.
    """

    def __init__(self, blueprint: func.Blueprint, auth_level: func.AuthLevel | None = None) -> None:
        self._blueprint = blueprint
        self._auth_level = auth_level

    def get(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for GET."""
        return self.route(path, {"GET": operation})

    def post(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for POST."""
        return self.route(path, {"POST": operation})

    def put(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for PUT."""
        return self.route(path, {"PUT": operation})

    def delete(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for DELETE."""
        return self.route(path, {"DELETE": operation})

    def route(self, path: str, operations: Mapping[str, Operation]) -> Decorator:
        """Register a function for several methods, each with its own operation."""

        def register(handler: Handler) -> Handler:
            name = handler.__name__
            _registered.append(RegisteredRoute(name, path, self._auth_level, operations))
            add_route = self._blueprint.route(
                route=path, methods=list(operations), auth_level=self._auth_level
            )
            add_name = self._blueprint.function_name(name)
            function: Handler = add_name(add_route(problem_handler(handler)))
            return function

        return register
