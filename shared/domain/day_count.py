"""
What is counted of a day, in cells that can be added in any order.

A day is never kept as one sum: cells are a quarter of an hour long, because the days of every
time zone begin at a quarter of an UTC hour (India at 18:30, Nepal at 18:15).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

SLOT = timedelta(minutes=15)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Measure(StrEnum):
    """What is counted; each has details of its own kind."""

    STATUS = "status"  # messages, by status; each is in one
    FAILURE = "failure"  # failed messages, by code
    SEGMENTS = "segments"  # of messages that may have left, by country
    OPEN = "open"  # messages whose status time or a report in time will change; no detail
    TO_SENT = "to_sent"  # messages, by bucket of the time from being due to being sent
    RECEIVED = "received"  # messages from people; no detail, as in the next two
    REPLIES = "replies"  # messages of ours that were answered
    OPT_OUTS = "opt_outs"  # people who opted out
    TO_REPLY = "to_reply"  # replies, by bucket of the time from sending to answering
    TO_DELIVERED = "to_delivered"  # messages, by bucket of the time from there to delivery


class Cell(NamedTuple):
    """
    Where something is counted.

    Attributes
    ----------
    slot : int
        Quarters of an hour since 1970 (UTC): when a message was accepted, or received.
    campaign, category : str
        Of the message, or of the one that a received message answers; empty: none.
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
