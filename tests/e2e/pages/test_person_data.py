"""What a person may ask for: an export of what is known of them, and their erasure."""

import json

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import (
    DIALOG,
    KEEP_FILES,
    NAMED,
    before_each_page,
    button,
    fill,
    open_view,
)
from tests.e2e.pages.test_person import TEXTS
from tests.support.local_app import TOLL_FREE, LocalApp

MENU = "document.querySelector('.menu')"
OPEN_MENU = "document.querySelector('.page-head [aria-label=More]').click()"


async def choose(page: Page, words: str) -> None:
    """Choose an entry of the page's menu."""
    await page.evaluate(OPEN_MENU)
    await page.wait_for(f"{MENU} !== null")
    await page.evaluate(f"{button(words, MENU)}.click()")


async def talk(page: Page, app: LocalApp, person: str) -> None:
    """Have the person on the page, with a message in each direction."""
    await app.reaches(await app.send_one(person, "Your table is booked."), "delivered")
    await app.text_in(person, TOLL_FREE, "Could we come at eight?")
    await open_view(page, app, f"people/{person}")
    await page.wait_for(f"{TEXTS}.length === 2")


async def test_export_has_the_messages_of_both_directions_and_the_consent(
    page: Page, app: LocalApp, person: str
) -> None:
    async with before_each_page(page, KEEP_FILES):
        await talk(page, app, person)
        await choose(page, "Export")
        await page.wait_for("window.saved !== undefined")
    saved = json.loads(str(await page.evaluate("saved.text()")))
    assert [one["text"] for one in saved["messages"]] == [
        "Could we come at eight?",
        "Your table is booked.",
    ]
    assert saved["number"] == person
    assert TOLL_FREE in {one["sender"] for one in saved["consents"]}
    await page.wait_for(f"{DIALOG} === null")


async def test_erasure_asks_for_a_reason_and_the_last_digits_and_shows_what_was_erased(
    page: Page, app: LocalApp, person: str
) -> None:
    async with before_each_page(page, NAMED):
        await talk(page, app, person)
        await page.evaluate(f"localStorage.setItem('paloma-draft:{TOLL_FREE} {person}', '{{}}')")
        await choose(page, "Erase")
        await page.wait_for(f"{DIALOG} !== null")
        assert await findings_in(page) == []
        await page.evaluate(fill("Reason", "Asked for it on the phone"))
        await page.evaluate(f"{button('Erase', DIALOG)}.click()")
        await page.wait_for(f"{DIALOG}.textContent.includes('Type {person[-4:]}.')")

        label = f"Type {person[-4:]}, the last four digits, to confirm"
        await page.evaluate(fill(label, person[-4:]))
        await page.evaluate(f"{button('Erase', DIALOG)}.click()")
        await page.wait_for(f"{DIALOG}.textContent.includes('The person is erased.')")
        assert await findings_in(page) == []
        await page.evaluate(f"{button('Close', DIALOG)}.click()")
        await page.wait_for(
            "document.querySelector('.empty-title')?.textContent.startsWith('No messages')"
        )
    assert await page.evaluate(f"localStorage['paloma-draft:{TOLL_FREE} {person}']") is None
    found = await app.call("GET", f"conversations/{TOLL_FREE}/{person}")
    assert found.json["entries"] == []
