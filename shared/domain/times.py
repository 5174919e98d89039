"""
Times as text, and business days.

Text is UTC with microseconds and always of the same length, so that text order is time order.
Business days exclude the federal holidays of the United States.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6
_LAST = -1

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""What is dated before has no time: .NET writes one that is not set as the year 1."""

# 5 U.S.C. 6103(a): fixed days as (month, day), the others as (month, weekday, which of them).
_FIXED = ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))

_FLOATING = (
    (1, _MONDAY, 3),  # Martin Luther King, Jr.
    (2, _MONDAY, 3),  # Washington's Birthday
    (5, _MONDAY, _LAST),  # Memorial Day
    (9, _MONDAY, 1),  # Labor Day
    (10, _MONDAY, 2),  # Columbus Day
    (11, _THURSDAY, 4),  # Thanksgiving
)


@lru_cache(maxsize=256)
def time_to_text(moment: datetime) -> str:
    """Write an aware time as `2026-11-22T09:15:36.000000Z`; many messages share theirs."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def time_from_text(text: str) -> datetime:
    """
    Read an ISO 8601 time with any number of fraction digits and an offset (UTC if none).

    Event Grid and ACS write 0 to 7 fraction digits (samples of January 2025); what is finer
    than a microsecond is cut off.

    Raises
    ------
    ValueError
        If the text is not a time.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is UTC:  # all that we wrote ourselves; the next step takes five times as long
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        message = "the time lies outside the years 1 to 9999 in UTC"
        raise ValueError(message) from error


def credible_time(stated: datetime, now: datetime) -> datetime:
    """Give the time that an event stated, or `now` if it lies in the future or is no date."""
    return stated if EARLIEST <= stated <= now else now


def optional_time(moment: datetime | None) -> str:
    """Write a time that may be missing: empty, because a merge cannot remove a property."""
    return time_to_text(moment) if moment else ""


def time_or_none(text: str) -> datetime | None:
    """Read what `optional_time` wrote."""
    return time_from_text(text) if text else None


def is_federal_holiday(day: date) -> bool:
    """
    Tell whether a day is a federal holiday, or the weekday on which one is observed.

    One on a Saturday is observed on the Friday before, one on a Sunday on the Monday after
    (5 U.S.C. 6103(b) and Executive Order 11582).
    """
    observed_for = [day]
    if day.weekday() == _SATURDAY - 1:
        observed_for.append(day + timedelta(days=1))
    if day.weekday() == _MONDAY:
        observed_for.append(day - timedelta(days=1))
    return _is_holiday(day) or any(_is_fixed(other) for other in observed_for)


def add_business_days(day: date, count: int) -> date:
    """Give the day that lies `count` business days behind a day, which itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        if day.weekday() < _SATURDAY and not is_federal_holiday(day):
            count -= 1
    return day


def _is_holiday(day: date) -> bool:
    return _is_fixed(day) or any(
        day.month == month and day.weekday() == weekday and _is_nth(day, which)
        for month, weekday, which in _FLOATING
    )


def _is_fixed(day: date) -> bool:
    return (day.month, day.day) in _FIXED


def _is_nth(day: date, which: int) -> bool:
    if which == _LAST:
        return (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 == which
