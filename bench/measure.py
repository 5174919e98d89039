"""Measuring a piece of work in a world: time, storage operations, the app's CPU."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.access_log import worked
from local.dev.errors import DevError

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Awaitable, Callable

    from bench.progress import Progress
    from bench.world import World

_POLL_SECONDS = 0.1
_STALLED_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Measured:
    """
    What a piece of work took.

    Attributes
    ----------
    operations : Counter
        Storage operations by kind, without polls of an empty queue.
    cpu_seconds : float
        Of the app's processes together.
    """

    message_count: int
    seconds: float
    operations: Counter[str]
    cpu_seconds: float

    @property
    def messages_per_second(self) -> float:
        """Throughput."""
        return self.message_count / self.seconds

    @property
    def operations_per_message(self) -> float:
        """Storage operations of all kinds, for one message."""
        return self.operations.total() / self.message_count

    @property
    def cpu_seconds_per_thousand(self) -> float:
        """CPU time of the app for 1,000 messages."""
        return 1000 * self.cpu_seconds / self.message_count


async def measured(
    world: World, message_count: int, work: Callable[[], Awaitable[None]]
) -> Measured:
    """Do the work, and tell what it took of time, storage and the app's CPU."""
    operations = await world.log.settled()
    cpu_seconds = (await world.usage())["cpuSeconds"]
    began = time.perf_counter()
    await work()
    seconds = time.perf_counter() - began
    cpu_seconds = (await world.usage())["cpuSeconds"] - cpu_seconds
    operations = worked(await world.log.settled() - operations)
    return Measured(message_count, seconds, operations, cpu_seconds)


async def until_reported(world: World, count: int, progress: Progress, *, before: int = 0) -> None:
    """
    Wait until so many reports are stored, beside those that were there before.

    Raises
    ------
    DevError
        A minute has passed without one more.
    """
    last_count, last_moved = -1, time.monotonic()
    while (found := await world.reported_count() - before) < count:
        if found != last_count:
            last_count, last_moved = found, time.monotonic()
        if time.monotonic() - last_moved > _STALLED_SECONDS:
            message = f"Only {found} of {count} reports came; nothing moves any more."
            raise DevError(message)
        progress.show(found)
        await asyncio.sleep(_POLL_SECONDS)
    progress.finish(found)
