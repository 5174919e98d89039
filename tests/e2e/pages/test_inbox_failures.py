"""Replies that fail, and loops of programs, as a person meets them in the inbox."""

from collections.abc import Callable
from datetime import UTC, datetime

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
from tests.support.local_app import RESOURCE_ID, TOLL_FREE, LocalApp, poll
from tests.support.web import read_event

BLOCKED, UNREACHABLE = "+12025550105", "+12025550106"  # reported 4005, 4006
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
    await page.wait_for(  # its state is read
        "[...document.querySelectorAll('.thread-head button:enabled')]"
        ".some((one) => one.textContent.trim().startsWith('Done'))"
    )
    await press(page, "e")
    await page.wait_for(f"({TOAST}).startsWith('Done')")
    assert not await waits(app, UNREACHABLE)


async def delivered_after_all(app: LocalApp, person: str) -> None:
    """Have the carrier report that the last reply arrived."""
    entries = (await app.call("GET", f"conversations/{TOLL_FREE}/{person}")).json["entries"]
    [event] = read_event("report_delivered_event_grid.json")
    tag, now = entries[0]["messageId"], f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    event["topic"] = RESOURCE_ID
    event["data"] |= {"from": TOLL_FREE, "to": person, "tag": tag, "Tag": tag}
    event["data"] |= {"receivedTimestamp": now}
    headers = {"aeg-event-type": "Notification"}
    answer = await app.call("POST", "webhooks/delivery-reports", [event], headers=headers)
    assert answer.status == 200, answer


async def test_reply_that_arrives_after_all_is_no_failure_any_more(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    other = new_person()
    for person in (BLOCKED, other):
        await app.text_in(person, TOLL_FREE, "Can I move it to Tuesday?")
    await poll(lambda: waits(app, other))
    await open_inbox(page, app, BLOCKED, view="open")
    await page.wait_for(f"{REPLY} !== null && {BUBBLES}.length > 0")
    await answer_with(page, "Of course. Is 10:30 fine?")
    row = f"({row_of(BLOCKED)}?.textContent ?? '')"
    await page.wait_for(f"{row}.includes('Reply failed')")
    await page.evaluate(f"{row_of(other)}.click()")
    await page.wait_for(f"location.pathname.endsWith('{other}')")

    await delivered_after_all(app, BLOCKED)
    assert "replyFailedAt" not in await state_of(app, BLOCKED)
    await page.wait_for(f"{row} !== '' && !{row}.includes('Reply failed')")


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
