"""Home: what needs a person, and where each thing leads."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import CLOCK, OVERFLOW, before_each_page, listed
from tests.support.local_app import TOLL_FREE, LocalApp, poll

SENDER = "+18335550155"
NEEDS = "[...document.querySelectorAll('.needs')]"
TITLES = f"{NEEDS}.map((e) => e.querySelector('h3').textContent)"
TILES = """Object.fromEntries([...document.querySelectorAll('.tile')].map((tile) => [
  tile.querySelector('.tile-name').textContent, tile.querySelector('.tile-figure').textContent,
]))"""
IS_THERE = "document.querySelector('.home') && document.querySelectorAll('.loading').length === 0"


async def open_home(page: Page, app: LocalApp) -> None:
    await page.open(f"{app.url}/api/ui/home")
    await page.wait_for(
        f"Boolean({IS_THERE}) && document.querySelectorAll('.loading').length === 0"
    )


@pytest.fixture
async def paused(app: LocalApp, person: str, new_person: Callable[[], str]) -> str:
    """A paused own number with a message that waits; gives the campaign."""
    reason = {"reason": "wrong link", "actor": "Dana"}
    assert (await app.call("POST", f"senders/{SENDER}/pause", reason)).status == 200
    await app.send(SENDER, [person, new_person()], campaign=f"held for {person}")
    # What waits is counted at most once a minute, unless it is asked for.
    today = datetime.now(UTC).date()
    assert (await app.call("POST", f"analytics/recounts?day={today}")).status == 200
    return f"held for {person}"


async def test_paused_sender_is_named_with_effect_and_reason_and_leads_to_its_page(
    page: Page, app: LocalApp, paused: str
) -> None:
    await open_home(page, app)
    await page.wait_for(f"{TITLES}.some((one) => one.startsWith('+1 833 555 0155 is paused'))")

    words = str(await page.evaluate(f"{NEEDS}.map((e) => e.textContent).join()"))
    assert "Paused by Dana: “wrong link”." in words
    sends = str(await page.evaluate("document.querySelector('.home-main').textContent"))
    assert paused in sends
    await page.evaluate(
        f"{NEEDS}.find((e) => e.textContent.includes('0155')).querySelector('a').click()"
    )
    await page.wait_for(f"location.pathname.endsWith('/operations/senders/{SENDER}')")
    await app.call("POST", f"senders/{SENDER}/resume")


async def test_person_who_waits_is_counted_and_one_press_away(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "Can I move my appointment?")
    await poll(lambda: listed(app, person))
    await open_home(page, app)

    waiting = await app.call("GET", "conversations?view=waiting&counts=true&limit=6")
    number = waiting.json["counts"]["waiting"]
    tiles = await page.evaluate(TILES)
    assert isinstance(tiles, dict)
    assert tiles["People waiting for a reply"] == str(number)
    badge = "document.querySelector('.side a[href$=\"/inbox\"] .badge').firstChild.data"
    assert await page.evaluate(badge) == str(number)
    oldest = waiting.json["conversations"][0]
    await page.evaluate("document.querySelector('.home-last a').click()")
    await page.wait_for(f"location.pathname.endsWith('/inbox/{oldest['sender']}/{oldest['user']}')")


async def test_cards_and_figures_stay_with_their_time_while_the_app_does_not_answer(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, CLOCK):
        await open_home(page, app)
    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")
    await page.evaluate("skip(30_000)")
    dated = "[...document.querySelectorAll('section.card .stale-since')].length"
    await page.wait_for(f"{dated} === 3")
    await page.wait_for("document.querySelector('.tile-name').textContent.includes(', as of ')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.usefixtures("paused")
async def test_home_is_open_to_everybody_and_fits_every_screen(
    page: Page, app: LocalApp, scheme: str
) -> None:
    for width in (1440, 1000, 320):
        await page.show_as(width=width, height=900, scheme=scheme)
        await open_home(page, app)
        assert await findings_in(page) == []
        assert not await page.evaluate(OVERFLOW)
    await app.call("POST", f"senders/{SENDER}/resume")


async def test_entrance_leads_here_where_a_key_is_kept(page: Page, app: LocalApp) -> None:
    await page.open(f"{app.url}/#code=a-key")
    await page.wait_for("location.pathname === '/api/ui/home'")
    assert "a-key" not in str(await page.evaluate("location.href"))
    await page.evaluate("sessionStorage.clear()")
