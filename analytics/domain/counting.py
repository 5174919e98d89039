"""
Count the messages of a batch, and the inbound records of a day.

The status of a message is what `status_of` returns. Where a report decides, its kind is enough, so
a million messages are counted without a million report objects.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.domain.activity import count_outcomes, count_queued, count_times_lately
from analytics.domain.day_count import SLOT, Cell, Counts, Measure, bucket_of, slot_of
from opt_outs.domain.classifier.classification import Intent
from send_sms.domain.prices import country_of
from send_sms.domain.status import next_change_at, status_of
from shared.carriers.sending import OutcomeKind
from shared.domain.kinds import UNDECIDED, Category, MessageStatus
from shared.domain.message_text import count_segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from conversations.domain.inbound import InboundRecord
    from send_sms.domain.batch import Batch

NO_CODE = "none"
"""What stands for the code of a failure that came without one."""

_LEFT = frozenset(
    {
        MessageStatus.SENT,
        MessageStatus.DELIVERED,
        MessageStatus.UNCONFIRMED,
        MessageStatus.UNKNOWN,
    }
)

_REQUESTS = frozenset({Intent.OPT_OUT, Intent.OPT_IN, Intent.HELP})


@dataclass(frozen=True, slots=True)
class Reported:
    """
    What the reports on a batch decide, by position.

    Attributes
    ----------
    delivered : mapping of position to datetime
        When the report on a delivery was made.
    failed : mapping of position to str
        The code of a failure; positions of `delivered` are not among them.
    """

    delivered: Mapping[int, datetime]
    failed: Mapping[int, str]


def count_batch(batch: Batch, reported: Reported, now: datetime) -> Iterator[tuple[Cell, Counts]]:
    """
    Count a batch's messages as of `now`, those of each campaign in a cell of its own.

    Parameters
    ----------
    batch : Batch
        Its reports are not looked at.
    """
    slot, category = slot_of(batch.accepted_at), batch.shared_options.category.value
    groups = _by_campaign(batch)
    for campaign, positions in groups:
        of_group = reported if len(groups) == 1 else _among(reported, positions)
        yield Cell(slot, campaign, category), _count(batch, positions, of_group, now)


def count_changes_at(batch: Batch, reported: Reported, now: datetime) -> datetime | None:
    """
    Tell when time alone changes the count of a batch next; None: it does not.

    Quiet hours may begin for marketing that is due: it is counted again each quarter of an hour.
    """
    open_positions = [
        position
        for position in batch.positions()
        if position not in reported.delivered and position not in reported.failed
    ]
    moments = [next_change_at(batch, position, now) for position in open_positions]
    if batch.shared_options.category is Category.MARKETING and any(
        status_of(batch, position, now) is MessageStatus.QUEUED for position in open_positions
    ):
        moments.append(now + SLOT)
    return min((moment for moment in moments if moment), default=None)


def _by_campaign(batch: Batch) -> Sequence[tuple[str, Sequence[int]]]:
    positions, campaigns = batch.positions(), [one.options.campaign for one in batch.terms]
    if len(set(campaigns)) == 1:
        return [(campaigns[0], positions)]
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for position in positions:
        groups[campaigns[batch.terms_index[position]]].append(position)
    return list(groups.items())


def _among(reported: Reported, positions: Sequence[int]) -> Reported:
    return Reported(
        {p: reported.delivered[p] for p in positions if p in reported.delivered},
        {p: reported.failed[p] for p in positions if p in reported.failed},
    )


def _count(batch: Batch, positions: Sequence[int], reported: Reported, now: datetime) -> Counts:
    delivered, failed = reported.delivered, reported.failed
    statuses = {
        position: status_of(batch, position, now)
        for position in positions
        if position not in delivered and position not in failed
    }
    counts: Counts = Counter((Measure.STATUS, status.value) for status in statuses.values())
    _add(counts, Measure.STATUS, MessageStatus.DELIVERED.value, len(delivered))
    _add(counts, Measure.STATUS, MessageStatus.FAILED.value, len(failed))
    _add(counts, Measure.OPEN, "", sum(_is_open(batch, *one) for one in statuses.items()))
    for position, status in statuses.items():
        if status is MessageStatus.FAILED:
            code = batch.progress.outcomes[position].code
            counts[Measure.FAILURE, code or NO_CODE] += 1
    counts.update((Measure.FAILURE, code or NO_CODE) for code in failed.values())
    left = [position for position, status in statuses.items() if status in _LEFT]
    _count_segments(counts, batch, [*left, *delivered, *failed])
    sent = [position for position in left if statuses[position] is not MessageStatus.UNKNOWN]
    _count_times(counts, batch, [*sent, *delivered, *failed], delivered, now)
    queued = [position for position, status in statuses.items() if status is MessageStatus.QUEUED]
    counts.update(count_queued(batch, queued, now))
    ended = (
        statuses
        | dict.fromkeys(delivered, MessageStatus.DELIVERED)
        | dict.fromkeys(failed, MessageStatus.FAILED)
    )
    counts.update(count_outcomes(batch, ended, failed, now))
    return counts


def _add(counts: Counts, measure: Measure, detail: str, count: int) -> None:
    if count:
        counts[measure, detail] += count


def _is_open(batch: Batch, position: int, status: MessageStatus) -> bool:
    if status is MessageStatus.SENT:
        return batch.options_of(position).delivery_report
    return status in UNDECIDED


def _count_segments(counts: Counts, batch: Batch, positions: Sequence[int]) -> None:
    """Add segments by country; an area code of North America lies in one."""
    by_area: Counter[str] = Counter()
    if batch.values or len(batch.terms) > 1:
        for position in positions:
            segment_count = count_segments(batch.text_of(position)).segment_count
            by_area[_area(batch.recipients[position])] += segment_count
    elif positions:
        segment_count = count_segments(batch.text_of(positions[0])).segment_count
        areas = Counter([_area(batch.recipients[position]) for position in positions])
        by_area.update({area: count * segment_count for area, count in areas.items()})
    for area, count in by_area.items():
        counts[Measure.SEGMENTS, country_of(area)] += count


def _area(number: str) -> str:
    return number[:5] if number.startswith("+1") else number


def _count_times(
    counts: Counts,
    batch: Batch,
    sent: Sequence[int],
    delivered: Mapping[int, datetime],
    now: datetime,
) -> None:
    """Add waiting times of what ACS took; messages recorded together waited the same time."""
    outcomes = ((position, batch.progress.outcomes.get(position)) for position in sent)
    taken = {p: one for p, one in outcomes if one and one.kind is OutcomeKind.SENT}
    sent_at = {p: one.at for p, one in taken.items()}
    accepted_at = batch.accepted_at
    due_at = max(accepted_at, batch.shared_options.send_at or accepted_at)
    waits = _durations((due_at, at, at) for at in sent_at.values())
    deliveries = _durations(
        (sent_at.get(position), reported_at, sent_at.get(position))
        for position, reported_at in delivered.items()
    )
    attempts = _durations((one.first_sent_at, one.at, one.at) for one in taken.values())
    for measure, times in ((Measure.TO_SENT, waits), (Measure.TO_DELIVERED, deliveries)):
        for (_, bucket), count in times.items():
            counts[measure, str(bucket)] += count
    count_times_lately(counts, waits, deliveries, attempts, now)


def _durations(
    spans: Iterable[tuple[datetime | None, datetime | None, datetime | None]],
) -> Counter[tuple[int, int]]:
    """Count spans by the slot of a moment (the third) and the bucket of their duration."""
    found: Counter[tuple[int, int]] = Counter()
    for (began_at, ended_at, at), count in Counter(spans).items():
        if began_at and ended_at and at:
            found[slot_of(at), bucket_of((ended_at - began_at).total_seconds())] += count
    return found


class InboundRecordCounter:
    """
    Counts the inbound records of one own number and day.

    A person who opts out twice is one opt-out, and two replies to one message are one: the first
    of the day counts.
    """

    def __init__(self, total: dict[Cell, Counts]) -> None:
        self._total = total
        self._left: set[str] = set()
        self._answered: set[str] = set()

    def add(self, records: Iterable[InboundRecord]) -> None:
        """Count records, oldest first."""
        for one in records:
            cell = Cell(slot_of(one.received_at), one.campaign, one.category)
            counts = self._total.setdefault(cell, Counter())
            counts[Measure.RECEIVED, ""] += 1
            if one.intent is Intent.OPT_OUT and one.user_number not in self._left:
                self._left.add(one.user_number)
                counts[Measure.OPT_OUTS, ""] += 1
            if _is_reply(one) and one.in_reply_to not in self._answered:
                self._answered.add(one.in_reply_to)
                _count_reply(counts, one)


def _is_reply(record: InboundRecord) -> bool:
    return bool(record.in_reply_to) and record.intent not in _REQUESTS


def _count_reply(counts: Counts, record: InboundRecord) -> None:
    counts[Measure.REPLIES, ""] += 1
    if record.answered_at:
        seconds = (record.received_at - record.answered_at).total_seconds()
        counts[Measure.TO_REPLY, str(bucket_of(seconds))] += 1
