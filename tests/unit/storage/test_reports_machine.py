"""
The fold: a message's status is what its events say, in whatever order they were stored.

The machine stores claims, outcomes and reports of one chunk as they come in real life: repeated,
late, before the send's own answer, and from a worker that hung until others had taken over.
Beside it is a book that knows no order at all.
"""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shared.domain.chunk import OPTED_OUT, UNKNOWN, Chunk, Outcome, OutcomeKind
from shared.domain.delivery import DeliveryStatus
from shared.domain.dispatching import CLAIM_TIME, claim, resume
from shared.domain.status import status_of
from shared.storage.journal import Journal
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.samples import make_chunk, make_report, people, whole
from tests.support.world import START

RECIPIENTS = tuple(people(3))
FRESH = make_chunk(recipients=RECIPIENTS)
SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
OUTCOMES = {"sent": SENT, "suppressed": OPTED_OUT, "unknown": UNKNOWN}
THREE_OUTCOMES = st.tuples(*[st.sampled_from(sorted(OUTCOMES))] * 3)
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(RECIPIENTS), st.sampled_from(list(DeliveryStatus)), st.integers(-60, 60)
    ),
    min_size=1,
    max_size=4,
)


class Reporting(RuleBasedStateMachine):
    """One chunk, its workers, and a carrier that reports when it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.journal = Journal(InMemoryTable())
        run_now(self.journal.commit([FRESH]))
        self.in_hand: Chunk | None = None
        self.hung: list[Chunk] = []
        self.outcomes: tuple[str, ...] = ()
        self.reported: set[tuple[str, DeliveryStatus]] = set()

    def stored(self) -> Chunk:
        return run_now(self.journal.read(FRESH.send))[0]

    @rule(reports=REPORTS)
    def carrier_reports(self, reports: list[tuple[str, DeliveryStatus, int]]) -> None:
        batch = [
            (recipient, make_report(status, self.now + timedelta(seconds=seconds)))
            for recipient, status, seconds in reports
        ]
        assert run_now(self.journal.add_reports({FRESH.address: batch})) == []
        self.reported |= {(recipient, status) for recipient, status, _ in reports}

    @precondition(lambda self: not self.in_hand and not self.outcomes)
    @rule()
    def worker_claims(self) -> None:
        claimed = claim(whole(resume(self.stored(), self.now)), self.now).chunk
        [self.in_hand] = run_now(self.journal.claim([claimed]))

    @precondition(lambda self: self.in_hand)
    @rule()
    def worker_hangs_past_its_claim(self) -> None:
        assert self.in_hand is not None
        self.hung.append(self.in_hand)
        self.in_hand = None
        self.now += CLAIM_TIME

    @precondition(lambda self: self.in_hand)
    @rule(kinds=THREE_OUTCOMES)
    def worker_records(self, kinds: tuple[str, ...]) -> None:
        assert self.in_hand is not None
        assert self.record(self.in_hand, kinds)
        self.in_hand, self.outcomes = None, kinds

    @precondition(lambda self: self.hung and (self.in_hand or self.outcomes))
    @rule(kinds=THREE_OUTCOMES)
    def hung_worker_records_after_others_took_over(self, kinds: tuple[str, ...]) -> None:
        assert not self.record(self.hung.pop(), kinds)

    def record(self, claimed: Chunk, kinds: tuple[str, ...]) -> bool:
        until = claimed.progress.claimed_until
        assert until is not None
        outcomes = {position: OUTCOMES[kind] for position, kind in enumerate(kinds)}
        progress = replace(claimed.progress, claimed_until=None, claimed=(), outcomes=outcomes)
        return not run_now(self.journal.record([replace(claimed, progress=progress)], until))

    @invariant()
    def status_is_what_was_said(self) -> None:
        chunk = self.stored()
        for position, recipient in enumerate(RECIPIENTS):
            status = status_of(chunk, position, self.now)
            assert status in self.expected(position, recipient), (status, self.reported)

    def expected(self, position: int, recipient: str) -> set[str]:
        for said in (DeliveryStatus.DELIVERED, DeliveryStatus.FAILED):
            if (recipient, said) in self.reported:
                return {said}
        if self.outcomes:
            return {self.outcomes[position]}
        return {"sending", "unknown"} if self.in_hand or self.hung else {"queued"}


Reporting.TestCase.settings = settings(max_examples=60, stateful_step_count=12, deadline=None)
TestStatusIsWhatWasSaidWhateverTheOrder = Reporting.TestCase
