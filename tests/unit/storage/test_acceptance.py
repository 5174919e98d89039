"""Sends of the same moment are made durable together."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from send_sms.accept import AcceptedSend, accept_send
from send_sms.dispatch import dispatch
from shared.domain.chunk import OPTED_OUT
from shared.domain.errors import StorageError
from shared.storage.dispatch_queue import Work
from shared.storage.table import Operation
from tests.support.samples import make_request, people
from tests.support.world import TOLL_FREE, FrozenClock, World
from tests.unit.send_sms.accepting import operation_count, opt_out
from tests.unit.send_sms.dispatch_world import raising

Request = tuple[Any, dict[str, Any]]


class MidnightClock(FrozenClock):
    """Tells a moment before and a moment after midnight, in turn."""

    def __init__(self) -> None:
        super().__init__()
        self._is_after = True

    def __call__(self) -> datetime:
        self._is_after = not self._is_after
        return datetime(2026, 11, 23, tzinfo=UTC) if self._is_after else self._before()

    @staticmethod
    def _before() -> datetime:
        return datetime(2026, 11, 22, 23, 59, 59, 900_000, tzinfo=UTC)


def begin(world: World, *requests: Request) -> list[asyncio.Task[AcceptedSend]]:
    services = world.services()
    return [
        asyncio.create_task(accept_send(make_request(to, **members), services))
        for to, members in requests
    ]


async def accept_together(world: World, *requests: Request) -> list[AcceptedSend]:
    return list(await asyncio.gather(*begin(world, *requests)))


def singles(count: int, **members: Any) -> list[Request]:
    return [(number, members) for number in people(count)]


def put_works(world: World) -> list[Work]:
    return [work for work, _ in world.queue.items]


@pytest.mark.parametrize("count", [2, 100])
async def test_round_of_singles_is_four_operations(world: World, count: int) -> None:
    accepted = await accept_together(world, *singles(count))
    assert operation_count(world) == 4
    assert len(world.journal_table.all_rows()) == count
    assert len({str(one.send) for one in accepted}) == count
    assert [one.chunks[0].recipients for one in accepted] == [(n,) for n in people(count)]


async def test_more_singles_than_a_transaction_holds_take_another_round(world: World) -> None:
    await accept_together(world, *singles(150))
    assert [len(work.spans) for work in put_works(world)] == [100, 50]
    assert len(world.journal_table.all_rows()) == 150


async def test_one_queue_message_names_all_of_a_round_and_sends_them(world: World) -> None:
    accepted = await accept_together(world, *singles(20))
    ((work, delay),) = world.queue.take_all()
    assert {str(span.send) for span in work.spans} == {str(one.send) for one in accepted}
    assert delay == 0
    before = sum(table.operation_count for table in world.tables())
    await dispatch(work, world.services())
    # The look at the subscriptions is good for all dispatches of half a minute.
    look_count = world.subscriptions_table.operation_count
    assert look_count == 1
    assert sum(table.operation_count for table in world.tables()) - before - look_count <= 6
    assert sorted(world.gateway.recipients) == people(20)


async def test_nobody_is_answered_before_the_commit(world: World) -> None:
    order: list[str] = []
    tasks = begin(world, *singles(10))

    def note(step: str) -> Callable[[object], None]:
        return lambda _: order.append(f"{step} {sum(task.done() for task in tasks)}")

    world.queue.on_put = note("put")
    world.journal_table.before_write = note("commit")
    await asyncio.gather(*tasks)
    assert order == ["put 0", "commit 0"]


async def test_opted_out_are_marked_and_the_others_of_the_round_are_not(world: World) -> None:
    ana, ben, cem = people(3)
    await opt_out(world, ben)
    accepted = await accept_together(world, *singles(3))
    outcomes = {one.chunks[0].recipients[0]: one.chunks[0].progress.outcomes for one in accepted}
    assert outcomes == {ana: {}, ben: {0: OPTED_OUT}, cem: {}}
    stored = await world.services().journal.read(accepted[1].send)
    assert stored[0].progress.outcomes == {0: OPTED_OUT}


async def test_senders_and_categories_are_committed_apart(world: World) -> None:
    kinds: list[dict[str, Any]] = [{}, {"category": "otp"}, {"from": "77001"}]
    await accept_together(world, *(one for kind in kinds for one in singles(4, **kind)))
    assert [len(work.spans) for work in put_works(world)] == [4, 4, 4]
    services = world.services()
    for work in put_works(world):
        chunks = await services.journal.read_firsts([span.send for span in work.spans])
        assert len({(chunk.send.sender, chunk.options.category) for chunk in chunks}) == 1


async def test_opt_out_from_another_sender_of_the_moment_does_not_count(world: World) -> None:
    (ana,) = people(1)
    await opt_out(world, ana)
    blocked, free = await accept_together(world, (ana, {}), (ana, {"from": "77001"}))
    assert blocked.chunks[0].progress.outcomes
    assert not free.chunks[0].progress.outcomes


async def test_round_over_midnight_is_committed_by_day(world: World) -> None:
    world.clock = MidnightClock()
    await accept_together(world, *singles(6))
    days = [{f"{s.send.accepted_at:%Y%m%d}" for s in work.spans} for work in put_works(world)]
    assert days == [{"20261122"}, {"20261123"}]
    partitions = {row["PartitionKey"] for row in world.journal_table.all_rows()}
    assert partitions == {f"{TOLL_FREE}|20261122", f"{TOLL_FREE}|20261123"}
    assert len(world.journal_table.all_rows()) == 6


async def test_day_that_fails_does_not_fail_the_other_day_of_its_round(world: World) -> None:
    world.clock = MidnightClock()

    def second_day_fails(operations: Sequence[Operation]) -> None:
        if operations[0][1]["PartitionKey"].endswith("20261123"):
            raise StorageError

    world.journal_table.before_write = second_day_fails
    results = await asyncio.gather(*begin(world, *singles(6)), return_exceptions=True)
    stored = {row["RowKey"].split("|")[0] for row in world.journal_table.all_rows()}
    assert {one.send.key for one in results if isinstance(one, AcceptedSend)} == stored
    assert len(stored) == 3
    assert sum(isinstance(one, StorageError) for one in results) == 3


async def test_send_of_a_round_that_is_there_already_keeps_out_no_other(world: World) -> None:
    def store_one_first(operations: Sequence[Operation]) -> None:
        world.journal_table.before_write = None
        world.journal_table.put(operations[7][1])

    world.journal_table.before_write = store_one_first
    accepted = await accept_together(world, *singles(20))
    keys = [f"{one.send.key}|0000" for one in accepted]
    assert [row["RowKey"] for row in world.journal_table.all_rows()] == sorted(keys)
    while works := world.queue.take_all():
        for work, _ in works:
            await dispatch(work, world.services())
    assert sorted(world.gateway.recipients) == people(20)


async def test_round_whose_answer_was_lost_is_not_stored_again(world: World) -> None:
    def store_all_first(operations: Sequence[Operation]) -> None:
        for _, row, _ in operations:
            world.journal_table.put(row)

    world.journal_table.before_write = store_all_first
    accepted = await accept_together(world, *singles(20))
    assert len(world.queue.items) == 1
    assert len(world.journal_table.all_rows()) == len(accepted) == 20


def registry_fails(world: World) -> None:
    world.opt_outs_table.before_read = raising(StorageError)


def queue_fails(world: World) -> None:
    world.queue.on_put = raising(StorageError)


def commit_fails(world: World) -> None:
    world.journal_table.before_write = raising(StorageError)


@pytest.mark.parametrize("break_it", [registry_fails, queue_fails, commit_fails])
async def test_everybody_of_a_round_learns_that_storage_is_away(
    world: World, break_it: Callable[[World], None]
) -> None:
    break_it(world)
    results = await asyncio.gather(*begin(world, *singles(10)), return_exceptions=True)
    assert all(isinstance(result, StorageError) for result in results)
    assert len(results) == 10
    assert world.journal_table.all_rows() == []


async def test_next_round_does_not_suffer_from_one_that_failed(world: World) -> None:
    services = world.services()
    world.queue.on_put = raising(StorageError)
    with pytest.raises(StorageError):
        await accept_send(make_request(people(1)), services)
    world.queue.on_put = None
    await accept_send(make_request(people(1)), services)
    assert len(world.journal_table.all_rows()) == 1


async def test_large_and_scheduled_sends_stand_alone(world: World) -> None:
    later = {"sendAt": "2026-11-22T10:00:00Z"}
    await accept_together(
        world, *singles(3), (people(2), {}), *singles(2, **later), (people(250), {})
    )
    sizes = sorted((len(work.spans), delay) for work, delay in world.queue.items)
    assert sizes == [(1, 0), (1, 0), (1, 3600), (1, 3600), (3, 0)]
