"""
The floor: only the unavoidable calls of the same work, with the official SDKs.

`python -m bench.floor` says where it is ready. `POST /run?kind=…&count=…` sends so many
messages through storage and ACS and answers when their reports are stored; `POST /reports` is
its webhook. There is no API, no validation, no rate limiter, no retry: it shows what the calls
themselves cost, not how to send messages.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bench.floor_calls import FloorCalls
from bench.floor_rows import (
    BATCH,
    BATCHES_TOGETHER,
    blocks_of,
    calls_of,
    outcomes_of,
    report_changes,
    rows_of_batch,
)
from bench.recipients import recipients

if TYPE_CHECKING:
    from collections.abc import Sequence

SINGLES_TOGETHER = 32
_AT_ONCE = 24
_ROUNDS_AT_ONCE = 4
_PLAIN_MERGES = 3
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
        """A message for each batch, then all rows of up to ten batches in one transaction."""
        starts = range(0, count, BATCH)
        for first in range(0, len(starts), BATCHES_TOGETHER):
            some = starts[first : first + BATCHES_TOGETHER]
            numbers = recipients(min(count - some[0], len(some) * BATCH))
            groups = {
                self._key(start): numbers[start - some[0] : start - some[0] + BATCH]
                for start in some
            }
            await asyncio.gather(*(self.calls.put(key) for key in groups))
            rows = [row for key, group in groups.items() for row in rows_of_batch(key, group)]
            await self.calls.create_all(rows)

    async def _accept_singles(self, count: int) -> None:
        """Rounds of sends, each dispatched where it was accepted."""
        numbers = recipients(count)
        places = asyncio.Semaphore(_ROUNDS_AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            for first in range(0, count, SINGLES_TOGETHER):
                await places.acquire()
                group = numbers[first : first + SINGLES_TOGETHER]
                tasks.create_task(self._send_round(self._key(first), group, places))

    async def _send_round(self, key: str, group: list[str], places: asyncio.Semaphore) -> None:
        message, _ = await asyncio.gather(
            self.calls.put(key, hidden_seconds=45), self.calls.ask_opt_outs(group)
        )
        [row] = rows_of_batch(key, group)
        await self.calls.create(row)
        answers = await asyncio.gather(*(self.calls.acs(f"{key}-0", [one]) for one in group))
        ids = [provider_id for answer in answers for provider_id in answer]
        await self.calls.merge(key, outcomes_of({0: ids}))
        await self.calls.delete(message)
        places.release()

    def _key(self, number: int) -> str:
        return f"{self.run_count:04d}{number:08d}"

    async def _work(self) -> None:
        places = asyncio.Semaphore(_AT_ONCE)
        async with asyncio.TaskGroup() as tasks:
            while True:
                for message in await self.calls.receive():
                    await places.acquire()
                    tasks.create_task(self._handle(message, places))

    async def _handle(self, message: Any, places: asyncio.Semaphore) -> None:  # noqa: ANN401
        key = str(message.content)
        # The row follows the queue message; only storage knows when it is there.
        while not (row := await self.calls.get(key)):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        await self.calls.claim(row)
        group = row["recipients"].split()
        await self.calls.ask_opt_outs(group)
        blocks = blocks_of(group)
        answers = await asyncio.gather(
            *(self.calls.acs(tag, block) for tag, block in calls_of(key, blocks))
        )
        await self.calls.merge(key, outcomes_of(dict(enumerate(answers))))
        await self.calls.delete(message)
        places.release()

    async def take_reports(self, events: Sequence[dict[str, Any]]) -> None:
        """Store the reports of one request: a merge for each row, together if there are many."""
        changes = report_changes(events)
        if len(changes) <= _PLAIN_MERGES:
            await asyncio.gather(*(self.calls.merge(key, one) for key, one in changes.items()))
        else:
            await self.calls.merge_all(changes)
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
