"""`python -m bench`: run benchmarks, print the table, keep the figures."""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

from bench.bulk import bulk, memory
from bench.figures import Figure, machine, table_text, write_json
from bench.imports import imports
from bench.latency import latency
from bench.options import Options, read_options
from bench.pacing import pacing
from bench.pages import pages
from bench.profile import profile
from bench.progress import say
from bench.registry import registry
from bench.reports import reports
from bench.singles import singles
from bench.summary import summary
from local.dev.console import prepare_output
from local.dev.errors import DevError
from local.dev.interruption import StopRequestedError, turn_signals_into_exceptions
from local.dev.paths import LOCAL

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_BENCHES: dict[str, Callable[[Options], Awaitable[list[Figure]]]] = {
    "bulk": bulk,
    "singles": singles,
    "latency": latency,
    "reports": reports,
    "registry": registry,
    "summary": summary,
    "import": imports,
    "memory": memory,
    "pacing": pacing,
    "profile": profile,
    "pages": pages,
}


def main(arguments: list[str]) -> int:
    """Run what the arguments ask for; 0 if all could be measured, whatever the figures."""
    options = read_options(arguments)
    prepare_output()
    turn_signals_into_exceptions()
    try:
        figures = asyncio.run(_run(options))
    except DevError as error:
        say(f"\n{error}")
        return 1
    except StopRequestedError as request:
        say("\nEverything has ended.")
        return request.exit_code
    path = LOCAL / "bench" / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    write_json(path, figures, is_quick=options.is_quick)
    say(f"\n{table_text(figures)}\n")
    say(", ".join(f"{name}: {value}" for name, value in machine().items()))
    say(f"Kept in {path.relative_to(LOCAL.parent)}")
    return 0


async def _run(options: Options) -> list[Figure]:
    figures: list[Figure] = []
    for position, name in enumerate(options.names, 1):
        say(f"[{position}/{len(options.names)}] {name}")
        figures += await _BENCHES[name](options)
    return figures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
