"""
The `Conversations` table: inbound messages by own number and person, and the state of threads.

`{user}|{newest first}|{event}` is an inbound message; outbound messages are in the journal.
`storage.thread_rows` describes the rows of threads. `storage.automatic_messages` has a row for each
person in the partition `*|{user}`.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from conversations.domain.conversation import HandlingById, Thread
from conversations.domain.reply import HasNotWrittenError, Reply, with_reply
from conversations.storage.automatic_messages import AutomaticMessages
from conversations.storage.thread_lists import ThreadLists
from conversations.storage.thread_rows import (
    EVENT,
    THREAD_ROWS,
    ThreadMessages,
    additions_to_thread,
    head_key,
    message_key,
    span_of,
    thread_from_row,
    thread_operations,
)
from shared.carriers.events import InboundMessage
from shared.domain.errors import ConflictError
from shared.runtime import Turns, run_all
from shared.storage.table import MAX_TRANSACTION_ROWS, Operation, WideTable

_MESSAGES_PER_TRANSACTION = 80
"""Of 16,000 characters at most 48 KB each: with the thread's rows below 100 rows and 4 MiB."""


_MANY_ROWS = 500
"""From so many rows between the first thread and the last on, each is read by itself."""

_CONCURRENCY = 8

_ALL_NEED_PEOPLE: HandlingById = MappingProxyType({})


