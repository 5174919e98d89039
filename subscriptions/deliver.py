"""
Deliver events: sign them, post them, retry for 24 hours.

A delivery may arrive twice, because a worker can die between the response and the deletion of the
queue message: its id and the ids of its events stay the same.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from http import HTTPStatus
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, Protocol

from shared.domain.errors import StorageError
from shared.log import log_event, minute_log
from shared.outgoing.http import NoResponseError, wait_asked_for
from subscriptions.domain.event import SubscriptionState
from subscriptions.domain.receiver import signed_headers
from subscriptions.receiver import RefusedAddressError
from subscriptions.storage.event_queue import Delivery, delivery_from_text, delivery_to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shared.outgoing.http import Response
    from shared.runtime import Clock
    from shared.storage.queue import BackgroundQueue
    from subscriptions.storage.dead_letters import DeadLetters
    from subscriptions.storage.erased_lately import ErasedLately
    from subscriptions.storage.subscriptions import Subscription, Subscriptions

RETRY_DELAYS_SECONDS = (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 29_845)
"""Together 24 hours; what fails after the last is a dead letter."""

LONGEST_ASKED_WAIT_SECONDS = 3_600
"""The longest `Retry-After` of a subscriber that is followed; a longer one counts as this."""

_STORAGE_RETRY_SECONDS = 60
_MAY_ASK_FOR_A_WAIT = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}
_SUCCESS = range(200, 300)

DELIVERIES_AT_ONCE = 6
"""Of one subscription in one process; the host runs up to 24 deliveries at a time."""

_PLACE_SECONDS = 1
"""How long a delivery waits while others of its subscription are in progress."""

_BUSY_SECONDS = 30


class EventReceiver(Protocol):
    """Delivers events to subscribed systems."""

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        """Deliver once; see `Subscriber.post`."""


class _Failure(NamedTuple):
    """Why a try failed, for machines, and how long the subscriber asks to wait."""

    reason: str
    status: int = 0
    wait_seconds: float = 0


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
    erased: ErasedLately
    clock: Clock


async def deliver(body: bytes, event_delivery: EventDelivery) -> None:
    """
    Try a delivery once, then delete, reschedule or dead-letter it. Two operations at most.

    One more for events that are older than a minute: those about people erased since are dropped.

    The response 410 ends the subscription, which is one operation more. What waits for a
    subscription that is not active is dead-lettered without a try.

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
    events = await event_delivery.erased.without_erased(delivery, event_delivery.clock())
    if delivery.events and not events:
        return
    delivery = replace(delivery, events=events)
    # Read anew: what another process made a moment ago is not known here yet.
    subscription = await event_delivery.subscriptions.find(delivery.subscription_id)
    if subscription is None:
        log_event("delivery_dropped", eventCount=len(delivery.events))
        return
    if subscription.state is SubscriptionState.PAUSED:
        await _keep(delivery, event_delivery)
        return
    if subscription.state is SubscriptionState.ENDED:
        await _dead_letter(delivery, "subscription_ended", event_delivery)
        return
    failure = await _post(delivery, subscription, event_delivery)
    if failure:
        failed = replace(delivery, attempt_count=delivery.attempt_count + 1)
        await _after_failure(failed, failure, subscription, event_delivery)


async def _keep(delivery: Delivery, event_delivery: EventDelivery) -> None:
    """Keep a delivery of a paused subscription for a replay: a wish, not an error to alert of."""
    await event_delivery.dead_letters.add(delivery, "subscription_paused", event_delivery.clock())
    name = delivery.subscription_id
    minute_log.log("delivery_kept", name, level=logging.INFO, subscriptionId=name)


async def _after_failure(
    failed: Delivery, failure: _Failure, subscription: Subscription, event_delivery: EventDelivery
) -> None:
    name, reason = subscription.subscription_id, failure.reason
    minute_log.log("delivery_failed", name, subscriptionId=name, reason=reason)
    is_over = failure.status == HTTPStatus.GONE and await _end(subscription, reason, event_delivery)
    if is_over or failed.attempt_count > len(RETRY_DELAYS_SECONDS):
        await _dead_letter(failed, reason, event_delivery)
        return
    delay_seconds = RETRY_DELAYS_SECONDS[failed.attempt_count - 1]
    asked_seconds = ceil(min(failure.wait_seconds, LONGEST_ASKED_WAIT_SECONDS))
    await event_delivery.queue.put(delivery_to_text(failed), max(delay_seconds, asked_seconds))


async def _end(subscription: Subscription, reason: str, event_delivery: EventDelivery) -> bool:
    """End a subscription; False if it was changed meanwhile, for its new URL was not tried."""
    ended = await event_delivery.subscriptions.change(
        replace(
            subscription,
            state=SubscriptionState.ENDED,
            state_reason=reason,
            state_changed_at=event_delivery.clock(),
        )
    )
    if ended:
        name = subscription.subscription_id
        log_event("subscription_ended", level=logging.ERROR, subscriptionId=name, reason=reason)
    return ended


async def _dead_letter(delivery: Delivery, reason: str, event_delivery: EventDelivery) -> None:
    await event_delivery.dead_letters.add(delivery, reason, event_delivery.clock())
    log_event(
        "delivery_dead_lettered",
        level=logging.ERROR,
        subscriptionId=delivery.subscription_id,
        reason=reason,
        eventCount=len(delivery.events),
    )


async def _post(
    delivery: Delivery, subscription: Subscription, event_delivery: EventDelivery
) -> _Failure | None:
    """Give the reason why it failed; None if it did not."""
    body, clock = delivery.body(), event_delivery.clock
    former = [one.secret for one in subscription.valid_former_secrets(clock())]
    proof = signed_headers(subscription.secret, delivery.delivery_id, clock(), body, former)
    headers = {"Content-Type": "application/json", **proof}
    try:
        response = await event_delivery.receiver.post(subscription.url, headers, body)
    except RefusedAddressError:
        return _Failure("address_refused")
    except NoResponseError:
        return _Failure("no_answer")
    status = response.status
    if status in _SUCCESS:
        return None
    asked = status in _MAY_ASK_FOR_A_WAIT and wait_asked_for(response.headers, clock())
    return _Failure(f"http_{status}", status, asked or 0)
