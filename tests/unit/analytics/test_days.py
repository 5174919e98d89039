"""What is kept of days, for how long it is shown, and what it costs."""

import asyncio
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from analytics import functions
from analytics.domain.day_count import LIVE_AGE, DayRecord, live_age
from shared.carriers.events import DeliveryStatus
from shared.domain.kinds import Category
from tests.support.web import assert_problem, call, document, get
from tests.support.world import START, TOLL_FREE, World
from tests.unit.analytics.test_summary import REFUSED, SENT, counts_of, report, store, summary

DAY = {"from": "2026-11-22", "to": "2026-11-22"}
TODAY = START.date()


async def total(**params: str) -> dict[str, int]:
    return counts_of((await summary(**(params or DAY)))["total"])


def operations(world: World) -> tuple[int, int]:
    """Tell how many operations the journal and the kept days took since the last time."""
    tables = (world.journal_table, world.statistics_table)
    found = tuple(table.operation_count for table in tables)
    for table in tables:
        table.operation_count = 0
    return found[0], found[1]


async def recount(**params: str) -> Any:
    return await call(functions.recount_day, get(params=params))


@pytest.mark.parametrize("accepted_at", [START, START - timedelta(days=1)])
async def test_live_day_is_counted_again_within_five_seconds(
    served: World, accepted_at: datetime
) -> None:
    day = {"from": "2026-11-21", "to": "2026-11-22"}
    batch = await store(served, accepted_at, SENT)
    assert await total(**day) == {"sent": 1}
    await store(served, accepted_at, SENT)
    await report(served, batch, 0)
    served.clock.advance(seconds=4)
    assert await total(**day) == {"sent": 1}
    served.clock.advance(seconds=1)
    assert await total(**day) == {"sent": 1, "delivered": 1}


async def test_count_that_read_much_is_used_for_longer(served: World) -> None:
    record = DayRecord(TOLL_FREE, TODAY, START, {}, live_age(10_000))
    await served.app().statistics.store(record)
    [stored] = (await served.app().statistics.read(TODAY, TODAY))[0].values()
    assert stored.is_good(START + timedelta(seconds=40))
    assert not stored.is_good(START + timedelta(seconds=41))
    assert live_age(1_000) == LIVE_AGE
    assert live_age(10**9) == timedelta(seconds=60)


async def test_new_own_number_is_seen_within_five_seconds(served: World) -> None:
    await store(served, START, SENT)
    await total()
    served.clock.advance(seconds=5)
    await store(served, START, SENT, sender="77001")
    assert await total() == {"sent": 2}


async def test_figures_of_many_own_numbers_are_kept_though_their_caller_gave_up(
    served: World,
) -> None:
    for number in range(20):
        await store(served, START, SENT, sender=f"770{number:02}")
    operations(served)
    has_begun = asyncio.Event()
    served.journal_table.before_read = has_begun.set
    impatient = asyncio.create_task(total())
    await has_begun.wait()
    impatient.cancel()
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert await total() == {"sent": 20}
    assert operations(served)[0] == 21 + 20  # looked up and read once, for both callers
    assert await total() == {"sent": 20}
    assert operations(served) == (0, 1)


async def test_days_that_are_over_are_one_operation(served: World) -> None:
    for days in range(20):
        batch = await store(served, START + timedelta(days=days), SENT)
        await report(served, batch, 0)
        await store(served, START + timedelta(days=days), REFUSED, sender="77001")
    served.clock.advance(days=30)
    days_asked = {"from": "2026-11-21", "to": "2026-12-15", "tz": "Asia/Kolkata"}
    expected = {"delivered": 20, "failed": 20}
    assert await total(**days_asked) == expected
    operations(served)
    assert await total(**days_asked) == expected
    assert operations(served) == (0, 1)


async def test_day_with_open_messages_is_counted_again_after_an_hour(served: World) -> None:
    batch = await store(served, START, SENT)
    served.clock.advance(days=2)
    assert await total() == {"sent": 1}
    await report(served, batch, 0)
    served.clock.advance(hours=1)
    assert await total() == {"sent": 1}
    served.clock.advance(seconds=1)
    assert await total() == {"delivered": 1}


async def test_late_report_shows_when_the_timer_has_counted_again(served: World) -> None:
    batch = await store(served, START, SENT, SENT, category=Category.OTP)
    served.clock.advance(days=4)
    assert await total() == {"unconfirmed": 2}
    await report(served, batch, 0)
    served.clock.advance(hours=1)
    assert await total() == {"unconfirmed": 2}
    await functions.recount_lately(None)
    assert await total() == {"delivered": 1, "unconfirmed": 1}


@pytest.mark.parametrize("days", [1, 30])
async def test_figures_outlive_the_rows_they_were_counted_from(served: World, days: int) -> None:
    await store(served, START, SENT, delivery_report=False)
    await store(served, START, SENT, sender="77001", delivery_report=False)
    served.clock.advance(days=days)
    assert await total() == {"sent": 2}
    for row in served.journal_table.all_rows():
        served.journal_table.remove(row)
    await store(served, served.clock.now, SENT)
    served.clock.advance(minutes=2)
    assert document(await recount(day="2026-11-22")) == {"day": "2026-11-22", "bySender": []}
    assert await total() == {"sent": 2}


async def test_timer_lets_be_what_was_counted_within_the_hour(served: World) -> None:
    await store(served, START, SENT)
    served.clock.advance(days=2)
    await functions.recount_lately(None)
    assert operations(served)[1] > 3
    await functions.recount_lately(None)
    # The own numbers are looked up and kept again; no day is read.
    assert operations(served) == (2, 2)


async def test_day_is_counted_again_on_request(served: World) -> None:
    batch = await store(served, START, SENT, category=Category.OTP)
    await store(served, START, SENT, SENT, sender="77001", delivery_report=False)
    served.clock.advance(days=90)
    assert await total() == {"sent": 2, "unconfirmed": 1}
    await report(served, batch, 0, status=DeliveryStatus.FAILED, code="4006")
    assert await total() == {"sent": 2, "unconfirmed": 1}
    assert document(await recount(day="2026-11-22")) == {
        "day": "2026-11-22",
        "bySender": [{"sender": TOLL_FREE, "accepted": 1}, {"sender": "77001", "accepted": 2}],
    }
    assert await total() == {"sent": 2, "failed": 1}


@pytest.mark.parametrize("day", ["", "today", "2026-11-23", "2019-12-31"])
@pytest.mark.usefixtures("served")
async def test_only_a_day_that_has_come_can_be_counted(day: str) -> None:
    assert_problem(await recount(day=day), 400, "day")


async def test_days_before_the_first_and_after_today_are_not_looked_at(served: World) -> None:
    await store(served, START, SENT)
    await summary(**{"from": "2026-01-01", "to": "2026-12-31"})
    asked = {text for text in served.journal_table.partitions_asked if "|" in text}
    assert f"{TOLL_FREE}|{TODAY:%Y%m%d}" in asked
    others = (date(2026, 11, 21), date(2026, 11, 23))
    assert not {f"{TOLL_FREE}|{day:%Y%m%d}" for day in others} & asked
    assert operations(served)[1] == 3  # read, keep the own numbers, keep the day
