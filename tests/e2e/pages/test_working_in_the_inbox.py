"""What people do in the inbox all day, with more unread conversations than a page holds."""

import asyncio
import json
from collections.abc import Callable, Iterator

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.support import BUBBLES, IS_LIVE, THREADS, listed, open_page, row_of
from tests.support.local_app import LocalApp, poll

BUSY = "+18335550101"  # an own number of these tests alone
UNREAD = 53
TEXT = "document.getElementById('text')"
FOCUSED = "(document.activeElement.id || document.activeElement.dataset.user)"
USER = "new URLSearchParams(location.search).get('user')"
IS_CHOSEN = "document.getElementById('thread').hidden === false"

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
READ = "asked.filter((path) => path.startsWith('conversations/-/-?')).length"


@pytest.fixture(scope="module")
async def crowd(running: LocalApp, _numbers: Iterator[str]) -> list[str]:
    """More people with an unread message than a page of the list shows, the newest first."""
    await running.subscribe()
    people = [next(_numbers) for _ in range(UNREAD)]
    for person in people:
        await running.text_in(person, BUSY, f"Is it you, or {person[-4:]}?")

    async def all_listed() -> bool:
        path = f"conversations?sender={BUSY.lstrip('+')}&limit=100"
        return len((await running.call("GET", path)).json["conversations"]) >= UNREAD

    await poll(all_listed)
    return people[::-1]


async def open_busy(page: Page, app: LocalApp, **query: str) -> None:
    await open_page(page, app, "inbox", sender=BUSY, **query)
    await page.wait_for(f"{THREADS}.length >= 50")


