"""One send and its messages, as a person meets them."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.e2e.browser import Page
from tests.e2e.pages.sends_page import (
    BLOCKED_BY_CARRIER,
    MESSAGES,
    PAUSED_NUMBER,
    paused_send,
    send_to_four,
)
from tests.e2e.pages.support import (
    DIALOG,
    KEEP_FILES,
    NAMED,
    TITLE,
    before_each_page,
    click,
    fill,
    open_view,
    press,
    saved_lines,
    text_of,
)
from tests.support.local_app import LocalApp, poll

OWN_NUMBER = "+18335550178"


async def test_figure_leads_to_its_messages_and_a_message_to_its_drawer(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await send_to_four(app, new_person, campaign)
    await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{MESSAGES}.length === 4")
    assert await page.evaluate(text_of(".send-figure p")) == "4 of 4 handed over"
    times = "[...document.querySelectorAll('td.of-took')].map((one) => one.textContent).join('|')"
    seconds = [one for one in str(await page.evaluate(times)).split("|") if one]
    assert len(seconds) == 2, "of those that were delivered"
    assert all(re.fullmatch(r"\d+(\.\d)?\xa0s", one) for one in seconds), seconds

    await page.evaluate(click(".send-share.failed"))
    await page.wait_for(f"{MESSAGES}.length === 2")
    await page.evaluate(press("Phone unreachable"))
    await page.wait_for(f"{MESSAGES}.length === 1")
    assert await page.evaluate("location.search") == "?status=failed&reason=4006"
    assert "4006 · Phone unreachable" in str(await page.evaluate(f"{MESSAGES}[0].textContent"))

    await page.evaluate(f"{MESSAGES}[0].querySelector('a').click()")
    await page.wait_for(f"{text_of('.drawer .timeline')}.includes('Accepted')")
    address = str(await page.evaluate("location.pathname"))
    assert address.startswith(f"/api/ui/messages/{accepted['sendId']}-")
    await page.press("Escape", code=27)
    await page.wait_for(f"!{DIALOG} && {MESSAGES}.length === 1")
    assert await page.evaluate("location.search") == "?status=failed&reason=4006"

    await open_view(page, app, address.removeprefix("/api/ui/"))
    await page.wait_for(f"{TITLE}.startsWith('Message to +1 202 555')")
    assert not await page.evaluate(DIALOG)


async def test_old_rows_stay_with_their_time_while_the_app_does_not_answer(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await paused_send(app, new_person, campaign)
    await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{MESSAGES}.length === 2")
    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")
    await page.wait_for(f"{text_of('.send-figure')}.includes('As of')")
    assert await page.evaluate(f"{MESSAGES}.length") == 2


async def test_cancelling_says_what_it_does_and_shows_it_done(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await paused_send(app, new_person, campaign)
    async with before_each_page(page, NAMED):
        await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{text_of('.notice.warn')}.includes('is paused since')")
    assert await page.evaluate(text_of(".of-chips .chip")) == "Paused"

    await page.evaluate(press("Cancel 2 waiting"))
    await page.wait_for(f"{DIALOG} !== null")
    said = str(await page.evaluate(f"{DIALOG}.textContent"))
    assert "2 will not be sent; none was handed over yet." in said
    assert await page.evaluate("document.activeElement.textContent") == "Keep sending"
    await page.evaluate(press("Cancel 2 waiting", DIALOG))

    await page.wait_for(f"!{DIALOG} && {text_of('.of-chips .chip')} === 'Cancelled'")
    assert "2 messages cancelled." in str(await page.evaluate(text_of(".toast")))
    await page.wait_for(f"{text_of('.send-changes')}.includes('changes')")
    await page.wait_for(f"{text_of('.timeline')}.includes('Cancelled by Dana: 2 not sent')")
    await page.evaluate(click(".send-changes button"))
    await page.wait_for(f"{MESSAGES}[0].textContent.includes('Cancelled')")


def showing(send: dict[str, Any], answers: list[dict[str, Any]], **changes: Any) -> str:
    """Give a script that shows a send otherwise, and answers requests to resend in turn."""
    shown = {**send, "status": "completed", **changes}
    return f"""
      window.bodies = [];
      const given = window.fetch;
      const answer = (value, status) =>
        Promise.resolve(new Response(JSON.stringify(value), {{ status }}));
      window.fetch = (url, options = {{}}) => {{
        if (options.method === 'POST') {{
          bodies.push([url.split('/').at(-1), options.body ?? '']);
          return answer({json.dumps(answers)}[bodies.length - 1], 202);
        }}
        const isSend = url.endsWith('/sms/{send["sendId"]}');
        return isSend ? answer({json.dumps(shown)}, 200) : given(url, options);
      }};"""


def resent(count: int, **skipped: int) -> dict[str, Any]:
    return {"sendId": "x", "messageCount": count, "skipped": skipped, "messagesUrl": "x"}


async def test_resending_says_what_was_skipped_and_offers_a_new_time_to_live(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await send_to_four(app, new_person, campaign)
    found = (await app.call("GET", f"sms/{accepted['sendId']}")).json
    answers = [resent(1, expired=1), resent(1)]
    counts = {"delivered": 2, "unknown": 2}
    async with before_each_page(page, showing(found, answers, counts=counts)):
        await open_view(page, app, f"sends/{accepted['sendId']}")
        await page.wait_for(f"{text_of('.notice.warn')}.startsWith('2 messages are unknown.')")
    await page.evaluate(press("Resend 2"))
    await page.wait_for(f"{DIALOG} !== null")
    assert "receive it twice" in str(await page.evaluate(f"{DIALOG}.textContent"))

    await page.evaluate(press("Resend 2", DIALOG))
    await page.wait_for(f"{DIALOG}.textContent.includes('1 message will be resent.')")
    assert "its time to live has ended" in str(await page.evaluate(f"{DIALOG}.textContent"))
    select = f"{DIALOG}.querySelector('select')"
    change = "dispatchEvent(new Event('change', { bubbles: true }))"
    await page.evaluate(f"{select}.value = '3600'; {select}.{change}")
    await page.wait_for(f"!{DIALOG}.querySelector('[type=submit]').disabled")
    await page.evaluate(press("Resend 1 with", DIALOG))

    await page.wait_for("bodies.length === 2")
    assert await page.evaluate("bodies") == [
        ["resend-unknown", ""],
        ["resend-unknown", '{"ttlSeconds":3600}'],
    ]


async def test_redriving_says_that_no_person_receives_it_twice(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await send_to_four(app, new_person, campaign)
    found = (await app.call("GET", f"sms/{accepted['sendId']}")).json
    never_left = {"status": "failed", "code": "dispatch_failed", "message": "Gave up.", "count": 2}
    changes = {"counts": {"delivered": 2, "failed": 2}, "reasons": [never_left]}
    async with before_each_page(page, showing(found, [resent(2)], **changes)):
        await open_view(page, app, f"sends/{accepted['sendId']}")
        await page.wait_for(f"{text_of('.notice.warn')}.includes('never reached the carrier')")
    assert "no person receives them twice" in str(await page.evaluate(text_of(".notice.warn")))
    await page.evaluate(press("Redrive 2"))
    await page.wait_for(f"{DIALOG} !== null")
    assert "These never reached the carrier." in str(await page.evaluate(f"{DIALOG}.textContent"))

    await page.evaluate(press("Redrive 2", DIALOG))
    await page.wait_for(f"{DIALOG}.textContent.includes('2 messages will be resent.')")
    assert await page.evaluate("bodies") == [["redrive", ""]]
    await page.evaluate(press("Close", DIALOG))
    await page.wait_for(f"!{DIALOG}")


async def test_sender_of_a_send_is_paused_with_a_reason_and_undone(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    accepted = await app.send(OWN_NUMBER, new_person(), campaign=campaign, sendAt=tomorrow)
    await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{text_of('.of-chips .chip')} === 'Scheduled'")
    await page.evaluate(press("Pause sender"))
    await page.wait_for("document.activeElement.closest('dialog') !== null")
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{text_of('dialog .field-error')}.startsWith('Say why')")
    await page.command("Input.insertText", text="wrong link in survey")
    await page.evaluate(fill("Your name", "Dana"))
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"!{DIALOG} && {text_of('.toast')}.includes('is paused.')")
    assert await page.evaluate("localStorage.getItem('paloma-name')") == "Dana"
    state = (await app.call("GET", f"senders/{OWN_NUMBER[1:]}")).json
    assert (state["pauseReason"], state["pausedBy"]) == ("wrong link in survey", "Dana")

    await page.press("z", code=90, text="z")

    async def is_resumed() -> bool:
        return not (await app.call("GET", f"senders/{OWN_NUMBER[1:]}")).json["paused"]

    await poll(is_resumed)


async def test_paused_sender_of_a_send_is_resumed(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await paused_send(app, new_person, campaign)
    await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{text_of('.of-chips .chip')} === 'Paused'")
    await page.evaluate(press("Resume sender"))
    await page.wait_for(f"{DIALOG} !== null")
    await page.evaluate(press("Resume sender", DIALOG))
    await page.wait_for(f"!{DIALOG} && {text_of('.of-chips .chip')} !== 'Paused'")
    assert "sends again" in str(await page.evaluate(text_of(".toast")))
    assert not (await app.call("GET", f"senders/{PAUSED_NUMBER[1:]}")).json["paused"]


async def test_messages_of_a_status_are_saved_as_a_file(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await send_to_four(app, new_person, campaign)
    async with before_each_page(page, KEEP_FILES):
        await open_view(page, app, f"sends/{accepted['sendId']}?status=failed")
        await page.wait_for(f"{MESSAGES}.length === 2")
        await page.evaluate(press("CSV"))
        header, *lines = await saved_lines(page)
    assert "messageId" in header
    assert sorted(BLOCKED_BY_CARRIER in line for line in lines) == [False, True]


async def test_phone_has_the_actions_of_a_send_in_its_menu(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await paused_send(app, new_person, campaign)
    await page.show_as(width=390, height=800)
    await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{MESSAGES}.length === 2")
    await page.evaluate(click(".send-phone .button"))
    await page.wait_for("document.querySelector('.menu') !== null")
    words = "document.querySelector('.menu li:last-child .button-words').getBoundingClientRect()"
    at_words = f"(({{ x, y }}) => document.elementFromPoint(x + 5, y + 5).textContent)({words})"
    assert await page.evaluate(at_words) == "Cancel 2 waiting"


async def test_send_that_does_not_exist_says_so(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "sends/no-such-send")
    await page.wait_for(f"{text_of('.empty-title')} === 'There is no such send.'")
    await open_view(page, app, "messages/no-such-message")
    await page.wait_for(f"{text_of('.empty-title')} === 'There is no such message.'")
