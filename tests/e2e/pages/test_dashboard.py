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


async def test_back_leads_to_the_earlier_choice(page: Page, app: LocalApp, campaign: str) -> None:
    await open_dashboard(page, app, campaign=campaign, days="7")
    choose = "range.value = '30'; range.dispatchEvent(new Event('change', {bubbles: true}))"
    await page.evaluate(choose)
    rows = "document.querySelector('#charts table').tBodies[0].rows.length"
    await page.wait_for(f"{rows} === 30")

    await page.evaluate("history.back()")
    await page.wait_for(f"range.value === '7' && {rows} === 7")
    await page.evaluate("history.forward()")
    await page.wait_for(f"range.value === '30' && {rows} === 30")


LARGE_AND_UNPRICED = """
  const plain = window.fetch;
  window.fetch = async (path, ...more) => {
    const response = await plain(path, ...more);
    if (!path.startsWith('analytics/summary')) return response;
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
        box = "document.querySelector('.failures .scrolling')"
        assert await page.evaluate(f"{box}.scrollWidth <= {box}.clientWidth"), width

    failed = await rows_below(page, "Why messages failed")
    assert [row[-1] for row in failed] == ["1,234,567", "98,765", "4,321", "1"]
    tiles = await page.evaluate(TILES)
    assert isinstance(tiles, dict)
    assert tiles["Estimated cost"] == "No price"
    (line,) = await rows_below(page, "Campaigns side by side")
    assert line[-1] == "No price"


async def test_numbers_are_those_of_the_viewer_s_language(page: Page, app: LocalApp) -> None:
    await page.command("Emulation.setLocaleOverride", locale="de-DE")
    await open_page(page, app, "dashboard")
    written = await page.evaluate(
        "import('./assets/numbers.js')"
        ".then((m) => [m.seconds(3.04), m.tenths(1234.5), m.count(9876)])"
    )
    await page.command("Emulation.setLocaleOverride")

    assert written == ["3,0\u00a0s", "1.234,5", "9.876"]


async def test_selected_words_survive_new_figures(page: Page, app: LocalApp, campaign: str) -> None:
    await open_dashboard(page, app, campaign=campaign)
    await page.evaluate("""
      getSelection().selectAllChildren(document.querySelector('.tile .figure'));
      window.rounds = 0;
      window.plain = window.fetch;
      window.fetch = (path, ...more) => {
        rounds += path.startsWith('analytics/summary') ? 1 : 0;
        return plain(path, ...more);
      };
    """)
    await page.wait_for("rounds >= 2")
    assert await page.evaluate("getSelection().toString()") == "4"


async def test_figures_that_cannot_be_read_anew_stay_with_their_time(
    page: Page, app: LocalApp, campaign: str
) -> None:
    await open_dashboard(page, app, campaign=campaign)
    await page.wait_for("document.getElementById('live').textContent === 'live'")

    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")

    words = "document.getElementById('trouble-text').textContent"
    await page.wait_for(f"{words}.startsWith('The app does not respond. Shown as of ')")
    assert (await page.evaluate(f"({TILES}).Messages")) == "4"
