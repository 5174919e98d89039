"""
The count of a day: cells that can be added in any order, and when a stored count must be renewed.

A day is never kept as one sum: cells are a quarter of an hour long, because the days of every
time zone begin at a quarter of an UTC hour (India at 18:30, Nepal at 18:15).

Durations are counted in buckets, because medians of two days cannot be merged and counts can be
added. A bucket is 9 % wider than the one before, so a percentile is at most 4.5 % off.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import log2
from typing import NamedTuple

from send_sms.domain.prices import PriceTable
from senders.domain.activity import value_at

SLOT = timedelta(minutes=15)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

LIVE_AGE = timedelta(seconds=4)
"""For today, and for yesterday: today of other time zones began there."""

_LONGEST_LIVE_AGE = timedelta(seconds=60)
_ROWS_PER_SECOND = 250
"""Read on average while figures are asked for: about a tenth of the CPU of one process."""

_NUMBERS_PER_SECOND = 25
"""Own numbers looked up on average while figures are asked for: an operation each."""

_OPEN_AGE = timedelta(hours=1)

_LATEST_EVENTS = timedelta(hours=24)
"""For so long Event Grid retries (its documentation, "Retry schedule", 2025)."""

_ONE_DAY = timedelta(days=1)
_PER_DOUBLING = 8


class Measure(StrEnum):
    """What is counted; each has details of its own kind."""

    STATUS = "status"  # messages, by status; each is in one
    FAILURE = "failure"  # failed messages, by code
    SEGMENTS = "segments"  # of messages that may have left, by country
    OPEN = "open"  # messages whose status time or a report in time will change; no detail
    TO_SENT = "to_sent"  # messages, by bucket of the time from being due to being sent
    RECEIVED = "received"  # messages from people; no detail, as in the next two
    REPLIES = "replies"  # messages that people replied to
    OPT_OUTS = "opt_outs"  # people who opted out
    TO_REPLY = "to_reply"  # replies, by bucket of the time from sending to the reply
    TO_DELIVERED = "to_delivered"  # messages, by bucket of the time from there to delivery
    COST = "cost"  # of segments, in millionths; as the next one derived when figures are read
    UNPRICED = "unpriced"  # segments without a price
    QUEUED = "queued"  # queued messages, by since when they are due (`domain.activity`)
    OUTCOME = "outcome"  # messages of the last hour, by how they ended (`domain.activity`)
    LATELY = "lately"  # messages sent in the last hour, by their times (`domain.activity`)
    ACCEPTED_LATELY = "accepted_lately"  # the same, by the time from first attempt to acceptance
    UNREADABLE = "unreadable"  # rows that cannot be read; no detail


class Cell(NamedTuple):
    """
    Where something is counted.

    Attributes
    ----------
    slot : int
        Quarters of an hour since 1970 (UTC): when a message was accepted, or received.
    campaign, category : str
        Of the message, or of the one that an inbound message replies to; empty: none.
    """

    slot: int
    campaign: str
    category: str


Counts = Counter[tuple[Measure, str]]
"""By measure and detail."""

DayCount = Mapping[Cell, Counts]


def slot_of(moment: datetime) -> int:
    """Give the quarter of an hour that a moment lies in."""
    return (moment - _EPOCH) // SLOT


def slot_start(slot: int) -> datetime:
    """Give the moment a quarter of an hour begins."""
    return _EPOCH + slot * SLOT


def merged(counts: Iterable[DayCount]) -> dict[Cell, Counts]:
    """Add counts; their order and grouping do not matter."""
    total: dict[Cell, Counts] = {}
    for one in counts:
        for cell, of_cell in one.items():
            total.setdefault(cell, Counter()).update(of_cell)
    return total


def details(counts: Counts, measure: Measure) -> dict[str, int]:
    """Give what was counted of one measure, by detail."""
    return {detail: count for (of, detail), count in counts.items() if of is measure}


@dataclass(frozen=True, slots=True)
class DayRecord:
    """
    The count of an own number's UTC day, and when it was counted.

    Attributes
    ----------
    live_age : timedelta
        How old it may become while the day is live.
    prices : PriceTable or None
        The prices of the day, those of the kind of the own number; None: they were not kept.
    is_closed : bool
        Whether it outlives its rows: these are deleted or about to be, and never counted again.
    """

    sender: str
    day: date
    counted_at: datetime
    counts: DayCount
    live_age: timedelta = LIVE_AGE
    prices: PriceTable | None = None
    is_closed: bool = False

    @property
    def is_final(self) -> bool:
        """Whether only a late event, or a requested recount, can still change it."""
        is_open = any(cell[Measure.OPEN, ""] for cell in self.counts.values())
        return not is_open and self.counted_at >= end_of(self.day) + _LATEST_EVENTS

    def is_good(self, now: datetime) -> bool:
        """Tell whether it may be shown, or is to be counted again."""
        age = abs(now - self.counted_at)
        return (
            self.is_closed
            or self.is_final
            or age <= (self.live_age if is_live(self.day, now) else _OPEN_AGE)
        )


@dataclass(frozen=True, slots=True)
class KnownSenders:
    """The own numbers that are in the journal, with their first UTC days, as of a moment."""

    first_days: dict[str, date]
    found_at: datetime

    def is_good(self, last: date, now: datetime) -> bool:
        """Tell whether no other can have begun by the day `last`."""
        age = max(LIVE_AGE, timedelta(seconds=len(self.first_days) / _NUMBERS_PER_SECOND))
        is_fresh = abs(now - self.found_at) <= age
        return is_fresh or self.found_at >= end_of(last) + _LATEST_EVENTS


def is_live(day: date, now: datetime) -> bool:
    """Tell whether a UTC day is today somewhere, or was until a few hours ago."""
    return day >= now.date() - _ONE_DAY


def live_age(row_count: int) -> timedelta:
    """Tell how old a live day's count may become: it grows with the rows that it took to read."""
    return min(max(LIVE_AGE, timedelta(seconds=row_count / _ROWS_PER_SECOND)), _LONGEST_LIVE_AGE)


def end_of(day: date) -> datetime:
    """Give the end of a UTC day."""
    return datetime.combine(day, time(), UTC) + _ONE_DAY


def bucket_of(seconds: float) -> int:
    """Give the bucket of a duration; below a millisecond (negative too) it is 0."""
    milliseconds = seconds * 1000
    return int(log2(milliseconds) * _PER_DOUBLING) + 1 if milliseconds >= 1 else 0


def seconds_at(counts: Mapping[int, int], share: float) -> float | None:
    """
    Tell which duration a share of all does not exceed (nearest rank); None if there are none.

    Parameters
    ----------
    counts : mapping
        By bucket.
    share : float
        Above 0, at most 1: 0.5 is the median.
    """
    bucket = value_at(counts, share)
    return None if bucket is None else middle_of(bucket)


def middle_of(bucket: int) -> float:
    """Give the duration that stands for a bucket, in seconds."""
    return 2 ** ((bucket - 0.5) / _PER_DOUBLING) / 1000 if bucket else 0.0
