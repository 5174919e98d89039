"""What the figures of a busy day cost: counted from the journal, and read from its kept count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.figures import Figure, Goal, figure
from bench.measure import measured
from bench.summary_fill import DAY, RECIPIENT_COUNT, fill, unreported_count
from bench.world import World, running_world
from composition.settings import load_settings
from local.dev.errors import DevError
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable

if TYPE_CHECKING:
    from bench.measure import Measured
    from bench.options import Options

_DAY = f"{DAY:%Y-%m-%d}"


async def summary(options: Options) -> list[Figure]:
    """Fill a day with sends of 10,000; count it, and read the count."""
    message_count = options.busy_day_count * RECIPIENT_COUNT
    counted: list[Measured] = []
    kept: list[Measured] = []
    async with running_world() as world:
        await _fill(world, options.busy_day_count)
        for _ in range(options.round_count):
            counted.append(await measured(world, message_count, lambda: _recount(world)))
            work = measured(world, message_count, lambda: _read(world, options.busy_day_count))
            kept.append(await work)
    name = f"day of {message_count:,}"
    return [
        *_figures(f"{name}, counted", counted, Goal(greatest=100)),
        *_figures(f"{name}, kept", kept, Goal(greatest=3)),
    ]


def _figures(name: str, runs: list[Measured], operations: Goal) -> list[Figure]:
    cpu = [run.cpu_seconds for run in runs]
    counts = [run.operations.total() for run in runs]
    return [
        figure("summary", f"{name}: CPU", cpu, "s", goal=Goal(greatest=5)),
        figure("summary", f"{name}: time", [run.seconds for run in runs], "s"),
        figure("summary", f"{name}: operations", counts, "", goal=operations),
    ]


async def _fill(world: World, send_count: int) -> None:
    account = StorageAccount(load_settings(world.environment).storage)
    try:
        await fill(AzureTable(account, "Journal"), send_count)
    finally:
        await account.close()


async def _recount(world: World) -> None:
    await world.json("POST", f"{world.app}/analytics/recounts?day={_DAY}")


async def _read(world: World, send_count: int) -> None:
    query = f"from={_DAY}&to={_DAY}"
    total = (await world.json("GET", f"{world.app}/analytics/summary?{query}"))["total"]
    expected = send_count * RECIPIENT_COUNT, unreported_count(send_count)
    if (total["accepted"], total["unconfirmed"]) != expected:
        message = "The figures are not those of the messages that were written."
        raise DevError(message)
