"""A subscriber that does not respond takes a few places, and the others get their events."""

import asyncio
from collections.abc import Mapping

from composition.app import run_as
from shared.outgoing.http import Response
from subscriptions.deliver import DELIVERIES_AT_ONCE, deliver
from tests.support.virtual_time import LoopClock, run_in_virtual_time
from tests.support.world import World
from tests.unit.subscriptions.subscription_helpers import URL, subscribe
from tests.unit.subscriptions.test_deliver import publish

DEAD = "https://dead.example/"
ANSWER_SECONDS = 10
HOSTS_PLACES = 24


class OneDeadSubscriber:
    """Answers all but one URL; counts the deliveries that are in progress there."""

    def __init__(self) -> None:
        self.got: list[str] = []
        self.in_progress = 0
        self.most = 0

    async def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Response:
        del headers, body
        self.got.append(url)
        if url != DEAD:
            return Response(204, {}, b"")
        self.in_progress += 1
        self.most = max(self.most, self.in_progress)
        await asyncio.sleep(ANSWER_SECONDS)
        self.in_progress -= 1
        return Response(500, {}, b"")


async def play() -> tuple[OneDeadSubscriber, list[int], float]:
    """Deliver 24 events to each, first to the dead one; tells when the other had all of them."""
    subscriber, world = OneDeadSubscriber(), World(clock=LoopClock())
    app = world.app(event_receiver=subscriber)
    with run_as(app):
        dead = (await subscribe(url=DEAD))["subscriptionId"]
        await subscribe(url=URL)
        for number in range(HOSTS_PLACES):
            await publish(world, number)
        items, world.event_queue.items = world.event_queue.items, []
        host, had_all_at = asyncio.Semaphore(HOSTS_PLACES), 0.0

        async def run(text: str) -> None:
            nonlocal had_all_at
            async with host:
                await deliver(text.encode(), app.event_delivery)
            if not had_all_at and subscriber.got.count(URL) == HOSTS_PLACES:
                had_all_at = asyncio.get_running_loop().time()

        texts = sorted((text for text, _ in items), key=lambda text: dead not in text)
        await asyncio.gather(*map(run, texts))
    return subscriber, [delay for _, delay in world.event_queue.items], had_all_at


def test_subscriber_that_does_not_respond_takes_a_few_places_and_the_others_go_on() -> None:
    subscriber, delays, had_all_at = run_in_virtual_time(play)
    assert subscriber.most == DELIVERIES_AT_ONCE
    assert 0 < had_all_at < ANSWER_SECONDS
    # What found no place waits; what was tried is tried again.
    assert len(delays) == HOSTS_PLACES
    assert delays.count(30) == HOSTS_PLACES - DELIVERIES_AT_ONCE
