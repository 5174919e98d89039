"""Look up sends and messages: everything follows from the rows and the time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from composition.services import Services
from send_sms.day_pager import DaySlice, last_slice
from send_sms.domain.batch import Batch, Terms
from send_sms.domain.status import count_by_status, status_of
from shared.domain.identifiers import MEMBERS_PER_BATCH, MessageAddress, SendAddress
from shared.domain.kinds import UNDECIDED, MessageStatus


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


MAX_READS = 12

ROWS_PER_READ = 500


@dataclass(frozen=True, slots=True)
class WantedSends:
    """
    Which sends to list.

    Attributes
    ----------
    day : date
        The UTC day of acceptance.
    statuses : collection of MessageStatus
        Only sends with at least one message of one of these; empty: all.
    campaign : str
        Only sends of this campaign; empty: all.
    """

    sender: str
    day: date
    statuses: Collection[MessageStatus] = ()
    campaign: str = ""

    def includes(self, overview: SendOverview) -> bool:
        """Tell whether a send is wanted."""
        if self.campaign and overview.terms.options.campaign != self.campaign:
            return False
        return not self.statuses or any(overview.counts[status] for status in self.statuses)


@dataclass(frozen=True, slots=True)
class SendPage:
    """Some sends, newest first, and the key that the next page ends before; empty: no more."""

    sends: Sequence[SendOverview]
    next_key: str


async def page_of_sends(
    wanted: WantedSends, end_key: str, limit: int, services: Services
) -> SendPage:
    """
    Read at most `limit` sends, newest first, from before `end_key` (empty: the end of the day).

    At most `MAX_READS` operations of `ROWS_PER_READ` rows, however many sends the day has, and
    no further than where the first `ROWS_PER_READ` rows are used up: a page may be shorter than
    its limit, or empty, and yet have a next one. (Only a single millisecond with more rows is
    read whole.)
    """
    window = last_slice(wanted.day, end_key)
    found: list[SendOverview] = []
    read_count = 0
    for _ in range(MAX_READS):
        read = await _read(wanted.sender, window, services)
        if read is None:
            window = window.shorter()
            continue
        batches, row_count = read
        overviews = _newest_first(batches, window.end_key, services.clock())
        found += [overview for overview in overviews if wanted.includes(overview)]
        if len(found) > limit:
            return SendPage(found[:limit], found[limit - 1].send.key)
        if window.is_first_of_day:
            return SendPage(found, "")
        window = window.before(is_longer=row_count < ROWS_PER_READ // 16)
        read_count += row_count
        if read_count >= ROWS_PER_READ:
            break
    return SendPage(found, window.end_key)


async def _read(
    sender: str, window: DaySlice, services: Services
) -> tuple[Sequence[Batch], int] | None:
    """Read a window's batches, and how many rows they are; None if there are too many."""
    limit = None if window.is_shortest else ROWS_PER_READ
    read = await services.journal.read_accepted(sender, window.since, window.end_key, limit)
    return None if read[1] == limit else read


def _newest_first(batches: Iterable[Batch], end_key: str, now: datetime) -> Iterator[SendOverview]:
    """A page may end inside a round: its later members were shown by the page before."""
    groups = [list(group) for _, group in groupby(batches, key=lambda one: one.address.send)]
    for group in reversed(groups):
        head = group[0]
        sends = {head.send_of(position) for position in head.positions()}
        for send in sorted(sends, key=lambda one: one.key, reverse=True):
            if send.key < end_key:
                yield overview_from(send, group, now)
