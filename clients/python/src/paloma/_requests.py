"""What requests are made of: keys, numbers, IDs and times, checked before anything is sent."""

from __future__ import annotations

import unicodedata
import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from paloma.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_KEY_LENGTH = 255


def checked_key(idempotency_key: str | None) -> str:
    """Check a key that was given; without one, make a new one."""
    if idempotency_key is None:
        return str(uuid.uuid4())
    is_visible = all("!" <= character <= "~" for character in idempotency_key)
    if not (is_visible and 1 <= len(idempotency_key) <= _MAX_KEY_LENGTH):
        raise InvalidRequest(
            "An idempotency key has 1 to 255 visible ASCII characters.",
            code="invalid_idempotency_key",
        )
    return idempotency_key


def time_text(name: str, moment: datetime) -> str:
    """Write a time; InvalidRequest with its name if it has no offset."""
    if moment.tzinfo is None:
        raise InvalidRequest(f"{name} needs a time zone.", code="time_zone_missing")
    return moment.isoformat()


def day_or_time(name: str, given: date | None) -> str | None:
    """Write a UTC day, or a time with an offset."""
    if isinstance(given, datetime):
        return time_text(name, given)
    return None if given is None else given.isoformat()


def number_headers(**given: str) -> dict[str, str]:
    """Put numbers into headers: paths end up in logs."""
    return {f"Paloma-{name.capitalize()}": _header_text(name, text) for name, text in given.items()}


def _header_text(name: str, text: str) -> str:
    """Write a number with ASCII digits, which are all that a header takes."""
    digits = "".join(str(unicodedata.decimal(one, one)) for one in text.strip())
    if not digits or not (digits.isascii() and digits.isprintable()):
        raise InvalidRequest(f"{name} is no phone number.", code="not_a_number")
    return digits


def segment(text: str) -> str:
    """Quote an identifier for a path; an empty one would name another route."""
    if not text or text in {".", ".."}:
        raise InvalidRequest("The ID is empty.", code="not_an_id")
    return quote(text, safe="")


def present(given: Mapping[str, str | None]) -> dict[str, str]:
    """Leave out what is None."""
    return {name: value for name, value in given.items() if value is not None}
