"""A simulator whose messages wait for their reports."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from local.acs_simulator import SimulatorSettings, start_simulator
from tests.integration.acs_simulator.support import (
    Bench,
    FrozenClock,
)


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    clock = FrozenClock()
    settings = SimulatorSettings(port=0, clock=clock)
    async with start_simulator(settings) as simulator, aiohttp.ClientSession() as session:
        bench = Bench(simulator, settings, session, clock)
        await bench.control("POST", "/progression", {"mode": "manual"})
        await bench.control("POST", "/rate-limits", {"enabled": False})
        yield bench
