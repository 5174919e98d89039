"""A STOP that is stored while a send is accepted and dispatched: a thousand orders of the steps."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from inbound_webhook.receive import receive_inbound
from send_sms.accepting.accept import accept_send
from send_sms.dispatching.dispatch import dispatch
from shared.carriers.sending import Outcome, SendCall
from shared.eventgrid.envelope import read_delivery
from shared.storage.table import Operation, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_request
from tests.support.virtual_time import in_virtual_time
from tests.support.web import read_event
from tests.support.world import PERSON, START, TOLL_FREE, ScriptedGateway, World
from tests.unit.send_sms.dispatch_world import run_until_idle

SEEDS = 1_000
_LONGEST_WAIT = 6


@dataclass
class Steps:
    """Lets others go first at every operation, and notes what matters."""

    chance: random.Random
    log: list[str] = field(default_factory=list)

    async def wait(self) -> None:
        for _ in range(self.chance.randrange(_LONGEST_WAIT)):
            await asyncio.sleep(0)


class SteppedTable(InMemoryTable):
    """A table whose operations take their time on the way there and on the way back."""

    def __init__(self, steps: Steps, *, is_registry: bool = False) -> None:
        super().__init__()
        self._steps, self._is_registry = steps, is_registry

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        await self._steps.wait()
        if self._is_registry and (partition, key) == (TOLL_FREE, PERSON):
            self._steps.log.append("asked")
        row = await super().get(partition, key, select=select)
        await self._steps.wait()
        return row

    async def rows(self, partition: str, first: str, last: str, **more: Any) -> list[Row]:
        await self._steps.wait()
        return await super().rows(partition, first, last, **more)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        await self._steps.wait()
        written = await super().write(operations)
        if self._is_registry:
            self._steps.log.append("stored")
        await self._steps.wait()
        return written


class SteppedGateway(ScriptedGateway):
    """Notes when a message leaves."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self._steps = steps

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        await self._steps.wait()
        self._steps.log.append("sent")
        return await super().send(call)


def stepped_world(steps: Steps) -> World:
    return World(
        gateway=SteppedGateway(steps),
        journal_table=SteppedTable(steps),
        opt_outs_table=SteppedTable(steps, is_registry=True),
        conversations_table=SteppedTable(steps),
        senders_table=SteppedTable(steps),
    )


async def stop(world: World, steps: Steps) -> None:
    for _ in range(steps.chance.randrange(60)):
        await asyncio.sleep(0)
    event = read_event("inbound_stop.json")[0]
    event["data"] |= {"from": PERSON, "to": TOLL_FREE, "receivedTimestamp": f"{START:%FT%TZ}"}
    await receive_inbound(read_delivery(json.dumps([event]).encode()).events, world.app().inbound)


async def send(world: World) -> None:
    await accept_send(make_request([PERSON]), world.app().accepting)
    await world.rounds.finish()
    for work, _ in world.queue.take_all():
        await dispatch(work, world.app().sending)


async def play(seed: int, *, at_once: bool) -> list[str]:
    """Play one order; gives what happened in it."""
    steps = Steps(random.Random(seed))
    world = stepped_world(steps)
    if at_once:
        world.submit_at_once()
    await asyncio.gather(send(world), stop(world, steps))
    await run_until_idle(world)
    happened = list(steps.log)
    await send(world)
    assert steps.log.count("sent") == happened.count("sent"), "it left after the STOP"
    return happened


@pytest.mark.parametrize("at_once", [False, True])
@pytest.mark.parametrize("first", range(0, SEEDS, 250))
@in_virtual_time
async def test_nothing_is_sent_whose_registry_question_came_after_the_stop(
    first: int, *, at_once: bool
) -> None:
    ends = set()
    for seed in range(first, first + 250):
        log = await play(seed, at_once=at_once)
        is_asked_later = "asked" in log[log.index("stored") :]
        ends.add("sent" in log)
        assert log.count("sent") <= 1, seed
        assert not ("sent" in log and is_asked_later), (seed, log)
    # The orders differ: in some the message had left, in some the STOP was first.
    assert ends == {True, False}
