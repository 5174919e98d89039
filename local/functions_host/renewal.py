"""Keeps a message invisible to others while its handler runs."""

import asyncio
from types import TracebackType
from typing import Self

from azure.core.exceptions import AzureError

from local.functions_host.queue_store import Lease, QueueStore

_SHORTEST_FRACTION = 0.1


class Renewal:
    """
    Renews a lease at half of its time for as long as the block runs.

    After a failure it tries again sooner, down to a tenth of the lease: of the host's 10 minutes
    that is every 5, and at least 1 after failures (``QueueListener.cs``). Leaving the block waits
    for a renewal that is in progress, for the receipt changes with it.
    """

    def __init__(self, store: QueueStore, lease: Lease) -> None:
        self._store = store
        self._lease = lease
        self._busy = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._keep())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        async with self._busy:
            if self._task is not None:
                self._task.cancel()

    def is_renewing(self) -> bool:
        """Whether a renewal is in progress."""
        return self._busy.locked()

    async def _keep(self) -> None:
        seconds = normal = self._store.lease_seconds / 2
        while True:
            await asyncio.sleep(seconds)
            async with self._busy:
                try:
                    await self._store.renew(self._lease)
                    seconds = normal
                except AzureError:
                    shortest = self._store.lease_seconds * _SHORTEST_FRACTION
                    seconds = max(seconds / 2, shortest)
