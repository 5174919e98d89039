"""List and count conversations, of one own number or of all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from conversations.domain.conversation import Thread, place_of
from conversations.storage.thread_lists import (
    DONE_THREADS,
    OPEN_THREADS,
    UNREAD_FIRST,
    WAITING_THREADS,
    ListSpan,
    threads_of,
)
from conversations.threads import Inbox, ListedThread, with_consent

MAX_SEARCHED = 1_000
"""Conversations that a page of a search looks at, and that are counted, of one own number."""

_CONCURRENCY = 8
_FEWEST_DIGITS = 3


class View(StrEnum):
    """Which conversations are listed."""

    WAITING = "waiting"
    MINE = "mine"
    OPEN = "open"
    DONE = "done"


_SPANS = {
    View.WAITING: WAITING_THREADS,
    View.OPEN: OPEN_THREADS,
    View.DONE: DONE_THREADS,
    None: UNREAD_FIRST,
}


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """Where a page of the list ends; own numbers decide between equal keys."""

    key: str
    own_number: str


@dataclass(frozen=True, slots=True)
class ListQuery:
    """
    Which part of which list is wanted.

    Attributes
    ----------
    sender : str
        The own number; empty: all of them.
    view : View or None
        None: all conversations, unread ones first.
    assignee : str
        Whose conversations `View.MINE` holds, and are counted.
    words : str
        Only conversations whose last text or number holds them; empty: all.
    after : Cursor or None
        Only what comes after this cursor.
    """

    sender: str
    view: View | None
    assignee: str
    words: str
    after: Cursor | None
    limit: int


@dataclass(frozen=True, slots=True)
class ThreadList:
    """Some conversations; `next_after` is None on the last page."""

    threads: Sequence[ListedThread]
    next_after: Cursor | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many conversations wait, are open, and are an operator's; at most 1,000 of a number."""

    waiting: int
    open: int
    mine: int | None
    is_cut: bool


async def page_of_threads(query: ListQuery, inbox: Inbox) -> ThreadList:
    """
    Read some conversations in the order of their view.

    For each own number one to three operations, and two for its conversations of the page; without
    a sender one more for each, to find them. Waiting ones come oldest first,
    others newest first. A page of a search may be short and yet have a next one.
    """
    names = [query.sender] if query.sender else await inbox.conversations.own_numbers()
    spans = threads_of(query.assignee) if query.view is View.MINE else _SPANS[query.view]
    slots = asyncio.Semaphore(_CONCURRENCY)

    async def read(name: str, span: ListSpan) -> _Part:
        async with slots:
            return await _read_part(name, span, query, inbox)

    parts = await asyncio.gather(*(read(name, span) for name in names for span in spans))
    threads, next_after = _joined(parts, query)
    return ThreadList(await _with_consent(threads, inbox), next_after)


@dataclass(frozen=True, slots=True)
class _Part:
    """What was read of one span; `end` is where reading ended if there may be more."""

    found: Sequence[tuple[Cursor, Thread]]
    end: Cursor | None


async def _read_part(name: str, span: ListSpan, query: ListQuery, inbox: Inbox) -> _Part:
    is_mine, after = query.view is View.MINE, query.after
    limit = MAX_SEARCHED if query.words or is_mine else query.limit + 2
    rows = await inbox.conversations.threads(
        name,
        after=after.key if after and not is_mine else "",
        limit=limit,
        span=span,
        includes_after=True,
    )
    if is_mine:  # their rows have no order
        rows = [(place_of(thread.last_at, thread.user_number), thread) for _, thread in rows]
    found = [(Cursor(key, name), thread) for key, thread in rows]
    end = found[-1][0] if len(rows) == limit and not is_mine else None
    behind = [one for one in found if after is None or after < one[0]]
    return _Part([one for one in behind if _has_words(one[1], query.words)], end)


def _joined(parts: Sequence[_Part], query: ListQuery) -> tuple[Sequence[Thread], Cursor | None]:
    """Join what was read, up to where the first part ended that may have more."""
    ends = [part.end for part in parts if part.end]
    end = min(ends, default=None)
    found = sorted((one for part in parts for one in part.found), key=itemgetter(0))
    within = [one for one in found if end is None or one[0] <= end]
    page = within[: query.limit]
    if len(within) > query.limit:
        return [thread for _, thread in page], page[-1][0]
    return [thread for _, thread in page], end


def _has_words(thread: Thread, words: str) -> bool:
    if words.casefold() in thread.last_text.casefold():
        return True
    digits = "".join(filter(str.isdigit, words))
    is_number = not any(map(str.isalpha, words)) and len(digits) >= _FEWEST_DIGITS
    return is_number and digits in thread.user_number


async def _with_consent(threads: Sequence[Thread], inbox: Inbox) -> list[ListedThread]:
    by_number = groupby(sorted(threads, key=_number_of), key=_number_of)
    groups = await asyncio.gather(
        *(with_consent(name, list(some), inbox.opt_outs) for name, some in by_number)
    )
    listed = {(one.thread.own_number, one.thread.user_number): one for g in groups for one in g}
    return [listed[thread.own_number, thread.user_number] for thread in threads]


def _number_of(thread: Thread) -> str:
    return thread.own_number


async def count_threads(query: ListQuery, inbox: Inbox) -> Counts:
    """
    Count conversations, each own number's up to 1,000.

    Three operations for each own number, four with an assignee, and without a sender one more.
    """
    names = [query.sender] if query.sender else await inbox.conversations.own_numbers()
    slots = asyncio.Semaphore(_CONCURRENCY)

    async def count(name: str, spans: Sequence[ListSpan]) -> int:
        async with slots:
            return await inbox.conversations.count(name, spans, MAX_SEARCHED)

    async def total(spans: Sequence[ListSpan]) -> list[int]:
        return await asyncio.gather(*(count(name, spans) for name in names))

    mine = threads_of(query.assignee) if query.assignee else ()
    counts = await asyncio.gather(total(WAITING_THREADS), total(OPEN_THREADS), total(mine))
    is_cut = any(one == MAX_SEARCHED for some in counts for one in some)
    waiting, opened, assigned = map(sum, counts)
    return Counts(waiting, opened, assigned if query.assignee else None, is_cut)
