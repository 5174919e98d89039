"""A system that subscribed learns what happens: real queue, real wire, and its own bad moments."""

import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from tests.support.local_app import TOLL_FREE, LocalApp, poll


@dataclass
class Listener:
    """A system of the customer: keeps what it receives, after refusing as often as a test wants."""

    url: str = ""
    refusals: int = 0
    got: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)
    refused: list[Mapping[str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.refusals:
            self.refusals -= 1
            self.refused.append(request.headers)
            return web.Response(status=503)
        self.got.append((request.headers, body))
        return web.Response(status=204)

    def events(self, person: str) -> list[Any]:
        """Give the events about a person that it received, once each."""
        received = (event for _, body in self.got for event in json.loads(body)["events"])
        return list({e["eventId"]: e for e in received if person in e["data"].values()}.values())

    async def learns(self, person: str, *whats: str) -> list[Any]:
        """Wait until it has received these statuses, states or kinds of a person."""

        async def has_learnt() -> list[Any]:
            events = self.events(person)
            found = {word for e in events for word in (e["type"], *map(str, e["data"].values()))}
            return events if set(whats) <= found else []

        found: list[Any] = await poll(has_learnt, seconds=60)
        return found


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    listener = Listener()
    application = web.Application()
    application.router.add_post("/events", listener.take)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    listener.url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
    yield listener
    await runner.cleanup()


@pytest.fixture
async def secret(app: LocalApp, listener: Listener) -> AsyncIterator[str]:
    """Subscribe the listener to everything, and wait until the app's one process knows."""
    body = {"url": listener.url, "events": ["message.status", "inbound", "opt_out"]}
    answer = await app.call("POST", "subscriptions", body)
    assert answer.status == 201, answer
    yield answer.json["secret"]
    ended = await app.call("DELETE", f"subscriptions/{answer.json['subscriptionId']}")
    assert ended.status == 200


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    is_recent = abs(time.time() - int(headers["webhook-timestamp"])) < 300
    return is_recent and headers["webhook-signature"] == f"v1,{expected}"


async def test_listener_learns_of_a_message_a_reply_and_a_stop(
    app: LocalApp, listener: Listener, secret: str, person: str
) -> None:
    message_id = await app.send_one(person, "Is nine o'clock fine?")
    await listener.learns(person, "sent", "delivered")
    await app.text_in(person, TOLL_FREE, "STOP")
    events = await listener.learns(person, "inbound", "opt_out", "opted_out")

    assert all(is_signed(secret, headers, body) for headers, body in listener.got)
    of_message = [event["data"] for event in events if event["type"] == "message.status"]
    assert {one["messageId"] for one in of_message} == {message_id}
    assert {one["status"] for one in of_message} == {"sent", "delivered"}
    (inbound,) = [event["data"] for event in events if event["type"] == "inbound"]
    assert (inbound["from"], inbound["to"], inbound["message"]) == (person, TOLL_FREE, "STOP")


@pytest.mark.usefixtures("secret")
async def test_subscriber_that_is_down_for_a_moment_receives_the_same_later(
    app: LocalApp, listener: Listener, person: str
) -> None:
    listener.refusals = 1
    await app.send_one(person, "Are you there already?")
    await listener.learns(person, "sent", "delivered")

    (refused,) = listener.refused
    ids = [headers["webhook-id"] for headers, _ in listener.got]
    assert ids.count(refused["webhook-id"]) == 1
