"""
Count days that are not over, again and again: only batches that changed are read again.

A process keeps the count of each batch with the ETags of its rows. The next count lists the ETags,
which takes one operation for 1,000 rows and little CPU, and reads what has another one. So the
count is exact, whatever was written or deleted in the meantime.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from analytics.domain.counting import InboundRecordCounter
from analytics.domain.day_count import Cell, Counts, DayRecord, live_age
from analytics.storage.day_journal import GROUPS_PER_TURN, count_group, grouped_pages
from shared.runtime import SharedTasks
from shared.storage.table import ETAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime

    from conversations.domain.inbound import InboundRecord
    from shared.storage.table import Row, WideTable

MAX_PARTS = 20_000
"""Kept by a process, about 1.5 KB each; a day with more is counted from all its rows each time."""

_END = "|~"
_ETAGS_ONLY = ("commit",)
"""A short column: without any, the service would give whole rows."""

_LISTED_PER_READ = 10
"""Rows whose ETags are listed cost a tenth of rows that are read."""

_PARTS_PER_TURN = 1_000
"""Added before others have their turn."""


@dataclass(frozen=True, slots=True)
class Part:
    """
    What was counted of a batch, or an inbound record.

    Attributes
    ----------
    version : str
        The ETags of its rows.
    good_until : datetime or None
        When time alone changes the count; None: it does not.
    """

    version: str
    good_until: datetime | None = None
    counts: Sequence[tuple[Cell, Counts]] = ()
    record: InboundRecord | None = None

    def is_good(self, version: str, now: datetime) -> bool:
        """Tell whether it need not be read again."""
        return self.version == version and (self.good_until is None or now < self.good_until)


Parts = dict[str, Part]


class LiveDays:
    """Counts today and yesterday; one for the life of the process."""

    def __init__(self, table: WideTable, max_parts: int = MAX_PARTS) -> None:
        self._table = table
        self._max_parts = max_parts
        self._kept: dict[tuple[str, date], Parts] = {}
        self._running = SharedTasks()

    async def count(self, sender: str, day: date, now: datetime) -> DayRecord:
        """
        Count what an own number accepted and received on a UTC day, as of `now`.

        Callers share a count in progress, which goes on after they have met their deadlines.
        """
        return await self._running.join((sender, day), partial(self._count, sender, day, now))

    async def _count(self, sender: str, day: date, now: datetime) -> DayRecord:
        known = self._kept.pop((sender, day), {})
        parts, row_count = await self._parts(sender, day, known, now)
        self._keep(sender, day, parts)
        counts = await _total(parts)
        return DayRecord(sender, day, now, counts, live_age(row_count))

    async def _parts(
        self, sender: str, day: date, known: Mapping[str, Part], now: datetime
    ) -> tuple[Parts, int]:
        """Give all parts, and how many rows it cost to read those that have changed."""
        if not known:
            return await self._read(sender, day, now=now)
        versions = await self._versions(sender, day)
        parts = {
            key: known[key]
            for key, version in versions.items()
            if key in known and known[key].is_good(version, now)
        }
        row_count = sum(version.count("\n") for version in versions.values()) // _LISTED_PER_READ
        for first, last in _runs(versions, parts):
            found, read_count = await self._read(sender, day, first, last + _END, now=now)
            parts.update(found)
            row_count += read_count
        return parts, row_count

    async def _versions(self, sender: str, day: date) -> dict[str, str]:
        versions: dict[str, str] = {}
        async for groups in grouped_pages(self._table, sender, day, select=_ETAGS_ONLY):
            versions |= {group[0]["RowKey"]: _version(group) for group in groups}
            await asyncio.sleep(0)
        return versions

    async def _read(
        self, sender: str, day: date, *between: str, now: datetime
    ) -> tuple[Parts, int]:
        parts: Parts = {}
        row_count = 0
        async for groups in grouped_pages(self._table, sender, day, *between):
            row_count += sum(map(len, groups))
            for index, group in enumerate(groups):
                parts[group[0]["RowKey"]] = _part(sender, group, now)
                if not index % GROUPS_PER_TURN:
                    await asyncio.sleep(0)
        return parts, row_count

    def _keep(self, sender: str, day: date, parts: Parts) -> None:
        """Keep the parts of a day in place of those of the days that were asked for long ago."""
        if len(parts) <= self._max_parts:
            self._kept[sender, day] = parts
        while sum(map(len, self._kept.values())) > self._max_parts:
            del self._kept[next(iter(self._kept))]


def _version(group: Iterable[Row]) -> str:
    return "".join(f"{row[ETAG]}\n" for row in group)


def _runs(keys: Iterable[str], good: Mapping[str, Part]) -> list[tuple[str, str]]:
    """Give the first and last keys of neighbours that are to be read."""
    runs = (list(run) for is_good, run in groupby(keys, good.__contains__) if not is_good)
    return [(run[0], run[-1]) for run in runs]


def _part(sender: str, group: Sequence[Row], now: datetime) -> Part:
    counted = count_group(sender, group, now, looks_ahead=True)
    return Part(_version(group), counted.changes_at, counted.counts, counted.record)


async def _total(parts: Parts) -> dict[Cell, Counts]:
    total: dict[Cell, Counts] = {}
    records = InboundRecordCounter(total)
    for index, key in enumerate(sorted(parts)):
        part = parts[key]
        for cell, counts in part.counts:
            total.setdefault(cell, Counts()).update(counts)
        if part.record:
            records.add([part.record])
        if not index % _PARTS_PER_TURN:
            await asyncio.sleep(0)
    return total
