"""The sends, one send and its messages, as a person meets them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.pages.support import OVERFLOW
from tests.e2e.pages.test_shell import TITLE, before_each_page, open_view
from tests.support.local_app import TOLL_FREE, LocalApp

BLOCKED_BY_CARRIER, UNREACHABLE = "+12025550105", "+12025550106"  # reported 4005, 4006
PAUSED_NUMBER = "+18335550177"
ROWS = "[...document.querySelectorAll('.of-sends tbody tr:not(.group)')]"
NAMES = f"{ROWS}.map((row) => row.querySelector('b').textContent)"
MESSAGES = "[...document.querySelectorAll('.send-messages tbody tr')]"
DIALOG = "document.querySelector('dialog[open]')"


def text_of(selector: str) -> str:
    return f"(document.querySelector({json.dumps(selector)})?.textContent ?? '')"


def click(selector: str) -> str:
    return f"document.querySelector({json.dumps(selector)}).click()"


def press(words: str, within: str = "document") -> str:
    """Press the button or link that begins with some words."""
    found = f"[...{within}.querySelectorAll('button, a')]"
    return f"{found}.find((one) => one.textContent.trim().startsWith({json.dumps(words)})).click()"


@pytest.fixture
def campaign(new_person: Callable[[], str]) -> str:
    """A name that no other test has."""
    return f"of-{new_person()[1:]}"


async def send_to_four(app: LocalApp, new_person: Callable[[], str], campaign: str) -> Any:
    """Send to two whose messages arrive, and to two whose messages fail for two reasons."""
    to = [new_person(), new_person(), BLOCKED_BY_CARRIER, UNREACHABLE]
    accepted = await app.send(TOLL_FREE, to, "Hello <b>you</b>", campaign=campaign)
    for message in accepted["messages"]:
        is_failed = message["to"] in {BLOCKED_BY_CARRIER, UNREACHABLE}
        await app.reaches(message["messageId"], "failed" if is_failed else "delivered")
    return accepted


async def paused_send(app: LocalApp, new_person: Callable[[], str], campaign: str) -> Any:
    number = PAUSED_NUMBER.removeprefix("+")
    assert (await app.call("POST", f"senders/{number}/pause")).status == 200
    return await app.send(PAUSED_NUMBER, [new_person(), new_person()], campaign=campaign)


async def test_sends_are_found_by_filters_that_are_addresses(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    await send_to_four(app, new_person, campaign)
    await open_view(page, app, "sends")
    await page.wait_for(f"{NAMES}[0] === '{campaign}'")
    row = f"{ROWS}[0].textContent"
    assert "50.0% delivered · 2 failed" in str(await page.evaluate(row))
    assert "Hello <b>you</b>" in str(await page.evaluate(row))

    await page.evaluate(press("Campaign"))
    await page.wait_for("document.querySelector('.options') !== null")
    await page.evaluate(press(campaign, "document.querySelector('.options')"))
    await page.wait_for(f"{NAMES}.length === 1")
    assert await page.evaluate("location.search") == f"?campaign={campaign}"

    await page.evaluate(f"{ROWS}[0].querySelector('a').click()")
    await page.wait_for(f"{TITLE} === '{campaign}'")
    await page.evaluate("history.back()")
    await page.wait_for(f"{NAMES}.length === 1 && {TITLE} === 'Sends'")
    assert await page.evaluate("location.search") == f"?campaign={campaign}"


async def test_keys_move_from_row_to_row_and_enter_opens_one(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    for number in (1, 2):
        await app.send(TOLL_FREE, [new_person(), new_person()], campaign=f"{campaign}-{number}")
    await open_view(page, app, "sends")
    await page.wait_for(f"{NAMES}[0] === '{campaign}-2'")
    await page.press("j", code=74, text="j")
    await page.press("ArrowDown", code=40)
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{TITLE} === '{campaign}-1'")
    await page.evaluate("history.back()")
    await page.wait_for(f"document.activeElement.textContent.startsWith('{campaign}-1')")


async def test_old_rows_stay_with_their_time_while_the_app_does_not_answer(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await paused_send(app, new_person, campaign)
    await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{MESSAGES}.length === 2")
    await page.evaluate("window.fetch = () => Promise.reject(new TypeError('down'))")
    await page.wait_for(f"{text_of('.send-figure')}.includes('As of')")
    assert await page.evaluate(f"{MESSAGES}.length") == 2


async def test_filters_that_let_nothing_through_are_named_and_wider_ones_offered(
    page: Page, app: LocalApp
) -> None:
    await open_view(page, app, "sends?campaign=no-such&status=failed")
    await page.wait_for(f"{text_of('.empty-title')} !== ''")
    assert await page.evaluate(text_of(".empty-title")) == (
        "No failed sends of no-such in the last 7 days"
    )
    await page.evaluate(press("Last 30 days"))
    await page.wait_for(f"{text_of('.empty-title')}.endsWith('30 days')")
    await page.evaluate(press("Clear filters"))
    await page.wait_for("location.search === ''")


async def test_single_messages_are_counted_beside_the_day_and_shown_on_request(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    await app.send_one(new_person(), campaign=campaign)
    await open_view(page, app, "sends")
    await page.wait_for(f"{text_of('.group-aside')}.includes('single message')")
    assert campaign not in str(await page.evaluate(f"{NAMES}.join()"))
    await page.evaluate(click(".group-aside a"))
    await page.wait_for(f"{NAMES}.includes('{campaign}')")
    assert "size=all" in str(await page.evaluate("location.search"))


async def test_row_follows_its_send_in_place_and_new_sends_wait_for_a_press(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await paused_send(app, new_person, campaign)
    await open_view(page, app, f"sends?sender=%2B{PAUSED_NUMBER[1:]}")
    await page.wait_for(f"{NAMES}[0] === '{campaign}'")
    await page.wait_for(f"{ROWS}[0].textContent.includes('Paused since')")
    await page.evaluate(f"{ROWS}[0].isTheSame = true")
    await app.send(PAUSED_NUMBER, [new_person(), new_person()], campaign=f"{campaign}-2")

    assert (await app.call("DELETE", f"sms/{accepted['sendId']}")).status == 200
    await page.wait_for(f"{ROWS}[0].textContent.includes('Cancelled before')")
    assert await page.evaluate(f"{ROWS}[0].isTheSame === true")

    await page.wait_for(f"{text_of('.new-rows')}.includes('1 new send')")
    assert await page.evaluate(f"{NAMES}[0]") == campaign
    await page.evaluate(click(".new-rows"))
    await page.wait_for(f"{NAMES}.slice(0, 2).join() === '{campaign}-2,{campaign}'")
    assert await page.evaluate(f"{ROWS}[1].isTheSame === true")


async def test_figure_leads_to_its_messages_and_a_message_to_its_drawer(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await send_to_four(app, new_person, campaign)
    await open_view(page, app, f"sends/{accepted['sendId']}")
    await page.wait_for(f"{MESSAGES}.length === 4")
    assert await page.evaluate(text_of(".send-figure p")) == "4 of 4 handed over"

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


async def test_cancelling_says_what_it_does_and_shows_it_done(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await paused_send(app, new_person, campaign)
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
    await page.evaluate(click(".send-changes button"))
    await page.wait_for(f"{MESSAGES}[0].textContent.includes('Cancelled')")


def with_unknown(send: dict[str, Any]) -> str:
    """Give a script for which two messages of a send are unknown, one of them expired."""
    shown = {**send, "counts": {"delivered": 2, "unknown": 2}, "status": "completed"}
    first = {"sendId": "x", "messageCount": 1, "skipped": {"expired": 1}, "messagesUrl": "x"}
    second = {**first, "skipped": {}}
    return f"""
      window.bodies = [];
      const given = window.fetch;
      const answer = (value, status) =>
        Promise.resolve(new Response(JSON.stringify(value), {{ status }}));
      window.fetch = (url, options = {{}}) => {{
        if (options.method === 'POST') {{
          bodies.push([url.split('/').at(-1), options.body ?? '']);
          return answer(bodies.length === 1 ? {json.dumps(first)} : {json.dumps(second)}, 202);
        }}
        const isSend = url.endsWith('/sms/{send["sendId"]}');
        return isSend ? answer({json.dumps(shown)}, 200) : given(url, options);
      }};"""


async def test_resending_says_what_was_skipped_and_offers_a_new_time_to_live(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    accepted = await send_to_four(app, new_person, campaign)
    found = (await app.call("GET", f"sms/{accepted['sendId']}")).json
    async with before_each_page(page, with_unknown(found)):
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


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1000, "light"), (1440, "dark")])
async def test_views_fit_and_their_words_stand_out(
    page: Page,
    app: LocalApp,
    new_person: Callable[[], str],
    campaign: str,
    width: int,
    scheme: str,
) -> None:
    accepted = await paused_send(app, new_person, campaign)
    await page.show_as(width=width, height=800, scheme=scheme)
    words = "main :is(p, td, th, a, b, span, h1, h2, dt, dd, button, time):not(:empty)"
    places = [(f"sends?campaign={campaign}", ROWS), (f"sends/{accepted['sendId']}", MESSAGES)]
    for place, rows in places:
        await open_view(page, app, place)
        await page.wait_for(f"{rows}.length > 0")
        assert not await page.evaluate(OVERFLOW)
        dim = {name: one for name, one in (await contrasts_of(page, words)).items() if one < ENOUGH}
        assert dim == {}
