"""
Publish events: from events to queue messages, those of concurrent callers together.

Code that produces events publishes them before the message that caused them is deleted. An
event that is published twice has the same id; when `publish` returns, the events are durable.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from shared.runtime import Batcher
from subscriptions.storage.event_queue import delivery_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from shared.carriers.events import InboundMessage
    from shared.storage.queue import BackgroundQueue
    from subscriptions.domain.event import AppEvent, EventKind
    from subscriptions.storage.subscriptions import Subscriptions

_MAX_PUBLISHERS = 500


class EventOutbox:
    """Puts events into the queue of every subscriber; one for the life of the process."""

    def __init__(
        self, subscriptions: Subscriptions, queue: BackgroundQueue, clock: Callable[[], datetime]
    ) -> None:
        self._subscriptions = subscriptions
        self._queue = queue
        self._clock = clock
        self._batcher = Batcher(self._put_batch, max_items=_MAX_PUBLISHERS)

    async def has_subscribers(self, kind: EventKind) -> bool:
        """
        Tell whether a kind of event has subscribers; an operation every 4 seconds.

        Raises
        ------
        StorageError
            It is unknown.
        """
        cached = await self._subscriptions.cached(self._clock())
        return any(subscription.wants(kind) for subscription in cached)

    async def erased_until(self, numbers: Collection[str]) -> Mapping[str, datetime]:
        """
        Tell which people were erased lately: what they did up to that moment is not published.

        See `Subscriptions.erased_until`.
        """
        return await self._subscriptions.erased_until(numbers, self._clock())

    async def without_erased(self, messages: Sequence[InboundMessage]) -> list[InboundMessage]:
        """Give messages but those that people wrote who were erased since; see `erased_until`."""
        erased = await self.erased_until({one.user_number for one in messages})
        return [
            one
            for one in messages
            if one.user_number not in erased or one.received_at > erased[one.user_number]
        ]

    async def publish(self, events: Sequence[AppEvent]) -> None:
        """
        Publish events to their subscribers; a queue message for 100 or fewer.

        Raises
        ------
        StorageError
            Not all of them are known to be in the queue; publish them again.
        """
        kinds = [
            kind for kind in {event.kind for event in events} if await self.has_subscribers(kind)
        ]
        if wanted := [event for event in events if event.kind in kinds]:
            await self._batcher.add(wanted)

    async def _put_batch(self, groups: Sequence[Sequence[AppEvent]]) -> None:
        now = self._clock()
        events = list({event.event_id: event for group in groups for event in group}.values())
        texts = [
            text
            for subscription in await self._subscriptions.cached(now)
            for text in delivery_texts(
                subscription.subscription_id,
                [event for event in events if subscription.wants(event.kind)],
                now,
            )
        ]
        await asyncio.gather(*map(self._queue.put, texts))


def event_id_of(parts: Iterable[str]) -> str:
    """Derive an event's id from the parts of its content."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]
