"""
Keep who made which change: one place for every route that changes something.

A route that is registered for POST, PUT, PATCH or DELETE is recorded by its function's name, unless
it says otherwise (`Operation.is_recorded`). A change is recorded once it is made: after a response
below 400 that repeats no earlier one. A record that cannot be written does not undo the change: it
is logged as `audit_failed`, with its action, actor and request.

`composition` says where records are kept, because `shared` knows no room.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, Protocol

from shared.log import log_event
from shared.web.http import NUMBER_HEADERS, RECORDED_METHODS, read_author

if TYPE_CHECKING:
    from collections.abc import Mapping

    import azure.functions as func

    from shared.domain.author import ActorRules, Author
    from shared.web.http import Handler

_NOT_MADE = 400
_PEOPLE = frozenset({"recipient", "user", "number"})
_LAST_DIGITS = 4
_MAX_PART = 64
_MAX_OPERATOR = 100
_MAX_BODY_BYTES = 16_384
"""Of a change that names an operator; files are longer."""

_LONG_NUMBER = re.compile(r"[0-9](?:[ ().\-/\u00a0\u2010-\u2015]{0,3}[0-9]){6,}")
"""Seven digits and more, also with separators between them."""

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Change:
    """
    A change that was made by API.

    Attributes
    ----------
    action : str
        The function's name, which is the `operationId` of the contract.
    target : mapping
        What was changed: the places of the path, and the id of what was made. Of a person's number
        the last four digits.
    operator : str
        The `actor` that the request named in its body or query; empty: none.
    """

    action: str
    author: Author
    target: Mapping[str, str] = field(default_factory=dict)
    operator: str = ""


class ChangeKeeper(Protocol):
    """Where changes are kept; `composition` implements it."""

    def rules(self) -> ActorRules:
        """Tell how actors are recognized."""

    async def keep(self, change: Change) -> None:
        """Store a change."""


_keepers: list[ChangeKeeper] = []


def keep_changes_with(keeper: ChangeKeeper) -> None:
    """Say where changes are kept."""
    _keepers[:] = [keeper]


def with_known_caller(handler: Handler) -> Handler:
    """Refuse a change before anything is done if its caller's name is malformed or not listed."""

    @wraps(handler)
    async def handle(req: func.HttpRequest) -> func.HttpResponse:
        if req.method.upper() in RECORDED_METHODS:
            _author(req, "")
        return await handler(req)

    return handle


async def record_change(
    req: func.HttpRequest, response: func.HttpResponse, seconds: float, *, action: str
) -> None:
    """Record within some seconds what a request changed, if it did; never raises."""
    if req.method.upper() not in RECORDED_METHODS or response.status_code >= _NOT_MADE:
        return
    if "Idempotent-Replayed" in response.headers:
        return
    author = _author(req, response.headers["X-Request-Id"])
    change = Change(action, author, _target(req, response), _operator(req))
    try:
        async with asyncio.timeout(seconds):
            await _keepers[0].keep(change)
    except Exception as error:  # noqa: BLE001 - the change is made
        _log_failure(change, error)


def _author(req: func.HttpRequest, request_id: str) -> Author:
    return read_author(req, _keepers[0].rules(), request_id)


def _log_failure(change: Change, error: Exception) -> None:
    log_event(
        "audit_failed",
        level=logging.ERROR,
        action=change.action,
        actor=_LONG_NUMBER.sub("…", change.author.actor) or None,
        requestId=change.author.request_id,
        error=type(error).__name__,
    )


def _target(req: func.HttpRequest, response: func.HttpResponse) -> dict[str, str]:
    found = {name: _part(name, value, req) for name, value in req.route_params.items()}
    if _DAY.fullmatch(req.params.get("day", "")):
        found["day"] = req.params["day"]
    made = response.headers.get("Location", "").rpartition("/")[2]
    if made:
        found["id"] = _without_numbers(made)
    return found


def _part(name: str, value: str, req: func.HttpRequest) -> str:
    given = value
    if value == "-" and name in NUMBER_HEADERS:
        given = req.headers.get(NUMBER_HEADERS[name], "")
    if name in _PEOPLE:
        return f"…{given[-_LAST_DIGITS:]}"
    if name == "sender":
        text = given.strip()[:_MAX_PART]
        return f"+{text}" if len(text) >= 7 and text.isdigit() else text  # noqa: PLR2004
    return _without_numbers(given)


def _without_numbers(text: str) -> str:
    """Ids are kept; a number in a name that someone chose is not."""
    is_id = bool(re.fullmatch("[0-9a-z-]{16,80}", text))
    return text if is_id else _LONG_NUMBER.sub("…", text)[:_MAX_PART]


def _operator(req: func.HttpRequest) -> str:
    """Read the name that an operator's page puts into a body or query; empty: there is none."""
    content, name = req.get_body(), req.params.get("actor")
    if content:
        try:
            body: Any = json.loads(content) if len(content) <= _MAX_BODY_BYTES else None
        except (ValueError, RecursionError):
            return ""
        name = body.get("actor") if isinstance(body, dict) else None
    return _without_long_numbers(name) if isinstance(name, str) else ""


def _without_long_numbers(name: str) -> str:
    return _LONG_NUMBER.sub("…", name)[:_MAX_OPERATOR]


def with_operator(author: Author, name: str) -> Author:
    """Add the operator whom a request names, without a number that the name may have."""
    return replace(author, operator=_without_long_numbers(name))
