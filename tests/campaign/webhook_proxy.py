"""Where Event Grid delivers to: hands on to the worker, and notes which STOP was stored when."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
from aiohttp import web

from tests.campaign.fast_time import FastTime
from tests.campaign.killable_processes import Workers

Pair = tuple[str, str]
"""An own number and a person."""

_TIME = re.compile(r"\b2[0-9]{3}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})")


class WebhookProxy:
    """
    Stands before the worker's webhooks.

    Attributes
    ----------
    stopped_at : mapping of own number and person to datetime
        When the app had answered a STOP with 2xx, which says that it is stored.
    lies : list of float
        By how many seconds the times of the next deliveries lie in the future.
    lied_count : int
        How many deliveries had such times.
    """

    def __init__(self, workers: Workers, time: FastTime, session: aiohttp.ClientSession) -> None:
        self.url = ""
        self.stopped_at: dict[Pair, datetime] = {}
        self.lies: list[float] = []
        self.lied_count = 0
        self._workers, self._time, self._session = workers, time, session

    async def has_stored_stop(self, pair: Pair) -> bool:
        return pair in self.stopped_at

    async def hand_on(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        if self.lies:
            self.lied_count += 1
            body = _later(body, timedelta(seconds=self.lies.pop(0)))
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower().startswith(("aeg-", "content-type"))
        }
        try:
            url = self._workers.url + request.path_qs
            async with self._session.post(url, data=body, headers=headers) as answer:
                content = await answer.read()
        except (TimeoutError, aiohttp.ClientError):
            return web.Response(status=502)
        if answer.status < 300:
            self._note(json.loads(body))
        return web.Response(status=answer.status, body=content, content_type=answer.content_type)

    def _note(self, events: list[dict[str, dict[str, str]]]) -> None:
        for data in (event["data"] for event in events):
            if data.get("message", data.get("Message", "")).upper() == "STOP":
                # Event Grid writes the numbers of inbound messages without their plus.
                pair = (f"+{data['to'].lstrip('+')}", f"+{data['from'].lstrip('+')}")
                self.stopped_at.setdefault(pair, self._time.now())


def _later(body: bytes, by: timedelta) -> bytes:
    """Move every time of a delivery."""

    def move(match: re.Match[str]) -> str:
        return f"{(datetime.fromisoformat(match[0]) + by).isoformat()}"

    return _TIME.sub(move, body.decode()).encode()


@asynccontextmanager
async def start_webhook_proxy(workers: Workers, time: FastTime) -> AsyncIterator[WebhookProxy]:
    """Start the proxy on a free port."""
    async with aiohttp.ClientSession() as session:
        door = WebhookProxy(workers, time, session)
        application = web.Application(client_max_size=8 * 1024**2)
        application.router.add_post("/{path:.*}", door.hand_on)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        door.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield door
        finally:
            await runner.cleanup()
