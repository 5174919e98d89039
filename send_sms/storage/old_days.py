"""
Old days of the journal: whole partitions to be deleted, and batches whose texts are to be masked.

Table storage deletes no partition at once: a transaction deletes a hundred rows. A million messages
in batches of 1,000 are 10,000 rows: 100 transactions, and ten operations that list them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from send_sms.domain.batch import Batch
from send_sms.domain.secret_text import erase_members
from send_sms.storage.batch_layout import is_report_row
from send_sms.storage.batch_rows import (
    PEOPLE,
    due_filter,
    masked_texts_to_row,
    readable_batch,
)
from send_sms.storage.progress_rows import WAS_RESENT, resent_until
from shared.domain.errors import ConflictError, NotStoredError
from shared.domain.identifiers import day_partition
from shared.storage.table import (
    MAX_TRANSACTION_ROWS,
    Operation,
    WideTable,
    delete_rows,
)

_FIRST, _LAST = "0", "~~"
_LAST_BATCH = "}"
"""Inbound records sort behind it."""

_LATEST_END = timedelta(days=7)
"""What was due so long ago is sent or expired, and its reports have come."""

_TRANSACTION_BYTES = 2_500_000
_TEXTS = tuple(f"content{piece}" for piece in range(8))
_OF_TEXTS = (
    *("recipients", PEOPLE, "is_round", "own", "category", "purpose", "send_at", "suppressed"),
    *("batch_count", "recipient_count", "commit", "claim", "recorded", "attempt_count", "erased"),
    "restarts",
    *_TEXTS,
)


@dataclass(frozen=True, slots=True)
class MaskedDay:
    """How many batches of a day were masked, and whether some still wait and were left."""

    batch_count: int
    is_complete: bool


class OldDays:
    """Deletes and masks what own numbers accepted on UTC days that are long over."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def next_day(self, sender: str, first: date, before: date) -> date | None:
        """Give the first day of an own number from `first` on that has rows; one operation."""
        if first >= before:
            return None
        last = day_partition(sender, before - timedelta(days=1))
        rows = await self._table.across(
            day_partition(sender, first), last, limit=1, select=("PartitionKey",)
        )
        return date.fromisoformat(rows[0]["PartitionKey"].rpartition("|")[2]) if rows else None

    async def has_waiting(self, sender: str, day: date, now: datetime) -> bool:
        """
        Tell whether something of a day is still to be sent or reported; two operations.

        That is what was scheduled, or resent with a new time to live.
        """
        partition, latest = day_partition(sender, day), now - _LATEST_END
        of_day = partition, partition
        if await self._table.across(*of_day, (due_filter(latest),), limit=1, select=("send_at",)):
            return True
        resent = await self._table.across(*of_day, WAS_RESENT, select=("restarts",))
        return any(ends and ends >= latest for ends in map(resent_until, resent))

    async def delete(self, sender: str, day: date) -> int:
        """
        Delete all rows of a day; one operation for each 1,000 and one for each hundred.

        Idempotent; a row that changes meanwhile stays for the next run.

        Returns
        -------
        int
            How many rows there were.
        """
        row_count = 0
        partition = day_partition(sender, day)
        async for rows in self._table.pages(partition, _FIRST, _LAST, select=("commit",)):
            row_count += len(rows)
            await delete_rows(self._table, rows)
        return row_count

    async def mask(self, sender: str, day: date, now: datetime) -> MaskedDay:
        """
        Mask the texts and values of a day's messages; one operation for each hundred batches.

        And one for each 1,000 rows or 4 MiB that are read. Idempotent. What waits is left, and what
        cannot be read too, which is logged.
        """
        batch_count, is_complete = 0, True
        partition, latest = day_partition(sender, day), now - _LATEST_END
        async for rows in self._table.pages(partition, _FIRST, _LAST_BATCH, select=_OF_TEXTS):
            found = (
                readable_batch(sender, row, for_counting=True)
                for row in rows
                if not is_report_row(row)
            )
            batches = [batch for batch in found if batch]
            over = [one for one in batches if not _is_waiting(one, latest)]
            is_complete = is_complete and len(over) == len(batches)
            changed = [(one, masked) for one in over if (masked := _masked(one)) is not one]
            for operations in _transactions(changed):
                is_complete = await self._write(operations) and is_complete
            batch_count += len(changed)
        return MaskedDay(batch_count, is_complete)

    async def _write(self, operations: Sequence[Operation]) -> bool:
        try:
            await self._table.write(operations)
        except (ConflictError, NotStoredError):
            return False  # the next run reads it again
        return True


def _is_waiting(batch: Batch, latest: datetime) -> bool:
    ends = (one.expires_at for one in batch.progress.resends)
    return any(one and one >= latest for one in (batch.shared_options.send_at, *ends))


def _masked(batch: Batch) -> Batch:
    left = set(batch.positions()).difference(batch.erased)
    return erase_members(batch, left) if left else batch


def _transactions(changed: Sequence[tuple[Batch, Batch]]) -> Iterator[list[Operation]]:
    operations: list[Operation] = []
    size = 0
    for before, after in changed:
        row = masked_texts_to_row(before, after)
        length = sum(len(value) for value in row.values() if isinstance(value, bytes)) * 4 // 3
        is_full = len(operations) == MAX_TRANSACTION_ROWS or size + length > _TRANSACTION_BYTES
        if operations and is_full:
            yield operations
            operations, size = [], 0
        operations.append(("merge", row, before.version))
        size += length + 2_000
    if operations:
        yield operations
