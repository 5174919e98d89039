"""
Filling a day of the journal fast.

Rows are made by what the app writes them with, reports included, and written a batch at a time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from bench.progress import Progress
from bench.recipients import recipients
from bench.world import SENDER
from send_sms.domain.batch import Batch, SendOptions, SendTotals, Terms
from send_sms.domain.progress import Progress as Dispatched
from send_sms.storage.batch_layout import keys_of_block
from send_sms.storage.batch_rows import batch_to_rows
from send_sms.storage.report_rows import report_properties
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.identifiers import MEMBERS_PER_BATCH, BatchAddress, new_send_address
from shared.domain.kinds import Category

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from shared.domain.identifiers import SendAddress
    from shared.storage.table import Table

DAY = datetime(2026, 11, 2, tzinfo=UTC)
RECIPIENT_COUNT = 10_000
UNREPORTED = 97
"""Of so many messages of a batch one has no report, so that counting looks at its outcome."""

_BATCH_COUNT = RECIPIENT_COUNT // MEMBERS_PER_BATCH


async def fill(table: Table, send_count: int) -> None:
    """Write sends of 10,000, one every ten minutes from midnight on, round the day."""
    numbers = recipients(RECIPIENT_COUNT)
    progress = Progress("filling the day", send_count)
    for n in range(send_count):
        progress.show(n)
        accepted_at = DAY + timedelta(minutes=10 * n % 1440)
        send = new_send_address(SENDER, accepted_at, n.to_bytes(10, "big"))
        for row in range(_BATCH_COUNT):
            start = row * MEMBERS_PER_BATCH
            batch = _batch(send, row, tuple(numbers[start : start + MEMBERS_PER_BATCH]))
            await table.write([("create", one, "") for one in _rows(batch)])
    progress.finish(send_count)


def unreported_count(send_count: int) -> int:
    """Tell how many messages of such sends have no report."""
    per_batch = len(range(0, MEMBERS_PER_BATCH, UNREPORTED))
    return send_count * _BATCH_COUNT * per_batch


def _rows(batch: Batch) -> Iterator[dict[str, Any]]:
    reports: dict[str, dict[str, str]] = {}
    for position, recipient in enumerate(batch.recipients):
        if position % UNREPORTED:
            block = batch.message_address(position).block
            properties = report_properties(block, [(recipient, _report(batch, position))])
            reports.setdefault(keys_of_block(block)["RowKey"], {}).update(properties)
    for row in batch_to_rows(batch):
        yield {**row, **reports.get(row["RowKey"], {})}


def _batch(send: SendAddress, row: int, people: tuple[str, ...]) -> Batch:
    sent_at = send.accepted_at + timedelta(seconds=1 + row % 7)
    expires_at = send.accepted_at + timedelta(hours=72)
    terms = Terms(
        "Your table is ready; show this message at the door.",
        SendOptions(Category.TRANSACTIONAL, "bench", None, expires_at, delivery_report=True),
        SendTotals(_BATCH_COUNT, RECIPIENT_COUNT),
    )
    outcomes = {
        position: Outcome(
            OutcomeKind.SENT,
            f"Outgoing_20261102{uuid4()}",
            first_sent_at=sent_at,
            at=sent_at,
        )
        for position in range(len(people))
    }
    return Batch(BatchAddress(send, row), people, (terms,), progress=Dispatched(outcomes=outcomes))


def _report(batch: Batch, position: int) -> DeliveryReport:
    at = batch.accepted_at + timedelta(seconds=8, milliseconds=37 * position)
    identity = batch.progress.outcomes[position].provider_message_id
    return DeliveryReport(DeliveryStatus.DELIVERED, "", "No error.", identity, at, at, 1)
