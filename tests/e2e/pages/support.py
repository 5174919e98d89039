"""What the tests of the pages share."""

import json
from urllib.parse import urlencode

from tests.e2e.browser import Page
from tests.support.local_app import TOLL_FREE, LocalApp

IS_LIVE = "document.getElementById('live').textContent === 'live'"
THREADS = "[...document.querySelectorAll('#threads button')]"
BUBBLES = "[...document.querySelectorAll('#log .bubble')].map(e => e.textContent)"
LAST_FATE = "(document.querySelector('#log li:last-child .fate')?.textContent ?? '')"
OVERFLOW = "document.documentElement.scrollWidth > innerWidth"


async def open_page(page: Page, app: LocalApp, name: str, **query: str) -> None:
    await page.open(f"{app.url}/api/{name}?{urlencode(query)}")
    await page.wait_for(IS_LIVE)


async def open_inbox(page: Page, app: LocalApp, person: str = "", **more: str) -> None:
    chosen = {"user": person} if person else {}
    await open_page(page, app, "inbox", sender=TOLL_FREE, **chosen, **more)


def row_of(person: str) -> str:
    return f"document.querySelector('#threads [data-user=\"{person}\"]')"


async def answer_with(page: Page, text: str) -> None:
    await page.evaluate("document.getElementById('text').focus()")
    await page.command("Input.insertText", text=text)
    await page.press("Enter", code=13, text="\r")


def bubbles_are(*texts: str) -> str:
    written = json.dumps(texts, separators=(",", ":"), ensure_ascii=False)
    return f"JSON.stringify({BUBBLES}) === {json.dumps(written)}"


async def listed(app: LocalApp, person: str) -> dict[str, int]:
    """Give how a person's conversation stands; empty while there is none."""
    answer = await app.call("GET", f"conversations?sender={TOLL_FREE.lstrip('+')}&limit=100")
    found = [one for one in answer.json["conversations"] if one["user"] == person]
    return found[0] if found else {}
