"""
Erase a person by queue messages, one kind of records after the other, page by page.

A page is planned, its counts are stored, then it is erased: a worker that dies in between repeats
the page, which changes nothing twice. What cannot be erased yet (a message that a worker holds, a
report that is awaited) is left to a later pass.
"""

import logging
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from people.storage.erasures import (
    Counts,
    Erasure,
    Erasures,
    ErasureState,
)
from send_sms.domain.prices import country_of
from shared.domain.errors import ConflictError
from shared.domain.phone_number import former_number, make_pseudonym
from shared.jobs import continue_job, job_message, new_job_id, read_job_message, seconds_until_row
from shared.log import log_event
from shared.person_records import ErasurePage, Person, PersonRecords
from shared.runtime import Clock, Ids
from shared.storage.queue import BackgroundQueue

TURN = timedelta(seconds=60)
"""How long one queue message works before another takes over."""

NOTED_SECONDS = 5
"""
When an erasure begins behind its note: every process knows of it then, and what one has kept until
then is erased.
"""

STALLED_AFTER = timedelta(minutes=15)
"""An erasure that stood still for so long gets another message when it is asked for again."""

_ERASURE = "erasure"
_LONGEST_WAIT_SECONDS = 6 * 24 * 3_600
_LAST_DIGITS = 4
_LEAST_DIGITS = 7
_DIGITS = re.compile(r"\+?\(?[0-9](?:[ ().\-/]{0,3}[0-9])*")
_PSEUDONYM_BYTES = 6


@dataclass(frozen=True, slots=True)
class Erasing:
    """
    The dependencies of erasures.

    Attributes
    ----------
    records : sequence of PersonRecords
        All kinds of records of people, in the order in which they are erased.
    note : callable
        Notes a person, so that nothing of them is kept or published again; idempotent.
    """

    erasures: Erasures
    queue: BackgroundQueue
    records: Sequence[PersonRecords]
    note: Callable[[Person, datetime], Awaitable[None]]
    clock: Clock
    ids: Ids


async def start_erasure(number: str, reason: str, actor: str, erasing: Erasing) -> Erasure:
    """
    Start the erasure of a person, or give the one in progress; when this returns it is durable.

    One that waits goes on at once, and takes in what was recorded since; one that runs takes it in
    with another pass.

    The queue message goes first and the row last, as with sends (docs/adr/0002).

    Raises
    ------
    StorageError
        Storage is unavailable; calling it again does nothing twice.
    """
    now = erasing.clock()
    if found := await erasing.erasures.open_of(number):
        return await _resumed(found, erasing)
    erasure = _new_erasure(number, reason, actor, erasing.ids, now)
    await erasing.queue.put(job_message(_ERASURE, erasure.erasure_id), NOTED_SECONDS)
    await erasing.note(_person(erasure), now)
    try:
        await erasing.erasures.add(erasure)
    except ConflictError:
        if other := await erasing.erasures.open_of(number):
            return other  # a concurrent call started it
        raise
    log_event("erasure_started", erasureId=erasure.erasure_id)
    return erasure


def _new_erasure(number: str, reason: str, actor: str, ids: Ids, now: datetime) -> Erasure:
    country = country_of(number) if number.startswith("+") else ""
    return Erasure(
        erasure_id=new_job_id(now, ids.new_randomness()),
        state=ErasureState.RUNNING,
        reason=_without_number(reason, number),
        actor=_without_number(actor, number),
        requested_at=now,
        updated_at=now,
        until=now,
        number=number,
        number_ends=number[-_LAST_DIGITS:],
        pseudonym=make_pseudonym(country, ids.randomness(_PSEUDONYM_BYTES)),
    )


def _without_number(text: str, number: str) -> str:
    """Leave of a person's number the last digits, however it is written: the receipt is kept."""
    most, least = number.removeprefix("+"), number[-_LEAST_DIGITS:]

    def masked(written: re.Match[str]) -> str:
        digits = "".join(filter(str.isdecimal, written[0]))
        is_number = digits.endswith(least) and most.endswith(digits[-len(most) :])
        return f"…{digits[-_LAST_DIGITS:]}" if is_number else written[0]

    return _DIGITS.sub(masked, text)


async def _resumed(found: Erasure, erasing: Erasing) -> Erasure:
    """Put another message for an erasure that stands still; two messages do no harm."""
    now = erasing.clock()
    is_running = found.state is ErasureState.RUNNING
    if is_running and now - found.updated_at < STALLED_AFTER:
        if now <= found.until:
            return found
        await erasing.note(_person(replace(found, until=now)), now)
        return await erasing.erasures.save(replace(found, asked_again_at=now))
    await erasing.queue.put(job_message(_ERASURE, found.erasure_id), NOTED_SECONDS)
    if is_running:
        return found
    resumed = replace(_next_pass(found), until=now)
    await erasing.note(_person(resumed), now)
    return await _save(resumed, erasing)


