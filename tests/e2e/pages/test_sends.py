"""The list of sends, as a person meets it."""

from collections.abc import Callable

import pytest

from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.pages.sends_page import (
    MESSAGES,
    NAMES,
    PAUSED_NUMBER,
    ROWS,
    paused_send,
    send_to_four,
)
from tests.e2e.pages.support import (
    CLOCK,
    KEEP_FILES,
    OVERFLOW,
    TITLE,
    before_each_page,
    click,
    open_view,
    press,
    saved_lines,
    text_of,
)
from tests.support.local_app import TOLL_FREE, LocalApp


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
    async with before_each_page(page, CLOCK):
        await open_view(page, app, f"sends?sender=%2B{PAUSED_NUMBER[1:]}")
    await page.wait_for(f"{NAMES}[0] === '{campaign}'")
    await page.wait_for(f"{ROWS}[0].textContent.includes('Paused since')")
    await page.evaluate(f"{ROWS}[0].isTheSame = true")
    await app.send(PAUSED_NUMBER, [new_person(), new_person()], campaign=f"{campaign}-2")

    assert (await app.call("DELETE", f"sms/{accepted['sendId']}")).status == 200
    await page.evaluate("skip(10_000)")
    await page.wait_for(f"{ROWS}[0].textContent.includes('Cancelled before')")
    assert await page.evaluate(f"{ROWS}[0].isTheSame === true")

    await page.wait_for(f"{text_of('.new-rows')}.includes('1 new send')")
    assert await page.evaluate(f"{NAMES}[0]") == campaign
    await page.evaluate(click(".new-rows"))
    await page.wait_for(f"{NAMES}.slice(0, 2).join() === '{campaign}-2,{campaign}'")
    assert await page.evaluate(f"{ROWS}[1].isTheSame === true")


IN_PAGES_OF_TWO = """
  const whole = window.fetch;
  window.fetch = (url, ...more) => whole(String(url).replace('limit=100', 'limit=2'), ...more);
"""


async def test_export_has_all_sends_that_match_also_those_that_are_not_loaded(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    sent = [
        await app.send(TOLL_FREE, [new_person(), new_person()], "=Hello", campaign=campaign)
        for _ in range(3)
    ]
    async with before_each_page(page, KEEP_FILES + IN_PAGES_OF_TWO):
        await open_view(page, app, f"sends?campaign={campaign}")
        await page.wait_for(f"{NAMES}.length === 3")
        await page.evaluate(press("Export"))
        header, *lines = await saved_lines(page)
    assert header.startswith('"sendId","campaign"')
    assert [line.split(",")[0] for line in lines] == [
        f'"{one["sendId"]}"' for one in reversed(sent)
    ]
    assert all(line.endswith('"\'=Hello"') for line in lines)
    assert await page.evaluate(text_of(".toast")) == "3 sends exported: all that match."


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
