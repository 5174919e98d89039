"""
Making sends durable: the queue message first, then all rows in one transaction.

One-recipient sends that come at the same time are made durable together: the registry is asked
once for all of them, one queue message names them, one transaction holds their rows.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from shared.batching import Batcher
from shared.domain.accepting import with_suppressed
from shared.domain.chunk import Category, Chunk
from shared.domain.errors import ConflictError, StorageError
from shared.domain.purpose import Purpose
from shared.storage.chunk_rows import partition_of
from shared.storage.dispatch_queue import QueueLevel, Span, Ticket, Work
from shared.storage.journal import Journal
from shared.storage.opt_outs import OptOuts
from shared.storage.table import MAX_TRANSACTION_ROWS

COMMIT_SECONDS = 60
"""
How long a commit may take. It must stay far below the time for which a dispatch waits for rows,
so that rows never come later than that.
"""


class WorkQueue(Protocol):
    """Where work waits for its turn."""

    async def put(self, work: Work, delay_seconds: int = 0) -> Ticket:
        """Put work; see `DispatchQueue.put`."""

    async def replace(self, ticket: Ticket, work: Work, delay_seconds: int) -> None:
        """Put other work into its place; see `DispatchQueue.replace`."""

    async def remove(self, ticket: Ticket) -> None:
        """Remove it; see `DispatchQueue.remove`."""

    async def level(self) -> QueueLevel:
        """Look how much there is; see `DispatchQueue.level`."""


@dataclass(slots=True, eq=False)
class _Single:
    """
    A one-recipient send.

    Attributes
    ----------
    chunk : Chunk
        With the outcome if the recipient has opted out.
    error : StorageError or None
        Why it could not be stored, where others of its round could.
    """

    chunk: Chunk
    error: StorageError | None = None


class Acceptance:
    """Commits sends; keeps one batcher per sender and category for the life of the process."""

    def __init__(self, journal: Journal, opt_outs: OptOuts, queue: WorkQueue) -> None:
        self._journal = journal
        self._opt_outs = opt_outs
        self._queue = queue
        self._batchers: dict[tuple[str, Category], Batcher[_Single]] = {}

    async def commit(
        self, chunks: Sequence[Chunk], delay_seconds: int, *, alone: bool = False
    ) -> Sequence[Chunk]:
        """
        Make a send durable and have it dispatched after a delay.

        Idempotent: of two commits of one send the first is stored, and its work may come twice.

        Parameters
        ----------
        alone : bool
            Share nothing with other sends of the moment. For a send that may be there already.

        Returns
        -------
        sequence of Chunk
            As stored: in sends of one chunk, who has opted out is marked. (Everybody is asked
            for again at the wire.)

        Raises
        ------
        StorageError
            Storage is away.
        """
        head = chunks[0]
        # What is no ordinary send has a lane of its own, which the work of others would not get.
        alone = alone or head.options.purpose is not Purpose.SEND
        if delay_seconds == 0 and head.totals.recipient_count == 1 and not alone:
            single = _Single(head)
            await self._batcher(head).add(single)
            if single.error:
                raise single.error
            return [single.chunk]
        if len(chunks) == 1:
            chunks = await self._marked(chunks)
        span = Span(head.send, 0, len(chunks) - 1)
        await self._store(Work((span,)), chunks, delay_seconds)
        return chunks

    def _batcher(self, chunk: Chunk) -> Batcher[_Single]:
        key = (chunk.send.sender, chunk.options.category)
        if key not in self._batchers:
            self._batchers[key] = Batcher(self._commit_together, max_items=MAX_TRANSACTION_ROWS)
        return self._batchers[key]

    async def _commit_together(self, singles: Sequence[_Single]) -> None:
        """Around midnight UTC sends of one moment lie in two partitions: each fails alone."""
        marked = await self._marked([single.chunk for single in singles])
        by_day: defaultdict[str, list[_Single]] = defaultdict(list)
        for single, chunk in zip(singles, marked, strict=True):
            single.chunk = chunk
            by_day[partition_of(chunk.send)].append(single)
        for of_day in by_day.values():
            try:
                await self._store_new([single.chunk for single in of_day])
            except StorageError as error:
                for single in of_day:
                    single.error = error

    async def _store_new(self, chunks: Sequence[Chunk]) -> None:
        """
        Store one-recipient sends of one day in one transaction.

        One that is there already fails the transaction, and tells nothing of the others: it may be
        ours, from a try whose answer was lost, or one send that a repeated request stored alone.
        So those that are not there go again, with work of their own.
        """
        while chunks:
            work = Work(tuple(Span(chunk.send, 0, 0) for chunk in chunks))
            try:
                await self._store(work, chunks, 0)
            except ConflictError:
                there = await self._journal.read_firsts([chunk.send for chunk in chunks])
                if not there:
                    raise
                stored = {chunk.send for chunk in there}
                chunks = [chunk for chunk in chunks if chunk.send not in stored]
            else:
                return

    async def _marked(self, chunks: Sequence[Chunk]) -> Sequence[Chunk]:
        if all(chunk.has_pass for chunk in chunks):
            return chunks
        recipients = sorted({recipient for chunk in chunks for recipient in chunk.recipients})
        opted_out = await self._opt_outs.opted_out_among(
            chunks[0].send.sender, recipients, chunks[0].options.category
        )
        return [with_suppressed(chunk, opted_out) for chunk in chunks]

    async def _store(self, work: Work, chunks: Sequence[Chunk], delay_seconds: int) -> None:
        try:
            async with asyncio.timeout(COMMIT_SECONDS):
                await self._queue.put(work, delay_seconds)
                await self._journal.commit(chunks)
        except TimeoutError:
            message = "the commit took too long"
            raise StorageError(message) from None
