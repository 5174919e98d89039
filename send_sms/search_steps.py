"""The steps of a search of messages: batches of all own numbers, newest first."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from send_sms.day_pager import DaySlice, slice_before
from send_sms.domain.batch import Batch
from send_sms.storage.journal import Journal
from send_sms.storage.journal_search import Hit, JournalSearch
from shared.domain.identifiers import SendAddress, first_key

_STEP_HITS = 16
_ROWS_PER_SEARCH = 1_000
_FEW_DAYS = 4
_FIRST_DAYS, _MOST_DAYS = 32, 366
_ROWS_PER_SLICE = 200
_FEWEST_ROWS = 8
_DAY = timedelta(days=1)

Place = tuple[str, int]
"""The key of a send and the number of a message: of two messages the newer one has the greater."""


class Steps(Protocol):
    """
    Reads batches step by step, newest first.

    Attributes
    ----------
    read_count : int
        How many reads the steps took so far.
    """

    read_count: int

    async def next(self) -> tuple[Sequence[Batch], str]:
        """Give some batches, and the key from which on all is read."""


class PersonSteps:
    """Searches for a person some days at a time, and reads what was found in small groups."""

    def __init__(
        self,
        person: str,
        numbers: dict[str, date],
        end: Place,
        journal: Journal,
        searches: JournalSearch,
    ) -> None:
        self._person = person
        self._searches = searches
        self._numbers = numbers
        self._end = end[0]
        self._journal = journal
        self._last_day = SendAddress("", end[0]).accepted_at.date()
        self._days = _FIRST_DAYS
        self._hits: list[Hit] = []
        self._reached = end[0]
        self.read_count = 0

    async def next(self) -> tuple[Sequence[Batch], str]:
        """See `Steps`."""
        if not self._hits:
            await self._search()
        step, self._hits = self._hits[:_STEP_HITS], self._hits[_STEP_HITS:]
        self.read_count += sum(2 if one.block else 1 for one in step)
        read = await asyncio.gather(*(self._journal.get(one.batch, [one.block]) for one in step))
        reached = step[-1].batch.send.key if self._hits else self._reached
        return [batch for batch in read if batch], reached

    async def _search(self) -> None:
        """Search the next days: fewer, up to twice, if they have too many rows; else more later."""
        while True:
            first_day = max(self._last_day - (self._days - 1) * _DAY, date(1970, 1, 2))
            limit = _ROWS_PER_SEARCH if self._days > 1 else None
            searches = [
                self._searches.find_person(one, self._person, first_day, self._last_day, limit)
                for one, begin in self._numbers.items()
                if begin <= self._last_day
            ]
            found = await asyncio.gather(*searches)
            self.read_count += 2 * len(searches)
            hits = [hit for some in found for hit in some or ()]
            if None not in found:
                break
            self._days = _FEW_DAYS if self._days > _FEW_DAYS else 1
        behind = [one for one in hits if one.batch.send.key[:-2] <= self._end]
        self._hits = sorted(behind, key=lambda one: (one.batch.send.key, one.batch.row))[::-1]
        self._reached = first_key(datetime.combine(first_day, time(), UTC))
        self._last_day = first_day - _DAY
        if len(hits) < _STEP_HITS:
            self._days = min(_MOST_DAYS, self._days * 4)


class DaySteps:
    """Reads what all own numbers accepted, a slice of a day at a time."""

    def __init__(self, numbers: dict[str, date], end: Place, journal: Journal) -> None:
        self._numbers = numbers
        self._journal = journal
        self._limit = max(_FEWEST_ROWS, _ROWS_PER_SLICE // len(numbers))
        key, number = end
        # The rows of a send sort behind its key.
        self._slice = slice_before(f"{key}|~" if number else key)
        self.read_count = 0

    async def next(self) -> tuple[Sequence[Batch], str]:
        """See `Steps`."""
        while (read := await self._read(self._slice)) is None:
            self._slice = self._slice.shorter()
        batches, row_count = read
        done = self._slice
        self._slice = done.earlier(is_longer=row_count < _FEWEST_ROWS)
        return batches, first_key(done.since)

    async def _read(self, part: DaySlice) -> tuple[Sequence[Batch], int] | None:
        """Read a slice, and how many rows it has; None: too many."""
        limit = None if part.is_shortest else self._limit
        day = part.day_start.date()
        numbers = [one for one, begin in self._numbers.items() if begin <= day]
        read = await asyncio.gather(
            *(self._journal.read_accepted(one, part.since, part.end_key, limit) for one in numbers)
        )
        self.read_count += len(numbers)
        if any(row_count == limit for _, row_count in read):
            return None
        batches = [batch for some, _ in read for batch in some]
        return batches, sum(row_count for _, row_count in read)
