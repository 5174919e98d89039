"""Whether storage responds: one row and one queue, read within a limit."""

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
    """

    def __init__(self, table: Table, queue: WorkQueue, clock: Clock) -> None:
        self._table = table
        self._queue = queue
        self._clock = clock
        self._last: tuple[datetime, Faults] | None = None
        self._running: asyncio.Task[Faults] | None = None

    async def run(self) -> Faults:
        """Read one row and look at one queue; three operations side by side."""
        results: Mapping[str, object] = dict(
            zip(
                ("tables", "queues"),
                await asyncio.gather(
                    in_time(self._table.get("check", "check"), CHECK_TIME),
                    in_time(self._queue.level(), CHECK_TIME),
                ),
                strict=True,
            )
        )
        faults = {
            service: found for service, found in results.items() if isinstance(found, StorageError)
        }
        self._last = self._clock(), faults
        return faults

    async def recent(self) -> Faults:
        """
        Give what a check of the last five seconds found, or check.

        Concurrent callers share one check, so that health, which needs no key, costs little.
        """
        if self._last and self._clock() - self._last[0] < _FRESH:
            return self._last[1]
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self.run())
        return await asyncio.shield(self._running)
