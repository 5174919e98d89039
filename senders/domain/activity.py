"""What a sender's messages do: how many wait, since when, and what became of the last hour's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


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
    submitted_count, reported_count, delivered_count : int
        Messages submitted in the last hour; those of them that were reported, or delivered.
    suppressed_count : int
        Messages that were suppressed in the last hour.
    last_outcome_at : datetime or None
        The end of the quarter of an hour of the last outcome in the last hour.
    failures : mapping of code to int
        Messages that failed in the last hour, or were submitted in it and failed.
    """

    scheduled_count: int = 0
    quiet_count: int = 0
    due_count: int = 0
    oldest_due_at: datetime | None = None
    next_open_at: datetime | None = None
    unknown: Mapping[str, int] = field(default_factory=Counter)
    unknown_since: datetime | None = None
    submitted_count: int = 0
    reported_count: int = 0
    delivered_count: int = 0
    suppressed_count: int = 0
    last_outcome_at: datetime | None = None
    failures: Mapping[str, int] = field(default_factory=Counter)

    @property
    def waiting_count(self) -> int:
        """All messages that wait, for whatever."""
        return self.scheduled_count + self.quiet_count + self.due_count
