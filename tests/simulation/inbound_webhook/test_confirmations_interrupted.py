"""Storing and confirming a STOP, with whatever may come between any two operations of it."""

import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from inbound_webhook.receive import receive_inbound
from opt_outs.contract import ReviewDecision
from opt_outs.domain.consent import ConsentState
from opt_outs.domain.review import Review, ReviewState
from opt_outs.reviews import decide_review
from shared.domain.errors import StorageError
from shared.domain.kinds import Category
from shared.eventgrid.envelope import Event, read_delivery
from tests.simulation.send_sms.interrupted_world import InterruptedWorld, MomentousTable
from tests.support.world import PERSON, START
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, UNPACED, inbound
from tests.unit.send_sms.dispatch_world import KilledError

MOMENTS = range(1, 24)
"""At least one before each operation of an inbound message, and one after each write."""

UNCERTAIN = "why did you stop texting me"


def make_world() -> InterruptedWorld:
    played = InterruptedWorld()
    played.world.settings = replace(played.world.settings, sender_profiles=UNPACED)
    played.world.conversations_table = MomentousTable(played.moments)
    played.world.reviews_table = MomentousTable(played.moments)
    played.world.keys_table = MomentousTable(played.moments)
    return played


def event(body: str, *, second: int = 0) -> Event:
    text = json.dumps([inbound(body, START + timedelta(seconds=second))])
    (one,) = read_delivery(text.encode()).events
    return one


async def deliver(played: InterruptedWorld, one: Event) -> None:
    await receive_inbound([one], played.world.app().inbound)


async def deliver_interrupted(played: InterruptedWorld, one: Event) -> None:
    with suppress(KilledError, StorageError):
        await deliver(played, one)
    played.moments.interrupt, played.moments.is_dead = None, False


def interrupt(
    played: InterruptedWorld, moment: int, happening: Callable[[], Awaitable[None]]
) -> None:
    played.moments.interrupted_at = frozenset({played.moments.passed + moment})
    played.moments.interrupt = happening


async def assert_confirmed_once(played: InterruptedWorld) -> None:
    played.moments.interrupt = None
    await played.run_host()
    assert [call.recipients for call in played.network.calls] == [(PERSON,)]
    assert list(played.network.phones.values()) == [1]
    entry = await played.world.app().opt_outs.get(LONG_CODE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT
    assert len(await played.world.app().opt_outs.ledger(LONG_CODE, PERSON)) == 1
    conversations = played.world.app().conversations
    [(_, thread)] = await conversations.threads(LONG_CODE, after="", limit=9)
    assert thread.unread_count == 1


@pytest.mark.parametrize("body", ["STOP", "HELP", UNCERTAIN])
async def test_every_moment_of_a_message_is_tried(body: str) -> None:
    played = make_world()
    await deliver(played, event(body))
    assert 6 < played.moments.passed <= len(MOMENTS)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_stop_is_confirmed_once_when_its_worker_is_killed(moment: int) -> None:
    played = make_world()
    interrupt(played, moment, played.kill)
    await deliver_interrupted(played, event("STOP"))
    await deliver(played, event("STOP"))
    await assert_confirmed_once(played)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_stop_is_confirmed_once_when_one_operation_fails(moment: int) -> None:
    played = make_world()
    interrupt(played, moment, played.fail)
    await deliver_interrupted(played, event("STOP"))
    await deliver(played, event("STOP"))
    await assert_confirmed_once(played)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_stop_is_confirmed_once_when_another_instance_gets_it_too(moment: int) -> None:
    played = make_world()

    async def the_other_instance() -> None:
        await deliver(played, event("STOP"))
        await played.run_host()

    interrupt(played, moment, the_other_instance)
    await deliver(played, event("STOP"))
    await assert_confirmed_once(played)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_two_stops_at_once_are_confirmed_once(moment: int) -> None:
    played = make_world()

    async def the_second() -> None:
        await deliver(played, event("stop", second=1))

    interrupt(played, moment, the_second)
    await deliver(played, event("STOP"))
    played.moments.interrupt = None
    await played.run_host()
    # Where the later of the two is stored first, the earlier one is a no-op.
    assert len(played.network.calls) == 1


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("happening", ["kill", "fail", "the_other_instance"])
async def test_help_is_answered_once_whatever_comes_between(moment: int, happening: str) -> None:
    played = make_world()

    async def the_other_instance() -> None:
        await deliver(played, event("HELP"))
        await deliver(played, event("help", second=1))

    own = {"the_other_instance": the_other_instance}
    interrupt(played, moment, own.get(happening) or getattr(played, happening))
    await deliver_interrupted(played, event("HELP"))
    await deliver(played, event("HELP"))
    await deliver(played, event("help", second=1))
    await played.run_host()
    assert list(played.network.phones.values()) == [1]


async def assert_one_review(played: InterruptedWorld) -> Review:
    played.moments.interrupt = None
    app = played.world.app()
    (review,) = await app.review_queue.reviews.page(LONG_CODE, only_open=False, after="", limit=10)
    entry = await app.opt_outs.get(LONG_CODE, PERSON)
    is_held = Category.MARKETING in (entry.blocked() if entry else ())
    assert is_held == (review.state is ReviewState.OPEN)
    assert played.queue.waiting == {}
    return review


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("death", ["kill", "fail"])
async def test_doubtful_message_is_one_review_when_storing_it_breaks_off(
    moment: int, death: str
) -> None:
    played = make_world()
    interrupt(played, moment, getattr(played, death))
    await deliver_interrupted(played, event(UNCERTAIN))
    await deliver(played, event(UNCERTAIN))
    await assert_one_review(played)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_decision_stands_though_the_event_comes_again_around_it(moment: int) -> None:
    played = make_world()
    await deliver(played, event(UNCERTAIN))
    review = await assert_one_review(played)

    async def reject() -> None:
        why, app = ReviewDecision(actor="Ana"), played.world.app()
        await decide_review(
            review.address, ReviewState.REJECTED, why=why, review_queue=app.review_queue
        )

    interrupt(played, moment, reject)
    await deliver(played, event(UNCERTAIN))
    await reject()
    assert (await assert_one_review(played)).state is ReviewState.REJECTED
