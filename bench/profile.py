"""Where the CPU of the app's process goes in bulk and with single sends."""

from __future__ import annotations

import pstats
import re
import tempfile
from collections import defaultdict
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from bench.bulk import bulk_run, warmed_up
from bench.figures import Figure, figure
from bench.host import PROFILE
from bench.singles import singles_run
from bench.world import World, running_world
from local.dev.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bench.options import Options

_SHOWN_COUNT = 14
_PACKAGE = re.compile(r"site-packages/(azure/\w+|azure/storage/queue|\w+)")
_IDLE = ("poll", "select")

Function = tuple[str, int, str]
"""How cProfile names one: file, line, name."""


async def profile(options: Options) -> list[Figure]:
    """Profile both, and tell which share of the CPU each package takes by itself."""

    async def of_bulk(world: World) -> None:
        await bulk_run(world, options.send_count, "bulk under the profiler")

    async def of_singles(world: World) -> None:
        await singles_run(world, options.single_count, "singles under the profiler")

    return [*await _profiled("bulk", of_bulk), *await _profiled("singles", of_singles)]


async def _profiled(name: str, work: Callable[[World], Awaitable[None]]) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "profile"
        async with running_world(more_environment={PROFILE: str(file)}) as world:
            await warmed_up(world)
            await work(world)
        stats = pstats.Stats(str(file))
    shares = shares_by_place(_own_times(stats))
    return [
        figure(f"profile of {name}", place, [100 * share], "% of CPU")
        for place, share in sorted(shares.items(), key=itemgetter(1), reverse=True)[:_SHOWN_COUNT]
    ]


def _own_times(stats: pstats.Stats) -> dict[Function, dict[str, float]]:
    """Give each function's own time by place: built-ins belong to the place that called them."""
    times: dict[Function, dict[str, float]] = {}
    found = stats.stats  # type: ignore[attr-defined]
    for function, (_, _, own, _, callers) in found.items():
        by_place: defaultdict[str, float] = defaultdict(float)
        for caller, (_, _, part, _) in callers.items():
            by_place[place_of(caller)] += part
        times[function] = dict(by_place) if function[0] == "~" else {place_of(function): own}
    return times


def shares_by_place(times: Mapping[Function, Mapping[str, float]]) -> dict[str, float]:
    """Add own times up by place and divide by all, waiting for the network left out."""
    sums: defaultdict[str, float] = defaultdict(float)
    for (_, _, name), by_place in times.items():
        if not any(word in name for word in _IDLE):
            for place, seconds in by_place.items():
                sums[place] += seconds
    total = sum(sums.values()) or 1.0
    return {place: seconds / total for place, seconds in sums.items()}


def place_of(function: Function) -> str:
    """Name the package of a function: one of ours, an installed one, or Python's own module."""
    path = Path(function[0]).as_posix()
    if match := _PACKAGE.search(path):
        return match[1].replace("/", ".")
    if path.startswith(ROOT.as_posix()):
        return ".".join(Path(path).relative_to(ROOT).with_suffix("").parts[:2])
    folder = Path(path).parent.name
    # A module of the standard library that is a file lies right in the folder of this Python.
    return folder if folder and not folder.startswith("python3") else Path(path).stem
