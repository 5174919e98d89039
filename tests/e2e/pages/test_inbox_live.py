"""The inbox as time passes: what a poll keeps, the history, and an app that does not answer."""

import json
from collections.abc import Callable

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.inbox_page import (
    BUBBLES,
    BUSY,
    FOCUSED,
    IDS,
    IS_OPEN,
    PLACE,
    ROWS,
    busy,
    open_busy,
    open_row,
    state_of,
)
from tests.e2e.pages.support import CLOCK, OVERFLOW, before_each_page
from tests.support.local_app import LocalApp, poll

WATCH = """
  window.asked = [];
  window.timers = new Map();
  const [plainFetch, set, clear] = [window.fetch, window.setTimeout, window.clearTimeout];
  window.fetch = (path, ...more) => { asked.push(String(path)); return plainFetch(path, ...more); };
  window.setTimeout = (work, ms) => {
    const id = set(() => { timers.delete(id); work(); }, ms);
    timers.set(id, ms);
    return id;
  };
  window.clearTimeout = (id) => { timers.delete(id); clear(id); };
"""
LISTED = "asked.filter((path) => path.includes('conversations?')).length"
READ = "asked.filter((path) => path.includes('conversations/-/-?')).length"


async def watched(page: Page) -> str:
    """Have the next documents count their requests and timers, and skip time."""
    await page.command("Page.enable")
    made = await page.command("Page.addScriptToEvaluateOnNewDocument", source=CLOCK + WATCH)
    return str(made["identifier"])


async def unwatched(page: Page, script: str) -> None:
    await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=script)


