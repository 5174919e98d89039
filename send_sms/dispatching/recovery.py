"""The message that carries a piece of work on when its worker cannot."""

from contextlib import suppress
from dataclasses import replace

from send_sms.domain.dispatching import CLAIM_TIME
from send_sms.storage.dispatch_queue import MessageReceipt, Work, WorkQueue
from shared.domain.errors import StorageError

RECOVERY_SECONDS = int(CLAIM_TIME.total_seconds()) + 5
"""When a dead worker's work comes back: its claim has run out, and clocks differ a little."""


class RecoveryMessage:
    """
    The one message that carries a piece of work on (docs/adr/0015).

    It is scheduled before anything is claimed, hidden for longer than a claim: a worker that dies
    is replaced inside the repeatability window, while the host gives back what it held after up to
    ten minutes. A worker that lives changes the message to what is left, or cancels it.

    A message that another worker has taken stays: that worker carries on with all that
    is unfinished. One that cannot be changed comes as it is, only later. So one piece of work goes
    in and at most one comes out, and neither a hang nor an outage doubles it.
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
