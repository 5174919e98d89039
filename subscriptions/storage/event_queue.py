"""The `events` queue: deliveries to subscribers, and their number of attempts."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shared.domain.times import time_from_text, time_to_text
from subscriptions.storage.subscriptions import is_subscription_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from subscriptions.domain.event import AppEvent

EVENT_QUEUE = "events"

_ID = re.compile("[0-9a-f]{32}")
_EVENTS_PER_DELIVERY = 100
_BYTES_PER_DELIVERY = 45_000  # of 64 KiB, in base64 ("Put Message", Storage REST reference)


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    Some events on their way to one subscriber.

    Attributes
    ----------
    delivery_id : str
        Follows from the subscription and the events; the same whenever it is tried again.
    since : datetime
        When it was put into the queue for the first time.
    attempt_count : int
        How often it has failed.
    """

    subscription_id: str
    delivery_id: str
    since: datetime
    events: Sequence[dict[str, Any]]
    attempt_count: int = 0

    def body(self) -> bytes:
        """Write what the subscriber gets; the same bytes every time."""
        return _json({"events": self.events}).encode()


def delivery_texts(
    subscription_id: str, events: Sequence[AppEvent], now: datetime
) -> Iterator[str]:
    """Part events for one subscriber into deliveries, and write each as a queue message."""
    for start in range(0, len(events), _EVENTS_PER_DELIVERY):
        some = [event.to_members() for event in events[start : start + _EVENTS_PER_DELIVERY]]
        written = _json(some)
        if len(written.encode()) <= _BYTES_PER_DELIVERY:
            yield _to_text(delivery_of(subscription_id, some, now), written)
            continue
        for part in _parts(some):
            yield delivery_to_text(delivery_of(subscription_id, part, now))


def _parts(some: Sequence[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    """Part events that are too long together."""
    part: list[dict[str, object]] = []
    size = 0
    for members in some:
        length = len(_json(members).encode())
        if part and size + length > _BYTES_PER_DELIVERY:
            yield part
            part, size = [], 0
        part.append(members)
        size += length + 2
    yield part


def delivery_of(
    subscription_id: str, events: Sequence[dict[str, object]], now: datetime
) -> Delivery:
    """Make a delivery of events that fit into one; its id follows from theirs."""
    named = "|".join([subscription_id, *(str(event["eventId"]) for event in events)])
    digest = hashlib.sha256(named.encode()).hexdigest()[:32]
    return Delivery(subscription_id, digest, now, events)


def delivery_to_text(delivery: Delivery) -> str:
    """Write a delivery; about the names see `dispatch_queue.work_to_text`."""
    return _to_text(delivery, _json(delivery.events))


def _to_text(delivery: Delivery, events: str) -> str:
    head = {
        "subscription": delivery.subscription_id,
        "delivery": delivery.delivery_id,
        "since": time_to_text(delivery.since),
        "attempt": delivery.attempt_count,
    }
    return f'{_json(head)[:-1]}, "events": {events}}}'


def delivery_from_text(text: str) -> Delivery:
    """
    Read a delivery.

    Raises
    ------
    ValueError
        If the text is not a delivery that `delivery_to_text` wrote.
    """
    try:
        members = json.loads(text)
        return Delivery(
            _checked(members["subscription"], is_subscription_id),
            _checked(members["delivery"], _is_delivery_id),
            time_from_text(members["since"]),
            list(members["events"]),
            int(members["attempt"]),
        )
    except (KeyError, TypeError, RecursionError) as error:
        message = "the text is not a delivery"
        raise ValueError(message) from error


def _checked(text: str, is_id: Callable[[str], bool]) -> str:
    """Ids become keys of rows."""
    if is_id(text):
        return text
    message = "the text names no delivery"
    raise ValueError(message)


def _is_delivery_id(text: str) -> bool:
    return _ID.fullmatch(text) is not None


def _json(members: object) -> str:
    return json.dumps(members, ensure_ascii=False)
