"""
Whatever happens, a message is sent again only on request, and once for each request.

The machine plays dispatching with every answer that the carrier may give, passing time, reports,
opt-outs, poison, cancelling and requests to resend or redrive. Its network keeps its own book.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from send_sms.accepting.accept import accept_send
from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import settle
from send_sms.domain.progress import ResendKind
from send_sms.domain.resend import SkipReason
from send_sms.domain.status import status_of
from send_sms.ending import cancel_send, give_up_work
from send_sms.resend import ResentSend, resend_messages
from send_sms.storage.dispatch_queue import Work
from shared.carriers.acs.messages import repeatability_id
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import CallResult, Outcome, OutcomeKind, SendCall, SendError
from shared.domain.errors import ConflictError
from shared.domain.identifiers import BatchAddress, BlockAddress
from shared.domain.kinds import UNDECIDED, MessageStatus
from tests.simulation.send_sms.interrupted_world import InterruptedWorld
from tests.support.samples import make_report, make_request, people
from tests.support.world import Response, ScriptedGateway, all_sent
from tests.unit.send_sms.dispatch_world import (
    CUT_OFF,
    FAILED,
    REFUSED,
    THROTTLED,
    KilledError,
    opt_out,
)

RECIPIENTS = people(3)
POSITIONS = st.integers(0, 2)
PAUSES_SECONDS = st.sampled_from([1, 10, 50, 120, 250, 3600, 8000])

_Result = TypeVar("_Result")


def first_taken(call: SendCall) -> CallResult:
    return (all_sent(call)[0], *[None] * (len(call.recipients) - 1))


def first_refused(call: SendCall) -> CallResult:
    return (FAILED, *all_sent(call)[1:])


SCRIPTED: list[Response | SendError] = [
    all_sent, first_taken, first_refused, CUT_OFF, CUT_OFF, THROTTLED, REFUSED
]  # fmt: skip
ANSWERS = st.lists(st.sampled_from(SCRIPTED), max_size=2)
LATER_ANSWERS = st.sampled_from([all_sent, CUT_OFF, CUT_OFF])


class Book(ScriptedGateway):
    """A network that writes down who was called, and refuses calls that must not be."""

    def __init__(self) -> None:
        super().__init__()
        self.granted: Counter[str] = Counter()
        self.ids: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self.sent: set[str] = set()
        self.reported: set[str] = set()
        self.cancelled: set[str] = set()

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        for recipient, message_id in zip(call.recipients, call.message_ids, strict=True):
            assert call.generation == self.granted[recipient], "a try without a request"
            assert recipient not in self.sent
            assert recipient not in self.cancelled
            assert not (call.generation and recipient in self.reported)
            ids = self.ids[recipient, call.generation]
            ids.add(repeatability_id(message_id, call.generation))
            assert len(ids) == 1
        results = await super().send(call)
        for recipient, outcome in zip(call.recipients, results, strict=True):
            if outcome and outcome.kind is OutcomeKind.SENT:
                self.sent.add(recipient)
        return results


class SendingAgain(RuleBasedStateMachine):
    """A send to three people, and everything that may happen to it."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.book = Book()
        self.played = InterruptedWorld()
        self.played.world.gateway = self.book
        self.world = self.played.world
        request = make_request(RECIPIENTS, ttlSeconds=7200)
        self.send = self.run(accept_send(request, self.world.app().accepting)).send

    def run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        return self.runner.run(work)

    def batch(self) -> Batch:
        """Read it as a worker would find it: an uncertain member that was cancelled is unknown."""
        (batch,) = self.run(self.world.app().journal.read(self.send))
        return settle(batch, self.world.clock.now)

    def claimed(self) -> set[int]:
        current = self.batch().progress.claim
        is_standing = current is not None and self.world.clock.now < current.until
        return set(current.positions) if current and is_standing else set()

    def positions_of(self, status: MessageStatus) -> list[int]:
        batch, now = self.batch(), self.world.clock.now
        return [position for position in range(3) if status_of(batch, position, now) is status]

    @initialize(answers=ANSWERS)
    def most_tries_are_cut_off_for_long(self, answers: Sequence[Response | SendError]) -> None:
        self.time_passes(answers, CUT_OFF, 400)

    @rule(answers=ANSWERS, later=LATER_ANSWERS, seconds=PAUSES_SECONDS)
    def time_passes(
        self, answers: Sequence[Response | SendError], later: Response | SendError, seconds: int
    ) -> None:
        until = self.world.clock.now + timedelta(seconds=seconds)
        self.book.script = [*answers, *[later] * 20]
        self.run(self.played.run_host(until))
        self.book.script = []
        self.world.clock.now = max(self.world.clock.now, until)

    @rule()
    def worker_dies_in_a_call(self) -> None:
        self.book.script = [self.die]
        self.run(self.played.run_host(self.world.clock.now))
        self.book.script = []

    def die(self, _: SendCall) -> CallResult:
        self.played.moments.is_dead = True
        raise KilledError

    @rule(position=POSITIONS, status=st.sampled_from(DeliveryStatus))
    def report_arrives(self, position: int, status: DeliveryStatus) -> None:
        recipient = RECIPIENTS[position]
        if not any(self.book.ids[recipient, n] for n in range(self.book.granted[recipient] + 1)):
            return
        report = make_report(status, self.world.clock.now)
        reports = {BlockAddress(self.send, 0): [(recipient, report)]}
        self.run(self.world.app().reporting.reports.add(reports))
        self.book.reported.add(recipient)

    @rule(position=POSITIONS)
    def recipient_opts_out(self, position: int) -> None:
        self.run(opt_out(self.world, RECIPIENTS[position]))

    @rule()
    def caller_cancels(self) -> None:
        self.run(cancel_send(self.send, self.world.app().sending))
        cancelled = self.positions_of(MessageStatus.CANCELLED)
        self.book.cancelled.update(RECIPIENTS[position] for position in cancelled)

    @rule()
    def work_is_poisoned(self) -> None:
        with suppress(ConflictError):
            self.run(give_up_work(Work(BatchAddress(self.send)), self.world.app().sending))

    @rule(
        ttl_seconds=st.sampled_from([None, None, 60, 3600]),
        reported_then=st.sets(POSITIONS, max_size=2),
    )
    def caller_asks_to_resend(self, ttl_seconds: int | None, reported_then: set[int]) -> None:
        unknown, claimed = self.positions_of(MessageStatus.UNKNOWN), self.claimed()
        found = self.resend(ResendKind.RESEND, ttl_seconds)
        assert found.message_count + sum(found.skipped.values()) == len(unknown)
        restarted = set(unknown) - set(self.positions_of(MessageStatus.UNKNOWN))
        assert not claimed & restarted
        assert len(restarted) == found.message_count
        self.book.granted.update(RECIPIENTS[position] for position in restarted)
        assert self.resend(ResendKind.RESEND, None).message_count == 0
        for position in reported_then:
            self.report_arrives(position, DeliveryStatus.DELIVERED)

    @rule(ttl_seconds=st.sampled_from([None, 60]))
    def caller_asks_to_redrive(self, ttl_seconds: int | None) -> None:
        failed = len(self.positions_of(MessageStatus.FAILED))
        found = self.resend(ResendKind.REDRIVE, ttl_seconds)
        assert len(self.positions_of(MessageStatus.FAILED)) == failed - found.message_count
        assert self.resend(ResendKind.REDRIVE, None).message_count == 0

    def resend(self, kind: ResendKind, ttl_seconds: int | None) -> ResentSend:
        found = self.run(
            resend_messages(
                self.send, kind, ttl_seconds=ttl_seconds, sending=self.world.app().sending
            )
        )
        assert found
        assert not (ttl_seconds and SkipReason.EXPIRED in found.skipped)
        return found

    @invariant()
    def resent_message_is_never_said_not_to_have_left(self) -> None:
        batch, now = self.batch(), self.world.clock.now
        for position, recipient in enumerate(RECIPIENTS):
            if self.book.granted[recipient] and recipient not in self.book.reported:
                status = status_of(batch, position, now)
                assert status in {"queued", "sending", "sent", "unconfirmed", "unknown"}

    def teardown(self) -> None:
        """Everything ends."""
        self.run(self.played.run_host())
        batch, now = self.batch(), self.world.clock.now
        assert not {status_of(batch, position, now) for position in range(3)} & UNDECIDED
        self.runner.close()


SendingAgain.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestNothingIsSentAgainUnasked = SendingAgain.TestCase
