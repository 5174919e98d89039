"""
Deliver events: sign them, post them, retry for 24 hours, and replay dead letters.

A delivery may arrive twice, because a worker can die between the response and the deletion of the
queue message: its id and the ids of its events stay the same.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from shared.domain.errors import StorageError
from shared.log import log_event, minute_log
from shared.outgoing.http import NoResponseError
from subscriptions.domain.receiver import signed_headers
from subscriptions.receiver import RefusedAddressError
from subscriptions.storage.event_queue import Delivery, delivery_from_text, delivery_to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.runtime import Clock
    from shared.storage.azure_queue import BackgroundQueue
    from subscriptions.storage.dead_letters import DeadLetter, DeadLetters
    from subscriptions.storage.subscriptions import Subscription, Subscriptions

RETRY_DELAYS_SECONDS = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 29_845)
"""Together 24 hours; what fails after the last is a dead letter."""

_STORAGE_RETRY_SECONDS = 60
_SUCCESS = range(200, 300)

DEAD_LETTERS_PER_REPLAY = 100

DELIVERIES_AT_ONCE = 6
"""Of one subscription in one process; the host runs up to 24 deliveries at a time."""

_PLACE_SECONDS = 1
"""How long a delivery waits while others of its subscription are in progress."""

_BUSY_SECONDS = 30


class EventReceiver(Protocol):
    """Delivers events to subscribed systems."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Deliver once; see `Subscriber.post`."""


class DeliveryPlaces:
    """
    The deliveries in progress, by subscription; for the life of the process.

    A subscriber that does not respond keeps each of its deliveries for ten seconds. Without a limit
    these would take all places that the host has, and the other subscribers would wait.
    """

    def __init__(self) -> None:
        self._by_subscription: dict[str, asyncio.Semaphore] = {}

    async def take(self, subscription_id: str) -> bool:
        """Take a place; False if none becomes free in a second."""
        places = self._by_subscription.setdefault(
            subscription_id, asyncio.Semaphore(DELIVERIES_AT_ONCE)
        )
        try:
            async with asyncio.timeout(_PLACE_SECONDS):
                return await places.acquire()
        except TimeoutError:
            return False

    def free(self, subscription_id: str) -> None:
        """Give a place back that was taken."""
        self._by_subscription[subscription_id].release()


@dataclass(frozen=True, slots=True)
class EventDelivery:
    """The dependencies of event delivery."""

    subscriptions: Subscriptions
    dead_letters: DeadLetters
    queue: BackgroundQueue
    receiver: EventReceiver
    places: DeliveryPlaces
    clock: Clock


async def deliver(body: bytes, event_delivery: EventDelivery) -> None:
    """
    Try a delivery once, then delete, reschedule or dead-letter it. Two operations at most.

    While tables are unavailable, or other deliveries of the subscription take all its places, it is
    put back without counting the try.

    Raises
    ------
    ValueError
        The message is no delivery.
    StorageError
        The queue is unavailable too; the host redelivers the message.
    """
    delivery = delivery_from_text(body.decode())
    queue, places = event_delivery.queue, event_delivery.places
    if not await places.take(delivery.subscription_id):
        await queue.put(delivery_to_text(delivery), _BUSY_SECONDS)
        return
    try:
        await _deliver(delivery, event_delivery)
    except StorageError:
        await queue.put(delivery_to_text(delivery), _STORAGE_RETRY_SECONDS)
    finally:
        places.free(delivery.subscription_id)


async def give_up_delivery(body: bytes, event_delivery: EventDelivery) -> None:
    """Keep a delivery that failed five times as a dead letter; an unreadable one is dropped."""
    try:
        delivery = delivery_from_text(body.decode())
    except ValueError:
        log_event("message_poisoned", level=logging.ERROR, queue="events", isReadable=False)
        return
    log_event("message_poisoned", level=logging.ERROR, queue="events", isReadable=True)
    try:
        await event_delivery.dead_letters.add(delivery, "gave_up", event_delivery.clock())
    except StorageError:
        await event_delivery.queue.put(delivery_to_text(delivery), _STORAGE_RETRY_SECONDS)


async def _deliver(delivery: Delivery, event_delivery: EventDelivery) -> None:
    # Read anew: what another process made a moment ago is not known here yet.
    subscription = await event_delivery.subscriptions.find(delivery.subscription_id)
    if subscription is None:
        log_event("delivery_dropped", eventCount=len(delivery.events))
        return
    reason = await _post(delivery, subscription, event_delivery)
    if not reason:
        return
    failed = replace(delivery, attempt_count=delivery.attempt_count + 1)
    name = subscription.subscription_id
    minute_log.log("delivery_failed", name, subscriptionId=name, reason=reason)
    if delivery.attempt_count < len(RETRY_DELAYS_SECONDS):
        delay_seconds = RETRY_DELAYS_SECONDS[delivery.attempt_count]
        await event_delivery.queue.put(delivery_to_text(failed), delay_seconds)
    else:
        await event_delivery.dead_letters.add(failed, reason, event_delivery.clock())
        log_event(
            "delivery_dead_lettered",
            level=logging.ERROR,
            subscriptionId=name,
            reason=reason,
            eventCount=len(delivery.events),
        )


async def _post(
    delivery: Delivery, subscription: Subscription, event_delivery: EventDelivery
) -> str:
    """Give the reason why it failed; empty if it did not."""
    body = delivery.body()
    proof = signed_headers(subscription.secret, delivery.delivery_id, event_delivery.clock(), body)
    headers = {"Content-Type": "application/json", **proof}
    try:
        status = await event_delivery.receiver.post(subscription.url, headers, body)
    except RefusedAddressError:
        return "address_refused"
    except NoResponseError:
        return "no_answer"
    return "" if status in _SUCCESS else f"http_{status}"


async def replay(subscription_id: str, event_delivery: EventDelivery) -> tuple[int, bool]:
    """
    Put up to 100 dead letters of a subscription back into the queue, the oldest first.

    They have 24 hours again, and the ids they had. Put first and deleted then: dying in between
    delivers some of them twice and loses none.

    Returns
    -------
    tuple of int and bool
        How many, and whether there are more.
    """
    limit = DEAD_LETTERS_PER_REPLAY
    found = await event_delivery.dead_letters.page(subscription_id, after="", limit=limit + 1)
    letters = found[:limit]
    await asyncio.gather(*(_put(letter, event_delivery) for letter in letters))
    await event_delivery.dead_letters.remove(letters)
    return len(letters), len(found) > limit


async def _put(letter: DeadLetter, event_delivery: EventDelivery) -> None:
    again = replace(letter.delivery, attempt_count=0, since=event_delivery.clock())
    await event_delivery.queue.put(delivery_to_text(again))
