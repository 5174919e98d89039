"""The status of a message follows from its chunk and the time."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.chunk import (
    DOUBTFUL,
    EXPIRED,
    OPTED_OUT,
    UNKNOWN,
    Category,
    Chunk,
    Outcome,
    OutcomeKind,
    Progress,
)
from shared.domain.delivery import DeliveryReport, DeliveryStatus, Reports
from shared.domain.status import MessageStatus, count_by_status, status_of
from shared.storage.chunk_rows import chunk_from_row, chunk_to_row, reports_to_row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import SEND, make_chunk, make_options, make_report
from tests.support.world import PERSON, START

SENT = Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1")
FAILED = Outcome(OutcomeKind.FAILED, code="400", text="Invalid To phone number format.")
LATER = START + timedelta(minutes=1)
WINDOW_END = START + timedelta(minutes=4)
TICK = timedelta(microseconds=1)

DELIVERED_EARLY = make_report(DeliveryStatus.DELIVERED, START + timedelta(seconds=5))
DELIVERED_LATE = make_report(DeliveryStatus.DELIVERED, START + timedelta(seconds=15))
FAILED_MIDWAY = make_report(DeliveryStatus.FAILED, START + timedelta(seconds=10), code="4006")
FAILED_LATE = make_report(DeliveryStatus.FAILED, START + timedelta(seconds=20), code="4005")


def with_outcome(outcome: Outcome, **options: object) -> Chunk:
    progress = Progress(first_sent_at=START, sent_at=START, attempt_count=1, outcomes={0: outcome})
    return make_chunk(progress=progress, options=make_options(**options))


def with_reports(chunk: Chunk, *reports: DeliveryReport) -> Chunk:
    by_status = {report.status.value: report for report in reports}
    return make_chunk(progress=chunk.progress, reports={PERSON: Reports(**by_status)})


CLAIMED = make_chunk(
    progress=Progress(claimed_until=LATER, claimed=(0,), first_sent_at=START),
)
CLAIMED_FOR_OTHERS = make_chunk(
    progress=Progress(claimed_until=LATER, claimed=(1,), first_sent_at=START),
)
SCHEDULED = make_chunk(options=make_options(send_at=LATER))
OTP = {"category": Category.OTP}


@pytest.mark.parametrize(
    ("chunk", "now", "status"),
    [
        (make_chunk(), START, "queued"),
        (make_chunk(), START + timedelta(hours=72) - TICK, "queued"),
        (make_chunk(), START + timedelta(hours=72), "expired"),
        (SCHEDULED, LATER - TICK, "scheduled"),
        (SCHEDULED, LATER, "queued"),
        (CLAIMED, START, "sending"),
        (CLAIMED, WINDOW_END, "sending"),
        (CLAIMED, WINDOW_END + TICK, "unknown"),
        (CLAIMED_FOR_OTHERS, START, "queued"),
        (CLAIMED_FOR_OTHERS, WINDOW_END + TICK, "queued"),
        (with_outcome(DOUBTFUL), WINDOW_END, "sending"),
        (with_outcome(DOUBTFUL), WINDOW_END + TICK, "unknown"),
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
def test_status_follows_from_chunk_and_time(chunk: Chunk, now: datetime, status: str) -> None:
    assert status_of(chunk, 0, now) == status


def test_report_counts_before_the_result_of_the_send_is_stored() -> None:
    assert status_of(with_reports(CLAIMED, DELIVERED_EARLY), 0, START) == "delivered"


def test_report_that_came_late_ends_an_unconfirmed_message() -> None:
    late = with_reports(with_outcome(SENT), DELIVERED_EARLY)
    assert status_of(late, 0, START + timedelta(days=4)) == "delivered"


def test_statuses_of_a_chunk_are_counted_recipient_by_recipient() -> None:
    chunk = make_chunk(
        recipients=("+14255550101", "+14255550102", "+14255550103"),
        progress=Progress(sent_at=START, outcomes={0: SENT, 2: OPTED_OUT}),
    )
    assert count_by_status(chunk, START) == {"sent": 1, "queued": 1, "suppressed": 1}


def test_statuses_are_those_that_the_interface_promises() -> None:
    assert {status.value for status in MessageStatus} == {
        "scheduled", "queued", "sending", "sent", "delivered", "failed",
        "suppressed", "expired", "cancelled", "unconfirmed", "unknown",
    }  # fmt: skip


REPORTS = [DELIVERED_EARLY, DELIVERED_LATE, FAILED_MIDWAY, FAILED_LATE]


@st.composite
def _two_histories(draw: st.DrawFn) -> tuple[list[DeliveryReport], list[DeliveryReport]]:
    """Draw the same reports twice, each time repeated and shuffled in its own way."""
    reports = draw(st.lists(st.sampled_from(REPORTS), min_size=1, max_size=4, unique=True))
    repeats = draw(st.lists(st.sampled_from(reports), max_size=4))
    return draw(st.permutations(reports)), draw(st.permutations(reports + repeats))


@given(_two_histories(), st.lists(st.integers(1, 3), min_size=8, max_size=8))
async def test_reports_in_any_order_batch_and_number_give_one_status(
    histories: tuple[list[DeliveryReport], list[DeliveryReport]], sizes: list[int]
) -> None:
    one_by_one, in_batches = histories
    assert await _status_after(in_batches, sizes) == await _status_after(one_by_one, [1] * 8)


async def _status_after(reports: list[DeliveryReport], sizes: list[int]) -> MessageStatus:
    """Store reports in deliveries of these sizes, and read the message."""
    chunk = make_chunk()
    table = InMemoryTable()
    await table.write([("create", chunk_to_row(chunk), "")])
    waiting = list(reports)
    for size in sizes:
        batch, waiting = waiting[:size], waiting[size:]
        together = [(PERSON, report) for report in batch]
        await table.write([("merge", reports_to_row(chunk.address, together), "")])
    (row,) = table.all_rows()
    return status_of(chunk_from_row(SEND.sender, row), 0, LATER)
