"""The dashboard in a real browser, with all programs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import ASSETS, OVERFLOW, listed
from tests.support.local_app import TOLL_FREE, LocalApp, poll

BLOCKED_BY_CARRIER = "+12025550105"  # the simulator reports 4005 for it
DRAWN = "document.querySelectorAll('.plot canvas').length === 4"
TILES = """Object.fromEntries([...document.querySelectorAll('.tile')].map((tile) => [
  tile.querySelector('.tile-name').textContent, tile.querySelector('.tile-figure').textContent,
]))"""
LEGEND = "document.querySelector('.charts .legend').textContent"
ASK_AGAIN = f"import('{ASSETS}/data/polling.js').then(({{ tryNow }}) => tryNow())"
DAYS = "[...document.querySelectorAll('.filter-open b')].map((e) => e.textContent)[0]"


async def rows_below(page: Page, heading: str) -> list[list[str]]:
    """Read the rows of the table below a heading; the table of a chart is opened."""
    await page.evaluate(
        "document.querySelectorAll('.as-link[aria-expanded=false]').forEach((e) => e.click())"
    )
    await page.wait_for("document.querySelectorAll('.as-link[aria-expanded=false]').length === 0")
    found = await page.evaluate(f"""
      [...document.querySelectorAll('.charts > section')]
        .filter((one) => one.querySelector('h2').firstChild.data === '{heading}')
        .flatMap((one) => [...one.querySelectorAll('tbody tr, .failures a')])
        .map((row) => [...row.children].map((cell) => cell.textContent.trim()))""")
    assert isinstance(found, list)
    return found


async def press(page: Page, words: str) -> None:
    """Press the button, link or choice with these words, as soon as it is there."""
    found = "[...document.querySelectorAll('main :is(a, button)')]"
    one = f"{found}.find((e) => e.textContent.trim() === '{words}')"
    await page.wait_for(f"{one} !== undefined")
    await page.evaluate(f"{one}.click()")


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
    await recount(app)
    return name


async def recount(app: LocalApp) -> None:
    """A count of today is kept for a moment otherwise."""
    answer = await app.call("POST", f"analytics/recounts?day={datetime.now(UTC).date()}")
    assert answer.status == 200


async def open_dashboard(page: Page, app: LocalApp, until: str = DRAWN, **query: str) -> None:
    await page.open(f"{app.url}/api/ui/dashboard?{urlencode(query)}")
    await page.wait_for(until)


async def test_figures_are_those_of_the_api_and_lead_to_what_they_count(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)

    tiles = await page.evaluate(TILES)
    assert isinstance(tiles, dict)
    wanted = {
        "Messages": "4",
        "Failed": "1",
        "Not sent": "1",
        "Delivery rate": "66.7%",
        "Reply rate": "50.0%",
    }
    assert {name: tiles[name] for name in wanted} == wanted
    days = await rows_below(page, "Messages by day")
    assert len(days) == 7
    assert days[-1][1:] == ["2", "0", "1", "0", "1"]
    failed = await rows_below(page, "Why messages failed")
    assert failed == [["Blocked by the carrier 4005", "", "1"]]
    (line,) = await rows_below(page, "Campaigns")
    assert line[:6] == [campaign, "4", "66.7%", "50.0%", "0", "1"]
    assert (await rows_below(page, "Messages from people"))[-1][1:] == ["1"]

    await page.evaluate("document.querySelector('.failures a').click()")
    await page.wait_for("location.pathname.endsWith('/ui/sends')")
    query = await page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    assert isinstance(query, dict)
    assert (query["campaign"], query["status"], query["reason"]) == (campaign, "failed", "4005")
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for("document.querySelector('.of-sends tbody a') !== null")
    await page.evaluate("document.querySelector('.of-sends tbody a').click()")
    await page.wait_for("document.querySelectorAll('.send-messages tbody tr').length === 1")
    await page.evaluate("void setTimeout(() => history.go(-2))")
    await page.wait_for(f"({TILES}).Messages === '4'")


async def test_old_address_leads_here_with_its_choice(
    page: Page, app: LocalApp, campaign: str
) -> None:
    query = urlencode({"campaign": campaign, "days": "30", "code": "a-key"})
    await page.open(f"{app.url}/api/dashboard?{query}")
    await page.wait_for(DRAWN)

    address = await page.evaluate("Object.fromEntries(new URLSearchParams(location.search))")
    assert address == {"days": "30", "campaign": campaign}
    assert await page.evaluate(DAYS) == "Last 30"
    await page.evaluate("sessionStorage.clear()")


async def test_choice_stands_in_the_address_and_back_leads_to_the_earlier_one(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)

    await press(page, "Days Last 7")
    await press(page, "Today")
    await page.wait_for("location.search.includes('days=1')")
    hours = "document.querySelector('.charts h2')?.firstChild.data.endsWith('hour')"
    await page.wait_for(hours)
    assert len(await rows_below(page, "Messages by hour")) in {23, 24, 25}

    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{DRAWN} && {DAYS} === 'Today'")
    await page.evaluate("history.back()")
    await page.wait_for(f"{DRAWN} && {DAYS} === 'Last 7'")


async def test_campaign_that_waits_is_shown_as_waiting_with_the_reason(
    page: Page, app: LocalApp, person: str
) -> None:
    name, due = f"waiting for {person}", datetime.now(UTC) + timedelta(hours=2)
    waiting = await app.send(TOLL_FREE, person, sendAt=due.isoformat(), campaign=name)
    await recount(app)
    # The app is shared: over all own numbers a page of sends may end before this one.
    await open_dashboard(page, app, campaign=name, sender=TOLL_FREE)
    await page.wait_for("document.querySelectorAll('.charts > section').length === 7")

    ((campaign, reason, count),) = await rows_below(page, "What messages wait for")
    assert (campaign, count) == (name, "1")
    assert reason.startswith("Starts ")
    (line,) = await rows_below(page, "Campaigns")
    assert line[:3] == [name, "1", "waiting"]
    await app.call("DELETE", f"sms/{waiting['sendId']}")


async def test_arrow_keys_go_through_a_chart_and_say_what_is_there(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)
    await page.evaluate("document.querySelector('.plot').focus()")
    label = "document.querySelector('.plot').getAttribute('aria-label')"
    assert str(await page.evaluate(label)).startswith("Messages by day. Delivered: 2, In progress")

    await page.press("End", code=35)

    heard = "document.querySelector('.charts [aria-live]').textContent"
    await page.wait_for(f"{heard}.includes('Delivered 2, In progress 0, Failed 1')")
    await page.wait_for(f"{LEGEND}.includes('Not sent 1')")
    await page.press("ArrowLeft", code=37)
    await page.wait_for(f"{heard}.includes('Delivered 0')")


async def test_time_without_messages_is_said_to_be_empty_with_the_filters_named(
    page: Page, app: LocalApp
) -> None:
    nothing = (
        "document.querySelector('.empty-title')?.textContent === 'No messages match these filters'"
    )
    await open_dashboard(page, app, nothing, campaign="nothing was ever sent for this")

    assert await page.evaluate("document.querySelectorAll('.plot, .tile, .loading').length") == 0


async def test_choice_that_the_app_refuses_is_said_in_its_words(page: Page, app: LocalApp) -> None:
    refused = "document.querySelector('main [role=alert]')?.textContent.includes('at most 366')"
    await page.open(f"{app.url}/api/ui/dashboard?from=2026-11-01&to=2031-11-01")
    await page.wait_for(refused)

    await press(page, "Days From … to …")
    await press(page, "Last 7")

    await page.wait_for(f"!({refused}) && !location.search.includes('from')")


async def test_figures_that_cannot_be_read_anew_stay_and_selected_words_too(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)
    await page.evaluate("""
      getSelection().selectAllChildren(document.querySelector('.tile-figure'));
      window.rounds = 0;
      window.plain = window.fetch;
      window.fetch = (path, ...more) => {
        rounds += path.includes('analytics/summary') ? 1 : 0;
        return plain(path, ...more);
      };
    """)
    await page.evaluate(ASK_AGAIN)
    await page.wait_for("rounds >= 1")
    assert await page.evaluate("getSelection().toString()") == "4"

    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")
    await page.evaluate(ASK_AGAIN)

    await page.wait_for("document.querySelector('main > .notice.bad') !== null")
    name = "document.querySelector('.tile-name').textContent"
    await page.wait_for(f"{name}.startsWith('Messages, as of ')")
    assert await page.evaluate("document.querySelector('.tile-figure').textContent") == "4"


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_page_is_open_to_everybody_and_fits_a_phone(
    page: Page, app: LocalApp, campaign: str, scheme: str
) -> None:
    for width in (1440, 360):
        await page.show_as(width=width, height=900, scheme=scheme)
        await open_dashboard(page, app, campaign=campaign)
        assert await findings_in(page) == []
        assert not await page.evaluate(OVERFLOW)
    wide = "[...document.querySelectorAll('.plot canvas')].some(e => e.offsetWidth > innerWidth)"
    assert not await page.evaluate(wide)


async def test_charts_are_painted_anew_when_the_scheme_changes(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)
    canvas = "document.querySelector('.plot canvas')?.toDataURL()"
    light = await page.evaluate(canvas)

    await page.show_as(width=1100, height=760, scheme="dark")

    await page.wait_for(f"({canvas} ?? '{light}') !== '{light}'")


LARGE_AND_UNPRICED = """
  const plain = window.fetch;
  window.fetch = async (path, ...more) => {
    const response = await plain(path, ...more);
    if (!path.includes('analytics/summary')) return response;
    const summary = await response.json();
    summary.total.failures = { 4005: 1234567, 4020: 98765, dispatch_failed: 4321, 9999: 1 };
    for (const one of [summary.total, ...summary.byCampaign]) {
      Object.assign(one, { segmentCount: 9, unpricedSegmentCount: 9, estimatedCost: '0.0000' });
    }
    return new Response(JSON.stringify(summary));
  };
