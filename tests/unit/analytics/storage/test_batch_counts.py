"""Counting rows gives what `status_of` says of each message, for whatever rows there are."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.domain.day_count import Cell, Counts, Measure, details, merged, slot_of
from analytics.storage.day_journal import count_group
from send_sms.domain.batch import Batch
from send_sms.domain.prices import country_of
from send_sms.domain.progress import Progress
from send_sms.domain.status import report_of, status_of
from send_sms.storage.batch_rows import batches_from_rows
from shared.carriers.events import DeliveryStatus
from shared.carriers.sending import Outcome, OutcomeKind
from shared.domain.kinds import MessageStatus
from shared.domain.message_text import count_segments
from shared.storage.table import Row
from tests.support.samples import make_batch, make_report, make_round, people
from tests.support.world import PERSON, START
from tests.unit.send_sms.storage.batches import BATCHES, REPORTS, TIMES, stored_rows

NOW = st.sampled_from([START, START + timedelta(minutes=20), START + timedelta(days=9)]) | TIMES
TIMED = {Measure.TO_SENT, Measure.TO_DELIVERED}
OF_ACTIVITY = {Measure.QUEUED, Measure.OUTCOME, Measure.LATELY, Measure.ACCEPTED_LATELY}


PLACES = st.lists(st.tuples(st.integers(0, 101), REPORTS), max_size=4)
"""A place among the positions of a batch, which are repeated, and what is reported of it."""


@st.composite
def rows(draw: st.DrawFn) -> tuple[str, list[Row]]:
    batch = draw(BATCHES)
    positions = batch.positions()
    reported = [(positions[place % len(positions)], one) for place, one in draw(PLACES)]
    return batch.sender, stored_rows(batch, reported)


def counted(sender: str, stored: Sequence[Row], now: datetime) -> dict[Cell, Counts]:
    return merged([dict([one]) for one in count_group(sender, stored, now).counts])


def as_published_one_by_one(batch: Batch, now: datetime) -> dict[Cell, Counts]:
    """Count as the domain tells of each message; as slow as one likes."""
    total: dict[Cell, Counts] = {}
    for position in batch.positions():
        options = batch.options_of(position)
        cell = Cell(slot_of(batch.accepted_at), options.campaign, options.category)
        counts = total.setdefault(cell, Counter())
        status, report = status_of(batch, position, now), report_of(batch, position)
        counts[Measure.STATUS, status.value] += 1
        if status is MessageStatus.FAILED:
            source = report or batch.progress.outcomes[position]
            counts[Measure.FAILURE, source.code or "none"] += 1
        awaited = status is MessageStatus.SENT and options.delivery_report
        if awaited or status in {"scheduled", "queued", "sending"}:
            counts[Measure.OPEN, ""] += 1
        if report or status in {"sent", "unconfirmed", "unknown"}:
            size = count_segments(batch.text_of(position)).segment_count
            counts[Measure.SEGMENTS, country_of(batch.recipients[position])] += size
    return total


@settings(max_examples=60)
@given(rows(), NOW)
def test_count_of_a_batch_is_what_the_domain_says_of_each_message(
    stored: tuple[str, list[Row]], now: datetime
) -> None:
    [batch] = batches_from_rows(*stored)
    found = counted(*stored, now)
    untimed = {
        cell: Counter({key: n for key, n in counts.items() if key[0] not in TIMED | OF_ACTIVITY})
        for cell, counts in found.items()
    }
    assert untimed == as_published_one_by_one(batch, now)
    assert_times(batch, sum(found.values(), Counts()), now)


def assert_times(batch: Batch, counts: Counts, now: datetime) -> None:
    outcomes = batch.progress.outcomes
    timed = [
        position
        for position, outcome in outcomes.items()
        if outcome.kind is OutcomeKind.SENT and outcome.at
    ]
    statuses = [status_of(batch, position, now) for position in timed]
    assert sum(details(counts, Measure.TO_SENT).values()) == len(timed)
    delivered = statuses.count(MessageStatus.DELIVERED)
    assert sum(details(counts, Measure.TO_DELIVERED).values()) == delivered
    queued_count = details(counts, Measure.STATUS).get(MessageStatus.QUEUED, 0)
    assert sum(details(counts, Measure.QUEUED).values()) == queued_count
    recent = [one for one in outcomes.values() if one.at and one.at >= now - timedelta(hours=1)]
    assert sum(details(counts, Measure.OUTCOME).values()) == len(recent)


@settings(max_examples=40)
@given(st.lists(rows(), max_size=4), NOW, st.integers(0, 4))
def test_parts_of_a_day_add_up_to_the_day(
    stored: Sequence[tuple[str, list[Row]]], now: datetime, cut: int
) -> None:
    def count_all(part: Sequence[tuple[str, list[Row]]]) -> dict[Cell, Counts]:
        return merged([counted(sender, batch_rows, now) for sender, batch_rows in part])

    first, second = count_all(stored[:cut]), count_all(stored[cut:])
    assert merged([first, second]) == merged([second, first]) == count_all(stored)


def sent(seconds: float) -> Outcome:
    at = START + timedelta(seconds=seconds)
    return Outcome(OutcomeKind.SENT, "Outgoing_1", first_sent_at=START, at=at)


def test_members_recorded_at_different_times_have_waiting_times_of_their_own() -> None:
    outcomes = {0: sent(1), 1: sent(100), 2: sent(100)}
    batch = make_batch(people(3), progress=Progress(outcomes=outcomes))
    [counts] = counted(batch.sender, stored_rows(batch), START).values()
    assert sorted(details(counts, Measure.TO_SENT).values()) == [1, 2]


@pytest.mark.parametrize("kind", [OutcomeKind.UNCERTAIN, OutcomeKind.UNKNOWN])
def test_message_whose_time_of_sending_is_unknown_has_no_waiting_time(kind: OutcomeKind) -> None:
    outcome = Outcome(kind, first_sent_at=START, at=START + timedelta(minutes=5))
    batch = make_batch(progress=Progress(outcomes={0: outcome}))
    report = make_report(DeliveryStatus.DELIVERED, START + timedelta(seconds=9))
    [counts] = counted(batch.sender, stored_rows(batch, [(0, report)]), START).values()
    assert counts[Measure.STATUS, "delivered"] == 1
    assert not {measure for measure, _ in counts} & TIMED


def test_members_of_a_round_have_the_segments_of_their_own_texts() -> None:
    members = [(PERSON, "a"), (PERSON, "漢" * 100)]
    batch = make_round(members, progress=Progress(outcomes={0: sent(1), 1: sent(1)}))
    [counts] = counted(batch.sender, stored_rows(batch), START).values()
    assert details(counts, Measure.SEGMENTS) == {"US": 3}


def test_report_on_a_round_counts_for_the_member_it_names() -> None:
    batch = make_round([(PERSON, "a"), (PERSON, "b"), ("", "c")])
    report = make_report(DeliveryStatus.DELIVERED, START)
    [counts] = counted(batch.sender, stored_rows(batch, [(1, report)]), START).values()
    assert counts[Measure.STATUS, "delivered"] == counts[Measure.STATUS, "queued"] == 1
