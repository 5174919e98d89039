"""
Conversations between an own number and a person, newest message first, and what is to be done.

A thread begins with a person's first message. Messages to a person who never wrote are not listed
as a thread, but can be read like one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from conversations.domain.loop_guard import Recent
from shared.carriers.events import InboundMessage

_END_OF_TIME = 10**15  # milliseconds, beyond any date that Python knows
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_NEXT = timedelta(microseconds=1)

_LATEST = timedelta(hours=24)
"""For so long Event Grid retries (its documentation, "Retry schedule", 2025)."""


class Direction(StrEnum):
    """From a person to an own number, or from an own number to a person."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"


class Handling(StrEnum):
    """What follows from an inbound message: an operator or a program replies, or waiting ends."""

    PERSON = "person"
    AUTOMATIC = "automatic"
    OPT_OUT = "opt_out"


@dataclass(frozen=True, slots=True)
class WorkState:
    """
    What operators have to do in a conversation, whether they have read it or not.

    The order in which messages arrive makes no difference.

    Attributes
    ----------
    oldest_at, newest_at : datetime or None
        Of the messages that need a person, since the last reply; None: there are none.
    ended_at : datetime or None
        When the person last opted out, which ends what came before.
    is_done : bool
        Nothing is to be done, until the next message that needs a person.
    set_aside : datetime or None
        Since when it waited when it was marked done; reopened, it waits since then again.
    assignee : str
        The operator who takes care of it; empty: none.
    changed_at, changed_by : datetime or None, str
        When and by whom it was last set done, open or assigned.
    """

    oldest_at: datetime | None = None
    newest_at: datetime | None = None
    ended_at: datetime | None = None
    is_done: bool = False
    set_aside: datetime | None = None
    assignee: str = ""
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def waiting_since(self) -> datetime | None:
        """When the first message came that waits for a reply; None: none does."""
        if self.is_done or not (self.oldest_at and self.newest_at):
            return None
        if self.ended_at is None:
            return self.oldest_at
        return max(self.oldest_at, self.ended_at) if self.newest_at >= self.ended_at else None


@dataclass(frozen=True, slots=True)
class LastReply:
    """
    The newest reply that is not automatic.

    Attributes
    ----------
    version : int
        How many there have been.
    cause : str
        The id of its reason: a repeat with it is the same reply.
    waited_since : datetime or None
        Since when the person had waited for it; None: they had not.
    failed_at : datetime or None
        When it turned out that the person does not get it.
    """

    version: int = 0
    at: datetime | None = None
    by: str = ""
    cause: str = ""
    waited_since: datetime | None = None
    failed_at: datetime | None = None


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
    automatic_stopped_at : datetime or None
        Since when the person gets no automatic replies, because an operator stopped them.
    work, last_reply : WorkState, LastReply
        What is to be done, and the newest reply of a person.
    """

    own_number: str
    user_number: str
    last_text: str
    last_direction: Direction
    last_at: datetime
    unread_count: int
    recent: Recent = field(default_factory=dict)
    loop_stopped_at: datetime | None = None
    automatic_stopped_at: datetime | None = None
    work: WorkState = WorkState()
    last_reply: LastReply = LastReply()

    @property
    def has_inbound(self) -> bool:
        """Whether the person is known to have written; False also where that is in doubt."""
        is_last = self.last_direction is Direction.INBOUND
        return is_last or bool(self.unread_count or self.work.newest_at)


HandlingById = Mapping[str, Handling]
"""By the provider's message id; a message that is not there needs a person."""


def with_inbound(
    thread: Thread | None, messages: Sequence[InboundMessage], handling: HandlingById
) -> Thread:
    """Add inbound messages that the thread does not have yet, in any order."""
    in_order = sorted(messages, key=lambda one: one.received_at)
    newest = in_order[-1]
    known = thread or new_thread(newest.own_number, newest.user_number)
    work = known.work
    for message in in_order:
        kind = handling.get(message.provider_message_id, Handling.PERSON)
        work = _work_after(work, kind, message.received_at)
    moved = moved_to(known, Direction.INBOUND, newest.body, newest.received_at)
    return replace(moved, unread_count=known.unread_count + len(messages), work=work)


def _work_after(work: WorkState, kind: Handling, at: datetime) -> WorkState:
    """
    Give the work after an inbound message.

    A message that a program replies to leaves a question that waits; an opt-out ends what came
    before it.
    """
    if kind is Handling.PERSON:
        work = replace(
            work,
            oldest_at=min(work.oldest_at or at, at),
            newest_at=max(work.newest_at or at, at),
        )
    elif kind is Handling.OPT_OUT:
        work = replace(work, ended_at=max(work.ended_at or at, at))
    waits = replace(work, is_done=False).waiting_since is not None
    return replace(work, is_done=not waits)


def ended_by_opt_out(thread: Thread, at: datetime) -> Thread:
    """End what waits up to a message that turned out to be an opt-out; idempotent."""
    ended = _work_after(thread.work, Handling.OPT_OUT, at + _NEXT)
    return replace(thread, work=ended)


def marked_read(thread: Thread) -> Thread:
    """Mark a thread read."""
    return replace(thread, unread_count=0, loop_stopped_at=None)


def marked_unread(thread: Thread, actor: str, now: datetime) -> Thread:
    """Mark a thread unread, which opens it again."""
    return replace(reopened(thread, actor, now), unread_count=max(1, thread.unread_count))


def marked_done(thread: Thread, actor: str, now: datetime) -> Thread:
    """Mark a thread done, and so read; what waited still does once it is reopened."""
    if thread.work.is_done:
        return thread
    work = replace(
        without_waiting(thread.work),
        is_done=True,
        set_aside=thread.work.waiting_since,
        changed_at=now,
        changed_by=actor,
    )
    return replace(marked_read(thread), work=work)


def without_waiting(work: WorkState) -> WorkState:
    """Give the work after a reply: no message waits."""
    return replace(work, oldest_at=None, newest_at=None, set_aside=None)


def reopened(thread: Thread, actor: str, now: datetime) -> Thread:
    """Open a thread that was done."""
    work = thread.work
    if not work.is_done:
        return thread
    since = work.set_aside
    opened = replace(work, is_done=False, oldest_at=since, newest_at=since, set_aside=None)
    return replace(thread, work=replace(opened, changed_at=now, changed_by=actor))


def assigned(thread: Thread, assignee: str, actor: str, now: datetime) -> Thread:
    """Assign a thread to an operator, in the place of an earlier one; empty: to none."""
    if thread.work.assignee == assignee:
        return thread
    work = replace(thread.work, assignee=assignee, changed_at=now, changed_by=actor)
    return replace(thread, work=work)


def automatic_replies_set(thread: Thread, *, are_stopped: bool, now: datetime) -> Thread:
    """Stop the automatic replies to a person, or allow them again."""
    if are_stopped is (thread.automatic_stopped_at is not None):
        return thread
    return replace(thread, automatic_stopped_at=now if are_stopped else None)


def new_thread(own_number: str, user_number: str) -> Thread:
    """Give a thread without messages."""
    return Thread(own_number, user_number, "", Direction.INBOUND, _EPOCH, 0)


def moved_to(thread: Thread, direction: Direction, text: str, at: datetime) -> Thread:
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
