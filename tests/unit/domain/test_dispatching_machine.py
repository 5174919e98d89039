"""
Whatever happens to a chunk, nobody gets a message twice by our doing.

The machine plays every sequence of crashes, refusals, silences, opt-outs, cancelling and passing
time, with as many units granted each time as chance has it.
Beside the chunk it keeps its own book of what was on the wire.
"""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shared.domain.chunk import CANCELLED, DOUBTFUL, REPEATABILITY_WINDOW, Outcome, OutcomeKind
from shared.domain.dispatching import (
    CLAIM_TIME,
    CallResult,
    SendCall,
    calls_for,
    claim,
    release,
    resume,
    with_results,
)
from shared.domain.ending import cancel
from shared.domain.errors import SendError
from shared.domain.portions import Portion, share_out
from shared.domain.sender_profile import default_profile
from shared.domain.status import UNDECIDED, count_by_status, status_of
from tests.support.samples import make_chunk, make_options, people, whole
from tests.support.world import START, TOLL_FREE

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
ITEMS = st.sampled_from([SENT, DOUBTFUL, Outcome(OutcomeKind.FAILED, code="400"), None])
ERRORS = [
    SendError("429", "", retryable=True, retry_after_seconds=3),
    SendError("not_connected", "", retryable=True),
    SendError("401", "Unauthorized"),
    SendError("no_answer", "", retryable=True, doubtful=True),
]
RESULTS = st.sampled_from(ERRORS) | st.tuples(ITEMS, ITEMS, ITEMS)
PROFILE = default_profile(TOLL_FREE)
GRANTED = st.integers(1, 4)
PAUSES_SECONDS = st.sampled_from([1, 5, 45, 61, 120, 200, 241, 3600])


class Dispatching(RuleBasedStateMachine):
    """A chunk of three recipients, and a wire that keeps a book."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.chunk = make_chunk(
            recipients=tuple(people(3)),
            options=make_options(expires_at=START + timedelta(hours=2)),
        )
        self.opted_out: set[str] = set()
        self.recorded_as_sent: set[int] = set()
        self.seen_as_cancelled: set[int] = set()
        self.first_sent_in_doubt: dict[int, datetime] = {}

    def is_held(self) -> bool:
        until = self.chunk.progress.claimed_until
        return until is not None and self.now < until

    @rule(seconds=PAUSES_SECONDS)
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(position=st.integers(0, 2))
    def somebody_opts_out(self, position: int) -> None:
        self.opted_out.add(self.chunk.recipients[position])

    @rule()
    def somebody_cancels(self) -> None:
        before = self.chunk
        self.chunk = cancel(before, self.now)
        if self.is_held():
            assert self.chunk == before
        else:
            assert set(self.chunk.waiting_positions()) <= set(self.chunk.progress.outcomes)

    @precondition(lambda self: not self.is_held())
    @rule(units=GRANTED)
    def worker_dies_between_claim_and_wire(self, units: int) -> None:
        self.take_up(units)

    @precondition(lambda self: not self.is_held())
    @rule(units=GRANTED)
    def worker_dies_at_the_wire(self, units: int) -> None:
        for call in self.calls(self.take_up(units)):
            self.put_on_the_wire(call)

    @precondition(lambda self: not self.is_held())
    @rule(units=GRANTED)
    def worker_lets_go_before_the_wire(self, units: int) -> None:
        portion = self.take_up(units)
        if portion:
            self.chunk = release(portion)

    @precondition(lambda self: not self.is_held())
    @rule(units=GRANTED, result=RESULTS)
    def worker_gets_an_answer(self, units: int, result: CallResult) -> None:
        portion = self.take_up(units)
        results = [(call, self.answer(call, result)) for call in self.calls(portion)]
        if portion:
            self.chunk = with_results(portion, results, self.opted_out, self.now)
        self.settle_the_book()

    def take_up(self, units: int) -> Portion | None:
        self.chunk = resume(self.chunk, self.now)
        portions, unserved = share_out([whole(self.chunk)], units, PROFILE)
        if not portions:
            assert not unserved
            return None
        claimed = claim(portions[0], self.now)
        self.chunk = claimed.chunk
        return claimed

    def calls(self, portion: Portion | None) -> list[SendCall]:
        return calls_for(portion, self.opted_out) if portion else []

    def put_on_the_wire(self, call: SendCall) -> None:
        assert self.now <= call.first_sent_at + REPEATABILITY_WINDOW
        assert self.now < self.chunk.options.expires_at
        assert not self.opted_out & set(call.recipients)
        for position in call.positions:
            assert position not in self.recorded_as_sent | self.seen_as_cancelled
            earlier = self.first_sent_in_doubt.setdefault(position, call.first_sent_at)
            assert call.first_sent_at == earlier

    def answer(self, call: SendCall, result: CallResult) -> CallResult:
        already_in_doubt = set(self.first_sent_in_doubt)
        self.put_on_the_wire(call)
        told = result if isinstance(result, SendError) else tuple(result[p] for p in call.positions)
        for index, position in enumerate(call.positions):
            one = told if isinstance(told, SendError) else told[index]
            in_doubt = one.doubtful if isinstance(one, SendError) else one == DOUBTFUL
            if not in_doubt and position not in already_in_doubt:
                del self.first_sent_in_doubt[position]
        return told

    def settle_the_book(self) -> None:
        for position, outcome in self.chunk.progress.outcomes.items():
            if outcome.kind is OutcomeKind.SENT:
                self.recorded_as_sent.add(position)

    @invariant()
    def who_was_cancelled_stays_so(self) -> None:
        outcomes = self.chunk.progress.outcomes
        self.seen_as_cancelled |= {p for p, o in outcomes.items() if o == CANCELLED}
        assert all(outcomes[position] == CANCELLED for position in self.seen_as_cancelled)
        assert not self.seen_as_cancelled & (self.recorded_as_sent | set(self.first_sent_in_doubt))

    @invariant()
    def who_may_have_it_is_not_called_failed(self) -> None:
        for position in set(self.first_sent_in_doubt) - self.recorded_as_sent:
            status = status_of(self.chunk, position, self.now)
            assert status in {"sending", "unknown"}

    def teardown(self) -> None:
        """Every message ends once time passes and calls succeed."""
        for _ in range(2):
            self.now += CLAIM_TIME
            self.worker_gets_an_answer(3, (SENT, SENT, SENT))
        assert not set(count_by_status(self.chunk, self.now)) & UNDECIDED


Dispatching.TestCase.settings = settings(max_examples=150, stateful_step_count=15, deadline=None)
TestNobodyIsSentToTwiceWhateverHappens = Dispatching.TestCase
