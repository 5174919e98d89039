"""
The `Journal` table as it is counted: a day of an own number after the other.

Beside the chunks that were accepted on a day lie the receipts of what was received on it:
`~in|{time}|{event}`, behind all chunks and in the order of time.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from shared.domain.day_count import Cell, Counts
from shared.domain.receipt import Receipt, ReceiptCounter, is_credible
from shared.storage.chunk_counts import count_rows
from shared.storage.chunk_rows import day_partition
from shared.storage.receipt_rows import is_receipt, receipt_from_row, receipt_to_row
from shared.storage.table import MAX_TRANSACTION_ROWS, Operation, Row, WideTable

_FIRST, _LAST = "0", "~~"
_END = "~"
_ROWS_AT_ONCE = 100
"""Counted before others have their turn: about 30 ms, and dispatching shares the thread."""


class DayJournal:
    """Reads whole days, and keeps receipts."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def count(self, sender: str, day: date, now: datetime) -> dict[Cell, Counts]:
        """
        Count what an own number accepted and received on a UTC day, as of `now`.

        One operation for up to 1,000 rows; a row holds up to 100 messages of one send.
        """
        total: dict[Cell, Counts] = {}
        receipts = ReceiptCounter(total)
        pages = self._table.pages(day_partition(sender, day), _FIRST, _LAST)
        async for rows in pages:
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                part = rows[start : start + _ROWS_AT_ONCE]
                count_rows(total, sender, [row for row in part if not is_receipt(row)], now)
                receipts.add(receipt_from_row(sender, row) for row in part if is_receipt(row))
                await asyncio.sleep(0)
        return total

    async def add_receipts(self, receipts: Sequence[Receipt], now: datetime) -> None:
        """
        Keep receipts; one operation for up to 100 to one own number on one UTC day.

        Idempotent: a repeated event overwrites its own row. What claims to have come at another
        time than about now is not kept.
        """
        by_partition: defaultdict[str, dict[str, Row]] = defaultdict(dict)
        for receipt in receipts:
            if is_credible(receipt.received_at, now):
                row = receipt_to_row(receipt)
                by_partition[row["PartitionKey"]][row["RowKey"]] = row
        for rows in by_partition.values():
            operations: list[Operation] = [("upsert", row, "") for row in rows.values()]
            for start in range(0, len(operations), MAX_TRANSACTION_ROWS):
                await self._table.write(operations[start : start + MAX_TRANSACTION_ROWS])

    async def first_days(self) -> dict[str, date]:
        """
        Give every own number that is in the journal, with its first UTC day.

        One operation for each number and one more: from partition to partition, not row by row.
        """
        found: dict[str, date] = {}
        behind = " "
        while rows := await self._table.across(behind, _END, limit=1):
            sender, _, day = rows[0]["PartitionKey"].rpartition("|")
            found[sender] = date.fromisoformat(day)
            behind = f"{sender}|~"
        return found
