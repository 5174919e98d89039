"""
The fold: a message's status is what its events say, in whatever order they were stored.

The machine stores claims, outcomes and reports of one batch as they come in real life: repeated,
late, before the send's own answer, and from a worker that hung until others had taken over.
Beside it is a book that knows no order at all.
"""

import asyncio
from datetime import timedelta
from itertools import count
from typing import ClassVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import CLAIM_TIME, apply_results, claim, settle
from send_sms.domain.progress import Claim
from send_sms.domain.status import status_of
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import OPTED_OUT, UNKNOWN, Outcome, OutcomeKind
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_batch, make_report, make_round, people, reports_beside
from tests.support.world import PERSON, START

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
OUTCOMES = {"sent": SENT, "suppressed": OPTED_OUT, "unknown": UNKNOWN}
THREE_OUTCOMES = st.tuples(*[st.sampled_from(sorted(OUTCOMES))] * 3)
REPORTS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(list(DeliveryStatus)), st.integers(-60, 60)),
    min_size=1,
    max_size=4,
)


class Reporting(RuleBasedStateMachine):
    """One batch, its workers, and a carrier that reports on three members when it likes."""

    fresh: ClassVar[Batch]
    watched: ClassVar[tuple[int, int, int]]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now = START
        self.journal = Journal(InMemoryTable())
        self.runner.run(self.journal.commit([self.fresh]))
        self.claim_ids = map(str, count())
        self.in_progress: Batch | None = None
        self.hung: list[Batch] = []
        self.outcomes: dict[int, str] = {}
        self.reported: set[tuple[int, DeliveryStatus]] = set()

    def teardown(self) -> None:
        self.runner.close()

    def stored(self) -> Batch:
        send = self.fresh.send_of(self.fresh.positions()[0])
        return self.runner.run(self.journal.read(send))[0]

    @rule(reports=REPORTS)
    def carrier_reports(self, reports: list[tuple[int, DeliveryStatus, int]]) -> None:
        for which, status, seconds in reports:
            position = self.watched[which]
            report = make_report(status, self.now + timedelta(seconds=seconds))
            block = self.fresh.message_address(position).block
            stored = {block: [(self.fresh.recipients[position], report)]}
            assert self.runner.run(reports_beside(self.journal).add(stored)) == []
            self.reported.add((position, status))

    @precondition(lambda self: not self.in_progress and not self.outcomes)
    @rule()
    def worker_claims(self) -> None:
        claim_id, now = next(self.claim_ids), self.now

        def decide(batch: Batch) -> Batch:
            settled = settle(batch, now)
            return claim(settled, settled.waiting_positions(), claim_id, now + CLAIM_TIME)

        self.in_progress = self.runner.run(self.journal.update(self.stored(), decide))

    @precondition(lambda self: self.in_progress)
    @rule()
    def worker_hangs_past_its_claim(self) -> None:
        assert self.in_progress is not None
        self.hung.append(self.in_progress)
        self.in_progress = None
        self.now += CLAIM_TIME

    @precondition(lambda self: self.in_progress)
    @rule(kinds=THREE_OUTCOMES)
    def worker_records(self, kinds: tuple[str, str, str]) -> None:
        assert self.in_progress is not None
        claimed, earlier = _claim_of(self.in_progress), self.in_progress.progress.outcomes
        recorded = self.record(self.in_progress, kinds)
        assert recorded.progress.recorded_claim_id == claimed.claim_id
        for position, kind in zip(self.watched, kinds, strict=True):
            was_submitted = position in earlier
            self.outcomes[position] = kind if kind == "sent" or not was_submitted else "unknown"
            if position not in claimed.positions:  # too old to be tried again
                self.outcomes[position] = "unknown"
        self.in_progress = None

    @precondition(lambda self: self.hung and (self.in_progress or self.outcomes))
    @rule(kinds=THREE_OUTCOMES)
    def hung_worker_records_after_others_took_over(self, kinds: tuple[str, str, str]) -> None:
        late = self.hung.pop()
        recorded = self.record(late, kinds)
        assert recorded.progress.recorded_claim_id != _claim_of(late).claim_id

    def record(self, held: Batch, kinds: tuple[str, str, str]) -> Batch:
        claimed, now = _claim_of(held), self.now
        results = {p: OUTCOMES[kind] for p, kind in zip(self.watched, kinds, strict=True)}

        def decide(batch: Batch) -> Batch | None:
            current = batch.progress.claim
            is_ours = current is not None and current.claim_id == claimed.claim_id
            return apply_results(batch, claimed, results, now) if is_ours else None

        return self.runner.run(self.journal.update(held, decide))

    @invariant()
    def status_is_what_was_said(self) -> None:
        batch = self.stored()
        for position in self.watched:
            status = status_of(batch, position, self.now)
            assert status in self.expected(position), (status, self.reported)

    def expected(self, position: int) -> set[str]:
        for said in (DeliveryStatus.DELIVERED, DeliveryStatus.FAILED):
            if (position, said) in self.reported:
                return {said}
        if self.outcomes:
            return {self.outcomes[position]}
        return {"sending", "unknown"} if self.in_progress or self.hung else {"queued"}


def _claim_of(batch: Batch) -> Claim:
    claimed = batch.progress.claim
    assert claimed is not None
    return claimed


class ReportingOnABulkSend(Reporting):
    """Members in three blocks."""

    fresh = make_batch(people(250))
    watched = (0, 100, 249)


class ReportingOnARound(Reporting):
    """Several messages to one person."""

    fresh = make_round([(PERSON, "a"), ("", "b"), (PERSON, "b"), (people(1)[0], "a")])
    watched = (0, 2, 3)


MACHINE_SETTINGS = settings(max_examples=60, stateful_step_count=12, deadline=None)
ReportingOnABulkSend.TestCase.settings = MACHINE_SETTINGS
ReportingOnARound.TestCase.settings = MACHINE_SETTINGS
TestStatusOfABulkSendIsWhatWasSaid = ReportingOnABulkSend.TestCase
TestStatusOfARoundIsWhatWasSaid = ReportingOnARound.TestCase
