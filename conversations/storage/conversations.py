"""
The `Conversations` table: inbound messages by own number and person, and the state of threads.

`{user}|{newest first}|{event}` is an inbound message; outbound messages are in the journal.
`storage.thread_rows` describes the rows of threads. `storage.automatic_messages` has a row for each
person in the partition `*|{user}`.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from conversations.domain.conversation import (
    Reply,
    Thread,
    marked_read,
    with_reply,
)
from conversations.storage.automatic_messages import AutomaticMessages
from conversations.storage.thread_rows import (
    EVENT,
    LAST_KEY,
    ORDER,
    ThreadMessages,
    additions_to_thread,
    head_key,
    message_from_row,
    message_key,
    span_of,
    thread_from_row,
    thread_operations,
)
from shared.carriers.events import InboundMessage
from shared.domain.errors import ConflictError
from shared.runtime import Turns, run_all
from shared.storage.table import Operation, Table

_MESSAGES_PER_TRANSACTION = 80
"""Of 16,000 characters at most 48 KB each: with the thread's rows below 100 rows and 4 MiB."""


_THREAD_ROWS = 3
"""At most: a thread's head, and its old and new place in the order."""

_SHARED_ROWS = 80
"""So that what several threads share stays below 100 rows and 4 MiB too."""

_MANY_ROWS = 500
"""From so many rows between the first thread and the last on, each is read by itself."""

_CONCURRENCY = 8


class Conversations:
    """Threads of messages."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.automatic_messages = AutomaticMessages(table)
        self._turns = Turns()

    async def add_inbound(self, messages: Sequence[InboundMessage]) -> None:
        """
        Keep inbound messages and count them as unread.

        Two operations for one person, and three for each transaction that several people share,
        or one for each of them where too many rows lie between them. Idempotent: a repeated event
        is kept and counted once. A failure for some people affects no others but those who share
        their transaction.

        Raises
        ------
        StorageError
            Not all of them are known to be stored.
        """
        by_thread: defaultdict[tuple[str, str], dict[str, InboundMessage]] = defaultdict(dict)
        for message in messages:
            of_thread = by_thread[message.own_number, message.user_number]
            of_thread[message_key(message)] = message
        places = asyncio.Semaphore(_CONCURRENCY)

        async def add(threads: Sequence[ThreadMessages]) -> None:
            async with places:
                await self._add_together(threads)

        groups = list(_shared_transactions(by_thread))
        if len(groups) == 1:
            await self._add_together(groups[0])
        else:
            await run_all(*map(add, groups))

    async def _add_together(self, threads: Sequence[ThreadMessages]) -> None:
        """Add to several threads in one transaction, or to each by itself."""
        if len(threads) == 1:
            await self._add_to_thread(threads[0])
            return
        try:
            if operations := await self._operations_together(threads):
                await self._table.write(operations)
        except ConflictError:  # another writer of one of the threads
            await run_all(*map(self._add_to_thread, threads))

    async def _add_to_thread(self, messages: ThreadMessages) -> None:
        any_one = next(iter(messages.values()))
        person = _person(any_one.own_number, any_one.user_number)
        for part in _parts(messages):
            await self._turns.change(person, partial(self._try_to_add, part))

    async def _try_to_add(self, messages: ThreadMessages) -> None:
        if operations := await self._operations(messages):
            await self._table.write(operations)

    async def _operations_together(self, threads: Sequence[ThreadMessages]) -> list[Operation]:
        """
        Give what adds to several threads; two operations.

        Where too many rows lie between the first and the last, one for each thread.
        """
        spans = [span_of(messages) for messages in threads]
        own_number = next(iter(threads[0].values())).own_number
        # Heads first: whatever is written between the two reads then changes a head's ETag.
        keys = [span.head for span in spans]
        heads = await self._table.rows(own_number, min(keys), max(keys), limit=_MANY_ROWS)
        first, last = min(span.first for span in spans), max(span.last for span in spans)
        rows = await self._table.rows(own_number, first, last, limit=_MANY_ROWS, select=(EVENT,))
        if _MANY_ROWS in {len(heads), len(rows)}:
            parts = await asyncio.gather(*map(self._operations, threads))
        else:
            found = [[row for row in (*heads, *rows) if span.holds(row)] for span in spans]
            parts = [additions_to_thread(*one) for one in zip(threads, found, strict=True)]
        return [operation for part in parts for operation in part]

    async def _operations(self, messages: ThreadMessages) -> list[Operation]:
        """Give what adds the messages that a thread does not have yet; one operation."""
        span = span_of(messages)
        own_number = next(iter(messages.values())).own_number
        rows = await self._table.rows(own_number, span.first, span.last, also=span.head)
        return additions_to_thread(messages, rows)

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
        return [
            (row["RowKey"].removeprefix(start), message_from_row(own_number, row)) for row in rows
        ]

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
    by_thread: Mapping[tuple[str, str], ThreadMessages],
) -> Iterator[Sequence[ThreadMessages]]:
    """Group threads of one own number, neighbours first; a thread of many messages stays alone."""
    group: list[ThreadMessages] = []
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


def _parts(messages: ThreadMessages) -> Sequence[ThreadMessages]:
    keys = sorted(messages)
    starts = range(0, len(keys), _MESSAGES_PER_TRANSACTION)
    return [{key: messages[key] for key in keys[s : s + _MESSAGES_PER_TRANSACTION]} for s in starts]
