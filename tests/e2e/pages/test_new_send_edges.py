"""A new send to people who are all opted out, and one whose text stays costly."""

from tests.e2e.browser import Page
from tests.e2e.pages.support import NAMED, before_each_page
from tests.e2e.pages.test_new_send import BAR, DIALOG, choose_sender, open_form, type_into
from tests.e2e.pages.test_new_send_parts import NOTICES, review
from tests.support.local_app import TOLL_FREE, LocalApp

SUBMIT = f"{DIALOG}.querySelector('[type=submit]')"


async def test_send_that_no_person_would_get_is_not_offered(
    page: Page, app: LocalApp, person: str
) -> None:
    change = {"state": "opted_out", "reason": "Asked by phone", "actor": "Dana"}
    assert (await app.call("PUT", f"opt-outs/{TOLL_FREE}/{person}", change)).status == 200
    async with before_each_page(page, NAMED):
        await open_form(page, app, f"?to=%2B{person[1:]}")
        await choose_sender(page)
        await type_into(page, "Text", "Hello")
        await page.wait_for(f"({BAR}).includes('0 messages')")
        await review(page)

    assert "No person would get this" in str(await page.evaluate(f"{DIALOG}.textContent"))
    assert await page.evaluate(f"{SUBMIT}.disabled")


async def test_replacing_is_offered_only_where_it_makes_the_text_smaller(
    page: Page, app: LocalApp, person: str
) -> None:
    await open_form(page, app, f"?to=%2B{person[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "It\u2019s \u4f60\u597d")
    await page.wait_for(f"({NOTICES}).includes('make the text UCS-2')")
    await page.wait_for(f"({NOTICES}).includes('3 characters')")
    assert "Replace" not in str(await page.evaluate(NOTICES))

    await type_into(page, "Text", "It\u2019s on")
    await page.wait_for(f"({NOTICES}).includes('Replace it')")
