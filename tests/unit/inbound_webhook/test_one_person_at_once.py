"""Many messages of one person at the same time: each is stored, and none is turned away."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from conversations.domain.conversation import Thread
from conversations.domain.inbound import AutoReply
from shared.storage.table import Operation, Row
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.virtual_time import run_in_virtual_time
from tests.support.world import START, Serve, World
from tests.unit.inbound_webhook.confirmation_world import (
    LONG_CODE,
    UNPACED,
    inbound,
    later,
    receive,
)


class SlowTable(InMemoryTable):
    """Takes ten milliseconds, of virtual time, for each operation."""

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        await asyncio.sleep(0.01)
        return await super().get(partition, key, select=select)

    async def rows(self, *args: object, **keywords: object) -> list[Row]:
        await asyncio.sleep(0.01)
        return await super().rows(*args, **keywords)  # type: ignore[arg-type]

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        await asyncio.sleep(0.01)
        return await super().write(operations)


@pytest.fixture
def world() -> World:
    world = World(opt_outs_table=SlowTable(), conversations_table=SlowTable())
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    return world


async def have_all_taken(world: World, words: Sequence[str]) -> Thread:
    """Have a person write many messages that are delivered at once; gives the conversation."""
    events = [inbound(word, later(world, seconds=0.01)) for word in words]
    await asyncio.gather(*(receive(event) for event in events))
    ((_, thread),) = await world.app().conversations.threads(LONG_CODE, after="", limit=9)
    return thread


def test_forty_stops_and_starts_at_once_are_all_taken(world: World, serve: Serve) -> None:
    serve(world)
    thread = run_in_virtual_time(lambda: have_all_taken(world, ["STOP", "START"] * 20))
    assert thread.unread_count == 40
    rows = world.opt_outs_table.all_rows()
    assert len([row for row in rows if row["RowKey"].startswith("L|")]) == 40
    assert [row["packed"] for row in rows if row["RowKey"].startswith("B|")] == [" "]


def test_forty_keywords_at_once_are_all_taken(world: World, serve: Serve) -> None:
    serve(world)
    rule = AutoReply(LONG_CODE, "hours", "From 9 to 6.", START)
    run_now(world.app().auto_replies.put(rule))
    thread = run_in_virtual_time(lambda: have_all_taken(world, ["hours"] * 40))
    assert thread.unread_count == 40
