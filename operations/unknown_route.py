"""The response to requests that no other function takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shared.web.problems import problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    import azure.functions as func

    from shared.web.routes import RegisteredRoute


def unknown_route_response(path: str, routes: Iterable[RegisteredRoute]) -> func.HttpResponse:
    """
    Make the problem document: 405 with the methods of the route, or 404 if there is none.

    Parameters
    ----------
    path : str
        Of the request, without `/api/`; it may hold a number and is not repeated.
    """
    methods = {
        method for route in routes if _is_at(path, route.path) for method in route.operations
    }
    if not methods:
        detail = "There is no such route; GET /api/openapi.json lists all."
        return problem(404, "unknown_route", detail)
    allowed = ", ".join(sorted(methods))
    detail = f"This route takes {allowed} only."
    return problem(405, "method_not_allowed", detail, headers={"Allow": allowed})


def _is_at(path: str, template: str) -> bool:
    """Tell whether a path is at a route; one slash at its end makes no difference to the host."""
    pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
    pattern = re.sub(r"\\\{\\\*\w+\\\}", ".+", pattern)
    return bool(re.fullmatch(pattern, path.removesuffix("/"), re.IGNORECASE))
