"""A queue on Azurite, and a host whose one function reads it."""

import asyncio
import base64
import sys
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueClient

from local.functions_host import Host, HostSettings, start_host
from tests.unit.functions_host.apps import write_app

COLLECTS = """
import asyncio, time
seen = []
gate = asyncio.Semaphore(0)

@app.queue_trigger("msg", "%QUEUE%", "AzureWebJobsStorage")
async def work(msg: func.QueueMessage) -> None:
    seen.append((msg.dequeue_count, msg.get_body(), time.monotonic()))
"""
FAILS = COLLECTS + "    raise ValueError\n"
WAITS = COLLECTS + "    await gate.acquire()\n"

FAST = {"maxPollingInterval": "00:00:00.200"}


@dataclass(frozen=True, slots=True)
class Queues:
    """The trigger's queue and its poison queue, new for each test."""

    connection_string: str
    name: str
    work: QueueClient
    poison: QueueClient

    async def send(self, body: bytes) -> None:
        """Send as producers should: base64."""
        await self.work.send_message(base64.b64encode(body).decode())

    async def waiting(self) -> int:
        """Count the messages of the trigger's queue, the invisible ones too."""
        return int((await self.work.get_queue_properties()).approximate_message_count or 0)

    async def poisoned(self) -> list[str]:
        """Give the stored texts of the poison queue, none if there is no such queue."""
        try:
            return [m.content for m in await self.poison.peek_messages(max_messages=32)]
        except ResourceNotFoundError:
            return []

    def environment(self) -> dict[str, str]:
        """Give the settings that an app needs to read the queue."""
        return {"AzureWebJobsStorage": self.connection_string, "QUEUE": self.name}

    @asynccontextmanager
    async def host(
        self, folder: Path, source: str, **queues: object
    ) -> AsyncIterator[tuple[Host, Any]]:
        """Run an app; gives the host and the app's module."""
        write_app(folder, source, queues=FAST | queues)
        settings = HostSettings(folder, port=0, environment=self.environment(), grace_seconds=0.5)
        async with start_host(settings) as host:
            yield host, sys.modules["function_app"]


@asynccontextmanager
async def new_queues(connection_string: str, *, suffix: str = "") -> AsyncIterator[Queues]:
    """Make a queue with a name of its own; its poison queue is not made."""
    name = f"test-{uuid.uuid4().hex}{suffix}"
    work = QueueClient.from_connection_string(connection_string, name)
    poison = QueueClient.from_connection_string(connection_string, f"{name}-poison")
    async with work, poison:
        await work.create_queue()
        yield Queues(connection_string, name, work, poison)


async def eventually(
    look: Callable[[], Awaitable[object]], expected: object, *, at_most_seconds: float = 15
) -> None:
    """Look again and again until the expected is seen."""
    seen: object = None
    try:
        async with asyncio.timeout(at_most_seconds):
            while (seen := await look()) != expected:  # noqa: ASYNC110 - storage sends no events
                await asyncio.sleep(0.02)
    except TimeoutError:
        pytest.fail(f"saw {seen!r}, not {expected!r}")
