"""Sends as a whole: what their messages add up to at a moment, and what they wait for."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from send_sms.domain.batch import Batch, Terms
from send_sms.domain.tally import Tally, tally_of
from send_sms.domain.waiting import Wait, WaitingGroup, grouped, wait_of
from send_sms.storage.journal import Journal
from send_sms.waiting import WaitConditionsOf, WaitReader
from shared.domain.author import Author
from shared.domain.identifiers import SendAddress
from shared.domain.kinds import UNDECIDED, Category, MessageStatus
from shared.runtime import Clock


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
    author : Author or None
        Who asked for it by API; None: it is not known.
    cancelled_by : str
        Who cancelled it; empty: it was not, or it is not known.
    """

    send: SendAddress
    terms: Terms
    tally: Tally
    waiting: Sequence[WaitingGroup] = ()
    reference: str = ""
    author: Author | None = None
    cancelled_by: str = ""

    @property
    def counts(self) -> Counter[MessageStatus]:
        """Its messages by status."""
        return self.tally.counts

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


@dataclass(frozen=True, slots=True)
class SendFilter:
    """
    Which sends are wanted.

    Attributes
    ----------
    statuses : collection of MessageStatus
        Only sends with at least one message of one of these; empty: all.
    error_codes : collection of str
        Only sends with at least one message with one of these errors, and of one of the statuses;
        empty: all.
    campaign : str
        Only sends of this campaign; empty: all.
    category : Category or None
        Only sends of this category; None: all.
    min_recipients : int
        Only sends to so many recipients or more.
    """

    statuses: Collection[MessageStatus] = ()
    campaign: str = ""
    category: Category | None = None
    min_recipients: int = 0
    error_codes: Collection[str] = ()

    def includes(self, overview: SendOverview) -> bool:
        """Tell whether a send is wanted."""
        options = overview.terms.options
        if not self.may_include(options.category, options.campaign):
            return False
        if overview.terms.totals.recipient_count < self.min_recipients:
            return False
        return self._includes_a_message(overview.tally)

    def _includes_a_message(self, tally: Tally) -> bool:
        statuses = self.statuses or MessageStatus
        if not self.error_codes:
            return any(tally.counts[status] for status in statuses)
        return any(tally.reasons[status, code] for status in statuses for code in self.error_codes)

    def may_include(self, category: Category, campaign: str) -> bool:
        """Tell whether sends of a category and a campaign may be wanted."""
        if self.category and category is not self.category:
            return False
        return not self.campaign or campaign == self.campaign


ALL = SendFilter()


async def overview_of(
    send: SendAddress, journal: Journal, waits: WaitReader, clock: Clock
) -> SendOverview | None:
    """
    Add up a send's messages; None if unknown.

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
    conditions_of: WaitConditionsOf | None,
) -> SendOverview:
    """Add up the messages of a send in all batches that hold it; there must be one."""
    tally = tally_of(send, batches, now)
    waiting = waiting_in(send, batches, now, conditions_of) if conditions_of else ()
    first, position = batches[0], batches[0].positions_of(send)[0]
    reference = first.send_reference_of(position)
    author, by = first.author_of(position), first.cancelled_by
    return SendOverview(send, first.terms_of(position), tally, waiting, reference, author, by)


def waiting_in(
    send: SendAddress,
    batches: Sequence[Batch],
    now: datetime,
    conditions_of: WaitConditionsOf,
) -> Sequence[WaitingGroup]:
    """Group the waiting messages of a send by what they wait for."""
    waits: list[Wait | None] = []
    for batch in batches:
        waiting = set(batch.waiting_positions())
        positions = [one for one in batch.positions_of(send) if one in waiting]
        if positions:
            conditions = conditions_of(batch)
            waits += (wait_of(batch, position, now, conditions) for position in positions)
    return grouped(waits)


def overviews_of(
    batches: Iterable[Batch],
    end_key: str,
    now: datetime,
    conditions_of: WaitConditionsOf | None,
) -> Iterator[SendOverview]:
    """
    Add up the sends in batches that are in order, newest first, from before `end_key`.

    A page may end inside a round: its later members are on the previous page.
    """
    groups = [list(group) for _, group in groupby(batches, key=lambda one: one.address.send)]
    for group in reversed(groups):
        head = group[0]
        sends = {head.send_of(position) for position in head.positions()}
        for send in sorted(sends, key=lambda one: one.key, reverse=True):
            if send.key < end_key:
                yield overview_from(send, group, now, conditions_of)
