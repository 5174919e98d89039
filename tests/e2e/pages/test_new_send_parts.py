"""A new send until it is on its way: fixes while confirming, lists that take several sends."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.support import KEEP_FILES, before_each_page
from tests.e2e.pages.test_new_send import (
    BAR,
    DIALOG,
    FORM,
    PAGE,
    SAMPLE,
    choose_sender,
    drop,
    open_form,
    press,
    sends_of,
    type_into,
)
from tests.support.local_app import TOLL_FREE, LocalApp

PLACE = "location.pathname.split('/ui/')[1]"
SAMPLE_IN_DIALOG = f"({DIALOG}?.querySelector('.sample-text')?.textContent ?? '')"
NOTICES = "[...document.querySelectorAll('main .notice')].map((one) => one.textContent).join()"
SHEET = "document.querySelector('dialog.drawer[open]')"


@pytest.fixture
def campaign(new_person: Callable[[], str]) -> str:
    """A name that no other test has."""
    return f"parts-{new_person()[1:]}"


async def tomorrow(page: Page) -> None:
    """Have it start in 30 hours, so that nothing of it leaves during a test."""
    await page.evaluate(press("At a time"))
    await page.wait_for("document.querySelector('[type=datetime-local]') !== null")
    await page.evaluate(
        "(() => { const field = document.querySelector('[type=datetime-local]');"
        "const zone = new Date().getTimezoneOffset() * 60_000;"
        "const at = new Date(Date.now() + 30 * 3_600_000 - zone);"
        "field.value = at.toISOString().slice(0, 16);"
        "field.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


async def review(page: Page) -> None:
    ready = "!document.querySelector('.send-bar [type=submit]').disabled"
    await page.wait_for(f"({BAR}).includes('message') && {ready}")
    await page.evaluate(press("Review"))
    await page.wait_for(f"{DIALOG} !== null")


async def test_character_is_replaced_inside_the_confirmation_and_what_is_sent_has_it(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    await open_form(page, app, f"?to=%2B{new_person()[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "It\u2019s on")
    await type_into(page, "Campaign", campaign)
    await review(page)
    assert "makes the text UCS-2" in str(await page.evaluate(f"{DIALOG}.textContent"))

    await page.evaluate(press("Replace it", DIALOG))
    await page.wait_for(f'{SAMPLE_IN_DIALOG} === "It\'s on"')
    assert "Replace it" not in str(await page.evaluate(f"{DIALOG}.textContent"))
    await page.evaluate(press("Send to 1 person", DIALOG))
    await page.wait_for(f"/^sends\\/0/.test({PLACE})")

    [send] = await sends_of(app, campaign)
    assert send["message"] == "It's on"


async def test_characters_that_cost_say_how_much_money_they_cost(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    await open_form(page, app, f"?to=%2B{new_person()[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "It\u2019s on: " + "a" * 100)
    await page.wait_for(f"({FORM}).includes('takes 1 segment instead of 2')")
    assert re.search(r"and the send costs \$0\.0\d+ less\.", str(await page.evaluate(FORM)))


async def test_no_amount_stands_where_a_country_has_no_price(page: Page, app: LocalApp) -> None:
    await open_form(page, app, "?to=%2B4915112345678")
    await choose_sender(page)
    await type_into(page, "Text", "It is on")
    await page.wait_for(f"({BAR}).includes('1 message no price')")
    shown = str(await page.evaluate(PAGE))
    assert "No price" in shown
    assert "$" not in shown
    await review(page)
    asked = str(await page.evaluate(f"{DIALOG}.textContent"))
    assert "No price" in asked
    assert "$" not in asked


async def test_what_was_just_confirmed_can_be_cancelled_for_as_long_as_it_waits(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    await open_form(page, app, f"?to=%2B{new_person()[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "See you tomorrow")
    await type_into(page, "Campaign", campaign)
    await tomorrow(page)
    await review(page)
    await page.evaluate(press("Send to 1 person", DIALOG))

    await page.wait_for(f"({NOTICES}).includes('1 message can still be cancelled.')")
    await page.evaluate(press("Cancel what is waiting"))
    await page.wait_for(f"{DIALOG} !== null")
    await page.evaluate(press("Cancel 1 waiting", DIALOG))

    await page.wait_for(f"!({NOTICES}).includes('can still be cancelled')")
    [send] = await sends_of(app, campaign)
    assert send["counts"] == {"cancelled": 1}


async def confirmed(page: Page, number: int) -> None:
    await review(page)
    if number > 1_000:
        await type_into(page, f"Type {number} to confirm", str(number), DIALOG)
    await page.evaluate(press("Send to ", DIALOG))


async def test_list_of_more_than_a_request_holds_goes_in_sends_that_no_person_gets_twice(
    page: Page, app: LocalApp, campaign: str
) -> None:
    people = [f"+1{200 + n // 100}55501{n % 100:02d}" for n in range(1_100) if n // 100 != 2]
    long = "x" * 2_040  # 2 MiB hold 1,000 of them
    lines = "\n".join(["number,text", *(f"{one},{long}" for one in people)])
    await open_form(page, app)
    await choose_sender(page)
    await drop(page, lines.encode())
    await type_into(page, "Text", "{{text}}")
    await type_into(page, "Campaign", campaign)
    await tomorrow(page)
    await page.wait_for(f"({NOTICES}).includes('Send 1 of 2, to ')")
    first = len(people) - int(str(await page.evaluate(_left(len(people)))))
    await confirmed(page, first)

    await page.wait_for(f"({NOTICES}).includes('Send 2 of 2, to {len(people) - first} of')")
    assert str(await page.evaluate(PLACE)) == "sends/new"
    await page.evaluate("indexedDB.deleteDatabase('paloma')")  # as after a day
    await page.open(str(await page.evaluate("location.href")))  # the draft knows how far it is
    await page.wait_for(f"({NOTICES}).includes('Choose the file again')")
    await drop(page, lines.rpartition("\n")[0].encode())
    await page.wait_for(f"({NOTICES}).includes('the one that was begun has')")
    await drop(page, lines.encode())
    await page.wait_for(f"({NOTICES}).includes('Send 2 of 2, to {len(people) - first} of')")
    assert await page.evaluate("document.querySelector('.columns select').disabled")
    await confirmed(page, len(people) - first)
    await page.wait_for(f"/^sends\\/0/.test({PLACE})")

    sends = await sends_of(app, campaign)
    assert sorted(one["recipientCount"] for one in sends) == sorted([first, len(people) - first])
    for send in sends:
        await app.call("DELETE", f"sms/{send['sendId']}")


def _left(all_people: int) -> str:
    """Give how many of a list are not in its first send, as the page says."""
    said = f"/Send 1 of 2, to ([\\d.,]+) of/.exec({NOTICES})[1]"
    return f"{all_people} - Number({said}.replace(/[.,]/g, ''))"


async def test_draft_that_another_tab_has_sent_cannot_be_sent_again(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    await open_form(page, app, f"?to=%2B{new_person()[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "Only in one tab")
    await review(page)

    gone = {"key": "paloma-new-send", "newValue": None}
    await page.evaluate(
        "localStorage.removeItem('paloma-new-send');"
        f"dispatchEvent(new StorageEvent('storage', {json.dumps(gone)}))"
    )

    await page.wait_for(f"({PAGE}).includes('sent or discarded in another tab')")
    await page.wait_for(f"{DIALOG} === null")
    assert await page.evaluate("document.querySelector('.marked textarea').value") == ""
    await page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert await page.evaluate("localStorage.getItem('paloma-new-send')") is None


async def test_copied_text_that_was_edited_survives_a_reload(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    accepted: dict[str, Any] = await app.send(TOLL_FREE, new_person(), "The first text")
    await open_form(page, app, f"?from={accepted['sendId']}")
    text = "document.querySelector('.marked textarea')?.value"
    await page.wait_for(f"{text} === 'The first text' && location.search === ''")

    await type_into(page, "Text", "Another text")
    await page.wait_for("localStorage.getItem('paloma-new-send')?.includes('Another text')")
    await page.open(str(await page.evaluate("location.href")))

    await page.wait_for(f"{text} === 'Another text'")


async def test_phone_hides_the_places_keeps_the_way_on_in_view_and_shows_the_preview_as_a_sheet(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    await page.show_as(width=390, height=844)
    await open_form(page, app, f"?to=%2B{new_person()[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "To a phone")
    await page.wait_for(f"({SAMPLE}) === 'To a phone'")

    shown = "document.querySelector('.tab-bar').getBoundingClientRect().height"
    assert await page.evaluate(shown) == 0
    await page.evaluate("scrollTo(0, 0)")
    end = "document.querySelector('.send-bar').getBoundingClientRect().bottom"
    assert await page.evaluate(end) == 844

    await page.evaluate("document.querySelector('.send-bar-words').click()")
    await page.wait_for(f"({SHEET}?.textContent ?? '').includes('Will be sent1')")
    await page.press("Escape", code=27)
    await page.wait_for(f"{SHEET} === null")


async def test_refused_numbers_are_counted_by_reason_and_can_be_saved(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    premium = "+19005550100"
    async with before_each_page(page, KEEP_FILES):
        await open_form(page, app)
        await choose_sender(page)
        await type_into(page, "Numbers", f"{new_person()}\n{premium}")
        await type_into(page, "Text", "Hello")
        await review(page)
        words = str(await page.evaluate(f"{DIALOG}.textContent"))
        assert "1 number is refused. 1: The number is of a premium-rate" in " ".join(words.split())
        await page.evaluate(press("Keep editing", DIALOG))
        await page.evaluate(press("Download"))
        assert f'"\'{premium}","The number is of a premium-rate' in str(
            await page.evaluate("saved.text()")
        )
