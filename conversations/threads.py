"""Read one conversation in both directions."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from conversations.domain.conversation import Thread, moment_of, place_of
from conversations.storage.conversations import Conversations
from opt_outs.storage.registry import OptOuts
from shared.carriers.events import InboundMessage
from shared.domain.identifiers import MEMBERS_PER_BATCH
from shared.domain.kinds import Category, MessageStatus, Purpose, WaitReason
from shared.runtime import Clock

_CLOCK_TOLERANCE = timedelta(minutes=5)


class SentMessage(Protocol):
    """A message to the person, as sending has it."""

    @property
    def accepted_at(self) -> datetime:
        """When it was accepted."""

    @property
    def position(self) -> int:
        """Its place among those that were accepted together: a later one is newer."""

    @property
    def message_id(self) -> str:
        """Its id."""

    @property
    def text(self) -> str:
        """The text for the person."""

    @property
    def status(self) -> MessageStatus:
        """Its status."""

    @property
    def failure(self) -> tuple[str, str] | None:
        """Code and text of a failure."""

    @property
    def carrier_text(self) -> str:
        """The carrier's own words about it, where the text has others."""

    @property
    def sent_at(self) -> datetime | None:
        """When the carrier accepted it; None: it did not, or that is not known."""

    @property
    def reported_at(self) -> datetime | None:
        """When the delivery report that counts was made; None: there is none."""

    @property
    def category(self) -> Category:
        """Its category."""

    @property
    def purpose(self) -> Purpose:
        """Why it was sent."""

    @property
    def campaign(self) -> str:
        """Its campaign, or empty."""

    @property
    def reference(self) -> str:
        """The caller's reference, or empty."""

    @property
    def send_at(self) -> datetime | None:
        """When it is to be sent; None: at once."""

    @property
    def waiting_for(self) -> WaitReason | None:
        """What it waits for; None: for nothing."""

    @property
    def next_attempt_at(self) -> datetime | None:
        """When it is tried next, if it waits and that is known."""


class SentMessages(Protocol):
    """Finds the messages to a person; sending implements it."""

    async def to_person(
        self, own_number: str, user_number: str, first_day: date, last_day: date
    ) -> Sequence[SentMessage]:
        """Find the messages to a person that were accepted on some UTC days."""

    async def any_before(self, own_number: str, day: date) -> bool:
        """Tell whether the own number sent anything before a UTC day."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """The dependencies of conversations."""

    conversations: Conversations
    sent: SentMessages
    opt_outs: OptOuts
    clock: Clock


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A conversation, and whether its person has opted out of what a reply would be."""

    thread: Thread
    is_opted_out: bool


async def with_consent(
    own_number: str, threads: Sequence[Thread], opt_outs: OptOuts
) -> list[ListedThread]:
    """Add to threads whether their people have opted out; two operations, none for no threads."""
    people = [thread.user_number for thread in threads]
    if not people:
        return []
    out = await opt_outs.opted_out_among(own_number, people, Category.TRANSACTIONAL)
    return [ListedThread(thread, thread.user_number in out) for thread in threads]


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a conversation, and its place there."""

    place: str
    message: InboundMessage | SentMessage


@dataclass(frozen=True, slots=True)
class ThreadQuery:
    """
    Which part of a conversation is wanted.

    Attributes
    ----------
    after : str
        Only what lies behind this place; empty: from the newest on.
    limit : int
        At most this number of messages.
    day_count : int
        How many UTC days a page may reach back, its first one counted.
    """

    own_number: str
    user_number: str
    after: str
    limit: int
    day_count: int


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """
    Some messages, newest first.

    Attributes
    ----------
    next_after : str
        Where the next page begins; empty on the last one.
    is_opted_out : bool or None
        Whether replies would be rejected; None: not read, except for the first page.
    thread : Thread or None
        How the conversation stands. None: as above, or the person never wrote.
    """

    entries: Sequence[Entry]
    next_after: str
    is_opted_out: bool | None
    thread: Thread | None


async def page_of_thread(query: ThreadQuery, inbox: Inbox) -> ThreadPage:
    """
    Read one page; seven operations and one for each round found, while the days hold 1,000 rows.

    One more while a message to the person waits. A page ends where its days do: it may be short or
    empty, and yet have a next one.
    """
    last_day = _last_day(query, inbox.clock())
    first_day = max(last_day - timedelta(days=query.day_count - 1), date(1970, 1, 2))
    own, user = query.own_number, query.user_number
    inbound, messages, is_opted_out, thread = await asyncio.gather(
        inbox.conversations.messages(own, user, after=query.after, limit=query.limit + 1),
        inbox.sent.to_person(own, user, first_day, last_day),
        _query_registry(query, inbox),
        _query_thread(query, inbox),
    )
    midnight = datetime.combine(first_day, time(), UTC)
    floor = place_of(midnight, "~")
    received = [Entry(place, message) for place, message in inbound]
    sent = (entry for entry in map(_outbound, messages) if entry.place > query.after)
    entries = sorted([*received, *sent], key=lambda entry: entry.place)
    within = [entry for entry in entries if entry.place < floor]
    page = within[: query.limit]
    if len(within) > query.limit:
        return ThreadPage(page, page[-1].place, is_opted_out, thread)
    is_more = len(entries) > len(within)
    is_more = is_more or await inbox.sent.any_before(own, first_day)
    return ThreadPage(page, floor if is_more else "", is_opted_out, thread)


def _last_day(query: ThreadQuery, now: datetime) -> date:
    # Another instance's clock may be ahead, and have accepted something tomorrow.
    begin = moment_of(query.after) if query.after else now + _CLOCK_TOLERANCE
    return begin.date()


async def _query_registry(query: ThreadQuery, inbox: Inbox) -> bool | None:
    if query.after:
        return None
    registry, person = inbox.opt_outs, query.user_number
    return bool(await registry.opted_out_among(query.own_number, [person], Category.TRANSACTIONAL))


async def _query_thread(query: ThreadQuery, inbox: Inbox) -> Thread | None:
    if query.after:
        return None
    return await inbox.conversations.find(query.own_number, query.user_number)


def _outbound(message: SentMessage) -> Entry:
    # An automatic reply has the time of the message it replies to; the hyphen sorts it before that.
    # Of two messages in a round the one at the later position is the newer one.
    from_end = MEMBERS_PER_BATCH - message.position
    identity = f"-{from_end:04d}-{message.message_id}"
    return Entry(place_of(message.accepted_at, identity), message)
