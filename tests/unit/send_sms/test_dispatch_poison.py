"""Poisoned work is ended so that it is seen."""

import pytest

from send_sms.domain.dispatching import CLAIM_TIME
from send_sms.ending import give_up_work
from send_sms.storage.dispatch_queue import Work
from shared.domain.errors import ConflictError
from shared.domain.identifiers import BatchAddress
from tests.support.samples import SEND
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    accept,
    claim_before_next_write,
    finish_other_worker,
    raising,
    run,
    run_dying,
    run_killed,
    send_of,
    statuses,
    stored_batch,
)


async def test_poisoned_work_that_never_left_is_failed_and_seen(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await give_up_work(work, world.app().sending)
    batch = await stored_batch(world, work)
    assert batch.progress.outcomes[1].code == "dispatch_failed"
    assert await statuses(world, send_of(world, work)) == ["failed", "failed"]


async def test_poisoned_work_that_may_have_left_is_unknown(world: World) -> None:
    work = await accept(world)
    await run_dying(world, work)
    world.clock.now += CLAIM_TIME
    await give_up_work(work, world.app().sending)
    assert await statuses(world, send_of(world, work)) == ["unknown"]


async def test_giving_up_waits_for_a_worker_that_has_claimed_the_batch(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    claimed = await claim_before_next_write(world, work)
    await run(world, work)

    with pytest.raises(ConflictError):
        await give_up_work(work, world.app().sending)
    await finish_other_worker(world, claimed)
    await give_up_work(work, world.app().sending)

    assert await statuses(world, send_of(world, work)) == ["sent", "sent"]


async def test_recovery_message_of_poisoned_work_finds_nothing_to_do(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run_killed(world, work)
    ((recovery, _),) = world.queue.take_all()
    world.clock.now += CLAIM_TIME
    await give_up_work(work, world.app().sending)
    world.gateway.calls.clear()

    await run(world, recovery)

    assert (world.gateway.calls, world.queue.items) == ([], [])
    assert await statuses(world, send_of(world, work)) == ["unknown", "unknown"]


async def test_poisoned_work_that_is_done_changes_nothing(world: World) -> None:
    work = await accept(world)
    await run(world, work)
    rows = world.journal_table.all_rows()
    await give_up_work(work, world.app().sending)
    assert world.journal_table.all_rows() == rows


async def test_poisoned_work_of_no_send_changes_nothing(world: World) -> None:
    await give_up_work(Work(BatchAddress(SEND)), world.app().sending)
    assert world.journal_table.all_rows() == []


@pytest.mark.usefixtures("no_pauses")
async def test_giving_up_work_that_a_worker_took_after_all_is_refused(world: World) -> None:
    work = await accept(world)
    world.journal_table.before_write = raising(ConflictError)
    with pytest.raises(ConflictError):
        await give_up_work(work, world.app().sending)


async def test_given_up_send_is_not_handed_to_the_carrier_again(world: World) -> None:
    work = await accept(world)
    await give_up_work(work, world.app().sending)
    await run(world, work)
    assert world.gateway.calls == []
