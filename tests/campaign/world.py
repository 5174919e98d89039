"""The campaign's world: everything in fast time, a worker that may die, storage that may go."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueClient

from local.dev.install import ensure_azurite
from local.dev.process_group import ProcessGroup
from tests.campaign.boundary import Boundary, start_boundary
from tests.campaign.fast_time import FastTime, time_from_now
from tests.campaign.killable_processes import (
    DurableAzurite,
    Worker,
    Workers,
    free_ports,
    poll_until,
)
from tests.campaign.subscriber import Subscriber, listening_subscriber, subscribe
from tests.campaign.webhook_proxy import WebhookProxy, start_webhook_proxy
from tests.support.local_programs import app_environment

_PHONES_READY = re.compile(r"Phones are ready at (\S+)")
_QUEUES = ("sms-dispatch", "sms-waiting", "sms-dispatch-poison", "events", "events-poison")
_SAVE_SECONDS = 1.0
_NEVER_SECONDS = 86_400.0


@dataclass(frozen=True)
class CampaignWorld:
    """What a campaign plays on."""

    time: FastTime
    workers: Workers
    azurite: DurableAzurite
    boundary: Boundary
    webhook_proxy: WebhookProxy
    subscriber: Subscriber
    phones_url: str
    session: aiohttp.ClientSession

    async def control(self, method: str, path: str, body: object = None) -> Any:
        """Move the simulator's world; gives the JSON of the answer."""
        url = f"{self.phones_url}/_simulator/{path}"
        async with self.session.request(method, url, json=body) as answer:
            assert answer.ok, (url, answer.status, await answer.text())
            return await answer.json(content_type=None) if answer.status != 204 else None

    async def fault(self, kind: str, **members: object) -> None:
        """Order trouble from the simulator."""
        await self.control("POST", "faults", {"kind": kind, **members})

    async def all_reported(self, own_number: str, count: int) -> None:
        """Wait until so many messages of an own number have been reported."""
        path = f"messages?number={own_number.lstrip('+')}&limit=1000000"

        async def are_reported() -> bool:
            found = (await self.control("GET", path))["messages"]
            return sum(one["reportedAt"] is not None for one in found) >= count

        await poll_until(are_reported, 20, what="messages are reported")

    async def cut_storage(self, seconds: float) -> None:
        """Have storage out of reach for some real seconds; requests under way break."""
        self.boundary.storage_cuts += 1
        await asyncio.sleep(seconds)
        self.boundary.storage_cuts -= 1

    async def kill_storage(self) -> None:
        """
        Kill Azurite and start it again from disk.

        The service never forgets what it acknowledged, Azurite does until it has saved. So the
        worker is cut off first, in the middle of what it does, and Azurite killed once saved.
        """
        self.boundary.storage_cuts += 1
        await asyncio.sleep(2.5 * _SAVE_SECONDS)
        await asyncio.to_thread(self.azurite.kill_and_restart)
        self.boundary.storage_cuts -= 1

    async def waiting_work_count(self) -> int:
        """Count what is in the queues, hidden or not."""
        count = 0
        for name in _QUEUES:
            string = self.azurite.address.connection_string
            async with QueueClient.from_connection_string(string, name) as queue:
                try:
                    found = await queue.get_queue_properties()
                except ResourceNotFoundError:
                    continue
            count += found.approximate_message_count or 0
        return count


@asynccontextmanager
async def campaign_world(
    data: Path,
    *,
    speed: float,
    worker_count: int = 1,
    is_saved: bool = True,
) -> AsyncIterator[CampaignWorld]:
    """
    Start it; all of it has ended when the block is left.

    Parameters
    ----------
    is_saved : bool
        Whether storage may be killed.
    """
    fast = time_from_now(speed)
    node = await asyncio.to_thread(ensure_azurite)
    saving = {"CAMPAIGN_SAVE_SECONDS": str(_SAVE_SECONDS if is_saved else _NEVER_SECONDS)}
    azurite = await asyncio.to_thread(DurableAzurite, node, data, fast.environment() | saving)
    try:
        with ProcessGroup() as process_group:
            phones_url = await _start_phones(process_group, fast)
            phones_port = int(phones_url.rsplit(":", 1)[1])
            async with start_boundary(azurite.address, phones_port) as proxy_urls:
                environment = app_environment(proxy_urls.storage, proxy_urls.acs_url)
                # What waits longer than two minutes comes by this timer.
                del environment["AzureWebJobs.move_due_work.Disabled"]
                environment |= fast.environment()
                workers = Workers(
                    [_start_worker(process_group, environment) for _ in range(worker_count)]
                )
                await workers.ready()
                async with (
                    aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session,
                    start_webhook_proxy(workers, fast) as webhook_proxy,
                    listening_subscriber() as subscriber,
                ):
                    world = CampaignWorld(
                        *(fast, workers, azurite, proxy_urls.boundary),
                        *(webhook_proxy, subscriber, phones_url, session),
                    )
                    await _subscribe_app(world)
                    await subscribe(subscriber, workers.url, session, fast)
                    yield world
    finally:
        await asyncio.to_thread(azurite.close)


async def _start_phones(process_group: ProcessGroup, fast: FastTime) -> str:
    child = process_group.start(
        "the phones",
        [sys.executable, "-m", "tests.campaign.phones"],
        environment={**os.environ, **fast.environment()},
    )

    async def url() -> str | None:
        return next((m[1] for line in child.lines() if (m := _PHONES_READY.search(line))), None)

    return str(await poll_until(url, 30, what="the phones are ready"))


def _start_worker(process_group: ProcessGroup, environment: dict[str, str]) -> Worker:
    port = free_ports(1)
    worker = Worker(port)
    process_group.start(
        f"worker {port}",
        [sys.executable, "-m", "tests.campaign.worker", "--port", str(port)],
        environment={**os.environ, "NO_PROXY": "*", **environment},
        on_line=worker.note,
    )
    return worker


async def _subscribe_app(world: CampaignWorld) -> None:
    for name, event_type in (
        ("inbound", "Microsoft.Communication.SMSReceived"),
        ("delivery-reports", "Microsoft.Communication.SMSDeliveryReportReceived"),
    ):
        plan = {
            "url": f"{world.webhook_proxy.url}/api/webhooks/{name}",
            "eventTypes": [event_type],
            "maxEventsPerBatch": 100,
            "preferredBatchSizeInKilobytes": 256,
        }
        await world.control("PUT", f"subscriptions/{name}", plan)
