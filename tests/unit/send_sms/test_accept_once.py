"""One key is one send: whatever crashes, however many requests come at the same time."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composition.app import App
from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.accept_once import TAKEOVER_AFTER, KeyReusedError, SendInFlightError
from send_sms.domain.progress import Progress
from send_sms.storage.dispatch_queue import Work
from send_sms.storage.idempotency_keys import RETENTION
from shared.domain.errors import StorageError
from shared.storage.queue import QueueReceipt
from tests.support.in_memory_queues import InMemoryQueue
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_request, people
from tests.support.world import START, World
from tests.unit.send_sms.accept_helpers import (
    ANA,
    accept_keyed,
    another_process,
    operation_count,
    opt_out,
)
from tests.unit.send_sms.dispatch_world import WorkerDiedError, run_until_idle, statuses

SIZES = {"one": people(1), "few": people(3), "many": people(250)}
WITH_KEY_WRITTEN = 5
"""Operations of a single send before its row: the message, registry, sender, key."""

each_size = pytest.mark.parametrize("to", SIZES.values(), ids=SIZES)


async def accept(
    world: World, to: Sequence[str] = (ANA,), *, app: App | None = None, **members: Any
) -> AcceptedSend:
    """Ask for a send as one more worker would, unless told whose app to use."""
    return await accept_keyed(app or another_process(world), to, **members)


def fail_at(world: World, operation: int, error: type[Exception]) -> None:
    """Let the operations before this one happen, and none from it on."""
    left = iter(range(operation))

    def step(*_: object) -> None:
        if next(left, None) is None:
            raise error

    world.queue.on_put = step
    for table in world.tables():
        table.before_read = table.before_write = step


def heal(world: World) -> None:
    world.queue.on_put = None
    for table in world.tables():
        table.before_read = table.before_write = None


async def operations_of(to: Sequence[str]) -> int:
    world = World()
    await accept(world, to)
    return operation_count(world)


@each_size
async def test_new_key_costs_one_operation_more(to: Sequence[str]) -> None:
    without = World()
    await accept_send(make_request(to), without.app().accepting)
    assert await operations_of(to) == operation_count(without) + 1


@each_size
@pytest.mark.parametrize("error", [WorkerDiedError, StorageError])
async def test_try_that_ended_anywhere_is_made_good_by_a_repeat_and_sends_once(
    to: Sequence[str], error: type[Exception]
) -> None:
    for operation in range(await operations_of(to)):
        world = World()
        fail_at(world, operation, error)
        with pytest.raises(error):
            await accept(world, to)
        heal(world)
        world.clock.advance(seconds=TAKEOVER_AFTER.total_seconds())

        again = await accept(world, to)
        await run_until_idle(world)

        assert world.gateway.recipients == to
        assert (await accept(world, to)).send == again.send


@each_size
async def test_lost_answer_is_given_again_at_once(world: World, to: Sequence[str]) -> None:
    first = await accept(world, to)
    again = await accept(world, to)
    assert (again.send, again.is_replay, first.is_replay) == (first.send, True, False)


async def test_repeat_leaves_the_first_try_its_time(world: World) -> None:
    fail_at(world, WITH_KEY_WRITTEN, WorkerDiedError)
    with pytest.raises(WorkerDiedError):
        await accept(world)
    heal(world)
    world.clock.advance(seconds=TAKEOVER_AFTER.total_seconds() - 0.001)
    with pytest.raises(SendInFlightError):
        await accept(world)
    world.clock.advance(seconds=0.001)
    assert not (await accept(world)).is_replay


@each_size
async def test_first_try_that_is_alive_after_all_stores_and_sends_nothing_twice(
    world: World, to: Sequence[str]
) -> None:
    """It stops between its queue message and its rows, and goes on after the repeat."""
    stopped, going_on = asyncio.Event(), asyncio.Event()
    another_process(world)

    class StoppingQueue(InMemoryQueue):
        async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
            receipt = await world.queue.put(work, delay_seconds)
            stopped.set()
            await going_on.wait()
            return receipt

    slow = world.app(work_queue=StoppingQueue())
    first = asyncio.create_task(accept(world, to, app=slow))
    await stopped.wait()
    world.clock.advance(seconds=TAKEOVER_AFTER.total_seconds())
    taken_over = await accept(world, to)
    rows = world.journal_table.all_rows()
    going_on.set()

    assert (await first).send == taken_over.send
    assert world.journal_table.all_rows() == rows
    await run_until_idle(world)
    assert world.gateway.recipients == to


@pytest.mark.parametrize("same_process", [True, False])
@each_size
async def test_of_concurrent_requests_one_is_accepted_and_the_others_wait_or_get_its_answer(
    world: World, to: Sequence[str], *, same_process: bool
) -> None:
    shared = world.app() if same_process else None
    results = await asyncio.gather(
        *(accept(world, to, app=shared) for _ in range(5)), return_exceptions=True
    )
    accepted = [one for one in results if isinstance(one, AcceptedSend)]
    assert all(isinstance(one, AcceptedSend | SendInFlightError) for one in results)
    assert [one.is_replay for one in accepted].count(False) == 1
    assert len({one.send for one in accepted}) == 1
    await run_until_idle(world)
    assert world.gateway.recipients == to


async def test_of_different_requests_at_the_same_time_one_is_accepted(world: World) -> None:
    app = world.app()
    results = await asyncio.gather(
        *(accept(world, [number], app=app) for number in people(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, AcceptedSend) for one in results) == 1
    assert sum(isinstance(one, KeyReusedError) for one in results) == 4


async def test_several_repeats_that_take_over_at_once_send_once(world: World) -> None:
    fail_at(world, 1, WorkerDiedError)
    with pytest.raises(WorkerDiedError):
        await accept(world, people(3))
    heal(world)
    world.clock.advance(seconds=TAKEOVER_AFTER.total_seconds())
    results = await asyncio.gather(*(accept(world, people(3)) for _ in range(4)))
    assert len({one.send for one in results}) == 1
    await run_until_idle(world)
    assert world.gateway.recipients == people(3)


async def test_send_taken_over_keeps_the_times_of_its_first_request(world: World) -> None:
    fail_at(world, 1, WorkerDiedError)
    with pytest.raises(WorkerDiedError):
        await accept(world, sendAt="2026-11-22T10:00:00Z", ttlSeconds=60)
    heal(world)
    world.clock.advance(minutes=30)
    again = await accept(world, sendAt="2026-11-22T10:00:00Z", ttlSeconds=60)
    assert again.send.accepted_at == START
    assert world.queue.items[0][1] == 30 * 60
    assert again.batches[0].expires_at(0) == START + timedelta(hours=1, seconds=60)


async def test_scheduled_send_taken_over_after_its_time_goes_out_at_once(world: World) -> None:
    fail_at(world, 1, WorkerDiedError)
    with pytest.raises(WorkerDiedError):
        await accept(world, sendAt="2026-11-22T10:00:00Z")
    heal(world)
    world.clock.advance(hours=2)
    await accept(world, sendAt="2026-11-22T10:00:00Z")
    assert world.queue.items[0][1] == 0
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]


async def test_send_taken_over_after_its_time_to_live_expires(world: World) -> None:
    fail_at(world, WITH_KEY_WRITTEN, WorkerDiedError)
    with pytest.raises(WorkerDiedError):
        await accept(world, category="otp")
    heal(world)
    world.clock.advance(minutes=6)
    again = await accept(world, category="otp")
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, again.send) == ["expired"]


async def test_answer_of_a_taken_over_send_is_that_of_its_stored_rows(world: World) -> None:
    """Another request was faster to take it over, and the recipient opted out meanwhile."""
    accepted = await accept(world)
    rows = world.journal_table.all_rows()
    world.journal_table = InMemoryTable()
    world.clock.advance(seconds=TAKEOVER_AFTER.total_seconds())
    await opt_out(world, ANA)

    def store_first(_: object) -> None:
        for row in rows:
            world.journal_table.put(row)

    world.journal_table.before_write = store_first
    again = await accept(world)
    assert accepted.batches[0].progress == again.batches[0].progress == Progress()


async def test_key_is_free_again_after_24_hours(world: World) -> None:
    first = await accept(world)
    world.clock.advance(seconds=RETENTION.total_seconds() - 1)
    assert (await accept(world)).send == first.send
    world.clock.advance(seconds=1)
    second = await accept(world, people(2))
    assert second.send != first.send
    assert (await accept(world, people(2))).send == second.send


Step = tuple[int, int, float]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2), st.floats(0, 90)), max_size=6))
async def test_any_history_of_crashes_and_repeats_sends_once_and_answers_alike(
    steps: list[Step],
) -> None:
    world, accepted = World(), list[AcceptedSend]()
    for operation, delivered, seconds in steps:
        fail_at(world, operation, WorkerDiedError)
        with suppress(WorkerDiedError, SendInFlightError):
            accepted.append(await accept(world, people(2)))
        heal(world)
        world.clock.advance(seconds=seconds)
        if delivered == 0:
            await run_until_idle(world)
    world.clock.advance(seconds=TAKEOVER_AFTER.total_seconds())
    accepted.append(await accept(world, people(2)))
    await run_until_idle(world)
    assert len({one.send for one in accepted}) == 1
    assert world.gateway.recipients == people(2)
