"""
Delivery reports as properties of rows: one for each recipient and kind.

Reports on the first 100 members of a batch lie in the batch's own row, those on each further block
of 100 in a row beside it. Two reports never overwrite each other, except for a newer one of the
same kind on the same message. The property names the recipient, and in a round also the place,
because a round may hold several messages to one person.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from send_sms.domain.progress import Reports
from shared.carriers.events import (
    OPTED_OUT_CODE,
    DeliveryReport,
    DeliveryStatus,
    is_opt_out_refusal,
)
from shared.domain.identifiers import BlockAddress
from shared.domain.phone_number import is_pseudonym
from shared.domain.times import time_from_text, time_to_text

_PREFIXES = {DeliveryStatus.DELIVERED: "d", DeliveryStatus.FAILED: "f"}
_LETTERS = tuple(_PREFIXES.values())

_TEXT_LIMIT = 300
"""Characters of a report's text: 200 of them share a row of 1 MiB with a batch."""

_quoted = json.encoder.encode_basestring

_ID_LIMIT = 128
"""Of the carrier's id; those of the samples have up to 69 characters."""


def report_properties(
    block: BlockAddress, reports: Iterable[tuple[str, DeliveryReport]]
) -> dict[str, str]:
    """Write reports by recipient, for a merge that needs no reading first."""
    place = block.send.place
    return {
        _PREFIXES[report.status] + _suffix(place, recipient): _report_to_text(report)
        for recipient, report in reports
    }


def report_texts(
    row: Mapping[str, Any], recipients: Iterable[str], *, is_round: bool
) -> Iterator[tuple[int, str | None, str | None]]:
    """Find the stored reports by position: on a delivery, and on a failure."""
    if not any(name.startswith(_LETTERS) for name in row):  # no report came yet
        return
    for position, recipient in enumerate(recipients):
        suffix = _suffix(position + 1 if is_round else 0, recipient)
        delivered, failed = row.get("d" + suffix), row.get("f" + suffix)
        if delivered or failed:
            yield position, delivered, failed


def reports_from_row(
    row: Mapping[str, Any], recipients: Iterable[str], *, is_round: bool
) -> dict[int, Reports]:
    """Read reports by position."""
    return {
        position: Reports(
            _report_from_text(DeliveryStatus.DELIVERED, delivered),
            _report_from_text(DeliveryStatus.FAILED, failed),
        )
        for position, delivered, failed in report_texts(row, recipients, is_round=is_round)
    }


def report_received_at(text: str) -> datetime:
    """Read of a stored report only when it was made: the last of its texts."""
    end = text.rindex('"')
    return time_from_text(text[text.rindex('"', 0, end) + 1 : end])


def failure_code(text: str) -> str:
    """Read of a stored report on a failure only its code."""
    code, words, *_ = json.loads(text)
    return OPTED_OUT_CODE if is_opt_out_refusal(code, words) else code


def report_names(place: int, recipient: str) -> tuple[str, ...]:
    """Name the properties of the reports on a message; place 0: it is in no round."""
    return tuple(prefix + _suffix(place, recipient) for prefix in _PREFIXES.values())


def _suffix(place: int, recipient: str) -> str:
    digits = recipient.removeprefix("+")
    if digits == recipient and is_pseudonym(
        recipient
    ):  # names have letters, digits and the low line only
        digits = "".join(one if one.isalnum() else "_" for one in recipient)
    return f"{place}_{digits}" if place else digits


def _report_to_text(report: DeliveryReport) -> str:
    """JSON, put together here: `json.dumps` with options makes an encoder for each report."""
    texts = (
        report.code,
        (report.carrier_text or report.text)[:_TEXT_LIMIT],
        report.provider_message_id[:_ID_LIMIT],
        time_to_text(report.attempted_at),
        time_to_text(report.received_at),
    )
    quoted = ",".join(map(_quoted, texts))
    return f"[{quoted},{report.segments_succeeded},{report.segments_failed}]"


def _report_from_text(status: DeliveryStatus, text: str | None) -> DeliveryReport | None:
    if not text:
        return None
    code, words, provider_message_id, attempted_at, received_at, *segments = json.loads(text)
    report = DeliveryReport(
        status,
        code,
        words,
        provider_message_id,
        time_from_text(attempted_at),
        time_from_text(received_at),
        *segments,
    )
    return report.in_one_form()
