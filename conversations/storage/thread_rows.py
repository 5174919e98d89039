"""
Threads and their messages as table rows, in the partition of their own number.

`{user}|{newest first}|{event}` is an inbound message.

`H|{user}` is a thread's head: each change of the thread is conditional on the head's version.
The other rows of a thread say the same as the head, so that a page of a list is one query. All are
written in one transaction with what changed them:

- `O|{class}|{newest first}|{user}`: its place in the order; 0 is unread, 1 read, and 2 and 3 the
  same of what is done.
- `W|{oldest first}|{user}`: it waits for a reply, since that time.
- `A|{digest of the assignee}|{user}`: it is assigned, and not done.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from conversations.domain.conversation import (
    Direction,
    HandlingById,
    LastReply,
    Thread,
    WorkState,
    place_of,
    with_inbound,
)
from conversations.domain.loop_guard import Recent
from shared.carriers.events import CLOCK_TOLERANCE, InboundMessage
from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.storage.table import ETAG, Operation, Row

ORDER, WAITING, ASSIGNED = "O|", "W|", "A|"
LAST_KEY = "~"
THREAD_ROWS = 4
"""Those that an inbound message writes: the head, the old and new place, and whether it waits."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EVENT = "provider_message_id"
_BODY_LIMIT = 16_000  # characters; the service counts UTF-16 units, at most 32,768
_TEXT_LIMIT = 500
"""Characters of the last text that the list shows."""


ThreadMessages = Mapping[str, InboundMessage]
"""Messages of one thread by row key."""


def head_key(user_number: str) -> str:
    """Give the row key of a thread's head."""
    return f"H|{user_number}"


def places_of(thread: Thread) -> list[str]:
    """Give the row keys under which a thread is listed."""
    user, work = thread.user_number, thread.work
    order_class = 2 * work.is_done + (thread.unread_count == 0)
    places = [f"{ORDER}{order_class}|{place_of(thread.last_at, user)}"]
    if since := work.waiting_since:
        milliseconds = max(since - _EPOCH, timedelta()) // timedelta(milliseconds=1)
        places.append(f"{WAITING}{milliseconds:016d}|{user}")
    if work.assignee and not work.is_done:
        places.append(f"{assigned_to(work.assignee)}{user}")
    return places


def assigned_to(assignee: str) -> str:
    """Give the beginning of the row keys of what is assigned to an operator; case is ignored."""
    return f"{ASSIGNED}{hashlib.sha256(assignee.casefold().encode()).hexdigest()[:16]}|"


def thread_from_row(own_number: str, row: Mapping[str, Any]) -> Thread:
    """Read a head, or what stands in the order."""
    return Thread(
        own_number=own_number,
        user_number=row["user_number"],
        last_text=row["last_text"],
        last_direction=Direction(row["last_direction"]),
        last_at=time_from_text(row["last_at"]),
        unread_count=row["unread_count"],
        recent=_recent_from_text(row.get("recent", "{}")),
        loop_stopped_at=time_or_none(row["loop_stopped_at"]),
        automatic_stopped_at=time_or_none(row.get("automatic_stopped_at", "")),
        work=_work_from_row(row),
        last_reply=_last_reply_from_row(row),
    )


def _work_from_row(row: Mapping[str, Any]) -> WorkState:
    """Read what is to be done; rows of former versions do not say it."""
    return WorkState(
        oldest_at=time_or_none(row.get("oldest_at", "")),
        newest_at=time_or_none(row.get("newest_at", "")),
        ended_at=time_or_none(row.get("ended_at", "")),
        is_done=row.get("is_done", False),
        set_aside=time_or_none(row.get("set_aside", "")),
        assignee=row.get("assignee", ""),
        changed_at=time_or_none(row.get("changed_at", "")),
        changed_by=row.get("changed_by", ""),
    )


def _last_reply_from_row(row: Mapping[str, Any]) -> LastReply:
    return LastReply(
        version=row.get("version", 0),
        at=time_or_none(row.get("replied_at", "")),
        by=row.get("replied_by", ""),
        cause=row.get("reply_cause", ""),
        waited_since=time_or_none(row.get("reply_waited_since", "")),
        failed_at=time_or_none(row.get("reply_failed_at", "")),
    )


def thread_operations(head: Row | None, thread: Thread) -> list[Operation]:
    """
    Write a thread: its head and places, at most seven rows.

    Parameters
    ----------
    head : Row or None
        Its head as it was read; None if there was none.
    """
    head_row = {**_row(thread, head_key(thread.user_number)), "recent": _to_text(thread.recent)}
    places = places_of(thread)
    listed: list[Operation] = [("upsert", _row(thread, place), "") for place in places]
    if head is None:
        return [("create", head_row, ""), *listed]
    former = places_of(thread_from_row(thread.own_number, head))
    left: list[Operation] = [
        ("delete", {"PartitionKey": thread.own_number, "RowKey": place}, "")
        for place in former
        if place not in places
    ]
    return [("merge", head_row, head[ETAG]), *listed, *left]


