"""Keeps track of handlers that run on their own."""

import asyncio
from collections.abc import Coroutine


class RunningHandlers:
    """The handlers that one listener has started and that have not ended yet."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def __len__(self) -> int:
        return len(self._tasks)

    def start(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        """Start one and hold it until it ends, as the loop itself does not."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def wait_for_one(self) -> None:
        """Wait until one of them ends."""
        await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)

    async def drain(self, grace_seconds: float) -> None:
        """Wait for all of them, and cut off those that take too long."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace_seconds)
        leftover = list(self._tasks)
        for task in leftover:
            task.cancel()
        await asyncio.gather(*leftover, return_exceptions=True)
