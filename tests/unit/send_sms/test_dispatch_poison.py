"""Poisoned work is ended so that it is seen."""

import pytest

from send_sms.dispatch import give_up_work
from send_sms.look_up import find_message
from shared.domain.dispatching import CLAIM_TIME
from shared.domain.errors import ConflictError
from shared.domain.identifiers import MessageAddress
from shared.storage.dispatch_queue import Span, Work
from tests.support.samples import SEND
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    accept,
    let_rival_claim_first,
    let_rival_send,
    raising,
    run,
    run_dying,
    run_killed,
    send_of,
    statuses,
)


async def test_poisoned_work_that_never_left_is_failed_and_seen(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await give_up_work(work, world.services())
    message = await find_message(MessageAddress(send_of(work), 0, 1), world.services())
    assert message
    assert message.chunk.progress.outcomes[1].code == "dispatch_failed"
    assert await statuses(world, send_of(work)) == ["failed", "failed"]


async def test_poisoned_work_that_may_have_left_is_unknown(world: World) -> None:
    work = await accept(world)
    await run_dying(world, work)
    world.clock.now += CLAIM_TIME
    await give_up_work(work, world.services())
    assert await statuses(world, send_of(work)) == ["unknown"]


async def test_giving_up_waits_for_a_worker_who_has_hold_of_it(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    in_rivals_hand = await let_rival_claim_first(world, work)
    await run(world, work)

    with pytest.raises(ConflictError):
        await give_up_work(work, world.services())
    await let_rival_send(world, in_rivals_hand)
    await give_up_work(work, world.services())

    assert await statuses(world, send_of(work)) == ["sent", "sent"]


async def test_successor_of_poisoned_work_finds_nothing_to_do(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run_killed(world, work)
    ((successor, _),) = world.queue.take_all()
    world.clock.now += CLAIM_TIME
    await give_up_work(work, world.services())
    world.gateway.calls.clear()

    await run(world, successor)

    assert (world.gateway.calls, world.queue.items) == ([], [])
    assert await statuses(world, send_of(work)) == ["unknown", "unknown"]


async def test_poisoned_work_that_is_done_changes_nothing(world: World) -> None:
    work = await accept(world)
    await run(world, work)
    rows = world.journal_table.all_rows()
    await give_up_work(work, world.services())
    assert world.journal_table.all_rows() == rows


async def test_poisoned_work_of_no_send_changes_nothing(world: World) -> None:
    await give_up_work(Work((Span(SEND, 0, 99),)), world.services())
    assert world.journal_table.all_rows() == []


async def test_giving_up_work_that_a_worker_took_after_all_is_refused(world: World) -> None:
    work = await accept(world)
    world.journal_table.before_write = raising(ConflictError)
    with pytest.raises(ConflictError):
        await give_up_work(work, world.services())


async def test_given_up_send_is_not_taken_to_the_wire_again(world: World) -> None:
    work = await accept(world)
    await give_up_work(work, world.services())
    await run(world, work)
    assert world.gateway.calls == []
