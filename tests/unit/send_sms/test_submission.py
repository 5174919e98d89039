"""Calls side by side, in the time that a claim allows; what is known is recorded."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil

import pytest

import send_sms.dispatching.submission
from send_sms.dispatching.submission import CONCURRENT_CALLS
from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import CLAIM_TIME, SUBMIT_TIME, claim
from shared.carriers.acs import gateway as acs
from shared.carriers.acs.limits import ACS_LIMITS
from shared.carriers.sending import Outcome, OutcomeKind, SendCall, SendError
from shared.domain.errors import StorageError
from tests.support.samples import people
from tests.support.world import START, TOLL_FREE, ScriptedGateway, World, all_sent
from tests.unit.send_sms.dispatch_world import (
    OTHER_WORKER,
    REFUSED,
    THROTTLED,
    HookedTable,
    lose_answer,
    overwrite,
    raising,
    run,
    stored_batch,
)
from tests.unit.send_sms.submission_helpers import accept_personal, claim_all, submit

CALLS = 3 * CONCURRENT_CALLS


class SlowGateway(ScriptedGateway):
    """Answers when enough calls are under way; knows how many were."""

    def __init__(self) -> None:
        super().__init__()
        self.is_open = asyncio.Event()
        self.under_way = 0
        self.most_under_way = 0

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        if self.under_way == CONCURRENT_CALLS:
            self.is_open.set()
        await self.is_open.wait()
        self.under_way -= 1
        return await super().send(call)


class SilentGateway(ScriptedGateway):
    """Answers the first calls, and then no more."""

    def __init__(self, answered: int = 0) -> None:
        super().__init__()
        self.answered = answered

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        outcomes = await super().send(call)
        if len(self.calls) > self.answered:
            await asyncio.Event().wait()
        return outcomes


@dataclass
class PatientGateway(ScriptedGateway):
    """Answers the first member's call when it is told to, and the others at once."""

    is_open: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        outcomes = await super().send(call)
        if call.positions == (0,):
            await self.is_open.wait()
        return outcomes


def kinds(batch: Batch) -> Counter[OutcomeKind]:
    return Counter(outcome.kind for outcome in batch.progress.outcomes.values())


async def test_calls_run_side_by_side_up_to_a_limit(world: World) -> None:
    gateway = world.gateway = SlowGateway()
    work = await accept_personal(world, CALLS)
    submitted = await submit(world, await claim_all(world, work))
    assert gateway.most_under_way == CONCURRENT_CALLS
    assert kinds(submitted.batch) == {OutcomeKind.SENT: CALLS}


async def test_calls_side_by_side_repeat_their_checks_once_for_all(world: World) -> None:
    def a_second_later(call: SendCall) -> tuple[Outcome | None, ...]:
        world.clock.advance(seconds=1)
        return all_sent(call)

    gateway = world.gateway = SlowGateway()
    gateway.script = [a_second_later]
    work = await accept_personal(world, CALLS)
    claimed, before = await claim_all(world, work), world.senders_table.operation_count
    await submit(world, claimed)
    assert world.senders_table.operation_count - before == 1


async def test_at_most_sixteen_messages_are_on_their_way_when_a_stop_comes(world: World) -> None:
    """And 1,000 different texts fit into one claim, if ACS takes 0.3 s for each."""
    gateway = world.gateway = SlowGateway()
    work = await accept_personal(world, CALLS)
    await submit(world, await claim_all(world, work))
    assert gateway.most_under_way == 16
    assert ceil(1_000 / gateway.most_under_way) * 0.3 < SUBMIT_TIME.total_seconds()


def test_call_that_hangs_ends_while_its_claim_can_still_be_recorded() -> None:
    longest = timedelta(seconds=acs._CONNECT_SECONDS + acs._READ_SECONDS)
    assert (acs._CONNECT_SECONDS, acs._READ_SECONDS) == (5, 20)
    assert longest < SUBMIT_TIME < CLAIM_TIME
    # A second try must reach ACS in its window, counted from the first.
    assert CLAIM_TIME + longest < ACS_LIMITS.repeat_window


async def test_calls_under_way_when_time_is_up_are_uncertain_and_the_rest_waits(
    world: World,
) -> None:
    world.gateway = SilentGateway()
    work = await accept_personal(world, CALLS)
    claimed = await claim_all(world, work, seconds=0.05)

    submitted = await submit(world, claimed)

    assert submitted.is_recorded
    stored = await stored_batch(world, work)
    assert stored.progress.claim is None
    assert kinds(stored) == {OutcomeKind.UNCERTAIN: CONCURRENT_CALLS}
    first_tries = {outcome.first_sent_at for outcome in stored.progress.outcomes.values()}
    assert claimed.progress.claim
    assert first_tries == {claimed.progress.claim.first_sent_at}


async def test_what_was_answered_before_time_was_up_is_sent(world: World) -> None:
    world.gateway = SilentGateway(answered=5)
    work = await accept_personal(world, 10)
    submitted = await submit(world, await claim_all(world, work, seconds=0.05))
    assert kinds(submitted.batch) == {OutcomeKind.SENT: 5, OutcomeKind.UNCERTAIN: 5}


@pytest.mark.parametrize("seconds", [0, -5, -60])
async def test_no_call_begins_when_there_is_no_time_left(world: World, seconds: float) -> None:
    work = await accept_personal(world, 3)
    submitted = await submit(world, await claim_all(world, work, seconds=seconds))
    assert world.gateway.calls == []
    assert submitted.batch.progress.claim is None
    assert submitted.batch.waiting_positions() == [0, 1, 2]
    assert kinds(submitted.batch) == {}


