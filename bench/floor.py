"""
The floor: only the unavoidable calls of the same work, with the official SDKs.

`python -m bench.floor` says where it is ready. `POST /run?kind=…&count=…` sends so many
messages through storage and ACS and answers when their reports are stored; `POST /reports` is
its webhook. There is no API, no validation, no governor, no retry: it shows what the calls
themselves cost, not how to send messages.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bench.crowd import recipients
from bench.floor_calls import FloorCalls

if TYPE_CHECKING:
    from collections.abc import Sequence

CHUNK = 100
ROWS_PER_SEND = 100
CHUNKS_PER_MESSAGE = 10
SINGLES_TOGETHER = 32
_AT_ONCE = 24
_BODY_LIMIT = 4 * 1024 * 1024


@dataclass(slots=True)
class Floor:
    """One process's work: what it still expects, and its calls."""

    calls: FloorCalls
    expected_count: int = 0
    all_reported: asyncio.Event = field(default_factory=asyncio.Event)
    run_count: int = 0

    async def run(self, kind: str, count: int) -> dict[str, float]:
        """Do one run; the time and CPU it took."""
        self.run_count += 1
        self.expected_count = count
        self.all_reported.clear()
        began, cpu = time.perf_counter(), time.process_time()
        worker = asyncio.create_task(self._work())
        accept = self._accept_bulk if kind == "bulk" else self._accept_singles
        await accept(count)
        reported = asyncio.create_task(self.all_reported.wait())
        await asyncio.wait({worker, reported}, return_when=asyncio.FIRST_COMPLETED)
        if worker.done():
            await worker
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        worker.cancel()
        return {"seconds": seconds, "cpuSeconds": cpu}

    async def _accept_bulk(self, count: int) -> None:
        chunk_count = count // CHUNK
        for first in range(0, chunk_count, ROWS_PER_SEND):
            numbers = range(first, min(first + ROWS_PER_SEND, chunk_count))
            crowd = recipients(len(numbers) * CHUNK)
            groups = [crowd[n * CHUNK : (n + 1) * CHUNK] for n in range(len(numbers))]
            keys = [self._key(number) for number in numbers]
            await self.calls.put({"keys": keys, "is_wide": True})
            await self.calls.create(dict(zip(keys, groups, strict=True)))

    async def _accept_singles(self, count: int) -> None:
        crowd = recipients(count)
        for first in range(0, count, SINGLES_TOGETHER):
            group = crowd[first : first + SINGLES_TOGETHER]
            keys = [self._key(first + n) for n in range(len(group))]
            await self.calls.ask_opt_outs(group)
            await self.calls.put({"keys": keys, "is_wide": False})
            await self.calls.create({key: [one] for key, one in zip(keys, group, strict=True)})

    def _key(self, number: int) -> str:
        return f"{self.run_count:04d}{number:06d}"

    async def _work(self) -> None:
        places = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            while True:
                for message in await self.calls.receive():
                    await places.acquire()
                    tasks.create_task(self._handle(message, places))

    async def _handle(self, message: Any, places: asyncio.Semaphore) -> None:  # noqa: ANN401
        work = json.loads(message.content)
        keys: Sequence[str] = work["keys"]
        if work["is_wide"]:
            await self.calls.read(keys[0], keys[0])
            parts = [keys[n : n + CHUNKS_PER_MESSAGE] for n in range(0, len(keys), 10)]
            puts = [self.calls.put({"keys": part, "is_wide": False}) for part in parts]
            await asyncio.gather(*puts)
        else:
            await self._send(keys)
        await self.calls.delete(message)
        places.release()

    async def _send(self, keys: Sequence[str]) -> None:
        # The rows follow the queue message; only storage knows when they are there.
        while len(rows := await self.calls.read(keys[0], keys[-1])) < len(keys):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await self.calls.claim(rows)
        groups = {row["RowKey"]: row["recipients"].split() for row in rows}
        await self.calls.ask_opt_outs([one for group in groups.values() for one in group])
        answers = await asyncio.gather(
            *(self.calls.acs(key, group) for key, group in groups.items())
        )
        await self.calls.merge({key: {"outcomes": text} for key, text in answers})

    async def take_reports(self, events: Sequence[dict[str, Any]]) -> None:
        """Store the reports of one request, a row of each chunk, 100 rows at a time."""
        rows: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for event in events:
            data = event["data"]
            name = "d" + data["to"].lstrip("+")
            rows[data["tag"]][name] = json.dumps([data["deliveryStatus"], data["messageId"]])
        items = list(rows.items())
        for first in range(0, len(items), ROWS_PER_SEND):
            await self.calls.merge(dict(items[first : first + ROWS_PER_SEND]))
        self.expected_count -= len(events)
        if self.expected_count <= 0:
            self.all_reported.set()


async def _serve() -> None:
    async with FloorCalls.connected(os.environ) as calls:
        floor = Floor(calls)

        async def run(request: web.Request) -> web.Response:
            query = request.query
            return web.json_response(await floor.run(query["kind"], int(query["count"])))

        async def reports(request: web.Request) -> web.Response:
            events = await request.json()
            if code := events[0]["data"].get("validationCode"):
                return web.json_response({"validationResponse": code})
            await floor.take_reports(events)
            return web.Response()

        app = web.Application(client_max_size=_BODY_LIMIT)
        app.add_routes([web.post("/run", run), web.post("/reports", reports)])
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        sys.stdout.write(f"The floor is ready at http://127.0.0.1:{port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
