"""Requests to send again that are interrupted: nothing is lost, and nothing is sent twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from send_sms.accepting.accept import accept_send
from send_sms.domain.resend import SkipReason
from send_sms.resend import ResentSend, resend_messages
from send_sms.storage.dispatch_queue import Work
from shared.carriers.sending import UNKNOWN
from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import BatchAddress, SendAddress
from tests.simulation.send_sms.interrupted_scenarios import Interruption
from tests.simulation.send_sms.interrupted_world import InterruptedWorld
from tests.support.samples import make_request
from tests.support.world import START, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    HookedTable,
    KilledError,
    accept,
    claim_before_next_write,
    finish_other_worker,
    lose_answer,
    overwrite,
    raising,
    run,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
)
from tests.unit.send_sms.publishing import published, subscribe
from tests.unit.send_sms.resend_helpers import RESEND, resend, unknown_send


async def make_unknown(world: World, work: Work, *positions: int) -> None:
    """Store that members' outcomes are unknown, as after an uncertain try an hour ago."""
    batch = await stored_batch(world, work)
    unknown = replace(UNKNOWN, first_sent_at=START - timedelta(hours=1), at=START)
    outcomes = {**batch.progress.outcomes, **dict.fromkeys(positions, unknown)}
    overwrite(world, batch, replace(batch, progress=replace(batch.progress, outcomes=outcomes)))


