"""
Move work from `sms-waiting` to `sms-dispatch` shortly before it is due.

A waiting message appears `LEAD_SECONDS` before its time, so only what is nearly due is taken, and a
run costs what it moves. It is put into `sms-dispatch`, hidden until its time to the second, then
removed from `sms-waiting`. A run that dies in between leaves it in both: it is moved again, and the
second message finds the work done. Runs at the same time take different messages.

Many pieces of one own number go on as bundles, so that they are few messages there, too.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from send_sms.storage.bundles import (
    MAX_PIECES,
    Bundle,
    Piece,
    bundle_of,
    message_from_text,
)
from send_sms.storage.dispatch_queue import LEAD_SECONDS, due_time_of, work_to_text
from shared.log import log_event
from shared.storage.queue import MAX_DELAY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shared.runtime import Clock
    from shared.storage.queue import MessageQueue, TakenMessage

HIDDEN_SECONDS = 45
"""How long a run may take for what it has taken; then the next run takes it, still on time."""

_RUN_TIME = timedelta(seconds=40)
"""How long a run goes on taking messages; the next one begins after a minute."""

_GATHER_TIME = timedelta(seconds=15)
"""How long messages wait in a run for others of their own number."""

_LATE_SECONDS = 30
_TAKES_AT_ONCE = 4
_CONCURRENT_REQUESTS = 32

_FEW_PIECES = 10
"""Up to so many are forwarded one by one: the batches of a large send are spread over instances."""


@dataclass(frozen=True, slots=True)
class Moving:
    """The queues between which work is moved."""

    waiting: MessageQueue
    dispatch: MessageQueue
    clock: Clock


@dataclass(slots=True)
class _Gathered:
    """Messages of one own number, and the pieces that they hold."""

    began: datetime
    messages: list[TakenMessage] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


async def move_due_work(moving: Moving) -> None:
    """
    Move all work that is nearly due; run once a minute it comes on time.

    Idempotent, also on two instances at once. One operation if there is none, else one for each
    message, one for 32, and one for each message that goes on.

    Raises
    ------
    StorageError
        A queue is unavailable. What was not moved is taken again by a later run.
    """
    run = _Run(moving)
    try:
        await run.move_all()
    finally:
        if run.moved_count:
            is_late = run.late_seconds > _LATE_SECONDS
            log_event(
                "work_moved",
                level=logging.WARNING if is_late else logging.INFO,
                count=run.moved_count,
                lateSeconds=int(run.late_seconds),
            )


class _Run:
    """One run of the timer."""

    def __init__(self, moving: Moving) -> None:
        self._waiting, self._dispatch = moving.waiting, moving.dispatch
        self._clock = moving.clock
        self._gathered: dict[str, _Gathered] = {}
        self._requests = asyncio.Semaphore(_CONCURRENT_REQUESTS)
        self.moved_count = 0
        self.late_seconds = 0.0

    async def move_all(self) -> None:
        began, take_count = self._clock(), 1
        while self._clock() - began < _RUN_TIME:
            takes = (self._waiting.take(HIDDEN_SECONDS) for _ in range(take_count))
            taken = [one for some in await asyncio.gather(*takes) for one in some]
            if not taken:
                break
            for message in taken:
                await self._gather(message)
            await self._forward_gathered(self._clock() - _GATHER_TIME)
            take_count = _TAKES_AT_ONCE
        await self._forward_gathered(self._clock())

    async def _gather(self, message: TakenMessage) -> None:
        """Keep a message with others of its own number, or forward it alone, or hide it again."""
        pieces = self._pieces_of(message)
        if not pieces:  # the dispatcher refuses what cannot be read
            await self._dispatch.put(message.text)
            await self._remove([message])
            return
        seconds = self._seconds_until(min(piece.due_at for piece in pieces))
        if seconds > LEAD_SECONDS + HIDDEN_SECONDS:
            longer = min(ceil(seconds) - LEAD_SECONDS, MAX_DELAY_SECONDS)
            await self._waiting.replace(message.receipt, message.text, longer)
            return
        self.late_seconds = max(self.late_seconds, -seconds)
        sender = pieces[0].work.batch.send.sender
        known = self._gathered.get(sender)
        if known and len(known.pieces) + len(pieces) > MAX_PIECES:
            await self._forward(sender)
        gathered = self._gathered.setdefault(sender, _Gathered(self._clock()))
        gathered.messages.append(message)
        gathered.pieces += pieces

    def _pieces_of(self, message: TakenMessage) -> Sequence[Piece]:
        with suppress(ValueError, RecursionError):
            read = message_from_text(message.text)
            if isinstance(read, Bundle):
                return read.pieces
            now = self._clock()
            due_at = due_time_of(message.text) or now
            return (Piece(read, due_at),)
        return ()

    async def _forward_gathered(self, began_by: datetime) -> None:
        due = [sender for sender, one in self._gathered.items() if one.began <= began_by]
        for sender in due:
            await self._forward(sender)

    async def _forward(self, sender: str) -> None:
        gathered = self._gathered.pop(sender)
        bundle = bundle_of(gathered.pieces)
        if len(bundle.pieces) <= _FEW_PIECES:
            texts = [(work_to_text(one.work), one.due_at) for one in bundle.pieces]
        else:
            texts = [(bundle.to_text(), bundle.due_at)]
        for text, due_at in texts:
            await self._dispatch.put(text, max(0, ceil(self._seconds_until(due_at))))
        self.moved_count += len(bundle.pieces)
        await self._remove(gathered.messages)

    async def _remove(self, messages: Sequence[TakenMessage]) -> None:
        async def remove(message: TakenMessage) -> None:
            async with self._requests:
                await self._waiting.remove(message.receipt)

        await asyncio.gather(*map(remove, messages))

    def _seconds_until(self, moment: datetime) -> float:
        return (moment - self._clock()).total_seconds()