class Conversations(ThreadLists):
    """Threads of messages."""

    def __init__(self, table: WideTable) -> None:
        super().__init__(table)
        self.automatic_messages = AutomaticMessages(table)
        self._turns = Turns()

    async def add_inbound(
        self, messages: Sequence[InboundMessage], handling: HandlingById = _ALL_NEED_PEOPLE
    ) -> None:
        """
        Keep inbound messages; those that need a person are unread, and wait for a reply.

        Two operations for one person, and three for each transaction that several people share,
        or one for each of them where too many rows lie between them. Idempotent: a repeated event
        is kept and counted once. A failure for some people affects no others but those who share
        their transaction.

        Parameters
        ----------
        handling : mapping
            What the messages ask of people, by their ids; by default a reply.

        Raises
        ------
        StorageError
            Not all of them are known to be stored.
        """
        by_thread: defaultdict[tuple[str, str], dict[str, InboundMessage]] = defaultdict(dict)
        for message in messages:
            of_thread = by_thread[message.own_number, message.user_number]
            of_thread[message_key(message)] = message
        slots = asyncio.Semaphore(_CONCURRENCY)

        async def add(threads: Sequence[ThreadMessages]) -> None:
            async with slots:
                await self._add_together(threads, handling)

        groups = list(_shared_transactions(by_thread))
        if len(groups) == 1:
            await self._add_together(groups[0], handling)
        else:
            await run_all(*map(add, groups))

    async def _add_together(
        self, threads: Sequence[ThreadMessages], handling: HandlingById
    ) -> None:
        """Add to several threads in one transaction, or to each by itself."""
        if len(threads) == 1:
            await self._add_to_thread(threads[0], handling)
            return
        try:
            for operations in _transactions(await self._operations_together(threads, handling)):
                await self._table.write(operations)
        except ConflictError:  # another writer of one of the threads
            await run_all(*(self._add_to_thread(one, handling) for one in threads))

    async def _add_to_thread(self, messages: ThreadMessages, handling: HandlingById) -> None:
        any_one = next(iter(messages.values()))
        person = _person(any_one.own_number, any_one.user_number)
        for part in _parts(messages):
            await self._turns.change(person, partial(self._try_to_add, part, handling))

    async def _try_to_add(self, messages: ThreadMessages, handling: HandlingById) -> None:
        if operations := await self._operations(messages, handling):
            await self._table.write(operations)

    async def _operations_together(
        self, threads: Sequence[ThreadMessages], handling: HandlingById
    ) -> list[list[Operation]]:
        """
        Give what adds to each of several threads; two operations.

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
            return await asyncio.gather(*(self._operations(one, handling) for one in threads))
        found = [[row for row in (*heads, *rows) if span.holds(row)] for span in spans]
        return [additions_to_thread(*one, handling) for one in zip(threads, found, strict=True)]

    async def _operations(
        self, messages: ThreadMessages, handling: HandlingById
    ) -> list[Operation]:
        """Give what adds the messages that a thread does not have yet; one operation."""
        span = span_of(messages)
        own_number = next(iter(messages.values())).own_number
        rows = await self._table.rows(own_number, span.first, span.last, also=span.head)
        return additions_to_thread(messages, rows, handling)

    async def change(
        self, own_number: str, user_number: str, change: Callable[[Thread], Thread]
    ) -> Thread | None:
        """
        Change a thread; two operations, one if nothing changes. None: there is no thread.

        Raises
        ------
        StorageError
            It is not known to be stored.
        """
        attempt = partial(self._try_to_change, own_number, user_number, change)
        return await self._turns.change(_person(own_number, user_number), attempt)

    async def _try_to_change(
        self, own_number: str, user_number: str, change: Callable[[Thread], Thread]
    ) -> Thread | None:
        head = await self._table.get(own_number, head_key(user_number))
        if head is None:
            return None
        thread = thread_from_row(own_number, head)
        changed = change(thread)
        if changed != thread:
            await self._table.write(thread_operations(head, changed))
        return changed

    async def add_reply(
        self, reply: Reply, *, is_allowed: bool = True, must_have_written: bool = False
    ) -> bool:
        """
        Add a reply to a thread before it is sent; two operations.

        Added first, so that two concurrent replies are both counted.

        Parameters
        ----------
        is_allowed : bool
            Whether the limit of automatic messages allows it; otherwise the thread only shows that
            a reply was stopped.
        must_have_written : bool
            Whether the reply is refused to a person who has not written.

        Returns
        -------
        bool
            Whether it may be sent: false if it was stopped, which the thread then shows.

        Raises
        ------
        HasNotWrittenError
            The person has not. Nothing was stored.
        ColleagueRepliedError
            The thread has a reply that the author of this one did not see. Nothing was stored.
        StorageError
            It is not known to be stored.
        """
        options = {"is_allowed": is_allowed, "must_have_written": must_have_written}
        add = partial(self._try_to_add_reply, reply, **options)
        return await self._turns.change(_person(reply.own_number, reply.user_number), add)

    async def _try_to_add_reply(
        self, reply: Reply, *, is_allowed: bool, must_have_written: bool
    ) -> bool:
        head = await self._table.get(reply.own_number, head_key(reply.user_number))
        known = thread_from_row(reply.own_number, head) if head else None
        if must_have_written and not (known and known.has_inbound):
            raise HasNotWrittenError
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
    group_number, row_count, message_count = "", 0, 0
    for (own_number, _), messages in sorted(by_thread.items(), key=lambda one: one[0]):
        rows = len(messages) + THREAD_ROWS
        is_full = (
            row_count + rows > MAX_TRANSACTION_ROWS
            or message_count + len(messages) > _MESSAGES_PER_TRANSACTION
        )
        if group and (own_number != group_number or is_full):
            yield group
            group, row_count, message_count = [], 0, 0
        group.append(messages)
        group_number, row_count = own_number, row_count + rows
        message_count += len(messages)
    if group:
        yield group


def _transactions(of_threads: Sequence[Sequence[Operation]]) -> Iterator[Sequence[Operation]]:
    """Join what is written for each thread; one more transaction where threads are assigned."""
    operations: list[Operation] = []
    for of_thread in of_threads:
        if len(operations) + len(of_thread) > MAX_TRANSACTION_ROWS:
            yield operations
            operations = []
        operations.extend(of_thread)
    if operations:
        yield operations


def _parts(messages: ThreadMessages) -> Sequence[ThreadMessages]:
    keys = sorted(messages)
    starts = range(0, len(keys), _MESSAGES_PER_TRANSACTION)
    return [{key: messages[key] for key in keys[s : s + _MESSAGES_PER_TRANSACTION]} for s in starts]
