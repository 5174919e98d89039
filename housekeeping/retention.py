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
from housekeeping.storage.checkpoints import Checkpoint, Checkpoints
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
    checkpoints: Checkpoints
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
    known = await retention.checkpoints.get(sender)
    checkpoint, open_count = await _mask_open_days(known, began_at, retention)
    checkpoint, batch_count = await _mask_next_days(
        checkpoint, first_day, before, began_at, retention
    )
    if checkpoint != known:
        await retention.checkpoints.store(checkpoint)
    return open_count + batch_count


async def _mask_open_days(
    checkpoint: Checkpoint, began_at: datetime, retention: Retention
) -> tuple[Checkpoint, int]:
    """Mask what waited in earlier runs; gives how many batches."""
    old_days, sender, batch_count = retention.old_days, checkpoint.sender, 0
    open_days: list[date] = []
    for day in checkpoint.open_days:
        is_complete = False
        if not await old_days.has_waiting(sender, day, began_at):
            masked = await old_days.mask(sender, day, began_at)
            batch_count += masked.batch_count
            is_complete = masked.is_complete
        if not is_complete:
            open_days.append(day)
    return replace(checkpoint, open_days=tuple(open_days)), batch_count


async def _mask_next_days(
    checkpoint: Checkpoint, first_day: date, before: date, began_at: datetime, retention: Retention
) -> tuple[Checkpoint, int]:
    """Mask days behind the checkpoint while there is time; gives how many batches."""
    old_days, sender, batch_count = retention.old_days, checkpoint.sender, 0
    day = max(first_day, checkpoint.before)
    while not _is_late(began_at, retention):
        found = await old_days.next_day(sender, day, before)
        if found is None:
            return replace(checkpoint, before=max(before, checkpoint.before)), batch_count
        masked = await old_days.mask(sender, found, began_at)
        batch_count += masked.batch_count
        day = found + _DAY
        left = () if masked.is_complete else (found,)
        checkpoint = replace(checkpoint, before=day, open_days=(*checkpoint.open_days, *left))
    return checkpoint, batch_count


def _is_late(began_at: datetime, retention: Retention) -> bool:
    return retention.clock() - began_at >= RUN_TIME
