"""HTTP responses: JSON, CSV, and a problem document (RFC 9457) for every error."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any

import azure.functions as func

from shared.domain.errors import StorageError, StorageRefusedError
from shared.log import log_event, minute_log, note_invocation
from shared.settings import ConfigurationError, settings_named_in
from shared.web.errors import log_unexpected, with_context

if TYPE_CHECKING:
    from shared.web.contract import ResponseModel

TITLES = {
    400: "The request is not valid",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Not now",
    411: "The request has no length",
    413: "The request is too large",
    415: "The request is not JSON",
    422: "The request contradicts an earlier one",
    500: "Internal error",
    503: "Storage is unavailable",
}

_TITLES_OF_CODES = {
    "configuration_error": "A setting cannot be used",
    "deadline_exceeded": "No response in time",
    "storage_refused": "Storage refuses the app",
}

REQUEST_SECONDS = 8.0
"""How long a request may take. Its storage requests take less (`shared.storage.transport`)."""

WEBHOOK_SECONDS = 20.0
"""How long a delivery of Event Grid may take, which itself waits 30 seconds."""

_RETRY_AFTER = {"Retry-After": "5"}

_reported: set[str] = set()

_REQUEST_ID = re.compile("[!-~]{1,128}")
_UUID = re.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MAY_BE_A_NUMBER = re.compile(
    r"\+[0-9]|(?<![0-9a-fA-F])[0-9]{10,15}(?![0-9a-fA-F])|^(?:[().-]*[0-9]){7,15}[().-]*$"
)

_MAX_ERRORS, _MAX_NAME = 20, 100
_UNKNOWN = "This route has no such query parameter."

_UNCACHED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Responses may hold texts and numbers: neither a browser nor a proxy keeps them, or guesses."""

NUMBER_HEADERS = {
    "sender": "Paloma-Sender",
    "recipient": "Paloma-Recipient",
    "user": "Paloma-User",
}
"""The headers whose numbers stand for a `-` in a path, by the place's name."""

Handler = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]


def json_response(
    status: int, document: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Make a JSON response."""
    return func.HttpResponse(
        json.dumps(document, ensure_ascii=False),
        status_code=status,
        mimetype="application/json",
        headers={**_UNCACHED, **(headers or {})},
    )


def model_response(
    model: ResponseModel, status: int = 200, headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Make a JSON response of a model."""
    return func.HttpResponse(
        model.to_json(),
        status_code=status,
        mimetype="application/json",
        headers={**_UNCACHED, **(headers or {})},
    )


def csv_response(text: str, name: str, next_url: str | None) -> func.HttpResponse:
    """
    Make a CSV response; where there is more, a `Link` header says where (RFC 8288).

    Parameters
    ----------
    name : str
        Of the file, without `.csv`; letters, digits and hyphens.
    """
    headers = {**_UNCACHED, "Content-Disposition": f'attachment; filename="{name}.csv"'}
    if next_url:
        headers["Link"] = f'<{next_url}>; rel="next"'
    return func.HttpResponse(text, mimetype="text/csv", charset="utf-8", headers=headers)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> func.HttpResponse:
    """
    Make a problem document.

    Parameters
    ----------
    code : str
        For machines, snake_case, stable.
    detail : str
        For people; must not show a number, a text or a key.
    errors : sequence of mappings
        One `{field, code, message}` for each thing wrong with the request.
    """
    document: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES_OF_CODES.get(code, TITLES[status]),
        "status": status,
        "code": code,
        "detail": detail,
    }
    if errors:
        document["errors"] = list(errors)
    return func.HttpResponse(
        json.dumps(document, ensure_ascii=False),
        status_code=status,
        mimetype="application/problem+json",
        headers={**_UNCACHED, **(headers or {})},
    )


def refusal(
    errors: Sequence[Mapping[str, str]],
    *,
    code: str = "validation_failed",
    status: int = 400,
    left_out: int = 0,
) -> func.HttpResponse:
    """
    Make the problem document of a request that is not valid; its detail says the first cause.

    Parameters
    ----------
    errors : sequence of mappings
        What is wrong, at least one; only the first 20 are listed.
    left_out : int
        How many more there are.
    """
    field, message = errors[0]["field"], errors[0]["message"]
    detail = message if not field or message.startswith(f"{field} ") else f"{field}: {message}"
    more = len(errors) - 1 + left_out
    if more:
        detail += f" And {more} more, see errors."
    return problem(status, code, detail, errors=errors[:_MAX_ERRORS])


def not_found(what: str) -> func.HttpResponse:
    """Make the problem document of a 404."""
    return problem(404, "not_found", f"There is no such {what}.")


