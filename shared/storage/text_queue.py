"""A queue of background work: its messages are texts that name the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.storage.dispatch_queue import put_text

if TYPE_CHECKING:
    from shared.storage.account import StorageAccount


class TextQueue:
    """One queue of the account."""

    def __init__(self, account: StorageAccount, name: str) -> None:
        self._account = account
        self._name = name

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        """Put a message; see `dispatch_queue.put_text`."""
        await put_text(self._account, self._name, text, delay_seconds=delay_seconds)
