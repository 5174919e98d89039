"""
The `Conversations` table: inbound messages by own number and person, and the state of threads.

`{user}|{newest first}|{event}` is an inbound message; outbound messages are in the journal.
`storage.thread_rows` describes the rows of threads. `storage.automatic_messages` has a row for each
person in the partition `*|{user}`.
"""

import asyncio
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from conversations.domain.conversation import (
    Reply,
    Thread,
    marked_read,
    place_of,
    with_inbound,
    with_reply,
)
from conversations.storage.automatic_messages import AutomaticMessages
from conversations.storage.thread_rows import (
    LAST_KEY,
    ORDER,
    head_key,
    thread_from_row,
    thread_operations,
)
from shared.carriers.events import CLOCK_TOLERANCE, InboundMessage
from shared.domain.errors import ConflictError
from shared.domain.times import time_from_text, time_to_text
from shared.runtime import Turns, run_all
from shared.storage.table import Operation, Row, Table

_TEXT_LIMIT = 16_000  # characters; the service counts UTF-16 units, at most 32,768
_MESSAGES_PER_TRANSACTION = 80
"""Of 16,000 characters at most 48 KB each: with the thread's rows below 100 rows and 4 MiB."""


_THREAD_ROWS = 3
"""At most: a thread's head, and its old and new place in the order."""

_SHARED_ROWS = 80
"""So that what several threads share stays below 100 rows and 4 MiB too."""

_CONCURRENCY = 8

_Messages = Mapping[str, InboundMessage]
"""Messages of one thread by row key."""


