"""Addresses that are wrong, words without a break, and keys that leave what is open."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.inbox_page import FOCUSED, REPLY, open_inbox
from tests.e2e.pages.support import (
    IS_READ,
    OVERFLOW,
    click,
    has,
    open_view,
    press,
    shows,
    text_of,
)
from tests.support.local_app import TOLL_FREE, LocalApp

UNBROKEN = "n" * 50
TAB = 9
FOCUSED_WORDS = "document.activeElement.textContent.trim()"
CHIPS = "[...document.querySelectorAll('.inbox-person .pane-rows .chip')].map(e => e.textContent)"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("sends?status=bogus", "status must be"),
        ("people/abc", "must not contain letters"),
        ("inbox/abc/def", "must not contain letters"),
    ],
)
async def test_wrong_address_is_said_and_nothing_goes_on_loading(
    page: Page, app: LocalApp, place: str, words: str
) -> None:
    await open_view(page, app, place)

    await page.wait_for(has("main", words))
    await page.wait_for(IS_READ)
    assert not await page.evaluate(shows("#reply"))


@pytest.mark.parametrize("width", [1440, 390])
async def test_words_without_a_break_do_not_widen_a_page(
    page: Page, app: LocalApp, person: str, width: int
) -> None:
    name = f"name-{UNBROKEN}"
    await app.call("PUT", f"canned-replies/{name}", {"text": UNBROKEN * 3})
    reason = {"state": "opted_out", "reason": UNBROKEN * 8, "actor": "Dana"}
    await app.call("PUT", f"opt-outs/{TOLL_FREE}/{person}", reason)
    await page.show_as(width=width, height=800)

    for place, found in (("settings", name), ("opt-outs/ledger", UNBROKEN)):
        await open_view(page, app, place)
        await page.wait_for(has("main :is(b, q)", found))
        assert not await page.evaluate(OVERFLOW), place
        buttons = "[...document.querySelectorAll('main button')]"
        beyond = f"{buttons}.filter((one) => one.getBoundingClientRect().right > innerWidth)"
        assert await page.evaluate(f"{beyond}.map((one) => one.textContent)") == [], place
    await app.call("DELETE", f"canned-replies/{name}")


async def test_what_is_open_closes_when_keys_lead_on_and_escape_leads_back(
    page: Page, app: LocalApp
) -> None:
    await open_view(page, app, "sends")
    await page.evaluate("document.querySelector('.filter-open').focus()")
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{shows('.options')} && {FOCUSED_WORDS} === 'Last 7'")
    await page.press("Escape", code=27)
    await page.wait_for(f"!{shows('.options')} && {FOCUSED_WORDS} === 'Days Last 7'")

    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{shows('.options')} && {FOCUSED_WORDS} === 'Last 7'")
    for _ in range(10):
        await page.press("Tab", code=TAB)
    await page.wait_for(f"!{shows('.options')}")


async def test_canned_replies_are_left_to_the_reply_and_closed_by_their_button(
    page: Page, app: LocalApp, person: str
) -> None:
    await open_inbox(page, app, person)
    await page.wait_for(f"{FOCUSED} === 'reply'")
    await page.press("/", code=191, text="/")
    await page.wait_for(shows(".canned input:focus"))
    await page.press("Escape", code=27)
    await page.wait_for(f"!{shows('.canned')} && {FOCUSED} === 'reply'")
    assert await page.evaluate(f"{REPLY}.value") == ""

    at = "document.querySelector('.canned-button').getBoundingClientRect()"
    x, y = [float(str(await page.evaluate(f"{at}.{side} + 8"))) for side in ("left", "top")]
    for is_open in (True, False):
        await page.drag((x, y), (x, y))
        await page.wait_for(f"{shows('.canned')} === {str(is_open).lower()}")


async def test_first_wrong_field_of_a_dialog_has_the_focus(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "opt-outs/list")
    await page.evaluate(press("Opt out a number"))
    await page.wait_for(shows("dialog[open]"))

    await page.evaluate(click("dialog [type=submit]"))

    await page.wait_for("document.activeElement.type === 'tel'")
    described = "document.getElementById(document.activeElement.getAttribute('aria-describedby'))"
    assert "number" in str(await page.evaluate(f"{described}.textContent"))


async def test_waiting_messages_are_found_whatever_the_size_of_their_send(
    page: Page, app: LocalApp, person: str
) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    planned = {"from": TOLL_FREE, "to": [person], "message": f"To {person}", "sendAt": tomorrow}
    assert (await app.call("POST", "sms", planned)).status == 202
    await open_view(page, app, "operations")
    await page.wait_for(has(".tile", "Waiting"))

    await page.evaluate("document.querySelector('.tile[href*=\"status\"]').click()")

    await page.wait_for(has(".of-sends tbody", f"To {person}"))


async def test_person_who_is_out_of_marketing_alone_is_not_called_opted_out(
    page: Page, app: LocalApp, person: str
) -> None:
    change = {"state": "opted_out", "category": "marketing", "reason": "No offers", "actor": "Dana"}
    assert (await app.call("PUT", f"opt-outs/{TOLL_FREE}/{person}", change)).status == 200

    await open_inbox(page, app, person)

    await page.wait_for(f"{CHIPS}.includes('Out of marketing')")
    assert "Opted out" not in str(await page.evaluate(CHIPS))
    assert "Write a reply" in str(await page.evaluate(f"{REPLY}.placeholder"))
    assert await page.evaluate(text_of(".composer.out")) == ""


async def test_phone_shows_which_own_number_a_page_is_about(page: Page, app: LocalApp) -> None:
    await page.show_as(width=390, height=800)

    await open_view(page, app, f"operations/senders/{TOLL_FREE}")

    await page.wait_for(has(".send-chips .chip", "toll-free"))
    title = "document.querySelector('main h1')"
    assert await page.evaluate(f"{title}.scrollWidth <= {title}.clientWidth")


@pytest.mark.parametrize("width", [1440, 1280, 390])
async def test_chosen_own_number_stays_within_the_list_and_can_be_cleared(
    page: Page, app: LocalApp, width: int
) -> None:
    await page.show_as(width=width, height=800)
    await open_inbox(page, app)
    await page.wait_for(shows(".inbox-list .filter-clear"))

    head = "document.querySelector('.inbox-list-head').getBoundingClientRect().right"
    parts = "[...document.querySelectorAll('.inbox-list .filter :is(b, button)')]"
    beyond = f"{parts}.filter((one) => one.getBoundingClientRect().right > {head})"
    assert await page.evaluate(f"{beyond}.map((one) => one.className)") == []
    assert "833" in str(await page.evaluate(text_of(".inbox-list .filter-open")))


async def test_opt_out_by_a_colleague_is_seen_at_once_and_takes_the_focus_of_the_reply(
    page: Page, app: LocalApp, person: str
) -> None:
    await open_inbox(page, app, person)
    await page.wait_for(f"{FOCUSED} === 'reply' && {CHIPS}.includes('Opted in')")
    change = {"state": "opted_out", "reason": "Asked by phone", "actor": "Sam"}

    assert (await app.call("PUT", f"opt-outs/{TOLL_FREE}/{person}", change)).status == 200

    await page.wait_for("document.activeElement.classList.contains('out')")
    await page.wait_for(f"{CHIPS}.includes('Opted out')", seconds=15)


async def test_figures_of_days_that_are_over_lead_to_the_sends_of_these_days(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.send_one(person)
    today = datetime.now(UTC).date()
    span = f"from={today - timedelta(days=9)}&to={today + timedelta(days=1)}"
    await open_view(page, app, f"dashboard?{span}")
    await page.wait_for(has(".tile", "Delivery rate"))
    figures = "[...document.querySelectorAll('.tile[href*=\"/sends?\"]')].map((one) => one.href)"
    assert all(
        f"?{span}&" in one for one in str(await page.evaluate(f"{figures}.join()")).split(",")
    )

    over = f"from={today - timedelta(days=9)}&to={today - timedelta(days=2)}"
    await open_view(page, app, f"sends?{over}&size=all")
    await page.wait_for(has(".empty-title", "No sends"))
    assert " to " in str(await page.evaluate(text_of(".filter-open b")))
    await page.evaluate(press("Last 30 days"))
    await page.wait_for("document.querySelector('.of-sends tbody .row-link') !== null")
    assert "from=" not in str(await page.evaluate("location.search"))


async def test_links_of_a_list_are_large_enough_to_be_met(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.send_one(person)
    await open_view(page, app, "sends")
    await page.wait_for(shows(".group-aside a"))

    height = await page.evaluate(
        "document.querySelector('.group-aside a').getBoundingClientRect().height"
    )
    assert float(str(height)) >= 24
