"""What may be sent again on request: what is unknown or failed before it left, nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.chunk import (
    CANCELLED,
    DISPATCH_FAILED,
    DOUBTFUL,
    EXPIRED,
    OPTED_OUT,
    REPORTED,
    UNKNOWN,
    Chunk,
    Outcome,
    OutcomeKind,
)
from shared.domain.delivery import DeliveryStatus, Reports
from shared.domain.dispatching import calls_for, claim, resume
from shared.domain.ending import cancel, give_up
from shared.domain.resending import Restarted, SkipReason, restart
from shared.domain.restart import MAX_RESTARTS, RestartKind
from shared.domain.status import MessageStatus, status_of
from tests.support.samples import make_report, whole
from tests.support.world import START
from tests.unit.domain.dispatching_hands import ANA, BEN, CEM, LATER, REFUSED, SENT, after, three

TOO_LATE = START + timedelta(hours=1)
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")
DELIVERED = Reports(delivered=make_report(DeliveryStatus.DELIVERED, TOO_LATE))


def resend(chunk: Chunk, now: datetime = TOO_LATE, expires_at: datetime | None = None) -> Restarted:
    return restart(chunk, RestartKind.RESEND, now=now, expires_at=expires_at)


def redrive(chunk: Chunk) -> Restarted:
    return restart(chunk, RestartKind.REDRIVE, now=TOO_LATE, expires_at=None)


def resent(outcome: Outcome = UNKNOWN) -> Chunk:
    """A chunk of three whose first is to be sent again."""
    return resend(three({0: outcome, 1: SENT, 2: SENT}, first_sent_at=START)).chunk


def test_unknown_message_waits_again_with_the_next_generation() -> None:
    found = resend(three({0: UNKNOWN, 1: SENT, 2: FAILED}, first_sent_at=START, attempt_count=3))
    assert (found.positions, found.skipped) == ((0,), {})
    assert found.chunk.waiting_positions() == [0]
    assert [found.chunk.generation(position) for position in range(3)] == [1, 0, 0]
    assert found.chunk.progress.attempt_count == 0


def test_same_request_again_takes_up_nothing() -> None:
    once = resent()
    again = resend(once)
    assert (again.chunk, again.positions, again.skipped) == (once, (), {})


@pytest.mark.parametrize("outcome", [SENT, FAILED, OPTED_OUT, EXPIRED, CANCELLED, DISPATCH_FAILED])
def test_message_whose_end_is_known_is_not_sent_again(outcome: Outcome) -> None:
    assert resend(three(dict.fromkeys(range(3), outcome))).positions == ()


@pytest.mark.parametrize("status", DeliveryStatus)
def test_message_with_a_report_is_not_sent_again(status: DeliveryStatus) -> None:
    report = make_report(status, START)
    reports = Reports(report, None) if status == "delivered" else Reports(None, report)
    chunk = replace(three({0: UNKNOWN, 1: SENT, 2: SENT}), reports={ANA: reports})
    assert resend(chunk).positions == ()


def test_message_that_is_unknown_by_the_clock_alone_is_sent_again() -> None:
    chunk = three({0: DOUBTFUL, 1: SENT}, claimed=(2,), claimed_until=LATER, first_sent_at=START)
    assert resend(chunk).positions == (0, 2)


def test_message_that_may_be_tried_again_with_its_first_ids_is_let_be() -> None:
    chunk = three({0: DOUBTFUL, 1: SENT, 2: SENT}, first_sent_at=START)
    assert resend(chunk, START + timedelta(minutes=4)).positions == ()


def test_chunk_in_a_workers_hand_stays_as_it_is() -> None:
    chunk = three(
        {0: UNKNOWN, 1: SENT}, claimed=(2,), claimed_until=TOO_LATE + timedelta(seconds=1)
    )
    found = resend(chunk)
    assert (found.chunk, found.positions) == (chunk, ())
    assert found.skipped[SkipReason.IN_PROGRESS] >= 1


def test_expired_message_is_skipped_unless_it_gets_a_new_time_to_live() -> None:
    chunk = three({0: UNKNOWN, 1: SENT})
    now = chunk.options.expires_at
    assert resend(chunk, now).skipped == {SkipReason.EXPIRED: 1}

    found = resend(chunk, now, now + timedelta(seconds=60))

    assert found.positions == (0,)
    assert found.chunk.expires_at(0) == now + timedelta(seconds=60)
    assert resume(found.chunk, now).waiting_positions() == [0]
    assert found.chunk.progress.outcomes[2] == EXPIRED  # not brought back by another's time


def test_later_request_without_a_time_to_live_keeps_the_one_given_before() -> None:
    until = TOO_LATE + timedelta(hours=90)
    once = resend(three({0: UNKNOWN}), expires_at=until).chunk
    twice = resend(give_up(once, DISPATCH_FAILED))
    assert twice.chunk.generation(0) == 2
    assert twice.chunk.expires_at(0) == until


def test_message_is_skipped_when_its_chunk_was_restarted_too_often() -> None:
    chunk = three({0: UNKNOWN, 1: UNKNOWN, 2: SENT})
    for _ in range(MAX_RESTARTS):
        chunk = give_up(resend(chunk).chunk, DISPATCH_FAILED)
    found = resend(chunk)
    assert (found.positions, found.skipped) == ((), {SkipReason.TOO_OFTEN: 2})


def test_call_of_a_resent_message_is_apart_from_those_of_first_tries() -> None:
    chunk = resend(three({0: UNKNOWN})).chunk
    calls = calls_for(claim(whole(chunk), TOO_LATE), ())
    assert [(call.recipients, call.generation) for call in calls] == [((ANA,), 1), ((BEN, CEM), 0)]
    assert {call.first_sent_at for call in calls} == {TOO_LATE}


def test_resent_message_is_let_be_when_a_report_came_before_it_left() -> None:
    chunk = replace(resent(), reports={ANA: DELIVERED})
    settled = resume(chunk, TOO_LATE)
    assert settled.progress.outcomes[0] == REPORTED
    assert status_of(settled, 0, TOO_LATE) is MessageStatus.DELIVERED


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (lambda chunk: give_up(chunk, DISPATCH_FAILED), "dispatch_failed"),
        (lambda chunk: cancel(chunk, TOO_LATE), "cancelled"),
        (lambda chunk: resume(chunk, chunk.options.expires_at), "expired"),
        (lambda chunk: after(claim(whole(chunk), TOO_LATE), REFUSED, (ANA,)), "opted_out"),
        (lambda chunk: after(claim(whole(chunk), TOO_LATE), REFUSED), REFUSED.provider_code),
    ],
)
def test_resent_message_that_did_not_leave_is_unknown_as_before_and_says_why(
    end: Callable[[Chunk], Chunk], code: str
) -> None:
    outcome = end(resent()).progress.outcomes[0]
    assert (outcome.kind, outcome.code) == (OutcomeKind.UNKNOWN, code)


def test_resent_message_is_unknown_when_its_time_ran_out_unnoticed() -> None:
    chunk = resent()
    assert status_of(chunk, 0, TOO_LATE) is MessageStatus.QUEUED
    assert status_of(chunk, 0, chunk.options.expires_at) is MessageStatus.UNKNOWN


def test_message_that_failed_before_it_left_is_redriven_with_its_first_ids() -> None:
    found = redrive(three({0: DISPATCH_FAILED, 1: FAILED, 2: UNKNOWN}))
    assert found.positions == (0,)
    assert found.chunk.waiting_positions() == [0]
    assert found.chunk.generation(0) == 0
    assert redrive(found.chunk).positions == ()


def test_message_that_failed_before_it_left_and_yet_has_a_report_is_not_redriven() -> None:
    chunk = replace(three({0: DISPATCH_FAILED, 1: SENT, 2: SENT}), reports={ANA: DELIVERED})
    assert redrive(chunk).positions == ()
