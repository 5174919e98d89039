"""The customer's own system: subscribes to status events and remembers what it received."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web

from tests.campaign.fast_time import FastTime
from tests.campaign.killable_processes import poll_until

_KNOWN_SECONDS = 6  # docs/events.md: a new subscription counts 5 seconds later, at the latest
_BODY_LIMIT = 8 * 1024**2

Received = Mapping[tuple[str, str], frozenset[str]]
"""The statuses that were received, by send and recipient."""


class Subscriber:
    """
    Receives events; each delivery may come more than once.

    Attributes
    ----------
    refusals : int
        So many deliveries are answered with 503, half of them after they were read.
    """

    def __init__(self) -> None:
        self.url = ""
        self.refusals = 0
        self._received: defaultdict[tuple[str, str], set[str]] = defaultdict(set)

    @property
    def received(self) -> Received:
        return {message: frozenset(statuses) for message, statuses in self._received.items()}

    async def take(self, request: web.Request) -> web.Response:
        body = await request.json()
        is_refused, self.refusals = self.refusals > 0, max(0, self.refusals - 1)
        if not is_refused or self.refusals % 2:
            for data in (event["data"] for event in body["events"]):
                self._received[data["sendId"], data["to"]].add(data["status"])
        return web.Response(status=503 if is_refused else 204)


@asynccontextmanager
async def listening_subscriber() -> AsyncIterator[Subscriber]:
    """Open a subscriber on a free port."""
    subscriber = Subscriber()
    application = web.Application(client_max_size=_BODY_LIMIT)
    application.router.add_post("/events", subscriber.take)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    subscriber.url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    try:
        yield subscriber
    finally:
        await runner.cleanup()


async def subscribe(
    subscriber: Subscriber, app_url: str, session: aiohttp.ClientSession, time: FastTime
) -> None:
    """Subscribe to status events, and wait until every worker knows."""
    body = {"url": subscriber.url, "events": ["message.status"]}
    key = {"Idempotency-Key": "campaign"}

    async def is_stored() -> bool:
        async with session.post(f"{app_url}/api/subscriptions", json=body, headers=key) as answer:
            assert answer.status in {201, 409, 503}, await answer.text()
            return answer.status == 201

    await poll_until(is_stored, 20, what="the subscription is stored")
    await time.sleep(_KNOWN_SECONDS)
