"""What a registry of 0, 10,000 and 100,000 opt-outs costs a send of 10,000 recipients."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.access_log import worked
from bench.bulk import RECIPIENT_COUNT, TEXT, bulk_run, warmed_up
from bench.figures import Figure, Goal, figure
from bench.progress import say
from bench.recipients import opted_out, recipients
from bench.registry_fill import check_sample, fill
from bench.world import SENDER, World, running_world
from composition.settings import load_settings
from local.dev.errors import DevError
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable

if TYPE_CHECKING:
    from bench.measure import Measured
    from bench.options import Options
    from shared.storage.table import WideTable

SIZES = (0, 10_000, 100_000)
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class _Checks:
    """Checks of 100 recipients, one after the other: seconds of each, operations of all."""

    seconds: tuple[float, ...]
    operation_count: int


async def registry(options: Options) -> list[Figure]:
    """Measure the check alone and the throughput of bulk, for each size."""
    figures: list[Figure] = []
    speeds: dict[int, list[float]] = {}
    for size in SIZES:
        checks, runs = await _of_size(size, options)
        speeds[size] = [run.messages_per_second for run in runs]
        milliseconds = [1000 * seconds for seconds in checks.seconds]
        each = checks.operation_count / len(checks.seconds)
        figures += [
            figure("registry", f"check of 100, {size:,} opt-outs", milliseconds, "ms"),
            figure("registry", f"operations, {size:,}", [each], "per check", goal=Goal(greatest=3)),
            figure("registry", f"bulk, {size:,} opt-outs", speeds[size], "messages/s"),
        ]
    ratios = [full / empty for empty, full in zip(speeds[0], speeds[SIZES[-1]], strict=True)]
    goal = Goal(least=0.7)
    return [*figures, figure("registry", "bulk, full against empty", ratios, "", goal=goal)]


async def _of_size(size: int, options: Options) -> tuple[_Checks, list[Measured]]:
    people = opted_out(size)
    async with running_world() as world:
        account = StorageAccount(load_settings(world.environment).storage)
        table = AzureTable(account, "OptOuts")
        try:
            await warmed_up(world)
            await fill(table, SENDER, people)
            await check_sample(table, SENDER, people)
            checks = await _check_all(world, table)
        finally:
            await account.close()
        suppressed_count = len(set(people).intersection(recipients(RECIPIENT_COUNT)))
        label = f"bulk with {size:,} opt-outs"
        runs = [
            await bulk_run(world, options.send_count, label, suppressed_count=suppressed_count)
            for _ in range(options.round_count)
        ]
        await _check_suppressed(world, set(people))
    return checks, runs


async def _check_all(world: World, table: WideTable) -> _Checks:
    numbers = sorted(recipients(RECIPIENT_COUNT))
    registry = OptOuts(table)
    before = await world.log.settled()
    seconds = []
    for start in range(0, RECIPIENT_COUNT, _CHUNK):
        began = time.perf_counter()
        part = numbers[start : start + _CHUNK]
        await registry.opted_out_among(SENDER, part, Category.TRANSACTIONAL)
        seconds.append(time.perf_counter() - began)
    return _Checks(tuple(seconds), worked(await world.log.settled() - before).total())


async def _check_suppressed(world: World, people: set[str]) -> None:
    """Speed counts only if no opted-out recipient was written to."""
    found = await world.control("GET", "messages?direction=outbound&limit=1000000")
    texted = {one["to"] for one in found["messages"] if one["message"] == TEXT}
    if people & texted or not texted:
        message = "A message went to an opted-out recipient."
        raise DevError(message)
    say(f"registry: none of {len(people):,} people was written to")
