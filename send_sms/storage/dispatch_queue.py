"""
The work of dispatching in two queues, and the recovery message of a worker.

`sms-dispatch` holds what is due or will be within minutes. The host scales by all messages of this
queue, the hidden ones included, so longer waits lie in `sms-waiting`, which no trigger reads. A
timer moves work when it is nearly due (see `send_sms.dispatching.moving`).
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Protocol

from send_sms.domain.dispatching import CLAIM_TIME
from shared.domain.errors import StorageError
from shared.domain.identifiers import BatchAddress, SendAddress, parse_send_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from shared.runtime import Clock
    from shared.storage.queue import MessageQueue, QueueReceipt

    _TextOf = Callable[[datetime | None], str]

DISPATCH_QUEUE = "sms-dispatch"
WAITING_QUEUE = "sms-waiting"

LEAD_SECONDS = 120
"""
How long before it is due work appears in `sms-waiting`: two runs of the timer, so that work is on
time although one run is missed. What waits no longer than this is put into `sms-dispatch`.
"""

RECOVERY_SECONDS = int(CLAIM_TIME.total_seconds()) + 5
"""When a dead worker's work comes back: its claim has run out, and clocks differ a little."""


@dataclass(frozen=True, slots=True)
class Work:
    """
    The content of one queue message: the batch to dispatch.

    Attributes
    ----------
    attempt_count : int
        How often this work was put back because its row was not committed yet.
    is_recovery : bool
        Whether a worker may have left it half done: events of what it recorded may be missing.
    """

    batch: BatchAddress
    attempt_count: int = 0
    is_recovery: bool = False


@dataclass(frozen=True, slots=True)
class WorkLevel:
    """
    How much work there is, in pieces.

    Attributes
    ----------
    work_count : int
        About how many are due or will be within minutes, or are in progress.
    due_count : int
        How many a worker could take now; 32 stands for more as well.
    waiting_count : int
        About how many wait longer.
    overdue_count : int
        How many of these are due and were not moved: the timer does not run. Up to 32.
    """

    work_count: int
    due_count: int
    waiting_count: int = 0
    overdue_count: int = 0


class Writable(Protocol):
    """What can be written as the text of a message: a bundle (see `send_sms.storage.bundles`)."""

    def to_text(self, due_at: datetime | None = None) -> str:
        """Write it, with the time at which it is due."""


class WorkQueue(Protocol):
    """Where the work of dispatching waits for its turn."""

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        """Put work; see `DispatchQueue.put`."""

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        """Put other work into its place; see `DispatchQueue.replace`."""

    async def remove(self, receipt: QueueReceipt) -> None:
        """Remove it; see `DispatchQueue.remove`."""

    async def level(self) -> WorkLevel:
        """Look how much there is; see `DispatchQueue.level`."""


class DispatchQueue:
    """
    Both queues, as their producers see them; see `AzureQueue` for what the methods promise.

    Parameters
    ----------
    dispatch, waiting : MessageQueue
        `sms-dispatch` and `sms-waiting`.
    """

    def __init__(self, dispatch: MessageQueue, waiting: MessageQueue, clock: Clock) -> None:
        self._dispatch = dispatch
        self._waiting = waiting
        self._clock = clock

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        """
        Put work that is due in `delay_seconds`; one operation.

        A longer delay than the service allows takes several hops.
        """
        return await self._put(partial(work_to_text, work), delay_seconds)

    async def put_bundle(self, bundle: Writable, delay_seconds: int) -> QueueReceipt:
        """Put a bundle; see `put`."""
        return await self._put(bundle.to_text, delay_seconds)

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        """
        Put other work into the place of a message; nothing happens if a worker took that.

        One operation, and one more where the work changes the queue. There it is put first: if the
        worker dies in between, both messages come, and the second finds nothing to do.
        """
        await self._replace(receipt, partial(work_to_text, work), delay_seconds)

    async def replace_bundle(
        self, receipt: QueueReceipt, bundle: Writable, delay_seconds: int
    ) -> None:
        """Put a bundle into the place of a message; see `replace`."""
        await self._replace(receipt, bundle.to_text, delay_seconds)

    async def remove(self, receipt: QueueReceipt) -> None:
        """
        Remove a message; nothing happens if a worker took it.

        One of `sms-dispatch` may lie there a moment longer: the next work takes its place, so that
        rounds that follow each other cost one operation of the queue each.
        """
        if receipt.queue == WAITING_QUEUE:
            await self._waiting.remove(receipt)
        else:
            await self._dispatch.release(receipt)

    async def level(self) -> WorkLevel:
        """Look how much there is; four operations side by side."""
        level, waiting = await asyncio.gather(self._dispatch.level(), self._waiting.level())
        now, due_times = self._clock(), map(due_time_of, waiting.due_texts)
        overdue_count = sum(due_at is None or due_at < now for due_at in due_times)
        return WorkLevel(level.message_count, level.due_count, waiting.message_count, overdue_count)

    async def _put(self, text_of: _TextOf, delay_seconds: int) -> QueueReceipt:
        if delay_seconds <= LEAD_SECONDS:
            return await self._dispatch.put(text_of(None), delay_seconds)
        text = text_of(self._due_at(delay_seconds))
        return await self._waiting.put(text, delay_seconds - LEAD_SECONDS)

    async def _replace(self, receipt: QueueReceipt, text_of: _TextOf, delay_seconds: int) -> None:
        is_waiting, will_wait = receipt.queue == WAITING_QUEUE, delay_seconds > LEAD_SECONDS
        if is_waiting != will_wait:
            moved = await self._put(text_of, delay_seconds)
            if not await self._queue_of(receipt).remove(receipt):
                await self._queue_of(moved).remove(moved)
        elif will_wait:
            text = text_of(self._due_at(delay_seconds))
            await self._waiting.replace(receipt, text, delay_seconds - LEAD_SECONDS)
        else:
            await self._dispatch.replace(receipt, text_of(None), delay_seconds)

    def _queue_of(self, receipt: QueueReceipt) -> MessageQueue:
        return self._waiting if receipt.queue == WAITING_QUEUE else self._dispatch

    def _due_at(self, delay_seconds: int) -> datetime:
        return self._clock() + timedelta(seconds=delay_seconds)


