"""Query parsing of sends and messages."""

from datetime import date

import azure.functions as func

from shared.domain.identifiers import MessageAddress, SendAddress, is_key_or_time, parse_message_id
from shared.domain.kinds import MessageStatus
from shared.web.requests import invalid_field

_LAST_YEAR = 9998  # the day after the last one must have a date too
_FIRST_YEAR = 1970


def read_after(req: func.HttpRequest, send: SendAddress) -> MessageAddress | None:
    """
    Read `after`, the id of the last message of the previous page.

    Raises
    ------
    RequestError
        It is no message of this send.
    """
    text = req.params.get("after")
    if not text:
        return None
    address = parse_message_id(text)
    if address is None or address.send != send:
        raise invalid_field("after", "unknown_message", "after must be a message of this send.")
    return address


def read_statuses(req: func.HttpRequest) -> frozenset[MessageStatus]:
    """
    Read `status`: one or several, by commas (the host joins repeated ones so too); none: any.

    Raises
    ------
    RequestError
        There is no such status.
    """
    names = [name for name in req.params.get("status", "").split(",") if name]
    try:
        return frozenset(map(MessageStatus, names))
    except ValueError:
        message = f"status must be of {', '.join(MessageStatus)}."
        raise invalid_field("status", "unknown_status", message) from None


def read_day(req: func.HttpRequest) -> date:
    """
    Read `day`, a UTC day as `2026-11-22`.

    Raises
    ------
    RequestError
        It is missing or no day.
    """
    try:
        day = date.fromisoformat(req.params.get("day", ""))
    except ValueError:
        day = date.min
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise invalid_field("day", "invalid_day", "day must be a UTC day as 2026-11-22.")
    return day


def read_end_key(req: func.HttpRequest) -> str:
    """
    Read `after`, where a page of sends ended; empty: nowhere.

    Raises
    ------
    RequestError
        It is nothing that a `nextUrl` holds.
    """
    text: str = req.params.get("after", "")
    if text and not is_key_or_time(text):
        raise invalid_field("after", "unknown_page", "after must be as in nextUrl.")
    return text
