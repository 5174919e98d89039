"""Concurrent single sends are made durable together, as one batch."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from send_sms.accepting.accept import AcceptedSend, accept_send
from send_sms.accepting.rounds import MAX_WAIT
from send_sms.dispatching.dispatch import dispatch
from send_sms.domain.batch import MAX_ROUND_MEMBERS, Batch
from send_sms.storage.dispatch_queue import Work
from shared.carriers.sending import OPTED_OUT
from shared.domain.errors import StorageError
from shared.domain.message_text import compose
from shared.storage.table import Operation
from tests.support.samples import make_request, people
from tests.support.world import START, World
from tests.unit.send_sms.accept_helpers import (
    ANA,
    CountedQueue,
    operation_count,
    opt_out,
    stored_batches,
    texts_of,
)
from tests.unit.send_sms.dispatch_world import raising, run_until_idle

Request = tuple[Any, dict[str, Any]]


@pytest.fixture
def world() -> World:
    return World(queue=CountedQueue())


def begin(world: World, *requests: Request) -> list[asyncio.Task[AcceptedSend]]:
    app = world.app()
    return [
        asyncio.create_task(accept_send(make_request(to, **members), app.accepting))
        for to, members in requests
    ]


async def accept_together(world: World, *requests: Request) -> list[AcceptedSend]:
    return list(await asyncio.gather(*begin(world, *requests)))


def singles(count: int, **members: Any) -> list[Request]:
    return [(number, members) for number in people(count)]


def put_works(world: World) -> list[Work]:
    return [work for work, _ in world.queue.items]


async def rounds_of(world: World, accepted: list[AcceptedSend]) -> list[Batch]:
    batches = await stored_batches(world, accepted)
    assert all(batch.is_round for batch in batches)
    return batches


@pytest.mark.parametrize("count", [1, 2, MAX_ROUND_MEMBERS])
async def test_round_costs_what_a_single_send_costs(world: World, count: int) -> None:
    accepted = await accept_together(world, *singles(count))
    assert operation_count(world) == 6
    assert len(world.journal_table.all_rows()) == 1
    assert len({str(one.send) for one in accepted}) == count


async def test_each_member_is_found_by_the_id_it_was_answered_with(world: World) -> None:
    requests = [(number, {"message": f"For {number[-4:]}"}) for number in people(20)]
    journal = world.app().journal
    for (number, members), one in zip(
        requests, await accept_together(world, *requests), strict=True
    ):
        (batch,) = await journal.read(one.send)
        (position,) = batch.positions_of(one.send)
        assert batch.recipients[position] == number
        assert batch.text_of(position) == members["message"]
        assert str(batch.message_address(position)).startswith(str(one.send))


async def test_members_keep_texts_options_and_totals_of_their_own(world: World) -> None:
    ana, ben, cem = people(3)
    await accept_together(
        world,
        ([ana, ana, "invalid"], {"campaign": "may", "ttlSeconds": 60}),
        (ben, {"deliveryReport": False}),
        ([{"number": cem, "values": {"name": "Cem"}}], {"message": "Hi {{name}}"}),
    )
    (row,) = put_works(world)
    batch = await world.app().journal.get(row.batch)
    assert batch
    first = batch.terms_of(0)
    assert (first.options.campaign, batch.expires_at(0)) == ("may", START + timedelta(seconds=60))
    assert (first.totals.duplicate_count, first.totals.rejected_count) == (1, 1)
    assert [batch.options_of(n).delivery_report for n in range(3)] == [True, False, True]
    assert batch.text_of(2) == "Hi Cem"


async def test_more_singles_than_a_round_holds_take_another_one(world: World) -> None:
    accepted = await accept_together(world, *singles(150))
    batches = await rounds_of(world, accepted)
    assert [len(batch.recipients) for batch in batches] == [64, 64, 22]
    assert len(world.journal_table.all_rows()) == len(world.queue.items) == 3


async def test_one_queue_message_names_the_round_and_sends_all_of_it(world: World) -> None:
    accepted = await accept_together(world, *singles(20))
    ((work, delay),) = world.queue.take_all()
    assert {one.send.stored_under for one in accepted} == {work.batch.send}
    assert delay == 0
    before = sum(table.operation_count for table in world.tables())
    await dispatch(work, world.app().sending)
    # The look at the subscriptions is good for all dispatches of half a minute.
    look_count = world.subscriptions_table.operation_count
    assert look_count == 1
    assert sum(table.operation_count for table in world.tables()) - before - look_count <= 6
    assert sorted(world.gateway.recipients) == people(20)


async def test_no_caller_is_answered_before_the_commit(world: World) -> None:
    order: list[str] = []
    tasks = begin(world, *singles(10))

    def note(step: str) -> Callable[[object], None]:
        return lambda _: order.append(f"{step} {sum(task.done() for task in tasks)}")

    world.queue.on_put = note("put")
    world.journal_table.before_write = note("commit")
    await asyncio.gather(*tasks)
    assert order == ["put 0", "commit 0"]


async def test_opted_out_are_marked_and_the_others_of_the_round_are_not(world: World) -> None:
    _, ben, _ = people(3)
    await opt_out(world, ben)
    accepted = await accept_together(world, *singles(3))
    (stored,) = await rounds_of(world, accepted)
    assert stored.progress.outcomes == {1: OPTED_OUT}
    assert all(one.batches[0].progress.outcomes == {1: OPTED_OUT} for one in accepted)


async def test_senders_and_categories_are_committed_apart(world: World) -> None:
    kinds: list[dict[str, Any]] = [{}, {"category": "otp"}, {"from": "77001"}]
    requests = [one for kind in kinds for one in singles(4, **kind)]
    batches = await rounds_of(world, await accept_together(world, *requests))
    assert [len(batch.recipients) for batch in batches] == [4, 4, 4]
    assert len({(batch.sender, batch.shared_options.category) for batch in batches}) == 3


async def test_opt_out_from_another_sender_does_not_count(world: World) -> None:
    await opt_out(world, ANA)
    blocked, free = await accept_together(world, (ANA, {}), (ANA, {"from": "77001"}))
    assert blocked.batches[0].progress.outcomes
    assert not free.batches[0].progress.outcomes


async def test_round_over_midnight_lies_in_one_day(world: World) -> None:
    """Members of a round are accepted at its time, whenever they asked."""
    world.clock.now = datetime(2026, 11, 22, 23, 59, 59, 900_000, tzinfo=UTC)
    tasks = begin(world, *singles(6, ttlSeconds=60))
    await asyncio.sleep(0)
    world.clock.advance(seconds=1)
    accepted = await asyncio.gather(*tasks)
    assert len({row["PartitionKey"] for row in world.journal_table.all_rows()}) == 1
    assert {one.send.accepted_at for one in accepted} == {world.clock.now}
    (batch,) = await rounds_of(world, accepted)
    assert {batch.expires_at(n) for n in range(6)} == {world.clock.now + timedelta(seconds=60)}


async def test_round_whose_id_is_taken_gets_another_one(world: World) -> None:
    def store_a_foreign_one(operations: list[Operation]) -> None:
        world.journal_table.before_write = None
        _, row, _ = operations[0]
        world.journal_table.put({**row, "commit": "foreign"})

    world.journal_table.before_write = store_a_foreign_one
    accepted = await accept_together(world, *singles(20))
    foreign, own = world.journal_table.all_rows()
    (batch,) = await rounds_of(world, accepted)
    assert own["RowKey"] == f"{batch.address.send.key}|00"
    assert foreign["commit"] == "foreign"
    assert len(batch.recipients) == 20


async def test_round_whose_answer_was_lost_is_not_stored_again(world: World) -> None:
    def store_it_first(operations: list[Operation]) -> None:
        world.journal_table.before_write = None
        world.journal_table.put(operations[0][1])

    world.journal_table.before_write = store_it_first
    accepted = await accept_together(world, *singles(20))
    assert len(world.queue.items) == len(world.journal_table.all_rows()) == 1
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == people(20)
    assert len(accepted) == 20


def queue_fails(world: World) -> None:
    world.queue.on_put = raising(StorageError)


def commit_fails(world: World) -> None:
    world.journal_table.before_write = raising(StorageError)


@pytest.mark.parametrize("break_it", [queue_fails, commit_fails])
async def test_every_caller_of_a_round_learns_that_storage_is_unavailable(
    world: World, break_it: Callable[[World], None]
) -> None:
    break_it(world)
    results = await asyncio.gather(*begin(world, *singles(10)), return_exceptions=True)
    assert all(isinstance(result, StorageError) for result in results)
    assert len(results) == 10
    assert world.journal_table.all_rows() == []


async def test_next_round_does_not_suffer_from_one_that_failed(world: World) -> None:
    app = world.app()
    world.queue.on_put = raising(StorageError)
    with pytest.raises(StorageError):
        await accept_send(make_request(people(1)), app.accepting)
    world.queue.on_put = None
    await accept_send(make_request(people(1)), app.accepting)
    assert len(world.journal_table.all_rows()) == 1


async def test_member_that_waited_too_long_is_refused_and_not_stored(world: World) -> None:
    late = begin(world, *singles(2))
    await asyncio.sleep(0)
    world.clock.now += MAX_WAIT + timedelta(milliseconds=1)
    timely = begin(world, (people(3)[2], {}))
    results = await asyncio.gather(*late, *timely, return_exceptions=True)
    assert [isinstance(one, StorageError) for one in results] == [True, True, False]
    (batch,) = await stored_batches(world, [one for one in results if not _is_error(one)])  # type: ignore[misc]
    assert batch.recipients == (people(3)[2],)


def _is_error(result: AcceptedSend | BaseException) -> bool:
    return isinstance(result, BaseException)


async def test_other_than_single_and_immediate_sends_stand_alone(world: World) -> None:
    later = {"sendAt": "2026-11-22T10:00:00Z"}
    accepted = await accept_together(
        world, *singles(3), (people(2), {}), *singles(2, **later), (people(250), {})
    )
    batches = await stored_batches(world, accepted)
    assert sorted(len(batch.recipients) for batch in batches) == [1, 1, 2, 3, 250]
    assert [batch.is_round for batch in batches].count(True) == 1
    assert sorted(delay for _, delay in world.queue.items) == [0, 0, 0, 3600, 3600]


async def test_largest_round_fits_into_a_row(world: World) -> None:
    """Neither texts nor values can be packed; the table refuses a row that is too large."""
    random = Random(0)

    def noise(length: int) -> str:
        return "".join(chr(random.randrange(0x10000, 0x10FFFF)) for _ in range(length))

    requests: list[Request] = [
        ([{"number": number, "values": {"x": noise(2_030)}}], {"message": "{{x}}" + noise(15)})
        for number in people(MAX_ROUND_MEMBERS)
    ]
    wide = noise(2_043)
    requests[0] = (ANA, {"message": wide, "campaign": noise(64)})
    accepted = await accept_together(world, *requests)
    (batch,) = await rounds_of(world, accepted)
    assert texts_of([batch])[ANA] == compose(wide)
    assert len(texts_of([batch])) == MAX_ROUND_MEMBERS
