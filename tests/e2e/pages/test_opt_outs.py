"""The registry of opt-outs, as a person works with it."""

import json

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import (
    KEEP_FILES,
    NAMED,
    OTHER,
    OVERFLOW,
    before_each_page,
    button,
    fill,
    has,
    open_view,
    saved_lines,
    shows,
)
from tests.e2e.pages.test_reviews import have_review, row_of
from tests.support.local_app import TOLL_FREE, LocalApp

PERSONS_NUMBER = "Person\N{RIGHT SINGLE QUOTATION MARK}s number"
NUMBERS_COLUMN = "Column with the people\N{RIGHT SINGLE QUOTATION MARK}s numbers"
IS_TAB_IN_VIEW = """(({ left, right }) => left >= 0 && right <= innerWidth)(
  document.querySelector('.tabs [aria-current]').getBoundingClientRect())"""
PAGE_HEAD = "document.querySelector('.page-head')"


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
    await app.send_one(person)
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
        lines = await saved_lines(page)
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
        shown = str(await page.evaluate("document.querySelector('main').textContent"))
        assert "1 of 1 line that can be read" in shown
        counted = (await app.call("GET", "opt-out-counts")).json["optedOutCount"]
        await page.wait_for(has(".tabs a", f"Opted out {counted:,}"))
        await page.evaluate(f"{button('Invalid lines as CSV')}.click()")
        lines = await saved_lines(page)
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
        await page.wait_for(IS_TAB_IN_VIEW)
    await page.evaluate(f"{button('Opt out', PAGE_HEAD)}.click()")
    await page.wait_for(shows("dialog[open]"))
    assert await findings_in(page) == []
