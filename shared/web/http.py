"""HTTP responses: JSON, CSV, and a problem document (RFC 9457) for every error."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import azure.functions as func

from shared.domain.errors import StorageError, StorageRefusedError
from shared.log import minute_log
from shared.settings import ConfigurationError
from shared.web.errors import describe_error

if TYPE_CHECKING:
    from shared.web.contract import ResponseModel

_TITLES = {
    400: "The request is not valid",
    403: "Not allowed",
    404: "Not found",
    409: "Not now",
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

_log = logging.getLogger("paloma.http")

_reported: set[str] = set()

Handler = Callable[[func.HttpRequest], Awaitable[func.HttpResponse]]


def json_response(
    status: int, document: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Make a JSON response."""
    return func.HttpResponse(
        json.dumps(document, ensure_ascii=False),
        status_code=status,
        mimetype="application/json",
        headers=dict(headers or {}),
    )


def model_response(
    model: ResponseModel, status: int = 200, headers: Mapping[str, str] | None = None
) -> func.HttpResponse:
    """Make a JSON response of a model."""
    return func.HttpResponse(
        model.to_json(),
        status_code=status,
        mimetype="application/json",
        headers=dict(headers or {}),
    )


def csv_response(text: str, next_url: str | None) -> func.HttpResponse:
    """Make a CSV response; where there is more, a `Link` header says where (RFC 8288)."""
    headers = {"Content-Disposition": "attachment"}
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
        "title": _TITLES_OF_CODES.get(code, _TITLES[status]),
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
        headers=dict(headers or {}),
    )


def not_found(what: str) -> func.HttpResponse:
    """Make the problem document of a 404."""
    return problem(404, "not_found", f"There is no such {what}.")


class RequestError(Exception):
    """A request is invalid; carries the response to it."""

    def __init__(self, response: func.HttpResponse) -> None:
        super().__init__("the request cannot be used")
        self.response = response


def problem_handler(handler: Handler, *, limit_seconds: float = REQUEST_SECONDS) -> Handler:
    """
    Give a handler a deadline, and turn its unexpected errors into problem documents.

    Storage that is unavailable or refuses the app is a 503, and so is an unusable setting, which
    is named. Any other error is a 500 (the host's own would be empty); it is logged by its kind and
    place alone, because its text may hold a number.

    Parameters
    ----------
    limit_seconds : float
        After them the handler is cancelled, and the response is a 503. Work that must not be torn
        shields itself (see `send_sms.accepting.withdrawal`).
    """

    @wraps(handler)
    async def handle(req: func.HttpRequest) -> func.HttpResponse:
        try:
            async with asyncio.timeout(limit_seconds) as deadline:
                return await handler(req)
        except RequestError as error:
            return error.response
        except TimeoutError as error:
            is_late = deadline.expired()
            return _deadline_exceeded(handler.__name__) if is_late else _unexpected(error)
        except StorageError as error:
            return storage_problem(error)
        except ConfigurationError as error:
            report_once(error)
            return problem(503, "configuration_error", f"{error}.")
        except Exception as error:  # noqa: BLE001 - the outermost layer
            return _unexpected(error)

    return handle


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


def _deadline_exceeded(function: str) -> func.HttpResponse:
    minute_log.log("deadline_exceeded", function, function=function)
    detail = "It took too long; try again in a moment."
    return problem(503, "deadline_exceeded", detail, headers=_RETRY_AFTER)


def _unexpected(error: Exception) -> func.HttpResponse:
    _log.error("unexpected error: %s", describe_error(error))
    return problem(500, "internal_error", "It has been logged; try again later.")


def report_once(error: ConfigurationError) -> None:
    """Log a setting that cannot be used, once in the life of the process."""
    if str(error) not in _reported:
        _reported.add(str(error))
        _log.error("a setting cannot be used: %s", error)
