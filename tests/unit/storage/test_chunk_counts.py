"""Counting rows gives what `status_of` says of each message, for whatever rows there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.chunk import Chunk
from shared.domain.country import country_of
from shared.domain.day_count import Cell, Counts, Measure, details, merged, slot_of
from shared.domain.delivery import DeliveryReport, DeliveryStatus
from shared.domain.segments import count_segments
from shared.domain.status import MessageStatus, count_by_status, report_of, status_of
from shared.storage.chunk_counts import count_rows
from shared.storage.chunk_rows import chunk_from_row, chunk_to_row, reports_to_row
from tests.support.world import START
from tests.unit.storage.test_chunk_rows import CHUNKS, TIMES, WORDS

REPORTS = st.builds(
    DeliveryReport,
    st.sampled_from(DeliveryStatus),
    WORDS,
    WORDS,
    WORDS,
    TIMES,
    TIMES,
    st.integers(0, 9),
    st.integers(0, 9),
)
NOW = st.sampled_from([START, START + timedelta(minutes=20), START + timedelta(days=9)]) | TIMES


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    chunk = draw(CHUNKS)
    if chunk.values:
        chunk = replace(chunk, body="Hi {{a}}, it is {{b}}.")
    row = chunk_to_row(chunk)
    for recipient in chunk.recipients:
        for report in draw(st.lists(REPORTS, max_size=2)):
            row |= reports_to_row(chunk.address, [(recipient, report)])
    return chunk.send.sender, row | {"etag": "1"}


def as_told_one_by_one(chunk: Chunk, now: datetime) -> Counts:
    """Count as the domain tells of each message; as slow as one likes."""
    counts: Counts = Counter()
    for status, count in count_by_status(chunk, now).items():
        counts[Measure.STATUS, status.value] += count
    for position, recipient in enumerate(chunk.recipients):
        status, report = status_of(chunk, position, now), report_of(chunk, position)
        if status is MessageStatus.FAILED:
            source = report or chunk.progress.outcomes[position]
            counts[Measure.FAILURE, source.code or "none"] += 1
        awaited = status is MessageStatus.SENT and chunk.options.delivery_report
        if awaited or status in {"scheduled", "queued", "sending"}:
            counts[Measure.OPEN, ""] += 1
        if report or status in {"sent", "unconfirmed", "unknown"}:
            size = count_segments(chunk.text_for(position)).segment_count
            counts[Measure.SEGMENTS, country_of(recipient)] += size
    return counts


@given(rows(), NOW)
def test_count_of_a_row_is_what_the_domain_says_of_each_message(
    stored: tuple[str, dict[str, Any]], now: datetime
) -> None:
    sender, row = stored
    chunk = chunk_from_row(sender, row)
    found: dict[Cell, Counts] = {}
    count_rows(found, sender, [row], now)
    [(cell, counts)] = found.items()
    options = chunk.options
    assert cell == (slot_of(chunk.send.accepted_at), options.campaign, options.category)
    timed = {Measure.TO_SENT, Measure.TO_DELIVERED}
    untimed = Counter({key: n for key, n in counts.items() if key[0] not in timed})
    assert untimed == as_told_one_by_one(chunk, now)
    assert_times(chunk, counts, now)


def assert_times(chunk: Chunk, counts: Counts, now: datetime) -> None:
    statuses = [status_of(chunk, position, now) for position in range(3)]
    reported = [report_of(chunk, position) for position in range(3)]
    left = [
        bool(report) or status in {"sent", "unconfirmed"}
        for status, report in zip(statuses, reported, strict=True)
    ]
    is_timed = chunk.progress.sent_at is not None
    assert sum(details(counts, Measure.TO_SENT).values()) == is_timed * sum(left)
    delivered = statuses.count(MessageStatus.DELIVERED)
    assert sum(details(counts, Measure.TO_DELIVERED).values()) == is_timed * delivered


@given(st.lists(rows(), max_size=4), NOW, st.integers(0, 4))
def test_parts_of_a_day_add_up_to_the_day(
    stored: Sequence[tuple[str, dict[str, Any]]], now: datetime, cut: int
) -> None:
    def counted(part: Sequence[tuple[str, dict[str, Any]]]) -> dict[Cell, Counts]:
        found: dict[Cell, Counts] = {}
        for sender, row in part:
            count_rows(found, sender, [row], now)
        return found

    first, second = counted(stored[:cut]), counted(stored[cut:])
    assert merged([first, second]) == merged([second, first]) == counted(stored)
