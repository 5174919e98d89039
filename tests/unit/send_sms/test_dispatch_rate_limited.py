"""Dispatch of more than the sender may send now."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from send_sms.accepting.accept import accept_send
from send_sms.dispatching.plan import soonest
from senders.domain.profile import SenderProfile, Unit, default_profile
from senders.domain.rate_limiter import Limits
from senders.storage.senders import PAUSED_WAIT_SECONDS
from shared.carriers.sending import CallOutcomes, SendCall, SendError
from tests.support.samples import make_request, people
from tests.support.world import START, TOLL_FREE, World, all_sent
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CUT_OFF,
    THROTTLED,
    accept,
    run,
    run_dying,
    run_until_idle,
    send_of,
    statuses,
    window,
)

PROFILE = default_profile(TOLL_FREE)
PIECE = 16
"""What five seconds of 200 units a minute are, but for what is left to others."""


@pytest.fixture
def paced(world: World) -> World:
    """A world whose toll-free number may send what ACS allows one."""
    window(world, units_per_minute=200)
    return world


async def test_what_is_not_granted_is_put_back_with_the_rate_limiters_wait(
    paced: World,
) -> None:
    work = await accept(paced, people(350))
    await run(paced, work)
    assert paced.gateway.recipients == people(PIECE)
    ((left, wait_seconds),) = paced.queue.items
    assert left == work
    assert 1 <= wait_seconds <= 10 + PIECE


async def test_grant_that_ends_inside_a_block_is_handed_over_whole(paced: World) -> None:
    work = await accept(paced, people(350), category="otp")
    await run(paced, work)
    granted = len(paced.gateway.recipients)
    assert 100 < granted < 200
    assert [len(call.recipients) for call in paced.gateway.calls] == [100, granted - 100]
    assert [left for left, _ in paced.queue.items] == [work]


async def test_paced_send_reaches_each_recipient_once_and_keeps_the_limit(paced: World) -> None:
    work = await accept(paced, people(350))
    paced.queue.items = [(work, 0)]
    await run_until_idle(paced)
    assert sorted(paced.gateway.recipients) == people(350)
    for first in paced.gateway.calls:
        minute = timedelta(seconds=60)
        of_minute = [
            len(call.recipients)
            for call in paced.gateway.calls
            if first.first_sent_at <= call.first_sent_at < first.first_sent_at + minute
        ]
        assert sum(of_minute) <= 200


async def test_long_text_takes_a_unit_per_segment(paced: World) -> None:
    work = await accept(paced, people(100), message="a" * 161)
    await run(paced, work)
    assert len(paced.gateway.recipients) == PIECE // 2


async def test_long_text_takes_one_unit_where_recipients_count(world: World) -> None:
    profile = SenderProfile(TOLL_FREE, Limits(units_per_minute=200), Unit.RECIPIENTS)
    world.settings = replace(world.settings, sender_profiles={TOLL_FREE: profile})
    work = await accept(world, people(100), message="a" * 161)
    await run(world, work)
    assert len(world.gateway.recipients) == PIECE


async def test_longest_text_goes_although_it_takes_more_than_a_piece(paced: World) -> None:
    work = await accept(paced, [ANA, BEN], message="\N{CJK UNIFIED IDEOGRAPH-6F22}" * 2_048)
    paced.queue.items = [(work, 0)]
    await run_until_idle(paced)
    assert paced.gateway.recipients == [ANA, BEN]


async def test_daily_cap_puts_the_rest_back_until_the_next_day(world: World) -> None:
    window(world, units_per_day=50)
    work = await accept(world, people(60))
    await run(world, work)
    assert len(world.gateway.recipients) == 50
    assert world.queue.items == [(work, 15 * 3600)]
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == people(60)
    assert world.clock.now == datetime(2026, 11, 23, tzinfo=UTC)


async def test_paused_sender_sends_nothing_until_it_goes_on(world: World) -> None:
    senders = world.app().senders
    await senders.set_paused(TOLL_FREE, PROFILE, START)
    work = await accept(world, [ANA, BEN])
    await run(world, work)
    assert world.gateway.calls == []
    assert world.queue.items == [(work, PAUSED_WAIT_SECONDS)]
    assert await statuses(world, send_of(world, work)) == ["queued", "queued"]
    await senders.set_paused(TOLL_FREE, PROFILE, None)
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA, BEN]


@pytest.mark.parametrize(
    ("refusal", "seconds"),
    [(THROTTLED, 77), (SendError("429", "", retryable=True, throttled=True), 10)],
)
async def test_429_holds_the_sender_on_all_instances_and_is_no_failure(
    world: World, refusal: SendError, seconds: int
) -> None:
    first, second = await accept(world, ANA), await accept(world, BEN)
    world.gateway.script = [refusal]
    await run(world, first)
    world.queue.take_all()
    world.gateway.calls.clear()
    await run(world, second)
    assert world.gateway.calls == []
    assert world.queue.items == [(second, seconds)]
    assert await statuses(world, send_of(world, first)) == ["queued"]
    assert await statuses(world, send_of(world, second)) == ["queued"]


async def test_429_for_one_recipient_of_an_accepted_call_rests_the_sender(world: World) -> None:
    def one_throttled(call: SendCall) -> CallOutcomes:
        outcomes = CallOutcomes((*all_sent(call)[:-1], None))
        outcomes.error = THROTTLED
        return outcomes

    work = await accept(world, [ANA, BEN])
    world.gateway.script = [one_throttled]
    await run(world, work)
    assert await statuses(world, send_of(world, work)) == ["sent", "queued"]
    assert world.queue.items == [(work, 77)]
    world.queue.take_all()
    other = await accept(world, "+14255550199", category="otp")
    await run(world, other)
    assert len(world.gateway.calls) == 1
    assert world.queue.items == [(other, 77)]


async def test_members_to_try_again_are_put_back_once_with_the_rest(
    paced: World,
) -> None:
    work = await accept(paced, people(100))
    paced.gateway.script = [THROTTLED]
    await run(paced, work)
    assert paced.queue.items == [(work, 77)]


async def test_lapsed_claim_leaves_members_outside_it_certain(paced: World) -> None:
    work = await accept(paced, people(100))
    await run_dying(paced, work)
    paced.clock.advance(minutes=4, seconds=1)
    paced.gateway.calls.clear()
    await run(paced, work)
    assert paced.gateway.recipients == people(100)[PIECE : 2 * PIECE]
    found = await statuses(paced, send_of(paced, work))
    assert found == ["unknown"] * PIECE + ["sent"] * PIECE + ["queued"] * (100 - 2 * PIECE)


async def test_uncertain_members_are_repeated_before_others_are_sent_to(paced: World) -> None:
    work = await accept(paced, people(100))
    paced.gateway.script = [CUT_OFF]
    await run(paced, work)
    ((left, delay),) = paced.queue.take_all()
    paced.clock.advance(seconds=max(delay, 11))
    await run(paced, left)
    first, second = paced.gateway.calls
    assert second == first


async def test_members_of_a_round_are_paced_together(world: World) -> None:
    window(world, units_per_minute=40)
    app = world.app()
    await asyncio.gather(*(accept_send(make_request(one), app.accepting) for one in people(5)))
    ((work, _),) = world.queue.take_all()
    await run(world, work)
    assert world.gateway.recipients == people(3)
    ((left, _),) = world.queue.items
    assert left == work
    await run_until_idle(world)
    assert world.gateway.recipients == people(5)


@pytest.mark.parametrize(
    ("waits", "wait"), [((3, None, 5), 3), ((5, 3), 3), ((None, 7), 7), ((None, None), None)]
)
def test_dispatcher_looks_again_when_the_first_of_several_waits_is_over(
    waits: tuple[int | None, ...], wait: int | None
) -> None:
    assert soonest(*waits) == wait
