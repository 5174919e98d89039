"""Who carries a piece of work on when its worker cannot."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from shared.domain.chunk import Chunk
from shared.domain.dispatching import CLAIM_TIME
from shared.domain.errors import StorageError
from shared.storage.acceptance import WorkQueue
from shared.storage.dispatch_queue import Span, Ticket, Work

STAND_BY_SECONDS = int(CLAIM_TIME.total_seconds()) + 5
"""When a dead worker's work comes back: its claim has run out, and clocks differ a little."""


class Successor:
    """
    The one message that carries a piece of work on (docs/adr/0015).

    It is put before anything is claimed, hidden for longer than a claim: a worker that dies is
    succeeded inside ACS's window, while the host gives back what it held after up to ten
    minutes. A worker that lives changes the message to what is left, or removes it.

    One that somebody took meanwhile is let be: whoever took it carries on with all that is
    unfinished. And one that cannot be changed comes as it is, only later. So one piece of work
    goes in and at most one comes out, and neither a hang nor an outage doubles it.
    """

    def __init__(self, queue: WorkQueue) -> None:
        self._queue = queue
        self._ticket: Ticket | None = None

    async def stand_by(self, work: Work) -> None:
        """Have work taken up unless it is heard otherwise."""
        inherited = replace(work, is_inherited=True)
        self._ticket = await self._queue.put(inherited, STAND_BY_SECONDS)

    async def take_over(self, work: Work, delay_seconds: int) -> None:
        """
        Have work done after a delay.

        Raises
        ------
        StorageError
            Nobody stands by, and the queue is away.
        """
        if self._ticket is None:
            await self._queue.put(work, delay_seconds)
            return
        with suppress(StorageError):
            await self._queue.replace(self._ticket, work, delay_seconds)

    async def dismiss(self) -> None:
        """Have nothing more done."""
        if self._ticket is not None:
            with suppress(StorageError):
                await self._queue.remove(self._ticket)


def unfinished_work(chunks: Sequence[Chunk]) -> Work:
    """
    Name chunks of one own number and day as work.

    Chunks of one send become one span from the first to the last; what is finished in
    between is left alone when the work is done.
    """
    sends = dict.fromkeys(chunk.send for chunk in chunks)
    if len(sends) > 1:
        return Work(tuple(Span(send, 0, 0) for send in sends))
    numbers = [chunk.number for chunk in chunks]
    return Work((Span(chunks[0].send, min(numbers), max(numbers)),))
