"""Runs an app from the command line: ``python -m local.functions_host --port 7071``."""

import argparse
import asyncio
import logging
import os
import signal
import sys
from pathlib import Path

from local.functions_host.console import print_functions, print_keys, set_up_logging
from local.functions_host.host import start_host
from local.functions_host.model import IndexingError
from local.functions_host.settings import HostSettings


def main() -> int:
    """Run until SIGINT or SIGTERM; 1 if the app cannot be indexed or the port is taken."""
    settings = _parse_arguments()
    set_up_logging()
    try:
        # The worker's current folder is the app root.
        os.chdir(settings.app_root)
        asyncio.run(_serve(settings))
    except (IndexingError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parse_arguments() -> HostSettings:
    parser = argparse.ArgumentParser(prog="functions_host", description=__doc__)
    parser.add_argument("--port", type=int, default=7071, help="0 takes a free one")
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--app-root", type=Path, default=Path())
    parser.add_argument("--enable-auth", action="store_true", help="check keys")
    values = parser.parse_args()
    return HostSettings(
        app_root=values.app_root.resolve(),
        port=values.port,
        address=values.address,
        enable_auth=values.enable_auth,
    )


async def _serve(settings: HostSettings) -> None:
    stop = asyncio.Event()
    _stop_on_signal(stop)
    async with start_host(settings) as host:
        print_functions(host)
        if host.keys is not None:
            print_keys(host.keys)
        print(f"Functions host ready at {host.url}", flush=True)
        await stop.wait()
        logging.getLogger("functions_host").info("Ending; running handlers get a moment.")
    # A worker has no shutdown hook, so an app cannot close the clients that it keeps; aiohttp
    # would complain of each.
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)


def _stop_on_signal(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))


if __name__ == "__main__":
    sys.exit(main())
