"""The `Journal` table as it is counted: a day of an own number after the other."""

import asyncio
from datetime import date, datetime

from shared.domain.day_count import Cell, Counts
from shared.storage.chunk_counts import count_rows
from shared.storage.chunk_rows import day_partition
from shared.storage.table import WideTable

_FIRST_CHUNK, _BEHIND_CHUNKS = "0", "8"  # keys of sends begin with 0 to 7
_END = "~"
_ROWS_AT_ONCE = 100
"""Counted before others have their turn: about 30 ms, and dispatching shares the thread."""


class DayJournal:
    """Reads whole days; changes nothing."""

    def __init__(self, table: WideTable) -> None:
        self._table = table

    async def count(self, sender: str, day: date, now: datetime) -> dict[Cell, Counts]:
        """
        Count what an own number accepted on a UTC day, as of `now`.

        One operation for up to 1,000 rows; a row holds up to 100 messages of one send.
        """
        total: dict[Cell, Counts] = {}
        pages = self._table.pages(day_partition(sender, day), _FIRST_CHUNK, _BEHIND_CHUNKS)
        async for rows in pages:
            for start in range(0, len(rows), _ROWS_AT_ONCE):
                count_rows(total, sender, rows[start : start + _ROWS_AT_ONCE], now)
                await asyncio.sleep(0)
        return total

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
