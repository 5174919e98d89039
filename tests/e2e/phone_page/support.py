"""What the tests of the phone page share."""

from tests.e2e.browser import Page
from tests.integration.acs_simulator.support import (
    PERSON,
    Bench,
)

BUBBLES = "[...document.querySelectorAll('#log .bubble')].map(e => e.textContent)"
LAST_FATE = "(document.querySelector('#log li:last-child .fate')?.textContent ?? '')"
BADGE = "document.getElementById('blocked')"


async def open_phone(page: Page, bench: Bench, path: str = f"/phone/{PERSON}") -> None:
    await page.open(bench.simulator.url + path)
    await page.wait_for("document.getElementById('live').textContent === 'live'")
    if path.endswith(PERSON):
        await page.wait_for("document.getElementById('to').options.length > 0")


async def type_text(page: Page, selector: str, text: str) -> None:
    await page.evaluate(f"document.querySelector('{selector}').focus()")
    await page.command("Input.insertText", text=text)
    await page.press("Enter", code=13, text="\r")
