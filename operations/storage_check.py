"""Whether storage responds: one row and the queues of dispatching, read within a limit."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shared.domain.errors import StorageError
from shared.runtime import in_time

if TYPE_CHECKING:
    from collections.abc import Mapping

    from send_sms.storage.dispatch_queue import WorkQueue
    from shared.runtime import Clock
    from shared.storage.table import Table

CHECK_TIME = timedelta(seconds=2)
"""How long storage may take to respond to a check."""

_FRESH = timedelta(seconds=5)

Faults = dict[str, StorageError]
"""What is wrong with `tables` and `queues`; a service that responds is left out."""


class StorageCheck:
    """
    Checks storage; for the life of the process.

    Parameters
    ----------
    table : Table
        Any; it need not exist.

    Attributes
    ----------
    faults : Faults
        What the last check found.
    overdue_count : int
        Pieces of waiting work that were due and not moved, when queues were looked at last.
    """

    def __init__(self, table: Table, queue: WorkQueue, clock: Clock) -> None:
        self._table = table
        self._queue = queue
        self._clock = clock
        self._checked_at: datetime | None = None
        self.faults: Faults = {}
        self.overdue_count = 0
        self._running: asyncio.Task[Faults] | None = None

    async def run(self) -> Faults:
        """Read one row and look at two queues; five operations side by side."""
        row, level = await asyncio.gather(
            in_time(self._table.get("check", "check"), CHECK_TIME),
            in_time(self._queue.level(), CHECK_TIME),
        )
        if not isinstance(level, StorageError):
            self.overdue_count = level.overdue_count
        results: Mapping[str, object] = {"tables": row, "queues": level}
        faults = {
            service: found for service, found in results.items() if isinstance(found, StorageError)
        }
        self._checked_at, self.faults = self._clock(), faults
        return faults

    async def recent(self) -> Faults:
        """
        Give what a check of the last five seconds found, or check.

        Concurrent callers share one check, so that health, which needs no key, costs little.
        """
        if self._checked_at and abs(self._clock() - self._checked_at) < _FRESH:
            return self.faults
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self.run())
        return await asyncio.shield(self._running)
