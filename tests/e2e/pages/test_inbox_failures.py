"""Replies that fail, and loops of programs, as a person meets them in the inbox."""

from collections.abc import Callable

from tests.e2e.browser import Page
from tests.e2e.pages.inbox_page import (
    BUBBLES,
    REPLY,
    TOAST,
    answer_with,
    open_inbox,
    press,
    press_button,
    row_of,
    state_of,
)
from tests.support.local_app import TOLL_FREE, LocalApp, poll

UNREACHABLE = "+12025550106"  # reported 4006
ALERTS = "[...document.querySelectorAll('.inbox-thread .notice')].map((one) => one.textContent)"


def menu(words: str) -> str:
    """Press an entry of the menu of the open conversation."""
    return (
        "document.querySelector('.thread-head [aria-label=More]').click();"
        "new Promise((done) => setTimeout(done, 50)).then(() =>"
        "[...document.querySelectorAll('.thread-head .menu button')]"
        f".find((one) => one.textContent.trim() === '{words}').click())"
    )


async def waits(app: LocalApp, person: str) -> bool:
    return "waitingSince" in await state_of(app, person)


async def test_reply_that_the_carrier_failed_brings_its_conversation_back_into_the_list(
    page: Page, app: LocalApp
) -> None:
    await app.text_in(UNREACHABLE, TOLL_FREE, "Can I move it to Tuesday?")
    await poll(lambda: waits(app, UNREACHABLE))
    await open_inbox(page, app, UNREACHABLE)
    await page.wait_for(f"{REPLY} !== null && {BUBBLES}.length > 0")
    await answer_with(page, "Of course. Is 10:30 fine?")
    await poll(lambda: waits(app, UNREACHABLE))

    await open_inbox(page, app, view="waiting")
    row = row_of(UNREACHABLE)
    await page.wait_for(f"({row}?.textContent ?? '').includes('Reply failed')")

    await page.evaluate(f"{row}.click()")
    await page.wait_for(f"{BUBBLES}.includes('Of course. Is 10:30 fine?')")
    await page.evaluate(
        "[...document.querySelectorAll('.bad .as-link')].at(-1).click()"  # Edit
    )
    await page.wait_for(f"{REPLY}.value === 'Of course. Is 10:30 fine?'")
    await press(page, "e")
    await page.wait_for(f"({TOAST}).startsWith('Done')")
    assert not await waits(app, UNREACHABLE)


async def test_automatic_replies_are_stopped_for_one_person_and_allowed_again(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    person = new_person()
    await app.text_in(person, TOLL_FREE, "I am a program. Say something.")
    await poll(lambda: waits(app, person))
    await open_inbox(page, app, person)
    await page.wait_for(f"{BUBBLES}.length > 0")

    await page.evaluate(menu("Stop automatic replies"))
    await page.wait_for(f"({ALERTS}).some((one) => one.includes('Automatic replies are stopped'))")
    assert "automaticRepliesStoppedAt" in await state_of(app, person)

    await press_button(page, "Allow them")
    await page.wait_for(f"({ALERTS}).length === 0")
    assert "automaticRepliesStoppedAt" not in await state_of(app, person)
