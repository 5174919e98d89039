"""
Conversations: what an own number and a person said to each other, newest first.

A thread begins when a person first writes. What was sent to somebody who never answered is no
thread in the list, and yet can be read like one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shared.domain.inbound import InboundMessage

_END_OF_TIME = 10**15  # milliseconds, beyond any date that Python knows
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Direction(StrEnum):
    """Who wrote: a person to us, or we to a person."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


@dataclass(frozen=True, slots=True)
class Thread:
    """
    How a conversation stands.

    Attributes
    ----------
    last_text, last_direction, last_at : str, Direction, datetime
        The newest message that moved the thread: what the person wrote.
    unread_count : int
        What the person wrote since the thread was marked read.
    """

    own_number: str
    user_number: str
    last_text: str
    last_direction: Direction
    last_at: datetime
    unread_count: int


def with_inbound(thread: Thread | None, messages: Sequence[InboundMessage]) -> Thread:
    """Take messages in that the thread does not have yet, whatever order they come in."""
    newest = max(messages, key=lambda one: one.received_at)
    unread_count = (thread.unread_count if thread else 0) + len(messages)
    if thread and thread.last_at > newest.received_at:
        return replace(thread, unread_count=unread_count)
    return Thread(
        own_number=newest.own_number,
        user_number=newest.user_number,
        last_text=newest.body,
        last_direction=Direction.INBOUND,
        last_at=newest.received_at,
        unread_count=unread_count,
    )


def place_of(moment: datetime, identity: str) -> str:
    """Give the place of a message in its thread: sorted by places, the newest comes first."""
    milliseconds = (moment - _EPOCH) // timedelta(milliseconds=1)
    return f"{_END_OF_TIME - milliseconds:016d}|{identity}"


def moment_of(place: str) -> datetime:
    """
    Tell the time of a place, to the millisecond.

    Raises
    ------
    ValueError
        It is no place, or lies outside the years that have dates.
    """
    try:
        return _EPOCH + timedelta(milliseconds=_END_OF_TIME - int(place.partition("|")[0]))
    except OverflowError as error:
        raise ValueError(place[:16]) from error