def work_to_text(work: Work, due_at: datetime | None = None) -> str:
    """
    Write work as JSON, with the time at which it is due if that matters.

    No member may be called `id`, `dequeueCount` or the like: the host mixes those up with the
    message's own (azure-webjobs-sdk-extensions issue 882).
    """
    counts = {"attempt": work.attempt_count, "inherited": work.is_recovery}
    due = {"due": ceil(due_at.timestamp())} if due_at else {}
    return json.dumps({"batch": str(work.batch.send), "row": work.batch.row, **counts, **due})


def due_time_of(text: str) -> datetime | None:
    """Tell when the work of a message is due; None: the text does not say so."""
    try:
        return datetime.fromtimestamp(json.loads(text)["due"], UTC)
    except (KeyError, TypeError, ValueError, OverflowError, RecursionError, OSError):
        return None


def work_from_text(text: str) -> Work:
    """
    Read work.

    Raises
    ------
    ValueError
        If the text is not work that `work_to_text` wrote.
    """
    try:
        members = json.loads(text)
        batch = BatchAddress(queued_send(members["batch"]), int(members["row"]))
        return Work(batch, int(members["attempt"]), members["inherited"] is True)
    except (KeyError, TypeError, RecursionError) as error:
        message = "the text is not work"
        raise ValueError(message) from error


def queued_send(text: str) -> SendAddress:
    """
    Read the send that queued work is for.

    Raises
    ------
    ValueError
        The text is not the id of a send, or that of a member of a round.
    """
    send = parse_send_id(text)
    if send is None or send.place:
        message = "the work names no send"
        raise ValueError(message)
    return send


class RecoveryMessage:
    """
    The one message by which another worker continues the work (docs/adr/0015).

    It is scheduled before anything is claimed, hidden for longer than a claim: a worker that dies
    is replaced inside the repeatability window, while the host releases its message only after up
    to ten minutes. A worker that lives replaces the message by the remaining work, or cancels it.

    A message that another worker has taken stays: that worker continues all unfinished work. One
    that cannot be changed appears unchanged, only later. So one piece of work results in at most
    one other, and neither a hang nor an outage duplicates it.
    """

    def __init__(self, queue: WorkQueue) -> None:
        self._queue = queue
        self._receipt: QueueReceipt | None = None

    async def schedule(self, work: Work) -> None:
        """Put the message: another worker does this work unless it is replaced or cancelled."""
        inherited = replace(work, is_recovery=True)
        self._receipt = await self._queue.put(inherited, RECOVERY_SECONDS)

    async def replace(self, work: Work, delay_seconds: int) -> None:
        """
        Put work into the place of the message, due after a delay.

        Raises
        ------
        StorageError
            No message is scheduled, and none can be put.
        """
        if self._receipt is None:
            await self._queue.put(work, delay_seconds)
            return
        with suppress(StorageError):
            await self._queue.replace(self._receipt, work, delay_seconds)

    async def cancel(self) -> None:
        """Remove the message: no work is left."""
        if self._receipt is not None:
            with suppress(StorageError):
                await self._queue.remove(self._receipt)
