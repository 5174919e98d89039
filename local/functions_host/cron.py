"""NCRONTAB schedules: six fields with the seconds first, or the five of plain cron."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from local.functions_host.model import FunctionError

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_ITEM = re.compile(r"(\*|\w+)(?:-(\w+))?(?:/(\d+))?")
_FIELD_COUNT = 6
_MINUTE = timedelta(minutes=1)
# A date such as 29 February on a Monday returns within 28 years, or 40 around 2100.
_SEARCHED_DAYS = 41 * 366


@dataclass(frozen=True, slots=True)
class Schedule:
    """The values that each field admits; a day must satisfy both day fields."""

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]

    def next_after(self, moment: datetime) -> datetime:
        """
        Give the first time after a moment, in UTC as in Azure.

        Raises
        ------
        FunctionError
            If there is no such time, as for 31 February.
        """
        start = moment.astimezone(UTC).replace(microsecond=0) + timedelta(seconds=1)
        for offset in range(_SEARCHED_DAYS):
            day = start.replace(hour=0, minute=0, second=0) + timedelta(days=offset)
            if not self._includes_day(day):
                continue
            earliest = start if offset == 0 else day
            found = next((time for time in self._times_of(day, earliest)), None)
            if found is not None:
                return found
        message = "the schedule never comes due"
        raise FunctionError(message)

    def is_under_a_minute(self) -> bool:
        """Whether two runs can be less than a minute apart."""
        first = self.next_after(datetime.now(UTC))
        return self.next_after(first) - first < _MINUTE

    def _includes_day(self, day: datetime) -> bool:
        weekday = day.isoweekday() % 7
        return day.month in self.months and day.day in self.days and weekday in self.weekdays

    def _times_of(self, day: datetime, earliest: datetime) -> Iterator[datetime]:
        for hour in self.hours:
            for minute in self.minutes:
                if (hour, minute) >= (earliest.hour, earliest.minute):
                    yield from self._times_within(day.replace(hour=hour, minute=minute), earliest)

    def _times_within(self, minute: datetime, earliest: datetime) -> Iterator[datetime]:
        times = (minute.replace(second=second) for second in self.seconds)
        return (time for time in times if time >= earliest)


def parse_schedule(text: str) -> Schedule:
    """
    Read a schedule.

    Raises
    ------
    FunctionError
        If it is none. Time spans (``00:05:00``) are refused: of the plans only dedicated ones
        take them.
    """
    fields = text.split()
    if len(fields) == _FIELD_COUNT - 1:
        fields.insert(0, "0")
    if len(fields) != _FIELD_COUNT:
        message = f"'{text}' is not a schedule of six fields, seconds first, nor of five"
        raise FunctionError(message)
    try:
        schedule = Schedule(
            seconds=_values(fields[0], 0, 59),
            minutes=_values(fields[1], 0, 59),
            hours=_values(fields[2], 0, 23),
            days=frozenset(_values(fields[3], 1, 31)),
            months=frozenset(_values(fields[4], 1, 12, names=_MONTHS)),
            weekdays=frozenset(_values(fields[5], 0, 6, names=_DAYS)),
        )
    except ValueError as error:
        message = f"'{text}' is not a schedule: {error}"
        raise FunctionError(message) from error
    schedule.next_after(datetime.now(UTC))
    return schedule


def _values(field: str, low: int, high: int, *, names: tuple[str, ...] = ()) -> tuple[int, ...]:
    values: set[int] = set()
    for item in field.split(","):
        match = _ITEM.fullmatch(item)
        if match is None:
            message = f"field '{field}'"
            raise ValueError(message)
        first, last, step = match.groups()
        start = low if first == "*" else _number(first, low, names)
        # `5/15` runs from 5 to the end in steps of 15.
        end = high if first == "*" or (step and not last) else _number(last or first, low, names)
        values.update(range(start, end + 1, int(step or 1)))
    if not values or min(values) < low or max(values) > high:
        message = f"field '{field}' must be {low} to {high}"
        raise ValueError(message)
    return tuple(sorted(values))


def _number(text: str, low: int, names: tuple[str, ...]) -> int:
    if text[:3].upper() in names:
        return names.index(text[:3].upper()) + low
    return int(text)
