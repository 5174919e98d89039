"""Single sends with different texts, 32 at a time, from the request to the stored report."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bench.bulk import warmed_up
from bench.figures import Figure, Goal, figure
from bench.floor_runs import FloorRun, run_floor
from bench.measure import Measured, measured, until_reported
from bench.progress import Progress
from bench.recipients import recipients
from bench.world import SENDER, World, running_world

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from typing import TypeVar

    from bench.options import Options

    _Item = TypeVar("_Item")

AT_ONCE = 32


async def singles(options: Options) -> list[Figure]:
    """Measure single sends beside their floor."""
    runs: list[Measured] = []
    floors: list[FloorRun] = []
    for number in range(options.round_count):
        async with running_world() as world:
            await warmed_up(world)
            label = f"singles, round {number + 1} of {options.round_count}"
            runs.append(await singles_run(world, options.single_count, label))
            floors.append(await run_floor(world, "singles", options.single_count))
    speeds = [run.messages_per_second for run in runs]
    operations = [run.operations_per_message for run in runs]
    cpu = [run.cpu_seconds_per_thousand for run in runs]
    floor_cpu = [floor.cpu_seconds_per_thousand for floor in floors]
    floor_speeds = [floor.messages_per_second for floor in floors]
    ratios = [speed / floor for speed, floor in zip(speeds, floor_speeds, strict=True)]
    return [
        figure("singles", "end to end", speeds, "messages/s", goal=Goal(least=700)),
        figure("singles", "floor", floor_speeds, "messages/s"),
        figure("singles", "ratio to floor", ratios, ""),
        figure(
            "singles", "storage operations", operations, "per message", goal=Goal(greatest=0.4)
        ),
        figure("singles", "CPU of the app", cpu, "s per 1,000", goal=Goal(greatest=1.3)),
        figure("singles", "CPU of the floor", floor_cpu, "s per 1,000"),
    ]  # fmt: skip


async def singles_run(world: World, count: int, label: str) -> Measured:
    """Have so many different texts accepted, each to one person, and wait for all reports."""
    before = await world.reported_count()
    progress = Progress(label, count)

    async def send(item: tuple[int, str]) -> None:
        number, recipient = item
        await world.send(SENDER, recipient, f"Your number in the queue is {number}.")

    async def work() -> None:
        items = list(enumerate(recipients(count)))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(until_reported(world, count, progress, before=before))
            tasks.create_task(side_by_side(items, send, AT_ONCE))

    return await measured(world, count, work)


async def side_by_side(
    items: Sequence[_Item], work: Callable[[_Item], Awaitable[None]], at_once: int
) -> None:
    """Do the work for each item, so many at a time."""
    waiting = iter(items)

    async def one_after_the_other() -> None:
        for item in waiting:
            await work(item)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(at_once):
            tasks.create_task(one_after_the_other())
