"""
Opt-outs: one state for each pair of own number and person, and how it changes.

Events arrive repeated and out of order. The newest by event time wins; at equal times the
opt-out does, because not sending is the mistake that can be mended. So any order of the same
events ends in the same state.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ConsentState(StrEnum):
    """Whether a person may be written to from an own number."""

    OPTED_OUT = "opted_out"
    OPTED_IN = "opted_in"


class ChangeSource(StrEnum):
    """How we learnt of a change."""

    KEYWORD = "keyword"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class ConsentChange:
    """
    One event that opts a person out or in.

    Attributes
    ----------
    changed_at : datetime
        When it happened at its source: the event time.
    recorded_at : datetime
        When we stored it.
    evidence : str
        The words it rests on: the person's text, or the provider's.
    event_id : str
        The id it had at its source; a repeat has the same.
    """

    own_number: str
    user_number: str
    state: ConsentState
    changed_at: datetime
    recorded_at: datetime
    source: ChangeSource
    evidence: str
    event_id: str


def supersedes(new: ConsentChange, current: ConsentChange | None) -> bool:
    """Tell whether `new` becomes the state; a repeat of the current change does not."""
    return current is None or _order(new) > _order(current)


def _order(change: ConsentChange) -> tuple[datetime, bool]:
    return change.changed_at, change.state is ConsentState.OPTED_OUT
