"""Bulk: sends of 10,000 recipients, from the request to the stored delivery reports."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bench.access_log import worked
from bench.figures import Figure, Goal, figure
from bench.floor_runs import FloorRun, run_floor
from bench.measure import Measured, measured, until_reported
from bench.progress import Progress
from bench.recipients import recipients
from bench.world import SENDER, World, running_world

if TYPE_CHECKING:
    from bench.options import Options

RECIPIENT_COUNT = 10_000
TEXT = "Your appointment is at 9. Answer STOP to opt out."
_MIBIBYTE = 1024 * 1024


async def bulk(options: Options) -> list[Figure]:
    """Measure bulk end to end beside its floor, and accepting alone."""
    runs: list[Measured] = []
    floors: list[FloorRun] = []
    accepts: list[tuple[float, int]] = []
    for number in range(options.round_count):
        async with running_world() as world:
            await warmed_up(world)
            accepts += [await _accept_alone(world) for _ in range(3)]
            label = f"bulk, round {number + 1} of {options.round_count}"
            runs.append(await bulk_run(world, options.send_count, label))
            floors.append(await run_floor(world, "bulk", options.send_count * RECIPIENT_COUNT))
    return [*_end_to_end(runs, floors), *_accepting(accepts)]


def _end_to_end(runs: list[Measured], floors: list[FloorRun]) -> list[Figure]:
    speeds = [run.messages_per_second for run in runs]
    floor_speeds = [floor.messages_per_second for floor in floors]
    ratios = [speed / floor for speed, floor in zip(speeds, floor_speeds, strict=True)]
    return [
        figure("bulk", "end to end", speeds, "messages/s", goal=Goal(least=9_000)),
        figure("bulk", "floor", floor_speeds, "messages/s"),
        figure("bulk", "ratio to floor", ratios, "", goal=Goal(least=0.6)),
        figure(
            "bulk",
            "storage operations",
            [run.operations_per_message for run in runs],
            "per message",
            goal=Goal(greatest=0.012),
        ),
        figure(
            "bulk",
            "CPU of the app",
            [run.cpu_seconds_per_thousand for run in runs],
            "s per 1,000",
            goal=Goal(greatest=0.10),
        ),
        figure(
            "bulk", "CPU of the floor", [one.cpu_seconds_per_thousand for one in floors],
            "s per 1,000",
        ),
    ]  # fmt: skip


def _accepting(accepts: list[tuple[float, int]]) -> list[Figure]:
    times, operations = zip(*accepts, strict=True)
    return [
        figure(
            "bulk", "accept of 10,000", [1000 * one for one in times], "ms", goal=Goal(greatest=400)
        ),
        figure("bulk", "accept, operations", operations, "", goal=Goal(greatest=11)),
    ]


async def memory(options: Options) -> list[Figure]:
    """Measure the memory of the app's process over a bulk run."""
    samples: list[tuple[float, float, float]] = []
    for number in range(options.round_count):
        async with running_world() as world:
            await warmed_up(world)
            before = await world.usage()
            label = f"memory, round {number + 1} of {options.round_count}"
            await bulk_run(world, options.send_count, label)
            after = await world.usage()
            kinds = (before["memoryBytes"], after["peakMemoryBytes"], after["memoryBytes"])
            samples.append(kinds)
    names = ("before", "peak", "after")
    return [
        figure("memory", name, [value / _MIBIBYTE for value in values], "MiB")
        for name, values in zip(names, zip(*samples, strict=True), strict=True)
    ]


async def warmed_up(world: World) -> None:
    """Have the tables made and the first connections opened, and reports delivered to the app."""
    await world.subscribe(f"{world.app}/webhooks/delivery-reports")
    await world.send(SENDER, recipients(1), "Warming up")
    await until_reported(world, 1, Progress("warming up", 1))


async def bulk_run(
    world: World, send_count: int, label: str, *, suppressed_count: int = 0
) -> Measured:
    """
    Have sends of 10,000 accepted one after the other, and wait for all reports.

    Parameters
    ----------
    suppressed_count : int
        How many of the 10,000 have opted out, and so are never reported.
    """
    before = await world.reported_count()
    total = send_count * (RECIPIENT_COUNT - suppressed_count)
    progress = Progress(label, total)
    numbers = recipients(RECIPIENT_COUNT)

    async def work() -> None:
        for _ in range(send_count):
            await world.send(SENDER, numbers, TEXT)
        await until_reported(world, total, progress, before=before)

    return await measured(world, total, work)


async def _accept_alone(world: World) -> tuple[float, int]:
    """Accept a send that is due much later; seconds, and storage operations."""
    due = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    before = await world.log.settled()
    began = time.perf_counter()
    await world.send(SENDER, recipients(RECIPIENT_COUNT), TEXT, sendAt=due)
    seconds = time.perf_counter() - began
    return seconds, worked(await world.log.settled() - before).total()