async def test_error_of_one_call_changes_no_other(world: World) -> None:
    world.gateway.script = [all_sent, REFUSED]
    work = await accept_personal(world, 3)
    submitted = await submit(world, await claim_all(world, work))
    found = {n: outcome.kind for n, outcome in submitted.batch.progress.outcomes.items()}
    assert found == {0: OutcomeKind.SENT, 1: OutcomeKind.FAILED, 2: OutcomeKind.SENT}


async def test_unforeseen_error_is_not_swallowed(world: World) -> None:
    def fail(_: SendCall) -> SendError:
        raise ZeroDivisionError

    world.gateway.script = [fail]
    work = await accept_personal(world, 3)
    with pytest.raises(ZeroDivisionError):
        await submit(world, await claim_all(world, work))


async def test_claim_without_members_is_recorded(world: World) -> None:
    work = await accept_personal(world, 2)
    await run(world, work)
    submitted = await submit(world, await claim_all(world, work))
    assert submitted.is_recorded
    assert (await stored_batch(world, work)).progress.claim is None


async def test_429_stops_all_further_calls_and_holds_the_sender(world: World) -> None:
    world.gateway.script = [all_sent, all_sent, THROTTLED]
    work = await accept_personal(world, 20)
    await run(world, work)
    assert len(world.gateway.calls) == 3
    assert kinds(await stored_batch(world, work)) == {OutcomeKind.SENT: 2}
    assert world.queue.items == [(work, 77)]


async def test_error_of_another_call_does_not_undo_that_429_stopped_further_calls(
    world: World,
) -> None:
    gateway = world.gateway = SlowGateway()
    gateway.script = [THROTTLED, REFUSED]
    work = await accept_personal(world, CALLS)
    await submit(world, await claim_all(world, work))
    assert len(gateway.calls) == CONCURRENT_CALLS


async def test_longest_time_that_calls_of_a_submission_are_told_to_wait_counts(
    world: World,
) -> None:
    gateway = world.gateway = SlowGateway()
    shorter = SendError("429", "", retryable=True, throttled=True, retry_after_seconds=5)
    gateway.script = [shorter, THROTTLED, shorter]
    work = await accept_personal(world, CALLS)
    submitted = await submit(world, await claim_all(world, work))
    assert submitted.retry_after_seconds == 77


async def test_429_without_a_time_rests_the_sender_for_ten_seconds(world: World) -> None:
    world.gateway.script = [SendError("429", "", retryable=True, throttled=True)]
    await run(world, await accept_personal(world, 1))
    profile = world.settings.sender_profiles[TOLL_FREE]
    state = await world.app().senders.read_state(TOLL_FREE, profile)
    assert state.window.held_until == world.clock.now.timestamp() + 10


async def test_outcomes_are_recorded_although_the_sender_could_not_be_held(world: World) -> None:
    world.gateway.script = [all_sent, THROTTLED]
    world.senders_table.before_write = raising(StorageError)
    work = await accept_personal(world, 20)
    await run(world, work)
    assert kinds(await stored_batch(world, work)) == {OutcomeKind.SENT: 1}
    assert world.queue.items == [(work, 77)]


@pytest.fixture
def slow_call(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[HookedTable, PatientGateway]:
    """The journal's table, and a gateway whose first call is answered once it is open."""
    monkeypatch.setattr(send_sms.dispatching.submission, "_LOOK_SECONDS", 0.01)
    world.journal_table, world.gateway = table, gateway = HookedTable(), PatientGateway()
    return table, gateway


async def test_slow_call_hides_no_other_outcome(
    world: World, slow_call: tuple[HookedTable, PatientGateway]
) -> None:
    table, gateway = slow_call
    work = await accept_personal(world, 5)
    claimed = await claim_all(world, work)
    partly: list[Batch] = []

    async def answer_the_slow_call() -> None:
        partly.append(await stored_batch(world, work))
        gateway.is_open.set()

    table.after_next_write = answer_the_slow_call

    submitted = await submit(world, claimed)

    (partial,) = partly
    assert partial.progress.claim
    assert partial.progress.claim.positions == (0,)
    assert kinds(partial) == {OutcomeKind.SENT: 4}
    assert kinds(submitted.batch) == {OutcomeKind.SENT: 5}
    assert sorted(gateway.recipients) == people(5)


async def test_what_is_known_is_not_recorded_where_another_worker_holds_the_claim(
    world: World, slow_call: tuple[HookedTable, PatientGateway]
) -> None:
    table, gateway = slow_call
    work = await accept_personal(world, 5)
    claimed = await claim_all(world, work)

    async def take_over() -> None:
        overwrite(world, claimed, claim(claimed, range(5), OTHER_WORKER, START + CLAIM_TIME))
        table.before_read = gateway.is_open.set

    table.before_next_write = take_over

    submitted = await submit(world, claimed)

    current = (await stored_batch(world, work)).progress.claim
    assert not submitted.is_recorded
    assert current
    assert (current.claim_id, current.positions) == (OTHER_WORKER, (0, 1, 2, 3, 4))


async def test_record_whose_answer_was_lost_is_recognised_and_not_written_again(
    world: World,
) -> None:
    table = world.journal_table = HookedTable()
    work = await accept_personal(world, 5)
    claimed = await claim_all(world, work)
    before = table.operation_count
    table.after_next_write = lose_answer

    submitted = await submit(world, claimed)

    assert submitted.is_recorded
    assert kinds(submitted.batch) == {OutcomeKind.SENT: 5}
    assert table.operation_count - before == 2  # the record, and a look at what became of it
