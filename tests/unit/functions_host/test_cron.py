from datetime import UTC, datetime, timedelta, timezone

import pytest

from local.functions_host.cron import parse_schedule
from local.functions_host.model import FunctionError

NOW = datetime(2026, 11, 22, 9, 30, 15, 500_000, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        ("*/5 * * * * *", "2026-11-22T09:30:20"),
        ("* * * * * *", "2026-11-22T09:30:16"),
        ("0 * * * * *", "2026-11-22T09:31:00"),
        ("15 30 9 * * *", "2026-11-23T09:30:15"),
        ("16 30 9 * * *", "2026-11-22T09:30:16"),
        ("0 0 3 * * *", "2026-11-23T03:00:00"),
        ("0 0 3 1 * *", "2026-12-01T03:00:00"),
        ("0 0 0 1 1 *", "2027-01-01T00:00:00"),
        ("0 0 0 1 JAN *", "2027-01-01T00:00:00"),
        ("0 0 12 * * MON-FRI", "2026-11-23T12:00:00"),
        ("0 0 12 * * 0", "2026-11-22T12:00:00"),
        ("0 0 0 13 * FRI", "2027-08-13T00:00:00"),
        ("0 0 0 29 2 *", "2028-02-29T00:00:00"),
        ("0 5/20 * * * *", "2026-11-22T09:45:00"),
        ("0 10-20/5,50 * * * *", "2026-11-22T09:50:00"),
        ("*/5 * * * *", "2026-11-22T09:35:00"),
        ("0 9 * * *", "2026-11-23T09:00:00"),
    ],
)
def test_next_time_follows_every_field(schedule: str, expected: str) -> None:
    due_at = parse_schedule(schedule).next_after(NOW)

    assert due_at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_next_time_is_in_utc_whatever_the_moment_is_in() -> None:
    moment = NOW.astimezone(timezone(timedelta(hours=9)))

    due_at = parse_schedule("0 0 12 * * *").next_after(moment)

    assert due_at.isoformat() == "2026-11-22T12:00:00+00:00"


@pytest.mark.parametrize(
    "schedule",
    [
        "",
        "* * * *",
        "* * * * * * *",
        "60 * * * * *",
        "* * 24 * * *",
        "* * * 0 * *",
        "* * * * 13 *",
        "* * * * * 7",
        "* * * * XYZ *",
        "a * * * * *",
        "*/0 * * * * *",
        "20-10 * * * * *",
        "0 0 0 31 2 *",
        "00:05:00",
    ],
)
def test_schedule_is_refused_when_no_time_can_come_of_it(schedule: str) -> None:
    with pytest.raises(FunctionError):
        parse_schedule(schedule)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [("*/30 * * * * *", True), ("0 * * * * *", False), ("0 0 3 * * *", False)],
)
def test_schedule_knows_whether_it_is_under_a_minute(schedule: str, *, expected: bool) -> None:
    assert parse_schedule(schedule).is_under_a_minute() is expected
