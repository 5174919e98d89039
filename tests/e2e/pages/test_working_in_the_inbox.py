"""What people do in the inbox all day, with more waiting conversations than a page holds."""

from tests.e2e.browser import Page
from tests.e2e.pages.inbox_page import (
    BUBBLES,
    BUSY,
    FOCUSED,
    IDS,
    IS_LIVE,
    PLACE,
    REPLY,
    ROWS,
    TOAST,
    busy,
    open_busy,
    open_inbox,
    open_row,
    press,
    press_enter,
    state_of,
    write,
)
from tests.support.local_app import LocalApp, poll


async def test_half_typed_reply_survives_another_conversation_and_a_reload(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    one, other = crowd[0], crowd[1]
    await open_busy(page, app)
    await open_row(page, one)
    await write(page, "Half a reply")

    await open_row(page, other)
    assert await page.evaluate(f"{REPLY}.value") == ""
    await page.wait_for(f"{busy(one)}.textContent.includes('Draft Half a reply')")

    await open_row(page, one)
    assert await page.evaluate(f"{REPLY}.value") == "Half a reply"
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{REPLY}?.value === 'Half a reply' && {FOCUSED} === 'reply'")

    await press_enter(page)
    await page.wait_for(f"{REPLY}.value === '' && {BUBBLES}.includes('Half a reply')")
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{IS_LIVE} && {BUBBLES}.includes('Half a reply')")
    assert await page.evaluate(f"{REPLY}.value") == ""


async def test_open_row_keeps_its_place_and_keys_lead_to_the_reply_and_back(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    await open_busy(page, app)
    before = await page.evaluate(IDS)
    assert isinstance(before, list)
    await page.wait_for("/^\\(5\\d\\) Inbox/.test(document.title)")
    assert await page.evaluate(f"{ROWS}.filter((row) => row.tabIndex === 0).length") == 1

    await page.evaluate(f"{busy(crowd[4])}.focus()")
    await page.press("ArrowDown", code=40)
    assert await page.evaluate(FOCUSED) == f"{BUSY} {crowd[5]}"
    await press_enter(page)
    await page.wait_for(f"{FOCUSED} === 'reply' && !{busy(crowd[5])}.matches('.unread')")
    assert await page.evaluate(IDS) == before

    await write(page, "Kept")
    await page.press("Escape", code=27)
    await page.wait_for(f"{FOCUSED} === '{BUSY} {crowd[5]}'")
    assert await page.evaluate(f"{REPLY}.value") == "Kept"
    await page.press("ArrowUp", code=38)
    assert await page.evaluate(FOCUSED) == f"{BUSY} {crowd[4]}"
    await page.press("/", code=191, text="/")
    assert await page.evaluate("document.activeElement.type") == "search"
    await page.command("Input.insertText", text=crowd[7][-8:])
    await page.wait_for(f"{ROWS}.length === 1 && location.search.includes('q=')")


async def test_done_leads_to_the_next_one_can_be_undone_and_ends_with_the_next_message(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    one, following = crowd[10], crowd[11]
    await open_busy(page, app)
    await page.evaluate("localStorage.setItem('paloma-name', 'Ana')")
    await open_busy(page, app)
    await open_row(page, one)
    await press(page, "a")
    await page.wait_for(f"({TOAST}).startsWith('Assigned to you')")
    await press(page, "e")
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{following}'")
    assert (await state_of(app, one, BUSY))["isDone"]
    await page.wait_for(f"{busy(one)} === null")

    await press(page, "z")
    await page.wait_for(f"{busy(one)} !== null")
    state = await state_of(app, one, BUSY)
    assert (state["isDone"], state["assignee"], state["changedBy"]) == (False, "Ana", "Ana")

    await open_row(page, one)
    await write(page, "Yes, it is.")
    await page.evaluate("[...document.querySelectorAll('.composer button')].at(-1).click()")
    await page.wait_for(f"{PLACE} === 'inbox/{BUSY}/{following}' && ({TOAST}).startsWith('Sent')")
    assert (await state_of(app, one, BUSY))["isDone"]
    await app.text_in(one, BUSY, "Thank you")

    async def waits_again() -> bool:
        return "waitingSince" in await state_of(app, one, BUSY)

    await poll(waits_again)
    await page.evaluate("localStorage.removeItem('paloma-name')")


async def test_conversation_that_is_marked_unread_stays_so_while_it_is_open(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    person = crowd[13]
    await open_busy(page, app)
    await open_row(page, person)
    await page.wait_for(f"!{busy(person)}.matches('.unread')")

    await press(page, "u")
    await page.wait_for(f"{busy(person)}.matches('.unread')")
    before = await page.evaluate("performance.getEntriesByType('resource').length")
    count = "performance.getEntriesByType('resource').length"
    await page.wait_for(f"{count} >= {before} + 2")

    assert (await state_of(app, person, BUSY))["unreadCount"] == 1


async def test_view_of_mine_asks_for_a_name_and_holds_what_is_assigned_to_it(
    page: Page, app: LocalApp, crowd: list[str]
) -> None:
    path = f"conversations/{BUSY}/{crowd[20]}/assign"
    assert (await app.call("POST", path, {"assignee": "Zoë"})).status == 200
    await open_inbox(page, app, own_number=BUSY, view="mine")
    await page.wait_for("document.querySelector('.inbox-list .empty button') !== null")

    await page.evaluate("document.querySelector('.inbox-list .empty button').click()")
    await page.wait_for("document.querySelector('dialog[open] input') !== null")
    await page.command("Input.insertText", text="Zoë")
    await press_enter(page)

    await page.wait_for(f"{IDS}.join() === '{BUSY} {crowd[20]}'")
    await page.evaluate("localStorage.removeItem('paloma-name')")
