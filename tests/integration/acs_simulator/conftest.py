"""Fixtures of the simulator's tests: a simulator, and an endpoint that has subscribed."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from local.acs_simulator import SimulatorSettings, start_simulator
from tests.integration.acs_simulator.support import Bench, Endpoint, FrozenClock, serve_endpoint


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    """A simulator with a frozen clock, whose messages move on at once."""
    clock = FrozenClock()
    settings = SimulatorSettings(port=0, clock=clock)
    async with start_simulator(settings) as simulator, aiohttp.ClientSession() as session:
        bench = Bench(simulator, settings, session, clock)
        await bench.control("POST", "/progression", {"mode": "immediate"})
        await bench.control("POST", "/event-schedule", {"speed": 1000})
        yield bench


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    async with serve_endpoint() as endpoint:
        yield endpoint


@pytest.fixture
async def subscribed(bench: Bench, endpoint: Endpoint) -> Endpoint:
    """The endpoint, after it has subscribed to both events."""
    answer = await bench.control("PUT", "/subscriptions/all", {"url": endpoint.url})
    assert answer.json == {"name": "all", "status": "validated"}
    return endpoint


@pytest.fixture
async def live_bench() -> AsyncIterator[Bench]:
    """A simulator with the real clock, for clients that sign with theirs."""
    settings = SimulatorSettings(port=0)
    async with start_simulator(settings) as simulator, aiohttp.ClientSession() as session:
        bench = Bench(simulator, settings, session, FrozenClock())
        await bench.control("POST", "/progression", {"mode": "immediate"})
        yield bench
