"""The count of a day as it is kept, and how long it is good."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from shared.domain.day_count import DayCount, Measure

LIVE_AGE = timedelta(seconds=60)
"""For today, and for yesterday: today of other time zones began there."""

_OPEN_AGE = timedelta(hours=1)
_LATEST_EVENTS = timedelta(hours=24)
"""For so long Event Grid retries (its documentation, "Retry schedule", 2025)."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DayRecord:
    """What was counted of an own number's UTC day, and when."""

    sender: str
    day: date
    counted_at: datetime
    counts: DayCount

    @property
    def is_final(self) -> bool:
        """Whether only a late event, or a requested recount, can still change it."""
        is_open = any(cell[Measure.OPEN, ""] for cell in self.counts.values())
        return not is_open and self.counted_at >= end_of(self.day) + _LATEST_EVENTS

    def is_good(self, now: datetime) -> bool:
        """Tell whether it may be shown, or is to be counted again."""
        age = now - self.counted_at
        is_live = self.day >= now.date() - _ONE_DAY
        return self.is_final or age <= (LIVE_AGE if is_live else _OPEN_AGE)


@dataclass(frozen=True, slots=True)
class KnownSenders:
    """The own numbers that are in the journal, with their first UTC days, as of a moment."""

    first_days: dict[str, date]
    found_at: datetime

    def is_good(self, last: date, now: datetime) -> bool:
        """Tell whether no other can have begun by the day `last`."""
        is_fresh = now - self.found_at <= LIVE_AGE
        return is_fresh or self.found_at >= end_of(last) + _LATEST_EVENTS


def end_of(day: date) -> datetime:
    """Give the end of a UTC day."""
    return datetime.combine(day, time(), UTC) + _ONE_DAY
