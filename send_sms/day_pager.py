"""
The day pager: a day's sends, newest first, from a table that lists the oldest first.

The day is read backwards in slices of time. A slice with too many rows is shortened, and after a
slice with few rows the next is longer, so that a busy day and an empty one both take few reads.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from shared.domain.identifiers import SendAddress, first_key

FIRST_SPAN = timedelta(minutes=15)
_SHORTEST_SPAN = timedelta(milliseconds=1)
_FACTOR = 16
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaySlice:
    """
    A stretch of a UTC day.

    Attributes
    ----------
    day_start : datetime
        Midnight.
    end_key : str
        Keys of sends in the slice sort before it.
    span : timedelta
        How far the slice reaches back from its end.
    """

    day_start: datetime
    end_key: str
    span: timedelta = FIRST_SPAN

    @property
    def since(self) -> datetime:
        """The moment it begins."""
        return max(self.day_start, self._end - self.span)

    @property
    def is_first_of_day(self) -> bool:
        """Whether nothing of the day lies before it."""
        return self.since == self.day_start

    @property
    def is_shortest(self) -> bool:
        """Whether it cannot be made shorter: keys tell time to the millisecond."""
        return self.span == _SHORTEST_SPAN

    def shorter(self) -> "DaySlice":
        """Give one with the same end that holds less."""
        span = (self._end - self.since) // _FACTOR
        return replace(self, span=max(span, _SHORTEST_SPAN))

    def earlier(self, *, is_longer: bool) -> "DaySlice":
        """Give the one that ends where this begins, on the day before if this begins the day."""
        span = min(self.span * _FACTOR, _DAY) if is_longer else self.span
        day_start = self.day_start - _DAY if self.is_first_of_day else self.day_start
        return DaySlice(day_start, first_key(self.since), span)

    @property
    def _end(self) -> datetime:
        return SendAddress("", self.end_key).accepted_at


def slice_before(end_key: str) -> DaySlice:
    """Give the slice that ends at a key, on the key's own day."""
    moment = SendAddress("", end_key).accepted_at
    return DaySlice(datetime.combine(moment.date(), time(), UTC), end_key)
