"""The ACS simulator in the campaign's time, with some hundred 10DLC numbers and a long memory."""

import asyncio
import sys

from local.acs_simulator.server import start_simulator
from local.acs_simulator.settings import DEFAULT_SENDERS, Sender, SenderKind, SimulatorSettings
from tests.campaign.fast_time import time_of_environment

# No service acts on STOP for these, so a text after a STOP would reach the phone.
# There are enough of them that no scenario meets the rest of another one on its own number.
_AREAS = (425, 206, 212, 213, 214)
LONG_CODES = tuple(f"+1{area}5550{number}" for area in _AREAS for number in range(101, 200))


async def _serve() -> None:
    settings = SimulatorSettings(
        port=0,
        clock=time_of_environment().now,
        senders=(*DEFAULT_SENDERS, *(Sender(one, SenderKind.LONG_CODE) for one in LONG_CODES)),
        retention_count=10_000_000,
    )
    async with start_simulator(settings) as simulator:
        sys.stdout.write(f"Phones are ready at {simulator.url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    time_of_environment().run(_serve)
