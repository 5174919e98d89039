"""What time settles while work is under way is stored, and published like everything else."""

import asyncio

from send_sms.accepting.accept import accept_send
from send_sms.ending import give_up_work
from senders.domain.profile import default_profile
from shared.carriers.registry import LONGEST_REPEAT_WINDOW
from tests.support.samples import make_request
from tests.support.world import TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    HookedTable,
    accept,
    finish_other_worker,
    run,
    run_killed,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
)
from tests.unit.send_sms.publishing import published, stored_outcomes, subscribe


async def test_what_expires_between_plan_and_claim_is_published(world: World) -> None:
    await subscribe(world)
    work = await accept(world, [ANA, BEN], ttlSeconds=60)
    send = send_of(world, work)
    # The recovery message is put between the two.
    world.queue.on_put = lambda _: world.clock.advance(seconds=61)

    await run(world, work)

    world.queue.on_put = None
    assert world.gateway.calls == []
    assert await statuses(world, send) == ["expired", "expired"]
    assert len(await stored_outcomes(world, send)) == 2
    assert published(world) == await stored_outcomes(world, send)
    assert world.queue.items == []


async def test_what_expires_between_plan_and_storing_is_published(world: World) -> None:
    await subscribe(world)
    app = world.app()
    sends = await asyncio.gather(
        accept_send(make_request(ANA, ttlSeconds=60), app.accepting),
        accept_send(make_request(BEN, ttlSeconds=62), app.accepting),
    )
    ((work, _),) = world.queue.take_all()
    await app.senders.set_paused(TOLL_FREE, default_profile(TOLL_FREE), world.clock.now)
    world.clock.advance(seconds=61)
    world.event_queue.on_put = lambda _: world.clock.advance(seconds=2)

    await run(world, work)

    world.event_queue.on_put = None
    assert [await statuses(world, one.send) for one in sends] == [["expired"], ["expired"]]
    await run_until_idle(world)
    assert len(published(world)) == 2


async def test_poisoned_work_whose_time_to_live_is_over_has_expired(world: World) -> None:
    await subscribe(world)
    work = await accept(world, [ANA, BEN], ttlSeconds=60)
    world.clock.advance(seconds=61)
    await give_up_work(work, world.app().sending)
    assert await statuses(world, send_of(world, work)) == ["expired", "expired"]
    assert published(world) == await stored_outcomes(world, send_of(world, work))


async def test_what_another_worker_records_meanwhile_is_not_published_as_unknown(
    world: World,
) -> None:
    await subscribe(world)
    table = world.journal_table = HookedTable()
    work = await accept(world, [ANA, BEN])
    await run_killed(world, work)
    world.clock.advance(seconds=LONGEST_REPEAT_WINDOW.total_seconds() + 1)
    claimed = await stored_batch(world, work)
    table.before_next_write = lambda: finish_other_worker(world, claimed)

    await run(world, work)

    assert {status for _, status in published(world)} == {"sent"}
    assert published(world) == await stored_outcomes(world, send_of(world, work))
