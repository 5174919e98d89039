"""
Search messages of all own numbers, newest first, at a bounded cost.

A page ends when it is full, where nothing older can be, or after `MAX_READS`: it may be short or
empty, and yet have a next one. Messages to a person are searched for by the service itself, some
days at a time. Other searches read the day's rows, in slices of time.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from send_sms.domain.batch import Batch
from send_sms.found_messages import FoundMessage
from send_sms.search_steps import Cursor, DaySteps, PersonSteps, Steps
from send_sms.storage.journal import Journal
from send_sms.storage.journal_search import JournalSearch
from send_sms.waiting import WaitReader
from shared.domain.errors import SmsError
from shared.domain.identifiers import first_key
from shared.domain.kinds import MessageStatus
from shared.runtime import Clock

MAX_OWN_NUMBERS = 50
"""Own numbers that are searched together: a page reads each of them."""

MAX_READS = 60
"""A page begins no further step after so many reads, beside one for each own number."""


class TooManyNumbersError(SmsError):
    """There are more own numbers than a page may read."""

    code = "sender_required"

    def __str__(self) -> str:
        return f"There are more than {MAX_OWN_NUMBERS} own numbers: name one as sender."


@dataclass(frozen=True, slots=True)
class MessageSearch:
    """
    Which messages are wanted.

    Attributes
    ----------
    to, sender, campaign : str
        Only to this person, from this own number, of this campaign; empty: all.
    since, until : datetime
        Only messages accepted from `since` on, and before `until`.
    statuses : collection of MessageStatus
        Only of these statuses; empty: all.
    """

    since: datetime
    until: datetime
    to: str = ""
    sender: str = ""
    statuses: Collection[MessageStatus] = ()
    campaign: str = ""

    def positions(self, batch: Batch) -> Iterator[int]:
        """Give the positions of a batch's messages to the person."""
        for position in batch.positions():
            if not self.to or batch.recipients[position] == self.to:
                yield position

    def includes(self, message: FoundMessage) -> bool:
        """Tell whether a message to the person is wanted."""
        if not self.since <= message.accepted_at < self.until:
            return False
        if self.campaign and message.campaign != self.campaign:
            return False
        return not self.statuses or message.status in self.statuses


@dataclass(frozen=True, slots=True)
class FoundPage:
    """
    Some messages, newest first.

    Attributes
    ----------
    next_after : str
        Where the next page begins; empty on the last one.
    read_count : int
        How many reads of storage the page took, beside those of why messages wait.
    """

    messages: Sequence[FoundMessage]
    next_after: str
    read_count: int


@dataclass(frozen=True, slots=True)
class Searching:
    """The dependencies of a search."""

    journal: Journal
    searches: JournalSearch
    waits: WaitReader
    clock: Clock


async def search_messages(
    wanted: MessageSearch, before: Cursor | None, limit: int, searching: Searching
) -> FoundPage:
    """
    Read at most `limit` messages, newest first.

    At most `MAX_READS` reads and one step more, and one for each own number. A step is two reads
    for each own number (one, if it is not for a person), or the rows of 16 messages. One more for
    each own number of which some messages wait.

    Parameters
    ----------
    before : tuple or None
        Where the previous page ended.

    Raises
    ------
    TooManyNumbersError
        No sender is named, and there are too many.
    """
    numbers = await own_numbers(wanted.sender, searching.searches)
    end = min(before, (first_key(wanted.until), 0)) if before else (first_key(wanted.until), 0)
    found: list[FoundMessage] = []
    next_after, read_count = "", 1 if wanted.sender else len(numbers) + 1
    if numbers:
        midnight = datetime.combine(min(numbers.values()), time(), UTC)
        floor = first_key(max(wanted.since, midnight))
        steps: Steps = (
            PersonSteps(wanted.to, numbers, end, searching.journal, searching.searches)
            if wanted.to
            else DaySteps(numbers, end, searching.journal)
        )
        found, next_after = await _walk(
            wanted, end, limit, steps, floor=floor, clock=searching.clock
        )
        read_count += steps.read_count
    shown = await _with_waits(found, searching.waits, searching.clock())
    return FoundPage(shown, next_after, read_count)


async def own_numbers(sender: str, searches: JournalSearch) -> dict[str, date]:
    """
    Give the own numbers to search, and the first day of each: one, or all.

    Raises
    ------
    TooManyNumbersError
        No sender is named, and there are more than `MAX_OWN_NUMBERS`.
    """
    if sender:
        first_day = await searches.first_day(sender)
        return {sender: first_day} if first_day else {}
    found = await searches.first_days("", MAX_OWN_NUMBERS + 1)
    if len(found) > MAX_OWN_NUMBERS:
        raise TooManyNumbersError
    return found


async def _walk(
    wanted: MessageSearch, end: Cursor, limit: int, steps: Steps, *, floor: str, clock: Clock
) -> tuple[list[FoundMessage], str]:
    """Take steps until the page is full, or ends; gives it, and where the next one begins."""
    found: list[FoundMessage] = []
    while True:
        batches, reached = await steps.next()
        now = clock()
        messages = (
            FoundMessage(batch, position, now)
            for batch in batches
            for position in wanted.positions(batch)
        )
        matching = [one for one in messages if _cursor_of(one) < end and wanted.includes(one)]
        found += sorted(matching, key=_cursor_of, reverse=True)
        if len(found) > limit:
            return found[:limit], found[limit - 1].message_id
        if reached <= floor:
            return found, ""
        if steps.read_count >= MAX_READS:
            return found, reached


def _cursor_of(message: FoundMessage) -> Cursor:
    return message.address.send.key, message.address.number


async def _with_waits(
    messages: Sequence[FoundMessage], waits: WaitReader, now: datetime
) -> list[FoundMessage]:
    """Add what messages wait for: a read for each own number of which some wait."""
    batches: defaultdict[str, list[Batch]] = defaultdict(list)
    for message in messages:
        batches[message.batch.sender].append(message.batch)
    read = await asyncio.gather(*(waits.read(some, now) for some in batches.values()))
    conditions_of = dict(zip(batches, read, strict=True))
    return [replace(one, conditions=conditions_of[one.batch.sender](one.batch)) for one in messages]
