"""
A chunk as a table row, and back.

Three writers touch a row and never each other's properties: accepting (text, recipients,
options), dispatching (`claimed_until` … `restarts`) and delivery reports (`d…` and `f…`, one
property per recipient and kind). Merges of them commute, so a report may arrive before the
answer to the send is stored.

Limits of the service, which Azurite does not enforce: 252 properties (200 of them reports),
32,768 characters per text, 64 KiB per binary property, 1 MiB per row.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from shared.domain.chunk import Category, Chunk, SendOptions, SendTotals
from shared.domain.delivery import DeliveryReport, DeliveryStatus, Reports
from shared.domain.identifiers import MessageAddress, SendAddress
from shared.domain.purpose import Purpose
from shared.domain.times import time_from_text, time_to_text
from shared.storage.progress_rows import (
    optional_time,
    progress_from_row,
    progress_properties,
    time_or_none,
)
from shared.storage.table import Bound

_PREFIXES = {DeliveryStatus.DELIVERED: "d", DeliveryStatus.FAILED: "f"}
_BINARY_LIMIT = 64 * 1024
_ROW_OVERHEAD_BYTES = 2_200  # part headers, property names and types; measured, rounded up


LAST_RECIPIENT = "last_recipient"


def around(person: str) -> tuple[Bound, Bound]:
    """
    Bound the rows of chunks that a person may be in: first recipient <= person <= last.

    The list of recipients stands for its first: what follows a number in it is nothing or a
    space, and both sort before the mark that is put behind the person.
    """
    return ("recipients", "le", f"{person}!"), (LAST_RECIPIENT, "ge", person)


def due_from(moment: datetime) -> Bound:
    """Bound the rows of what was to wait until this moment or a later one."""
    return "send_at", "ge", time_to_text(moment)


def partition_of(send: SendAddress) -> str:
    """Give the partition of a send: its own number and the UTC day of acceptance."""
    return day_partition(send.sender, send.accepted_at)


def day_partition(sender: str, day: date) -> str:
    """Give the partition of what an own number accepted on a UTC day."""
    return f"{sender}|{day:%Y%m%d}"


def row_key(send: SendAddress, number: int) -> str:
    """Give the row key of one chunk of a send."""
    return f"{send.key}|{number:04d}"


def key_of(address: MessageAddress) -> dict[str, str]:
    """Give both keys of the row that holds a message or a chunk."""
    return {
        "PartitionKey": partition_of(address.send),
        "RowKey": row_key(address.send, address.chunk_number),
    }


def chunk_to_row(chunk: Chunk) -> dict[str, Any]:
    """Write a whole chunk, as accepting does."""
    options, totals = chunk.options, chunk.totals
    return {
        **key_of(chunk.address),
        "body": chunk.body,
        "recipients": " ".join(chunk.recipients),
        LAST_RECIPIENT: chunk.recipients[-1],
        **_values_to_row(chunk.values),
        "category": options.category.value,
        "campaign": options.campaign,
        "send_at": optional_time(options.send_at),
        "expires_at": time_to_text(options.expires_at),
        "delivery_report": options.delivery_report,
        "purpose": options.purpose.value,
        "chunk_count": totals.chunk_count,
        "recipient_count": totals.recipient_count,
        "duplicate_count": totals.duplicate_count,
        "rejected_count": totals.rejected_count,
        "suppressed_at_accept": " ".join(map(str, chunk.suppressed_at_accept)),
        **progress_properties(chunk.progress),
    }


def wire_size(chunk: Chunk) -> int:
    """Tell how many bytes a chunk's texts and values take in a request, at the most."""
    row = chunk_to_row(chunk)
    texts = sum(len(json.dumps(value)) for value in row.values() if isinstance(value, str))
    packed = sum(len(value) for value in row.values() if isinstance(value, bytes))
    return texts + packed * 4 // 3 + _ROW_OVERHEAD_BYTES


def progress_to_row(chunk: Chunk) -> dict[str, Any]:
    """Write what dispatching may change, for a merge."""
    return {**key_of(chunk.address), **progress_properties(chunk.progress)}


