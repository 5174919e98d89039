"""
HTTP functions: one decorator registers a function and describes it for the OpenAPI document.

With `routes = HttpRoutes(bp)`, `@routes.get("sms/{sendId}", summary="…", response="…")` adds the
route to the blueprint under the function's name, puts the problem handler around the function and
keeps the description. Descriptions are plain data, because every start of the app makes them all:
a model is named as `room.contract:Model`, and its module is imported when the document is asked
for (ADR 0003).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, Required, TypedDict, Unpack

from shared.web.http import (
    RECORDED_METHODS,
    REQUEST_SECONDS,
    Handler,
    Recorder,
    problem_handler,
    with_known_query,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import azure.functions as func

Decorator = Callable[[Handler], Handler]
Json = dict[str, Any]


class Response(TypedDict, total=False):
    """
    A response that is not a problem document.

    Parameters
    ----------
    description : str
        When it is given, or what it holds.
    model : str
        The model of its JSON body.
    content : mapping
        The schema of each other media type that its body may have.
    headers : mapping
        Its headers, by name, as in the document.
    """

    description: Required[str]
    model: str
    content: Mapping[str, Json]
    headers: Mapping[str, Json]


class Operation(TypedDict, total=False):
    """
    One method of a route.

    Parameters
    ----------
    summary : str
        One line.
    description : str
        What the summary leaves open.
    parameters : sequence
        Parameters of the query and headers; those of the path are read from the route.
    body : str or mapping
        The model of the request body, or a schema for each media type.
    is_body_optional : bool
        The body may be left out.
    response : str
        The model of the 200 response.
    responses : mapping
        The responses by status, if a 200 with a model is not all there is to say.
    problems : sequence
        The statuses of its problem documents, besides those of every route (400, 500, 503), of a
        body (411, 413, 415) and of a place in the path (404).
    id_suffix : str
        Added to the function's name to make the operation's id. A function with two methods
        needs it.
    takes_any_query : bool
        Query parameters that are not described are ignored. Otherwise they are refused.
    is_recorded : bool
        Whether `shared.web.changes` records the change; by default that of a POST, PUT, PATCH or
        DELETE. A route that keeps its author itself, or changes nothing, says False.
    """

    summary: Required[str]
    description: str
    parameters: Sequence[Json]
    body: str | Mapping[str, Json]
    is_body_optional: bool
    response: str
    responses: Mapping[int, Response]
    problems: Sequence[int]
    id_suffix: str
    takes_any_query: bool
    is_recorded: bool


class RegisteredRoute(NamedTuple):
    """An HTTP function: its route, and an operation for each of its methods."""

    name: str
    path: str
    auth_level: func.AuthLevel | None
    operations: Mapping[str, Operation]


API_PREFIX = "api/"
"""Stands before each route. The host adds none (`host.json`), so that a page can be at `/`."""

_registered: list[RegisteredRoute] = []

HOST_PARAMETERS = frozenset({"code", "clientId"})
"""The query parameters of the Functions host: a key, and the name of the key's client."""


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
    limit_seconds : float
        How long a request may take.
    problem_of : str
        The room's function (`room.module:function`) that maps errors of use cases to problem
        documents, or to None; imported when there is one.
    """

    def __init__(
        self,
        blueprint: func.Blueprint,
        auth_level: func.AuthLevel | None = None,
        *,
        limit_seconds: float = REQUEST_SECONDS,
        problem_of: str = "",
    ) -> None:
        self._blueprint = blueprint
        self._auth_level = auth_level
        self._limit_seconds = limit_seconds
        self._problem_of = problem_of

    def get(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for GET."""
        return self.route(path, {"GET": operation})

    def post(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for POST."""
        return self.route(path, {"POST": operation})

    def put(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for PUT."""
        return self.route(path, {"PUT": operation})

    def patch(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for PATCH."""
        return self.route(path, {"PATCH": operation})

    def delete(self, path: str, **operation: Unpack[Operation]) -> Decorator:
        """Register a function for DELETE."""
        return self.route(path, {"DELETE": operation})

    def route(self, path: str, operations: Mapping[str, Operation]) -> Decorator:
        """Register a function for several methods, each with its own operation."""

        def register(handler: Handler) -> Handler:
            checked = with_known_query(handler, _known_queries(operations))
            record: Recorder | None = None
            if is_recorded(operations):
                from shared.web.changes import record_change, with_known_caller

                checked = with_known_caller(checked)
                record = partial(record_change, action=handler.__name__)
            handled = problem_handler(
                checked,
                limit_seconds=self._limit_seconds,
                problem_of=self._problem_of,
                record=record,
            )
            function: Handler = self._blueprint.route(
                route=f"{API_PREFIX}{path}", methods=list(operations), auth_level=self._auth_level
            )(handled)
            _registered.append(
                RegisteredRoute(handler.__name__, path, self._auth_level, operations)
            )
            return function

        return register


def is_recorded(operations: Mapping[str, Operation]) -> bool:
    """Tell whether the changes of a route are recorded."""
    return any(
        method in RECORDED_METHODS and operation.get("is_recorded", True)
        for method, operation in operations.items()
    )


def asks_for_caller(operations: Mapping[str, Operation]) -> bool:
    """Tell whether a route makes changes for a caller; Event Grid gives no name."""
    return any(
        method in RECORDED_METHODS and not operation.get("takes_any_query")
        for method, operation in operations.items()
    )


def _known_queries(operations: Mapping[str, Operation]) -> dict[str, frozenset[str]]:
    """Name the query parameters by method; methods that take any are left out."""
    return {
        method: HOST_PARAMETERS.union(
            one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"
        )
        for method, operation in operations.items()
        if not operation.get("takes_any_query")
    }
