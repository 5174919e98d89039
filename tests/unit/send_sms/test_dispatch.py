"""Dispatch: each message goes out once, whatever else happens to its send."""

from send_sms.dispatch import CHUNKS_PER_WORK
from shared.domain.identifiers import MessageAddress
from tests.support.samples import people
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


async def test_one_recipient_is_sent_to_in_six_operations(world: World) -> None:
    work = await accept(world)
    before = sum(table.operation_count for table in world.tables())
    await run(world, work)
    after = sum(table.operation_count for table in world.tables())
    looks = world.subscriptions_table.operation_count  # one in 30 seconds, whatever is sent
    assert looks == 1
    assert after - looks - before <= 6
    assert world.gateway.recipients == [ANA]
    assert await statuses(world, send_of(work)) == ["sent"]


async def test_finished_work_delivered_again_sends_nothing(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run(world, work)
    await run(world, work)
    assert world.gateway.recipients == [ANA, BEN]
    assert world.queue.items == []


async def test_ten_thousand_recipients_are_each_sent_to_once(world: World) -> None:
    work = await accept(world, people(10_000))
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == people(10_000)
    assert all(len(call.recipients) == 100 for call in world.gateway.calls)
    assert set(await statuses(world, send_of(work))) == {"sent"}


async def test_bulk_send_costs_less_than_a_tenth_of_an_operation_each(world: World) -> None:
    puts: list[object] = []
    world.queue.on_put = puts.append
    work = await accept(world, people(10_000))
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    count = len(puts) + sum(table.operation_count for table in world.tables())
    assert count <= 1_000


async def test_wide_work_is_fanned_out_without_gap_or_overlap(world: World) -> None:
    work = await accept(world, people(2_501))
    await run(world, work)
    parts = [part for part, _ in world.queue.items]
    assert all(part.spans[0].last - part.spans[0].first < CHUNKS_PER_WORK for part in parts)
    numbers = [n for part in parts for n in range(part.spans[0].first, part.spans[0].last + 1)]
    assert sorted(numbers) == list(range(26))
    assert world.gateway.calls == []


async def test_narrow_work_is_not_fanned_out(world: World) -> None:
    work = await accept(world, people(100 * CHUNKS_PER_WORK))
    await run(world, work)
    assert len(world.gateway.recipients) == 100 * CHUNKS_PER_WORK
    assert world.queue.items == []


async def test_personal_texts_are_grouped_into_calls(world: World) -> None:
    to = [
        {"number": number, "values": {"name": name}}
        for number, name in zip((ANA, BEN, CEM), ("A", "B", "A"), strict=True)
    ]
    work = await accept(world, to, message="Hi {{name}}")
    await run(world, work)
    sent = {call.body: (call.recipients, call.tag) for call in world.gateway.calls}
    assert sent == {
        "Hi A": ((ANA, CEM), f"{send_of(work)}-0000"),
        "Hi B": ((BEN,), f"{send_of(work)}-000001"),
    }


async def test_hundred_personal_texts_are_all_sent_with_one_claim(world: World) -> None:
    to = [{"number": n, "values": {"n": str(i)}} for i, n in enumerate(people(100))]
    work = await accept(world, to, message="Number {{n}}")
    await run(world, work)
    assert len(world.gateway.calls) == 100
    assert {call.tag for call in world.gateway.calls} == {
        str(MessageAddress(send_of(work), 0, position)) for position in range(100)
    }


async def test_sender_and_report_wish_reach_the_gateway(world: World) -> None:
    work = await accept(world, deliveryReport=False)
    await run(world, work)
    (call,) = world.gateway.calls
    assert call.sender == TOLL_FREE
    assert call.delivery_report is False
