"""The home page and the API reference, in a browser."""

import pytest

from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.pages.support import IS_LIVE, OVERFLOW
from tests.support.local_app import LocalApp

HEALTH = "document.getElementById('health').textContent"
IS_SHOWN = "document.querySelector('#reference h1')?.textContent.includes('Paloma')"
BLOCKED = "window.blocked.filter((one) => one !== 'eval')"
NOTE_WHAT_IS_BLOCKED = """
  window.blocked = [];
  document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.blockedURI));
"""


@pytest.mark.parametrize("path", ["", "/", "/api", "/api/"])
async def test_home_page_says_how_the_app_is_and_its_links_lead_somewhere(
    page: Page, app: LocalApp, path: str
) -> None:
    await page.open(app.url + path)
    await page.wait_for(IS_LIVE)

    assert str(await page.evaluate(HEALTH)).startswith("The app runs. Storage responds.")
    links = await page.evaluate("""Promise.all([...document.querySelectorAll('.doors a')].map(
      async (link) => (await fetch(link.href)).status))""")
    assert links == [200] * 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_home_page_is_readable_and_fits_on_a_phone(
    page: Page, app: LocalApp, scheme: str
) -> None:
    await page.show_as(width=360, height=640, scheme=scheme)
    await page.open(app.url)
    await page.wait_for(IS_LIVE)

    assert not await page.evaluate(OVERFLOW)
    contrasts = await contrasts_of(page, "h1, p, .doors a, .doors b, .brand, .live")
    assert {name: ratio for name, ratio in contrasts.items() if ratio < ENOUGH} == {}


async def test_cards_of_the_home_page_are_as_high_as_their_neighbours(
    page: Page, app: LocalApp
) -> None:
    await page.show_as(width=1000, height=700, scheme="light")
    await page.open(app.url)
    await page.wait_for(IS_LIVE)

    cards = await page.evaluate("""[...document.querySelectorAll('.doors a')].map(
      (card) => card.getBoundingClientRect()).map(({ top, height }) => [top, height])""")
    assert isinstance(cards, list)
    heights = [height for _, height in cards]
    assert [top for top, _ in cards] == [cards[0][0], cards[0][0], cards[2][0], cards[2][0]]
    assert heights == [heights[0], heights[0], heights[2], heights[2]]


async def test_reference_shows_the_contract_and_asks_no_other_server(
    page: Page, app: LocalApp
) -> None:
    await page.command("Page.enable")
    noting = await page.command(
        "Page.addScriptToEvaluateOnNewDocument", source=NOTE_WHAT_IS_BLOCKED
    )
    await page.open(f"{app.url}/api/docs")
    await page.wait_for(IS_SHOWN)

    asked = await page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    assert isinstance(asked, list)
    assert [url for url in asked if not url.startswith((f"{app.url}/api/", "data:"))] == []
    assert await page.evaluate(BLOCKED) == []
    text = str(await page.evaluate("document.getElementById('reference').textContent"))
    assert f"{app.url}/api" in text
    await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=noting["identifier"])
