"""
Whatever happens to a chunk, nobody gets a message twice by our doing.

The machine plays every sequence of crashes, refusals, silences, opt-outs and passing time.
Beside the chunk it keeps its own book of what was on the wire.
"""

from datetime import datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shared.domain.chunk import DOUBTFUL, REPEATABILITY_WINDOW, Outcome, OutcomeKind
from shared.domain.dispatching import (
    CLAIM_TIME,
    CallResult,
    SendCall,
    calls_for,
    claim,
    resume,
    with_results,
)
from shared.domain.errors import SendError
from shared.domain.status import UNDECIDED, count_by_status, status_of
from tests.support.samples import make_chunk, make_options, people
from tests.support.world import START

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
ITEMS = st.sampled_from([SENT, DOUBTFUL, Outcome(OutcomeKind.FAILED, code="400"), None])
ERRORS = [
    SendError("429", "", retryable=True, retry_after_seconds=3),
    SendError("not_connected", "", retryable=True),
    SendError("401", "Unauthorized"),
    SendError("no_answer", "", retryable=True, doubtful=True),
]
RESULTS = st.sampled_from(ERRORS) | st.tuples(ITEMS, ITEMS, ITEMS)
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

    @precondition(lambda self: not self.is_held())
    @rule()
    def worker_dies_between_claim_and_wire(self) -> None:
        self.take_up()

    @precondition(lambda self: not self.is_held())
    @rule()
    def worker_dies_at_the_wire(self) -> None:
        for call in self.take_up():
            self.put_on_the_wire(call)

    @precondition(lambda self: not self.is_held())
    @rule(result=RESULTS)
    def worker_gets_an_answer(self, result: CallResult) -> None:
        calls = self.take_up()
        results = [(call, self.answer(call, result)) for call in calls]
        if self.chunk.waiting_positions():
            self.chunk = with_results(self.chunk, results, self.opted_out, self.now)
        self.settle_the_book()

    def take_up(self) -> list[SendCall]:
        self.chunk = resume(self.chunk, self.now)
        if not self.chunk.waiting_positions():
            return []
        self.chunk = claim(self.chunk, self.now)
        return calls_for(self.chunk, self.opted_out)

    def put_on_the_wire(self, call: SendCall) -> None:
        assert self.now <= call.first_sent_at + REPEATABILITY_WINDOW
        assert self.now < self.chunk.options.expires_at
        assert not self.opted_out & set(call.recipients)
        for position in call.positions:
            assert position not in self.recorded_as_sent
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
    def who_may_have_it_is_not_called_failed(self) -> None:
        for position in set(self.first_sent_in_doubt) - self.recorded_as_sent:
            status = status_of(self.chunk, position, self.now)
            assert status in {"sending", "unknown"}

    def teardown(self) -> None:
        """Every message ends once time passes and calls succeed."""
        for _ in range(2):
            self.now += CLAIM_TIME
            self.worker_gets_an_answer((SENT, SENT, SENT))
        assert not set(count_by_status(self.chunk, self.now)) & UNDECIDED


Dispatching.TestCase.settings = settings(max_examples=150, stateful_step_count=15, deadline=None)
TestNobodyIsSentToTwiceWhateverHappens = Dispatching.TestCase
