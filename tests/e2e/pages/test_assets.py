"""What a browser is given to keep, and what it is kept from."""

from tests.e2e.browser import Page
from tests.e2e.pages.support import IS_READ, open_view
from tests.support.local_app import LocalApp


async def test_asset_comes_once_and_is_confirmed_afterwards(app: LocalApp) -> None:
    first = await app.call("GET", "assets/ui.css")
    known = {"If-None-Match": first.headers["ETag"]}
    again = await app.call("GET", "assets/ui.css", headers=known)

    assert first.headers["Content-Type"] == "text/css; charset=utf-8"
    assert (first.status, again.status, again.json) == (200, 304, None)
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_page_that_is_opened_again_loads_no_asset_anew(page: Page, app: LocalApp) -> None:
    loaded = """performance.getEntriesByType('resource')
      .filter(({ name }) => name.includes('/assets/'))
      .map(({ name, transferSize }) => [name, transferSize])"""
    for _ in range(2):
        await open_view(page, app, "home")
        await page.wait_for(IS_READ)
        sizes = await page.evaluate(loaded)

    assert isinstance(sizes, list)
    assert len(sizes) > 20
    assert [name for name, size in sizes if size] == []


async def test_inline_script_and_style_have_no_effect(page: Page, app: LocalApp) -> None:
    await page.open(f"{app.url}/api/ui/settings")

    await page.evaluate("""
      const script = document.createElement('script');
      script.textContent = 'window.hit = 1';
      document.body.append(script);
      document.body.setAttribute('style', 'opacity: 0.5');
    """)

    assert await page.evaluate("window.hit") is None
    assert await page.evaluate("getComputedStyle(document.body).opacity") == "1"


async def test_page_loads_from_the_app_alone(page: Page, app: LocalApp) -> None:
    await page.open(f"{app.url}/api/ui/dashboard")
    await page.wait_for("document.querySelector('#live.live-now') !== null")
    asked = await page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")

    assert isinstance(asked, list)
    assert len(asked) > 8
    assert [url for url in asked if not url.startswith(f"{app.url}/api/")] == []


async def test_nothing_moves_where_people_ask_for_that(page: Page, app: LocalApp) -> None:
    moving = [{"name": "prefers-reduced-motion", "value": "no-preference"}]
    await page.command("Emulation.setEmulatedMedia", features=moving)
    await page.open(f"{app.url}/api/ui/dashboard")
    await page.wait_for("document.querySelector('.places a') !== null")
    duration = "getComputedStyle(document.querySelector('.places a')).transitionDuration"
    assert await page.evaluate(duration) != "0s"

    reduced = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    await page.command("Emulation.setEmulatedMedia", features=reduced)

    assert await page.evaluate(duration) == "0s"