class Conversations:
    """Threads of messages."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.automatic_messages = AutomaticMessages(table)
        self._turns = Turns()

    async def add_inbound(self, messages: Sequence[InboundMessage]) -> None:
        """
        Keep inbound messages and count them as unread.

        One operation for each person, and one for each transaction that several people share.
        Idempotent: a repeated event is kept and counted once. A failure for some people affects no
        others but those who share their transaction.

        Raises
        ------
        StorageError
            Not all of them are known to be stored.
        """
        by_thread: defaultdict[tuple[str, str], dict[str, InboundMessage]] = defaultdict(dict)
        for message in messages:
            of_thread = by_thread[message.own_number, message.user_number]
            of_thread[_row_key(message)] = message
        places = asyncio.Semaphore(_CONCURRENCY)

        async def add(threads: Sequence[_Messages]) -> None:
            async with places:
                await self._add_together(threads)

        groups = list(_shared_transactions(by_thread))
        if len(groups) == 1:
            await self._add_together(groups[0])
        else:
            await run_all(*map(add, groups))

    async def _add_together(self, threads: Sequence[_Messages]) -> None:
        """Add to several threads in one transaction, or to each by itself."""
        if len(threads) == 1:
            await self._add_to_thread(threads[0])
            return
        try:
            parts = await asyncio.gather(*map(self._operations, threads))
            if operations := [operation for part in parts for operation in part]:
                await self._table.write(operations)
        except ConflictError:  # another writer of one of the threads
            await run_all(*map(self._add_to_thread, threads))

    async def _add_to_thread(self, messages: _Messages) -> None:
        any_one = next(iter(messages.values()))
        person = _person(any_one.own_number, any_one.user_number)
        for part in _parts(messages):
            await self._turns.change(person, partial(self._try_to_add, part))

    async def _try_to_add(self, messages: _Messages) -> None:
        if operations := await self._operations(messages):
            await self._table.write(operations)

    async def _operations(self, messages: _Messages) -> list[Operation]:
        """Give what adds the messages that a thread does not have yet; one operation."""
        any_one = next(iter(messages.values()))
        own_number, head = any_one.own_number, head_key(any_one.user_number)
        # An earlier delivery, when the event's time lay in the future, was kept as of its receipt.
        oldest = min(one.received_at for one in messages.values()) - CLOCK_TOLERANCE
        last = f"{any_one.user_number}|{place_of(oldest, LAST_KEY)}"
        rows = await self._table.rows(own_number, min(messages), last, also=head)
        there = {row["RowKey"]: row for row in rows}
        known_events = {row.get("provider_message_id") for row in rows} - {"", None}
        new_messages = {
            key: one
            for key, one in messages.items()
            if key not in there and one.provider_message_id not in known_events
        }
        if not new_messages:
            return []
        known = there.get(head)
        thread = thread_from_row(own_number, known) if known else None
        creates: list[Operation] = [
            ("create", _row(key, one), "") for key, one in new_messages.items()
        ]
        changed = with_inbound(thread, list(new_messages.values()))
        return [*creates, *thread_operations(known, changed)]

    async def messages(
        self, own_number: str, user_number: str, *, after: str, limit: int
    ) -> list[tuple[str, InboundMessage]]:
        """
        Read what a person wrote, newest first, each with its place; one operation.

        Parameters
        ----------
        after : str
            Only what lies behind this place in the thread; empty: from the newest on.
        """
        start = f"{user_number}|"
        first, last = f"{start}{after} ", start + LAST_KEY
        rows = await self._table.rows(own_number, first, last, limit=limit)
        return [(row["RowKey"].removeprefix(start), _message(own_number, row)) for row in rows]

    async def threads(self, own_number: str, *, after: str, limit: int) -> list[tuple[str, Thread]]:
        """Read threads, unread ones first, then newest first, each with its place in the order."""
        first = f"{ORDER}{after} "
        rows = await self._table.rows(own_number, first, ORDER + LAST_KEY, limit=limit)
        return [
            (row["RowKey"].removeprefix(ORDER), thread_from_row(own_number, row)) for row in rows
        ]

    async def mark_read(self, own_number: str, user_number: str) -> Thread | None:
        """
        Count nothing of a thread as unread any more; two operations, repeated one. None: no thread.

        Raises
        ------
        StorageError
            It is not known to be stored.
        """
        mark = partial(self._try_to_mark_read, own_number, user_number)
        return await self._turns.change(_person(own_number, user_number), mark)

    async def _try_to_mark_read(self, own_number: str, user_number: str) -> Thread | None:
        head = await self._table.get(own_number, head_key(user_number))
        if head is None:
            return None
        thread = thread_from_row(own_number, head)
        read = marked_read(thread)
        if read != thread:
            await self._table.write(thread_operations(head, read))
        return read

    async def add_reply(self, reply: Reply, *, is_allowed: bool = True) -> bool:
        """
        Add a reply to a thread before it is sent; two operations.

        Added first, so that two concurrent replies are both counted.

        Parameters
        ----------
        is_allowed : bool
            Whether the limit of automatic messages allows it; otherwise the thread only shows that
            a reply was stopped.

        Returns
        -------
        bool
            Whether it may be sent: false if it was stopped, which the thread then shows.

        Raises
        ------
        StorageError
            It is not known to be stored.
        """
        add = partial(self._try_to_add_reply, reply, is_allowed=is_allowed)
        return await self._turns.change(_person(reply.own_number, reply.user_number), add)

    async def _try_to_add_reply(self, reply: Reply, *, is_allowed: bool) -> bool:
        head = await self._table.get(reply.own_number, head_key(reply.user_number))
        known = thread_from_row(reply.own_number, head) if head else None
        thread, may_go = with_reply(known, reply, is_allowed=is_allowed)
        await self._table.write(thread_operations(head, thread))
        return may_go


def _person(own_number: str, user_number: str) -> str:
    return f"{own_number}|{user_number}"


def _shared_transactions(
    by_thread: Mapping[tuple[str, str], _Messages],
) -> Iterator[Sequence[_Messages]]:
    """Group threads of one own number, neighbours first; a thread of many messages stays alone."""
    group: list[_Messages] = []
    group_number, row_count = "", 0
    for (own_number, _), messages in sorted(by_thread.items(), key=lambda one: one[0]):
        rows = len(messages) + _THREAD_ROWS
        if group and (own_number != group_number or row_count + rows > _SHARED_ROWS):
            yield group
            group, row_count = [], 0
        group.append(messages)
        group_number, row_count = own_number, row_count + rows
    if group:
        yield group


def _parts(messages: _Messages) -> Sequence[_Messages]:
    keys = sorted(messages)
    starts = range(0, len(keys), _MESSAGES_PER_TRANSACTION)
    return [{key: messages[key] for key in keys[s : s + _MESSAGES_PER_TRANSACTION]} for s in starts]


def _row_key(message: InboundMessage) -> str:
    event = hashlib.sha256(message.provider_message_id.encode()).hexdigest()[:12]
    return f"{message.user_number}|{place_of(message.received_at, event)}"


def _row(key: str, message: InboundMessage) -> dict[str, Any]:
    return {
        "PartitionKey": message.own_number,
        "RowKey": key,
        "user_number": message.user_number,
        "body": message.body[:_TEXT_LIMIT],
        "received_at": time_to_text(message.received_at),
        "provider_message_id": message.provider_message_id,
        "answers": message.in_reply_to,
    }


def _message(own_number: str, row: Row) -> InboundMessage:
    return InboundMessage(
        own_number=own_number,
        user_number=row["user_number"],
        body=row["body"],
        provider_message_id=row["provider_message_id"],
        received_at=time_from_text(row["received_at"]),
        in_reply_to=row["answers"],
    )
