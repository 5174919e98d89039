"""Look up sends and messages: everything follows from the chunk rows and the time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.chunk import Chunk
from shared.domain.identifiers import MessageAddress, SendAddress
from shared.domain.status import UNDECIDED, MessageStatus, count_by_status
from shared.services import Services


@dataclass(frozen=True, slots=True)
class SendOverview:
    """A send as a whole; `head` is its first chunk, which carries the options and totals."""

    head: Chunk
    counts: Counter[MessageStatus]

    @property
    def is_completed(self) -> bool:
        """Whether nothing is left that may still leave."""
        return not any(self.counts[status] for status in UNDECIDED)


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """One message in its chunk, as of a moment."""

    chunk: Chunk
    position: int
    now: datetime


async def overview_of(send: SendAddress, services: Services) -> SendOverview | None:
    """Count a send's messages by status; one operation for up to 10,000. None if unknown."""
    chunks = await services.journal.read(send)
    if not chunks:
        return None
    now = services.clock()
    counts: Counter[MessageStatus] = Counter()
    for chunk in chunks:
        counts.update(count_by_status(chunk, now))
    return SendOverview(chunks[0], counts)


async def find_message(address: MessageAddress, services: Services) -> FoundMessage | None:
    """Find one message by a point read; None if there is no such message."""
    chunks = await services.journal.read(address.send, address.chunk_number, address.chunk_number)
    position = address.position
    if not chunks or position is None or position >= len(chunks[0].recipients):
        return None
    return FoundMessage(chunks[0], position, services.clock())


async def page_of_messages(
    send: SendAddress, after: MessageAddress | None, limit: int, services: Services
) -> tuple[Sequence[FoundMessage], bool] | None:
    """
    Read some of a send's messages, in order, beginning behind `after`.

    Returns
    -------
    tuple of messages and bool, or None
        At most `limit`, and whether there are more; None if the send is unknown.
    """
    first = after.chunk_number if after else 0
    skipped = (after.position or 0) + 1 if after else 0
    # A chunk may be smaller than a page, never larger: one more than needed tells of the rest.
    chunks = await services.journal.read(send, first, first + 1)
    if not chunks:
        return None
    now = services.clock()
    found = [
        FoundMessage(chunk, position, now)
        for chunk in chunks
        for position in range(len(chunk.recipients))
    ][skipped:]
    last = chunks[-1]
    is_more = len(found) > limit or last.number + 1 < last.totals.chunk_count
    return found[:limit], is_more
