"""Every view: of use to all (WCAG 2.2 AA), within the window, and soon there."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import IS_READ, OVERFLOW, open_view
from tests.support.local_app import LocalApp

KILOBYTE = 1_000
MOST = 200 * KILOBYTE
"""As the browser counts it: compressed, with headers, the data of the first screen included."""

BEFORE_PAINT = 25 * KILOBYTE
LOADED_LATER = {"uplot-1.6.32.js"}
"""Fetched by a view that has charts, once it is shown."""

FETCHED = """(() => {
  const page = performance.getEntriesByType('navigation')[0];
  const others = performance.getEntriesByType('resource');
  const nameOf = (url) => url.split('/').at(-1).split('?')[0];
  const named = [...document.querySelectorAll('[rel=modulepreload], script')];
  const announced = new Set(named.map((one) => one.href || one.src));
  const scripts = others.filter((one) => nameOf(one.name).endsWith('.js'));
  return {
    bytes: [page, ...others].reduce((sum, one) => sum + one.transferSize, 0),
    blocking: others.filter((one) => one.renderBlockingStatus === 'blocking')
      .map((one) => nameOf(one.name)),
    late: scripts.filter((one) => !announced.has(one.name)).map((one) => nameOf(one.name)),
  };
})()"""

PAINTED = """(() => {
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  const before = [performance.getEntriesByType('navigation')[0],
    ...performance.getEntriesByType('resource')].filter((one) => !one.name.endsWith('.js'));
  return paint && before.reduce((sum, one) => sum + one.transferSize, 0);
})()"""


SIDEWAYS = """[...document.querySelectorAll('main :has(table)')]
  .filter((box) => ['auto', 'scroll'].includes(getComputedStyle(box).overflowX))
  .filter((box) => box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.querySelector('table').ariaLabel)"""


@dataclass(frozen=True)
class Visit:
    """What a view shows and made the browser fetch."""

    findings: list[str]
    is_too_wide: bool
    sideways: list[str]
    fetched: dict[str, Any]


async def visited(page: Page, app: LocalApp, place: str) -> Visit:
    await open_view(page, app, place)
    await page.wait_for(IS_READ)
    fetched = await page.evaluate(FETCHED)
    assert isinstance(fetched, dict)
    is_too_wide = bool(await page.evaluate(OVERFLOW))
    sideways = await page.evaluate(SIDEWAYS)
    assert isinstance(sideways, list)
    return Visit(await findings_in(page), is_too_wide, sideways, fetched)


@pytest.fixture(scope="module")
async def wide(browser: Page, running: LocalApp, places: list[str]) -> dict[str, Visit]:
    """Each view by its address, opened as a browser does that has nothing of the pages."""
    await browser.show_as(width=1440, height=900)
    await browser.command("Network.enable")
    visits = {}
    for place in places:
        await browser.command("Network.clearBrowserCache")
        visits[place] = await visited(browser, running, place)
    return visits


@pytest.fixture(scope="module")
async def on_a_phone(browser: Page, running: LocalApp, places: list[str]) -> dict[str, Visit]:
    """Each view by its address, in the dark."""
    await browser.show_as(width=390, height=900, scheme="dark")
    return {place: await visited(browser, running, place) for place in places}


@pytest.fixture(params=["wide", "on_a_phone"])
def visits(request: pytest.FixtureRequest) -> dict[str, Visit]:
    found: dict[str, Visit] = request.getfixturevalue(request.param)
    return found


def test_axe_finds_nothing_in_any_view(visits: dict[str, Visit]) -> None:
    assert {place: one.findings for place, one in visits.items() if one.findings} == {}


def test_no_view_is_wider_than_the_window(visits: dict[str, Visit]) -> None:
    assert [place for place, one in visits.items() if one.is_too_wide] == []


def test_no_table_is_wider_than_a_phone(on_a_phone: dict[str, Visit]) -> None:
    assert {place: one.sideways for place, one in on_a_phone.items() if one.sideways} == {}


def test_every_view_takes_at_most_200_kb_and_names_its_modules_at_once(
    wide: dict[str, Visit],
) -> None:
    found = {place: one.fetched for place, one in wide.items()}
    assert {place: one["bytes"] for place, one in found.items() if one["bytes"] > MOST} == {}
    assert {place: one for place, one in found.items() if one["blocking"] != ["ui.css"]} == {}
    late = {place: set(one["late"]) - LOADED_LATER for place, one in found.items()}
    assert {place: names for place, names in late.items() if names} == {}


@pytest.mark.parametrize("width", [1440, 390])
async def test_first_paint_needs_the_page_and_its_style_sheet_alone(
    page: Page, app: LocalApp, places: list[str], width: int
) -> None:
    await page.show_as(width=width, height=900)
    await page.command("Network.enable")
    await page.command("Network.clearBrowserCache")
    await page.command("Network.setBlockedURLs", urls=["*.js"])
    try:
        for place in places:
            await page.command("Page.navigate", url=f"{app.url}/api/ui/{place}")
            await page.wait_for(f"location.pathname.startsWith('/api/ui/') && {PAINTED} > 0")
            size = await page.evaluate(PAINTED)
            assert isinstance(size, int)
            assert size <= BEFORE_PAINT
            assert "Paloma" in str(await page.evaluate("document.body.innerText"))
    finally:
        await page.command("Network.setBlockedURLs", urls=[])
