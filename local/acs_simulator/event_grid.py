"""Hands events to the subscriptions that want them, with the faults that were ordered."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import dataclass, field

import aiohttp

from local.acs_simulator.events import PLAIN, Event, KeyCase, Style, encode_event
from local.acs_simulator.faults import EventFault, FaultBook
from local.acs_simulator.handshake import shake_hands
from local.acs_simulator.subscription import Delivery, Speed, Subscription, SubscriptionPlan

_SETTLE_SECONDS_MAX = 10.0


@dataclass(slots=True, eq=False)
class EventGrid:
    """All event subscriptions of the resource."""

    resource_id: str
    session: aiohttp.ClientSession
    faults: FaultBook
    speed: Speed = field(default_factory=Speed)
    _subscriptions: dict[str, Subscription] = field(default_factory=dict)
    _held: list[tuple[Event, Style]] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def subscribe(self, plan: SubscriptionPlan) -> None:
        """
        Create or replace a subscription, after its endpoint has agreed.

        Raises
        ------
        HandshakeError
            If it does not; an earlier subscription of that name is then gone too.
        """
        await self.unsubscribe(plan.name)
        await shake_hands(
            self.session,
            plan.url,
            plan.schema,
            topic=self.resource_id,
            speed=self.speed.factor,
        )
        await self.unsubscribe(plan.name)  # another request may have been quicker
        self._subscriptions[plan.name] = Subscription(plan, self.session, self.speed)

    async def unsubscribe(self, name: str) -> bool:
        """Remove a subscription with all that is pending, and say whether there was one."""
        subscription = self._subscriptions.pop(name, None)
        if subscription is not None:
            await subscription.close()
        return subscription is not None

    def subscriptions(self) -> Sequence[Subscription]:
        """Return the subscriptions, in the order they were made."""
        return tuple(self._subscriptions.values())

    async def drop_pending(self) -> None:
        """Forget every event that has not arrived; the subscriptions stay, counting from zero."""
        self._held.clear()
        await self._cancel_tasks()
        for subscription in self.subscriptions():
            await self.unsubscribe(subscription.plan.name)
            plan = subscription.plan
            self._subscriptions[plan.name] = Subscription(plan, self.session, self.speed)

    async def close(self) -> None:
        """End all deliveries."""
        await self._cancel_tasks()
        for subscription in self.subscriptions():
            await self.unsubscribe(subscription.plan.name)

    def publish(self, events: Sequence[Event]) -> None:
        """Send events to those who subscribed to them, unless a fault says otherwise."""
        if not self.faults.waiting():
            self._enqueue(events)
            return
        for event in events:
            self._publish_with_faults(event)

    async def publish_and_wait(self, events: Iterable[Event]) -> None:
        """Send events one after the other, each after the last has settled (or 10 s)."""
        await self._enqueue_in_turn([(event, PLAIN) for event in events])

    def release_held(self) -> None:
        """Send what waits to be reversed, newest first."""
        held, self._held = self._held, []
        if held:
            self._start(self._enqueue_in_turn(held[::-1]))

    def _publish_with_faults(self, event: Event) -> None:
        take = self.faults.for_event
        if take(EventFault.LOSE):
            return
        style = self._style()
        if delay := take(EventFault.DELAY):
            self._start(self._enqueue_later(event, style, delay.seconds))
        elif reverse := take(EventFault.REVERSE):
            self._held.append((event, style))
            if reverse.remaining == 0:
                self.release_held()
        elif repeat := take(EventFault.REPEAT):
            self._enqueue([event] * repeat.times, style)
        else:
            self._enqueue([event], style)

    def _style(self) -> Style:
        key_case = self.faults.for_event(EventFault.KEY_CASE)
        plus = self.faults.for_event(EventFault.PLUS)
        return Style(
            key_case=KeyCase(key_case.key_case) if key_case else None,
            plus=plus.plus if plus else None,
        )

    def _enqueue(self, events: Sequence[Event], style: Style = PLAIN) -> None:
        for subscription in self._subscriptions.values():
            wanted = [event for event in events if event.type in subscription.plan.event_types]
            subscription.enqueue(
                Delivery(self._encode(event, subscription, style)) for event in wanted
            )

    async def _enqueue_later(self, event: Event, style: Style, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._enqueue([event], style)

    async def _enqueue_in_turn(self, items: Sequence[tuple[Event, Style]]) -> None:
        for event, style in items:
            if settled := self._enqueue_watched(event, style):
                await asyncio.wait(settled, timeout=_SETTLE_SECONDS_MAX)

    def _enqueue_watched(self, event: Event, style: Style) -> list[asyncio.Future[None]]:
        settled: list[asyncio.Future[None]] = []
        for subscription in self._subscriptions.values():
            if event.type in subscription.plan.event_types:
                settled.append(asyncio.get_running_loop().create_future())
                body = self._encode(event, subscription, style)
                subscription.enqueue([Delivery(body, settled[-1])])
        return settled

    def _encode(self, event: Event, subscription: Subscription, style: Style) -> bytes:
        schema = subscription.plan.schema
        return encode_event(event, schema, resource_id=self.resource_id, style=style)

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _cancel_tasks(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
