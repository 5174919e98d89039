"""Look up messages from rows and the current time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from send_sms.found_messages import FoundMessage
from send_sms.storage.journal import Journal
from send_sms.waiting import WaitReader
from shared.domain.identifiers import MEMBERS_PER_BATCH, MessageAddress, SendAddress
from shared.domain.kinds import MessageStatus
from shared.runtime import Clock


async def find_message(
    address: MessageAddress, journal: Journal, waits: WaitReader, clock: Clock
) -> FoundMessage | None:
    """Find one message by one or two point reads, and one more read while it waits; or None."""
    batch = await journal.get(address.batch, [address.block.number_in_batch])
    if batch is None or address.position not in batch.positions_of(address.send):
        return None
    now = clock()
    conditions_of = await waits.read([batch], now)
    return FoundMessage(batch, address.position, now, conditions_of(batch))


@dataclass(frozen=True, slots=True)
class WantedMessages:
    """
    Which messages of a send to page through.

    Attributes
    ----------
    after : MessageAddress or None
        Only those behind this one.
    statuses : collection of MessageStatus
        Only of these; empty: all.
    error_codes : collection of str
        Only those whose error has one of these codes; empty: all.
    """

    send: SendAddress
    after: MessageAddress | None = None
    statuses: Collection[MessageStatus] = ()
    error_codes: Collection[str] = ()

    @property
    def is_filtered(self) -> bool:
        """Whether messages in between may not be wanted."""
        return bool(self.statuses or self.error_codes)

    def includes(self, message: FoundMessage) -> bool:
        """Tell whether a message of this send is wanted."""
        if self.after and message.address.number <= self.after.number:
            return False
        if self.error_codes:
            failure = message.failure
            if failure is None or failure[0] not in self.error_codes:
                return False
        return not self.statuses or message.status in self.statuses


async def page_of_messages(
    wanted: WantedMessages, limit: int, *, journal: Journal, waits: WaitReader, clock: Clock
) -> tuple[Sequence[FoundMessage], bool] | None:
    """
    Read some of a send's messages, in order; one operation, also for those of rare statuses.

    One more while some of them wait.

    Returns
    -------
    tuple of messages and bool, or None
        At most `limit`, and whether there are more; None if the send is unknown.
    """
    first = wanted.after.number // MEMBERS_PER_BATCH if wanted.after else 0
    # A page may begin inside a batch, and then ends in the next one after the full ones.
    last = 99 if wanted.is_filtered else first + 1 + limit // MEMBERS_PER_BATCH
    batches = await journal.read(wanted.send, first, last)
    if not batches:
        return None
    now = clock()
    conditions_of = await waits.read(batches, now)
    conditions = {batch.address.row: conditions_of(batch) for batch in batches}
    messages = (
        FoundMessage(batch, position, now, conditions[batch.address.row])
        for batch in batches
        for position in batch.positions_of(wanted.send)
    )
    found = [message for message in messages if wanted.includes(message)]
    return found[:limit], len(found) > limit
