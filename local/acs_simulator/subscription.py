"""One event subscription: its queue, its batches, its deliveries and their retries."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

import aiohttp

from local.acs_simulator.events import EventType, Schema
from local.acs_simulator.handshake import ORIGIN
from local.acs_simulator.retry import RESPONSE_TIMEOUT_SECONDS, is_delivered, next_wait_seconds

# Event Grid promises no figure; enough to keep a local app busy without drowning it.
_POSTS_AT_ONCE = 16
_TIMEOUT = aiohttp.ClientTimeout(total=RESPONSE_TIMEOUT_SECONDS)


@dataclass(frozen=True, slots=True)
class SubscriptionPlan:
    """What a subscription was asked to be; names as in Azure's resource model."""

    name: str
    url: str
    event_types: frozenset[EventType]
    schema: Schema
    events_per_batch_max: int = 1
    batch_size_preferred_bytes: int = 64 * 1024


@dataclass(slots=True)
class Counters:
    """What became of a subscription's events; ``retried`` counts events of failed tries."""

    delivered: int = 0
    retried: int = 0
    dropped: int = 0
    pending: int = 0


@dataclass(slots=True, eq=False)
class Delivery:
    """One event on its way to one endpoint; ``settled`` is set when it is done, if wanted."""

    body: bytes
    settled: asyncio.Future[None] | None = None


@dataclass(slots=True, eq=False)
class _Batch:
    deliveries: list[Delivery]
    attempt_count: int = 0
    waited_seconds: float = 0.0


@dataclass(slots=True)
class Speed:
    """By how much the waits between tries are divided; shared by all subscriptions."""

    factor: float = 1.0


@dataclass(slots=True, eq=False)
class Subscription:
    """
    Posts events to one endpoint, some batches at once, in no promised order.

    A batch that failed is tried again as a whole, after the waits of Event Grid divided by
    ``speed``.
    """

    plan: SubscriptionPlan
    session: aiohttp.ClientSession
    speed: Speed
    counters: Counters = field(default_factory=Counters)
    _queue: deque[Delivery] = field(default_factory=deque)
    _retries: deque[_Batch] = field(default_factory=deque)
    _posts: set[asyncio.Task[None]] = field(default_factory=set)
    _timers: set[asyncio.TimerHandle] = field(default_factory=set)

    def enqueue(self, deliveries: Iterable[Delivery]) -> None:
        """Take events for delivery."""
        before = len(self._queue)
        self._queue.extend(deliveries)
        self.counters.pending += len(self._queue) - before
        self._pump()

    async def close(self) -> None:
        """Drop what is pending and end what is in progress."""
        self._queue.clear()
        self._retries.clear()
        for timer in self._timers:
            timer.cancel()
        posts = list(self._posts)
        for post in posts:
            post.cancel()
        await asyncio.gather(*posts, return_exceptions=True)
        self.counters.pending = 0

    def _pump(self) -> None:
        while len(self._posts) < _POSTS_AT_ONCE and (self._retries or self._queue):
            batch = self._retries.popleft() if self._retries else self._next_batch()
            post = asyncio.get_running_loop().create_task(self._deliver(batch))
            self._posts.add(post)
            post.add_done_callback(self._posted)

    def _posted(self, post: asyncio.Task[None]) -> None:
        self._posts.discard(post)
        if not post.cancelled():
            post.result()
            self._pump()

    def _next_batch(self) -> _Batch:
        deliveries = [self._queue.popleft()]
        size = len(deliveries[0].body)
        while self._queue and len(deliveries) < self.plan.events_per_batch_max:
            size += len(self._queue[0].body)
            if size > self.plan.batch_size_preferred_bytes:
                break
            deliveries.append(self._queue.popleft())
        return _Batch(deliveries)

    async def _deliver(self, batch: _Batch) -> None:
        status = await self._post(batch)
        batch.attempt_count += 1
        if is_delivered(status):
            self.counters.delivered += len(batch.deliveries)
            self._settle(batch)
            return
        wait = next_wait_seconds(
            status, attempt_count=batch.attempt_count, waited_seconds=batch.waited_seconds
        )
        if wait == float("inf"):
            self.counters.dropped += len(batch.deliveries)
            self._settle(batch)
            return
        self.counters.retried += len(batch.deliveries)
        batch.waited_seconds += wait
        self._retry_later(batch, wait / self.speed.factor)

    def _retry_later(self, batch: _Batch, seconds: float) -> None:
        def retry() -> None:
            self._timers.discard(timer)
            self._retries.append(batch)
            self._pump()

        timer = asyncio.get_running_loop().call_later(seconds, retry)
        self._timers.add(timer)

    def _settle(self, batch: _Batch) -> None:
        self.counters.pending -= len(batch.deliveries)
        for delivery in batch.deliveries:
            if delivery.settled and not delivery.settled.done():
                delivery.settled.set_result(None)

    async def _post(self, batch: _Batch) -> int | None:
        headers = self._headers(batch)
        try:
            async with self.session.post(
                self.plan.url,
                data=self._body(batch),
                headers=headers,
                timeout=_TIMEOUT,
                allow_redirects=False,
            ) as response:
                await response.read()
                return response.status
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None

    def _body(self, batch: _Batch) -> bytes:
        bodies = [delivery.body for delivery in batch.deliveries]
        if self.plan.schema is Schema.CLOUD_EVENTS and self.plan.events_per_batch_max == 1:
            return bodies[0]
        return b"[" + b",".join(bodies) + b"]"

    def _headers(self, batch: _Batch) -> dict[str, str]:
        headers = {
            "aeg-event-type": "Notification",
            "aeg-subscription-name": self.plan.name.upper(),
            "aeg-delivery-count": str(batch.attempt_count),
        }
        if self.plan.schema is Schema.EVENT_GRID:
            return headers | {
                "Content-Type": "application/json; charset=utf-8",
                "aeg-data-version": "1.0",
                "aeg-metadata-version": "1",
            }
        form = "cloudevents" if self.plan.events_per_batch_max == 1 else "cloudevents-batch"
        return headers | {
            "Content-Type": f"application/{form}+json; charset=utf-8",
            "Origin": ORIGIN,
        }
