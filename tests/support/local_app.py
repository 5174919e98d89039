"""The local world for tests: Azurite, simulator and app on free ports, and hands to use it."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, NamedTuple

import aiohttp

from local.dev.azurite import Azurite
from local.dev.process import Child
from tests.support.contract import assert_as_documented, operation_at
from tests.support.counting_proxy import Traffic

TOLL_FREE = "+18335550100"
LONG_CODE = "+14255550100"
OWN_NUMBERS = (TOLL_FREE, "+18335550101", LONG_CODE)
REFUSAL = "Sender blocked for given recipient."
RESOURCE_ID = (
    "/subscriptions/00000000-0000-4000-8000-000000000000/resourceGroups/local"
    "/providers/Microsoft.Communication/CommunicationServices/paloma-local"
)
_EVENTS = {
    "inbound": "Microsoft.Communication.SMSReceived",
    "delivery-reports": "Microsoft.Communication.SMSDeliveryReportReceived",
}
_SHORTEST_PAUSE_SECONDS = 0.05
_SHORTEST_TEXT = 10  # shorter ones, such as STOP, may be part of any line


@dataclass
class Record:
    """
    What every host said once it was ready, and the texts that went through the apps.

    Attributes
    ----------
    host_lines : list of str
        In order; checking them empties the list.
    """

    host_lines: list[str] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)


RECORD = Record()


class Response(NamedTuple):
    """What came back; `json` is None for an empty body, the text where it is no JSON."""

    status: int
    headers: Mapping[str, str]
    json: Any


@dataclass(frozen=True)
class LocalApp:
    """
    A run as its users see it: by HTTP.

    Attributes
    ----------
    storage : Azurite
        What the app calls.
    host : Child
        The program that runs the app, with the last lines of its log.
    """

    url: str
    simulator_url: str
    storage: Azurite
    host: Child
    session: aiohttp.ClientSession

    async def call(self, method: str, path: str, body: object = None, **more: Any) -> Response:
        """Call the app, or another full URL, with bytes or a value to be sent as JSON."""
        url = path if path.startswith("http") else f"{self.url}/api/{path}"
        headers = {} if body is None else {"Content-Type": "application/json"}
        headers |= more.pop("headers", {})
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        RECORD.texts.update(_texts_in(body))
        data = None if body is None else BytesIO(content)
        async with self.session.request(
            method, url, data=data, headers=headers, **more
        ) as response:
            operation = operation_at(method, url) if url.startswith(self.url) else None
            # A refusal without an id is of the host itself.
            is_of_host = response.status >= 400 and "X-Request-Id" not in response.headers
            if operation and not is_of_host:
                read = await response.read()
                assert_as_documented(operation, response.status, response.headers, read)
            is_json = "json" in response.content_type
            found = await response.json(content_type=None) if is_json else await response.text()
            return Response(response.status, response.headers, found or None)

    async def control(self, method: str, path: str, body: object = None) -> Any:
        """Move the simulator's world; gives the JSON of the answer."""
        answer = await self.call(method, f"{self.simulator_url}/_simulator/{path}", body)
        assert answer.status < 300, answer
        return answer.json

    async def subscribe(self, schema: str = "EventGridSchema", batch: int = 1000) -> None:
        """Have both kinds of events delivered to the app."""
        for name, event_type in _EVENTS.items():
            plan = {
                "url": f"{self.url}/api/webhooks/{name}",
                "eventTypes": [event_type],
                "schema": schema,
                "maxEventsPerBatch": batch,
                "preferredBatchSizeInKilobytes": 1024,
            }
            answer = await self.control("PUT", f"subscriptions/{name}", plan)
            assert answer["status"] == "validated"

    async def begin_anew(self) -> None:
        """Empty every phone; messages move on at once, and their events come in batches."""
        await self.control("POST", "reset")
        await self.subscribe()
        await self.control("POST", "progression", {"mode": "immediate"})
        await self.control("POST", "event-schedule", {"speed": 1000})

    async def send(self, sender: str, to: object, message: str = "Hello", **more: Any) -> Any:
        """Have a send accepted; gives the JSON of the 202."""
        answer = await self.call(
            "POST", "sms", {"from": sender, "to": to, "message": message, **more}
        )
        assert answer.status == 202, answer
        return answer.json

    async def send_one(self, person: str, message: str = "Hello", **more: Any) -> str:
        """Have a text to one person accepted; gives the message id."""
        accepted = await self.send(more.pop("sender", TOLL_FREE), person, message, **more)
        return str(accepted["messages"][0]["messageId"])

    async def message(self, message_id: str) -> Any:
        answer = await self.call("GET", f"messages/{message_id}")
        assert answer.status == 200, answer
        return answer.json

    async def reaches(self, message_id: str, status: str, *, seconds: float = 45) -> Any:
        """Wait until a message has a status; gives it."""
        found: Any = None

        async def has_it() -> Any:
            nonlocal found
            found = await self.message(message_id)
            return found if found["status"] == status else None

        try:
            return await poll(has_it, seconds=seconds)
        except AssertionError as error:
            error.add_note(f"The message is {found!r}")
            raise

    async def on_phone(self, person: str) -> list[str]:
        """Texts that a phone got from the app, oldest first."""
        found = await self.control("GET", f"messages?number={person.lstrip('+')}&limit=99999")
        return [one["message"] for one in found["messages"] if one["origin"] == "api"]

    async def calls_of(self, *message_ids: str) -> list[Any]:
        """Give the requests that ACS took for these messages: their tag begins the ids."""
        requests = (await self.control("GET", "requests"))["requests"]
        return [
            one
            for one in requests
            if one["tag"] and any(i.startswith(one["tag"]) for i in message_ids)
        ]

    async def opt_out(self, sender: str, person: str) -> Any:
        """Give the registry's entry, or None."""
        return (await self.call("GET", f"opt-outs/{sender}/{person}")).json

    async def registry_says(self, person: str, state: str, sender: str = TOLL_FREE) -> Any:
        """Wait until the registry has a state; gives its entry."""

        async def is_so() -> Any:
            entry = await self.opt_out(sender, person)
            return entry if entry.get("state") == state else None

        return await poll(is_so)

    async def text_in(self, person: str, own_number: str, message: str) -> Any:
        return await self.control(
            "POST", "inbound", {"from": person, "to": own_number, "message": message}
        )


@dataclass(frozen=True)
class CountedApp(LocalApp):
    """
    A run whose operations in storage are counted.

    Attributes
    ----------
    traffic : Traffic
        What it asked of tables and queues.
    """

    traffic: Traffic


def _texts_in(body: object) -> Iterator[str]:
    text = body.get("message") if isinstance(body, dict) else None
    if isinstance(text, str) and len(text) >= _SHORTEST_TEXT:
        yield text


async def poll(probe: Callable[[], Awaitable[Any]], *, seconds: float = 45) -> Any:
    """
    Ask again until the answer is true; fails after `seconds`, showing the last answer.

    What takes long is asked about less often: each answer is work for all programs.
    """
    began = time.monotonic()
    while not (found := await probe()):
        waited_seconds = time.monotonic() - began
        assert waited_seconds < seconds, f"not within {seconds} s: {found!r}"
        await asyncio.sleep(min(max(_SHORTEST_PAUSE_SECONDS, waited_seconds / 10), 1))
    return found
