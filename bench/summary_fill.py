"""
Filling a day of the journal fast.

Rows are made by what the app writes them with, reports included, and written a hundred at a time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from bench.crowd import recipients
from bench.progress import Progress
from bench.world import SENDER
from shared.domain.chunk import (
    MAX_RECIPIENTS_PER_CHUNK,
    Category,
    Chunk,
    Outcome,
    OutcomeKind,
    SendOptions,
    SendTotals,
)
from shared.domain.chunk import Progress as Dispatched
from shared.domain.delivery import DeliveryReport, DeliveryStatus
from shared.domain.identifiers import new_send_address
from shared.storage.chunk_rows import chunk_to_row, reports_to_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from shared.domain.identifiers import SendAddress
    from shared.storage.table import Table

DAY = datetime(2026, 11, 2, tzinfo=UTC)
RECIPIENT_COUNT = 10_000
UNREPORTED = 97
"""Of so many messages one has no report, which makes counting its chunk look at its outcomes."""

_CHUNK_COUNT = RECIPIENT_COUNT // MAX_RECIPIENTS_PER_CHUNK


async def fill(table: Table, send_count: int) -> None:
    """Write sends of 10,000, one every ten minutes from midnight on, round the day."""
    crowd = recipients(RECIPIENT_COUNT)
    progress = Progress("filling the day", send_count)
    for n in range(send_count):
        progress.show(n)
        accepted_at = DAY + timedelta(minutes=10 * n % 1440)
        send = new_send_address(SENDER, accepted_at, n.to_bytes(10, "big"))
        await table.write([("create", row, "") for row in _rows(send, crowd)])
    progress.finish(send_count)


def unreported_count(send_count: int) -> int:
    """Tell how many messages of such sends have no report."""
    per_chunk = len(range(0, MAX_RECIPIENTS_PER_CHUNK, UNREPORTED))
    return send_count * _CHUNK_COUNT * per_chunk


def _rows(send: SendAddress, crowd: list[str]) -> Iterator[dict[str, Any]]:
    for number in range(_CHUNK_COUNT):
        start = number * MAX_RECIPIENTS_PER_CHUNK
        chunk = _chunk(send, number, tuple(crowd[start : start + MAX_RECIPIENTS_PER_CHUNK]))
        reports = [
            (recipient, _report(chunk, position))
            for position, recipient in enumerate(chunk.recipients)
            if position % UNREPORTED
        ]
        yield {**chunk_to_row(chunk), **reports_to_row(chunk.address, reports)}


def _chunk(send: SendAddress, number: int, people: tuple[str, ...]) -> Chunk:
    sent_at = send.accepted_at + timedelta(seconds=1 + number % 7)
    return Chunk(
        send=send,
        number=number,
        body="Your table is ready; show this message at the door.",
        recipients=people,
        values=(),
        options=SendOptions(
            Category.TRANSACTIONAL, "bench", None, send.accepted_at + timedelta(hours=72), True
        ),
        totals=SendTotals(_CHUNK_COUNT, RECIPIENT_COUNT, 0, 0),
        progress=Dispatched(
            first_sent_at=sent_at,
            sent_at=sent_at,
            outcomes={
                position: Outcome(OutcomeKind.SENT, f"Outgoing_20261102{uuid4()}")
                for position in range(len(people))
            },
        ),
    )


def _report(chunk: Chunk, position: int) -> DeliveryReport:
    at = chunk.send.accepted_at + timedelta(seconds=8, milliseconds=37 * position)
    identity = chunk.progress.outcomes[position].provider_message_id
    return DeliveryReport(DeliveryStatus.DELIVERED, "", "No error.", identity, at, at, 1)
