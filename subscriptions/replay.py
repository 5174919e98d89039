"""Queue deliveries on request: dead letters again, and test events."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from shared.domain.errors import SmsError
from subscriptions.domain.event import SubscriptionState, test_members
from subscriptions.storage.event_queue import delivery_of, delivery_to_text

if TYPE_CHECKING:
    from shared.runtime import Ids
    from subscriptions.deliver import EventDelivery
    from subscriptions.storage.dead_letters import DeadLetter
    from subscriptions.storage.subscriptions import Subscription

DEAD_LETTERS_PER_REPLAY = 100

_EVENT_ID_BYTES = 16


class InactiveSubscriptionError(SmsError):
    """The subscription gets no deliveries in its state."""

    code = "inactive_subscription"

    def __init__(self, state: SubscriptionState) -> None:
        super().__init__(f"The subscription is {state}: it gets no deliveries.")


async def replay(subscription: Subscription, event_delivery: EventDelivery) -> tuple[int, bool]:
    """
    Put up to 100 dead letters of a subscription back into the queue, the oldest first.

    They have 24 hours again, and the ids they had. Put first and deleted then: dying in between
    delivers some of them twice and loses none.

    Returns
    -------
    tuple of int and bool
        How many, and whether there are more.

    Raises
    ------
    InactiveSubscriptionError
        The dead letters stay as they are.
    """
    _refuse_inactive(subscription)
    limit, name = DEAD_LETTERS_PER_REPLAY, subscription.subscription_id
    found = await event_delivery.dead_letters.page(name, after="", limit=limit + 1)
    letters = found[:limit]
    await asyncio.gather(*(_put(letter, event_delivery) for letter in letters))
    await event_delivery.dead_letters.remove(letters)
    return len(letters), len(found) > limit


async def queue_test_event(
    subscription: Subscription, event_delivery: EventDelivery, ids: Ids
) -> str:
    """
    Queue an event of the type `test`, delivered and retried as all others; gives its id.

    Raises
    ------
    InactiveSubscriptionError
        Nothing was queued.
    """
    _refuse_inactive(subscription)
    event_id, now = ids.randomness(_EVENT_ID_BYTES).hex(), event_delivery.clock()
    event = test_members(subscription.subscription_id, event_id, now)
    delivery = delivery_of(subscription.subscription_id, [event], now)
    await event_delivery.queue.put(delivery_to_text(delivery))
    return event_id


def _refuse_inactive(subscription: Subscription) -> None:
    if subscription.state is not SubscriptionState.ACTIVE:
        raise InactiveSubscriptionError(subscription.state)


async def _put(letter: DeadLetter, event_delivery: EventDelivery) -> None:
    again = replace(letter.delivery, attempt_count=0, since=event_delivery.clock())
    await event_delivery.queue.put(delivery_to_text(again))
