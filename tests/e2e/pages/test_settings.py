"""Settings: what this device keeps, and canned replies."""

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import OVERFLOW
from tests.support.local_app import LocalApp

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(244, 246, 250)", "rgb(13, 17, 23)"
IN_FORCE = "document.querySelectorAll('#settings-values tbody tr')"
LISTED = "[...document.querySelectorAll('.canned-list li')].map((e) => e.textContent).join()"


async def open_settings(page: Page, app: LocalApp) -> None:
    await page.open(f"{app.url}/api/ui/settings")
    await page.wait_for(f"{IN_FORCE}.length > 10")


async def press(page: Page, words: str) -> None:
    found = "[...document.querySelectorAll('button')]"
    named = f"(e.getAttribute('aria-label') ?? e.textContent.trim()) === '{words}'"
    await page.wait_for(f"{found}.some((e) => {named})")
    await page.evaluate(f"{found}.findLast((e) => {named}).click()")


async def write(page: Page, label: str, text: str) -> None:
    labels = "[...(document.querySelector('dialog[open]') ?? document).querySelectorAll('label')]"
    await page.evaluate(f"{labels}.find((e) => e.textContent === '{label}').control.focus()")
    await page.command("Input.insertText", text=text)


async def test_appearance_and_name_are_kept_and_forgotten_on_request(
    page: Page, app: LocalApp
) -> None:
    await open_settings(page, app)
    await press(page, "Dark")
    await page.wait_for(f"{GROUND} === '{DARK}'")
    await write(page, "Name", "Dana")
    await open_settings(page, app)
    assert await page.evaluate(GROUND) == DARK
    assert await page.evaluate("localStorage.getItem('paloma-name')") == "Dana"

    await press(page, "Forget key, drafts and files…")
    await press(page, "Forget them")

    await page.wait_for(
        "location.pathname.endsWith('/ui/home') && document.readyState === 'complete'"
    )
    assert await page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert await page.evaluate(GROUND) == LIGHT


async def test_canned_reply_is_written_changed_and_deleted(page: Page, app: LocalApp) -> None:
    await open_settings(page, app)
    await press(page, "New")
    await page.wait_for("document.querySelector('dialog textarea') !== null")
    await write(page, "Name", "Hours of trial")
    await write(page, "Text", "We are open from 9 to 5.")
    await press(page, "Save")
    await page.wait_for(f"{LISTED}.includes('We are open from 9 to 5.')")

    await press(page, "Delete Hours of trial")
    await press(page, "Delete")

    await page.wait_for(f"!{LISTED}.includes('Hours of trial')")
    left = await app.call("GET", "canned-replies")
    assert [one for one in left.json["cannedReplies"] if one["name"] == "Hours of trial"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_settings_are_open_to_everybody_and_fit_every_screen(
    page: Page, app: LocalApp, scheme: str
) -> None:
    for width in (1440, 320):
        await page.show_as(width=width, height=900, scheme=scheme)
        await open_settings(page, app)
        assert await findings_in(page) == []
        assert not await page.evaluate(OVERFLOW)
