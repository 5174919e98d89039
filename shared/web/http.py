"""HTTP functions: their successful responses, and what stands around each of them."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial, wraps
from itertools import islice
from typing import TYPE_CHECKING, Any

import azure.functions as func

from shared.domain.author import CALLER_NAME, ActorKind, ActorRules, Author
from shared.log import current_request_id, may_be_a_number, note_invocation, note_request
from shared.web.errors import with_context
from shared.web.problems import (
    UNCACHED,
    RequestError,
    deadline_exceeded,
    failure_response,
    refusal,
)

if TYPE_CHECKING:
    from shared.web.contract import ResponseModel

REQUEST_SECONDS = 8.0
"""How long a request may take. Its storage requests take less (`shared.storage.transport`)."""

WEBHOOK_SECONDS = 20.0
"""How long a delivery of Event Grid may take, which itself waits 30 seconds."""

_REQUEST_ID = re.compile("[!-~]{1,128}")
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

_MAX_NAMES, _MAX_NAME, _MAX_ACTOR = 20, 100, 100
_UNKNOWN = "This route has no such query parameter."

NUMBER_HEADERS = {
    "sender": "Paloma-Sender",
    "recipient": "Paloma-Recipient",
    "user": "Paloma-User",
    "number": "Paloma-Number",
}
"""The headers whose numbers stand for a `-` in a path, by the place's name."""

CALLER = "Paloma-Caller"
"""The header with the name that a caller gives itself."""

_PRINCIPAL = "X-MS-CLIENT-PRINCIPAL"

RECORDED_METHODS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
"""Those of requests that change something."""

Handler = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]

_RECORD_SECONDS = 0.5
"""Left for the record of a change that took all of its time."""

Recorder = Callable[[func.HttpRequest, func.HttpResponse, float], Awaitable[None]]
"""Records what a request changed, within so many seconds; never raises."""


def json_response(
    status: int, document: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Make a JSON response."""
    return _json(json.dumps(document, ensure_ascii=False), status, headers)


def model_response(
    model: ResponseModel, status: int = 200, headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Make a JSON response of a model."""
    return _json(model.to_json(), status, headers)


def _json(text: str, status: int, headers: Mapping[str, str] | None) -> func.HttpResponse:
    everything = {**UNCACHED, **(headers or {})}
    return func.HttpResponse(
        text, status_code=status, mimetype="application/json", headers=everything
    )


def tagged_response(req: func.HttpRequest, model: ResponseModel) -> func.HttpResponse:
    """
    Make a JSON response with an `ETag`: 304 without a body if the caller has the same one.

    It saves the transfer; what the response is made of was read all the same.
    """
    text = model.to_json()
    tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:24]}"'
    known = {
        one.strip().removeprefix("W/") for one in req.headers.get("If-None-Match", "").split(",")
    }
    headers = {**UNCACHED, "ETag": tag}
    if tag in known:
        return func.HttpResponse(status_code=304, headers=headers)
    return func.HttpResponse(text, mimetype="application/json", headers=headers)


def with_known_query(handler: Handler, known: Mapping[str, frozenset[str]]) -> Handler:
    """
    Refuse query parameters that a route does not describe: a misspelt filter would filter nothing.

    A malformed `Paloma-Caller` is refused too. Numbers of the path may come in headers instead
    (`NUMBER_HEADERS`).

    Parameters
    ----------
    known : mapping of method to names
        A method that is missing takes any query.
    """

    @wraps(handler)
    async def handle(req: func.HttpRequest) -> func.HttpResponse:
        described = known.get(req.method.upper())
        if described is not None:
            if not described.issuperset(req.params):
                raise _unknown_parameters(name for name in req.params if name not in described)
            _read_caller_name(req)
        return await handler(_with_numbers_of_headers(req))

    return handle


def _with_numbers_of_headers(req: func.HttpRequest) -> func.HttpRequest:
    """
    Put numbers from headers into the places of the path that are `-`.

    The host keeps the path of each request in its telemetry, but no headers.
    """
    given = {
        name: req.headers.get(NUMBER_HEADERS[name], "")
        for name, value in req.route_params.items()
        if value == "-" and name in NUMBER_HEADERS
    }
    if missing := [name for name, value in given.items() if not value.strip()]:
        raise _missing_numbers(missing)
    if not given:
        return req
    return func.HttpRequest(
        req.method,
        req.url,
        headers=req.headers,
        params=req.params,
        route_params={**req.route_params, **given},
        body=req.get_body(),
    )


def _missing_numbers(names: Iterable[str]) -> RequestError:
    errors = [
        {
            "field": name,
            "code": "required",
            "message": f"Send it in the header {NUMBER_HEADERS[name]}, or in the path.",
        }
        for name in names
    ]
    return RequestError(refusal(errors))


def _unknown_parameters(names: Iterable[str]) -> RequestError:
    errors = [
        {"field": name[:_MAX_NAME], "code": "unknown_parameter", "message": _UNKNOWN}
        for name in islice(names, _MAX_NAMES)
    ]
    return RequestError(refusal(errors))


