"""The steps of a search of messages or sends: batches of all own numbers, newest first."""

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Protocol, TypeVar

from send_sms.day_pager import DaySlice, slice_before
from send_sms.domain.batch import Batch
from send_sms.overview import SendFilter
from send_sms.storage.journal import Journal
from send_sms.storage.journal_search import FoundSend, Hit, JournalSearch
from shared.domain.identifiers import SendAddress, first_key

_STEP_HITS = 16
_ROWS_PER_SEARCH = 1_000
_FEW_DAYS = 4
_FIRST_DAYS, _MOST_DAYS = 32, 366
_ROWS_PER_SLICE = 200
_FEWEST_ROWS = 8
_DAY = timedelta(days=1)
_MESSAGES_PER_STEP = 5_000

_Hit = TypeVar("_Hit")

Cursor = tuple[str, int]
"""The key of a send and the number of a message: of two messages the newer one has the greater."""


class Steps(Protocol):
    """Reads batches step by step, newest first."""

    @property
    def read_count(self) -> int:
        """How many reads the steps took so far."""

    async def next(self) -> tuple[Sequence[Batch], str]:
        """Give some batches, and the key from which on everything has been read."""


class _Find(Protocol[_Hit]):
    """Finds what an own number has on some days; None: there are too many rows."""

    def __call__(
        self, sender: str, /, *, first_day: date, last_day: date, limit: int | None
    ) -> Awaitable[list[_Hit] | None]: ...


class _DayRanges:
    """
    Searches all own numbers some days at a time: fewer after too many rows, more after few hits.

    Attributes
    ----------
    reached : str
        The key from which on all is searched.
    search_count : int
        How many searches there were, one for each own number and time.
    """

    def __init__(self, numbers: dict[str, date], end_key: str) -> None:
        self._numbers = numbers
        self._last_day = SendAddress("", end_key).accepted_at.date()
        self._days = _FIRST_DAYS
        self.reached = end_key
        self.search_count = 0

    async def next(self, find: _Find[_Hit]) -> list[_Hit]:
        """Search the next days."""
        while True:
            first_day = max(self._last_day - (self._days - 1) * _DAY, date(1970, 1, 2))
            limit = _ROWS_PER_SEARCH if self._days > 1 else None
            searches = [
                find(one, first_day=first_day, last_day=self._last_day, limit=limit)
                for one, begin in self._numbers.items()
                if begin <= self._last_day
            ]
            found = await asyncio.gather(*searches)
            self.search_count += len(searches)
            if None not in found:
                break
            self._days = _FEW_DAYS if self._days > _FEW_DAYS else 1
        hits = [hit for some in found for hit in some or ()]
        self.reached = first_key(datetime.combine(first_day, time(), UTC))
        self._last_day = first_day - _DAY
        if len(hits) < _STEP_HITS:
            self._days = min(_MOST_DAYS, self._days * 4)
        return hits


class PersonSteps:
    """Searches for a person some days at a time, and reads what was found in small groups."""

    def __init__(
        self,
        person: str,
        numbers: dict[str, date],
        end: Cursor,
        journal: Journal,
        searches: JournalSearch,
    ) -> None:
        self._find = partial(searches.find_person, person=person)
        self._end = end[0]
        self._journal = journal
        self._ranges = _DayRanges(numbers, end[0])
        self._hits: list[Hit] = []
        self._message_reads = 0

    @property
    def read_count(self) -> int:
        """See `Steps`; a search is two reads."""
        return self._message_reads + 2 * self._ranges.search_count

    async def next(self) -> tuple[Sequence[Batch], str]:
        """See `Steps`."""
        if not self._hits:
            hits = await self._ranges.next(self._find)
            behind = [one for one in hits if one.batch.send.key[:-2] <= self._end]
            self._hits = sorted(behind, key=lambda one: (one.batch.send.key, one.batch.row))[::-1]
        step, self._hits = self._hits[:_STEP_HITS], self._hits[_STEP_HITS:]
        self._message_reads += sum(2 if one.block else 1 for one in step)
        read = await asyncio.gather(*(self._journal.get_found(one) for one in step))
        reached = step[-1].batch.send.key if self._hits else self._ranges.reached
        return [batch for batch in read if batch], reached


class LargeSendSteps:
    """Searches for large sends some days at a time, and reads those that may be wanted."""

    def __init__(
        self,
        kind: SendFilter,
        numbers: dict[str, date],
        end_key: str,
        journal: Journal,
        searches: JournalSearch,
    ) -> None:
        self._kind = kind
        self._find = partial(searches.find_sends, fewest=kind.min_recipients)
        self._end = end_key
        self._journal = journal
        self._ranges = _DayRanges(numbers, end_key)
        self._sends: list[FoundSend] = []
        self._send_reads = 0

    @property
    def read_count(self) -> int:
        """See `Steps`."""
        return self._send_reads + self._ranges.search_count

    async def next(self) -> tuple[Sequence[Batch], str]:
        """See `Steps`."""
        if not self._sends:
            found = await self._ranges.next(self._find)
            wanted = [one for one in found if one.send.key < self._end and self._may_be_wanted(one)]
            self._sends = sorted(wanted, key=lambda one: one.send.key, reverse=True)
        step = self._take()
        read = await asyncio.gather(*(self._journal.read_found(one.send) for one in step))
        reached = step[-1].send.key if self._sends else self._ranges.reached
        return [batch for some in reversed(read) for batch in some], reached

    def _may_be_wanted(self, found: FoundSend) -> bool:
        return self._kind.may_include(found.category, found.campaign)

    def _take(self) -> list[FoundSend]:
        """Take the next sends: until they have `_MESSAGES_PER_STEP` messages, and at least one."""
        step: list[FoundSend] = []
        while self._sends and len(step) < _STEP_HITS:
            step.append(self._sends.pop(0))
            if sum(one.recipient_count for one in step) >= _MESSAGES_PER_STEP:
                break
        self._send_reads += len(step)
        return step


class DaySteps:
    """Reads what all own numbers accepted, a slice of a day at a time."""

    def __init__(self, numbers: dict[str, date], end: Cursor, journal: Journal) -> None:
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