async def mouse(page: Page, kind: str, person: str) -> None:
    where = await page.evaluate(
        f"(({{x, y}}) => ({{x: x + 60, y: y + 20}}))({busy(person)}.getBoundingClientRect())"
    )
    assert isinstance(where, dict)
    await page.command("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)


@pytest.mark.usefixtures("crowd")
async def test_poll_leaves_a_press_and_a_selection_alone_and_stops_while_hidden(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    script = await watched(page)
    await open_busy(page, app, view="open")
    # Not the first row: the one that is opened keeps its place.
    target = str(await page.evaluate(f"{IDS}[2]")).split()[1]

    await mouse(page, "mouseMoved", target)
    await mouse(page, "mousePressed", target)
    stranger = new_person()
    await app.text_in(stranger, BUSY, "A new one")
    await poll(lambda: state_of(app, stranger, BUSY))
    await page.evaluate("skip(4_000)")
    await page.wait_for("document.querySelector('.pill')?.textContent === '1 new conversation'")
    assert await page.evaluate(f"{busy(stranger)} === null")
    await mouse(page, "mouseReleased", target)
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{target}' && {BUBBLES}.length > 0")

    await page.evaluate("document.querySelector('.pill').click()")
    await page.wait_for(f"{IDS}[0] === '{BUSY} {stranger}'")
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.bubble'))")
    chosen = await page.evaluate("getSelection().toString()")
    await page.evaluate("asked.length = 0")
    for number in (1, 2, 3):
        await page.evaluate("skip(2_000)")
        await page.wait_for(f"{READ} >= {number}")
    assert await page.evaluate("getSelection().toString()") == chosen != ""
    assert int(str(await page.evaluate(LISTED))) <= 3

    await page.evaluate("""
      Object.defineProperty(document, 'hidden', { get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    """)
    await page.wait_for("![...timers.values()].some((ms) => ms >= 1500 && ms <= 4000)")
    await unwatched(page, script)


FORTY_DAYS_ON = """
  const [Real, ahead] = [Date, 40 * 86_400_000];
  window.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + ahead); }
    static now() { return Real.now() + ahead; }
  };
"""
CUT = "[...document.querySelectorAll('.row-name, .thread-title h2, .pane-name')].filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > one.closest('a, header').getBoundingClientRect().right).length"  # noqa: E501


@pytest.mark.parametrize("width", [1440, 1280, 900, 390, 320])
async def test_numbers_are_never_cut_beside_a_time_that_takes_much_room(
    page: Page, app: LocalApp, crowd: list[str], width: int
) -> None:
    await page.show_as(width=width, height=800)
    async with before_each_page(page, FORTY_DAYS_ON):
        await open_busy(page, app)
    shown = "document.querySelector('.thread-row time').textContent"
    assert len(str(await page.evaluate(shown)).strip()) > len("10:42 AM")
    assert await page.evaluate(CUT) == 0
    if width > 720:
        await page.evaluate(f"{busy(crowd[30])}.click()")
        await page.wait_for(f"{IS_OPEN} && {BUBBLES}.length > 0")
        assert await page.evaluate(CUT) == 0
    assert not await page.evaluate(OVERFLOW)


@pytest.mark.parametrize("width", [1440, 390])
async def test_back_forward_reload_and_a_pasted_link_lead_to_the_same_view(
    page: Page, app: LocalApp, crowd: list[str], width: int
) -> None:
    await page.show_as(width=width, height=800)
    await open_busy(page, app, view="open")
    person = crowd[-2]
    await page.evaluate(f"{busy(person)}.focus(); {busy(person)}.click()")
    await page.wait_for(f"{IS_OPEN} && {BUBBLES}.length > 0")

    await page.evaluate("history.back()")
    await page.wait_for(f"!{IS_OPEN} && {FOCUSED} === '{BUSY} {person}'")
    assert await page.evaluate("location.search") == f"?sender=%2B{BUSY[1:]}&view=open"
    await page.evaluate("history.forward()")
    await page.wait_for(f"{IS_OPEN} && {BUBBLES}.length > 0")
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{IS_OPEN} && {BUBBLES}.length > 0 && {busy(person)} !== null")
    pressed = "document.querySelector('.segments [aria-pressed=true]').textContent"
    assert str(await page.evaluate(pressed)).startswith("Open")
    assert not await page.evaluate(OVERFLOW)


def answering(status: int, body: object) -> str:
    """Give a script with which a page's requests get one response; status 0: none, ever."""
    response = (
        f"Promise.resolve(new Response({json.dumps(json.dumps(body))}, {{status: {status}}}))"
    )
    response = response if status else "new Promise(() => {})"
    return f"{WATCH} window.fetch = (path) => {{ asked.push(String(path)); return {response}; }};"


@pytest.mark.parametrize(
    ("status", "body", "live", "words"),
    [
        (0, {}, "Connecting", "Loading…"),
        (200, {"conversations": []}, "Live", "No conversation waits for a reply."),
        (401, {}, "No key", "Loading…"),
        (503, {"detail": "Storage is unavailable."}, "Reconnecting", "Loading…"),
    ],
)
async def test_loading_empty_denied_and_down_are_told_apart(
    page: Page, app: LocalApp, status: int, body: object, live: str, words: str
) -> None:
    await page.command("Page.enable")
    made = await page.command(
        "Page.addScriptToEvaluateOnNewDocument", source=answering(status, body)
    )
    await page.open(f"{app.url}/api/ui/inbox")
    await unwatched(page, str(made["identifier"]))

    await page.wait_for(f"document.getElementById('live')?.textContent === '{live}'")
    await page.wait_for(f"document.getElementById('threads')?.textContent.includes('{words}')")
    parts = "[...document.querySelectorAll('main > .denied, main > .notice.bad')]"
    shown = {401: "card denied", 503: "notice bad"}.get(status, "")
    await page.wait_for(f"({parts}[0]?.className ?? '') === '{shown}'")
    is_planned = "[...timers.values()].some((ms) => ms >= 1500 && ms !== 5000)"
    await page.wait_for(f"{is_planned} === {str(status in {200, 503}).lower()}")


async def test_page_asks_again_although_its_timers_end_early(page: Page, app: LocalApp) -> None:
    early = "const late = setTimeout; window.setTimeout = (work, ms) => late(work, ms - 2);"
    await page.command("Page.enable")
    script = f"{answering(503, {})} {early}"
    made = await page.command("Page.addScriptToEvaluateOnNewDocument", source=script)
    await page.open(f"{app.url}/api/ui/inbox")
    await unwatched(page, str(made["identifier"]))

    await page.wait_for(f"{LISTED} >= 3")


async def test_list_that_cannot_be_read_anew_stays_and_says_so(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    async with before_each_page(page, CLOCK):
        await open_busy(page, app)
    await open_row(page, crowd[2])
    await page.wait_for(f"{BUBBLES}.length > 0")

    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")
    await page.evaluate("skip(4_000)")

    as_of = "document.querySelector('.as-of')?.textContent"
    await page.wait_for(f"({as_of} ?? '').startsWith('Messages as of')")
    assert await page.evaluate(f"{ROWS}.length >= 10")
    live = "document.getElementById('live').textContent"
    await page.wait_for(f"{live}.startsWith('Reconnecting, as of ')")
