"""A person's page, and Find, which leads to it."""

import re
from collections.abc import Callable

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import (
    NAMED,
    OTHER,
    OVERFLOW,
    before_each_page,
    button,
    fill,
    open_view,
    shows,
)
from tests.support.local_app import TOLL_FREE, LocalApp, poll

TEXTS = "[...document.querySelectorAll('.message-text')].map((one) => one.textContent)"
DIALOG = "document.querySelector('dialog')"


async def write_and_stop(app: LocalApp, person: str) -> None:
    """Send from one own number, be answered, and be told STOP by way of another."""
    await app.send_one(person, "Your table is booked for seven.")
    await app.text_in(person, TOLL_FREE, "Could we come at eight?")
    await app.send_one(person, "How was your visit?", sender=OTHER)
    await app.text_in(person, OTHER, "STOP")
    await app.registry_says(person, "opted_out", OTHER)


async def test_page_has_messages_of_all_own_numbers_with_consent_and_ledger(
    page: Page, app: LocalApp, person: str
) -> None:
    person = f"+1212{person[-7:]}"  # where all clocks show one time
    await write_and_stop(app, person)
    await open_view(page, app, f"people/{person}")
    await page.wait_for(f"{TEXTS}.length === 4")
    assert await page.evaluate(TEXTS) == [
        "STOP",
        "How was your visit?",
        "Could we come at eight?",
        "Your table is booked for seven.",
    ]
    assert "opt-out" in str(await page.evaluate("document.querySelector('.table').textContent"))
    words = str(await page.evaluate("document.querySelector('.consents').textContent"))
    assert "Never opted out" in words
    assert "All categories, since" in words
    assert "STOP" in str(await page.evaluate("document.querySelector('.ledger').textContent"))
    place = str(await page.evaluate("document.querySelector('.page-hint').textContent"))
    assert re.match(r"[A-Z][A-Za-z ]+ · [A-Z][a-z]+ Time, \d", place), place
    assert place.endswith(" there")
    when = str(await page.evaluate("document.querySelector('td time').title"))
    assert when.splitlines()[1].endswith(", for the person")

    times = str(await page.evaluate("document.querySelector('.table').innerText"))
    assert "Delivered in" in times
    assert re.search(r"\d\xa0s\b", times), times

    await page.evaluate("document.querySelectorAll('.filter-open')[1].click()")
    await page.evaluate(f"{button('Received')}.click()")
    await page.wait_for(f"location.search === '?status=received' && {TEXTS}.length === 2")


async def test_reply_to_a_keyword_stands_above_it_and_says_what_it_is(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, "+14255550100", "STOP")
    await open_view(page, app, f"people/{person}")
    await page.wait_for(f"{TEXTS}.length === 2")
    assert await page.evaluate(f"{TEXTS}[1]") == "STOP"
    about = "document.querySelector('.message-about').textContent"
    assert await page.evaluate(about) == "Confirmation of STOP"


async def test_opting_in_after_a_stop_shows_the_words_and_needs_a_reason(
    page: Page, app: LocalApp, person: str
) -> None:
    await write_and_stop(app, person)
    async with before_each_page(page, NAMED):
        await open_view(page, app, f"people/{person}")
        await page.wait_for(shows(".consent button"))
        await page.evaluate("document.querySelector('.consent button').click()")
        await page.wait_for(f"{DIALOG}?.querySelector('.notice q')?.textContent === 'STOP'")
        await page.evaluate(fill("Reason", "he said"))
        await page.evaluate(f"{button('Opt in', DIALOG)}.click()")
        await page.wait_for(f"{DIALOG}.textContent.includes('at least 10 characters')")
        assert (await app.opt_out(OTHER, person))["state"] == "opted_out"

        await page.evaluate(fill("Reason", "Called today and asked for reminders"))
        await page.evaluate(f"{button('Opt in', DIALOG)}.click()")
        await page.wait_for(f"!{DIALOG}")
        await page.wait_for("document.querySelector('.ledger b').textContent === 'Opted in'")
    await app.registry_says(person, "opted_in", OTHER)


async def test_person_without_messages_is_said_to_have_none(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    await app.send_one(new_person())
    await page.show_as(width=390, height=844)
    await open_view(page, app, f"people/{new_person()}")
    await page.wait_for(
        "document.querySelector('.empty-title')?.textContent.startsWith('No messages')"
    )
    assert not await page.evaluate(OVERFLOW)


async def press_find(page: Page) -> None:
    keys: dict[str, object] = {"key": "k", "windowsVirtualKeyCode": 75, "modifiers": 2}
    await page.command("Input.dispatchKeyEvent", type="rawKeyDown", **keys)
    await page.command("Input.dispatchKeyEvent", type="keyUp", **keys)
    await page.wait_for("document.activeElement.getAttribute('role') === 'combobox'")


ALONE = "+19895550123"  # no other person has its first digits: Find shows the first eight
STATUS = "document.querySelector('dialog.find [role=status]').textContent"
CHOICES = "[...document.querySelectorAll('.find-choice')].map((one) => one.textContent)"


async def test_find_leads_from_a_part_of_a_number_to_its_person(page: Page, app: LocalApp) -> None:
    body = {"state": "opted_out", "reason": "Asked on the phone"}
    assert (await app.call("PUT", f"opt-outs/{TOLL_FREE}/{ALONE}", body)).status == 200
    await open_view(page, app, "settings")
    await press_find(page)
    await page.command("Input.insertText", text=f"{ALONE[2:5]} {ALONE[5:8]} {ALONE[8:11]}")
    await page.wait_for(f"{CHOICES}.some((one) => one.includes('{ALONE[8:]}'))")
    while ALONE[8:] not in str(await page.evaluate(
        "document.querySelector('.find-choice[aria-selected=true]').textContent"
    )):  # fmt: skip
        await page.press("ArrowDown", code=40)
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"location.pathname.endsWith('/people/{ALONE}')")
    assert not await page.evaluate(f"Boolean({DIALOG})")

    await press_find(page)
    await page.wait_for(f"{CHOICES}[0]?.includes('{ALONE[8:]}')")