def _person(erasure: Erasure) -> Person:
    numbers = (erasure.number, former_number(erasure.number))
    return Person(tuple(filter(None, numbers)), erasure.pseudonym, erasure.until)


async def continue_erasure(body: bytes, erasing: Erasing) -> None:
    """Work on an erasure for a while, and have another message do the rest; see `continue_job`."""
    take_turn = partial(_take_turn, erasing=erasing)
    await continue_job(_ERASURE, body, take_turn, erasing.queue)


async def give_up_erasure(body: bytes, erasing: Erasing) -> None:
    """
    Mark an erasure whose message failed five times; asked for again, it goes on.

    Raises
    ------
    ValueError, StorageError
        The message names no erasure; storage is unavailable.
    """
    log_event("message_poisoned", level=logging.ERROR, queue="erasures")
    erasure_id, _ = read_job_message(_ERASURE, body)
    erasure = await erasing.erasures.find(erasure_id)
    if erasure and erasure.is_open:
        await erasing.erasures.save(replace(erasure, state=ErasureState.FAILED))
        log_event("erasure_failed", level=logging.ERROR, erasureId=erasure_id)


async def _take_turn(erasure_id: str, erasing: Erasing) -> int | None:
    """Give after how many seconds to go on; None if there is nothing more to do."""
    began_at = erasing.clock()
    erasure = await erasing.erasures.find(erasure_id)
    if erasure is None:
        return seconds_until_row(erasure_id, began_at)
    if not erasure.is_open:
        return None
    if erasure.state is ErasureState.WAITING:
        if erasure.due_at and erasure.due_at > began_at:
            return _seconds_until(erasure.due_at, began_at)
        erasure = await _save(_next_pass(erasure), erasing)
    while erasure.place < len(erasing.records):
        if erasing.clock() - began_at >= TURN:
            return 0
        erasure = await _next_page(erasure, erasing)
    return await _end_pass(erasure, erasing)


def _next_pass(erasure: Erasure) -> Erasure:
    """Begin anew: what is erased already is not found again."""
    return replace(
        erasure,
        state=ErasureState.RUNNING,
        place=0,
        after="",
        pass_count=erasure.pass_count + 1,
        later={},
        kept={},
        due_at=None,
    )


async def _next_page(erasure: Erasure, erasing: Erasing) -> Erasure:
    records = erasing.records[erasure.place]
    page = await records.plan(_person(erasure), erasure.after, erasing.clock())
    # A page that is repeated finds what is left of it: the greater count is the whole.
    planned = _named(records, page.erased)
    counted = dict(Counter(planned) | Counter(erasure.page))
    if counted != erasure.page:
        erasure = await _save(replace(erasure, page=counted), erasing)
    await page.erase()
    return await _save(_advanced(erasure, page, records), erasing)


def _advanced(erasure: Erasure, page: ErasurePage, records: PersonRecords) -> Erasure:
    moments = [moment for moment in (erasure.due_at, page.due_at) if moment]
    return replace(
        erasure,
        place=erasure.place + (not page.next_after),
        after=page.next_after,
        erased=_sum(erasure.erased, erasure.page),
        page={},
        later=_sum(erasure.later, _named(records, page.later)),
        kept=_sum(erasure.kept, _named(records, page.kept)),
        due_at=min(moments, default=None),
    )


def _named(records: PersonRecords, counts: Mapping[str, int]) -> Counts:
    return {f"{records.table_name}|{kind}": count for kind, count in counts.items() if count}


def _sum(some: Counts, others: Counts) -> Counts:
    return dict(Counter(some) + Counter(others))


async def _end_pass(erasure: Erasure, erasing: Erasing) -> int | None:
    now = erasing.clock()
    if erasure.asked_again_at:
        again = replace(_next_pass(erasure), until=erasure.asked_again_at, asked_again_at=None)
        await _save(again, erasing)
        return 0
    if erasure.due_at:
        await _save(replace(erasure, state=ErasureState.WAITING), erasing)
        return _seconds_until(erasure.due_at, now)
    await erasing.erasures.complete(replace(erasure, updated_at=now, completed_at=now))
    log_event(
        "erasure_completed",
        erasureId=erasure.erasure_id,
        erasedCount=sum(erasure.erased.values()),
        keptCount=sum(erasure.kept.values()),
    )
    return None


def _seconds_until(due_at: datetime, now: datetime) -> int:
    return min(max(1, ceil((due_at - now).total_seconds())), _LONGEST_WAIT_SECONDS)


async def _save(erasure: Erasure, erasing: Erasing) -> Erasure:
    return await erasing.erasures.save(replace(erasure, updated_at=erasing.clock()))
