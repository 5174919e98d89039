"""What the simulator's tests share: signed requests, an endpoint for events, polling."""

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any, NamedTuple

import aiohttp
from aiohttp import web

from local.acs_simulator import Simulator, SimulatorSettings

TOLL_FREE, LONG_CODE, SHORT_CODE = "+18335550100", "+14255550100", "77001"
PERSON, OTHER_PERSON = "+14255550123", "+14255550124"
RECEIVED = "Microsoft.Communication.SMSReceived"
REPORT = "Microsoft.Communication.SMSDeliveryReportReceived"


class Response(NamedTuple):
    status: int
    headers: dict[str, str]
    json: Any


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass(frozen=True)
class Bench:
    """A running simulator, a session to talk to it, and its clock."""

    simulator: Simulator
    settings: SimulatorSettings
    session: aiohttp.ClientSession
    clock: FrozenClock

    async def control(self, method: str, path: str, body: object = None) -> Response:
        url = f"{self.simulator.url}/_simulator{path}"
        return await _answer(self.session.request(method, url, json=body))

    async def acs(
        self,
        path: str,
        body: object = None,
        *,
        version: str = "2026-01-23",
        method: str = "POST",
        headers: dict[str, str] | None = None,
    ) -> Response:
        """Send a signed request; ``headers`` replace what signing made."""
        raw = (
            b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        )
        target = f"{path}?api-version={version}" if version else path
        signed = self.sign(method, target, raw) | (headers or {})
        url = self.simulator.url + target
        return await _answer(self.session.request(method, url, data=raw, headers=signed))

    def sign(
        self, method: str, target: str, body: bytes, *, date_header: str = "x-ms-date"
    ) -> dict[str, str]:
        date = format_datetime(self.clock(), usegmt=True)
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        host = self.simulator.url.removeprefix("http://")
        text = f"{method}\n{target}\n{date};{host};{digest}"
        key = base64.b64decode(self.settings.access_key)
        made = base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
        names = f"{date_header};host;x-ms-content-sha256"
        return {
            date_header: date,
            "x-ms-content-sha256": digest,
            "Authorization": f"HMAC-SHA256 SignedHeaders={names}&Signature={made}",
            "Content-Type": "application/json",
        }

    async def send(self, *to: str, sender: str = TOLL_FREE, **more: Any) -> Response:
        """Send a text with a report asked for; ``more`` are members of the body."""
        recipients = [{"to": number} for number in to or (PERSON,)]
        body = {
            "from": sender,
            "message": "hello",
            "smsRecipients": recipients,
            "smsSendOptions": {"enableDeliveryReport": True, "tag": "t"},
        }
        return await self.acs("/sms", body | more)

    async def text(self, message: str, *, to: str = TOLL_FREE, person: str = PERSON) -> Response:
        return await self.control(
            "POST", "/inbound", {"from": person, "to": to, "message": message}
        )

    async def messages(self, number: str = PERSON) -> list[dict[str, Any]]:
        answer = await self.control("GET", f"/messages?number={number.removeprefix('+')}")
        found: list[dict[str, Any]] = answer.json["messages"]
        return found

    async def settled(self, number: str = PERSON) -> list[dict[str, Any]]:
        """Return a phone's messages once none is on its way any more."""

        async def none_moves() -> bool:
            return all(m["status"] != "accepted" for m in await self.messages(number))

        await poll_until(none_moves)
        return await self.messages(number)


async def _answer(request: Any) -> Response:
    async with request as response:
        text = await response.text()
        parsed = json.loads(text) if text else None
        return Response(response.status, dict(response.headers), parsed)


async def poll_until(holds: Callable[[], Any], *, seconds: float = 5.0) -> None:
    """Ask again until a (possibly asynchronous) condition holds; fail after ``seconds``."""
    end = asyncio.get_running_loop().time() + seconds
    while True:
        result = holds()
        if (await result) if asyncio.iscoroutine(result) else result:
            return
        assert asyncio.get_running_loop().time() < end, f"not within {seconds} s"
        await asyncio.sleep(0.01)


@dataclass
class Posted:
    headers: dict[str, str]
    events: list[dict[str, Any]]
    is_array: bool


@dataclass
class Endpoint:
    """A webhook that records what Event Grid posts; ``statuses`` are its next answers."""

    url: str = ""
    agrees: bool = True
    allowed_rate: str | None = "*"
    statuses: list[int] = field(default_factory=list)
    posts: list[Posted] = field(default_factory=list)
    handshake_count: int = 0
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    busy_count: int = 0
    busy_count_max: int = 0

    def __post_init__(self) -> None:
        self.is_open.set()

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for post in self.posts for event in post.events]

    @property
    def data(self) -> list[dict[str, Any]]:
        return [event["data"] for event in self.events]

    async def expect(self, count: int) -> list[dict[str, Any]]:
        await poll_until(lambda: len(self.events) >= count)
        assert len(self.events) == count
        return self.events

    async def handle_post(self, request: web.Request) -> web.Response:
        parsed = await request.json()
        if request.headers["aeg-event-type"] == "SubscriptionValidation":
            self.handshake_count += 1
            code = parsed[0]["data"]["validationCode"]
            return web.json_response({"validationResponse": code if self.agrees else "no"})
        events = parsed if isinstance(parsed, list) else [parsed]
        self.posts.append(Posted(dict(request.headers), events, isinstance(parsed, list)))
        self.busy_count += 1
        self.busy_count_max = max(self.busy_count, self.busy_count_max)
        await self.is_open.wait()
        self.busy_count -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return web.Response(status=status, headers={"Location": self.url})

    async def handle_options(self, request: web.Request) -> web.Response:
        self.handshake_count += 1
        headers = {"Allow": "POST"}
        if self.agrees:
            headers["WebHook-Allowed-Origin"] = request.headers["WebHook-Request-Origin"]
        if self.allowed_rate is not None:
            headers["WebHook-Allowed-Rate"] = self.allowed_rate
        return web.Response(headers=headers)


@asynccontextmanager
async def serve_endpoint() -> AsyncIterator[Endpoint]:
    endpoint = Endpoint()
    application = web.Application(client_max_size=1 << 24)
    application.router.add_post("/events", endpoint.handle_post)
    application.router.add_options("/events", endpoint.handle_options)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        endpoint.url = f"http://127.0.0.1:{runner.addresses[0][1]}/events"
        yield endpoint
    finally:
        await runner.cleanup()
