"""What may be sent again on request: what is unknown or failed before it left, nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.calls import calls_for
from send_sms.domain.dispatching import apply_results, give_up, settle
from send_sms.domain.progress import MAX_RESENDS, Reports, ResendKind
from send_sms.domain.resend import ResendRequest, Resent, SkipReason, resend
from send_sms.domain.status import status_of
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import (
    CANCELLED,
    DISPATCH_FAILED,
    EXPIRED,
    OPTED_OUT,
    REPORTED,
    SIMULATED,
    UNCERTAIN,
    UNKNOWN,
    Outcome,
    OutcomeKind,
)
from shared.domain.kinds import MessageStatus
from tests.support.samples import make_report, make_round
from tests.support.world import START
from tests.unit.send_sms.domain.dispatch_samples import (
    ANA,
    BEN,
    CEM,
    LATER,
    REFUSED,
    SENT,
    TICK,
    after,
    claim_at,
    claim_of,
    three,
    tried,
)

TOO_LATE = START + timedelta(hours=1)
LATEST = TOO_LATE + timedelta(seconds=1)
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")
DELIVERED = Reports(delivered=make_report(DeliveryStatus.DELIVERED, TOO_LATE))


def resent(
    batch: Batch,
    kind: ResendKind,
    now: datetime = TOO_LATE,
    expires_at: datetime | None = None,
    position: int = 0,
) -> Resent:
    return resend(
        batch, ResendRequest(kind, batch.send_of(position), now, expires_at, f"request {now}")
    )


def resend_unknown(
    batch: Batch, now: datetime = TOO_LATE, expires_at: datetime | None = None
) -> Resent:
    return resent(batch, ResendKind.RESEND, now, expires_at)


def redrive(batch: Batch) -> Resent:
    return resent(batch, ResendKind.REDRIVE)


def given_up(batch: Batch, now: datetime = TOO_LATE) -> Batch:
    return give_up(batch, DISPATCH_FAILED, now)


def cancelled(batch: Batch, at: datetime) -> Batch:
    return replace(batch, cancelled=dict.fromkeys(batch.positions(), at))


def resent_batch(outcome: Outcome = UNKNOWN) -> Batch:
    """A batch of three whose first member is to be sent again."""
    return resend_unknown(three({0: tried(outcome), 1: SENT, 2: SENT})).batch


def test_unknown_message_waits_again_with_the_next_generation() -> None:
    found = resend_unknown(three({0: UNKNOWN, 1: SENT, 2: FAILED}, attempt_count=3))
    assert (found.positions, found.skipped) == ((0,), {})
    assert found.batch.waiting_positions() == [0]
    assert [found.batch.generation(position) for position in range(3)] == [1, 0, 0]
    assert found.batch.progress.attempt_count == 0


def test_same_request_again_takes_up_nothing() -> None:
    once = resent_batch()
    again = resend_unknown(once)
    assert (again.batch, again.positions, again.skipped) == (once, (), {})


@pytest.mark.parametrize(
    "outcome", [SENT, FAILED, OPTED_OUT, EXPIRED, CANCELLED, SIMULATED, DISPATCH_FAILED]
)
def test_message_whose_end_is_known_is_not_sent_again(outcome: Outcome) -> None:
    assert resend_unknown(three(dict.fromkeys(range(3), outcome))).positions == ()


@pytest.mark.parametrize("status", DeliveryStatus)
def test_message_with_a_report_is_not_sent_again(status: DeliveryStatus) -> None:
    report = make_report(status, START)
    reports = Reports(report, None) if status == "delivered" else Reports(None, report)
    batch = replace(three({0: UNKNOWN, 1: SENT, 2: SENT}), reports={0: reports})
    assert resend_unknown(batch).positions == ()


def test_message_that_is_unknown_by_the_clock_alone_is_sent_again() -> None:
    batch = claim_at(three({0: tried(UNCERTAIN), 1: SENT}), START, (2,))
    assert resend_unknown(batch).positions == (0, 2)


def test_message_that_may_be_tried_again_with_its_first_ids_is_let_be() -> None:
    batch = three({0: tried(UNCERTAIN), 1: SENT, 2: SENT})
    assert resend_unknown(batch, START + timedelta(minutes=4)).positions == ()


def test_claimed_message_is_skipped_and_the_claim_stays() -> None:
    batch = claim_at(three({0: UNKNOWN, 1: tried(UNCERTAIN), 2: SENT}), TOO_LATE, (1,))
    found = resend_unknown(batch, TOO_LATE + TICK)
    assert (found.positions, found.skipped) == ((0,), {SkipReason.IN_PROGRESS: 1})
    assert found.batch.progress.claim == batch.progress.claim


def test_batch_of_which_nothing_is_sent_again_stays_as_it_is() -> None:
    batch = claim_at(three({0: tried(UNCERTAIN), 1: SENT, 2: SENT}), TOO_LATE, (0,))
    found = resend_unknown(batch, TOO_LATE + TICK)
    assert (found.batch, found.positions) == (batch, ())


def test_worker_s_results_and_a_restart_beside_its_claim_do_not_touch_each_other() -> None:
    claimed = claim_at(three({0: tried(UNKNOWN)}), TOO_LATE, (1, 2))
    batch = resend_unknown(claimed, TOO_LATE + TICK).batch
    done = apply_results(batch, claim_of(claimed), {1: SENT, 2: SENT}, TOO_LATE + TICK)
    assert done.progress.outcomes == {1: SENT, 2: SENT}
    assert done.waiting_positions() == [0]
    assert [done.generation(position) for position in range(3)] == [1, 0, 0]


def test_restart_of_one_send_of_a_round_leaves_the_others() -> None:
    batch = make_round([(ANA, "a"), (ANA, "a"), (BEN, "b")])
    batch = replace(batch, progress=three(dict.fromkeys(range(3), UNKNOWN)).progress)
    found = resent(batch, ResendKind.RESEND, position=1)
    assert found.positions == (1,)
    assert [found.batch.generation(position) for position in range(3)] == [0, 1, 0]


def test_restart_remembers_when_the_try_before_began() -> None:
    outcomes = {0: tried(UNKNOWN), 1: tried(UNKNOWN, LATER), 2: tried(SENT, TOO_LATE)}
    (event,) = resend_unknown(three(outcomes)).batch.progress.resends
    assert (event.at, event.first_sent_at) == (TOO_LATE, LATER)


def test_expired_message_is_skipped_unless_it_gets_a_new_time_to_live() -> None:
    batch = three({0: UNKNOWN, 1: SENT})
    now = batch.expires_at(0)
    assert resend_unknown(batch, now).skipped == {SkipReason.EXPIRED: 1}

    found = resend_unknown(batch, now, now + timedelta(seconds=60))

    assert found.positions == (0,)
    assert found.batch.expires_at(0) == now + timedelta(seconds=60)
    assert settle(found.batch, now).waiting_positions() == [0]
    assert found.batch.progress.outcomes[2] == EXPIRED  # not brought back by another's time


def test_later_request_without_a_time_to_live_keeps_the_one_given_before() -> None:
    until = TOO_LATE + timedelta(hours=90)
    once = resend_unknown(three({0: UNKNOWN}), expires_at=until).batch
    twice = resend_unknown(given_up(once))
    assert twice.batch.generation(0) == 2
    assert twice.batch.expires_at(0) == until


def test_message_is_skipped_when_its_batch_was_restarted_too_often() -> None:
    batch = three({0: UNKNOWN, 1: UNKNOWN, 2: SENT})
    for _ in range(MAX_RESENDS):
        batch = given_up(resend_unknown(batch).batch)
    found = resend_unknown(batch)
    assert (found.positions, found.skipped) == ((), {SkipReason.TOO_OFTEN: 2})


def test_call_of_a_resent_message_is_apart_from_those_of_first_tries() -> None:
    batch = resend_unknown(three({0: UNKNOWN})).batch
    calls = calls_for(claim_at(batch, TOO_LATE), range(3))
    assert [(call.recipients, call.generation) for call in calls] == [((ANA,), 1), ((BEN, CEM), 0)]
    assert {call.first_sent_at for call in calls} == {TOO_LATE}


def test_resent_message_is_let_be_when_a_report_came_before_it_left() -> None:
    batch = replace(resent_batch(), reports={0: DELIVERED})
    settled = settle(batch, TOO_LATE)
    assert settled.progress.outcomes[0] == REPORTED
    assert status_of(settled, 0, TOO_LATE) is MessageStatus.DELIVERED


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (given_up, "dispatch_failed"),
        (lambda batch: settle(cancelled(batch, LATEST), LATEST), "cancelled"),
        (lambda batch: settle(batch, batch.expires_at(0)), "expired"),
        (lambda batch: after(claim_at(batch, TOO_LATE), REFUSED, (ANA,)), "opted_out"),
        (lambda batch: after(claim_at(batch, TOO_LATE), REFUSED), REFUSED.provider_code),
    ],
)
def test_resent_message_that_did_not_leave_is_unknown_as_before_and_says_why(
    end: Callable[[Batch], Batch], code: str
) -> None:
    outcome = end(resent_batch()).progress.outcomes[0]
    assert (outcome.kind, outcome.code) == (OutcomeKind.UNKNOWN, code)


def test_resent_message_is_unknown_when_its_time_ran_out_unnoticed() -> None:
    batch = resent_batch()
    assert status_of(batch, 0, TOO_LATE) is MessageStatus.QUEUED
    assert status_of(batch, 0, batch.expires_at(0)) is MessageStatus.UNKNOWN


def test_message_that_failed_before_it_left_is_redriven_with_its_first_ids() -> None:
    found = redrive(three({0: DISPATCH_FAILED, 1: FAILED, 2: UNKNOWN}))
    assert found.positions == (0,)
    assert found.batch.waiting_positions() == [0]
    assert found.batch.generation(0) == 0
    assert redrive(found.batch).positions == ()


@pytest.mark.parametrize("code", ["401", "Unauthorized", "403", "404", "302"])
def test_message_of_a_call_that_was_refused_as_a_whole_is_redriven(code: str) -> None:
    refused = replace(tried(FAILED), code=code, text="")
    found = redrive(three({0: refused, 1: SENT, 2: replace(UNKNOWN, code="401")}))
    assert found.positions == (0,)
    assert found.batch.generation(0) == 0


def test_message_that_failed_before_it_left_and_yet_has_a_report_is_not_redriven() -> None:
    batch = replace(three({0: DISPATCH_FAILED, 1: SENT, 2: SENT}), reports={0: DELIVERED})
    assert redrive(batch).positions == ()


def test_message_that_was_cancelled_before_it_is_sent_again_waits_and_leaves() -> None:
    before = settle(cancelled(three({0: tried(UNCERTAIN), 1: SENT, 2: SENT}), LATER), LATER)
    assert before.progress.outcomes[0] == UNKNOWN
    batch = resend_unknown(before).batch
    assert not batch.is_cancelled(0)
    assert status_of(batch, 0, TOO_LATE) is MessageStatus.QUEUED
    done = after(claim_at(settle(batch, TOO_LATE), TOO_LATE), (SENT,))
    assert done.progress.outcomes[0] == SENT
    assert done.progress.outcomes[0].first_sent_at == TOO_LATE


@pytest.mark.parametrize("at", [TOO_LATE, LATEST])
def test_message_that_was_cancelled_at_or_after_its_restart_does_not_leave(at: datetime) -> None:
    batch = cancelled(resent_batch(), at)
    assert batch.is_cancelled(0)
    assert status_of(batch, 0, LATEST) is MessageStatus.UNKNOWN
    assert settle(batch, LATEST).waiting_positions() == []


def test_message_that_was_cancelled_after_a_redrive_never_left_and_is_cancelled() -> None:
    batch = cancelled(redrive(three({0: DISPATCH_FAILED, 1: SENT, 2: SENT})).batch, LATEST)
    assert status_of(batch, 0, LATEST) is MessageStatus.CANCELLED
    assert settle(batch, LATEST).progress.outcomes[0] == CANCELLED


def test_new_time_to_live_of_a_redriven_message_is_its_own() -> None:
    batch = three(dict.fromkeys(range(3), DISPATCH_FAILED))
    until = batch.expires_at(0) + timedelta(hours=9)
    found = resent(batch, ResendKind.REDRIVE, expires_at=until)
    assert [found.batch.expires_at(position) for position in range(3)] == [until] * 3
    assert found.batch.options_of(0).expires_at < until


def test_uncertain_try_of_a_resent_message_has_a_window_of_its_own() -> None:
    batch = claim_at(resent_batch(), TOO_LATE)
    lapsed = settle(batch, TOO_LATE + timedelta(minutes=1))
    assert lapsed.progress.outcomes[0] == UNCERTAIN
    assert lapsed.progress.outcomes[0].first_sent_at == TOO_LATE
    (call,) = calls_for(claim_at(lapsed, TOO_LATE + timedelta(minutes=1)), (0,))
    assert (call.generation, call.first_sent_at) == (1, TOO_LATE)
