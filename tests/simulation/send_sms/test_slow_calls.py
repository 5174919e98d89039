"""
A campaign of 1,000 different texts whose calls are slow, with STOPs, a pause or a cancellation.

Time is virtual. Whatever is answered 200 holds for each call that begins a second later.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from inbound_webhook.receive import receive_inbound
from send_sms.accepting.accept import accept_send
from send_sms.dispatching.dispatch import dispatch
from send_sms.ending import cancel_send
from send_sms.storage.dispatch_queue import Work
from senders.domain.profile import default_profile
from shared.carriers.sending import Outcome, SendCall
from shared.domain.identifiers import SendAddress
from shared.eventgrid.envelope import read_delivery
from shared.storage.table import Operation, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_request, people
from tests.support.virtual_time import LoopClock, run_in_virtual_time
from tests.support.web import read_event
from tests.support.world import ScriptedGateway, World

SHORT_CODE = "77001"
COUNT = 1_000
BOUND = timedelta(seconds=1)
_STORAGE_SECONDS = 0.02
_HAPPENS_AFTER_SECONDS = 2


class SlowTable(InMemoryTable):
    """A table whose operations take a while."""

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        await asyncio.sleep(_STORAGE_SECONDS)
        return await super().get(partition, key, select=select)

    async def rows(self, partition: str, first: str, last: str, **more: Any) -> list[Row]:
        await asyncio.sleep(_STORAGE_SECONDS)
        return await super().rows(partition, first, last, **more)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        await asyncio.sleep(_STORAGE_SECONDS)
        return await super().write(operations)


@dataclass
class SlowGateway(ScriptedGateway):
    """A carrier that takes its time for each call."""

    clock: LoopClock = field(default_factory=LoopClock)
    seconds: float = 0
    began_at: list[tuple[str, datetime]] = field(default_factory=list)

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        self.began_at += [(recipient, self.clock()) for recipient in call.recipients]
        await asyncio.sleep(self.seconds)
        return await super().send(call)


def slow_world(seconds: float) -> World:
    clock = LoopClock()
    return World(
        clock=clock,
        gateway=SlowGateway(clock=clock, seconds=seconds),
        journal_table=SlowTable(),
        opt_outs_table=SlowTable(),
        senders_table=SlowTable(),
    )


async def play_host(world: World) -> None:
    """Deliver work when its time has come, some at a time."""
    app, running = world.app(), set[asyncio.Task[None]]()

    async def deliver(work: Work, delay_seconds: int) -> None:
        await asyncio.sleep(delay_seconds)
        await dispatch(work, app.sending)

    while True:
        running |= {asyncio.create_task(deliver(*item)) for item in world.queue.take_all()}
        await asyncio.sleep(0.1)


async def accept(world: World) -> SendAddress:
    to = [{"number": one, "values": {"n": str(n)}} for n, one in enumerate(people(COUNT))]
    request = make_request(to, message="Number {{n}}", **{"from": SHORT_CODE})
    return (await accept_send(request, world.app().accepting)).send


def play(seconds: float, happening: Callable[[World, SendAddress], Awaitable[None]]) -> SlowGateway:
    """Play a campaign in which something happens after two seconds; gives its calls."""
    world = slow_world(seconds)

    async def main() -> None:
        send = await accept(world)
        host = asyncio.create_task(play_host(world))
        await asyncio.sleep(_HAPPENS_AFTER_SECONDS)
        await happening(world, send)
        await asyncio.sleep(60)
        host.cancel()

    run_in_virtual_time(main)
    assert isinstance(world.gateway, SlowGateway)
    return world.gateway


@pytest.mark.parametrize("seconds", [0.3, 3])
def test_stop_holds_for_calls_that_begin_a_second_later(seconds: float) -> None:
    stored_at: dict[str, datetime] = {}
    stopping = people(COUNT)[100:1_000:45]

    async def stop(world: World, person: str) -> None:
        event = read_event("inbound_stop.json")[0]
        event["id"] = event["data"]["messageId"] = f"stop-of-{person}"
        event["data"] |= {"from": person, "to": SHORT_CODE}
        event["data"]["receivedTimestamp"] = f"{world.clock():%FT%TZ}"
        await receive_inbound(
            read_delivery(json.dumps([event]).encode()).events, world.app().inbound
        )
        stored_at[person] = world.clock()

    async def stop_all(world: World, _: SendAddress) -> None:
        await asyncio.gather(*(stop(world, person) for person in stopping))

    gateway = play(seconds, stop_all)
    began = [one for one in gateway.began_at if one[0] in stopping]
    assert len(stored_at) == 20
    assert all(at < stored_at[person] + BOUND for person, at in began)
    assert len(gateway.began_at) > len(stopping)


@pytest.mark.parametrize("seconds", [0.3, 3])
@pytest.mark.parametrize("what", ["pause", "cancel"])
def test_pause_and_cancellation_hold_for_calls_that_begin_a_second_later(
    seconds: float, what: str
) -> None:
    stored_at: list[datetime] = []

    async def happen(world: World, send: SendAddress) -> None:
        if what == "pause":
            profile = default_profile(SHORT_CODE)
            await world.app().senders.set_paused(SHORT_CODE, profile, world.clock())
        else:
            await cancel_send(send, world.app().sending)
        stored_at.append(world.clock())

    gateway = play(seconds, happen)
    assert 0 < len(gateway.began_at) < COUNT
    assert max(at for _, at in gateway.began_at) < stored_at[0] + BOUND
