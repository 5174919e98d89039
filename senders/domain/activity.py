"""What a sender's messages do: how many wait, since when, and what became of the last hour's."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import TypeVar

_Key = TypeVar("_Key", str, float)
_Number = TypeVar("_Number", int, float)


@dataclass(frozen=True, slots=True)
class Activity:
    """
    What was counted of a sender's messages that were accepted today and yesterday (UTC).

    Attributes
    ----------
    scheduled_count : int
        Messages whose time to send at has not come.
    quiet_count : int
        Messages that wait for quiet hours to end.
    due_count : int
        Messages that are due: nothing but the sender's state and limits keeps them.
    oldest_due_at : datetime or None
        Since when the oldest of these is due, to the minute.
    next_open_at : datetime or None
        When quiet hours end for the first, to the minute.
    unknown : mapping of campaign to int
        Messages of which it is unknown whether they left.
    unknown_since : datetime or None
        When the first of these was accepted, to the quarter of an hour.
    unreadable_count : int
        Rows that cannot be read.
    unreadable_since : datetime or None
        When the first of these was accepted or received, to the quarter of an hour.
    submitted_count, reported_count, delivered_count : int
        Messages submitted in the last hour; those of them that were reported, or delivered.
    suppressed_count : int
        Messages that were suppressed in the last hour.
    last_outcome_at : datetime or None
        The end of the quarter of an hour of the last outcome in the last hour.
    failures : mapping of code to int
        Messages that failed in the last hour, or were submitted in it and failed.
    to_sent, to_delivered : mapping of float to int
        Messages submitted in the last hour by the seconds from being due to their submission, and
        from there to their delivery, at most 4.5 % off.
    to_accepted : mapping of float to int
        The same by the seconds from their first attempt until the carrier had accepted them.
    """

    scheduled_count: int = 0
    quiet_count: int = 0
    due_count: int = 0
    oldest_due_at: datetime | None = None
    next_open_at: datetime | None = None
    unknown: Mapping[str, int] = field(default_factory=Counter)
    unknown_since: datetime | None = None
    unreadable_count: int = 0
    unreadable_since: datetime | None = None
    submitted_count: int = 0
    reported_count: int = 0
    delivered_count: int = 0
    suppressed_count: int = 0
    last_outcome_at: datetime | None = None
    failures: Mapping[str, int] = field(default_factory=Counter)
    to_sent: Mapping[float, int] = field(default_factory=Counter)
    to_delivered: Mapping[float, int] = field(default_factory=Counter)
    to_accepted: Mapping[float, int] = field(default_factory=Counter)

    @property
    def waiting_count(self) -> int:
        """All messages that wait, for any reason."""
        return self.scheduled_count + self.quiet_count + self.due_count


def last_hour_of(activities: Iterable[Activity]) -> Activity:
    """Add up the last hour of several senders; what waits, and what is unknown, is left out."""
    all_of = list(activities)
    return Activity(
        submitted_count=sum(one.submitted_count for one in all_of),
        reported_count=sum(one.reported_count for one in all_of),
        delivered_count=sum(one.delivered_count for one in all_of),
        suppressed_count=sum(one.suppressed_count for one in all_of),
        failures=_sum(one.failures for one in all_of),
        to_sent=_sum(one.to_sent for one in all_of),
        to_delivered=_sum(one.to_delivered for one in all_of),
        to_accepted=_sum(one.to_accepted for one in all_of),
    )


def _sum(counts: Iterable[Mapping[_Key, int]]) -> Counter[_Key]:
    total: Counter[_Key] = Counter()
    for one in counts:
        total.update(one)
    return total


def value_at(counts: Mapping[_Number, int], share: float) -> _Number | None:
    """
    Tell which value a share of all does not exceed (nearest rank); None if there are none.

    Parameters
    ----------
    counts : mapping
        How often each value was counted.
    share : float
        Above 0, at most 1: 0.5 is the median.
    """
    left = ceil(share * sum(counts.values()))
    for value in sorted(counts):
        left -= counts[value]
        if left <= 0 and counts[value]:
            return value
    return None
