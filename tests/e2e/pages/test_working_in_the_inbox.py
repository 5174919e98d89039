"""What people do in the inbox all day, with more waiting conversations than a page holds."""

import json
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.inbox_page import (
    BUBBLES,
    FOCUSED,
    IS_LIVE,
    IS_OPEN,
    REPLY,
    ROWS,
    open_inbox,
    press,
    press_enter,
    row_of,
    state_of,
    write,
)
from tests.e2e.pages.support import OVERFLOW
from tests.support.local_app import LocalApp, poll

BUSY = "+18335550101"  # an own number of these tests alone
WAITING = 53
IDS = f"{ROWS}.map((row) => row.dataset.id)"
PLACE = "location.pathname.split('/ui/')[1]"
TOAST = "document.querySelector('.toast')?.textContent ?? ''"

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


@pytest.fixture(scope="module")
async def crowd(running: LocalApp, _numbers: Iterator[str]) -> list[str]:
    """More people who wait than a page of the list shows, the longest wait first."""
    await running.subscribe()
    people = [next(_numbers) for _ in range(WAITING)]
    for person in people:
        await running.text_in(person, BUSY, f"Is it you, or {person[-4:]}?")

    async def all_wait() -> bool:
        path = f"conversations?sender={BUSY.lstrip('+')}&view=waiting&counts=true"
        return bool((await running.call("GET", path)).json["counts"]["waiting"] >= WAITING)

    await poll(all_wait)
    return people


async def open_busy(page: Page, app: LocalApp, **query: str) -> None:
    await open_inbox(page, app, own_number=BUSY, **query)
    await page.wait_for(f"{ROWS}.length >= 10")


async def watched(page: Page) -> str:
    """Have the next documents count their requests and timers."""
    await page.command("Page.enable")
    made = await page.command("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    return str(made["identifier"])


async def unwatched(page: Page, script: str) -> None:
    await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=script)


def busy(person: str) -> str:
    return row_of(person, BUSY)


async def open_row(page: Page, person: str) -> None:
    await page.evaluate(f"{busy(person)}.focus(); {busy(person)}.click()")
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{person}' && {FOCUSED} === 'reply'")