def reports_to_row(
    address: MessageAddress, reports: Iterable[tuple[str, DeliveryReport]]
) -> dict[str, Any]:
    """Write reports by recipient, for a merge that needs no reading first."""
    return {
        **key_of(address),
        **{
            f"{_PREFIXES[report.status]}{recipient.lstrip('+')}": _report_to_text(report)
            for recipient, report in reports
        },
    }


def chunk_from_row(
    sender: str, row: Mapping[str, Any], *, but_for: Collection[int] | None = None
) -> Chunk:
    """
    Read a whole chunk.

    Parameters
    ----------
    but_for : collection of int or None
        Who counts chunks knows the reports already: then none is read, and of these positions
        no outcome either.
    """
    key, number = row["RowKey"].split("|")
    recipients = tuple(row["recipients"].split(" "))
    return Chunk(
        send=SendAddress(sender, key),
        number=int(number),
        body=row["body"],
        recipients=recipients,
        values=_values_from_row(row),
        options=SendOptions(
            category=Category(row["category"]),
            campaign=row["campaign"],
            send_at=time_or_none(row["send_at"]),
            expires_at=time_from_text(row["expires_at"]),
            delivery_report=row["delivery_report"],
            purpose=Purpose(row.get("purpose", Purpose.SEND)),
        ),
        totals=SendTotals(
            chunk_count=row["chunk_count"],
            recipient_count=row["recipient_count"],
            duplicate_count=row["duplicate_count"],
            rejected_count=row["rejected_count"],
        ),
        suppressed_at_accept=tuple(map(int, row["suppressed_at_accept"].split())),
        progress=progress_from_row(row, but_for=but_for or ()),
        reports=_reports_from_row(recipients, row) if but_for is None else {},
        version=row["etag"],
    )


def _values_to_row(values: tuple[tuple[str, ...], ...]) -> dict[str, bytes]:
    """Values may be long and repeat a lot: they are packed, in pieces of the allowed size."""
    if not values:
        return {}
    packed = zlib.compress(json.dumps(values, ensure_ascii=False).encode())
    pieces = range(0, len(packed), _BINARY_LIMIT)
    return {
        f"values{index}": packed[start : start + _BINARY_LIMIT]
        for index, start in enumerate(pieces)
    }


def _values_from_row(row: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    pieces: list[bytes] = []
    while (piece := row.get(f"values{len(pieces)}")) is not None:
        pieces.append(piece)
    if not pieces:
        return ()
    return tuple(tuple(values) for values in json.loads(zlib.decompress(b"".join(pieces))))


def _report_to_text(report: DeliveryReport) -> str:
    return json.dumps(
        [
            report.code,
            report.text,
            report.provider_message_id,
            time_to_text(report.attempted_at),
            time_to_text(report.received_at),
            report.segments_succeeded,
            report.segments_failed,
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _reports_from_row(recipients: Iterable[str], row: Mapping[str, Any]) -> dict[str, Reports]:
    reports = {}
    for recipient in recipients:
        digits = recipient.lstrip("+")
        delivered, failed = row.get(f"d{digits}"), row.get(f"f{digits}")
        if delivered or failed:
            reports[recipient] = Reports(
                _report_from_text(DeliveryStatus.DELIVERED, delivered),
                _report_from_text(DeliveryStatus.FAILED, failed),
            )
    return reports


def report_received_at(text: str) -> datetime:
    """Read of a stored report only when it was made: the last of its texts."""
    end = text.rindex('"')
    return time_from_text(text[text.rindex('"', 0, end) + 1 : end])


def _report_from_text(status: DeliveryStatus, text: str | None) -> DeliveryReport | None:
    if not text:
        return None
    code, words, provider_message_id, attempted_at, received_at, *segments = json.loads(text)
    return DeliveryReport(
        status,
        code,
        words,
        provider_message_id,
        time_from_text(attempted_at),
        time_from_text(received_at),
        *segments,
    )
