"""Subscribing a system, and reading which outcomes are published to it."""

import json

from send_sms.domain.batch import Batch
from shared.carriers.sending import OutcomeKind
from shared.domain.identifiers import SendAddress
from subscriptions.domain.event import EventKind
from subscriptions.storage.subscriptions import Subscription
from tests.support.world import START, World

Published = set[tuple[str, str]]
"""Message ids and the statuses that were published of them."""


async def subscribe(world: World) -> None:
    """Have a system subscribe to everything."""
    kinds = frozenset(EventKind)
    one = Subscription("1" * 20, "https://example.com/", kinds, START, "whsec_c2VjcmV0")
    await world.app().subscriptions.add(one)


def published(world: World) -> Published:
    """Read what lies in the queue of events, and leave it there."""
    events = [event for text, _ in world.event_queue.items for event in json.loads(text)["events"]]
    return {(event["data"]["messageId"], event["data"]["status"]) for event in events}


def outcomes_of(batch: Batch) -> Published:
    """Give what must have been published about a batch."""
    return {
        (str(batch.message_address(position)), outcome.kind.value)
        for position, outcome in batch.progress.outcomes.items()
        if outcome.kind is not OutcomeKind.UNCERTAIN
    }


async def stored_outcomes(world: World, send: SendAddress) -> Published:
    """Give what must have been published about a send."""
    batches = await world.app().journal.read(send)
    return set().union(*map(outcomes_of, batches))
