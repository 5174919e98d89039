"""The status of a message follows from its batch and the time."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Claim, Progress, Reports, Resend, ResendKind
from send_sms.domain.status import count_by_status, failure_of, next_change_at, status_of
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.sending import EXPIRED, OPTED_OUT, UNCERTAIN, UNKNOWN, Outcome, OutcomeKind
from shared.domain.kinds import Category, MessageStatus
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import (
    SEND,
    make_batch,
    make_options,
    make_report,
    make_round,
    people,
    reports_beside,
)
from tests.support.world import PERSON, START

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")
AT_START = replace(SENT, at=START)
LATER = START + timedelta(minutes=1)
WINDOW_END = START + timedelta(minutes=4)
TICK = timedelta(microseconds=1)

DELIVERED_EARLY = make_report(DeliveryStatus.DELIVERED, START + timedelta(seconds=5))
DELIVERED_LATE = make_report(DeliveryStatus.DELIVERED, START + timedelta(seconds=15))
FAILED_MIDWAY = make_report(DeliveryStatus.FAILED, START + timedelta(seconds=10), code="4006")
FAILED_LATE = make_report(DeliveryStatus.FAILED, START + timedelta(seconds=20), code="4005")


def with_outcome(outcome: Outcome, **options: object) -> Batch:
    recorded = replace(outcome, first_sent_at=START, at=START)
    progress = Progress(attempt_count=1, outcomes={0: recorded})
    return make_batch(progress=progress, options=make_options(**options))


def with_reports(batch: Batch, *reports: DeliveryReport) -> Batch:
    by_status = {report.status.value: report for report in reports}
    return replace(batch, reports={0: Reports(**by_status)})


def claimed_for(*positions: int) -> Batch:
    return make_batch(progress=Progress(claim=Claim("claim", LATER, START, positions)))


CLAIMED = claimed_for(0)
CLAIMED_FOR_OTHERS = claimed_for(1)
AT_ONCE = {0: START}
SCHEDULED = make_batch(options=make_options(send_at=LATER))
OTP = {"category": Category.OTP}


@pytest.mark.parametrize(
    ("batch", "now", "status"),
    [
        (make_batch(), START, "queued"),
        (make_batch(), START + timedelta(hours=72) - TICK, "queued"),
        (make_batch(), START + timedelta(hours=72), "expired"),
        (SCHEDULED, LATER - TICK, "scheduled"),
        (SCHEDULED, LATER, "queued"),
        (CLAIMED, START, "sending"),
        (CLAIMED, WINDOW_END, "sending"),
        (CLAIMED, WINDOW_END + TICK, "unknown"),
        (CLAIMED_FOR_OTHERS, START, "queued"),
        (CLAIMED_FOR_OTHERS, WINDOW_END + TICK, "queued"),
        (make_batch(cancelled=AT_ONCE), START, "cancelled"),
        (replace(CLAIMED, cancelled=AT_ONCE), START, "sending"),
        (replace(CLAIMED_FOR_OTHERS, cancelled=AT_ONCE), START, "cancelled"),
        (replace(with_outcome(UNCERTAIN), cancelled=AT_ONCE), WINDOW_END, "sending"),
        (replace(with_outcome(SENT), cancelled=AT_ONCE), LATER, "sent"),
        (with_outcome(UNCERTAIN), WINDOW_END, "sending"),
        (with_outcome(UNCERTAIN), WINDOW_END + TICK, "unknown"),
        (with_outcome(UNKNOWN), START, "unknown"),
        (with_outcome(FAILED), START, "failed"),
        (with_outcome(OPTED_OUT), START, "suppressed"),
        (with_outcome(EXPIRED), START, "expired"),
        (with_outcome(SENT), START, "sent"),
        (with_outcome(SENT), START + timedelta(hours=72), "sent"),
        (with_outcome(SENT), START + timedelta(hours=72) + TICK, "unconfirmed"),
        (with_outcome(SENT, **OTP), START + timedelta(minutes=15), "sent"),
        (with_outcome(SENT, **OTP), START + timedelta(minutes=15) + TICK, "unconfirmed"),
        (with_outcome(SENT, delivery_report=False), START + timedelta(days=99), "sent"),
        (with_reports(with_outcome(SENT), DELIVERED_EARLY), LATER, "delivered"),
        (with_reports(with_outcome(SENT), FAILED_MIDWAY), LATER, "failed"),
        (with_reports(with_outcome(SENT), DELIVERED_EARLY, FAILED_MIDWAY), LATER, "delivered"),
        (with_reports(with_outcome(SENT), DELIVERED_LATE, FAILED_MIDWAY), LATER, "delivered"),
        (with_reports(with_outcome(UNKNOWN), DELIVERED_EARLY), LATER, "delivered"),
        (with_reports(with_outcome(UNKNOWN), FAILED_MIDWAY), LATER, "failed"),
    ],
)
def test_status_follows_from_batch_and_time(batch: Batch, now: datetime, status: str) -> None:
    assert status_of(batch, 0, now) == status


def test_report_counts_before_the_result_of_the_send_is_stored() -> None:
    assert status_of(with_reports(CLAIMED, DELIVERED_EARLY), 0, START) == "delivered"


def test_report_that_came_late_ends_an_unconfirmed_message() -> None:
    late = with_reports(with_outcome(SENT), DELIVERED_EARLY)
    assert status_of(late, 0, START + timedelta(days=4)) == "delivered"


def test_claimed_member_that_was_tried_before_is_unknown_when_its_own_window_closes() -> None:
    earlier = replace(UNCERTAIN, first_sent_at=START)
    claim = Claim("claim", WINDOW_END + timedelta(seconds=30), LATER, (0, 1))
    batch = make_batch(people(2), progress=Progress(claim=claim, outcomes={0: earlier}))
    after_window = WINDOW_END + TICK
    assert [status_of(batch, p, after_window) for p in range(2)] == ["unknown", "sending"]


def test_confirmation_time_counts_from_the_outcome_of_each_message() -> None:
    outcomes = {0: replace(SENT, at=START), 1: replace(SENT, at=LATER)}
    batch = make_batch(people(2), progress=Progress(outcomes=outcomes))
    now = START + timedelta(hours=72) + TICK
    assert [status_of(batch, p, now) for p in range(2)] == ["unconfirmed", "sent"]


def test_statuses_of_a_batch_are_counted_message_by_message() -> None:
    batch = make_batch(people(3), progress=Progress(outcomes={0: SENT, 2: OPTED_OUT}))
    assert count_by_status(batch, START) == {"sent": 1, "queued": 1, "suppressed": 1}
    assert count_by_status(batch, START, [0, 1]) == {"sent": 1, "queued": 1}


def test_statuses_of_a_round_are_those_of_its_members_and_not_of_unused_places() -> None:
    batch = make_round([(PERSON, "a"), ("", "a"), (PERSON, "b")], cancelled={2: START})
    assert count_by_status(batch, START) == {"queued": 1, "cancelled": 1}


def test_member_of_a_round_expires_and_is_unconfirmed_by_the_options_of_its_own_send() -> None:
    batch = make_round([(PERSON, "a"), (PERSON, "b")])
    short = replace(batch.terms[1], options=make_options(expires_at=LATER, delivery_report=False))
    batch = replace(batch, terms=(batch.terms[0], short))
    assert [status_of(batch, p, LATER) for p in range(2)] == ["queued", "expired"]
    sent = replace(batch, progress=Progress(outcomes=dict.fromkeys(range(2), AT_START)))
    much_later = START + timedelta(days=9)
    assert [status_of(sent, p, much_later) for p in range(2)] == ["unconfirmed", "sent"]


@pytest.mark.parametrize(
    ("batch", "now", "code"),
    [
        (make_batch(), START, None),
        (make_batch(), START + timedelta(hours=72), "expired"),
        (make_batch(cancelled=AT_ONCE), START, "cancelled"),
        (with_outcome(SENT), START, None),
        (with_outcome(FAILED), START, "400"),
        (with_outcome(UNCERTAIN), WINDOW_END, None),
        (with_outcome(UNCERTAIN), WINDOW_END + TICK, "outcome_unknown"),
        (CLAIMED, WINDOW_END + TICK, "outcome_unknown"),
        (with_reports(with_outcome(FAILED), DELIVERED_EARLY), LATER, None),
        (with_reports(with_outcome(SENT), FAILED_MIDWAY), LATER, "4006"),
    ],
)
def test_reason_is_given_whether_or_not_a_worker_has_recorded_it(
    batch: Batch, now: datetime, code: str | None
) -> None:
    failure = failure_of(batch, 0, now)
    assert (failure and failure[0]) == code
    assert failure_of(batch, 0, now, status_of(batch, 0, now)) == failure


def test_statuses_are_those_that_the_interface_promises() -> None:
    assert {status.value for status in MessageStatus} == {
        "scheduled", "queued", "sending", "sent", "delivered", "failed",
        "suppressed", "expired", "cancelled", "unconfirmed", "unknown", "simulated",
    }  # fmt: skip


REPORTS = [DELIVERED_EARLY, DELIVERED_LATE, FAILED_MIDWAY, FAILED_LATE]


@st.composite
def _two_histories(draw: st.DrawFn) -> tuple[list[DeliveryReport], list[DeliveryReport]]:
    """Draw the same reports twice, each time repeated and shuffled in its own way."""
    reports = draw(st.lists(st.sampled_from(REPORTS), min_size=1, max_size=4, unique=True))
    repeats = draw(st.lists(st.sampled_from(reports), max_size=4))
    return draw(st.permutations(reports)), draw(st.permutations(reports + repeats))


@given(_two_histories(), st.lists(st.integers(1, 3), min_size=8, max_size=8))
async def test_reports_in_any_order_delivery_and_number_give_one_status(
    histories: tuple[list[DeliveryReport], list[DeliveryReport]], sizes: list[int]
) -> None:
    one_by_one, in_deliveries = histories
    assert await _status_after(in_deliveries, sizes) == await _status_after(one_by_one, [1] * 8)


async def _status_after(reports: list[DeliveryReport], sizes: list[int]) -> MessageStatus:
    """Store reports in deliveries of these sizes, and read the message."""
    batch = make_batch()
    journal = Journal(InMemoryTable())
    await journal.commit([batch])
    waiting = list(reports)
    for size in sizes:
        delivery, waiting = waiting[:size], waiting[size:]
        together = [(PERSON, report) for report in delivery]
        await reports_beside(journal).add({batch.message_address(0).block: together})
    (stored,) = await journal.read(SEND)
    return status_of(stored, 0, LATER)


@pytest.mark.parametrize(
    ("batch", "moment"),
    [
        (make_batch(), START + timedelta(hours=72)),
        (SCHEDULED, LATER),
        (CLAIMED, WINDOW_END),
        (with_outcome(UNCERTAIN), WINDOW_END),
        (with_outcome(SENT), START + timedelta(hours=72)),
        (with_outcome(SENT, delivery_report=False), None),
        (with_outcome(FAILED), None),
        (with_outcome(OPTED_OUT), None),
    ],
)
def test_status_changes_by_time_alone_at_its_next_moment(
    batch: Batch, moment: datetime | None
) -> None:
    found = next_change_at(batch, 0, START + TICK)
    assert found == moment
    if moment:
        assert status_of(batch, 0, moment - TICK) is not status_of(batch, 0, moment + TICK)


class Unsearchable(tuple[int, ...]):
    """Positions that take too long to search for each of a thousand members."""

    __slots__ = ()

    def __contains__(self, position: object) -> bool:
        raise AssertionError(position)


def test_statuses_of_a_large_claim_or_resend_search_through_no_list_of_members() -> None:
    claim = Claim("c", LATER, START, Unsearchable(range(1_000)))
    resend = Resend(ResendKind.RESEND, START, Unsearchable(range(1_000)))
    large = make_batch(people(1_000))

    claimed = replace(large, progress=Progress(claim=claim))
    resent = replace(large, progress=Progress(resends=(resend,)))

    assert count_by_status(claimed, START) == {MessageStatus.SENDING: 1_000}
    assert count_by_status(resent, START) == {MessageStatus.QUEUED: 1_000}
