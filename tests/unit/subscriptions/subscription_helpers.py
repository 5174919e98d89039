"""Subscribing, and playing the host of the queue `events`."""

import json
from typing import Any

import azure.functions as func

from subscriptions import functions
from subscriptions.deliver import deliver
from subscriptions.domain.event import EventKind
from tests.support.web import call, document, get, post
from tests.support.world import World

URL = "https://example.com/events"


async def subscribe(*kinds: str, url: str = URL) -> Any:
    """Subscribe to these kinds, or to all; gives the answer with the secret."""
    body = {"url": url, "events": list(kinds or EventKind)}
    answer = await call(functions.create_subscription, post(body))
    assert answer.status_code == 201
    return document(answer)


async def run_queue(world: World) -> list[int]:
    """Play the host: deliver all that waits, once; gives the delays it had waited."""
    items, world.event_queue.items = world.event_queue.items, []
    for text, delay_seconds in items:
        world.clock.advance(seconds=delay_seconds)
        await deliver(text.encode(), world.app().event_delivery)
    return [delay_seconds for _, delay_seconds in items]


def published_events(world: World) -> list[Any]:
    """Give the events that subscribers got, in order."""
    return [event for _, _, body in world.subscriber.got for event in json.loads(body)["events"]]


async def dead_letters(subscription_id: str, **params: str) -> Any:
    route = {"subscriptionId": subscription_id}
    answer = await call(functions.list_dead_letters, get(route=route, params=params))
    assert answer.status_code == 200
    return document(answer)


async def change(subscription_id: str, **members: object) -> func.HttpResponse:
    """Change a subscription."""
    request = func.HttpRequest(
        "PATCH",
        "/api",
        route_params={"subscriptionId": subscription_id},
        headers={"Content-Length": "1"},
        body=json.dumps(members).encode(),
    )
    return await call(functions.change_subscription, request)


async def at(name: str, subscription_id: str, method: str = "GET") -> func.HttpResponse:
    """Call one of the functions about one subscription."""
    request = func.HttpRequest(
        method, "/api", route_params={"subscriptionId": subscription_id}, body=b""
    )
    return await call(getattr(functions, name), request)
