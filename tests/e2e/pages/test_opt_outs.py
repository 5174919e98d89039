"""Opt-outs and reviews, as a person works with them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import OVERFLOW
from tests.e2e.pages.test_shell import before_each_page, open_view
from tests.support.local_app import TOLL_FREE, LocalApp, poll

OTHER = "+18335550101"
UNCERTAIN = "why did you stop texting me"
HURRY = """
  const later = window.setTimeout;
  window.setTimeout = (work, pause, ...more) => later(work, pause === 10000 ? 100 : pause, ...more);
"""
PERSONS_NUMBER = "Person\N{RIGHT SINGLE QUOTATION MARK}s number"
NUMBERS_COLUMN = "Column with the people\N{RIGHT SINGLE QUOTATION MARK}s numbers"
NAMED = "localStorage.setItem('paloma-name', 'Dana')"
KEEP_FILES = """
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => make.call(URL, window.saved = blob);
"""


def review_of(person: str) -> str:
    return (
        "[...document.querySelectorAll('.review')]"
        f".find((row) => row.querySelector('a').href.endsWith('{person}'))"
    )


def button(words: str, within: str = "document") -> str:
    begins = f"(one) => one.textContent.trim().startsWith({json.dumps(words)})"
    return f"[...{within}.querySelectorAll('button')].find({begins})"


def shows(selector: str) -> str:
    return f"Boolean(document.querySelector({json.dumps(selector)}))"


PAGE_HEAD = "document.querySelector('.page-head')"
SEGMENTS = "document.querySelector('.segments')"


def row_of(person: str) -> str:
    return f"document.querySelector('.table a[href$=\"{person}\"]')?.closest('tr')"


def fill(label: str, value: str) -> str:
    """Type into the field of a dialog, or choose in it."""
    return f"""(() => {{
      const label = [...document.querySelectorAll('dialog label')]
        .find((one) => one.textContent === {json.dumps(label)});
      const field = document.getElementById(label.htmlFor);
      field.value = {json.dumps(value)};
      const kind = field.tagName === 'SELECT' ? 'change' : 'input';
      field.dispatchEvent(new Event(kind, {{ bubbles: true }}));
    }})()"""


async def reviews(app: LocalApp, state: str, person: str) -> list[Any]:
    found = await app.call("GET", f"opt-out-reviews?state={state}")
    return [one for one in found.json["reviews"] if one["recipient"] == person]


async def is_decided(app: LocalApp, state: str, person: str) -> None:
    await poll(lambda: reviews(app, state, person))


async def have_review(app: LocalApp, person: str, own: str = TOLL_FREE) -> None:
    await app.text_in(person, own, UNCERTAIN)
    await poll(lambda: reviews(app, "open", person))


async def open_reviews(page: Page, app: LocalApp, person: str) -> None:
    await open_view(page, app, "opt-outs/reviews")
    await page.wait_for(f"Boolean({review_of(person)})")
    await page.evaluate(f"{review_of(person)}.focus()")


async def test_review_is_decided_by_key_and_undone_before_it_is_posted(
    page: Page, app: LocalApp, person: str
) -> None:
    await have_review(app, person)
    async with before_each_page(page, NAMED):
        await open_reviews(page, app, person)
        assert "Due " in str(await page.evaluate(f"{review_of(person)}.textContent"))

        await page.press("a", code=65, text="a")
        await page.wait_for(f"{review_of(person)}.textContent.includes('Will be opted out')")
        assert await reviews(app, "open", person)

        await page.press("z", code=90, text="z")
        await page.wait_for(f"Boolean({button('Opt out', review_of(person))})")
        assert await page.evaluate(f"document.activeElement === {review_of(person)}")
    assert await reviews(app, "open", person)


async def test_decisions_are_posted_after_their_time_with_the_name_that_is_asked_once(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    one, other = new_person(), new_person()
    await have_review(app, one)
    await have_review(app, other, OTHER)
    async with before_each_page(page, f"localStorage.clear(); {HURRY}"):
        await open_reviews(page, app, one)
        await page.evaluate(f"{button('Not an opt-out', review_of(one))}.click()")
        await page.wait_for("Boolean(document.activeElement.closest('dialog[open]'))")
        await page.command("Input.insertText", text="Dana")
        await page.press("Enter", code=13, text="\r")
        await page.wait_for(f"{review_of(one)}.textContent.includes('Not an opt-out')")
        await page.evaluate(f"{button('Opt out', review_of(other))}.click()")

        await poll(lambda: reviews(app, "rejected", one))
        (approved,) = await poll(lambda: reviews(app, "approved", other))
        assert approved["actor"] == "Dana"
        assert (await app.registry_says(other, "opted_out", OTHER))["source"] == "review"
        await page.wait_for(f"Boolean({button('Hide decided')})")
        await page.evaluate(f"{button('Hide decided')}.click()")
        await page.wait_for(f"!{review_of(one)} && !{review_of(other)}")


async def test_decision_that_waits_is_posted_when_the_page_is_left_and_is_listed_as_decided(
    page: Page, app: LocalApp, person: str
) -> None:
    await have_review(app, person)
    async with before_each_page(page, NAMED):
        await open_reviews(page, app, person)
        await page.press("r", code=82, text="r")
        await page.wait_for(f"{review_of(person)}.textContent.includes('Will be marked')")
        await page.open(f"{app.url}/api/ui/settings")
    await poll(lambda: reviews(app, "rejected", person))

    await open_view(page, app, "opt-outs/reviews")
    await page.evaluate(f"{button('Not an opt-out', SEGMENTS)}.click()")
    await page.wait_for("location.search === '?state=rejected'")
    await page.wait_for(f"Boolean({row_of(person)}?.textContent.includes('Dana'))")


async def test_selected_reviews_are_decided_together_and_a_held_key_decides_once(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    one, other = new_person(), new_person()
    await have_review(app, one)
    await have_review(app, other)
    async with before_each_page(page, NAMED):
        await open_reviews(page, app, one)
        held = {"key": "a", "text": "a", "windowsVirtualKeyCode": 65}
        await page.press("a", code=65, text="a")
        await page.command("Input.dispatchKeyEvent", type="keyDown", autoRepeat=True, **held)
        await page.wait_for(f"{review_of(one)}.textContent.includes('Will be opted out')")
        assert await page.evaluate(f"Boolean({button('Opt out', review_of(other))})")
        await page.press("z", code=90, text="z")
        await page.wait_for(f"Boolean({button('Opt out', review_of(one))})")

        for person in (one, other):
            await page.evaluate(f"{review_of(person)}.focus()")
            await page.press("x", code=88, text="x")
            await page.wait_for(f"{review_of(person)}.textContent.includes('Selected')")
        await page.press("r", code=82, text="r")
        await page.wait_for(f"{review_of(one)}.textContent.includes('Will be marked')")
        await page.open(f"{app.url}/api/ui/settings")
    for person in (one, other):
        await is_decided(app, "rejected", person)


async def test_decision_that_a_colleague_made_the_other_way_says_so_where_it_was_made(
    page: Page, app: LocalApp, person: str
) -> None:
    await have_review(app, person)
    async with before_each_page(page, f"{NAMED}; {HURRY}"):
        await open_reviews(page, app, person)
        (review,) = await reviews(app, "open", person)
        path = f"opt-out-reviews/{review['reviewId']}/reject"
        await app.call("POST", path, {"actor": "Sam"})
        await page.press("a", code=65, text="a")
        await page.wait_for(f"{review_of(person)}.textContent.includes('This review was rejected')")


async def test_list_is_searched_by_number_and_back_restores_it(
    page: Page, app: LocalApp, person: str
) -> None:
    for own in (TOLL_FREE, OTHER):
        body = {"state": "opted_out", "reason": "Asked on the phone", "actor": "Dana"}
        assert (await app.call("PUT", f"opt-outs/{own}/{person}", body)).status == 200
    rows = "[...document.querySelectorAll('.table tbody tr')]"
    await open_view(page, app, "opt-outs/list")
    await page.wait_for(f"{rows}.length > 1")

    await page.press("/", code=191, text="/")
    await page.command("Input.insertText", text=f"{person[2:5]} {person[5:]}")
    await page.wait_for(f"location.search.includes('number=') && {rows}.length === 2")
    await page.evaluate(f"{rows}[0].querySelector('a').click()")
    await page.wait_for("location.pathname.includes('/people/')")
    await page.evaluate("history.back()")
    await page.wait_for(f"location.pathname.endsWith('/list') && {rows}.length === 2")

    await open_view(page, app, "opt-outs/list?number=%2B1999999&category=otp")
    await page.wait_for("document.querySelector('.empty-title')?.textContent.includes('1999999')")


async def test_number_is_opted_out_with_what_follows_said_before(
    page: Page, app: LocalApp, person: str
) -> None:
    async with before_each_page(page, NAMED):
        await open_view(page, app, "opt-outs/reviews")
        await page.evaluate(f"{button('Opt out a number')}.click()")
        await page.wait_for(shows("dialog[open]"))
        submit = button("Opt out", "document.querySelector('dialog')")
        await page.evaluate(fill(PERSONS_NUMBER, "555 0123"))
        await page.evaluate(f"{submit}.click()")
        await page.wait_for(
            "document.querySelector('dialog').textContent.includes('has no country code')"
        )

        await page.evaluate(fill(PERSONS_NUMBER, f"{person[:2]} {person[2:5]} {person[5:]}"))
        await page.wait_for(shows(f"dialog option[value='{TOLL_FREE}']"))
        await page.evaluate(fill("Own number", TOLL_FREE))
        await page.evaluate(fill("Reason", "Asked on the phone"))
        await page.wait_for("document.querySelector('dialog').textContent.includes('START')")
        await page.evaluate(f"{submit}.click()")
        await page.wait_for("!document.querySelector('dialog')")
    entry = await app.registry_says(person, "opted_out")
    (line,) = entry["ledger"]
    assert (line["actor"], line["reason"]) == ("Dana", "Asked on the phone")


async def test_what_is_listed_is_saved_as_a_file(page: Page, app: LocalApp, person: str) -> None:
    body = {"state": "opted_out", "reason": "Asked on the phone", "actor": "Dana"}
    for own in (TOLL_FREE, OTHER):
        assert (await app.call("PUT", f"opt-outs/{own}/{person}", body)).status == 200
    async with before_each_page(page, KEEP_FILES):
        await open_view(page, app, f"opt-outs/list?number={person[1:]}")
        await page.wait_for(f"Boolean({row_of(person)})")
        await page.evaluate(f"{button('Export CSV')}.click()")
        await page.wait_for("Boolean(window.saved)")
        lines = str(await page.evaluate("window.saved.text()")).strip().split("\r\n")
    assert lines[0].startswith("sender,recipient,state")
    assert [person in line for line in lines[1:]] == [True, True]


def drop(text: str) -> str:
    return f"""(() => {{
      const dataTransfer = new DataTransfer();
      const file = new File([{json.dumps(text)}], 'old-crm.csv', {{ type: 'text/csv' }});
      dataTransfer.items.add(file);
      const dropped = new DragEvent('drop', {{ dataTransfer, bubbles: true }});
      document.querySelector('.drop-zone').dispatchEvent(dropped);
    }})()"""


async def test_dropped_file_is_imported_with_its_column_chosen_and_its_bad_lines_saved(
    page: Page, app: LocalApp, person: str
) -> None:
    async with before_each_page(page, f"localStorage.clear(); {KEEP_FILES}"):
        await open_view(page, app, "opt-outs/reviews")
        await page.wait_for(shows(".drop-zone"))
        await page.evaluate(drop(f"phone,mobile\n,{person}\n,n/a\n"))
        start = button("Import", "document.querySelector('dialog')")
        await page.wait_for(f"Boolean({start})")
        await page.evaluate(fill("Reason", "From the old CRM"))
        await page.evaluate(f"{start}.click()")
        await page.wait_for(shows("dialog .notice.bad"))
        await page.evaluate(fill(NUMBERS_COLUMN, "mobile"))
        await page.evaluate(f"{start}.click()")

        await page.wait_for("location.pathname.includes('/opt-outs/imports/')")
        await page.wait_for("document.querySelector('.chip.good')?.textContent === 'Completed'")
        assert "1 of 1 line" in str(
            await page.evaluate("document.querySelector('main').textContent")
        )
        await page.evaluate(f"{button('Invalid lines as CSV')}.click()")
        await page.wait_for("Boolean(window.saved)")
        lines = str(await page.evaluate("window.saved.text()")).split("\r\n")
        assert lines[0] == '"line","code","message"'
        assert lines[1].startswith('"3",')
    (line,) = (await app.registry_says(person, "opted_out", "*"))["ledger"]
    assert (line["source"], line["reason"]) == ("import", "From the old CRM")


async def test_registry_is_compared_on_request(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "opt-outs/comparison")
    await page.wait_for(f"Boolean({button('Compare now')})")
    await page.evaluate(f"{button('Compare now')}.click()")
    await page.wait_for(
        "document.querySelector('main .facts')?.textContent.includes('Differences')"
    )
    await page.wait_for(f"Boolean({button('Compare now')})")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
async def test_nothing_keeps_people_out_and_nothing_is_cut_off(
    page: Page, app: LocalApp, person: str, scheme: str, width: int
) -> None:
    await have_review(app, person)
    await page.show_as(width=width, height=844, scheme=scheme)
    for tab in ("reviews", "list", "ledger", "comparison"):
        await open_view(page, app, f"opt-outs/{tab}")
        await page.wait_for(f"!{shows('main [aria-busy]')}")
        assert await findings_in(page) == []
        assert not await page.evaluate(OVERFLOW)
    await page.evaluate(f"{button('Opt out', PAGE_HEAD)}.click()")
    await page.wait_for(shows("dialog[open]"))
    assert await findings_in(page) == []
