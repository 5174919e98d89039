"""A cancellation is a fact of its own: what it does to rounds, claims, events and restarts."""

import asyncio
from collections.abc import Sequence

import pytest

from send_sms.accepting.accept import accept_send
from send_sms.dispatching.submission import CONCURRENT_CALLS
from send_sms.ending import cancel_send, give_up_work
from send_sms.storage.dispatch_queue import Work
from shared.domain.errors import StorageError
from shared.domain.identifiers import SendAddress
from tests.support.samples import make_request, people
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    accept,
    claim_before_next_write,
    finish_other_worker,
    raising,
    run,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
    window,
)
from tests.unit.send_sms.publishing import published, stored_outcomes, subscribe
from tests.unit.send_sms.resend_helpers import (
    ALWAYS_CUT_OFF,
    REDRIVE,
    failed_send,
    resend,
    unknown_send,
)
from tests.unit.send_sms.submission_helpers import accept_personal, timed


async def accept_round(world: World, recipients: Sequence[str]) -> tuple[list[SendAddress], Work]:
    """Accept single sends at the same time; gives their addresses, and the work of all."""
    app = world.app()
    singles = await asyncio.gather(
        *(accept_send(make_request(one, message=f"To {one}"), app.accepting) for one in recipients)
    )
    ((work, _),) = world.queue.take_all()
    return [one.send for one in singles], work


async def test_one_member_of_a_round_is_cancelled_and_the_others_leave(world: World) -> None:
    (ana, ben, cem), work = await accept_round(world, [ANA, BEN, CEM])
    assert await cancel_send(ben, world.app().sending)
    assert await statuses(world, ben) == ["cancelled"]
    assert await statuses(world, ana) == await statuses(world, cem) == ["queued"]

    await run(world, work)

    assert world.gateway.recipients == [ANA, CEM]
    assert [await statuses(world, one) for one in (ana, ben, cem)] == [
        ["sent"],
        ["cancelled"],
        ["sent"],
    ]
    assert world.queue.items == []


async def test_claim_on_the_other_members_of_a_round_stays(world: World) -> None:
    (ana, ben, cem), work = await accept_round(world, [ANA, BEN, CEM])
    claimed = await claim_before_next_write(world, work, [0, 1])

    assert await cancel_send(cem, world.app().sending)

    assert (await stored_batch(world, work)).progress.claim == claimed.progress.claim
    assert await statuses(world, cem) == ["cancelled"]
    await finish_other_worker(world, claimed)
    assert await statuses(world, ana) == await statuses(world, ben) == ["sent"]
    await run(world, work)
    assert world.gateway.calls == []


async def test_claimed_member_of_a_round_that_is_cancelled_in_time_does_not_leave(
    world: World,
) -> None:
    gateway, recipients = timed(world, 1.2), people(CONCURRENT_CALLS + 1)
    sends, work = await accept_round(world, recipients)

    async def cancel_last() -> None:
        assert await cancel_send(sends[-1], world.app().sending)
        assert await statuses(world, sends[-1]) == ["sending"]

    gateway.during[1] = cancel_last
    await run(world, work)

    assert sorted(gateway.recipients) == recipients[:-1]
    found = [await statuses(world, one) for one in sends]
    assert found == [["sent"]] * CONCURRENT_CALLS + [["cancelled"]]
    assert world.queue.items == []


async def test_unclaimed_members_are_published_as_cancelled_at_once(world: World) -> None:
    await subscribe(world)
    window(world, units_per_minute=40)
    work = await accept(world, people(5))
    await run(world, work)
    await cancel_send(send_of(world, work), world.app().sending)
    assert sorted(status for _, status in published(world)) == ["cancelled"] * 2 + ["sent"] * 3
    await run_until_idle(world)
    assert published(world) == await stored_outcomes(world, send_of(world, work))


async def test_claimed_members_are_published_as_cancelled_with_the_record(world: World) -> None:
    await subscribe(world)
    gateway = timed(world, 0.4)
    work = await accept_personal(world, 10)

    async def cancel_now() -> None:
        await cancel_send(send_of(world, work), world.app().sending)
        assert published(world) == set()

    gateway.during[4] = cancel_now
    await run(world, work)

    found = await statuses(world, send_of(world, work))
    assert {"sent", "cancelled"} == set(found)
    assert published(world) == await stored_outcomes(world, send_of(world, work))