@pytest.mark.parametrize("fails", ["write", "hurry"])
async def test_nothing_is_lost_when_storage_fails_while_messages_are_restarted(
    world: World, fails: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = await unknown_send(world)
    world.gateway.calls.clear()
    if fails == "write":
        world.journal_table.before_write = raising(StorageError)
        with pytest.raises(StorageError):
            await resend(world, send)
        world.journal_table.before_write = None
        assert await statuses(world, send) == ["unknown"]
    else:
        monkeypatch.setattr(world.queue, "replace", raising(StorageError))
        await resend(world, send)
        monkeypatch.undo()
    await run_until_idle(world)
    assert world.gateway.recipients == ([] if fails == "write" else [ANA])


async def test_rows_are_never_without_work(world: World) -> None:
    send = await unknown_send(world)

    def work_is_there(_: object) -> None:
        ((work, _delay),) = world.queue.items
        assert work == Work(BatchAddress(send.stored_under))

    world.journal_table.before_write = work_is_there
    assert (await resend(world, send)).message_count == 1


async def test_send_that_keeps_changing_is_given_up_for_now(world: World) -> None:
    send = await unknown_send(world)
    world.journal_table.before_write = raising(ConflictError)
    with pytest.raises(StorageError):
        await resend(world, send)


async def test_request_whose_answer_was_lost_is_recognised(world: World) -> None:
    table = world.journal_table = HookedTable()
    send = await unknown_send(world, [ANA, BEN])
    world.gateway.calls.clear()
    table.after_next_write = lose_answer

    assert await resend(world, send) == ResentSend(2, {})

    assert len(world.queue.items) == 1
    await run_until_idle(world)
    assert [each.generation for each in world.gateway.calls] == [1]
    assert await statuses(world, send) == ["sent", "sent"]


async def test_resend_is_not_lost_when_its_work_came_before_its_row_was_written(
    world: World,
) -> None:
    table = world.journal_table = HookedTable()
    send = await unknown_send(world, [ANA, BEN])
    world.gateway.calls.clear()

    async def freeze_for_ten_minutes() -> None:
        world.clock.advance(minutes=10)
        ((work, _),) = world.queue.take_all()
        await run(world, work)
        assert world.queue.items == []

    table.before_next_write = freeze_for_ten_minutes

    assert (await resend(world, send)).message_count == 2

    await run_until_idle(world)
    assert world.gateway.recipients == [ANA, BEN]
    assert await statuses(world, send) == ["sent", "sent"]


async def test_resend_whose_write_fails_after_a_freeze_leaves_work_behind(world: World) -> None:
    send = await unknown_send(world)

    def freeze_and_fail(_: object) -> None:
        world.clock.advance(minutes=10)
        world.queue.take_all()
        raise StorageError

    world.journal_table.before_write = freeze_and_fail
    with pytest.raises(StorageError):
        await resend(world, send)
    assert [work.batch for work, _ in world.queue.items] == [BatchAddress(send.stored_under)]


async def test_member_of_a_round_is_restarted_while_another_is_claimed(world: World) -> None:
    app = world.app()
    ana, ben = await asyncio.gather(
        *(accept_send(make_request(one), app.accepting) for one in (ANA, BEN))
    )
    ((work, _),) = world.queue.take_all()
    await make_unknown(world, work, 0)
    claimed = await claim_before_next_write(world, work, [1])

    assert (await resend(world, ana.send)).message_count == 1

    batch = await stored_batch(world, work)
    assert batch.progress.claim == claimed.progress.claim
    assert await statuses(world, ana.send) == ["queued"]
    await finish_other_worker(world, claimed)
    assert await statuses(world, ben.send) == ["sent"]
    await run_until_idle(world)
    assert [(each.recipients, each.generation) for each in world.gateway.calls] == [((ANA,), 1)]
    assert await statuses(world, ana.send) == ["sent"]


async def test_member_that_a_worker_has_claimed_is_in_progress(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await make_unknown(world, work, 0)
    await claim_before_next_write(world, work, [0])
    found = await resend(world, send_of(world, work))
    assert found == ResentSend(0, {SkipReason.IN_PROGRESS: 1})


async def test_what_has_expired_beside_a_restarted_message_is_published(world: World) -> None:
    await subscribe(world)
    work = await accept(world, [ANA, BEN], ttlSeconds=60)
    await make_unknown(world, work, 0)
    world.clock.advance(seconds=61)

    assert (await resend(world, send_of(world, work), ttl_seconds=60)).message_count == 1
    assert await statuses(world, send_of(world, work)) == ["queued", "expired"]
    await run_until_idle(world)

    assert sorted(status for _, status in published(world)) == ["expired", "sent"]


async def test_work_that_is_missing_is_put_when_the_request_is_repeated(world: World) -> None:
    send = await unknown_send(world)
    world.gateway.calls.clear()
    await resend(world, send)
    world.queue.take_all()
    world.clock.advance(seconds=60)
    assert (await resend(world, send)).message_count == 0
    assert world.queue.items == []

    world.clock.advance(seconds=15)
    assert (await resend(world, send)).message_count == 0

    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]
    assert await statuses(world, send) == ["sent"]


async def ask(played: InterruptedWorld, send: SendAddress) -> None:
    """Ask to resend, as a caller who may get no answer."""
    try:
        await resend_messages(send, RESEND, ttl_seconds=None, sending=played.world.app().sending)
    except (StorageError, KilledError):
        played.moments.is_dead = False


async def play(interruption: Interruption, moments: frozenset[int]) -> InterruptedWorld:
    """Have a request interrupted, and repeated later."""
    played = InterruptedWorld()
    world = played.world
    accepted = await accept_send(make_request([ANA, BEN]), world.app().accepting)
    await make_unknown(world, Work(BatchAddress(accepted.send)), 0, 1)
    await played.run_host()
    played.moments.passed = 0
    played.moments.interrupt = lambda: interruption(played)
    played.moments.interrupted_at = moments
    await ask(played, accepted.send)
    played.moments.interrupt = None
    for _ in range(2):
        await played.run_host()
        world.clock.advance(seconds=100)
        await ask(played, accepted.send)
    await played.run_host()
    assert await statuses(world, accepted.send) == ["sent", "sent"]
    assert {call.generation for call in played.network.calls} == {1}
    assert set(played.network.phones.values()) == {1}
    return played


INTERRUPTIONS: list[Interruption] = [
    InterruptedWorld.kill,
    InterruptedWorld.fail,
    lambda played: played.be_late(timedelta(seconds=2)),
    lambda played: played.be_late(timedelta(seconds=70)),
    lambda played: played.kill_late(timedelta(seconds=70)),
    lambda played: played.hang(timedelta(minutes=10)),
]


@pytest.mark.parametrize("interruption", INTERRUPTIONS)
async def test_request_that_is_interrupted_at_any_moment_and_repeated_sends_each_message_once(
    interruption: Interruption,
) -> None:
    undisturbed = await play(InterruptedWorld.kill, frozenset())
    for moment in range(1, undisturbed.moments.passed + 1):
        await play(interruption, frozenset({moment}))


async def test_request_none_of_whose_writes_was_answered_is_not_lost() -> None:
    """Its first write is carried out when its work has come, found nothing, and gone."""
    await play(INTERRUPTIONS[3], frozenset(range(4, 100)))
