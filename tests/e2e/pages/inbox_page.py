"""What the tests of the inbox share: where things are on its page, and what a person does there."""

import json
from typing import Any
from urllib.parse import urlencode

from tests.e2e.browser import Page
from tests.support.local_app import TOLL_FREE, LocalApp

BUSY = "+18335550101"  # the own number of `crowd` alone
IS_LIVE = "document.getElementById('live')?.textContent === 'Live'"
ROWS = "[...document.querySelectorAll('.thread-row')]"
BUBBLES = "[...document.querySelectorAll('.bubble')].map((one) => one.textContent)"
FATES = "[...document.querySelectorAll('.fate')].map((one) => one.textContent)"
REPLY = "document.getElementById('reply')"
FOCUSED = "(document.activeElement.id || document.activeElement.dataset.id)"
IDS = f"{ROWS}.map((row) => row.dataset.id)"
PLACE = "location.pathname.split('/ui/')[1]"
TOAST = "document.querySelector('.toast')?.textContent ?? ''"
IS_OPEN = "document.querySelector('.inbox.has-thread') !== null"


def row_of(person: str, own_number: str = TOLL_FREE) -> str:
    return f"document.querySelector('.thread-row[data-id=\"{own_number} {person}\"]')"


async def open_inbox(
    page: Page, app: LocalApp, person: str = "", own_number: str = TOLL_FREE, **query: str
) -> None:
    place = f"/{own_number}/{person}" if person else ""
    given = query if person else {"sender": own_number, **query}
    await page.open(f"{app.url}/api/ui/inbox{place}?{urlencode(given)}")
    await page.wait_for(IS_LIVE)


async def write(page: Page, text: str) -> None:
    await page.evaluate(f"{REPLY}.focus()")
    await page.command("Input.insertText", text=text)


async def answer_with(page: Page, text: str) -> None:
    await write(page, text)
    await press_enter(page)


async def press_enter(page: Page) -> None:
    await page.press("Enter", code=13, text="\r")


async def press(page: Page, letter: str) -> None:
    """Press a key of a letter outside of fields."""
    await page.evaluate("document.activeElement.blur()")
    await page.press(letter, code=ord(letter.upper()), text=letter)


async def press_button(page: Page, words: str) -> None:
    found = f"[...document.querySelectorAll('main button')].find((one) => one.textContent.trim().startsWith({json.dumps(words)}))"  # noqa: E501
    await page.wait_for(f"{found} !== undefined")
    await page.evaluate(f"{found}.click()")


def bubbles_are(*texts: str) -> str:
    written = json.dumps(texts, separators=(",", ":"), ensure_ascii=False)
    return f"JSON.stringify({BUBBLES}) === {json.dumps(written)}"


async def state_of(app: LocalApp, person: str, own_number: str = TOLL_FREE) -> Any:
    """Give how a conversation stands; empty while there is none."""
    answer = await app.call("GET", f"conversations/{own_number}/{person}")
    return answer.json.get("state", {})


async def open_busy(page: Page, app: LocalApp, **query: str) -> None:
    await open_inbox(page, app, own_number=BUSY, **query)
    await page.wait_for(f"{ROWS}.length >= 10")


def busy(person: str) -> str:
    return row_of(person, BUSY)


async def open_row(page: Page, person: str) -> None:
    await page.evaluate(f"{busy(person)}.focus(); {busy(person)}.click()")
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{person}' && {FOCUSED} === 'reply'")
