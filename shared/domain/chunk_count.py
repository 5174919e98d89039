"""
Count the messages of a chunk.

The status of a message is what `status_of` says. Where a report decides, that takes no more than
knowing of which kind it is, so a million messages are counted without a million report objects.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.domain.chunk import Chunk
from shared.domain.country import country_of
from shared.domain.day_count import Cell, Counts, Measure, slot_of
from shared.domain.histogram import bucket_of
from shared.domain.segments import count_segments
from shared.domain.status import UNDECIDED, MessageStatus, status_of

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


@dataclass(frozen=True, slots=True)
class Heard:
    """
    What the reports on a chunk decide, by position.

    Attributes
    ----------
    delivered : mapping of position to datetime
        When the report on a delivery was made.
    failed : mapping of position to str
        The code of a failure; positions of `delivered` are not among them.
    """

    delivered: Mapping[int, datetime]
    failed: Mapping[int, str]


def cell_of(chunk: Chunk) -> Cell:
    """Tell where a chunk's messages are counted: when they were accepted."""
    options = chunk.options
    return Cell(slot_of(chunk.send.accepted_at), options.campaign, options.category.value)


def count_chunk(chunk: Chunk, heard: Heard, now: datetime) -> Counts:
    """
    Count a chunk's messages as of `now`.

    Parameters
    ----------
    chunk : Chunk
        Without reports; its outcomes need hold only positions that `heard` does not name.
    """
    silent = [
        position
        for position in range(len(chunk.recipients))
        if position not in heard.delivered and position not in heard.failed
    ]
    statuses = {position: status_of(chunk, position, now) for position in silent}
    counts: Counts = Counter((Measure.STATUS, status.value) for status in statuses.values())
    _add(counts, Measure.STATUS, MessageStatus.DELIVERED.value, len(heard.delivered))
    _add(counts, Measure.STATUS, MessageStatus.FAILED.value, len(heard.failed))
    _add(counts, Measure.OPEN, "", sum(_is_open(chunk, one) for one in statuses.values()))
    for position, status in statuses.items():
        if status is MessageStatus.FAILED:
            code = chunk.progress.outcomes[position].code
            counts[Measure.FAILURE, code or NO_CODE] += 1
    counts.update((Measure.FAILURE, code or NO_CODE) for code in heard.failed.values())
    left = [position for position, status in statuses.items() if status in _LEFT]
    _count_segments(counts, chunk, [*left, *heard.delivered, *heard.failed])
    sent = [position for position in left if statuses[position] is not MessageStatus.UNKNOWN]
    _count_times(counts, chunk, heard, len(sent))
    return counts


def _add(counts: Counts, measure: Measure, detail: str, count: int) -> None:
    if count:
        counts[measure, detail] += count


def _is_open(chunk: Chunk, status: MessageStatus) -> bool:
    awaits_report = status is MessageStatus.SENT and chunk.options.delivery_report
    return awaits_report or status in UNDECIDED


def _count_segments(counts: Counts, chunk: Chunk, positions: list[int]) -> None:
    """Add segments by country; an area code of North America lies in one."""
    by_place: Counter[str] = Counter()
    if chunk.values:
        for position in positions:
            segment_count = count_segments(chunk.text_for(position)).segment_count
            by_place[_place(chunk.recipients[position])] += segment_count
    elif positions:
        segment_count = count_segments(chunk.body).segment_count
        places = Counter([_place(chunk.recipients[position]) for position in positions])
        by_place.update({place: count * segment_count for place, count in places.items()})
    for place, count in by_place.items():
        counts[Measure.SEGMENTS, country_of(place)] += count


def _place(number: str) -> str:
    return number[:5] if number.startswith("+1") else number


def _count_times(counts: Counts, chunk: Chunk, heard: Heard, silent_count: int) -> None:
    """Add waiting times; a chunk's messages are due and recorded as sent together."""
    sent_at = chunk.progress.sent_at
    if sent_at is None:
        return
    due_at = max(chunk.send.accepted_at, chunk.options.send_at or chunk.send.accepted_at)
    sent_count = silent_count + len(heard.delivered) + len(heard.failed)
    waited = bucket_of((sent_at - due_at).total_seconds())
    _add(counts, Measure.TO_SENT, str(waited), sent_count)
    waits = [(at - sent_at).total_seconds() for at in heard.delivered.values()]
    buckets = Counter([bucket_of(seconds) for seconds in waits])
    for bucket, count in buckets.items():
        _add(counts, Measure.TO_DELIVERED, str(bucket), count)
