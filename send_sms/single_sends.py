"""How many sends to one recipient each day has: codes, replies and single sends of programs."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from send_sms.search import own_numbers
from send_sms.storage.journal_search import JournalSearch
from shared.domain.identifiers import first_key

MAX_DAYS = 31

MAX_READS = 200
"""No further UTC day is read after so many reads, beside one for each own number."""

_ROWS_PER_READ = 1_000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """
    The days to count: the first and the last, both included, in a time zone.

    Attributes
    ----------
    sender : str
        Only sends from this own number; empty: all.
    """

    first: date
    last: date
    zone: ZoneInfo
    sender: str = ""

    @property
    def days(self) -> Sequence[date]:
        """List the days, newest first."""
        return [self.last - n * _DAY for n in range((self.last - self.first).days + 1)]

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """Give the moments that a day lies between."""
        begin, end = (datetime.combine(one, time(), self.zone) for one in (day, day + _DAY))
        return begin.astimezone(UTC), end.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class SingleSends:
    """How many sends to one recipient a day has; not complete: it has more than were counted."""

    day: date
    count: int
    is_complete: bool


async def count_single_sends(span: DaySpan, searches: JournalSearch) -> list[SingleSends]:
    """
    Count the sends to one recipient by day, newest first.

    A read of up to 1,000 rows for each own number and UTC day that a day touches, until `MAX_READS`
    reads: older days are not counted then. A day with more rows is not complete.

    Raises
    ------
    TooManyNumbersError
        No sender is named, and there are too many.
    """
    numbers = await own_numbers(span.sender, searches)
    found: list[SingleSends] = []
    read_count = 0
    for day in span.days:
        if read_count >= MAX_READS:
            break
        since, until = span.bounds(day)
        pieces = [
            (number, piece)
            for number, first_day in numbers.items()
            for piece in _utc_days(since, until)
            if piece >= first_day
        ]
        read_count += len(pieces)
        keys = first_key(since), first_key(until)
        read = await asyncio.gather(
            *(searches.count_singles(*one, *keys, _ROWS_PER_READ) for one in pieces)
        )
        count = sum(singles for rows in read for _, singles in rows)
        found.append(SingleSends(day, count, all(len(rows) < _ROWS_PER_READ for rows in read)))
    return found


def _utc_days(since: datetime, until: datetime) -> Iterable[date]:
    day = since.date()
    while datetime.combine(day, time(), UTC) < until:
        yield day
        day += _DAY
