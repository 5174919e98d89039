"""Finds the function for a request: ASP.NET Core's classic routing, as the host uses it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from local.functions_host.model import Function, HttpTrigger
from local.functions_host.route_template import Template, parse_template

_ENCODED_SLASH = re.compile("%(2[fF])")
_PATHS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Route:
    """The way to one HTTP function."""

    function: Function
    trigger: HttpTrigger
    template: Template


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """What a request was found to mean."""

    function: Function
    trigger: HttpTrigger
    values: Mapping[str, str]


class Router:
    """
    The routes of an app, tried in the order of its functions.

    The first that fits wins, however specific another may be; a function that does not take the
    method does not fit.
    """

    def __init__(self, functions: Iterable[Function], *, prefix: str) -> None:
        self._routes = [
            Route(function, trigger, parse_template(f"{prefix}/{trigger.route}"))
            for function in functions
            if isinstance(trigger := function.trigger, HttpTrigger)
        ]
        methods = {method for route in self._routes for method in route.trigger.methods}
        self._by_method = {method: self._taking(method) for method in methods}
        self._of_any_method = self._taking("")
        self._find = lru_cache(_PATHS_KEPT)(self._try_routes)

    def _taking(self, method: str) -> list[Route]:
        return [one for one in self._routes if method in (one.trigger.methods or (method,))]

    def match(self, method: str, raw_path: str) -> RouteMatch | None:
        """
        Find the function for a path as it stands in the request line, without its query.

        Case, percent-encoding and one trailing slash make no difference; an encoded slash stays
        encoded, because the web server does not decode it.
        """
        return self._find(method, raw_path)

    def _try_routes(self, method: str, raw_path: str) -> RouteMatch | None:
        path = unquote(_ENCODED_SLASH.sub(r"%25\1", raw_path)) if "%" in raw_path else raw_path
        path = path.removeprefix("/").removesuffix("/")
        for route in self._by_method.get(method, self._of_any_method):
            values = route.template.match(path)
            if values is not None:
                return RouteMatch(route.function, route.trigger, values)
        return None
