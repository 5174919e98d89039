"""Storing and confirming a STOP, with whatever may come between any two operations of it."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from inbound_webhook.receive import receive_inbound
from shared.domain.errors import StorageError
from shared.domain.opt_out import ConsentState
from shared.eventgrid.envelope import Event, read_events
from tests.support.world import PERSON, START
from tests.unit.send_sms.dispatch_world import KilledError
from tests.unit.send_sms.interrupted_world import InterruptedWorld, MomentousTable
from tests.unit.webhooks.answers_world import LONG_CODE, UNPACED, inbound

MOMENTS = range(1, 16)
"""Before each operation of storing and confirming a STOP, and after each write."""


def make_world() -> InterruptedWorld:
    played = InterruptedWorld()
    played.world.settings = replace(played.world.settings, sender_profiles=UNPACED)
    played.world.conversations_table = MomentousTable(played.moments)
    return played


def event(body: str, *, second: int = 0) -> Event:
    text = json.dumps([inbound(body, START + timedelta(seconds=second))])
    (one,) = read_events(text.encode())
    return one


async def deliver(played: InterruptedWorld, one: Event) -> None:
    await receive_inbound([one], played.world.services())


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
    entry = await played.world.services().opt_outs.get(LONG_CODE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT
    assert len(await played.world.services().opt_outs.ledger(LONG_CODE, PERSON)) == 1
    conversations = played.world.services().conversations
    [(_, thread)] = await conversations.threads(LONG_CODE, after="", limit=9)
    assert thread.unread_count == 1


async def test_every_moment_of_a_stop_is_tried() -> None:
    played = make_world()
    await deliver(played, event("STOP"))
    assert played.moments.passed == len(MOMENTS)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_stop_is_confirmed_once_when_its_worker_is_killed(moment: int) -> None:
    played = make_world()
    interrupt(played, moment, played.kill)
    with pytest.raises(KilledError):
        await deliver(played, event("STOP"))
    played.moments.is_dead = False
    await deliver(played, event("STOP"))
    await assert_confirmed_once(played)


@pytest.mark.parametrize("moment", MOMENTS)
async def test_stop_is_confirmed_once_when_one_operation_fails(moment: int) -> None:
    played = make_world()
    interrupt(played, moment, played.fail)
    with pytest.raises(StorageError):
        await deliver(played, event("STOP"))
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
    # Where the later of the two is stored first, the earlier one is no news.
    assert len(played.network.calls) == 1
