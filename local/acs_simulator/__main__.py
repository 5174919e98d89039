"""``python -m local.acs_simulator``."""

import argparse
import asyncio
import signal
import sys

from local.acs_simulator.server import start_simulator
from local.acs_simulator.settings import DEFAULT_ACCESS_KEY, SimulatorSettings


def main() -> int:
    """Run a simulator until SIGINT or SIGTERM; 1 if it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m local.acs_simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8080, help="0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--access-key", default=DEFAULT_ACCESS_KEY, metavar="BASE64")
    arguments = parser.parse_args()
    settings = SimulatorSettings(
        port=arguments.port, host=arguments.host, access_key=arguments.access_key
    )
    try:
        asyncio.run(_run(settings))
    except (OSError, ValueError) as error:
        print(f"The ACS simulator cannot start: {error}", file=sys.stderr)
        return 1
    return 0


async def _run(settings: SimulatorSettings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGBREAK", signal.SIGTERM)}:
        # Not loop.add_signal_handler, which Windows does not have; SIGBREAK is its Ctrl-Break.
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    async with start_simulator(settings) as simulator:
        print(f"ACS simulator ready at {simulator.url}", flush=True)
        await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
