"""Members whose key could not be written: their round is stored without them."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from composition.app import App
from send_sms.accepting.accept import AcceptedSend
from send_sms.accepting.accept_once import TAKEOVER_AFTER, SendInFlightError
from shared.domain.errors import StorageError
from shared.storage.table import Operation, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.virtual_time import run_in_virtual_time
from tests.support.world import START, World
from tests.unit.send_sms.accept_helpers import ANA, BEN, another_process, stored_batches
from tests.unit.send_sms.accept_simulation import Caller, assert_answers_are_right, play
from tests.unit.send_sms.accept_world import Host, Worker
from tests.unit.send_sms.test_round_keys import accept, begin, delivered, stopping


class LosingTable(InMemoryTable):
    """Does what the first writes of some partitions ask for, or does not, and gives an error."""

    def __init__(self, shared: InMemoryTable, *, does_it: bool) -> None:
        super().__init__()
        self._shared, self._does_it = shared, does_it
        self.late: list[Sequence[Operation]] = []

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        self.late.append(operations)
        if self._does_it:
            await self._shared.write(operations)
        raise StorageError

    async def get(self, *keys: Any, **options: Any) -> Row | None:
        return await self._shared.get(*keys, **options)


def losing_keys(world: World, *, does_it: bool) -> tuple[App, LosingTable]:
    """Give the app of a worker whose key writes meet an error."""
    table = LosingTable(world.keys_table, does_it=does_it)
    return another_process(world, tables={"IdempotencyKeys": table}), table


@pytest.mark.parametrize("does_it", [True, False], ids=["answer lost", "not done"])
async def test_key_that_cannot_be_written_fails_its_member_only(
    world: World, *, does_it: bool
) -> None:
    app, _ = losing_keys(world, does_it=does_it)
    ana, ben = await asyncio.gather(*begin(app, (ANA, ""), (BEN, "b")), return_exceptions=True)
    assert isinstance(ana, AcceptedSend)
    assert isinstance(ben, StorageError)
    (batch,) = await stored_batches(world, [ana])
    assert batch.recipients == (ANA, "")
    assert await delivered(world) == [ANA]


@pytest.mark.parametrize("seconds", [0, TAKEOVER_AFTER.total_seconds()])
async def test_repeat_moves_the_key_of_a_member_that_its_round_lacks(
    world: World, seconds: float
) -> None:
    app, _ = losing_keys(world, does_it=True)
    ana, _ = await asyncio.gather(*begin(app, (ANA, ""), (BEN, "b")), return_exceptions=True)
    assert isinstance(ana, AcceptedSend)
    world.clock.advance(seconds=seconds)

    again = await accept(another_process(world), BEN, "b")
    assert (again.send.place, again.send.accepted_at) == (0, START)
    assert again.batches[0].expires_at(0) == START + timedelta(hours=72)
    assert (await accept(another_process(world), BEN, "b")).is_replay
    lacking = ana.send.at_place(2)
    assert await world.app().journal.read(lacking) == []
    assert await delivered(world) == [ANA, BEN]


async def test_concurrent_repeats_that_move_a_key_agree_on_one_send(world: World) -> None:
    app, _ = losing_keys(world, does_it=True)
    await asyncio.gather(*begin(app, (ANA, ""), (BEN, "b")), return_exceptions=True)
    world.clock.now += TAKEOVER_AFTER
    again = [task for _ in range(4) for task in begin(another_process(world), (BEN, "b"))]
    results = await asyncio.gather(*again)
    assert len({one.send for one in results}) == 1
    assert await delivered(world) == [ANA, BEN]


async def test_repeat_beside_one_that_has_moved_a_key_is_asked_to_retry(world: World) -> None:
    app, _ = losing_keys(world, does_it=True)
    await asyncio.gather(*begin(app, (ANA, ""), (BEN, "b")), return_exceptions=True)
    slow, queue = stopping(world, at_message=2)  # the first is that of a round of its own
    (mover,) = begin(slow, (BEN, "b"))
    await queue.stopped.wait()
    with pytest.raises(SendInFlightError):
        await accept(another_process(world), BEN, "b")
    queue.goes_on.set()
    assert (await accept(another_process(world), BEN, "b")).send == (await mover).send
    assert await delivered(world) == [ANA, BEN]


async def test_key_that_is_written_late_finds_its_round_stored_without_it(world: World) -> None:
    app, table = losing_keys(world, does_it=False)
    await asyncio.gather(*begin(app, (ANA, ""), (BEN, "b")), return_exceptions=True)
    for operations in table.late:
        await world.keys_table.write(operations)
    again = await accept(another_process(world), BEN, "b")
    assert (await accept(another_process(world), BEN, "b")).send == again.send
    assert await delivered(world) == [ANA, BEN]


async def test_key_that_is_written_late_changes_nothing_once_a_repeat_has_its_send(
    world: World,
) -> None:
    app, table = losing_keys(world, does_it=False)
    await asyncio.gather(*begin(app, (ANA, ""), (BEN, "b")), return_exceptions=True)
    again = await accept(another_process(world), BEN, "b")
    for operations in table.late:
        with pytest.raises(StorageError):
            await world.keys_table.write(operations)
    assert (await accept(another_process(world), BEN, "b")).send == again.send
    assert await delivered(world) == [ANA, BEN]


class SlowTable(InMemoryTable):
    """Does the first write later."""

    def __init__(self, shared: InMemoryTable, seconds: float) -> None:
        super().__init__()
        self._shared, self._seconds = shared, seconds

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        seconds, self._seconds = self._seconds, 0

        async def write_later() -> list[str]:
            await asyncio.sleep(seconds)
            return await self._shared.write(operations)

        return await asyncio.shield(asyncio.create_task(write_later()))

    async def get(self, *keys: Any, **options: Any) -> Row | None:
        return await self._shared.get(*keys, **options)


async def play_slow_key(seconds: float) -> None:
    host = Host()
    worker = Worker(host)
    slow = SlowTable(host.world.keys_table, seconds)
    worker.app = host.app_of(worker, IdempotencyKeys=slow)
    callers = [Caller(ANA, "Plain."), Caller(BEN, "With a key.", key="b")]
    asked = asyncio.create_task(play(host, [worker], callers))
    await asyncio.sleep(6)
    assert callers[0].answers
    await asked
    assert callers[1].answers, "its second request is answered"
    await assert_answers_are_right(host, callers)


@pytest.mark.parametrize("seconds", [10, 50, 600])
def test_key_that_is_written_slowly_holds_up_no_other_member(seconds: float) -> None:
    run_in_virtual_time(partial(play_slow_key, seconds))
