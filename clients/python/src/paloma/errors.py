"""
What can go wrong, by the code of the problem document.

The text of an exception ends up in logs and tracebacks, so numbers in it are replaced. The
attributes `detail` and `errors` have the response's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER = re.compile(r"\+?\d(?:[\s().\-/]{0,3}\d){4,}")


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong with a request."""

    field: str
    code: str
    message: str


class PalomaError(Exception):
    """
    The base class of everything that this package raises about a request.

    Attributes
    ----------
    code : str
        The problem's code, stable, such as `validation_failed`.
    detail : str
        The reason in words. It may name a phone number: show it to people, do not log it.
    errors : tuple of FieldError
        All that is wrong, by field.
    status : int or None
        The HTTP status; None if there was no response.
    request_id : str or None
        The response's `X-Request-Id`.
    retry_after_seconds : float or None
        When the app asks to be tried again.
    idempotency_key : str or None
        The key of the request. Give it to the same call again, within 24 hours, to have it done
        once.
    """

    def __init__(self, detail: str, *, code: str = "", status: int | None = None) -> None:
        super().__init__(_without_numbers(detail))
        self.detail = detail
        self.code = code
        self.status = status
        self.errors: tuple[FieldError, ...] = ()
        self.request_id: str | None = None
        self.retry_after_seconds: float | None = None
        self.idempotency_key: str | None = None

    def __str__(self) -> str:
        """Say what went wrong, without phone numbers."""
        about = [self.code, f"status {self.status}" if self.status else ""]
        about.append(f"request {self.request_id}" if self.request_id else "")
        shown = ", ".join(filter(None, about))
        detail = _without_numbers(self.detail)
        return f"{detail} ({shown})" if shown else detail

    def __repr__(self) -> str:
        """Say the same: a repr ends up in logs too."""
        return f"{type(self).__name__}({str(self)!r})"


class InvalidRequest(PalomaError):
    """The request is not valid; `errors` names the fields. Nothing was stored."""


class ConfirmationRequired(InvalidRequest):
    """The send has many recipients and no `confirm=True`. Nothing was stored."""


class NotAsPreviewed(InvalidRequest):
    """The send is not the one whose preview's hash is its `confirm`. Nothing was stored."""


class AccessDenied(PalomaError):
    """The key is missing or wrong, or may not do this."""


class NotFound(PalomaError):
    """There is no such thing."""


class Conflict(PalomaError):
    """The request contradicts the present state."""


class IdempotencyKeyReused(Conflict):
    """The idempotency key was used with another request. Nothing was sent for this one."""


class RecipientOptedOut(Conflict):
    """The person has opted out."""


class RateLimited(PalomaError):
    """Too many requests."""


class CapReached(RateLimited):
    """A cap of the app has less left than the send needs. Nothing was stored."""


class Unavailable(PalomaError):
    """The app or its storage is in trouble. A request may have been accepted nevertheless."""


class NoResponse(Unavailable):
    """No response arrived. The request may have been accepted nevertheless."""


class InvalidResponse(PalomaError):
    """The response is none of Paloma's: look at the URL."""


class InvalidSignature(PalomaError):
    """A webhook was not signed with the secret, or too long ago."""


_BY_CODE: dict[str, type[PalomaError]] = {
    "confirmation_required": ConfirmationRequired,
    "not_as_previewed": NotAsPreviewed,
    "cap_reached": CapReached,
    "recipient_opted_out": RecipientOptedOut,
    "idempotency_key_reused": IdempotencyKeyReused,
}
_BY_STATUS: dict[int, type[PalomaError]] = {
    HTTPStatus.UNAUTHORIZED: AccessDenied,
    HTTPStatus.FORBIDDEN: AccessDenied,
    HTTPStatus.NOT_FOUND: NotFound,
    HTTPStatus.GONE: NotFound,
    HTTPStatus.CONFLICT: Conflict,
    HTTPStatus.UNPROCESSABLE_ENTITY: IdempotencyKeyReused,
    HTTPStatus.TOO_MANY_REQUESTS: RateLimited,
}
_REDIRECTED = "The app is at another address. Check the URL: does it begin with https://?"
_WORDS: dict[int, str] = {
    HTTPStatus.MOVED_PERMANENTLY: _REDIRECTED,
    HTTPStatus.FOUND: _REDIRECTED,
    HTTPStatus.TEMPORARY_REDIRECT: _REDIRECTED,
    HTTPStatus.PERMANENT_REDIRECT: _REDIRECTED,
    HTTPStatus.UNAUTHORIZED: "The key is missing or wrong. Set PALOMA_KEY, or pass key=.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address. Check the URL.",
}


def _without_numbers(text: str) -> str:
    return _NUMBER.sub("[number]", text)


def error_of(status: int, document: object) -> PalomaError:
    """Make the exception of a response that is no success; `document` is its JSON, or None."""
    problem: Mapping[str, Any] = document if isinstance(document, dict) else {}
    code = str(problem.get("code") or "")
    default = _WORDS.get(status, f"The response has the status {status}.")
    detail = str(problem.get("detail") or default)
    error = _class_of(status, code)(detail, code=code, status=status)
    listed = problem.get("errors")
    error.errors = tuple(
        FieldError(*(str(one.get(name, "")) for name in ("field", "code", "message")))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    )
    return error


def _class_of(status: int, code: str) -> type[PalomaError]:
    if known := _BY_CODE.get(code) or _BY_STATUS.get(status):
        return known
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable
    return InvalidRequest if status >= HTTPStatus.BAD_REQUEST else InvalidResponse
