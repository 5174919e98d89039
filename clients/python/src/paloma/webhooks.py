"""Webhooks: check that a delivery is Paloma's, as Standard Webhooks describe it."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import re
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from paloma.errors import InvalidSignature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TOLERANCE_SECONDS = 300.0
_PREFIX = "whsec_"
_TIMESTAMP = re.compile("[0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class Event:
    """
    One event; `type` is `message.status`, `inbound`, `opt_out`, `cap_reached` or `test`.

    Attributes
    ----------
    event_id : str
        The same whenever the event is delivered again: store it and ignore repeats.
    data : mapping
        As the documentation of events describes it.
    """

    event_id: str
    type: str
    occurred_at: datetime
    data: Mapping[str, Any]


def verify_event(
    headers: Mapping[str, str],
    body: bytes | str,
    secret: str | Iterable[str],
    *,
    tolerance_seconds: float = TOLERANCE_SECONDS,
    now_seconds: Callable[[], float] = time.time,
) -> list[Event]:
    """
    Check the signature of a delivery and return its 1 to 100 events.

    Parameters
    ----------
    headers : mapping
        As they came; the case of names makes no difference.
    body : bytes or str
        As it came, not parsed and written again.
    secret : str or iterable of str
        The subscription's secret; several while one is being replaced.

    Raises
    ------
    InvalidSignature
        Respond with 400 and do nothing.
    ValueError
        The secret is none.
    """
    keys = [_key_of(one) for one in ([secret] if isinstance(secret, str) else secret)]
    given = {str(name).lower(): str(value) for name, value in headers.items()}
    content = body.encode() if isinstance(body, str) else bytes(body)
    identifier, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not (identifier and _TIMESTAMP.fullmatch(timestamp)):
        raise _invalid("The delivery has no webhook-id or no webhook-timestamp.")
    signed = f"{identifier}.{timestamp}.".encode() + content
    if not _is_signed(given.get("webhook-signature", ""), signed, keys):
        raise _invalid("No signature of the delivery fits the secret.")
    if not abs(now_seconds() - int(timestamp)) <= tolerance_seconds:
        raise _invalid("The delivery was signed too long ago, or a clock is wrong.")
    return _events_of(content)


def _is_signed(header: str, signed: bytes, keys: Iterable[bytes]) -> bool:
    """Compare every signature of version 1 with every secret, each in constant time."""
    offered = [one.removeprefix("v1,").encode() for one in header.split() if one.startswith("v1,")]
    expected = [base64.b64encode(hmac.digest(key, signed, "sha256")) for key in keys]
    fits = [hmac.compare_digest(one, other) for one in offered for other in expected]
    return any(fits)


def _key_of(secret: str) -> bytes:
    try:
        key = base64.b64decode(secret.strip().removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not key:  # anyone can sign with an empty key
        raise ValueError("The secret is not one of Paloma's: it begins with whsec_.") from None
    return key


def _events_of(content: bytes) -> list[Event]:
    try:
        return [
            Event(
                str(one["eventId"]),
                str(one["type"]),
                datetime.fromisoformat(one["occurredAt"]),
                dict(one["data"]),
            )
            for one in json.loads(content)["events"]
        ]
    except (ValueError, TypeError, KeyError):
        raise _invalid("The delivery is signed, but it has no events.") from None


def _invalid(detail: str) -> InvalidSignature:
    return InvalidSignature(detail, code="invalid_signature")
