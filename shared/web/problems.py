"""Problem documents (RFC 9457): refusals of requests, and the app's own failures."""

from __future__ import annotations

import json
import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

import azure.functions as func

from shared.domain.errors import SmsError, StorageError, StorageRefusedError
from shared.log import log_event, minute_log
from shared.settings import ConfigurationError, settings_named_in
from shared.web.errors import log_unexpected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TITLES = {
    400: "The request is not valid",
    401: "Not authenticated",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    409: "Not now",
    411: "The request has no length",
    413: "The request is too large",
    415: "The request is not JSON",
    422: "The request contradicts an earlier one",
    429: "Too many requests",
    500: "Internal error",
    503: "Storage is unavailable",
}

_TITLES_OF_CODES = {
    "cap_reached": "A cap is reached",
    "configuration_error": "A setting cannot be used",
    "deadline_exceeded": "No response in time",
    "storage_refused": "Storage refuses the app",
    "token_keys_unavailable": "Tokens cannot be verified",
}

UNCACHED = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
"""Responses may hold texts and numbers: neither a browser nor a proxy keeps them, or guesses."""

_RETRY_AFTER = {"Retry-After": "5"}

_MAX_ERRORS = 20
_NOT_VALID = 400

_reported: set[str] = set()


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
        headers={**UNCACHED, **(headers or {})},
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


def problem_of_error(
    error: SmsError,
    kinds: Mapping[type[SmsError], tuple[int, str]],
    headers: Mapping[str, str] | None = None,
) -> func.HttpResponse | None:
    """
    Make the problem document of an error of a use case.

    Parameters
    ----------
    kinds : mapping
        The status of each kind of error, and the field that it names, or nothing.

    Returns
    -------
    HttpResponse or None
        None: the error is of none of these kinds.
    """
    known = (found for kind, found in kinds.items() if isinstance(error, kind))
    status, field = next(known, (0, ""))
    if not status:
        return None
    message = str(error)
    errors = [{"field": field, "code": error.code, "message": message}] if field else []
    if status == _NOT_VALID:
        return refusal(errors)
    return problem(status, error.code, message, errors=errors, headers=headers)


def not_found(what: str) -> func.HttpResponse:
    """Make the problem document of a 404."""
    return problem(404, "not_found", f"There is no such {what}.")


class RequestError(Exception):
    """A request is invalid; carries the response to it."""

    def __init__(self, response: func.HttpResponse) -> None:
        super().__init__("the request cannot be used")
        self.response = response


def failure_response(
    error: Exception, function: str, request_id: str, problem_of: str = ""
) -> func.HttpResponse:
    """
    Make the response to an error that a handler raised, and log what is not the caller's.

    Parameters
    ----------
    problem_of : str
        See `shared.web.routes.HttpRoutes`; empty: no error is the caller's.
    """
    if isinstance(error, StorageError):
        minute_log.log("storage_unavailable", function, function=function)
        return storage_problem(error)
    if isinstance(error, ConfigurationError):
        return _configuration_problem(error)
    if isinstance(error, SmsError) and problem_of:
        module, _, name = problem_of.partition(":")
        found: func.HttpResponse | None = getattr(import_module(module), name)(error)
        if found:
            return found
    log_unexpected(error, function, request_id)
    return problem(500, "internal_error", "It has been logged; try again later.")


def deadline_exceeded(function: str) -> func.HttpResponse:
    """Log that a handler took too long, and make the response."""
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
