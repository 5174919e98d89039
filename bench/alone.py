"""
One single on an idle app: which storage requests it costs, and how long it takes to the carrier.

Requests are counted by a proxy before Azurite, from the POST until nothing has passed for a while
after the report was stored. Not counted are the polls of the queues (every `GET …/messages`, also
the one that finds the message, because it would be made anyway) and the look every 4 seconds for
subscriptions, which no send causes.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from bench.bulk import warmed_up
from bench.figures import Figure, Goal, figure
from bench.progress import say
from bench.recipients import recipients
from bench.world import SENDER, World, running_world

if TYPE_CHECKING:
    from tests.support.counting_proxy import Traffic

_SEND_COUNT = 7
_QUIET_SECONDS = 2.0
_LOOK_SECONDS = 0.1
_PATIENCE_SECONDS = 60
_NOT_COUNTED = ("receive", "table get Subscriptions")


async def alone() -> list[Figure]:
    """Send singles, each when all that belongs to the one before is done."""
    waits: list[float] = []
    counts: list[Counter[str]] = []
    async with running_world(is_counted=True) as world:
        await warmed_up(world)
        for recipient in recipients(_SEND_COUNT):
            seconds, operations = await _one(world, recipient)
            waits.append(1000 * seconds)
            counts.append(operations)
    typical = sorted(counts, key=Counter.total)[_SEND_COUNT // 2]
    say(f"a single alone: {', '.join(f'{n} {kind}' for kind, n in sorted(typical.items()))}")
    totals = [one.total() for one in counts]
    return [
        figure("latency", "alone, storage requests", totals, "", goal=Goal(greatest=9)),
        figure("latency", "alone, p50", waits, "ms"),
        figure("latency", "alone, slowest", [max(waits)], "ms"),
    ]


async def _one(world: World, recipient: str) -> tuple[float, Counter[str]]:
    """Send one; seconds to the carrier, and storage requests by kind until all is quiet."""
    await _settled(world.traffic)
    world.traffic.reset()
    before = await world.reported_count()
    began = time.time()
    await world.send(SENDER, recipient, f"Your code is {began:.6f}.")
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while await world.reported_count() == before:  # noqa: ASYNC110 - only the simulator knows
            await asyncio.sleep(_LOOK_SECONDS)
    await _settled(world.traffic)
    found = await world.control("GET", f"messages?number={recipient.lstrip('+')}&limit=1")
    arrived = datetime.fromisoformat(found["messages"][-1]["createdAt"]).timestamp()
    return arrived - began, counted(world.traffic.operations)


async def _settled(traffic: Traffic) -> None:
    """Wait until nothing that is counted has passed for a while."""
    before, since = counted(traffic.operations), time.monotonic()
    while time.monotonic() - since < _QUIET_SECONDS:
        await asyncio.sleep(_LOOK_SECONDS)
        if (now := counted(traffic.operations)) != before:
            before, since = now, time.monotonic()


def counted(operations: Counter[str]) -> Counter[str]:
    """Leave out what no send causes."""
    return Counter(
        {
            kind: count
            for kind, count in operations.items()
            if not any(words in kind for words in _NOT_COUNTED)
        }
    )