async def test_cancelling_again_publishes_the_same_events_and_stores_nothing(world: World) -> None:
    await subscribe(world)
    work = await accept(world, [ANA, BEN])
    await cancel_send(send_of(world, work), world.app().sending)
    rows, events = world.journal_table.all_rows(), published(world)
    first, world.event_queue.items = world.event_queue.items, []
    world.clock.advance(seconds=30)

    await cancel_send(send_of(world, work), world.app().sending)

    assert world.journal_table.all_rows() == rows
    assert published(world) == events
    assert len(world.event_queue.items) == len(first)


async def test_cancellation_whose_events_failed_is_published_by_the_work(world: World) -> None:
    await subscribe(world)
    work = await accept(world, [ANA, BEN])
    world.event_queue.on_put = raising(StorageError)
    with pytest.raises(StorageError):
        await cancel_send(send_of(world, work), world.app().sending)
    world.event_queue.on_put = None
    await run(world, work)
    assert sorted(status for _, status in published(world)) == ["cancelled", "cancelled"]


async def test_work_that_is_poisoned_after_its_cancellation_stays_cancelled(world: World) -> None:
    await subscribe(world)
    work = await accept(world, [ANA, BEN])
    await cancel_send(send_of(world, work), world.app().sending)

    await give_up_work(work, world.app().sending)

    assert await statuses(world, send_of(world, work)) == ["cancelled", "cancelled"]
    assert {status for _, status in published(world)} == {"cancelled"}
    assert (await resend(world, send_of(world, work), REDRIVE)).message_count == 0


async def test_failed_messages_of_a_cancelled_send_can_be_redriven(world: World) -> None:
    send = await failed_send(world, [ANA, BEN])
    await cancel_send(send, world.app().sending)
    assert await statuses(world, send) == ["failed", "failed"]
    world.clock.advance(seconds=1)
    assert (await resend(world, send, REDRIVE)).message_count == 2
    await run_until_idle(world)
    assert await statuses(world, send) == ["sent", "sent"]


async def test_resend_that_comes_after_a_cancellation_leaves(world: World) -> None:
    window(world, units_per_minute=40)
    work = await accept(world, people(5))
    world.gateway.script = [CUT_OFF]
    await run(world, work)
    send = send_of(world, work)
    await cancel_send(send, world.app().sending)
    await run_until_idle(world)
    assert await statuses(world, send) == ["unknown"] * 3 + ["cancelled"] * 2
    world.gateway.calls.clear()
    world.clock.advance(seconds=60)

    assert (await resend(world, send)).message_count == 3
    await run_until_idle(world)

    assert world.gateway.recipients == people(3)
    assert await statuses(world, send) == ["sent"] * 3 + ["cancelled"] * 2


async def test_cancellation_that_comes_after_a_resend_holds(world: World) -> None:
    send = await unknown_send(world, [ANA, BEN])
    world.gateway.calls.clear()
    await resend(world, send)
    world.clock.advance(seconds=1)
    await cancel_send(send, world.app().sending)
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send) == ["unknown", "unknown"]


async def test_resend_and_cancellation_can_take_turns(world: World) -> None:
    send = await unknown_send(world)
    for _ in range(3):
        await resend(world, send)
        world.clock.advance(seconds=1)
        await cancel_send(send, world.app().sending)
        world.clock.advance(seconds=1)
    world.gateway.calls.clear()
    world.gateway.script = list(ALWAYS_CUT_OFF[:1])
    await resend(world, send)
    await run_until_idle(world)
    assert {each.generation for each in world.gateway.calls} == {4}
    assert await statuses(world, send) == ["sent"]


async def test_request_that_comes_later_counts_although_its_instance_has_a_slower_clock(
    world: World,
) -> None:
    send = await unknown_send(world)
    await resend(world, send)
    world.clock.advance(seconds=-2)
    await cancel_send(send, world.app().sending)
    assert await statuses(world, send) == ["unknown"]
    world.clock.advance(seconds=-2)
    assert (await resend(world, send)).message_count == 1
    assert await statuses(world, send) == ["queued"]
    world.gateway.calls.clear()
    await run_until_idle(world)
    assert [each.generation for each in world.gateway.calls] == [2]
