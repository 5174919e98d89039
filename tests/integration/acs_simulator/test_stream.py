"""Server-sent events."""

import asyncio
import json
from typing import Any

from tests.integration.acs_simulator.support import (
    PERSON,
    TOLL_FREE,
    Bench,
    poll_until,
)


async def test_stream_tells_of_messages_changes_and_opt_outs(bench: Bench) -> None:
    seen: list[tuple[str, dict[str, Any]]] = []

    async def listen() -> None:
        url = f"{bench.simulator.url}/_simulator/stream"
        async with bench.session.get(url) as response:
            assert response.headers["Content-Type"] == "text/event-stream"
            name = ""
            async for raw in response.content:
                line = raw.decode().strip()
                if line.startswith(":"):
                    seen.append(("hello", {}))
                if line.startswith("event: "):
                    name = line[7:]
                if line.startswith("data: "):
                    seen.append((name, json.loads(line[6:])))

    def streamed(*statuses: str) -> bool:
        parts = [data["messages"] for name, data in seen if name == "messages"]
        return [m["status"] for part in parts for m in part] == list(statuses)

    listener = asyncio.create_task(listen())
    try:
        await poll_until(lambda: seen)
        await bench.control("POST", "/progression", {"mode": "after_seconds", "seconds": 0.2})
        await bench.send()
        await poll_until(lambda: streamed("accepted", "delivered"))
        await bench.text("STOP")
        await poll_until(lambda: seen[-1][0] == "opt-outs")
        await bench.control("POST", "/reset")
        await poll_until(lambda: seen[-1][0] == "resync")
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)

    opt_outs = [data for name, data in seen if name == "opt-outs"]
    assert opt_outs == [{"number": PERSON, "blockedSenders": [TOLL_FREE]}]