async def watched(page: Page) -> str:
    """Have the next documents count their requests and timers."""
    await page.command("Page.enable")
    made = await page.command("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
    return str(made["identifier"])


async def type_in(page: Page, text: str) -> None:
    await page.wait_for(f"{FOCUSED} === 'text'")
    await page.command("Input.insertText", text=text)


async def rounds_pass(page: Page, number: int = 2) -> None:
    before = await page.evaluate(LISTED)
    await page.wait_for(f"{LISTED} >= {before} + {number}")


async def mouse(page: Page, kind: str, person: str) -> None:
    where = await page.evaluate(
        f"(({{x, y}}) => ({{x: x + 60, y: y + 20}}))({row_of(person)}.getBoundingClientRect())"
    )
    assert isinstance(where, dict)
    await page.command("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **where)


async def test_half_typed_reply_survives_another_conversation_and_a_reload(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    one, other = crowd[0], crowd[1]
    await open_busy(page, app)
    await page.evaluate(f"{row_of(one)}.click()")
    await type_in(page, "Half a reply")

    await page.evaluate(f"{row_of(other)}.click()")
    await page.wait_for(f"{USER} === '{other}'")
    assert await page.evaluate(f"{TEXT}.value") == ""
    snippet = f"{row_of(one)}.querySelector('.snippet').textContent"
    await page.wait_for(f"{snippet} === 'Draft: Half a reply'")

    await page.evaluate(f"{row_of(one)}.click()")
    assert await page.evaluate(f"{TEXT}.value") == "Half a reply"
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{TEXT}.value === 'Half a reply'")

    await page.evaluate(f"{TEXT}.focus()")
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{TEXT}.value === ''")
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{IS_LIVE} && {BUBBLES}.includes('Half a reply')")
    assert await page.evaluate(f"{TEXT}.value") == ""


@pytest.mark.usefixtures("crowd")
async def test_open_row_keeps_its_place_and_keys_lead_to_the_reply_and_back(
    page: Page, app: LocalApp
) -> None:
    script = await watched(page)
    await open_busy(page, app)
    people = f"{THREADS}.map((row) => row.dataset.user)"
    before = await page.evaluate(people)
    assert isinstance(before, list)
    assert await page.evaluate("document.title.startsWith('(50+) ')")
    assert await page.evaluate(f"{THREADS}.filter((row) => row.tabIndex === 0).length") == 1

    await page.evaluate(f"{row_of(before[4])}.focus()")
    await page.press("ArrowDown", code=40)
    assert await page.evaluate(FOCUSED) == before[5]
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{FOCUSED} === 'text' && !{row_of(before[5])}.querySelector('.count')")
    await rounds_pass(page)
    after = await page.evaluate(people)
    assert isinstance(after, list)
    assert after[:6] == before[:6]
    assert "+) " in str(await page.evaluate("document.title"))

    await type_in(page, "Kept")
    await page.press("Escape", code=27)
    assert await page.evaluate(FOCUSED) == before[5]
    await page.press("ArrowUp", code=38)
    assert await page.evaluate(FOCUSED) == before[4]
    await page.press("/", code=191, text="/")
    assert await page.evaluate(FOCUSED) == "find"
    await page.command("Input.insertText", text=before[7][-8:])
    await page.wait_for(f"{THREADS}.length === 1")
    await page.press("Escape", code=27)
    await page.wait_for(f"{THREADS}.length >= 50")
    await page.press("?", code=191, text="?")
    assert await page.evaluate("document.getElementById('keys').open")
    await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=script)


@pytest.mark.usefixtures("crowd")
async def test_poll_leaves_a_press_and_a_selection_alone_and_is_one_request(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    script = await watched(page)
    await open_busy(page, app)
    await page.evaluate("document.getElementById('more-threads').click()")
    await page.wait_for(f"{THREADS}.length >= {UNREAD}")
    target = str(await page.evaluate(f"{THREADS}[2].dataset.user"))

    await mouse(page, "mouseMoved", target)
    await mouse(page, "mousePressed", target)
    stranger = new_person()
    await app.text_in(stranger, BUSY, "A new one")
    await page.wait_for("!document.getElementById('new-threads').hidden")
    assert await page.evaluate(row_of(stranger)) is None
    await mouse(page, "mouseReleased", target)
    await page.wait_for(f"{USER} === '{target}' && {BUBBLES}.length > 0")

    await page.evaluate("document.getElementById('new-threads').click()")
    assert await page.evaluate(f"{THREADS}[0].dataset.user") == stranger
    await page.evaluate("getSelection().selectAllChildren(document.querySelector('#log .bubble'))")
    chosen = await page.evaluate("getSelection().toString()")
    await page.evaluate("asked.length = 0")
    await page.wait_for(f"{READ} >= 3")
    assert await page.evaluate("getSelection().toString()") == chosen != ""
    assert int(str(await page.evaluate("asked.length"))) <= 7

    await page.evaluate("""
      Object.defineProperty(document, 'hidden', { get: () => true });
      document.dispatchEvent(new Event('visibilitychange'));
    """)
    await page.wait_for("![...timers.values()].some((ms) => ms >= 2000)")
    await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=script)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.usefixtures("crowd")
async def test_back_forward_reload_and_a_pasted_link_lead_to_the_same_view(
    page: Page, app: LocalApp, width: int
) -> None:
    await page.show_as(width=width, height=800)
    await open_busy(page, app)
    person = str(await page.evaluate(f"{THREADS}[1].dataset.user"))
    await page.evaluate(f"{row_of(person)}.click()")
    await page.wait_for(f"{USER} === '{person}' && {BUBBLES}.length > 0")

    await page.evaluate("history.back()")
    await page.wait_for(f"!{USER} && !{IS_CHOSEN}")
    assert await page.evaluate(FOCUSED) == person
    await page.evaluate("history.forward()")
    await page.wait_for(f"{USER} === '{person}' && {IS_CHOSEN} && {BUBBLES}.length > 0")
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{IS_CHOSEN} && {BUBBLES}.length > 0 && {row_of(person)} !== null")
    unescaped = f"sender={BUSY}&user={person}"  # in an address a plus sign is a space
    await page.open(f"{app.url}/api/inbox?{unescaped}")
    await page.wait_for(f"{IS_CHOSEN} && {BUBBLES}.length > 0 && {row_of(person)} !== null")


async def test_conversation_is_read_although_its_newest_messages_are_all_ours(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, "+18335550100", "Long ago")
    await poll(lambda: listed(app, person))
    await asyncio.gather(*(app.send_one(person, f"Ours {number}") for number in range(51)))

    await open_page(page, app, "inbox", sender="+18335550100", user=person)
    await page.wait_for(f"{BUBBLES}.length === 50")

    assert not await page.evaluate(f"{BUBBLES}.includes('Long ago')")
    await page.wait_for(f"{row_of(person)} && !{row_of(person)}.querySelector('.count')")
    assert (await listed(app, person))["unreadCount"] == 0


def answering(status: int, body: object) -> str:
    """Give a script with which a page's requests get one response; status 0: none, ever."""
    response = (
        f"Promise.resolve(new Response({json.dumps(json.dumps(body))}, {{status: {status}}}))"
    )
    response = response if status else "new Promise(() => {})"
    return f"{WATCH} window.fetch = () => {{ asked.push(''); return {response}; }};"


@pytest.mark.parametrize(
    ("status", "body", "live", "words"),
    [
        (0, {}, "connecting", "Loading…"),
        (200, {"conversations": []}, "live", "No messages to this number yet."),
        (401, {}, "no key", ""),
        (503, {"detail": "Storage is unavailable."}, "reconnecting", ""),
    ],
)
async def test_loading_empty_denied_and_down_are_told_apart(
    page: Page, app: LocalApp, status: int, body: object, live: str, words: str
) -> None:
    await page.command("Page.enable")
    made = await page.command(
        "Page.addScriptToEvaluateOnNewDocument", source=answering(status, body)
    )
    await page.open(f"{app.url}/api/inbox?sender=%2B18335550100")
    await page.command("Page.removeScriptToEvaluateOnNewDocument", identifier=made["identifier"])

    await page.wait_for(f"document.getElementById('live').textContent === '{live}'")
    hint = "document.getElementById('no-threads')"
    assert await page.evaluate(f"{hint}.hidden ? '' : {hint}.textContent") == words
    is_planned = "[...timers.values()].some((ms) => ms !== 5000 && ms >= 1500)"
    assert await page.evaluate(is_planned) is (status in {200, 503})
    assert await page.evaluate("asked.length") == 1


@pytest.mark.usefixtures("crowd")
async def test_list_that_cannot_be_read_anew_stays_with_its_time(page: Page, app: LocalApp) -> None:
    await open_busy(page, app)

    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")

    trouble = "document.getElementById('side-trouble').textContent"
    await page.wait_for(f"{trouble}.startsWith('The app does not respond. Shown as of ')")
    assert await page.evaluate(f"{THREADS}.length >= 50")
    live = str(await page.evaluate("document.getElementById('live').textContent"))
    assert live.startswith("reconnecting, as of ")
