"""List conversations and mark them read."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from composition.services import Services
from conversations.domain.conversation import Thread, moment_of, place_of
from send_sms.domain.batch import Batch
from shared.carriers.events import InboundMessage
from shared.domain.identifiers import MEMBERS_PER_BATCH
from shared.domain.kinds import Category


@dataclass(frozen=True, slots=True)
class ListedThread:
    """A conversation, and whether its person has opted out of what a reply would be."""

    thread: Thread
    is_opted_out: bool


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Some conversations; `next_after` is empty on the last page."""

    threads: Sequence[ListedThread]
    next_after: str


async def page_of_threads(
    own_number: str, after: str, limit: int, services: Services
) -> ThreadList:
    """Read conversations, unread ones first, then newest first; three operations."""
    found = await services.conversations.threads(own_number, after=after, limit=limit + 1)
    page = found[:limit]
    listed = await _listed(own_number, [thread for _, thread in page], services)
    return ThreadList(listed, page[-1][0] if len(found) > limit else "")


async def mark_read(own_number: str, user_number: str, services: Services) -> ListedThread | None:
    """Mark a conversation read; idempotent. None if there is none."""
    thread = await services.conversations.mark_read(own_number, user_number)
    if thread is None:
        return None
    (listed,) = await _listed(own_number, [thread], services)
    return listed


async def _listed(
    own_number: str, threads: Sequence[Thread], services: Services
) -> list[ListedThread]:
    people = [thread.user_number for thread in threads]
    if not people:
        return []
    out = await services.opt_outs.opted_out_among(own_number, people, Category.TRANSACTIONAL)
    return [ListedThread(thread, thread.user_number in out) for thread in threads]


_CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Outbound:
    """A message to the person: its batch, and its position there."""

    batch: Batch
    position: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of a conversation, and its place there."""

    place: str
    message: InboundMessage | Outbound


@dataclass(frozen=True, slots=True)
class ThreadQuery:
    """
    Which part of a conversation is wanted.

    Attributes
    ----------
    after : str
        Only what lies behind this place; empty: from the newest on.
    limit : int
        At most so many messages.
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
        Whether replies would be refused; None: not asked, behind the first page.
    """

    entries: Sequence[Entry]
    next_after: str
    is_opted_out: bool | None


async def page_of_thread(query: ThreadQuery, services: Services) -> ThreadPage:
    """
    Read one page; six operations and one for each round found, while the days hold 1,000 rows.

    A page ends where its days do: it may be short or empty, and yet have a next one.
    """
    last_day = _last_day(query, services.clock())
    first_day = max(last_day - timedelta(days=query.day_count - 1), date(1970, 1, 2))
    own, user = query.own_number, query.user_number
    inbound, batches, is_opted_out = await asyncio.gather(
        services.conversations.messages(own, user, after=query.after, limit=query.limit + 1),
        services.journal.read_addressed_to(own, user, first_day, last_day),
        _query_registry(query, services),
    )
    midnight = datetime.combine(first_day, time(), UTC)
    floor = place_of(midnight, "~")
    received = [Entry(place, message) for place, message in inbound]
    sent = (entry for entry in _outbound(user, batches) if entry.place > query.after)
    entries = sorted([*received, *sent], key=lambda entry: entry.place)
    within = [entry for entry in entries if entry.place < floor]
    page = within[: query.limit]
    if len(within) > query.limit:
        return ThreadPage(page, page[-1].place, is_opted_out)
    is_more = len(entries) > len(within)
    is_more = is_more or await services.journal.has_sends_before(own, first_day)
    return ThreadPage(page, floor if is_more else "", is_opted_out)


def _last_day(query: ThreadQuery, now: datetime) -> date:
    # Another instance's clock may be ahead, and have accepted something tomorrow.
    begin = moment_of(query.after) if query.after else now + _CLOCK_TOLERANCE
    return begin.date()


async def _query_registry(query: ThreadQuery, services: Services) -> bool | None:
    if query.after:
        return None
    registry, person = services.opt_outs, query.user_number
    return bool(await registry.opted_out_among(query.own_number, [person], Category.TRANSACTIONAL))


def _outbound(user_number: str, batches: Sequence[Batch]) -> Iterator[Entry]:
    for batch in batches:
        for position, recipient in enumerate(batch.recipients):
            if recipient == user_number:
                # An automatic answer has the time of its question; the hyphen puts it before that.
                # Of two messages in a round the one at the later position is the newer one.
                from_end = MEMBERS_PER_BATCH - position
                identity = f"-{from_end:04d}-{batch.message_address(position)}"
                yield Entry(place_of(batch.accepted_at, identity), Outbound(batch, position))
