"""
Threads and their messages as table rows, in the partition of their own number.

`{user}|{newest first}|{event}` is an inbound message.

`H|{user}` is a thread's head: each change of the thread is conditional on the head's version.
`O|{0 or 1}|{newest first}|{user}` is its place in the order, unread ones first; it says the same
as the head, so that a page of the list is one query. Both are written in one transaction with
what changed them.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from conversations.domain.conversation import Direction, Recent, Thread, place_of, with_inbound
from shared.carriers.events import CLOCK_TOLERANCE, InboundMessage
from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.storage.table import ETAG, Operation, Row

ORDER = "O|"
LAST_KEY = "~"
EVENT = "provider_message_id"
_BODY_LIMIT = 16_000  # characters; the service counts UTF-16 units, at most 32,768
_TEXT_LIMIT = 500
"""Characters of the last text that the list shows."""


ThreadMessages = Mapping[str, InboundMessage]
"""Messages of one thread by row key."""


def head_key(user_number: str) -> str:
    """Give the row key of a thread's head."""
    return f"H|{user_number}"


def order_place(thread: Thread) -> str:
    """Give a thread's place in the order."""
    is_read = int(thread.unread_count == 0)
    return f"{is_read}|{place_of(thread.last_at, thread.user_number)}"


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
    )


def thread_operations(head: Row | None, thread: Thread) -> list[Operation]:
    """
    Write a thread, at most three rows.

    Parameters
    ----------
    head : Row or None
        Its head as it was read; None if there was none.
    """
    head_row = {**_row(thread, head_key(thread.user_number)), "recent": _to_text(thread.recent)}
    rows = head_row, _row(thread, ORDER + order_place(thread))
    if head is None:
        return [("create", rows[0], ""), ("upsert", rows[1], "")]
    earlier = ORDER + order_place(thread_from_row(thread.own_number, head))
    operations: list[Operation] = [("merge", rows[0], head[ETAG]), ("upsert", rows[1], "")]
    if earlier != rows[1]["RowKey"]:
        operations.append(("delete", {"PartitionKey": thread.own_number, "RowKey": earlier}, ""))
    return operations


def _row(thread: Thread, key: str) -> dict[str, Any]:
    return {
        "PartitionKey": thread.own_number,
        "RowKey": key,
        "user_number": thread.user_number,
        "last_text": thread.last_text[:_TEXT_LIMIT],
        "last_direction": thread.last_direction.value,
        "last_at": time_to_text(thread.last_at),
        "unread_count": thread.unread_count,
        "loop_stopped_at": optional_time(thread.loop_stopped_at),
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


def additions_to_thread(messages: ThreadMessages, rows: Sequence[Row]) -> list[Operation]:
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
    changed = with_inbound(thread, list(new_messages.values()))
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
