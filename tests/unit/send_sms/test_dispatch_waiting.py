"""Work that comes before its row or before its time."""

from datetime import timedelta

from send_sms.accepting.accept import accept_send
from send_sms.dispatching.dispatch import MAX_WAITS_FOR_ROWS
from send_sms.storage.dispatch_queue import Work
from shared.domain.identifiers import BatchAddress
from shared.storage.queue import MAX_DELAY_SECONDS
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import SEND, make_request, people
from tests.support.world import START, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    accept,
    run,
    run_until_idle,
    send_of,
    statuses,
)


async def test_work_that_comes_before_its_row_waits_longer_each_time(world: World) -> None:
    work = Work(BatchAddress(SEND))
    delays = []
    for _ in range(8):
        await run(world, work)
        ((work, delay),) = world.queue.take_all()
        delays.append(delay)
    assert delays == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_work_without_a_row_is_dropped_after_ten_minutes_of_waits(world: World) -> None:
    world.queue.items = [(Work(BatchAddress(SEND)), 0)]
    await run_until_idle(world)
    assert timedelta(minutes=10) <= world.clock.now - START < timedelta(minutes=11)


async def test_work_of_an_old_send_waits_for_its_row_like_any_other(world: World) -> None:
    """Its send may be committed only now, by a repeated request."""
    world.clock.advance(hours=23)
    await run(world, Work(BatchAddress(SEND), MAX_WAITS_FOR_ROWS - 1))
    assert len(world.queue.items) == 1


async def test_work_whose_row_comes_late_is_done(world: World) -> None:
    work = await accept(world)
    rows = world.journal_table.all_rows()
    world.journal_table = InMemoryTable()
    await run(world, work)
    await world.journal_table.write([("create", row, "") for row in rows])
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]


async def test_scheduled_send_waits_in_hops_of_what_the_queue_allows(world: World) -> None:
    work = await accept(world, sendAt="2026-12-06T09:00:00Z")
    world.queue.items = [(work, 0)]
    hops = 0
    while not world.gateway.calls:
        ((work, delay),) = world.queue.take_all()
        world.clock.advance(seconds=min(delay, MAX_DELAY_SECONDS))
        assert await statuses(world, send_of(world, work)) == [
            "scheduled" if world.clock.now < START + timedelta(days=14) else "queued"
        ]
        await run(world, work)
        hops += 1
    assert hops == 4
    assert world.clock.now == START + timedelta(days=14)


async def test_work_that_comes_a_moment_early_waits_for_its_time(world: World) -> None:
    work = await accept(world, sendAt="2026-11-22T10:00:00Z")
    world.clock.advance(seconds=3599.5)
    await run(world, work)
    assert world.queue.items == [(work, 1)]
    assert world.gateway.calls == []


async def test_each_batch_of_a_scheduled_send_waits_for_its_time(world: World) -> None:
    await accept_send(
        make_request(people(2_000), sendAt="2026-11-22T10:00:00Z"), world.app().accepting
    )
    items = world.queue.take_all()
    assert [delay for _, delay in items] == [3600, 3600]
    for work, _ in items:
        await run(world, work)
    assert world.queue.items == items
    assert world.gateway.calls == []