def _row(thread: Thread, key: str) -> dict[str, Any]:
    work, last_reply = thread.work, thread.last_reply
    return {
        "PartitionKey": thread.own_number,
        "RowKey": key,
        "user_number": thread.user_number,
        "last_text": thread.last_text[:_TEXT_LIMIT],
        "last_direction": thread.last_direction.value,
        "last_at": time_to_text(thread.last_at),
        "unread_count": thread.unread_count,
        "loop_stopped_at": optional_time(thread.loop_stopped_at),
        "automatic_stopped_at": optional_time(thread.automatic_stopped_at),
        "oldest_at": optional_time(work.oldest_at),
        "newest_at": optional_time(work.newest_at),
        "ended_at": optional_time(work.ended_at),
        "is_done": work.is_done,
        "set_aside": optional_time(work.set_aside),
        "assignee": work.assignee,
        "changed_at": optional_time(work.changed_at),
        "changed_by": work.changed_by,
        "version": last_reply.version,
        "replied_at": optional_time(last_reply.at),
        "replied_by": last_reply.by,
        "reply_cause": last_reply.cause,
        "reply_waited_since": optional_time(last_reply.waited_since),
        "reply_failed_at": optional_time(last_reply.failed_at),
    }


def _to_text(recent: Recent) -> str:
    said = {
        digest: [(time_to_text(at), cause) for at, cause in sayings]
        for digest, sayings in recent.items()
    }
    return json.dumps(said, separators=(",", ":"))


def _recent_from_text(text: str) -> Recent:
    return {
        digest: [(time_from_text(at), cause) for at, cause in sayings]
        for digest, sayings in json.loads(text).items()
    }


class ThreadSpan(NamedTuple):
    """Where the rows of a thread are among which repeats are looked for."""

    head: str
    first: str
    last: str

    def holds(self, row: Row) -> bool:
        """Tell whether a row is the head or lies between the first and the last."""
        key: str = row["RowKey"]
        return key == self.head or self.first <= key <= self.last


def span_of(messages: ThreadMessages) -> ThreadSpan:
    """
    Give the span in which a thread may have some messages already.

    An earlier delivery, when the event's time lay in the future, was kept as of its receipt.
    """
    user_number = next(iter(messages.values())).user_number
    oldest = min(one.received_at for one in messages.values()) - CLOCK_TOLERANCE
    last = f"{user_number}|{place_of(oldest, LAST_KEY)}"
    return ThreadSpan(head_key(user_number), min(messages), last)


def additions_to_thread(
    messages: ThreadMessages, rows: Sequence[Row], handling: HandlingById
) -> list[Operation]:
    """Give what adds messages to a thread of which some rows are there."""
    own_number, there = next(iter(messages.values())).own_number, {r["RowKey"]: r for r in rows}
    known_events = {row.get(EVENT) for row in rows} - {"", None}
    new_messages = {
        key: one
        for key, one in messages.items()
        if key not in there and one.provider_message_id not in known_events
    }
    if not new_messages:
        return []
    known = there.get(span_of(messages).head)
    thread = thread_from_row(own_number, known) if known else None
    creates: list[Operation] = [
        ("create", _message_row(key, one), "") for key, one in new_messages.items()
    ]
    changed = with_inbound(thread, list(new_messages.values()), handling)
    return [*creates, *thread_operations(known, changed)]


def message_key(message: InboundMessage) -> str:
    """Give the row key of a message."""
    event = hashlib.sha256(message.provider_message_id.encode()).hexdigest()[:12]
    return f"{message.user_number}|{place_of(message.received_at, event)}"


def _message_row(key: str, message: InboundMessage) -> dict[str, Any]:
    return {
        "PartitionKey": message.own_number,
        "RowKey": key,
        "user_number": message.user_number,
        "body": message.body[:_BODY_LIMIT],
        "received_at": time_to_text(message.received_at),
        "provider_message_id": message.provider_message_id,
        "answers": message.in_reply_to,
    }


def message_from_row(own_number: str, row: Row) -> InboundMessage:
    """Read a message."""
    return InboundMessage(
        own_number=own_number,
        user_number=row["user_number"],
        body=row["body"],
        provider_message_id=row["provider_message_id"],
        received_at=time_from_text(row["received_at"]),
        in_reply_to=row["answers"],
    )
