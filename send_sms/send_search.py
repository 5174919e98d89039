"""
Sends of all own numbers, newest first, at a bounded number of reads.

Sends to several people are searched for: storage compares their numbers of recipients, and only
sends that may be wanted are read. Lists with sends to one person are read a stretch of a day at a
time.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from send_sms.domain.batch import Batch
from send_sms.overview import ALL, SendFilter, SendOverview, overviews_of, waiting_in
from send_sms.search import MAX_READS, Searching, own_numbers
from send_sms.search_steps import DaySteps, LargeSendSteps, Steps
from send_sms.waiting import WaitReader
from shared.domain.identifiers import first_key
from shared.runtime import Clock

MAX_MESSAGES = 20_000
"""A page begins no further step after so many messages, which it adds up: about half a second."""

_Found = tuple[SendOverview, Sequence[Batch]]


@dataclass(frozen=True, slots=True)
class SendSearch:
    """
    Which sends are wanted.

    Attributes
    ----------
    since, until : datetime
        Only sends accepted from `since` on, and before `until`.
    sender : str
        Only from this own number; empty: all.
    """

    since: datetime
    until: datetime
    sender: str = ""
    kind: SendFilter = ALL


@dataclass(frozen=True, slots=True)
class SendPage:
    """Some sends, newest first, and the key that the next page ends before; empty: no more."""

    sends: Sequence[SendOverview]
    next_key: str


async def search_sends(
    wanted: SendSearch, end_key: str, limit: int, searching: Searching
) -> SendPage:
    """
    Read at most `limit` sends, newest first, from before `end_key` (empty: the end).

    Until `MAX_READS` reads or `MAX_MESSAGES` messages, with those of sends that are not wanted, and
    the step in progress: a page may be short, or empty, and yet have a next one. One more read for
    each own number, and for each whose sends wait.

    Raises
    ------
    TooManyNumbersError
        No sender is named, and there are too many.
    """
    numbers = await own_numbers(wanted.sender, searching.searches)
    if not numbers or wanted.since >= wanted.until:
        return SendPage((), "")
    end = min(end_key or first_key(wanted.until), first_key(wanted.until))
    is_large = wanted.kind.min_recipients > 1
    steps: Steps = (
        LargeSendSteps(wanted.kind, numbers, end, searching.journal, searching.searches)
        if is_large
        else DaySteps(numbers, (end, 0), searching.journal)
    )
    midnight = datetime.combine(min(numbers.values()), time(), UTC)
    floor = first_key(max(wanted.since, midnight))
    found, next_key = await _walk(wanted, end, limit, steps, floor=floor, clock=searching.clock)
    return SendPage(await _with_waits(found, searching.waits, searching.clock()), next_key)


async def _walk(
    wanted: SendSearch, end: str, limit: int, steps: Steps, *, floor: str, clock: Clock
) -> tuple[list[_Found], str]:
    """Take steps until the page is full, or ends; gives it, and where the next one begins."""
    found: list[_Found] = []
    message_count = 0
    while True:
        batches, reached = await steps.next()
        message_count += sum(len(batch.recipients) for batch in batches)
        by_send: defaultdict[str, list[Batch]] = defaultdict(list)
        for batch in batches:
            by_send[str(batch.address.send)].append(batch)
        overviews = overviews_of(batches, end, clock(), None)
        matching = [
            (one, by_send[str(one.send.stored_under)])
            for one in overviews
            if one.send.accepted_at >= wanted.since and wanted.kind.includes(one)
        ]
        found += sorted(matching, key=lambda one: one[0].send.key, reverse=True)
        if len(found) > limit:
            return found[:limit], found[limit - 1][0].send.key
        if reached <= floor:
            return found, ""
        if steps.read_count >= MAX_READS or message_count >= MAX_MESSAGES:
            return found, reached


async def _with_waits(
    found: Sequence[_Found], waits: WaitReader, now: datetime
) -> list[SendOverview]:
    """Add what sends wait for: a read for each own number of which some wait."""
    batches: defaultdict[str, list[Batch]] = defaultdict(list)
    for overview, of_send in found:
        if not overview.is_completed:
            batches[overview.send.sender] += of_send
    read = await asyncio.gather(*(waits.read(some, now) for some in batches.values()))
    conditions_of = dict(zip(batches, read, strict=True))
    return [
        replace(
            overview,
            waiting=waiting_in(overview.send, of_send, now, conditions_of[overview.send.sender]),
        )
        if not overview.is_completed
        else overview
        for overview, of_send in found
    ]
