"""
Move work from `sms-waiting` to `sms-dispatch` shortly before it is due.

A waiting message appears `LEAD_SECONDS` before its time, so only what is nearly due is taken, and a
run costs what it moves. It is put into `sms-dispatch`, hidden until its time to the second, then
removed from `sms-waiting`. A run that dies in between leaves it in both: it is moved again, and the
second message finds the work done. Runs at the same time take different messages.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import TYPE_CHECKING

from send_sms.storage.dispatch_queue import LEAD_SECONDS, due_time_of
from shared.log import log_event
from shared.storage.azure_queue import MAX_DELAY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.runtime import Clock
    from shared.storage.azure_queue import MessageQueue, TakenMessage

HIDDEN_SECONDS = 60
"""How long a run may take for what it has taken; then the next run takes it, still on time."""

_RUN_TIME = timedelta(seconds=45)
"""How long a run goes on taking messages; the next one begins after a minute."""

_LATE_SECONDS = 30
_TAKES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Moving:
    """The queues between which work is moved."""

    waiting: MessageQueue
    dispatch: MessageQueue
    clock: Clock


async def move_due_work(moving: Moving) -> None:
    """
    Move all work that is nearly due; run once a minute it comes on time.

    Idempotent, also on two instances at once. One operation if there is none, else two for each
    message and one for 32.

    Raises
    ------
    StorageError
        A queue is unavailable. What was not moved is taken again by a later run.
    """
    began, take_count, moved_count, late_seconds = moving.clock(), 1, 0, 0.0
    error: BaseException | None = None
    while error is None and moving.clock() - began < _RUN_TIME:
        taken = await _take(moving, take_count)
        if not taken:
            break
        take_count = _TAKES_AT_ONCE
        moves = (_move(message, moving) for message in taken)
        for lateness in await asyncio.gather(*moves, return_exceptions=True):
            if isinstance(lateness, BaseException):
                error = lateness
            else:
                late_seconds = max(late_seconds, lateness)
                moved_count += 1
    if moved_count:
        level = logging.WARNING if late_seconds > _LATE_SECONDS else logging.INFO
        log_event("work_moved", level=level, count=moved_count, lateSeconds=int(late_seconds))
    if error:
        raise error


async def _take(moving: Moving, count: int) -> Sequence[TakenMessage]:
    takes = (moving.waiting.take(HIDDEN_SECONDS) for _ in range(count))
    return [message for taken in await asyncio.gather(*takes) for message in taken]


async def _move(message: TakenMessage, moving: Moving) -> float:
    """Move a message, or have it wait on; gives by how many seconds it is late."""
    due_at, now = due_time_of(message.text), moving.clock()
    # A text that cannot be read is the dispatcher's to refuse.
    seconds = (due_at - now).total_seconds() if due_at else 0
    if seconds > LEAD_SECONDS + HIDDEN_SECONDS:
        longer = min(ceil(seconds) - LEAD_SECONDS, MAX_DELAY_SECONDS)
        await moving.waiting.replace(message.receipt, message.text, longer)
        return 0
    await moving.dispatch.put(message.text, max(0, ceil(seconds)))
    await moving.waiting.remove(message.receipt)
    return max(0, -seconds)
