"""
What can go wrong with one request: not carried out, answered falsely after it was, or late.

A watcher of the boundary raises one of the errors below. The plan of a campaign is made of
`RequestFault`, which says what of it happens to which request.
"""

import json
import random
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

_LATE_SECONDS = (1.0, 5.0, 20.0, 45.0, 70.0)
_COUNTS = (1, 1, 1, 4)  # the app tries a request four times
_NAMES = {
    401: ("Unauthorized", ""),
    403: ("Forbidden", ""),
    500: ("InternalError", "Internal failure."),
    503: ("ServerBusy", "The server is busy."),
}


class CutError(Exception):
    """The connection is closed here, without a response."""


class StatusError(Exception):
    """The request is answered here, with an error status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LateError(CutError):
    """The connection is closed at once; the request is carried out so many real seconds later."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Disposition(StrEnum):
    """Whether a request is carried out."""

    NEVER = "not carried out"
    BEFORE_THE_RESPONSE = "carried out"
    LATE = "carried out late"


@dataclass(frozen=True)
class RequestFault:
    """
    What happens to a request that writes.

    Attributes
    ----------
    status : int or None
        The response; None if the connection is closed instead.
    count : int
        To so many requests of the kind, so that trying again meets the same.
    late_seconds : float
        In the campaign's time, of a request that is carried out late.
    """

    disposition: Disposition
    status: int | None = None
    count: int = 1
    late_seconds: float = 0.0

    def __str__(self) -> str:
        response = f"answered {self.status}" if self.status else "connection closed"
        return f"{self.disposition}, {response}"

    def error(self, speed: float) -> Exception:
        """Give what a watcher raises, in a world whose time runs so fast."""
        if self.disposition is Disposition.LATE:
            return LateError(self.late_seconds / speed)
        return StatusError(self.status) if self.status else CutError()


EVERY_FAULT = (
    *(RequestFault(Disposition.NEVER, status) for status in (None, 500, 503)),
    *(RequestFault(Disposition.BEFORE_THE_RESPONSE, status) for status in (None, 500, 503)),
    RequestFault(Disposition.LATE, late_seconds=_LATE_SECONDS[-1]),
)
"""One of each kind."""

AFTER_FAULTS = tuple(fault for fault in EVERY_FAULT if fault.disposition is not Disposition.NEVER)
"""Those after which the caller does not know that its request was carried out."""


def random_fault(chance: random.Random) -> RequestFault:
    """Draw a kind, how often it happens, and how late a late request is."""
    kind = chance.choice(EVERY_FAULT)
    count, late = chance.choice(_COUNTS), chance.choice(_LATE_SECONDS)
    return RequestFault(kind.disposition, kind.status, count, late if kind.late_seconds else 0.0)


def error_response(service: str, status: int) -> web.Response:
    """Answer with an error as the service writes it (`table`, `queue` or `acs`)."""
    code, message = _NAMES[status]
    headers = {"x-ms-error-code": code}
    if service == "queue":
        xml = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
        return web.Response(
            status=status, headers=headers, body=xml.encode(), content_type="application/xml"
        )
    error: dict[str, object] = {"code": code, "message": message}
    if service == "table":
        error["message"] = {"lang": "en-US", "value": message}
    member = "odata.error" if service == "table" else "error"
    return web.Response(
        status=status,
        headers=headers if service == "table" else {},
        body=json.dumps({member: error}).encode(),
        content_type="application/json",
    )
