"""Work done twice, at once, by workers that die, or by a carrier that does not answer."""

import json
from dataclasses import replace

import pytest

from shared.carriers.acs.messages import outcomes_from_response, repeatability_id
from shared.carriers.sending import CallResult, OutcomeKind, SendCall, SendError
from shared.domain.errors import StorageError
from tests.support.samples import people
from tests.support.world import START, Response, World, all_sent
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    FAILED,
    REFUSED,
    THROTTLED,
    HookedTable,
    accept,
    claim_before_next_write,
    finish_other_worker,
    raising,
    run,
    run_dying,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
)
from tests.unit.send_sms.resend_helpers import deliver


async def test_of_two_workers_at_the_same_time_only_one_sends(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    claimed = await claim_before_next_write(world, work)
    await run(world, work)
    assert world.queue.items == [(replace(work, is_recovery=True), 2)]
    await finish_other_worker(world, claimed)
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, send_of(world, work)) == ["sent", "sent"]


async def test_work_of_a_claimed_batch_is_put_back_until_the_claim_ends(
    world: World,
) -> None:
    work = await accept(world, people(150))
    await run_dying(world, work)
    world.gateway.calls.clear()
    await run(world, work)
    assert world.gateway.calls == []
    assert world.queue.items == [(work, 41)]


async def test_worker_that_raises_leaves_one_message_to_the_host(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run_dying(world, work)
    assert world.queue.items == []


async def test_crash_in_a_call_is_repeated_with_the_same_ids_and_time(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    await run_dying(world, work)
    assert await statuses(world, send_of(world, work)) == ["sending", "sending"]
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    first, second = world.gateway.calls
    assert second == first
    assert [repeatability_id(one, first.generation) for one in first.message_ids] == [
        repeatability_id(one, second.generation) for one in second.message_ids
    ]
    assert second.first_sent_at == START < world.clock.now
    assert await statuses(world, send_of(world, work)) == ["sent", "sent"]


async def test_crash_whose_window_has_closed_is_never_repeated(world: World) -> None:
    work = await accept(world)
    await run_dying(world, work)
    world.gateway.calls.clear()
    world.clock.advance(minutes=4, seconds=1)
    await run(world, work)
    assert world.gateway.calls == []
    assert world.queue.items == []
    assert await statuses(world, send_of(world, work)) == ["unknown"]


async def test_cut_off_is_repeated_in_the_window_and_then_given_up(world: World) -> None:
    work = await accept(world)
    world.gateway.script = [CUT_OFF] * 30
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    assert len(world.gateway.calls) > 2
    assert {call.first_sent_at for call in world.gateway.calls} == {START}
    assert await statuses(world, send_of(world, work)) == ["unknown"]


def whole_call(status: int) -> Response:
    return lambda call: outcomes_from_response(call, status, {}, b"")


def each_alone(status: int) -> Response:
    def answer(call: SendCall) -> CallResult:
        items = [{"to": to, "httpStatusCode": status} for to in call.recipients]
        return outcomes_from_response(call, 202, {}, json.dumps({"value": items}).encode())

    return answer


NO_RESPONSE = SendError("no_answer", "", retryable=True, may_have_left=True)
AMBIGUOUS: list[Response | SendError] = [
    NO_RESPONSE,
    *map(whole_call, (200, 202, 408, 409, 500, 502, 503, 504)),
    *map(each_alone, (202, 408, 409, 412, 500, 504)),
]


@pytest.mark.parametrize("then", [None, all_sent, whole_call(412), REFUSED, THROTTLED])
@pytest.mark.parametrize("answer", AMBIGUOUS)
async def test_ambiguous_answer_is_tried_again_only_as_the_same_request_and_in_time(
    world: World, answer: Response | SendError, then: Response | SendError | None
) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [answer, *[then or answer] * 30]
    world.queue.items = [(work, 0)]

    await run_until_idle(world)

    assert {call.first_sent_at for call in world.gateway.calls} == {START}
    assert {call.message_ids for call in world.gateway.calls} == {
        world.gateway.calls[0].message_ids
    }
    expected = "sent" if then is all_sent and len(world.gateway.calls) > 1 else "unknown"
    assert await statuses(world, send_of(world, work)) == [expected, expected]


async def test_throttling_waits_as_asked_and_is_never_a_failure(world: World) -> None:
    work = await accept(world, [ANA, BEN])
    world.gateway.script = [THROTTLED] * 5
    for _ in range(5):
        await run(world, work)
        ((work, delay),) = world.queue.take_all()
        assert delay >= 77
        assert await statuses(world, send_of(world, work)) == ["queued", "queued"]
        world.clock.advance(seconds=delay)
    await run(world, work)
    assert await statuses(world, send_of(world, work)) == ["sent", "sent"]


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
    assert await statuses(world, send_of(world, work)) == ["expired"]


async def test_refused_call_fails_with_its_reason(world: World) -> None:
    work = await accept(world)
    world.gateway.script = [REFUSED]
    await run(world, work)
    outcome = (await stored_batch(world, work)).progress.outcomes[0]
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
    assert await statuses(world, send_of(world, work)) == ["sent", "failed", "sent"]


async def test_one_failing_call_does_not_hold_up_the_others(world: World) -> None:
    work = await accept(world, people(300))
    world.gateway.script = [REFUSED]
    await run(world, work)
    found = await statuses(world, send_of(world, work))
    assert found.count("failed") == 100
    assert found.count("sent") == 200


@pytest.mark.usefixtures("no_pauses")
async def test_storage_that_fails_after_the_call_repeats_with_the_same_ids(world: World) -> None:
    work = await accept(world)

    def answer_then_fail(call: SendCall) -> CallResult:
        world.journal_table.before_write = raising(StorageError)
        return all_sent(call)

    world.gateway.script = [answer_then_fail]
    await run(world, work)
    world.journal_table.before_write = None
    await run_until_idle(world)
    first, second = world.gateway.calls
    assert first == second
    assert await statuses(world, send_of(world, work)) == ["sent"]


async def test_report_that_comes_before_the_result_is_kept(world: World) -> None:
    table = world.journal_table = HookedTable()
    work = await accept(world)

    def report_comes_before_the_record(call: SendCall) -> CallResult:
        table.before_next_write = lambda: deliver(world, send_of(world, work), ANA)
        return all_sent(call)

    world.gateway.script = [report_comes_before_the_record]
    await run(world, work)
    batch = await stored_batch(world, work)
    assert batch.progress.outcomes[0].kind is OutcomeKind.SENT
    assert await statuses(world, send_of(world, work)) == ["delivered"]
    assert world.queue.items == []
