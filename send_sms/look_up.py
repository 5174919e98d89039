"""Look up sends and messages: everything follows from the rows and the time."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.batch import Batch
from shared.domain.identifiers import MEMBERS_PER_BATCH, MessageAddress, SendAddress
from shared.domain.kinds import UNDECIDED, MessageStatus
from shared.domain.status import count_by_status, status_of
from shared.domain.terms import Terms
from shared.services import Services


@dataclass(frozen=True, slots=True)
class SendOverview:
    """
    A send as a whole.

    Attributes
    ----------
    terms : Terms
        Its text, options and totals.
    """

    send: SendAddress
    terms: Terms
    counts: Counter[MessageStatus]

    @property
    def is_completed(self) -> bool:
        """Whether no message is left that may still leave."""
        return not any(self.counts[status] for status in UNDECIDED)


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """One message in its batch, as of a moment."""

    batch: Batch
    position: int
    now: datetime

    @property
    def address(self) -> MessageAddress:
        """Its address."""
        return self.batch.message_address(self.position)

    @property
    def status(self) -> MessageStatus:
        """What had become of it by then."""
        return status_of(self.batch, self.position, self.now)


async def overview_of(send: SendAddress, services: Services) -> SendOverview | None:
    """Count a send's messages by status; one operation for up to 10,000. None if unknown."""
    batches = await services.journal.read(send)
    return overview_from(send, batches, services.clock()) if batches else None


def overview_from(send: SendAddress, batches: Sequence[Batch], now: datetime) -> SendOverview:
    """Count the messages of a send in all batches that hold it; there must be one."""
    counts: Counter[MessageStatus] = Counter()
    for batch in batches:
        counts.update(count_by_status(batch, now, batch.positions_of(send)))
    return SendOverview(send, batches[0].terms_of(batches[0].positions_of(send)[0]), counts)


async def find_message(address: MessageAddress, services: Services) -> FoundMessage | None:
    """Find one message by one or two point reads; None if there is no such message."""
    batch = await services.journal.get(address.batch, [address.block.number_in_batch])
    if batch is None or address.position not in batch.positions_of(address.send):
        return None
    return FoundMessage(batch, address.position, services.clock())


@dataclass(frozen=True, slots=True)
class WantedMessages:
    """Which messages of a send to page through: behind `after`, of any status if none is named."""

    send: SendAddress
    after: MessageAddress | None = None
    statuses: Collection[MessageStatus] = ()

    def includes(self, message: FoundMessage) -> bool:
        """Tell whether a message of this send is wanted."""
        if self.after and message.address.number <= self.after.number:
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
        At most `limit` (up to 1,000), and whether there are more; None if the send is unknown.
    """
    first = wanted.after.number // MEMBERS_PER_BATCH if wanted.after else 0
    # A page may begin at the end of a batch, and then ends in the next one at the latest.
    last = 99 if wanted.statuses else first + 1
    batches = await services.journal.read(wanted.send, first, last)
    if not batches:
        return None
    now = services.clock()
    messages = (
        FoundMessage(batch, position, now)
        for batch in batches
        for position in batch.positions_of(wanted.send)
    )
    found = [message for message in messages if wanted.includes(message)]
    return found[:limit], len(found) > limit