"""


async def test_large_counts_are_whole_and_what_has_no_price_is_said_to_have_none(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await page.command("Page.enable")
    made = await page.command("Page.addScriptToEvaluateOnNewDocument", source=LARGE_AND_UNPRICED)
    try:
        await open_dashboard(page, app, campaign=campaign)
    finally:
        script = made["identifier"]
        await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=script)
    for width in (1440, 1024, 390):
        await page.show_as(width=width, height=900)
        box = "document.querySelector('.failures')"
        assert await page.evaluate(f"{box}.scrollWidth <= {box}.clientWidth"), width

    failed = await rows_below(page, "Why messages failed")
    assert [row[-1] for row in failed] == ["1,234,567", "98,765", "4,321", "1"]
    tiles = await page.evaluate(TILES)
    assert isinstance(tiles, dict)
    assert tiles["Cost (estimate)"] == "No price"
    (line,) = await rows_below(page, "Campaigns")
    assert line[-1] == "No price"


async def test_numbers_are_those_of_the_viewer_s_language(page: Page, app: LocalApp) -> None:
    await page.command("Emulation.setLocaleOverride", locale="de-DE")
    await page.open(f"{app.url}/api/ui/dashboard")
    written = await page.evaluate(
        f"import('{ASSETS}/data/numbers.js')"
        ".then((m) => [m.seconds(3.04), m.tenths(1234.5), m.count(9876)])"
    )
    await page.command("Emulation.setLocaleOverride")

    assert written == ["3,0\u00a0s", "1.234,5", "9.876"]
