"""Marketing to people for whom it is quiet hours waits in the queue, and leaves by day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from send_sms.domain.quiet_hours import QuietHoursPolicy
from tests.support.world import SETTINGS, FrozenClock, World
from tests.unit.send_sms.dispatch_world import accept, run, send_of, statuses

MIAMI, PORTLAND = "+13055550100", "+15035550100"
HALF_PAST_EIGHT_IN_MIAMI = datetime(2026, 11, 18, 13, 30, tzinfo=UTC)
EIGHT_IN_PORTLAND = datetime(2026, 11, 18, 16, 0, tzinfo=UTC)


def world_at(moment: datetime, policy: QuietHoursPolicy = QuietHoursPolicy.RESCHEDULE) -> World:
    return World(clock=FrozenClock(moment), settings=replace(SETTINGS, quiet_hours=policy))


async def test_send_leaves_at_once_where_it_is_day_and_in_the_morning_elsewhere() -> None:
    world = world_at(HALF_PAST_EIGHT_IN_MIAMI)
    await run(world, await accept(world, (MIAMI, PORTLAND), category="marketing"))
    assert world.gateway.recipients == [MIAMI]
    ((work, delay_seconds),) = world.queue.take_all()
    assert delay_seconds == (EIGHT_IN_PORTLAND - HALF_PAST_EIGHT_IN_MIAMI).total_seconds()

    world.clock.now = EIGHT_IN_PORTLAND
    await run(world, work)
    assert world.gateway.recipients == [MIAMI, PORTLAND]
    assert world.queue.take_all() == []


async def test_run_in_which_all_recipients_sleep_claims_nothing_and_asks_for_no_units() -> None:
    world = world_at(HALF_PAST_EIGHT_IN_MIAMI)
    work = await accept(world, (PORTLAND,), category="marketing")
    before = await statuses(world, send_of(world, work))
    await run(world, work)
    assert await statuses(world, send_of(world, work)) == before
    assert world.senders_table.all_rows() == []
    ((again, _),) = world.queue.take_all()
    assert again == work


async def test_send_is_blocked_at_night_when_so_set() -> None:
    world = world_at(HALF_PAST_EIGHT_IN_MIAMI, QuietHoursPolicy.BLOCK)
    work = await accept(world, (MIAMI, PORTLAND), category="marketing")
    await run(world, work)
    assert world.gateway.recipients == [MIAMI]
    assert await statuses(world, send_of(world, work)) == ["sent", "suppressed"]
    assert world.queue.take_all() == []


async def test_time_to_live_runs_on_in_quiet_hours() -> None:
    world = world_at(HALF_PAST_EIGHT_IN_MIAMI)
    work = await accept(world, (PORTLAND,), category="marketing", ttlSeconds=3600)
    await run(world, work)
    ((again, _),) = world.queue.take_all()
    world.clock.now = EIGHT_IN_PORTLAND
    await run(world, again)
    assert await statuses(world, send_of(world, work)) == ["expired"]
    assert world.gateway.calls == []


@pytest.mark.parametrize("category", ["otp", "transactional"])
async def test_other_categories_are_sent_in_quiet_hours(category: str) -> None:
    world = world_at(HALF_PAST_EIGHT_IN_MIAMI)
    await run(world, await accept(world, (PORTLAND,), category=category))
    assert world.gateway.recipients == [PORTLAND]


async def test_nothing_is_sent_at_any_minute_of_quiet_hours() -> None:
    world = world_at(HALF_PAST_EIGHT_IN_MIAMI)
    work = await accept(world, (PORTLAND,), category="marketing")
    while world.clock.now < EIGHT_IN_PORTLAND:
        await run(world, work)
        assert world.gateway.calls == []
        ((work, delay_seconds),) = world.queue.take_all()
        assert world.clock.now + timedelta(seconds=delay_seconds) == EIGHT_IN_PORTLAND
        world.clock.advance(minutes=7)
