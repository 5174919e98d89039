"""Messages the simulator has seen, what was reported about them, and the store that keeps them."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from heapq import nlargest

from local.acs_simulator.outcomes import DELIVERED, DeliveryStatus, Outcome


class Origin(StrEnum):
    """Who wrote a message."""

    API = "api"
    PERSON = "person"
    NETWORK = "network"


class Direction(StrEnum):
    """Seen from the resource: to a person, or from one."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


@dataclass(frozen=True, slots=True)
class Content:
    """What all messages of one call share: one object for up to 100 of them."""

    own_number: str
    body: str
    segment_count: int
    origin: Origin
    created_at: datetime
    tag: str | None = None
    report_wanted: bool = False
    report_timeout_seconds: int | None = None

    @property
    def direction(self) -> Direction:
        """Say which way the message goes."""
        return Direction.INBOUND if self.origin is Origin.PERSON else Direction.OUTBOUND


@dataclass(frozen=True, slots=True)
class Report:
    """One delivery report; shared by all messages of a call that fared alike."""

    status: DeliveryStatus
    details: str
    reported_at: datetime
    attempts: tuple[bool, ...] = (True,)


@dataclass(slots=True, eq=False)
class Message:
    """One message between one own number and one person."""

    message_id: str
    user_number: str
    content: Content
    outcome: Outcome = DELIVERED
    report: Report | None = None

    @property
    def status(self) -> str:
        """State in one word: ``received``, ``accepted``, or the last report's in lower case."""
        if self.content.origin is Origin.PERSON:
            return "received"
        return self.report.status.value.lower() if self.report else "accepted"


class MessageStore:
    """
    Messages by id and by person, oldest first, bounded by age and number.

    Parameters
    ----------
    retention_seconds : float
        Nothing younger than this is forgotten.
    retention_count : int
        Nothing is forgotten while there are no more messages than this.
    """

    def __init__(self, *, retention_seconds: float, retention_count: int) -> None:
        self._retention = timedelta(seconds=retention_seconds)
        self._retention_count = retention_count
        self._order: deque[Message] = deque()
        self._by_id: dict[str, Message] = {}
        self._by_person: dict[str, list[Message]] = {}

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Message]:
        return iter(self._order)

    def add(self, messages: Iterable[Message], now: datetime) -> None:
        """Keep new messages; forget what is both too old and too much."""
        for message in messages:
            self._order.append(message)
            self._by_id[message.message_id] = message
            self._by_person.setdefault(message.user_number, []).append(message)
        oldest_kept_at = now - self._retention
        while (
            len(self._order) > self._retention_count
            and self._order[0].content.created_at < oldest_kept_at
        ):
            self._forget(self._order.popleft())

    def get(self, message_id: str) -> Message | None:
        """Return the message with this id, or None."""
        return self._by_id.get(message_id)

    def of_person(self, number: str) -> list[Message]:
        """Return the messages of one person's phone, oldest first."""
        return list(self._by_person.get(number, ()))

    def latest_phones(self, count: int) -> list[tuple[str, Message, int]]:
        """Return the phones used last, newest first: number, last message, number of messages."""
        phones = ((number, of[-1], len(of)) for number, of in self._by_person.items())
        return nlargest(count, phones, key=lambda phone: phone[1].content.created_at)

    def _forget(self, message: Message) -> None:
        del self._by_id[message.message_id]
        of_person = self._by_person[message.user_number]
        of_person.remove(message)
        if not of_person:
            del self._by_person[message.user_number]
