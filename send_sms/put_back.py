"""Put unfinished chunks back into the queue, in as few messages as they need."""

from collections.abc import Sequence

from shared.domain.chunk import Chunk
from shared.services import Services
from shared.storage.dispatch_queue import Span, Work


async def put_back(chunks: Sequence[Chunk], services: Services, delay_seconds: int) -> None:
    """Have chunks of one own number and day dispatched again after a delay."""
    await services.work_queue.put(unfinished_work(chunks), delay_seconds)


def unfinished_work(chunks: Sequence[Chunk]) -> Work:
    """
    Name chunks as work.

    Chunks of one send become one span from the first to the last; what is finished in
    between is left alone when the work is done.
    """
    sends = dict.fromkeys(chunk.send for chunk in chunks)
    if len(sends) > 1:
        return Work(tuple(Span(send, 0, 0) for send in sends))
    numbers = [chunk.number for chunk in chunks]
    return Work((Span(chunks[0].send, min(numbers), max(numbers)),))
