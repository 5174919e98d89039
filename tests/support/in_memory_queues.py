"""Queues in memory: as the service has them, and shorter ones whose host the test plays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from send_sms.storage.dispatch_queue import Work, WorkLevel
from shared.runtime import Clock
from shared.storage.queue import (
    MAX_DELAY_SECONDS,
    MAX_DUE_COUNT,
    QueueLevel,
    QueueReceipt,
    TakenMessage,
)


@dataclass
class Message:
    """
    A message as the queue holds it.

    Attributes
    ----------
    version : int
        Raised whenever it is taken or changed: an older receipt does not fit any more.
    """

    text: str
    due_at: datetime
    version: int = 0
    dequeue_count: int = 0


class InMemoryMessages:
    """What `AzureQueue` does, as the service does it; `operations` counts the requests."""

    def __init__(self, clock: Clock, name: str) -> None:
        self._clock, self._name = clock, name
        self.messages: dict[str, Message] = {}
        self.operations = 0
        self.largest_count = 0
        self.on_take: Callable[[], None] | None = None
        self._put_count = 0

    async def put(self, text: str, delay_seconds: int = 0) -> QueueReceipt:
        self.operations += 1
        self._put_count += 1
        number = str(self._put_count)
        self.messages[number] = Message(text, self._after(delay_seconds))
        self.largest_count = max(self.largest_count, len(self.messages))
        return QueueReceipt(number, "0", self._name)

    async def take(self, hidden_seconds: int) -> Sequence[TakenMessage]:
        if self.on_take:
            self.on_take()
        self.operations += 1
        return [self.take_one(number, hidden_seconds) for number in self.due()[:MAX_DUE_COUNT]]

    def take_one(self, number: str, hidden_seconds: int) -> TakenMessage:
        """Take one message, as the host does."""
        message = self.messages[number]
        message.due_at = self._clock() + timedelta(seconds=hidden_seconds)
        message.dequeue_count += 1
        message.version += 1
        return TakenMessage(QueueReceipt(number, str(message.version), self._name), message.text)

    async def replace(self, receipt: QueueReceipt, text: str, delay_seconds: int) -> None:
        self.operations += 1
        if message := self._fitting(receipt):
            message.text, message.due_at = text, self._after(delay_seconds)
            message.version += 1

    async def remove(self, receipt: QueueReceipt) -> bool:
        self.operations += 1
        if self._fitting(receipt) is None:
            return False
        del self.messages[receipt.message_id]
        return True

    async def release(self, receipt: QueueReceipt) -> None:
        await self.remove(receipt)

    async def level(self) -> QueueLevel:
        self.operations += 2
        due = self.due()[:MAX_DUE_COUNT]
        texts = [self.messages[number].text for number in due]
        return QueueLevel(len(self.messages), len(due), texts)

    def take_messages(self, other: "InMemoryMessages") -> None:
        """Hold what another queue holds now."""
        self.messages = {number: replace(one) for number, one in other.messages.items()}
        self._put_count = other._put_count

    def due(self) -> list[str]:
        """Name the messages that a worker could take now, the earliest first."""
        now = self._clock()
        numbers = [number for number, message in self.messages.items() if message.due_at <= now]
        return sorted(numbers, key=lambda number: self.messages[number].due_at)

    def _fitting(self, receipt: QueueReceipt) -> Message | None:
        message = self.messages.get(receipt.message_id)
        fits = message is not None and str(message.version) == receipt.pop_receipt
        return message if fits else None

    def _after(self, delay_seconds: int) -> datetime:
        assert delay_seconds >= 0, "the service refuses this"
        return self._clock() + timedelta(seconds=min(delay_seconds, MAX_DELAY_SECONDS))


class InMemoryQueue:
    """Holds work with its delay; the test plays the host."""

    def __init__(self) -> None:
        self.items: list[tuple[Work, int]] = []
        self.on_put: Callable[[Work], None] | None = None
        self.on_level: Callable[[], None] | None = None
        self._put_count = 0
        self._receipts: dict[QueueReceipt, tuple[Work, int]] = {}

    async def put(self, work: Work, delay_seconds: int = 0) -> QueueReceipt:
        if self.on_put:
            self.on_put(work)
        self.items.append((work, delay_seconds))
        self._put_count += 1
        receipt = QueueReceipt(str(self._put_count), "")
        self._receipts[receipt] = self.items[-1]
        return receipt

    async def replace(self, receipt: QueueReceipt, work: Work, delay_seconds: int) -> None:
        if (index := self._index(receipt)) is not None:
            self.items[index] = (work, delay_seconds)

    async def remove(self, receipt: QueueReceipt) -> None:
        if (index := self._index(receipt)) is not None:
            del self.items[index]

    async def level(self) -> WorkLevel:
        if self.on_level:
            self.on_level()
        due_count = sum(delay_seconds <= 0 for _, delay_seconds in self.items)
        return WorkLevel(len(self.items), min(due_count, MAX_DUE_COUNT))

    def _index(self, receipt: QueueReceipt) -> int | None:
        """Where the message lies; None if the test has taken it."""
        item = self._receipts.pop(receipt)
        return next((index for index, one in enumerate(self.items) if one is item), None)

    def take_items(self, other: "InMemoryQueue") -> None:
        """Hold what another queue holds now, under the same receipts."""
        self.items, self._receipts = list(other.items), dict(other._receipts)
        self._put_count = other._put_count

    def take_all(self) -> list[tuple[Work, int]]:
        items, self.items = self.items, []
        return items


class InMemoryTexts:
    """Holds messages with their delays; the test plays the host."""

    def __init__(self) -> None:
        self.items: list[tuple[str, int]] = []
        self.on_put: Callable[[str], None] | None = None

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        if self.on_put:
            self.on_put(text)
        self.items.append((text, delay_seconds))
