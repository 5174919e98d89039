"""A browser, its one tab, and a simulator whose messages wait for their reports."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from local.acs_simulator import SimulatorSettings, start_simulator
from tests.e2e.browser import Page, find_chromium, open_browser
from tests.integration.acs_simulator.support import (
    Bench,
    FrozenClock,
)


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Page]:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    async with open_browser(chromium) as page:
        yield page


@pytest.fixture
async def page(browser: Page) -> AsyncIterator[Page]:
    """The one tab, wide and light; it leaves the simulator before that ends."""
    await browser.show_as(width=1100, height=760)
    yield browser
    await browser.command("Page.navigate", url="about:blank")


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    clock = FrozenClock()
    settings = SimulatorSettings(port=0, clock=clock)
    async with start_simulator(settings) as simulator, aiohttp.ClientSession() as session:
        bench = Bench(simulator, settings, session, clock)
        await bench.control("POST", "/progression", {"mode": "manual"})
        await bench.control("POST", "/rate-limits", {"enabled": False})
        yield bench
