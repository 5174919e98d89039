"""Look up sends and messages, and list the sends of a day, from rows and the current time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from send_sms.day_pager import DaySlice, last_slice
from send_sms.domain.batch import Batch, Terms
from send_sms.domain.status import count_by_status
from send_sms.domain.waiting import Wait, WaitingGroup, grouped, wait_of
from send_sms.found_messages import FoundMessage
from send_sms.storage.journal import Journal
from send_sms.waiting import CircumstancesOf, WaitReader
from shared.domain.identifiers import MEMBERS_PER_BATCH, MessageAddress, SendAddress
from shared.domain.kinds import UNDECIDED, Category, MessageStatus
from shared.runtime import Clock

MAX_READS = 12
ROWS_PER_READ = 500


@dataclass(frozen=True, slots=True)
class SendOverview:
    """
    A send as a whole.

    Attributes
    ----------
    terms : Terms
        Its text, options and totals.
    waiting : sequence of WaitingGroup
        What its waiting messages wait for, the most frequent first.
    reference : str
        The caller's reference, or empty.
    """

    send: SendAddress
    terms: Terms
    counts: Counter[MessageStatus]
    waiting: Sequence[WaitingGroup] = ()
    reference: str = ""

    @property
    def text(self) -> str:
        """Its text with placeholders; that of a code is masked."""
        if self.terms.options.category is not Category.OTP:
            return self.terms.text
        from send_sms.domain.secret_text import mask_template

        return mask_template(self.terms.text)

    @property
    def is_completed(self) -> bool:
        """True when no message is pending."""
        return not any(self.counts[status] for status in UNDECIDED)


async def overview_of(
    send: SendAddress, journal: Journal, waits: WaitReader, clock: Clock
) -> SendOverview | None:
    """
    Count a send's messages by status; None if unknown.

    One operation for up to 10,000 messages, and one more while some wait.
    """
    batches = await journal.read(send)
    if not batches:
        return None
    now = clock()
    return overview_from(send, batches, now, await waits.read(batches, now))


def overview_from(
    send: SendAddress,
    batches: Sequence[Batch],
    now: datetime,
    circumstances_of: CircumstancesOf | None,
) -> SendOverview:
    """Count the messages of a send in all batches that hold it; there must be one."""
    counts: Counter[MessageStatus] = Counter()
    waits: list[Wait | None] = []
    for batch in batches:
        positions = batch.positions_of(send)
        in_batch = count_by_status(batch, now, positions)
        counts.update(in_batch)
        may_wait = in_batch[MessageStatus.QUEUED] or in_batch[MessageStatus.SCHEDULED]
        if circumstances_of and may_wait:
            circumstances = circumstances_of(batch)
            waits += (wait_of(batch, position, now, circumstances) for position in positions)
    first, position = batches[0], batches[0].positions_of(send)[0]
    reference = first.send_reference_of(position)
    return SendOverview(send, first.terms_of(position), counts, grouped(waits), reference)


async def find_message(
    address: MessageAddress, journal: Journal, waits: WaitReader, clock: Clock
) -> FoundMessage | None:
    """Find one message by one or two point reads, and one more read while it waits; or None."""
    batch = await journal.get(address.batch, [address.block.number_in_batch])
    if batch is None or address.position not in batch.positions_of(address.send):
        return None
    now = clock()
    circumstances_of = await waits.read([batch], now)
    return FoundMessage(batch, address.position, now, circumstances_of(batch))


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
    wanted: WantedMessages, limit: int, *, journal: Journal, waits: WaitReader, clock: Clock
) -> tuple[Sequence[FoundMessage], bool] | None:
    """
    Read some of a send's messages, in order; one operation, also for those of rare statuses.

    One more while some of them wait.

    Returns
    -------
    tuple of messages and bool, or None
        At most `limit` (up to 1,000), and whether there are more; None if the send is unknown.
    """
    first = wanted.after.number // MEMBERS_PER_BATCH if wanted.after else 0
    # A page may begin at the end of a batch, and then ends in the next one at the latest.
    last = 99 if wanted.statuses else first + 1
    batches = await journal.read(wanted.send, first, last)
    if not batches:
        return None
    now = clock()
    circumstances_of = await waits.read(batches, now)
    circumstances = {batch.address.row: circumstances_of(batch) for batch in batches}
    messages = (
        FoundMessage(batch, position, now, circumstances[batch.address.row])
        for batch in batches
        for position in batch.positions_of(wanted.send)
    )
    found = [message for message in messages if wanted.includes(message)]
    return found[:limit], len(found) > limit


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
    wanted: WantedSends,
    end_key: str,
    limit: int,
    *,
    journal: Journal,
    clock: Clock,
    waits: WaitReader | None = None,
) -> SendPage:
    """
    Read at most `limit` sends, newest first, from before `end_key` (empty: the end of the day).

    At most `MAX_READS` operations of `ROWS_PER_READ` rows, however many sends the day has, and
    no further than where the first `ROWS_PER_READ` rows are used up: a page may be shorter than
    its limit, or empty, and yet have a next one. (Only a single millisecond with more rows is
    read whole.) With `waits`, one more operation for each read that found waiting messages.
    """
    window = last_slice(wanted.day, end_key)
    found: list[SendOverview] = []
    read_count = 0
    for _ in range(MAX_READS):
        read = await _read(wanted.sender, window, journal)
        if read is None:
            window = window.shorter()
            continue
        batches, row_count = read
        now = clock()
        circumstances_of = await waits.read(batches, now) if waits else None
        overviews = _newest_first(batches, window.end_key, now, circumstances_of)
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
    sender: str, window: DaySlice, journal: Journal
) -> tuple[Sequence[Batch], int] | None:
    """Read a window's batches, and how many rows they are; None if there are too many."""
    limit = None if window.is_shortest else ROWS_PER_READ
    read = await journal.read_accepted(sender, window.since, window.end_key, limit)
    return None if read[1] == limit else read


def _newest_first(
    batches: Iterable[Batch],
    end_key: str,
    now: datetime,
    circumstances_of: CircumstancesOf | None,
) -> Iterator[SendOverview]:
    """A page may end inside a round: its later members are on the previous page."""
    groups = [list(group) for _, group in groupby(batches, key=lambda one: one.address.send)]
    for group in reversed(groups):
        head = group[0]
        sends = {head.send_of(position) for position in head.positions()}
        for send in sorted(sends, key=lambda one: one.key, reverse=True):
            if send.key < end_key:
                yield overview_from(send, group, now, circumstances_of)
