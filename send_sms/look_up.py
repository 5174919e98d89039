"""Look up sends and messages, and list the sends of a day, from rows and the current time."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from send_sms.day_pager import DaySlice, last_slice
from send_sms.domain.batch import Batch, Terms
from send_sms.domain.status import count_by_status, failure_of, status_of
from send_sms.storage.journal import Journal
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
    """

    send: SendAddress
    terms: Terms
    counts: Counter[MessageStatus]

    @property
    def is_completed(self) -> bool:
        """True when no message is pending."""
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
        """Its status at that time."""
        return status_of(self.batch, self.position, self.now)

    @property
    def message_id(self) -> str:
        """Its id."""
        return str(self.address)

    @property
    def accepted_at(self) -> datetime:
        """When it was accepted."""
        return self.batch.accepted_at

    @property
    def text(self) -> str:
        """The text for its recipient."""
        return self.batch.text_of(self.position)

    @property
    def failure(self) -> tuple[str, str] | None:
        """Code and text of a failure, as far as known by then."""
        return failure_of(self.batch, self.position, self.now)

    @property
    def category(self) -> Category:
        """Its category."""
        return self.batch.options_of(self.position).category

    @property
    def campaign(self) -> str:
        """Its campaign, or empty."""
        return self.batch.options_of(self.position).campaign

    @property
    def send_at(self) -> datetime | None:
        """When it is to be sent; None: at once."""
        return self.batch.options_of(self.position).send_at


class JournalMessages:
    """Finds the messages to a person, for conversations; see `conversations.threads`."""

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock

    async def to_person(
        self, own_number: str, user_number: str, first_day: date, last_day: date
    ) -> Sequence[FoundMessage]:
        """Find the messages to a person that were accepted on some UTC days."""
        batches = await self._journal.read_addressed_to(
            own_number, user_number, first_day, last_day
        )
        now = self._clock()
        return [
            FoundMessage(batch, position, now)
            for batch in batches
            for position, recipient in enumerate(batch.recipients)
            if recipient == user_number
        ]

    async def any_before(self, own_number: str, day: date) -> bool:
        """Tell whether the own number sent anything before a UTC day."""
        return await self._journal.has_sends_before(own_number, day)


async def overview_of(send: SendAddress, journal: Journal, clock: Clock) -> SendOverview | None:
    """Count a send's messages by status; one operation for up to 10,000. None if unknown."""
    batches = await journal.read(send)
    return overview_from(send, batches, clock()) if batches else None


def overview_from(send: SendAddress, batches: Sequence[Batch], now: datetime) -> SendOverview:
    """Count the messages of a send in all batches that hold it; there must be one."""
    counts: Counter[MessageStatus] = Counter()
    for batch in batches:
        counts.update(count_by_status(batch, now, batch.positions_of(send)))
    return SendOverview(send, batches[0].terms_of(batches[0].positions_of(send)[0]), counts)


async def find_message(
    address: MessageAddress, journal: Journal, clock: Clock
) -> FoundMessage | None:
    """Find one message by one or two point reads; None if there is no such message."""
    batch = await journal.get(address.batch, [address.block.number_in_batch])
    if batch is None or address.position not in batch.positions_of(address.send):
        return None
    return FoundMessage(batch, address.position, clock())


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
    wanted: WantedMessages, limit: int, *, journal: Journal, clock: Clock
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
    batches = await journal.read(wanted.send, first, last)
    if not batches:
        return None
    now = clock()
    messages = (
        FoundMessage(batch, position, now)
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
    wanted: WantedSends, end_key: str, limit: int, *, journal: Journal, clock: Clock
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
        read = await _read(wanted.sender, window, journal)
        if read is None:
            window = window.shorter()
            continue
        batches, row_count = read
        overviews = _newest_first(batches, window.end_key, clock())
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


def _newest_first(batches: Iterable[Batch], end_key: str, now: datetime) -> Iterator[SendOverview]:
    """A page may end inside a round: its later members are on the previous page."""
    groups = [list(group) for _, group in groupby(batches, key=lambda one: one.address.send)]
    for group in reversed(groups):
        head = group[0]
        sends = {head.send_of(position) for position in head.positions()}
        for send in sorted(sends, key=lambda one: one.key, reverse=True):
            if send.key < end_key:
                yield overview_from(send, group, now)
