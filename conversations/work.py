"""Change what is to be done in a conversation: read, unread, done, open, assigned."""

from collections.abc import Callable
from datetime import datetime

from conversations.domain.conversation import (
    Thread,
    assigned,
    automatic_replies_set,
    ended_by_opt_out,
    marked_done,
    marked_read,
    marked_unread,
    reopened,
)
from conversations.domain.reply import with_arrived_reply, with_failed_reply
from conversations.storage.conversations import Conversations
from conversations.threads import Inbox, ListedThread, with_consent


async def mark_read(own_number: str, user_number: str, inbox: Inbox) -> ListedThread | None:
    """Mark a conversation read; idempotent, as all here. None if there is none."""
    return await _change(own_number, user_number, marked_read, inbox)


async def mark_unread(
    own_number: str, user_number: str, actor: str, inbox: Inbox
) -> ListedThread | None:
    """Mark a conversation unread; it is opened if it was done."""
    now = inbox.clock()
    return await _change(own_number, user_number, lambda one: marked_unread(one, actor, now), inbox)


async def mark_done(
    own_number: str, user_number: str, actor: str, inbox: Inbox
) -> ListedThread | None:
    """Mark a conversation done, until the next message that needs a person."""
    now = inbox.clock()
    return await _change(own_number, user_number, lambda one: marked_done(one, actor, now), inbox)


async def reopen(
    own_number: str, user_number: str, actor: str, inbox: Inbox
) -> ListedThread | None:
    """Open a conversation that was done; what waited then waits again."""
    now = inbox.clock()
    return await _change(own_number, user_number, lambda one: reopened(one, actor, now), inbox)


async def assign(
    own_number: str, user_number: str, assignee: str, actor: str, inbox: Inbox
) -> ListedThread | None:
    """Assign a conversation to an operator; empty: to none."""
    now = inbox.clock()
    return await _change(
        own_number, user_number, lambda one: assigned(one, assignee, actor, now), inbox
    )


async def set_automatic_replies(
    own_number: str, user_number: str, inbox: Inbox, *, are_stopped: bool
) -> ListedThread | None:
    """Stop automatic replies to a person, or allow them again; STOP is confirmed all the same."""
    now = inbox.clock()
    return await _change(
        own_number,
        user_number,
        lambda one: automatic_replies_set(one, are_stopped=are_stopped, now=now),
        inbox,
    )


async def end_waiting(
    own_number: str, user_number: str, at: datetime, conversations: Conversations
) -> None:
    """Note that a message was an opt-out: it and earlier ones wait for no reply any more."""
    await conversations.change(own_number, user_number, lambda one: ended_by_opt_out(one, at))


async def note_failed_reply(
    own_number: str,
    user_number: str,
    accepted_at: datetime,
    *,
    conversations: Conversations,
    now: datetime,
    is_work: bool = True,
) -> None:
    """Have a conversation wait again whose last reply failed; see `with_failed_reply`."""
    await conversations.change(
        own_number,
        user_number,
        lambda one: with_failed_reply(one, accepted_at, now, is_work=is_work),
    )


async def note_arrived_reply(
    own_number: str, user_number: str, accepted_at: datetime, conversations: Conversations
) -> None:
    """Take back that the last reply of a conversation failed; see `with_arrived_reply`."""
    await conversations.change(
        own_number, user_number, lambda one: with_arrived_reply(one, accepted_at)
    )


async def _change(
    own_number: str, user_number: str, change: Callable[[Thread], Thread], inbox: Inbox
) -> ListedThread | None:
    thread = await inbox.conversations.change(own_number, user_number, change)
    if thread is None:
        return None
    (listed,) = await with_consent(own_number, [thread], inbox.opt_outs)
    return listed
