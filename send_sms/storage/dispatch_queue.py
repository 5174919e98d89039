"""The `sms-dispatch` queue: batches to be dispatched, and the recovery message of a worker."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from send_sms.domain.dispatching import CLAIM_TIME
from shared.domain.errors import StorageError
from shared.domain.identifiers import BatchAddress, SendAddress, parse_send_id
from shared.storage.azure_queue import (
    AzureQueue,
    MessageReceipt,
    QueueLevel,
)

if TYPE_CHECKING:
    from shared.storage.account import StorageAccount

DISPATCH_QUEUE = "sms-dispatch"

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


class WorkQueue(Protocol):
    """Where the work of dispatching waits for its turn."""

    async def put(self, work: Work, delay_seconds: int = 0) -> MessageReceipt:
        """Put work; see `DispatchQueue.put`."""

    async def replace(self, ticket: MessageReceipt, work: Work, delay_seconds: int) -> None:
        """Put other work into its place; see `DispatchQueue.replace`."""

    async def remove(self, ticket: MessageReceipt) -> None:
        """Remove it; see `DispatchQueue.remove`."""

    async def level(self) -> QueueLevel:
        """Look how much there is; see `DispatchQueue.level`."""


class DispatchQueue:
    """The queue, as its producers see it; see `AzureQueue` for what its methods promise."""

    def __init__(self, account: StorageAccount) -> None:
        self._queue = AzureQueue(account, DISPATCH_QUEUE)

    async def put(self, work: Work, delay_seconds: int = 0) -> MessageReceipt:
        """
        Put work, hidden for `delay_seconds`.

        A longer delay than the service allows is cut: the worker that takes the work looks at the
        clock and puts it back.
        """
        return await self._queue.put(work_to_text(work), delay_seconds)

    async def replace(self, ticket: MessageReceipt, work: Work, delay_seconds: int) -> None:
        """Put other work into the place of a message; nothing happens if a worker took that."""
        await self._queue.replace(ticket, work_to_text(work), delay_seconds)

    async def remove(self, ticket: MessageReceipt) -> None:
        """Remove a message; nothing happens if a worker took it."""
        await self._queue.remove(ticket)

    async def level(self) -> QueueLevel:
        """Look how much there is; two operations."""
        return await self._queue.level()


def work_to_text(work: Work) -> str:
    """
    Write work as JSON.

    No member may be called `id`, `dequeueCount` or the like: the host mixes those up with the
    message's own (azure-webjobs-sdk-extensions issue 882).
    """
    counts = {"attempt": work.attempt_count, "inherited": work.is_recovery}
    return json.dumps({"batch": str(work.batch.send), "row": work.batch.row, **counts})


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
        batch = BatchAddress(_send_of(members["batch"]), int(members["row"]))
        return Work(batch, int(members["attempt"]), members["inherited"] is True)
    except (KeyError, TypeError, RecursionError) as error:
        message = "the text is not work"
        raise ValueError(message) from error


def _send_of(text: str) -> SendAddress:
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
        self._ticket: MessageReceipt | None = None

    async def schedule(self, work: Work) -> None:
        """Have work done unless it is replaced or cancelled before."""
        inherited = replace(work, is_recovery=True)
        self._ticket = await self._queue.put(inherited, RECOVERY_SECONDS)

    async def replace(self, work: Work, delay_seconds: int) -> None:
        """
        Have work done after a delay.

        Raises
        ------
        StorageError
            No message is scheduled, and none can be put.
        """
        if self._ticket is None:
            await self._queue.put(work, delay_seconds)
            return
        with suppress(StorageError):
            await self._queue.replace(self._ticket, work, delay_seconds)

    async def cancel(self) -> None:
        """Have nothing more done."""
        if self._ticket is not None:
            with suppress(StorageError):
                await self._queue.remove(self._ticket)