async def mouse(page: Page, kind: str, person: str) -> None:
    where = await page.evaluate(
        f"(({{x, y}}) => ({{x: x + 60, y: y + 20}}))({busy(person)}.getBoundingClientRect())"
    )
    assert isinstance(where, dict)
    await page.command("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)


async def test_half_typed_reply_survives_another_conversation_and_a_reload(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    one, other = crowd[0], crowd[1]
    await open_busy(page, app)
    await open_row(page, one)
    await write(page, "Half a reply")

    await open_row(page, other)
    assert await page.evaluate(f"{REPLY}.value") == ""
    await page.wait_for(f"{busy(one)}.textContent.includes('Draft Half a reply')")

    await open_row(page, one)
    assert await page.evaluate(f"{REPLY}.value") == "Half a reply"
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{REPLY}?.value === 'Half a reply' && {FOCUSED} === 'reply'")

    await press_enter(page)
    await page.wait_for(f"{REPLY}.value === '' && {BUBBLES}.includes('Half a reply')")
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{IS_LIVE} && {BUBBLES}.includes('Half a reply')")
    assert await page.evaluate(f"{REPLY}.value") == ""


async def test_open_row_keeps_its_place_and_keys_lead_to_the_reply_and_back(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    await open_busy(page, app)
    before = await page.evaluate(IDS)
    assert isinstance(before, list)
    await page.wait_for("/^\\(5\\d\\) Inbox/.test(document.title)")
    assert await page.evaluate(f"{ROWS}.filter((row) => row.tabIndex === 0).length") == 1

    await page.evaluate(f"{busy(crowd[4])}.focus()")
    await page.press("ArrowDown", code=40)
    assert await page.evaluate(FOCUSED) == f"{BUSY} {crowd[5]}"
    await press_enter(page)
    await page.wait_for(f"{FOCUSED} === 'reply' && !{busy(crowd[5])}.matches('.unread')")
    assert await page.evaluate(IDS) == before

    await write(page, "Kept")
    await page.press("Escape", code=27)
    await page.wait_for(f"{FOCUSED} === '{BUSY} {crowd[5]}'")
    assert await page.evaluate(f"{REPLY}.value") == "Kept"
    await page.press("ArrowUp", code=38)
    assert await page.evaluate(FOCUSED) == f"{BUSY} {crowd[4]}"
    await page.press("/", code=191, text="/")
    assert await page.evaluate("document.activeElement.type") == "search"
    await page.command("Input.insertText", text=crowd[7][-8:])
    await page.wait_for(f"{ROWS}.length === 1 && location.search.includes('q=')")


async def test_done_leads_to_the_next_one_can_be_undone_and_ends_with_the_next_message(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    one, following = crowd[10], crowd[11]
    await open_busy(page, app)
    await page.evaluate("localStorage.setItem('paloma-name', 'Ana')")
    await open_busy(page, app)
    await open_row(page, one)
    await press(page, "a")
    await page.wait_for(f"({TOAST}).startsWith('Assigned to you')")
    await press(page, "e")
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{following}'")
    assert (await state_of(app, one, BUSY))["isDone"]
    await page.wait_for(f"{busy(one)} === null")

    await press(page, "z")
    await page.wait_for(f"{busy(one)} !== null")
    state = await state_of(app, one, BUSY)
    assert (state["isDone"], state["assignee"], state["changedBy"]) == (False, "Ana", "Ana")

    await open_row(page, one)
    await write(page, "Yes, it is.")
    await page.evaluate("[...document.querySelectorAll('.composer button')].at(-1).click()")
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{following}' && ({TOAST}).startsWith('Sent')")
    assert (await state_of(app, one, BUSY))["isDone"]
    await app.text_in(one, BUSY, "Thank you")

    async def waits_again() -> bool:
        return "waitingSince" in await state_of(app, one, BUSY)

    await poll(waits_again)
    await page.evaluate("localStorage.removeItem('paloma-name')")


async def test_conversation_that_is_marked_unread_stays_so_while_it_is_open(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    person = crowd[13]
    await open_busy(page, app)
    await open_row(page, person)
    await page.wait_for(f"!{busy(person)}.matches('.unread')")

    await press(page, "u")
    await page.wait_for(f"{busy(person)}.matches('.unread')")
    before = await page.evaluate("performance.getEntriesByType('resource').length")
    count = "performance.getEntriesByType('resource').length"
    await page.wait_for(f"{count} >= {before} + 2")

    assert (await state_of(app, person, BUSY))["unreadCount"] == 1


async def test_poll_leaves_a_press_and_a_selection_alone_and_stops_while_hidden(
    page: Page, app: LocalApp, crowd: list[str], new_person: Callable[[], str]
) -> None:
    script = await watched(page)
    await open_busy(page, app, view="open")
    target = crowd[-3]

    await mouse(page, "mouseMoved", target)
    await mouse(page, "mousePressed", target)
    stranger = new_person()
    await app.text_in(stranger, BUSY, "A new one")
    await page.wait_for("document.querySelector('.pill')?.textContent === '1 new conversation'")
    assert await page.evaluate(f"{busy(stranger)} === null")
    await mouse(page, "mouseReleased", target)
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{target}' && {BUBBLES}.length > 0")

    await page.evaluate("document.querySelector('.pill').click()")
    await page.wait_for(f"{IDS}[0] === '{BUSY} {stranger}'")
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('.bubble'))")
    chosen = await page.evaluate("getSelection().toString()")
    await page.evaluate("asked.length = 0")
    await page.wait_for(f"{READ} >= 3")
    assert await page.evaluate("getSelection().toString()") == chosen != ""
    assert int(str(await page.evaluate(LISTED))) <= 3

    await page.evaluate("""
      Object.defineProperty(document, 'hidden', { get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    """)
    await page.wait_for("![...timers.values()].some((ms) => ms >= 1500 && ms <= 4000)")
    await unwatched(page, script)


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


async def test_list_that_cannot_be_read_anew_stays_and_says_so(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    await open_busy(page, app)
    await open_row(page, crowd[2])
    await page.wait_for(f"{BUBBLES}.length > 0")

    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")

    as_of = "document.querySelector('.as-of')?.textContent"
    await page.wait_for(f"({as_of} ?? '').startsWith('Messages as of')")
    assert await page.evaluate(f"{ROWS}.length >= 10")
    live = str(await page.evaluate("document.getElementById('live').textContent"))
    assert live.startswith("Reconnecting, as of ")


async def test_view_of_mine_asks_for_a_name_and_holds_what_is_assigned_to_it(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    path = f"conversations/{BUSY}/{crowd[20]}/assign"
    assert (await app.call("POST", path, {"assignee": "Zoë"})).status == 200
    await open_inbox(page, app, own_number=BUSY, view="mine")
    await page.wait_for("document.querySelector('.inbox-list .empty button') !== null")

    await page.evaluate("document.querySelector('.inbox-list .empty button').click()")
    await page.wait_for("document.querySelector('dialog[open] input') !== null")
    await page.command("Input.insertText", text="Zoë")
    await press_enter(page)

    await page.wait_for(f"{IDS}.join() === '{BUSY} {crowd[20]}'")
    await page.evaluate("localStorage.removeItem('paloma-name')")