class RequestError(Exception):
    """A request is invalid; carries the response to it."""

    def __init__(self, response: func.HttpResponse) -> None:
        super().__init__("the request cannot be used")
        self.response = response


def with_known_query(handler: Handler, known: Mapping[str, frozenset[str]]) -> Handler:
    """
    Refuse query parameters that a route does not describe: a misspelt filter would filter nothing.

    Numbers of the path may come in headers instead (`NUMBER_HEADERS`).

    Parameters
    ----------
    known : mapping of method to names
        A method that is missing takes any query.
    """

    @wraps(handler)
    async def handle(req: func.HttpRequest) -> func.HttpResponse:
        described = known.get(req.method.upper())
        if described is not None and not described.issuperset(req.params):
            raise _unknown_parameters(name for name in req.params if name not in described)
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


def _unknown_parameters(names: Iterable[str]) -> RequestError:
    errors = [
        {"field": name[:_MAX_NAME], "code": "unknown_parameter", "message": _UNKNOWN}
        for name in islice(names, _MAX_ERRORS)
    ]
    return RequestError(refusal(errors))


def problem_handler(handler: Handler, *, limit_seconds: float = REQUEST_SECONDS) -> Handler:
    """
    Give a handler a deadline, and turn its unexpected errors into problem documents.

    Storage that is unavailable or refuses the app is a 503, and so is an unusable setting, which
    is named. Any other error is a 500 (the host's own would be empty); it is logged without its
    text, because that may hold a number.

    Every response has an `X-Request-Id`: the caller's, if it is 1 to 128 visible ASCII characters
    and cannot be a phone number, which a log must not show; else the id of the invocation. An
    unexpected error is logged with it.

    Parameters
    ----------
    limit_seconds : float
        After them the handler is cancelled, and the response is a 503. Work that must not be torn
        shields itself (see `send_sms.accepting.withdrawal`).
    """
    name = getattr(handler, "__name__", "")

    @wraps(handler)
    async def handle(
        req: func.HttpRequest, context: func.Context | None = None
    ) -> func.HttpResponse:
        note_invocation(context)
        request_id = _request_id(req, context)
        try:
            async with asyncio.timeout(limit_seconds) as deadline:
                response = await handler(req)
        except RequestError as error:
            response = error.response
        except Exception as error:  # noqa: BLE001 - the outermost layer
            is_late = isinstance(error, TimeoutError) and deadline.expired()
            response = _deadline_exceeded(name) if is_late else _failure(error, name, request_id)
        response.headers["X-Request-Id"] = request_id
        return response

    return with_context(handle)


def _request_id(req: func.HttpRequest, context: func.Context | None) -> str:
    """Take the caller's id, unless a log must not show it; else the id of the invocation."""
    given: str = req.headers.get("X-Request-Id", "")
    is_safe = _UUID.fullmatch(given) or not _MAY_BE_A_NUMBER.search(given)
    if is_safe and _REQUEST_ID.fullmatch(given):
        return given
    return str(getattr(context, "invocation_id", "")) or os.urandom(16).hex()


def _failure(error: Exception, function: str, request_id: str) -> func.HttpResponse:
    if isinstance(error, StorageError):
        minute_log.log("storage_unavailable", function, function=function)
        return storage_problem(error)
    if isinstance(error, ConfigurationError):
        return _configuration_problem(error)
    log_unexpected(error, function, request_id)
    return problem(500, "internal_error", "It has been logged; try again later.")


def _deadline_exceeded(function: str) -> func.HttpResponse:
    minute_log.log("deadline_exceeded", function, function=function)
    detail = "It took too long; try again in a moment."
    return problem(503, "deadline_exceeded", detail, headers=_RETRY_AFTER)


def _configuration_problem(error: ConfigurationError) -> func.HttpResponse:
    report_once(error)
    errors = [
        {"field": name, "code": "unusable_setting", "message": fault}
        for fault in error.faults
        for name in settings_named_in(fault)[:1]
    ]
    return problem(503, "configuration_error", f"{error}.", errors=errors)


def report_once(error: ConfigurationError) -> None:
    """Log a setting that cannot be used, once in the life of the process."""
    if str(error) not in _reported:
        _reported.add(str(error))
        log_event("configuration_error", level=logging.ERROR, reason=str(error))


def storage_problem(
    error: StorageError,
    detail: str = "Try again in a moment.",
    headers: Mapping[str, str] | None = None,
) -> func.HttpResponse:
    """Make the problem document of storage that is unavailable, or that refuses the app."""
    if isinstance(error, StorageRefusedError):
        code, detail = error.code, "Storage refuses the app's key, role or address: GET /api/ready."
    else:
        code = StorageError.code
    return problem(503, code, detail, headers=headers)
