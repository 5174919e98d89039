"""Running the floor in the world of a benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.progress import say
from bench.world import start

if TYPE_CHECKING:
    from bench.world import World


@dataclass(frozen=True, slots=True)
class FloorRun:
    """What the floor took for the same work."""

    message_count: int
    seconds: float
    cpu_seconds: float

    @property
    def messages_per_second(self) -> float:
        """Throughput."""
        return self.message_count / self.seconds

    @property
    def cpu_seconds_per_thousand(self) -> float:
        """CPU time of its process for 1,000 messages."""
        return 1000 * self.cpu_seconds / self.message_count


async def run_floor(world: World, kind: str, message_count: int) -> FloorRun:
    """
    Run the floor's `bulk` or `singles` on the world's Azurite and simulator.

    Reports go to the floor from here on.
    """
    url = (await start(world.process_group, "bench.floor", world.environment))[0]
    await world.subscribe(f"{url}/reports")
    await world.json("POST", f"{url}/run?kind={kind}&count=200")
    body = await world.json("POST", f"{url}/run?kind={kind}&count={message_count}")
    run = FloorRun(message_count, body["seconds"], body["cpuSeconds"])
    say(f"{kind}, floor: {message_count:,} in {run.seconds:.1f} s")
    return run
