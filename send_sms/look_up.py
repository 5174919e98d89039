"""Look up sends and messages: everything follows from the chunk rows and the time."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.chunk import Chunk
from shared.domain.identifiers import MessageAddress, SendAddress
from shared.domain.status import UNDECIDED, MessageStatus, count_by_status, status_of
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

    @property
    def status(self) -> MessageStatus:
        """What had become of it by then."""
        return status_of(self.chunk, self.position, self.now)


async def overview_of(send: SendAddress, services: Services) -> SendOverview | None:
    """Count a send's messages by status; one operation for up to 10,000. None if unknown."""
    chunks = await services.journal.read(send)
    if not chunks:
        return None
    return overview_from(chunks, services.clock())


def overview_from(chunks: Sequence[Chunk], now: datetime) -> SendOverview:
    """Count the messages of all chunks of a send."""
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


@dataclass(frozen=True, slots=True)
class WantedMessages:
    """Which messages of a send to page through: behind `after`, of any status if none is named."""

    send: SendAddress
    after: MessageAddress | None = None
    statuses: Collection[MessageStatus] = ()

    def includes(self, message: FoundMessage) -> bool:
        """Tell whether a message of this send is wanted."""
        after = self.after
        place = (message.chunk.number, message.position)
        if after and place <= (after.chunk_number, after.position or 0):
            return False
        return not self.statuses or message.status in self.statuses


async def page_of_messages(
    wanted: WantedMessages, limit: int, services: Services
) -> tuple[Sequence[FoundMessage], bool] | None:
    """
    Read some of a send's messages, in order; one operation, also for those of rare statuses.

    Returns
    -------
    tuple of messages and bool, or None
        At most `limit`, and whether there are more; None if the send is unknown.
    """
    first = wanted.after.chunk_number if wanted.after else 0
    # A chunk may be smaller than a page, never larger: one more than needed tells of the rest.
    last = 9999 if wanted.statuses else first + 1
    chunks = await services.journal.read(wanted.send, first, last)
    if not chunks:
        return None
    now = services.clock()
    messages = (
        FoundMessage(chunk, position, now)
        for chunk in chunks
        for position in range(len(chunk.recipients))
    )
    found = [message for message in messages if wanted.includes(message)]
    is_more = len(found) > limit or chunks[-1].number + 1 < chunks[-1].totals.chunk_count
    return found[:limit], is_more
