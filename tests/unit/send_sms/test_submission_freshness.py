"""
How old an answer may be that a call rests on.

A call begins only if registry, pause, cancellation and claim were asked for less than a second
before. So a STOP, a pause, a cancellation and another worker's claim hold after one second and the
time of the calls that are under way.
"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

import pytest

from send_sms.dispatching.submission import FRESH
from send_sms.domain.dispatching import SUBMIT_TIME, claim
from send_sms.ending import cancel_send
from senders.domain.profile import default_profile
from shared.carriers.sending import Outcome, OutcomeKind, SendCall
from shared.domain.errors import StorageError
from tests.support.samples import people
from tests.support.world import TOLL_FREE, FrozenClock, ScriptedGateway, World
from tests.unit.send_sms.dispatch_world import (
    OTHER_WORKER,
    THROTTLED,
    HookedTable,
    opt_out,
    overwrite,
    raising,
    run,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
)
from tests.unit.send_sms.submission_helpers import accept_personal, claim_all, submit, timed

COUNT = 20
PROFILE = default_profile(TOLL_FREE)


@dataclass
class FirstIsSlowGateway(ScriptedGateway):
    """Takes a second for the first call, and responds to it when it is told to."""

    clock: FrozenClock = field(default_factory=FrozenClock)
    may_respond: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        if call.positions == (0,):
            self.clock.advance(seconds=1)
            await self.may_respond.wait()
        return await super().send(call)


async def set_paused(world: World, *, paused: bool) -> None:
    at = world.clock.now if paused else None
    await world.app().senders.set_paused(TOLL_FREE, PROFILE, at)


def assert_began_in_time(began_at: datetime | None, stored_at: datetime) -> None:
    """No call began a second after what forbids it was stored."""
    assert began_at is None or began_at < stored_at + FRESH


@pytest.mark.parametrize("position", range(3, COUNT))
async def test_stop_holds_for_calls_that_begin_a_second_later(world: World, position: int) -> None:
    gateway, person = timed(world, 0.4), people(COUNT)[position]
    stored_at = world.clock.now

    async def opt_out_now() -> None:
        nonlocal stored_at
        stored_at = world.clock.now
        await opt_out(world, person)

    gateway.during[3] = opt_out_now
    work = await accept_personal(world, COUNT)
    await run(world, work)

    assert_began_in_time(gateway.last_began_at(person), stored_at)
    found = await statuses(world, send_of(world, work))
    assert found.count("sent") == len(gateway.calls) >= COUNT - 1
    assert found[position] == ("sent" if person in gateway.recipients else "suppressed")


async def test_stop_holds_although_the_clock_is_set_back_meanwhile(world: World) -> None:
    gateway = timed(world, 0.4)

    async def set_back_and_opt_out() -> None:
        world.clock.advance(seconds=-3600)
        await opt_out(world, people(COUNT)[-1])

    gateway.during[1] = set_back_and_opt_out
    work = await accept_personal(world, COUNT)
    await run(world, work)
    assert sorted(gateway.recipients) == people(COUNT)[:-1]


async def test_pause_holds_after_a_second_and_the_rest_leaves_later(world: World) -> None:
    gateway = timed(world, 0.4)
    stored_at = world.clock.now

    async def pause_now() -> None:
        nonlocal stored_at
        stored_at = world.clock.now
        await set_paused(world, paused=True)

    gateway.during[7] = pause_now
    work = await accept_personal(world, COUNT)
    await run(world, work)

    assert_began_in_time(gateway.last_began_at(), stored_at)
    found = await statuses(world, send_of(world, work))
    assert found.count("sent") == len(gateway.calls) < 11
    assert found.count("queued") == COUNT - len(gateway.calls)
    await set_paused(world, paused=False)
    await run_until_idle(world)
    assert sorted(gateway.recipients) == people(COUNT)


async def test_cancellation_holds_after_a_second_and_what_was_sent_is_sent(world: World) -> None:
    gateway = timed(world, 0.4)
    stored_at = world.clock.now

    async def cancel_now() -> None:
        nonlocal stored_at
        stored_at = world.clock.now
        await cancel_send(send_of(world, work), world.app().sending)

    gateway.during[7] = cancel_now
    work = await accept_personal(world, COUNT)
    await run(world, work)

    assert_began_in_time(gateway.last_began_at(), stored_at)
    found = await statuses(world, send_of(world, work))
    assert found.count("sent") == len(gateway.calls) < 11
    assert found.count("cancelled") == COUNT - len(gateway.calls)
    assert world.queue.items == []


async def test_cancellation_right_after_a_slow_claim_lets_nothing_leave(world: World) -> None:
    table = world.journal_table = HookedTable()
    work = await accept_personal(world, 3)

    async def cancel_now() -> None:
        await cancel_send(send_of(world, work), world.app().sending)
        world.clock.advance(seconds=1)

    table.after_next_write = cancel_now
    await run(world, work)

    assert world.gateway.calls == []
    assert await statuses(world, send_of(world, work)) == ["cancelled"] * 3


async def test_claim_that_another_worker_has_taken_over_stops_calls_and_stays(
    world: World,
) -> None:
    gateway = timed(world, 0.4)
    taken_at = world.clock.now

    async def take_over() -> None:
        nonlocal taken_at
        taken_at = world.clock.now
        batch = await stored_batch(world, work)
        until = taken_at + timedelta(seconds=40)
        overwrite(world, batch, claim(batch, range(COUNT), OTHER_WORKER, until))

    gateway.during[7] = take_over
    work = await accept_personal(world, COUNT)
    await run(world, work)

    assert_began_in_time(gateway.last_began_at(), taken_at)
    current = (await stored_batch(world, work)).progress.claim
    assert current
    assert current.claim_id == OTHER_WORKER
    assert [left for left, _ in world.queue.items] == [replace(work, is_recovery=True)]


async def test_what_is_known_is_recorded_with_each_look_and_the_claim_shrinks(
    world: World,
) -> None:
    gateway = timed(world, 0.4)
    sizes: list[tuple[int, int]] = []

    async def note_what_is_stored() -> None:
        batch = await stored_batch(world, work)
        assert batch.progress.claim
        sizes.append((len(batch.progress.outcomes), len(batch.progress.claim.positions)))

    gateway.during = dict.fromkeys((1, 7, 13, 19), note_what_is_stored)
    work = await accept_personal(world, COUNT)
    await run(world, work)

    assert sizes[0] == (0, COUNT)
    assert all(recorded + claimed == COUNT for recorded, claimed in sizes)
    recorded = [each for each, _ in sizes]
    assert recorded == sorted(set(recorded))
    assert recorded[-1] >= COUNT - 5
    assert await statuses(world, send_of(world, work)) == ["sent"] * COUNT


async def test_call_that_begins_within_a_second_asks_nothing_again(world: World) -> None:
    timed(world, 0.04)
    work = await accept_personal(world, COUNT)
    before = world.opt_outs_table.operation_count
    await run(world, work)
    assert world.opt_outs_table.operation_count - before == 2


async def test_long_submission_asks_the_registry_once_a_second_at_most(world: World) -> None:
    gateway = timed(world, 0.02)
    work = await accept_personal(world, 900)
    began, before = world.clock.now, world.opt_outs_table.operation_count
    await run(world, work)
    lasted = (world.clock.now - began).total_seconds()
    assert sorted(gateway.recipients) == people(900)
    assert world.opt_outs_table.operation_count - before <= 2 * (1 + ceil(lasted))


async def test_no_call_begins_in_the_time_for_recording_though_its_checks_are_fresh(
    world: World,
) -> None:
    gateway = timed(world, 0.4)
    work = await accept_personal(world, COUNT)
    began = world.clock.now
    await submit(world, await claim_all(world, work, seconds=0.5))

    assert gateway.began_at == [began, began + timedelta(seconds=0.4)]


async def test_429_that_comes_while_the_registry_is_asked_again_stops_all_further_calls(
    world: World,
) -> None:
    gateway = world.gateway = FirstIsSlowGateway([THROTTLED], clock=world.clock)
    work = await accept_personal(world, COUNT)
    claimed = await claim_all(world, work)
    world.opt_outs_table.before_read = gateway.may_respond.set

    await submit(world, claimed)

    assert len(gateway.calls) == 1
    assert (await stored_batch(world, work)).waiting_positions() == list(range(COUNT))


@pytest.mark.parametrize("table", ["opt_outs_table", "journal_table", "senders_table"])
async def test_no_further_call_begins_where_it_cannot_be_asked_again(
    world: World, table: str
) -> None:
    gateway = timed(world, 0.4)

    async def take_away() -> None:
        getattr(world, table).before_read = raising(StorageError)

    gateway.during[2] = take_away
    work = await accept_personal(world, COUNT)
    await run(world, work)
    getattr(world, table).before_read = None

    assert len(gateway.calls) == 3
    batch = await stored_batch(world, work)
    assert {one.kind for one in batch.progress.outcomes.values()} == {OutcomeKind.SENT}
    assert len(batch.progress.outcomes) == 3
    assert batch.progress.claim is None
    await run_until_idle(world)
    assert sorted(gateway.recipients) == people(COUNT)


async def test_registry_that_always_answers_too_late_lets_nothing_leave(world: World) -> None:
    work = await accept_personal(world, COUNT)
    before = world.opt_outs_table.operation_count
    world.opt_outs_table.before_read = lambda: world.clock.advance(seconds=1.5)
    await run(world, work)

    assert world.gateway.calls == []
    assert world.opt_outs_table.operation_count - before <= 2 * SUBMIT_TIME.total_seconds()
    batch = await stored_batch(world, work)
    assert (batch.progress.claim, dict(batch.progress.outcomes)) == (None, {})
    assert [left for left, _ in world.queue.items] == [work]
