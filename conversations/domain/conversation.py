"""
Conversations between an own number and a person, newest message first, and their loop guard.

A thread begins with a person's first message. Messages to a person who never wrote are not listed
as a thread, but can be read like one.

The loop guard stops two machines from replying to each other for ever: more than twenty equal
texts to one person within five minutes are no conversation. Its memory of each person is bounded:
the newest texts by their digest, with the times of each.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from shared.carriers.events import InboundMessage

_END_OF_TIME = 10**15  # milliseconds, beyond any date that Python knows
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Saying = tuple[datetime, str]
"""When a text was sent, and its cause: the same cause counts once."""

Recent = Mapping[str, Sequence[Saying]]
"""What was sent to a person recently, by digest of the text."""

LIMIT = 20
"""Equal texts to one person that may be sent in one period."""

PERIOD = timedelta(minutes=5)

_TEXTS_KEPT = 16

_LATEST = timedelta(hours=24)
"""For so long Event Grid retries (its documentation, "Retry schedule", 2025)."""


class Direction(StrEnum):
    """From a person to an own number, or from an own number to a person."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


@dataclass(frozen=True, slots=True)
class Thread:
    """
    The state of a conversation.

    Attributes
    ----------
    last_text, last_direction, last_at : str, Direction, datetime
        The newest message that moved the thread: what the person wrote, or was replied.
    unread_count : int
        What the person wrote since the thread was marked read.
    recent : mapping
        What was replied lately, for the loop guard.
    loop_stopped_at : datetime or None
        When a reply was last stopped, by the loop guard or by the limit of automatic messages,
        until the thread is marked read.
    """

    own_number: str
    user_number: str
    last_text: str
    last_direction: Direction
    last_at: datetime
    unread_count: int
    recent: Recent = field(default_factory=dict)
    loop_stopped_at: datetime | None = None


def with_inbound(thread: Thread | None, messages: Sequence[InboundMessage]) -> Thread:
    """Add inbound messages that the thread does not have yet, in any order."""
    newest = max(messages, key=lambda one: one.received_at)
    unread_count = (thread.unread_count if thread else 0) + len(messages)
    known = thread or _new_thread(newest.own_number, newest.user_number)
    moved = _moved(known, Direction.INBOUND, newest.body, newest.received_at)
    return replace(moved, unread_count=unread_count)


@dataclass(frozen=True, slots=True)
class Reply:
    """
    A reply to a person.

    Attributes
    ----------
    cause : str
        The id of the reason; the same cause is replied to once.
    at : datetime
        Now.
    """

    own_number: str
    user_number: str
    text: str
    cause: str
    at: datetime


def with_reply(
    thread: Thread | None, reply: Reply, *, is_allowed: bool = True
) -> tuple[Thread, bool]:
    """Add a reply, and tell whether it may be sent: if allowed, the loop guard may stop it."""
    known = thread or _new_thread(reply.own_number, reply.user_number)
    recent = say(known.recent, reply.text, reply.cause, reply.at) if is_allowed else None
    if recent is None:
        return replace(known, loop_stopped_at=reply.at), False
    moved = _moved(known, Direction.OUTBOUND, reply.text, reply.at)
    return replace(moved, recent=recent), True


def marked_read(thread: Thread) -> Thread:
    """Mark a thread read."""
    return replace(thread, unread_count=0, loop_stopped_at=None)


def _new_thread(own_number: str, user_number: str) -> Thread:
    return Thread(own_number, user_number, "", Direction.INBOUND, _EPOCH, 0)


def _moved(thread: Thread, direction: Direction, text: str, at: datetime) -> Thread:
    """
    Move a thread to a message, unless that is older than its newest one.

    Of two at the same moment the reply is the newer one. A newest message more than a day ahead of
    what arrives now was dated in the future, and does not count.
    """
    is_older = (at, direction is Direction.OUTBOUND) < (thread.last_at, True)
    if is_older and thread.last_at - at <= _LATEST:
        return thread
    return replace(thread, last_text=text, last_direction=direction, last_at=at)


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


def say(recent: Recent, text: str, cause: str, now: datetime) -> Recent | None:
    """
    Remember that a text is sent now; None if it was sent too often.

    Parameters
    ----------
    cause : str
        The id of the reason; a repeat with the same cause counts once, and is allowed.
    """
    begin, digest = now - PERIOD, _digest(text)
    known = {key: [one for one in said if one[0] > begin] for key, said in recent.items()}
    equal = known.pop(digest, [])
    if any(one[1] == cause for one in equal):
        return recent
    if len(equal) >= LIMIT:
        return None
    kept = [(key, said) for key, said in known.items() if said][-(_TEXTS_KEPT - 1) :]
    return {**dict(kept), digest: [*equal, (now, cause)]}


def _digest(text: str) -> str:
    """Case and spaces do not make another text."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:12]
