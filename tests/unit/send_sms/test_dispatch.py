"""Dispatch: each message goes out once, whatever else happens to its send."""

import asyncio

import pytest

from send_sms.accepting.accept import AcceptedSend, accept_send
from tests.support.samples import make_request, people
from tests.support.world import TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    accept,
    run,
    run_until_idle,
    send_of,
    statuses,
)


def operation_count(world: World) -> int:
    return sum(table.operation_count for table in world.tables())


def message_id(accepted: AcceptedSend) -> str:
    """Name the one message of a single send."""
    (position,) = accepted.batches[0].positions_of(accepted.send)
    return str(accepted.batches[0].message_address(position))


async def test_one_recipient_is_sent_to_in_six_operations(world: World) -> None:
    work = await accept(world)
    before = operation_count(world)
    await run(world, work)
    looks = world.subscriptions_table.operation_count  # one in 4 seconds, whatever is sent
    assert looks == 1
    assert operation_count(world) - looks - before <= 6
    assert world.gateway.recipients == [ANA]
    assert await statuses(world, send_of(world, work)) == ["sent"]


async def test_finished_work_delivered_again_sends_nothing(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run(world, work)
    await run(world, work)
    assert world.gateway.recipients == [ANA, BEN]
    assert world.queue.items == []


async def test_ten_thousand_recipients_are_each_sent_to_once(world: World) -> None:
    accepted = await accept_send(make_request(people(10_000)), world.app().accepting)
    assert len({work.batch.row for work, _ in world.queue.items}) == 10
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == people(10_000)
    assert all(len(call.recipients) == 100 for call in world.gateway.calls)
    assert set(await statuses(world, accepted.send)) == {"sent"}


async def test_bulk_send_costs_a_hundred_operations_and_no_more(world: World) -> None:
    puts: list[object] = []
    world.queue.on_put = puts.append
    await accept_send(make_request(people(10_000)), world.app().accepting)
    await run_until_idle(world)
    assert len(puts) + operation_count(world) <= 100


async def test_one_worker_hands_a_whole_batch_to_the_carrier(world: World) -> None:
    work = await accept(world, people(1_000))
    await run(world, work)
    assert world.gateway.recipients == people(1_000)
    assert world.queue.items == []


async def test_call_never_crosses_a_block_of_a_hundred(world: World) -> None:
    work = await accept(world, people(250))
    await run(world, work)
    sent = {call.tag: len(call.recipients) for call in world.gateway.calls}
    send = send_of(world, work)
    assert sent == {f"{send}-000": 100, f"{send}-001": 100, f"{send}-002": 50}


async def test_personal_texts_are_grouped_into_calls(world: World) -> None:
    to = [
        {"number": number, "values": {"name": name}}
        for number, name in zip((ANA, BEN, CEM), ("A", "B", "A"), strict=True)
    ]
    work = await accept(world, to, message="Hi {{name}}")
    await run(world, work)
    sent = {call.body: (call.recipients, call.tag) for call in world.gateway.calls}
    assert sent == {
        "Hi A": ((ANA, CEM), f"{send_of(world, work)}-000"),
        "Hi B": ((BEN,), f"{send_of(world, work)}-00001"),
    }


async def test_hundred_personal_texts_are_all_sent_with_one_claim(world: World) -> None:
    to = [{"number": n, "values": {"n": str(i)}} for i, n in enumerate(people(100))]
    work = await accept(world, to, message="Number {{n}}")
    await run(world, work)
    assert len(world.gateway.calls) == 100
    assert {call.tag for call in world.gateway.calls} == {
        f"{send_of(world, work)}-{position:05d}" for position in range(100)
    }


@pytest.mark.parametrize("delivery_report", [True, False])
async def test_sender_and_report_wish_reach_the_gateway(
    world: World, *, delivery_report: bool
) -> None:
    work = await accept(world, deliveryReport=delivery_report)
    await run(world, work)
    (call,) = world.gateway.calls
    assert call.sender == TOLL_FREE
    assert call.delivery_report is delivery_report


async def test_members_of_a_round_leave_each_in_a_call_of_their_own(world: World) -> None:
    app = world.app()
    requests = [
        make_request(ANA, message="One."),
        make_request(ANA, message="Two.", deliveryReport=False),
        make_request(BEN, message="One."),
    ]
    singles = await asyncio.gather(*(accept_send(one, app.accepting) for one in requests))
    ((work, _),) = world.queue.take_all()

    await run(world, work)

    sent = {
        call.tag: (call.recipients, call.body, call.delivery_report) for call in world.gateway.calls
    }
    expected = [((ANA,), "One.", True), ((ANA,), "Two.", False), ((BEN,), "One.", True)]
    assert sent == dict(zip(map(message_id, singles), expected, strict=True))
    assert [await statuses(world, one.send) for one in singles] == [["sent"]] * 3
    assert world.queue.items == []


async def test_round_costs_as_many_operations_as_a_single_send(world: World) -> None:
    app = world.app()
    numbers = people(24)
    await asyncio.gather(*(accept_send(make_request(one), app.accepting) for one in numbers))
    ((work, _),) = world.queue.take_all()
    before = operation_count(world)
    await run(world, work)
    assert operation_count(world) - before <= 7
    assert sorted(world.gateway.recipients) == numbers
