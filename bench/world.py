"""The world of a benchmark: Azurite on disk, the simulator, hosts, all on free ports."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp

from bench.access_log import AccessLog
from local.acs_simulator.settings import DEFAULT_ACCESS_KEY, DEFAULT_RESOURCE_ID
from local.dev.azurite import Azurite, start_azurite
from local.dev.errors import DevError
from local.dev.install import ensure_azurite
from local.dev.paths import ROOT
from local.dev.process_group import ProcessGroup
from tests.support.counting_proxy import Traffic, counting_proxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from local.dev.process import Child

SENDER = "+18335550100"
"""Toll-free, but told to be without a limit."""

PACED_SENDER = "+18335550101"
"""Toll-free, with the limit that toll-free numbers have."""

_REPORTS = "Microsoft.Communication.SMSDeliveryReportReceived"
_READY = re.compile(r" ready at (http://\S+)")


@dataclass(frozen=True, slots=True)
class Host:
    """One process that runs the app, and where it tells what it uses."""

    url: str
    usage_url: str


@dataclass(frozen=True, slots=True)
class World:
    """
    What a benchmark drives and looks at.

    Attributes
    ----------
    traffic : Traffic
        Storage requests by kind, in a world that is counted; else empty.
    """

    process_group: ProcessGroup
    azurite: Azurite
    log: AccessLog
    environment: Mapping[str, str]
    simulator_url: str
    hosts: tuple[Host, ...]
    session: aiohttp.ClientSession
    traffic: Traffic

    @property
    def app(self) -> str:
        """Where the first host answers."""
        return f"{self.hosts[0].url}/api"

    async def json(self, method: str, url: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Make a request and give the JSON of its answer; a refusal is a :class:`DevError`."""
        async with self.session.request(method, url, json=body) as answer:
            text = await answer.text()
        if not answer.ok:
            message = f"{method} {url} was answered with {answer.status}: {text[:200]}"
            raise DevError(message)
        return json.loads(text) if text else None

    async def control(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401
        """Move the simulator's world."""
        return await self.json(method, f"{self.simulator_url}/_simulator/{path}", body)

    async def send(self, sender: str, to: object, message: str, **more: object) -> Any:  # noqa: ANN401
        """Have a send accepted by the first host."""
        body = {"from": sender, "to": to, "message": message, "confirm": True, **more}
        return await self.json("POST", f"{self.app}/sms", body)

    async def subscribe(self, url: str, *, events_per_batch: int = 1000) -> None:
        """Have delivery reports posted to a webhook, and to no other."""
        plan = {
            "url": url,
            "eventTypes": [_REPORTS],
            "maxEventsPerBatch": events_per_batch,
            "preferredBatchSizeInKilobytes": 1024,
        }
        await self.control("PUT", "subscriptions/reports", plan)

    async def reported_count(self) -> int:
        """Count the reports that were acknowledged, and so stored."""
        found = (await self.control("GET", "subscriptions"))["subscriptions"]
        return sum(int(one["delivered"]) for one in found)

    async def usage(self) -> dict[str, float]:
        """Tell what the hosts have used together."""
        each = [await self.json("GET", host.usage_url) for host in self.hosts]
        return {name: sum(one[name] for one in each) for name in each[0]}


@asynccontextmanager
async def running_world(
    *,
    host_count: int = 1,
    more_environment: Mapping[str, str] | None = None,
    is_counted: bool = False,
) -> AsyncIterator[World]:
    """
    Start a fresh world; everything has ended when the block is left.

    The simulator has no rate limits and no subscription yet.

    Parameters
    ----------
    is_counted : bool
        Whether the app reaches storage through a proxy that counts, which makes it slower.
    """
    node = await asyncio.to_thread(ensure_azurite)
    async with AsyncExitStack() as stack:
        data = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        process_group = stack.enter_context(ProcessGroup())
        log = AccessLog()
        azurite = await asyncio.to_thread(
            start_azurite, process_group, node, data=Path(data), on_request=log.note
        )
        simulator_url = (await start(process_group, "local.acs_simulator", {}, "--port", "0"))[0]
        counted = await stack.enter_async_context(counting_proxy(azurite)) if is_counted else None
        seen = counted.azurite if counted else azurite
        environment = _environment(seen, simulator_url) | dict(more_environment or {})
        starting = [_start_host(process_group, environment) for _ in range(host_count)]
        hosts = tuple(await asyncio.gather(*starting))
        timeout = aiohttp.ClientTimeout(total=120)
        connector = aiohttp.TCPConnector(limit=0)
        session = aiohttp.ClientSession(timeout=timeout, connector=connector)
        await stack.enter_async_context(session)
        traffic = counted.traffic if counted else Traffic()
        world = World(
            process_group, azurite, log, environment, simulator_url, hosts, session, traffic
        )
        await world.control("POST", "rate-limits", {"enabled": False})
        yield world


def _environment(azurite: Azurite, simulator_url: str) -> dict[str, str]:
    return {
        "AzureWebJobsStorage": azurite.connection_string,
        "ACS_CONNECTION_STRING": f"endpoint={simulator_url}/;accesskey={DEFAULT_ACCESS_KEY}",
        "ACS_RESOURCE_ID": DEFAULT_RESOURCE_ID,
        "SMS_SENDERS": json.dumps({SENDER: {"unitsPerMinute": None}}),
        # Benchmarks run at any hour, and at any minute.
        "SMS_QUIET_HOURS": "off",
        "SMS_COUNTRIES": "*",
        "SMS_RECONCILE": "false",
    }


async def _start_host(process_group: ProcessGroup, environment: Mapping[str, str]) -> Host:
    options = ("--port", "0", "--app-root", str(ROOT))
    usage_url, url = await start(process_group, "bench.host", environment, *options, url_count=2)
    return Host(url, usage_url)


async def start(
    process_group: ProcessGroup,
    module: str,
    environment: Mapping[str, str],
    *options: str,
    url_count: int = 1,
) -> list[str]:
    """Start a module of this project and wait until it has said that it is ready, and where."""
    child = process_group.start(
        module,
        [sys.executable, "-m", module, *options],
        environment={**os.environ, "PYTHONUNBUFFERED": "1", "NO_PROXY": "*", **environment},
    )
    await asyncio.to_thread(
        process_group.wait_until, lambda: len(_urls(child)) == url_count, what=f"{module} is ready"
    )
    return _urls(child)


def _urls(child: Child) -> list[str]:
    return [match[1] for line in child.lines() if (match := _READY.search(line))]
