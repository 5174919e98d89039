"""
Delete old messages and mask old texts, own number by own number, the oldest day first.

The figures of a day are counted and kept for good before its rows are deleted. A day of which
something still waits to be sent stays whole.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from analytics.days import Analytics, close_day
from conversations.storage.old_threads import OldThreads
from housekeeping.settings import KeepRules
from housekeeping.storage.marks import Mark, Marks
from send_sms.storage.old_days import OldDays
from shared.log import log_event
from shared.runtime import Clock

RUN_TIME = timedelta(minutes=2)
"""For how long a run begins further days; the next run continues."""

THREADS_HOUR = 3
"""UTC. Once a day, because each look goes over all rows of an own number."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Retention:
    """The dependencies of retention."""

    old_days: OldDays
    old_threads: OldThreads
    analytics: Analytics
    marks: Marks
    rules: KeepRules
    clock: Clock


async def apply_retention(retention: Retention) -> None:
    """
    Delete and mask what is older than the settings keep; the next run does what is left.

    Idempotent, also on two instances at once. With nothing to do it costs two operations for each
    own number, and once a day five more for its conversations.

    Raises
    ------
    StorageError
        Storage is unavailable.
    """
    rules, began_at = retention.rules, retention.clock()
    if not (rules.texts or rules.messages):
        return
    message_count = 0
    if began_at.hour == THREADS_HOUR:
        message_count = await _end_threads(began_at, retention)
    first_days = await retention.analytics.day_journal.first_days()
    row_count = batch_count = 0
    for sender, first_day in sorted(first_days.items()):
        if rules.messages:
            before = (began_at - rules.messages).date()
            row_count += await _delete(sender, first_day, before, began_at, retention)
        if rules.texts:
            before = (began_at - rules.texts).date()
            batch_count += await _mask(sender, first_day, before, began_at, retention)
    if row_count or batch_count or message_count:
        log_event(
            "retention_applied",
            deletedRowCount=row_count,
            maskedBatchCount=batch_count,
            endedMessageCount=message_count,
        )


async def _end_threads(began_at: datetime, retention: Retention) -> int:
    """Delete old messages of conversations, or empty their texts; gives how many."""
    old_threads, rules, count = retention.old_threads, retention.rules, 0
    own_number = ""
    while own_number := await old_threads.next_own_number(own_number):
        for kept, end in (
            (rules.messages, old_threads.delete),
            (rules.texts, old_threads.empty_texts),
        ):
            is_more = kept is not None
            while is_more and kept and not _is_late(began_at, retention):
                ended, is_more = await end(own_number, began_at - kept)
                count += ended
    return count


async def _delete(
    sender: str, first_day: date, before: date, began_at: datetime, retention: Retention
) -> int:
    old_days, row_count, day = retention.old_days, 0, first_day
    while not _is_late(began_at, retention):
        found = await old_days.next_day(sender, day, before)
        if found is None:
            break
        day = found + _DAY
        if await old_days.has_waiting(sender, found, began_at):
            continue
        if await close_day(sender, found, retention.analytics):
            row_count += await old_days.delete(sender, found)
    return row_count


async def _mask(
    sender: str, first_day: date, before: date, began_at: datetime, retention: Retention
) -> int:
    old_days = retention.old_days
    known = mark = await retention.marks.get(sender)
    batch_count = 0
    for day in known.open_days:
        if not await old_days.has_waiting(sender, day, began_at):
            masked = await old_days.mask(sender, day, began_at)
            batch_count += masked.batch_count
            mark = _without(mark, day) if masked.is_complete else mark
    day = max(first_day, mark.before)
    while not _is_late(began_at, retention):
        found = await old_days.next_day(sender, day, before)
        if found is None:
            mark = replace(mark, before=max(before, mark.before))
            break
        masked = await old_days.mask(sender, found, began_at)
        batch_count += masked.batch_count
        day = found + _DAY
        open_days = mark.open_days if masked.is_complete else (*mark.open_days, found)
        mark = replace(mark, before=day, open_days=open_days)
    if mark != known:
        await retention.marks.store(mark)
    return batch_count


def _without(mark: Mark, day: date) -> Mark:
    return replace(mark, open_days=tuple(one for one in mark.open_days if one != day))


def _is_late(began_at: datetime, retention: Retention) -> bool:
    return retention.clock() - began_at >= RUN_TIME
