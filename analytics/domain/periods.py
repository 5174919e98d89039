"""Hours and days of a time zone, as periods of time; some days have 23 or 25 hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

_ONE_DAY = timedelta(days=1)
_ONE_HOUR = timedelta(hours=1)


class Interval(StrEnum):
    """How long a period is."""

    HOUR = "hour"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` on, until before `end`; both UTC."""

    start: datetime
    end: datetime


def periods(first: date, last: date, interval: Interval, zone: tzinfo) -> list[Period]:
    """
    Give the periods from one day of a zone to another, both included.

    A day begins when its date does. Hours are counted from there, each 60 minutes long: where
    clocks are moved a day has one more or less (and a last one of 30 minutes on Lord Howe).
    """
    days = [_day(first + n * _ONE_DAY, zone) for n in range((last - first).days + 1)]
    return days if interval is Interval.DAY else [hour for day in days for hour in _hours(day)]


def _day(day: date, zone: tzinfo) -> Period:
    start, end = (datetime.combine(one, time(), zone) for one in (day, day + _ONE_DAY))
    return Period(start.astimezone(UTC), end.astimezone(UTC))


def _hours(day: Period) -> Iterator[Period]:
    start = day.start
    while start < day.end:
        end = min(start + _ONE_HOUR, day.end)
        yield Period(start, end)
        start = end


def utc_days(found: list[Period]) -> list[date]:
    """List the UTC days that periods without a gap lie on."""
    first, last = found[0].start.date(), (found[-1].end - timedelta(microseconds=1)).date()
    return [first + n * _ONE_DAY for n in range((last - first).days + 1)]
