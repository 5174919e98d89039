from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from analytics.domain.day_count import SLOT, slot_of, slot_start
from analytics.domain.periods import Interval, periods, utc_days

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("UTC", DAY, 24),
        ("America/New_York", date(2026, 3, 8), 23),
        ("America/New_York", date(2026, 11, 1), 25),
        ("Africa/Cairo", date(2026, 4, 24), 23),  # midnight itself is skipped
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Asia/Kolkata", DAY, 24),
    ],
)
def test_day_is_as_long_as_its_zone_says(zone: str, day: date, hours: float) -> None:
    [whole] = periods(day, day, Interval.DAY, ZoneInfo(zone))
    found = periods(day, day, Interval.HOUR, ZoneInfo(zone))
    assert whole.end - whole.start == timedelta(hours=hours)
    assert (found[0].start, found[-1].end) == (whole.start, whole.end)
    assert sum((one.end - one.start for one in found), timedelta()) == timedelta(hours=hours)


@pytest.mark.parametrize("interval", Interval)
@pytest.mark.parametrize("zone", ["UTC", "America/St_Johns", "Asia/Kathmandu", "Pacific/Chatham"])
def test_periods_leave_no_gap_and_begin_with_a_slot(zone: str, interval: Interval) -> None:
    found = periods(date(2026, 1, 1), date(2026, 12, 31), interval, ZoneInfo(zone))
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(slot_start(slot_of(one.start)) == one.start for one in found)


def test_day_of_a_zone_lies_on_the_utc_days_it_touches() -> None:
    assert utc_days(periods(DAY, DAY, Interval.HOUR, ZoneInfo("UTC"))) == [DAY]
    tokyo = periods(DAY, DAY, Interval.DAY, ZoneInfo("Asia/Tokyo"))
    assert utc_days(tokyo) == [date(2026, 11, 21), DAY]


def test_slot_is_a_quarter_of_an_hour() -> None:
    moment = datetime(2026, 11, 22, 9, 29, 59, 999_999, tzinfo=UTC)
    assert slot_start(slot_of(moment)) == datetime(2026, 11, 22, 9, 15, tzinfo=UTC)
    assert slot_of(moment + SLOT) == slot_of(moment) + 1
