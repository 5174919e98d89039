"""The dashboard in a real browser, with all programs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.pages.support import OVERFLOW, listed, open_page
from tests.support.local_app import TOLL_FREE, LocalApp, poll

BLOCKED_BY_CARRIER = "+12025550105"  # the simulator reports 4005 for it
DRAWN = "document.querySelectorAll('.plot canvas').length === 4"
TILES = """Object.fromEntries([...document.querySelectorAll('.tile')].map((tile) => [
  tile.querySelector('.name').textContent, tile.querySelector('.figure').textContent,
]))"""
LEGEND = "document.querySelector('.chart .legend').textContent"


async def rows_below(page: Page, heading: str) -> list[list[str]]:
    """Read the rows of the table below a heading."""
    found = await page.evaluate(f"""
      [...document.querySelectorAll('.chart')]
        .filter((one) => one.querySelector('h2').textContent === '{heading}')
        .flatMap((one) => [...one.querySelectorAll('tbody tr')])
        .map((row) => [...row.children].map((cell) => cell.textContent))""")
    assert isinstance(found, list)
    return found


@pytest.fixture
async def campaign(app: LocalApp, new_person: Callable[[], str]) -> str:
    """A campaign of its own: two delivered and one answered, one blocked, one opted out before."""
    people = [new_person() for _ in range(3)]
    name = f"campaign of {people[0]}"
    await app.text_in(people[2], TOLL_FREE, "STOP")
    await app.registry_says(people[2], "opted_out")
    accepted = await app.send(TOLL_FREE, [*people, BLOCKED_BY_CARRIER], campaign=name)
    wanted = {people[2]: "suppressed", BLOCKED_BY_CARRIER: "failed"}
    for message in accepted["messages"]:
        await app.reaches(message["messageId"], wanted.get(message["to"], "delivered"))
    await app.text_in(people[0], TOLL_FREE, "Yes, please.")
    await poll(lambda: listed(app, people[0]))
    # A count of today is kept for a minute otherwise.
    recounted = await app.call("POST", f"analytics/recounts?day={datetime.now(UTC).date()}")
    assert recounted.status == 200
    return name


async def open_dashboard(page: Page, app: LocalApp, **query: str) -> None:
    await open_page(page, app, "dashboard", **query)
    await page.wait_for(DRAWN)


async def test_figures_are_those_of_the_api(page: Page, app: LocalApp, campaign: str) -> None:
    await open_dashboard(page, app, campaign=campaign)

    tiles = await page.evaluate(TILES)
    assert isinstance(tiles, dict)
    wanted = {
        "Messages": "4",
        "Failed": "1",
        "Not sent": "1",
        "Delivery rate": "66.7%",
        "Reply rate": "50%",
    }
    assert {name: tiles[name] for name in wanted} == wanted
    days = await rows_below(page, "Messages")
    assert len(days) == 7
    assert days[-1][1:] == ["2", "0", "1", "0", "1"]
    failed = await rows_below(page, "Why messages failed")
    assert failed == [["Blocked by the carrier", "4005", "1"]]
    (line,) = await rows_below(page, "Campaigns side by side")
    assert line[:6] == [campaign, "4", "66.7%", "50%", "0", "1"]
    assert (await rows_below(page, "Messages from people"))[-1][1:] == ["1"]


async def test_choice_is_shown_and_stands_in_the_address(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, code="a-key")
    change = "dispatchEvent(new Event('change', {bubbles: true}))"
    await page.evaluate(f"sender.value = '{TOLL_FREE}'; sender.{change}")
    await page.evaluate(f"campaign.value = '{campaign}'; range.value = '1'; range.{change}")

    await page.wait_for(f"({TILES}).Messages === '4'")
    address = await page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    assert address == {"days": "1", "sender": TOLL_FREE, "campaign": campaign}
    assert len(await rows_below(page, "Messages")) in {23, 24, 25}

    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"({TILES}).Messages === '4'")


async def test_queue_shows_what_waits_for_its_time(
    page: Page, app: LocalApp, campaign: str, person: str
) -> None:
    due = datetime.now(UTC) + timedelta(hours=2)
    waiting = await app.send(TOLL_FREE, person, sendAt=due.isoformat())
    await open_dashboard(page, app, campaign=campaign)

    queue = "document.getElementById('queue').textContent"
    await page.wait_for(f"/due, [1-9]\\d* waiting/.test({queue})")
    await app.call("DELETE", f"sms/{waiting['sendId']}")


async def test_campaign_that_waits_is_shown_as_waiting_with_the_reason(
    page: Page, app: LocalApp, person: str
) -> None:
    name, due = f"waiting for {person}", datetime.now(UTC) + timedelta(hours=2)
    waiting = await app.send(TOLL_FREE, person, sendAt=due.isoformat(), campaign=name)
    await app.call("POST", f"analytics/recounts?day={datetime.now(UTC).date()}")
    await open_dashboard(page, app, campaign=name)

    ((campaign, count, reason),) = await rows_below(page, "What messages wait for")
    assert (campaign, count) == (name, "1")
    assert reason.startswith("waits for its time, until ")
    (line,) = await rows_below(page, "Campaigns side by side")
    assert line[:3] == [name, "1", "waiting"]
    await app.call("DELETE", f"sms/{waiting['sendId']}")


async def test_arrow_keys_go_through_a_chart_and_say_what_is_there(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)
    await page.evaluate("document.querySelector('.plot').focus()")
    label = "document.querySelector('.plot').getAttribute('aria-label')"
    assert str(await page.evaluate(label)).startswith("Messages. Delivered: 2, In progress: 0")

    await page.press("End", code=35)

    heard = "document.querySelector('.chart [aria-live]').textContent"
    await page.wait_for(f"{heard}.includes('Delivered 2, In progress 0, Failed 1')")
    await page.wait_for(f"{LEGEND}.includes('Not sent 1')")
    await page.press("ArrowLeft", code=37)
    await page.wait_for(f"{heard}.includes('Delivered 0')")


async def test_time_without_messages_is_said_to_be_empty(page: Page, app: LocalApp) -> None:
    await open_page(page, app, "dashboard", campaign="nothing was ever sent for this")

    assert not await page.evaluate("document.getElementById('empty').hidden")
    assert await page.evaluate("document.getElementById('charts').hidden")
    assert await page.evaluate("document.getElementById('loading').hidden")


async def test_trouble_is_said_in_words_and_ends_with_another_try(
    page: Page, app: LocalApp, campaign: str
) -> None:
    query = f"campaign={campaign.replace('+', '%2B')}&from=2026-11-01&to=2031-11-01"
    await page.open(f"{app.url}/api/dashboard?{query}")
    await page.wait_for("!document.getElementById('trouble').hidden")
    words = str(await page.evaluate("document.getElementById('trouble-text').textContent"))
    assert "at most 366 days" in words

    await page.evaluate("range.value = '7'; document.getElementById('again').click()")

    await page.wait_for(f"document.getElementById('trouble').hidden && ({TILES}).Messages === '4'")


async def test_narrow_screen_has_everything_below_each_other(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await page.show_as(width=360, height=700)
    await open_dashboard(page, app, campaign=campaign)
    shown = "[...document.querySelectorAll('.chart')].filter(e => e.offsetParent)"
    lefts = f"new Set({shown}.map(e => e.offsetLeft)).size"
    wide = "[...document.querySelectorAll('.plot canvas')].some(e => e.offsetWidth > innerWidth)"

    assert not await page.evaluate(OVERFLOW)
    assert await page.evaluate(lefts) == 1
    assert not await page.evaluate(wide)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_enough_contrast_in(
    page: Page, app: LocalApp, campaign: str, scheme: str
) -> None:
    await page.show_as(width=1200, height=900, scheme=scheme)
    await open_dashboard(page, app, campaign=campaign)

    contrasts = await contrasts_of(
        page,
        ".brand, .places a, .live, label, select, .name, .figure, .more-words, h2, .legend li, "
        "summary, th, td",
    )

    assert len(contrasts) > 10
    assert {name: ratio for name, ratio in contrasts.items() if ratio < ENOUGH} == {}


async def test_charts_are_painted_anew_when_the_scheme_changes(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)
    canvas = "document.querySelector('.plot canvas').toDataURL()"
    light = await page.evaluate(canvas)

    await page.show_as(width=1100, height=760, scheme="dark")

    await page.wait_for(f"{canvas} !== '{light}'")