def problem_handler(
    handler: Handler,
    *,
    limit_seconds: float = REQUEST_SECONDS,
    problem_of: str = "",
    record: Recorder | None = None,
) -> Handler:
    """
    Give a handler a deadline, and turn its errors into problem documents.

    An error that `problem_of` maps is the caller's. Storage that is unavailable or refuses the app
    is a 503, and so is an unusable setting, which is named. Any other error is a 500 (the host's
    own would be empty); it is logged without its text, because that may hold a number.

    Every response has an `X-Request-Id`: the caller's, if it is 1 to 128 visible ASCII characters
    and cannot be a phone number, which a log must not show; else the id of the invocation. An
    unexpected error is logged with it.

    Parameters
    ----------
    limit_seconds : float
        After them the handler is cancelled, and the response is a 503. Work that must not be
        interrupted shields itself (see `send_sms.accepting.withdrawal`).
    problem_of : str
        See `shared.web.routes.HttpRoutes`.
    record : callable, optional
        Called with each response and the time that is left, at least half a second.
    """
    respond = partial(_respond, handler, limit_seconds=limit_seconds, problem_of=problem_of)

    @wraps(handler)
    async def handle(
        req: func.HttpRequest, context: func.Context | None = None
    ) -> func.HttpResponse:
        note_invocation(context)
        began = asyncio.get_running_loop().time()
        request_id = _request_id(req, context)
        note_request(request_id)
        response = await respond(req, request_id)
        response.headers["X-Request-Id"] = request_id
        if record:
            spent = asyncio.get_running_loop().time() - began
            await record(req, response, max(limit_seconds - spent, _RECORD_SECONDS))
        return response

    return with_context(handle)


async def _respond(
    handler: Handler,
    req: func.HttpRequest,
    request_id: str,
    *,
    limit_seconds: float,
    problem_of: str,
) -> func.HttpResponse:
    name = getattr(handler, "__name__", "")
    try:
        async with asyncio.timeout(limit_seconds) as deadline:
            return await handler(req)
    except RequestError as error:
        return error.response
    except Exception as error:  # noqa: BLE001 - the outermost layer
        if isinstance(error, TimeoutError) and deadline.expired():
            return deadline_exceeded(name)
        return failure_response(error, name, request_id, problem_of)


def read_author(req: func.HttpRequest, rules: ActorRules, request_id: str = "") -> Author:
    """
    Read who makes a request: the platform's principal where it is trusted, else the caller's name.

    Parameters
    ----------
    request_id : str
        By default that of the request which this task serves.

    Raises
    ------
    RequestError
        The name that the caller gives is malformed, or the settings do not list it.
    """
    request_id = request_id or current_request_id()
    caller = _read_caller(req, rules)
    if rules.trusts_principal and (name := _principal(req)):
        return Author(request_id, name, ActorKind.PRINCIPAL)
    return Author(request_id, caller, ActorKind.CALLER) if caller else Author(request_id)


def _read_caller(req: func.HttpRequest, rules: ActorRules) -> str:
    name = _read_caller_name(req)
    if name and rules.callers and name not in rules.callers:
        message = f"{CALLER} must be a name that SMS_CALLERS lists."
        raise _wrong_caller("unknown_caller", message)
    return name


def _read_caller_name(req: func.HttpRequest) -> str:
    """Read the name that a caller gives itself, or nothing; a malformed one is refused."""
    name: str = req.headers.get(CALLER, "")
    if name and (not CALLER_NAME.fullmatch(name) or may_be_a_number(name)):
        message = f"{CALLER} must be 1 to 64 letters, digits, points, hyphens and underscores."
        raise _wrong_caller("invalid_format", message)
    return name


def _principal(req: func.HttpRequest) -> str:
    """Give the name or id that App Service authentication puts into headers; empty: none."""
    named: str = req.headers.get(f"{_PRINCIPAL}-NAME") or req.headers.get(f"{_PRINCIPAL}-ID", "")
    shown = "".join(filter(str.isprintable, named or _application(req)))
    return shown.strip()[:_MAX_ACTOR]


def _application(req: func.HttpRequest) -> str:
    """Give the application of a token that stands for no person."""
    import base64

    try:
        document: Any = json.loads(base64.b64decode(req.headers.get(_PRINCIPAL, "")))
        claims = {one["typ"]: str(one["val"]) for one in document["claims"]}
    except (ValueError, KeyError, TypeError):
        return ""
    return claims.get("appid") or claims.get("azp", "")


def _wrong_caller(code: str, message: str) -> RequestError:
    return RequestError(refusal([{"field": CALLER, "code": code, "message": message}]))


def _request_id(req: func.HttpRequest, context: func.Context | None) -> str:
    """Take the caller's id, unless a log must not show it; else the id of the invocation."""
    given: str = req.headers.get("X-Request-Id", "")
    is_safe = _UUID.fullmatch(given) or not may_be_a_number(given)
    if is_safe and _REQUEST_ID.fullmatch(given):
        return given
    return str(getattr(context, "invocation_id", "")) or os.urandom(16).hex()
