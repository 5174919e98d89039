"""
Whatever happens to a batch, no recipient gets a message twice from us.

The machine plays every sequence of crashes, refusals, silences, reports, opt-outs, cancellations,
restarts and passing time, with as many units granted each time as chance has it. Beside the batch
it keeps a book of its own of what was handed to the carrier.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from send_sms.domain.batch import Batch
from send_sms.domain.calls import MemberResult, allocate, calls_for, without
from send_sms.domain.dispatching import (
    CLAIM_TIME,
    SUBMIT_TIME,
    apply_known_results,
    apply_results,
    claim,
    give_up,
    is_claimed,
    settle,
    submit_seconds,
)
from send_sms.domain.progress import Claim, Reports, ResendKind
from send_sms.domain.resend import ResendRequest, resend
from send_sms.domain.status import status_of
from senders.domain.profile import default_profile
from shared.carriers.events import DeliveryStatus
from shared.carriers.registry import LONGEST_REPEAT_WINDOW
from shared.carriers.sending import (
    DISPATCH_FAILED,
    OPTED_OUT,
    UNCERTAIN,
    Outcome,
    OutcomeKind,
    SendCall,
    SendError,
)
from shared.domain.kinds import UNDECIDED, Category, MessageStatus
from tests.support.samples import make_batch, make_options, make_report, make_round, people
from tests.support.world import START, TOLL_FREE

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
CUT_OFF = SendError("no_answer", "", retryable=True, may_have_left=True)
THROTTLED = SendError("429", "", retryable=True, retry_after_seconds=3)
RESULTS: st.SearchStrategy[MemberResult] = st.sampled_from(
    [
        SENT,
        UNCERTAIN,
        Outcome(OutcomeKind.FAILED, code="400"),
        None,
        THROTTLED,
        SendError("not_connected", "", retryable=True),
        SendError("401", "Unauthorized"),
        CUT_OFF,
    ]
)
PROFILE = default_profile(TOLL_FREE)
OPTIONS = make_options(expires_at=START + timedelta(hours=2))
ANA, BEN, CEM = people(3)
MEMBERS = 4
POSITIONS = st.integers(0, MEMBERS - 1)
PAUSES_SECONDS = st.sampled_from([1, 5, 29, 45, 61, 120, 200, 241, 3600])


def is_uncertain(result: MemberResult) -> bool:
    return result.may_have_left if isinstance(result, SendError) else result in (SENT, UNCERTAIN)


class Worker:
    """A worker with a claim: calls it has not made, and results it has not recorded."""

    def __init__(self, batch: Batch, claimed: Claim) -> None:
        self.claim = claimed
        self.calls = calls_for(batch, claimed.positions)
        self.results: dict[int, MemberResult] = {}
        self.has_called = False


class Dispatching(RuleBasedStateMachine):
    """A batch of either kind, its workers, and a carrier that keeps a book."""

    batch: Batch
    texts: list[str]

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.claim_count = 0
        self.worker: Worker | None = None
        self.opted_out: set[str] = set()
        self.recorded_as_sent: set[int] = set()
        self.uncertain: dict[tuple[int, int], datetime] = {}
        self.before: tuple[Batch, list[MessageStatus]] | None = None

    @initialize(is_round=st.booleans(), category=st.sampled_from([*Category]))
    def batch_is_accepted(self, is_round: bool, category: Category) -> None:
        options = replace(OPTIONS, category=category)
        if is_round:
            members = [(ANA, "a"), ("", "a"), (BEN, "a"), (ANA, "b")]
            self.batch = make_round(members, options=options)
        else:
            self.batch = make_batch(people(MEMBERS), options=options)
        self.texts = [self.batch.text_of(position) for position in range(MEMBERS)]

    # What happens around a batch

    @rule(seconds=PAUSES_SECONDS)
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(position=POSITIONS)
    def recipient_opts_out(self, position: int) -> None:
        self.opted_out.add(self.batch.recipients[position])

    @rule(position=POSITIONS)
    def send_is_cancelled(self, position: int) -> None:
        members = self.batch.positions_of(self.batch.send_of(position))
        waiting = set(self.batch.waiting_positions())
        if all(n not in waiting or self.batch.is_cancelled(n) for n in members):
            return  # as `cancel_send`: there is nothing to cancel
        cancelled = {**self.batch.cancelled, **dict.fromkeys(members, self.now)}
        self.batch = replace(self.batch, cancelled=cancelled)
        self.now += timedelta(milliseconds=1)  # at the same moment a cancellation wins

    @rule(data=st.data(), status=st.sampled_from(DeliveryStatus))
    @precondition(lambda self: self.uncertain)
    def report_comes(self, data: st.DataObject, status: DeliveryStatus) -> None:
        position, _ = data.draw(st.sampled_from(sorted(self.uncertain)))
        known = self.batch.reports.get(position, Reports())
        changed = replace(known, **{status.value: make_report(status, self.now)})
        self.batch = replace(self.batch, reports={**self.batch.reports, position: changed})

    @rule(kind=st.sampled_from(ResendKind), position=POSITIONS, is_prolonged=st.booleans())
    def restart_is_asked_for(self, kind: ResendKind, position: int, *, is_prolonged: bool) -> None:
        expires_at = self.now + timedelta(hours=1) if is_prolonged else None
        send = self.batch.send_of(position)
        request = ResendRequest(kind, send, self.now, expires_at, "request")
        restarted = resend(self.batch, request)
        assert set(restarted.positions) <= set(self.batch.positions_of(send))
        assert resend(restarted.batch, request).positions == ()
        self.batch = restarted.batch

    @rule()
    @precondition(lambda self: not is_claimed(self.batch, self.now))
    def work_is_given_up(self) -> None:
        self.batch = give_up(settle(self.batch, self.now), DISPATCH_FAILED, self.now)
        assert not self.batch.waiting_positions()

    # What a worker does

    @rule(units=st.integers(1, MEMBERS + 1))
    @precondition(lambda self: not is_claimed(self.batch, self.now))
    def worker_claims(self, units: int) -> None:
        settled = settle(self.batch, self.now)
        positions = allocate(settled, settled.waiting_positions(), units, PROFILE)
        self.batch, self.worker = settled, None
        if not positions:
            return
        self.claim_count += 1
        self.batch = claim(settled, positions, f"claim {self.claim_count}", self.now + CLAIM_TIME)
        assert self.batch.progress.claim
        self.worker = Worker(self.batch, self.batch.progress.claim)
        for call in self.worker.calls:
            assert self.now <= call.first_sent_at + LONGEST_REPEAT_WINDOW
            for position in call.positions:
                assert self.now < self.batch.expires_at(position)
                assert not (call.generation and position in self.batch.reports)

    @rule(result=st.lists(RESULTS, min_size=MEMBERS, max_size=MEMBERS))
    @precondition(lambda self: self.may_call())
    def worker_calls(self, result: Sequence[MemberResult]) -> None:
        call = self.next_call()
        for position in call.positions:
            self.hand_over(call, position, result[position])

    @rule()
    @precondition(lambda self: self.may_call())
    def worker_waits_for_an_answer_in_vain(self) -> None:
        call = self.next_call()
        for position in call.positions:
            self.hand_over(call, position, CUT_OFF)

    @rule()
    @precondition(lambda self: self.worker and self.worker.results)
    def worker_records_what_is_known(self) -> None:
        self.record(apply_known_results)

    @rule()
    @precondition(lambda self: self.worker)
    def worker_records(self) -> None:
        self.record(apply_results)
        self.worker = None

    @rule()
    @precondition(lambda self: self.worker)
    def worker_dies(self) -> None:
        self.worker = None

    @rule()
    @precondition(lambda self: self.worker and not self.worker.has_called and self.is_ours())
    def worker_releases_its_claim(self) -> None:
        self.batch = replace(self.batch, progress=replace(self.batch.progress, claim=None))
        self.worker = None

    # How it does that

    def is_ours(self) -> bool:
        current, worker = self.batch.progress.claim, self.worker
        return bool(current and worker and current.claim_id == worker.claim.claim_id)

    def may_call(self) -> bool:
        if self.worker is None or not self.worker.calls or not self.is_ours():
            return False
        return submit_seconds(self.worker.claim, self.now) > 0

    def next_call(self) -> SendCall:
        """Take the next call, without members that opted out or were cancelled since the claim."""
        assert self.worker
        call = self.worker.calls.pop(0)
        out = {p for p in call.positions if self.batch.recipients[p] in self.opted_out}
        self.worker.results |= dict.fromkeys(out, OPTED_OUT)
        gone = {p for p in call.positions if self.batch.is_cancelled(p)}
        return without(call, out | gone)

    def hand_over(self, call: SendCall, position: int, result: MemberResult) -> None:
        assert self.worker
        self.worker.has_called = True
        assert self.now <= call.first_sent_at + LONGEST_REPEAT_WINDOW + SUBMIT_TIME
        assert position not in self.recorded_as_sent
        assert call.body == self.texts[position]
        key = position, call.generation
        was_uncertain = key in self.uncertain
        assert self.uncertain.setdefault(key, call.first_sent_at) == call.first_sent_at
        if not was_uncertain and not is_uncertain(result):
            del self.uncertain[key]
        self.worker.results[position] = result

    def record(
        self, apply: Callable[[Batch, Claim, dict[int, MemberResult], datetime], Batch]
    ) -> None:
        assert self.worker
        if self.is_ours():
            self.batch = apply(self.batch, self.worker.claim, self.worker.results, self.now)
        outcomes = self.batch.progress.outcomes
        self.recorded_as_sent |= {p for p, o in outcomes.items() if o.kind is OutcomeKind.SENT}

    # What must hold

    @invariant()
    def final_status_changes_only_by_a_report_or_a_restart(self) -> None:
        statuses = [status_of(self.batch, p, self.now) for p in range(MEMBERS)]
        if self.before:
            old, old_statuses = self.before
            for position in self.batch.positions():
                self.check_change(old, position, old_statuses[position], statuses[position])
        self.before = self.batch, statuses

    def check_change(
        self, old: Batch, position: int, before: MessageStatus, after: MessageStatus
    ) -> None:
        if before == after or before in UNDECIDED or position in self.batch.reports:
            return
        if len(self.batch.resends_of(position)) > len(old.resends_of(position)):
            return
        if before is MessageStatus.UNKNOWN:  # by the clock alone, while a worker may still tell
            claimed = old.progress.claim
            assert claimed
            assert position in claimed.positions
            return
        assert (before, after) == (MessageStatus.SENT, MessageStatus.UNCONFIRMED)

    @invariant()
    def who_may_have_it_is_not_called_failed(self) -> None:
        for position, _ in self.uncertain:
            if position in self.recorded_as_sent or position in self.batch.reports:
                continue
            status = status_of(self.batch, position, self.now)
            allowed = {MessageStatus.SENDING, MessageStatus.UNKNOWN}
            if self.batch.generation(position):
                allowed.add(MessageStatus.QUEUED)
            assert status in allowed

    @invariant()
    def outcome_of_who_was_handed_over_keeps_the_first_time_of_its_generation(self) -> None:
        for position, outcome in self.batch.progress.outcomes.items():
            first = self.uncertain.get((position, self.batch.generation(position)))
            if first:
                assert outcome.first_sent_at == first

    @invariant()
    def code_that_has_left_is_deleted_and_no_other_text_is(self) -> None:
        is_code = self.batch.shared_options.category is Category.OTP
        assert self.recorded_as_sent <= set(self.batch.erased) or not is_code
        assert is_code or not self.batch.erased
        for position in self.batch.positions():
            if position not in self.batch.erased:
                assert self.batch.text_of(position) == self.texts[position]

    def teardown(self) -> None:
        """Every message ends once time passes and calls succeed."""
        if not hasattr(self, "batch"):
            return
        for _ in range(2):
            self.now += CLAIM_TIME
            self.worker_claims(MEMBERS * 2)
            while self.may_call():
                self.worker_calls([SENT] * MEMBERS)
            if self.worker:
                self.worker_records()
        statuses = {status_of(self.batch, p, self.now) for p in self.batch.positions()}
        assert not statuses & UNDECIDED


Dispatching.TestCase.settings = settings(max_examples=200, stateful_step_count=25, deadline=None)
TestNoRecipientIsSentToTwice = Dispatching.TestCase
