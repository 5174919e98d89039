"""
Threads as table rows, in the partition of their own number.

`H|{user}` is a thread's head: each change of the thread is conditional on the head's version.
`O|{0 or 1}|{newest first}|{user}` is its place in the order, unread ones first; it says the same
as the head, so that a page of the list is one query. Both are written in one transaction with
what changed them.
"""

import json
from collections.abc import Mapping
from typing import Any

from conversations.domain.conversation import Direction, Recent, Thread, place_of
from shared.domain.times import optional_time, time_from_text, time_or_none, time_to_text
from shared.storage.table import ETAG, Operation, Row

ORDER = "O|"
LAST_KEY = "~"
_TEXT_LIMIT = 500
"""Characters of the last text that the list shows."""


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
