"""Dispatch: each message once, whatever runs twice, dies half-way or is away."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest

from send_sms.accept import accept_send
from send_sms.dispatch import CHUNKS_PER_WORK, ORPHAN_AGE, dispatch, give_up_work
from send_sms.look_up import find_message
from shared.acs.wire import repeatability_id
from shared.domain.chunk import Outcome, OutcomeKind
from shared.domain.delivery import DeliveryStatus
from shared.domain.dispatching import CallResult, SendCall, calls_for, claim, with_results
from shared.domain.errors import ConflictError, SendError, StorageError
from shared.domain.identifiers import MessageAddress, SendAddress
from shared.domain.opt_out import ConsentState
from shared.domain.status import status_of
from shared.storage.dispatch_queue import MAX_DELAY_SECONDS, Work
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.samples import SEND, make_change, make_report, make_request, people
from tests.support.world import START, TOLL_FREE, World, all_sent

ANA, BEN, CEM = people(3)
THROTTLED = SendError("429", "", retryable=True, retry_after_seconds=77)
CUT_OFF = SendError("no_answer", "", retryable=True, doubtful=True)
REFUSED = SendError("401", "Unauthorized")
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")


class WorkerDiedError(Exception):
    """What a test raises where a worker is to die."""


def die(_: SendCall) -> CallResult:
    raise WorkerDiedError


async def accept(world: World, to: Any = (ANA,), **members: Any) -> Work:
    """Accept a send and take its work from the queue."""
    await accept_send(make_request(to, **members), world.services())
    ((work, _),) = world.queue.take_all()
    return work


async def run(world: World, work: Work) -> None:
    await dispatch(work, world.services())


async def run_dying(world: World, work: Work) -> None:
    """Run work whose worker dies at the wire."""
    world.gateway.script.append(die)
    with pytest.raises(BaseExceptionGroup) as caught:
        await run(world, work)
    assert caught.group_contains(WorkerDiedError)


async def run_until_idle(world: World, at_most: int = 50) -> None:
    """Play the host: deliver all work when its time has come."""
    for _ in range(at_most):
        items = sorted(world.queue.take_all(), key=lambda item: item[1])
        if not items:
            return
        world.clock.advance(seconds=items[0][1])
        for work, _delay in items:
            await run(world, work)
    pytest.fail("the work never ends")


async def statuses(world: World, send: SendAddress) -> list[str]:
    return [
        status_of(chunk, position, world.clock.now)
        for chunk in await world.services().journal.read(send)
        for position in range(len(chunk.recipients))
    ]


async def opt_out(world: World, number: str) -> None:
    change = make_change(ConsentState.OPTED_OUT, world.clock.now, user_number=number)
    await world.services().opt_outs.apply(change)


async def test_one_recipient_is_sent_to_in_five_operations(world: World) -> None:
    work = await accept(world)
    before = sum(table.operation_count for table in world.tables())
    await run(world, work)
    assert world.gateway.recipients == [ANA]
    assert await statuses(world, work.send) == ["sent"]
    assert sum(table.operation_count for table in world.tables()) - before <= 5


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
    assert set(await statuses(world, work.send)) == {"sent"}


async def test_bulk_send_costs_less_than_a_tenth_of_an_operation_each(world: World) -> None:
    puts: list[Work] = []
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
    assert all(part.last - part.first < CHUNKS_PER_WORK for part in parts)
    numbers = [n for part in parts for n in range(part.first, part.last + 1)]
    assert sorted(numbers) == list(range(26))
    assert world.gateway.calls == []


async def test_narrow_work_is_not_fanned_out(world: World) -> None:
    work = await accept(world, people(100 * CHUNKS_PER_WORK))
    await run(world, work)
    assert len(world.gateway.recipients) == 100 * CHUNKS_PER_WORK
    assert world.queue.items == []


async def test_work_that_comes_before_its_rows_waits_longer_each_time(world: World) -> None:
    work = Work(SEND, 0, 0)
    delays = []
    for _ in range(8):
        await run(world, work)
        ((work, delay),) = world.queue.take_all()
        delays.append(delay)
    assert delays == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_work_without_rows_is_dropped_when_it_is_old(world: World) -> None:
    world.clock.advance(seconds=ORPHAN_AGE.total_seconds())
    await run(world, Work(SEND, 0, 0))
    assert world.queue.items == []


async def test_work_whose_rows_come_late_is_done(world: World) -> None:
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
        assert await statuses(world, work.send) == [
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


async def test_wide_scheduled_work_is_not_fanned_out_early(world: World) -> None:
    work = await accept(world, people(2_000), sendAt="2026-11-22T10:00:00Z")
    await run(world, work)
    assert world.queue.items == [(work, 3600)]


async def test_of_two_workers_at_the_same_time_only_one_sends(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    journal = world.services().journal
    (chunk,) = await journal.read(work.send)
    in_rivals_hand = claim(chunk, START)

    def let_the_rival_claim_first(_: Sequence[Operation]) -> None:
        world.journal_table.before_write = None
        run_now(journal.claim([in_rivals_hand]))

    world.journal_table.before_write = let_the_rival_claim_first
    await run(world, work)
    assert world.queue.items == [(work, 2)]
    (call,) = calls_for(in_rivals_hand, ())
    await journal.record([with_results(in_rivals_hand, [(call, all_sent(call))], (), START)])
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, work.send) == ["sent", "sent"]


async def test_chunk_in_another_hand_is_put_back_until_its_claim_ends(world: World) -> None:
    work = await accept(world, people(150))
    await run_dying(world, work)
    world.gateway.calls.clear()
    await run(world, work)
    assert world.gateway.calls == []
    assert sorted(world.queue.items, key=lambda item: item[0].first) == [
        (Work(work.send, 0, 0), 61),
        (Work(work.send, 1, 1), 61),
    ]


async def test_crash_at_the_wire_is_repeated_with_the_same_ids_and_time(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run_dying(world, work)
    assert await statuses(world, work.send) == ["sending", "sending"]
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    first, second = world.gateway.calls
    assert second == first
    assert [repeatability_id(one) for one in first.message_ids] == [
        repeatability_id(one) for one in second.message_ids
    ]
    assert second.first_sent_at == START < world.clock.now
    assert await statuses(world, work.send) == ["sent", "sent"]


async def test_crash_whose_window_has_closed_is_never_repeated(world: World) -> None:
    work = await accept(world)
    await run_dying(world, work)
    world.gateway.calls.clear()
    world.clock.advance(minutes=4, seconds=1)
    await run(world, work)
    assert world.gateway.calls == []
    assert world.queue.items == []
    assert await statuses(world, work.send) == ["unknown"]


async def test_cut_off_is_repeated_in_the_window_and_then_given_up(world: World) -> None:
    work = await accept(world)
    world.gateway.script = [CUT_OFF] * 30
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert len(world.gateway.calls) > 2
    assert {call.first_sent_at for call in world.gateway.calls} == {START}
    assert await statuses(world, work.send) == ["unknown"]


async def test_throttling_waits_as_asked_and_is_never_a_failure(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [THROTTLED] * 5
    for _ in range(5):
        await run(world, work)
        ((work, delay),) = world.queue.take_all()
        assert delay >= 77
        assert await statuses(world, work.send) == ["queued", "queued"]
        world.clock.advance(seconds=delay)
    await run(world, work)
    assert await statuses(world, work.send) == ["sent", "sent"]


async def test_throttling_without_a_time_waits_longer_each_time(world: World) -> None:
    work = await accept(world)
    world.gateway.script = [SendError("429", "", retryable=True)] * 10
    delays = []
    for _ in range(10):
        await run(world, work)
        ((work, delay),) = world.queue.take_all()
        delays.append(delay)
        world.clock.advance(seconds=delay)
    assert delays == sorted(delays)
    assert delays[-1] > 100


async def test_throttled_send_expires_in_the_end(world: World) -> None:
    work = await accept(world, ttlSeconds=60)
    world.gateway.script = [THROTTLED]
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert len(world.gateway.calls) == 1
    assert await statuses(world, work.send) == ["expired"]


async def test_refused_call_fails_with_its_reason(world: World) -> None:
    work = await accept(world)
    world.gateway.script = [REFUSED]
    await run(world, work)
    message = await find_message(MessageAddress(work.send, 0, 0), world.services())
    assert message
    outcome = message.chunk.progress.outcomes[0]
    assert (outcome.kind, outcome.code, outcome.text) == ("failed", "401", "Unauthorized")
    assert world.queue.items == []


async def test_partial_failure_fails_one_and_repeats_only_who_was_not_taken(
    world: World,
) -> None:
    work = await accept(world, [ANA, BEN, CEM])
    world.gateway.script = [lambda call: (all_sent(call)[0], FAILED, None)]
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert [call.recipients for call in world.gateway.calls] == [(ANA, BEN, CEM), (CEM,)]
    assert await statuses(world, work.send) == ["sent", "failed", "sent"]


async def test_one_failing_chunk_does_not_hold_up_the_others(world: World) -> None:
    work = await accept(world, people(300))
    world.gateway.script = [REFUSED]
    await run(world, work)
    found = await statuses(world, work.send)
    assert found.count("failed") == 100
    assert found.count("sent") == 200


async def test_stop_between_accept_and_wire_suppresses(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await opt_out(world, ANA)
    await run(world, work)
    assert world.gateway.recipients == [BEN]
    assert await statuses(world, work.send) == ["suppressed", "sent"]


async def test_stop_of_everybody_sends_nothing(world: World) -> None:
    work = await accept(world, sendAt="2026-11-22T10:00:00Z")
    await opt_out(world, ANA)
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, work.send) == ["suppressed"]


async def test_stop_between_two_tries_keeps_the_doubt(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [CUT_OFF]
    await run(world, work)
    await opt_out(world, ANA)
    await run_until_idle(world)
    assert [call.recipients for call in world.gateway.calls] == [(ANA, BEN), (BEN,)]
    assert await statuses(world, work.send) == ["unknown", "sent"]


async def test_registry_that_is_away_lets_nothing_out(world: World) -> None:
    work = await accept(world, people(150))
    world.opt_outs_table.before_read = _raise(StorageError)
    with pytest.raises(StorageError):
        await run(world, work)
    assert world.gateway.calls == []
    world.opt_outs_table.before_read = None
    world.queue.items = [(work, 5)]
    await run_until_idle(world)
    assert sorted(world.gateway.recipients) == people(150)


async def test_storage_that_fails_after_the_wire_repeats_with_the_same_ids(world: World) -> None:
    work = await accept(world)

    def answer_then_fail(call: SendCall) -> CallResult:
        world.journal_table.before_write = _raise(StorageError)
        return all_sent(call)

    world.gateway.script = [answer_then_fail]
    with pytest.raises(StorageError):
        await run(world, work)
    world.journal_table.before_write = None
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    first, second = world.gateway.calls
    assert first == second
    assert await statuses(world, work.send) == ["sent"]


async def test_personal_texts_are_grouped_into_calls(world: World) -> None:
    to = [
        {"number": number, "values": {"name": name}}
        for number, name in zip((ANA, BEN, CEM), ("A", "B", "A"), strict=True)
    ]
    work = await accept(world, to, message="Hi {{name}}")
    await run(world, work)
    sent = {call.body: (call.recipients, call.tag) for call in world.gateway.calls}
    assert sent == {
        "Hi A": ((ANA, CEM), f"{work.send}-0000"),
        "Hi B": ((BEN,), f"{work.send}-000001"),
    }


async def test_hundred_personal_texts_are_all_sent_with_one_claim(world: World) -> None:
    to = [{"number": n, "values": {"n": str(i)}} for i, n in enumerate(people(100))]
    work = await accept(world, to, message="Number {{n}}")
    await run(world, work)
    assert len(world.gateway.calls) == 100
    assert {call.tag for call in world.gateway.calls} == {
        str(MessageAddress(work.send, 0, position)) for position in range(100)
    }


async def test_report_that_comes_before_the_result_is_kept(world: World) -> None:
    work = await accept(world)
    report = make_report(DeliveryStatus.DELIVERED, START)

    def report_comes_first(call: SendCall) -> CallResult:
        journal = world.services().journal
        run_now(journal.add_reports({MessageAddress(work.send, 0): [(ANA, report)]}))
        return all_sent(call)

    world.gateway.script = [report_comes_first]
    await run(world, work)
    (chunk,) = await world.services().journal.read(work.send)
    assert chunk.progress.outcomes[0].kind is OutcomeKind.SENT
    assert await statuses(world, work.send) == ["delivered"]


async def test_poisoned_work_that_never_left_is_failed_and_seen(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await give_up_work(work, world.services())
    message = await find_message(MessageAddress(work.send, 0, 1), world.services())
    assert message
    assert message.chunk.progress.outcomes[1].code == "dispatch_failed"
    assert await statuses(world, work.send) == ["failed", "failed"]


async def test_poisoned_work_that_may_have_left_is_unknown(world: World) -> None:
    work = await accept(world)
    await run_dying(world, work)
    await give_up_work(work, world.services())
    assert await statuses(world, work.send) == ["unknown"]


async def test_poisoned_work_that_is_done_changes_nothing(world: World) -> None:
    work = await accept(world)
    await run(world, work)
    rows = world.journal_table.all_rows()
    await give_up_work(work, world.services())
    assert world.journal_table.all_rows() == rows


async def test_poisoned_work_of_no_send_changes_nothing(world: World) -> None:
    await give_up_work(Work(SEND, 0, 99), world.services())
    assert world.journal_table.all_rows() == []


async def test_giving_up_work_that_a_worker_took_after_all_is_refused(world: World) -> None:
    work = await accept(world)
    world.journal_table.before_write = _raise(ConflictError)
    with pytest.raises(ConflictError):
        await give_up_work(work, world.services())


async def test_given_up_send_is_not_taken_to_the_wire_again(world: World) -> None:
    work = await accept(world)
    await give_up_work(work, world.services())
    await run(world, work)
    assert world.gateway.calls == []


async def test_sender_and_report_wish_reach_the_gateway(world: World) -> None:
    work = await accept(world, deliveryReport=False)
    await run(world, work)
    (call,) = world.gateway.calls
    assert call.sender == TOLL_FREE
    assert call.delivery_report is False


def _raise(error: type[Exception]) -> Callable[..., None]:
    def away(*_: object) -> None:
        raise error

    return away
