"""A queue of background work: its messages are texts that name the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.storage.azure_queue import AzureQueue

if TYPE_CHECKING:
    from shared.storage.account import StorageAccount


class TextQueue:
    """One queue of the account."""

    def __init__(self, account: StorageAccount, name: str) -> None:
        self._queue = AzureQueue(account, name)

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        """Put a message; see `AzureQueue.put`."""
        await self._queue.put(text, delay_seconds)
