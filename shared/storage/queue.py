"""The interfaces of queues. `AzureQueue` implements them, and tests have them in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DELAY_SECONDS = 6 * 24 * 3600
"""The service hides a message for at most 7 days (604,800 s); longer waits take several hops."""

MAX_DUE_COUNT = 32
"""The service shows no more at once (Storage REST reference, "Peek Messages")."""


@dataclass(frozen=True, slots=True)
class QueueReceipt:
    """
    The pop receipt with which a message can be changed or removed, once, until a worker takes it.

    Attributes
    ----------
    queue : str
        The name of the queue that it is in.
    """

    message_id: str
    pop_receipt: str
    queue: str = ""


@dataclass(frozen=True, slots=True)
class TakenMessage:
    """A message that is hidden from others for a time."""

    receipt: QueueReceipt
    text: str


@dataclass(frozen=True, slots=True)
class QueueLevel:
    """
    How much work lies in the queue.

    Attributes
    ----------
    message_count : int
        About how many messages there are, also those that are hidden or in progress.
    due_count : int
        How many a worker could take now; `MAX_DUE_COUNT` stands for more as well.
    due_texts : sequence of str
        What these say.
    """

    message_count: int
    due_count: int
    due_texts: Sequence[str] = field(default=(), compare=False, repr=False)


class MessageQueue(Protocol):
    """A queue whose messages can be taken, changed and removed; see `AzureQueue`."""

    async def put(self, text: str, delay_seconds: int = 0) -> QueueReceipt:
        """Put a message; see `AzureQueue.put`."""

    async def take(self, hidden_seconds: int) -> Sequence[TakenMessage]:
        """Take messages that are due; see `AzureQueue.take`."""

    async def replace(self, receipt: QueueReceipt, text: str, delay_seconds: int) -> None:
        """Put another text into the place of a message; see `AzureQueue.replace`."""

    async def remove(self, receipt: QueueReceipt) -> bool:
        """Remove a message; see `AzureQueue.remove`."""

    async def release(self, receipt: QueueReceipt) -> None:
        """Have a message removed soon; see `AzureQueue.release`."""

    async def level(self) -> QueueLevel:
        """Look how much there is; see `AzureQueue.level`."""


class BackgroundQueue(Protocol):
    """A queue of work that no caller waits for."""

    async def put(self, text: str, delay_seconds: int = 0) -> object:
        """Put a message; see `AzureQueue.put`."""
