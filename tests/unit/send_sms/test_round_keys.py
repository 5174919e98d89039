"""Keys of round members: one key is one send, and an id never names two texts."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from composition.app import App
from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.accept_once import TAKEOVER_AFTER, KeyReusedError, SendInFlightError
from send_sms.storage.dispatch_queue import Work
from shared.storage.queue import QueueReceipt
from shared.storage.table import Operation, Row
from tests.support.in_memory_queues import InMemoryQueue
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_request, people
from tests.support.world import START, World
from tests.unit.send_sms.accept_helpers import (
    ANA,
    BEN,
    CEM,
    accept_keyed,
    another_process,
    stored_batches,
    texts_of,
)
from tests.unit.send_sms.dispatch_world import run_until_idle, statuses


async def accept(app: App, to: str, key: str = "", **members: Any) -> AcceptedSend:
    if key:
        return await accept_keyed(app, to, key=key, **members)
    return await accept_send(make_request(to, **members), app.accepting)


def begin(app: App, *asked: tuple[str, str], **members: Any) -> list[asyncio.Task[AcceptedSend]]:
    """Have several accepted at the same time: recipient and key of each."""
    return [asyncio.create_task(accept(app, *one, **members)) for one in asked]


class StoppingQueue(InMemoryQueue):
    """Stops a worker behind one of its messages, until the test lets it go on."""

    def __init__(self, shared: InMemoryQueue, stops_at: int) -> None:
        super().__init__()
        self._shared, self._stops_at = shared, stops_at
        self.stopped, self.goes_on = asyncio.Event(), asyncio.Event()

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        receipt = await self._shared.put(work, delay_seconds)
        self._put_count += 1
        if self._put_count == self._stops_at:
            self.stopped.set()
            await self.goes_on.wait()
        return receipt

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        await self._shared.replace(receipt, work, delay_seconds)

    async def remove(self, receipt: QueueReceipt) -> None:
        await self._shared.remove(receipt)


def stopping(world: World, at_message: int = 1) -> tuple[App, StoppingQueue]:
    queue = StoppingQueue(world.queue, at_message)
    return another_process(world, work_queue=queue), queue


async def delivered(world: World) -> list[str]:
    await run_until_idle(world, at_most=100)
    return sorted(world.gateway.recipients)


async def test_same_key_twice_in_a_round_is_one_member(world: World) -> None:
    tasks = begin(another_process(world), (ANA, ""), (BEN, "b"), (BEN, "b"), (CEM, ""))
    answers = await asyncio.gather(*tasks)
    assert answers[1].send == answers[2].send
    assert [one.is_replay for one in answers] == [False, False, True, False]
    (batch,) = await stored_batches(world, answers)
    assert batch.recipients == (ANA, BEN, "", CEM)
    assert await delivered(world) == [ANA, BEN, CEM]


async def test_same_key_for_two_texts_in_a_round_is_refused_for_one_of_them(world: World) -> None:
    tasks = begin(another_process(world), (BEN, "b"), (CEM, "b"), (ANA, ""))
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[1], KeyReusedError)
    assert await delivered(world) == [ANA, BEN]


async def test_same_key_in_rounds_of_two_workers_is_one_send(world: World) -> None:
    first = begin(another_process(world), (ANA, ""), (BEN, "b"))
    second = begin(another_process(world), (CEM, ""), (BEN, "b"))
    results = await asyncio.gather(*first, *second, return_exceptions=True)
    accepted = [one for one in results if isinstance(one, AcceptedSend)]
    assert all(isinstance(one, AcceptedSend | SendInFlightError) for one in results)
    assert len(accepted) >= 3
    assert await delivered(world) == [ANA, BEN, CEM]


async def test_repeat_is_asked_to_retry_while_the_round_may_be_in_progress(world: World) -> None:
    slow, queue = stopping(world)
    first = begin(slow, (ANA, ""), (BEN, "b"))
    await queue.stopped.wait()
    world.clock.now += TAKEOVER_AFTER - timedelta(seconds=1)
    with pytest.raises(SendInFlightError):
        await accept(another_process(world), BEN, "b")
    queue.goes_on.set()
    _, ben = await asyncio.gather(*first)
    assert (await accept(another_process(world), BEN, "b")).send == ben.send
    assert await delivered(world) == [ANA, BEN]


async def test_repeat_stores_the_missing_round_with_its_own_member_alone(world: World) -> None:
    slow, queue = stopping(world)
    first = begin(slow, (ANA, ""), (BEN, "b"))
    await queue.stopped.wait()
    world.clock.now += TAKEOVER_AFTER
    again = await accept(another_process(world), BEN, "b")
    assert (again.send.place, again.send.accepted_at) == (2, START)
    (alone,) = await stored_batches(world, [again])
    assert alone.recipients == ("", BEN)
    assert texts_of([alone]) == {BEN: alone.text_of(1)}

    queue.goes_on.set()
    ana, ben = await asyncio.gather(*first)
    assert (ben.send, ben.is_replay) == (again.send, True)
    assert ana.send.stored_under != ben.send.stored_under
    assert await delivered(world) == [ANA, BEN]
    assert await statuses(world, ana.send) == await statuses(world, ben.send) == ["sent"]


async def test_round_that_comes_late_finds_every_keyed_member_elsewhere(world: World) -> None:
    """The other keyed member is in neither row: its key moves to a send of its own."""
    slow, queue = stopping(world)
    first = begin(slow, (ANA, "a"), (BEN, "b"), (CEM, "c"))
    await queue.stopped.wait()
    world.clock.now += TAKEOVER_AFTER
    again = await accept(another_process(world), BEN, "b")
    queue.goes_on.set()
    answers = await asyncio.gather(*first)
    assert answers[1].send == again.send
    assert [one.send.place for one in answers] == [0, 2, 0]
    assert {one.send.accepted_at for one in answers} == {START}
    for number, key, answer in zip((ANA, BEN, CEM), "abc", answers, strict=True):
        assert (await accept(another_process(world), number, key)).send == answer.send
    assert await delivered(world) == [ANA, BEN, CEM]


class OvertakenTable(InMemoryTable):
    """Lets something happen behind the first read, before its answer arrives."""

    def __init__(self, shared: InMemoryTable, happens: Callable[[], Awaitable[Any]]) -> None:
        super().__init__()
        self._shared, self._happens = shared, happens
        self._is_first = True

    async def get(self, *keys: Any, **options: Any) -> Row | None:
        row = await self._shared.get(*keys, **options)
        if self._is_first:
            self._is_first = False
            await self._happens()
        return row

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        return await self._shared.write(operations)


async def test_repeat_that_is_overtaken_while_it_looks_does_not_move_the_key(world: World) -> None:
    slow, queue = stopping(world)
    first = begin(slow, (ANA, ""), (BEN, "b"))
    await queue.stopped.wait()
    world.clock.now += TAKEOVER_AFTER
    other = another_process(world)
    table = OvertakenTable(world.journal_table, lambda: accept(other, BEN, "b"))
    overtaken = another_process(world, tables={"Journal": table})
    answer = await accept(overtaken, BEN, "b")
    assert answer.send == (await accept(other, BEN, "b")).send
    assert answer.send.place == 2
    queue.goes_on.set()
    await asyncio.gather(*first)
    assert await delivered(world) == [ANA, BEN]


async def test_repeat_puts_work_again_that_was_dropped_for_want_of_a_row(world: World) -> None:
    first = await accept(another_process(world), BEN, "b")
    world.queue.take_all()
    world.clock.now += TAKEOVER_AFTER + timedelta(seconds=1)
    again = await accept(another_process(world), BEN, "b")
    assert (again.send, again.is_replay) == (first.send, True)
    assert [work.batch.send for work, _ in world.queue.items] == [first.send.stored_under]
    assert await delivered(world) == [BEN]


async def test_place_of_a_member_is_the_one_its_key_names(world: World) -> None:
    asked = [(number, f"key {number}") for number in people(40)]
    answers = await asyncio.gather(*begin(another_process(world), *asked))
    now = world.clock.now
    for (_, key), answer in zip(asked, answers, strict=True):
        held = await world.app().idempotency_keys.get(key, now)
        assert held
        assert held.send == answer.send
    assert [one.send.place for one in answers] == list(range(1, 41))
