"""A reply to a person, and what it changes in its thread."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from conversations.domain.conversation import (
    Direction,
    LastReply,
    Thread,
    marked_done,
    moved_to,
    new_thread,
    without_waiting,
)
from conversations.domain.loop_guard import record_text
from shared.domain.errors import SmsError

_ID_PRECISION = timedelta(milliseconds=1)
"""Of the time of acceptance, which an id carries."""


class ColleagueRepliedError(SmsError):
    """The conversation has a reply that its reader did not see."""

    code = "colleague_replied"

    def __str__(self) -> str:
        return "A colleague replied since this conversation was read. Read it again."


class HasNotWrittenError(SmsError):
    """The person has never written, and messages to their country are not allowed."""

    code = "country_not_allowed"

    def __str__(self) -> str:
        return "SMS_COUNTRIES does not allow the person's country, and they have not written first."


@dataclass(frozen=True, slots=True)
class Author:
    """
    Who replies, where it is no program.

    Attributes
    ----------
    name : str
        Of the operator; empty: not given.
    version : int or None
        The version that was read: another reply since then refuses this one. None: do not compare.
    is_done : bool
        The conversation is done with this reply.
    """

    name: str = ""
    version: int | None = None
    is_done: bool = False


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
    author : Author or None
        None: it is automatic, and what waits for a person still does.
    """

    own_number: str
    user_number: str
    text: str
    cause: str
    at: datetime
    author: Author | None = None


def with_reply(
    thread: Thread | None, reply: Reply, *, is_allowed: bool = True
) -> tuple[Thread, bool]:
    """
    Add a reply, and tell whether it may be sent: if allowed, the loop guard may stop it.

    An automatic one is also stopped where an operator has stopped these.

    Raises
    ------
    ColleagueRepliedError
        The thread has another version than the reply's author read.
    """
    known = thread or new_thread(reply.own_number, reply.user_number)
    last_reply = _last_reply_after(known, reply)
    is_allowed = is_allowed and (reply.author is not None or known.automatic_stopped_at is None)
    recent = record_text(known.recent, reply.text, reply.cause, reply.at) if is_allowed else None
    if recent is None:
        return replace(known, loop_stopped_at=reply.at), False
    moved = moved_to(known, Direction.OUTBOUND, reply.text, reply.at)
    changed = replace(moved, recent=recent, last_reply=last_reply)
    if reply.author is None:
        return changed, True
    changed = replace(changed, work=without_waiting(known.work))
    return (
        marked_done(changed, reply.author.name, reply.at) if reply.author.is_done else changed
    ), True


def with_failed_reply(
    thread: Thread, accepted_at: datetime, now: datetime, *, is_work: bool
) -> Thread:
    """
    Note that a reply of a person did not arrive, unless a later one followed.

    The conversation waits again since the person did, or since now. Idempotent.

    Parameters
    ----------
    accepted_at : datetime
        When the reply was accepted, to the millisecond.
    is_work : bool
        Whether another reply can be sent; otherwise the conversation does not wait.
    """
    last = thread.last_reply
    if last.at is None or last.failed_at or accepted_at <= last.at - _ID_PRECISION:
        return thread
    failed = replace(thread, last_reply=replace(last, failed_at=now))
    if not is_work:
        return failed
    work = thread.work
    since = min(filter(None, (last.waited_since, work.oldest_at)), default=now)
    newest = max(since, work.newest_at or since)
    waiting = replace(work, oldest_at=since, newest_at=newest, is_done=False, set_aside=None)
    return replace(failed, work=waiting)


def with_arrived_reply(thread: Thread, accepted_at: datetime) -> Thread:
    """
    Take back that a reply failed: it arrived after all, or was sent again. Idempotent.

    What the person wrote after the reply still waits, since the reply at the earliest. A
    conversation that was done before the reply failed stays open.

    Parameters
    ----------
    accepted_at : datetime
        When the reply was accepted, to the millisecond.
    """
    last, work = thread.last_reply, thread.work
    if last.at is None or last.failed_at is None or accepted_at <= last.at - _ID_PRECISION:
        return thread
    arrived = replace(thread, last_reply=replace(last, failed_at=None))
    if work.is_done:
        return arrived
    if work.newest_at is None or work.newest_at in {last.waited_since, last.failed_at}:
        return replace(arrived, work=without_waiting(work))
    oldest_at = max(work.oldest_at or work.newest_at, last.at)
    return replace(arrived, work=replace(work, oldest_at=oldest_at))


def _last_reply_after(thread: Thread, reply: Reply) -> LastReply:
    author, last = reply.author, thread.last_reply
    if author is None or last.cause == reply.cause:
        return last
    if author.version not in {None, last.version}:
        raise ColleagueRepliedError
    since = thread.work.waiting_since
    return LastReply(last.version + 1, reply.at, author.name, reply.cause, since)
