"""
Read the two events of ACS.

Written down as the samples are (azure-docs, "Azure Communication Services - SMS events",
2025-01-29; eventgrid `Microsoft.Communication` 2018-01-01 examples): keys in camel or Pascal
case, one `Tag` among lower-case keys, numbers with and without `+` in one event, times with 0
to 7 fraction digits. Tolerant here, strict behind it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from shared.carriers.events import (
    AddressedReport,
    DeliveryReport,
    DeliveryStatus,
    InboundMessage,
    UnusableEventError,
)
from shared.domain.identifiers import parse_tag
from shared.domain.message_text import storable_text
from shared.domain.phone_number import canonical_number
from shared.domain.times import credible_time, time_from_text
from shared.eventgrid.envelope import Event

SMS_RECEIVED = "Microsoft.Communication.SMSReceived"
SMS_DELIVERY_REPORT = "Microsoft.Communication.SMSDeliveryReportReceived"

_STATUSES = {"delivered": DeliveryStatus.DELIVERED, "failed": DeliveryStatus.FAILED}
_CODE = re.compile(r"\s*([0-9]{4})\b\s*:?\s*(.*)", re.DOTALL)
_SHORT_CODE_MAX_DIGITS = 6
_ADDRESS = re.compile(r"\+?[0-9]{3,15}")  # \d would let digits of other scripts into keys
_TEXT_LIMIT = 1_000


def inbound_from_event(event: Event, now: datetime) -> InboundMessage:
    """
    Read an `SMSReceived` event.

    Raises
    ------
    UnusableEventError
        Another event, or one without the two numbers.
    """
    _expect(event, SMS_RECEIVED)
    data = event.data
    return InboundMessage(
        own_number=_address(data, "to"),
        user_number=_address(data, "from"),
        body=storable_text(data.get("message")),
        provider_message_id=_provider_message_id(event),
        received_at=_time(data.get("receivedtimestamp")) or event.occurred_at or now,
    )


def report_from_event(event: Event, now: datetime) -> AddressedReport:
    """
    Read an `SMSDeliveryReportReceived` event.

    Raises
    ------
    UnusableEventError
        Another event, a tag that is not ours, no recipient, or a status that is not final.
    """
    _expect(event, SMS_DELIVERY_REPORT)
    data = event.data
    address = parse_tag(str(data.get("tag") or ""))
    status = _STATUSES.get(str(data.get("deliverystatus")).lower())
    if address is None:
        reason = "unknown tag"
        raise UnusableEventError(reason)
    if status is None:
        reason = "unknown delivery status"
        raise UnusableEventError(reason)
    report = _report(event, status, now)
    return AddressedReport(address, _address(data, "to"), report, report.says_opted_out)


def _report(event: Event, status: DeliveryStatus, now: datetime) -> DeliveryReport:
    data = event.data
    details = data.get("deliverystatusdetails")
    words = str(details) if type(details) is int else storable_text(details)
    code, text = _split_details(words[:_TEXT_LIMIT])
    attempt = _last_attempt(data.get("deliveryattempts"))
    received_at = _time(data.get("receivedtimestamp")) or event.occurred_at or now
    return DeliveryReport(
        status=status,
        code=code,
        text=text,
        provider_message_id=_provider_message_id(event),
        attempted_at=_time(attempt.get("timestamp")) or received_at,
        received_at=received_at,
        segments_succeeded=_count(attempt.get("segmentssucceeded")),
        segments_failed=_count(attempt.get("segmentsfailed")),
    )


def _expect(event: Event, kind: str) -> None:
    if event.type.lower() != kind.lower():
        reason = f"this webhook takes {kind} only"
        raise UnusableEventError(reason)


def _address(data: Any, key: str) -> str:  # noqa: ANN401 - a foreign payload
    """Give a number in its one form, with the `+` that samples leave out at will."""
    text = str(data.get(key) or "").strip()
    if not _ADDRESS.fullmatch(text):
        reason = f"no number in '{key}'"
        raise UnusableEventError(reason)
    digits = text.lstrip("+")
    if len(digits) <= _SHORT_CODE_MAX_DIGITS:
        return digits
    return canonical_number(f"+{digits}")


# A campaign brings back a handful of texts.
@lru_cache(maxsize=256)
def _split_details(details: str) -> tuple[str, str]:
    """Details are `2000: No Error`, a bare text, or a text with the code in front."""
    form = _CODE.fullmatch(details)
    return (form[1], form[2]) if form else ("", details)


def _last_attempt(attempts: object) -> dict[str, Any]:
    if not isinstance(attempts, list):
        return {}
    objects = [
        dict(zip(map(str.lower, attempt), attempt.values(), strict=True))
        for attempt in attempts
        if isinstance(attempt, dict)
    ]
    return objects[0] if len(objects) == 1 else max(objects, key=_attempted_at, default={})


def _attempted_at(attempt: Mapping[str, Any]) -> datetime:
    return _time(attempt.get("timestamp")) or datetime.min.replace(tzinfo=UTC)


def _provider_message_id(event: Event) -> str:
    return storable_text(event.data.get("messageid") or event.identity)[:_TEXT_LIMIT]


def _count(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 10_000 else 0  # noqa: PLR2004


def _time(value: object) -> datetime | None:
    try:
        return time_from_text(value) if isinstance(value, str) else None
    except ValueError:
        return None


class AcsEvents:
    """Reads the events of ACS; see `shared.carriers.events.CarrierEvents`."""

    def inbound(self, event: Event, now: datetime) -> InboundMessage:
        """Read an inbound message; see `inbound_from_event`."""
        message = inbound_from_event(event, now)
        received_at = credible_time(message.received_at, now)
        if received_at == message.received_at:
            return message
        return replace(message, received_at=received_at, stated_at=message.received_at)

    def report(self, event: Event, now: datetime) -> AddressedReport:
        """Read a delivery report; see `report_from_event`."""
        return report_from_event(event, now).in_one_form().received_by(now)
