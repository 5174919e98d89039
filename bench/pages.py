"""How soon a browser paints each view of the pages, and what it fetches for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.figures import Figure, Goal, figure
from bench.world import running_world
from local.dev.errors import DevError
from tests.e2e.browser import find_chromium, open_browser

if TYPE_CHECKING:
    from bench.options import Options
    from tests.e2e.browser import Page

_VIEWS = (
    "home",
    "inbox",
    "sends",
    "sends/new",
    "opt-outs/reviews",
    "dashboard",
    "operations",
    "settings",
)
_IS_READ = "document.querySelector('main h1') && !document.querySelector('[aria-busy=true]')"
_IS_PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
_SIZE = """[...performance.getEntriesByType('navigation'),
  ...performance.getEntriesByType('resource')].reduce((sum, e) => sum + e.transferSize, 0)"""


async def pages(options: Options) -> list[Figure]:
    """Open each view with an empty cache; give its first paint, its first data and its bytes."""
    chromium = find_chromium()
    if chromium is None:
        message = "The pages are measured in Chromium, which is not on this machine."
        raise DevError(message)
    figures: list[Figure] = []
    async with running_world() as world, open_browser(chromium) as page:
        await page.show_as(width=1440, height=900)
        await page.command("Network.enable")
        await _opened(page, f"{world.app}/ui/home")  # the host reads its files once
        for view in _VIEWS:
            runs = [
                await _opened(page, f"{world.app}/ui/{view}") for _ in range(options.round_count)
            ]
            paints, reads, sizes = zip(*runs, strict=True)
            figures += [
                figure("pages", f"{view}: first paint", paints, "ms", goal=Goal(greatest=300)),
                figure("pages", f"{view}: data shown", reads, "ms"),
                figure("pages", f"{view}: fetched", sizes, "kB", goal=Goal(greatest=200)),
            ]
    return figures


async def _opened(page: Page, url: str) -> tuple[float, float, float]:
    """Give milliseconds to the first paint and the data, and kilobytes over the network."""
    await page.command("Network.clearBrowserCache")
    await page.open(url)
    await page.wait_for(_IS_READ)
    read = await _number(page, "performance.now()")
    await page.wait_for(_IS_PAINTED)  # the browser tells of a paint a moment later
    paint, size = await _number(page, _PAINT), await _number(page, _SIZE)
    return paint, read, size / 1000


async def _number(page: Page, expression: str) -> float:
    return float(str(await page.evaluate(expression)))