async def look_for_one_who_is_opted_out(page: Page, app: LocalApp) -> None:
    """Have Find look for a part of a number that one person alone has."""
    body = {"state": "opted_out", "reason": "Asked on the phone"}
    assert (await app.call("PUT", f"opt-outs/{TOLL_FREE}/{ALONE}", body)).status == 200
    await open_view(page, app, "settings")
    await press_find(page)
    await page.command("Input.insertText", text=ALONE[2:10])


AT_FIRST_UNAVAILABLE = """
  const plain = window.fetch;
  window.searches = 0;
  window.fetch = async (path, ...more) => {
    const isSearch = String(path).includes('/opt-outs?');
    if (!isSearch || (window.searches += 1) > 1) return plain(path, ...more);
    return new Response('{"detail": "Storage is unavailable."}', { status: 503 });
  };
  const statuses = window.statuses = [];
  new MutationObserver(() => {
    statuses.push(document.querySelector('dialog.find [role=status]')?.textContent);
  }).observe(document, { subtree: true, childList: true, characterData: true });
"""


async def test_find_says_that_it_could_not_search_and_searches_again_by_itself(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, AT_FIRST_UNAVAILABLE):
        await look_for_one_who_is_opted_out(page, app)
        await page.wait_for(f"{CHOICES}.length === 1 && {CHOICES}[0].includes('{ALONE[8:]}')")
        assert await page.evaluate(f"{STATUS} === '1 choice' && window.searches === 2")
        assert await page.evaluate("window.statuses.includes('Could not search. Trying again…')")


OWN_NUMBERS_LATE = """
  const plain = window.fetch;
  window.searches = 0;
  const held = new Promise((resolve) => { window.letGo = resolve; });
  window.fetch = async (path, ...more) => {
    if (String(path).includes('/senders?')) await held;
    window.searches += String(path).includes('/opt-outs?');
    return plain(path, ...more);
  };
"""


async def test_find_searches_once_where_own_numbers_come_late(page: Page, app: LocalApp) -> None:
    async with before_each_page(page, OWN_NUMBERS_LATE):
        await look_for_one_who_is_opted_out(page, app)
        await page.wait_for(f"{STATUS} === 'Searching…'")
        await page.evaluate("window.letGo()")
        await page.wait_for(f"{CHOICES}.length === 1 && {CHOICES}[0].includes('{ALONE[8:]}')")
        assert await page.evaluate("window.searches") == 1


async def test_find_says_that_there_are_more_than_it_shows(page: Page, app: LocalApp) -> None:
    body = {"state": "opted_out", "reason": "Asked on the phone"}
    for last in range(9):
        number = f"+1988555017{last}"
        assert (await app.call("PUT", f"opt-outs/{TOLL_FREE}/{number}", body)).status == 200
    await open_view(page, app, "settings")
    await press_find(page)
    await page.command("Input.insertText", text="988 555 017")
    await page.wait_for(f"{STATUS} === 'The first 8. Type more to see others.'")


async def test_find_leads_to_conversations_by_the_digits_of_their_people(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "Could we come at eight?")
    await app.text_in(person, OTHER, "Hello?")
    await open_view(page, app, "settings")
    await press_find(page)
    await page.command("Input.insertText", text=person[2:])
    await page.wait_for(f"{CHOICES}.filter((one) => one.includes('conversation')).length === 2")


async def test_find_knows_ids_campaigns_and_places(page: Page, app: LocalApp, person: str) -> None:
    message_id = await app.send_one(person, campaign="winter-gloves")
    send_id = message_id.partition("-")[0]
    await open_view(page, app, "settings")
    for text, choice in ((send_id, "send"), (message_id, "message"), ("dashb", "Go to Dashboard")):
        await press_find(page)
        await page.command("Input.insertText", text=text)
        await page.wait_for(f"{CHOICES}.length === 1 && {CHOICES}[0].includes('{choice}')")
        await page.press("Escape", code=27)
        await page.wait_for(f"!{DIALOG}")

    async def is_counted() -> bool:
        found = await app.call("GET", "analytics/summary")
        return any(one["campaign"] == "winter-gloves" for one in found.json["byCampaign"])

    await poll(is_counted)
    await press_find(page)
    await page.command("Input.insertText", text="winter-gl")
    await page.wait_for(f"{CHOICES}.length === 1 && {CHOICES}[0].includes('campaign')")
    await page.press("Enter", code=13, text="\r")
    await page.wait_for("location.search.includes('campaign=winter-gloves')")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
async def test_nothing_keeps_people_out_and_nothing_is_cut_off(
    page: Page, app: LocalApp, person: str, scheme: str, width: int
) -> None:
    await write_and_stop(app, person)
    await page.show_as(width=width, height=844, scheme=scheme)
    await open_view(page, app, f"people/{person}")
    await page.wait_for(f"{TEXTS}.length === 4")
    assert await findings_in(page) == []
    assert not await page.evaluate(OVERFLOW)
    await press_find(page)
    await page.wait_for(f"{CHOICES}.length > 0")
    assert await findings_in(page) == []
