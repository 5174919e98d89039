"""The frame of all views, as a person meets it."""

import json

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.support import OVERFLOW, TITLE, before_each_page, open_view
from tests.support.local_app import LocalApp

UNAVAILABLE = {
    "title": "Storage is unavailable",
    "code": "storage_unavailable",
    "detail": "Try again in a moment.",
}
CAPPED = {"title": "A cap is reached", "code": "cap_reached", "detail": "No more today."}


def answering(status: int, problem: dict[str, str] | None = None) -> str:
    """Give a script with which each request gets one response; 0: none."""
    body = json.dumps({"detail": "No.", "counts": {}} if problem is None else problem)
    head = json.dumps({"status": status, "headers": {"X-Request-Id": "req-7"}})
    given = f"Promise.resolve(new Response({json.dumps(body)}, {head}))"
    answer = given if status else "Promise.reject(new TypeError('down'))"
    return f"window.asked = 0; window.fetch = () => {{ asked += 1; return {answer}; }};"


async def test_places_are_reached_by_pointer_key_and_address_and_back_leads_to_each(
    page: Page, app: LocalApp
) -> None:
    await open_view(page, app, "settings")
    await page.evaluate("document.querySelector('.side a[href$=\"/operations\"]').click()")
    await page.wait_for(f"{TITLE} === 'Operations'")
    assert await page.evaluate("document.title") == "Operations · Paloma"
    await page.wait_for("document.activeElement.tagName === 'H1'")

    await page.press("g", code=71, text="g")
    await page.press("s", code=83, text="s")
    await page.wait_for(f"{TITLE} === 'Sends'")
    await page.evaluate("history.back()")
    await page.wait_for(f"{TITLE} === 'Operations'")
    await page.evaluate("history.back()")
    await page.wait_for(f"{TITLE} === 'Settings'")
    await page.evaluate("history.forward()")
    await page.wait_for(f"{TITLE} === 'Operations'")

    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{TITLE} === 'Operations'")
    assert await page.evaluate("location.pathname") == "/api/ui/operations"


async def test_key_leaves_the_address_and_is_kept_for_the_tab(page: Page, app: LocalApp) -> None:
    async with before_each_page(page, answering(200)):
        await open_view(page, app, "nowhere?code=a-key&days=7")
        assert await page.evaluate("location.href") == f"{app.url}/api/ui/nowhere?days=7"
        assert await page.evaluate("sessionStorage.getItem('paloma-key')") == "a-key"
        assert await page.evaluate("localStorage.getItem('paloma-key')") is None
    await page.evaluate("sessionStorage.clear()")


async def test_refused_key_is_asked_for_once_and_a_better_one_opens_the_page(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, answering(401)):
        await open_view(page, app, "nowhere")
        await page.wait_for("document.querySelector('.denied input') !== null")
    asked = await page.evaluate("asked")
    assert await page.evaluate("document.getElementById('live').textContent") == "No key"
    await page.evaluate(f"{answering(200)}; document.querySelector('.denied input').focus()")
    assert asked == 2, "for the counts of the places, and not again"

    await page.command("Input.insertText", text="a-better-key")
    await page.press("Enter", code=13, text="\r")

    await page.wait_for("!document.querySelector('.denied')")
    await page.wait_for("document.getElementById('live').textContent === 'Live'")
    assert await page.evaluate("localStorage.getItem('paloma-key')") is None
    await page.evaluate("sessionStorage.clear()")


async def test_app_that_does_not_answer_is_said_and_asked_again_on_request(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, answering(0)):
        await open_view(page, app, "nowhere")
        await page.wait_for("document.querySelector('main > .notice.bad') !== null")
    notice = str(await page.evaluate("document.querySelector('main > .notice.bad').textContent"))
    assert notice.startswith("The app does not answer.")

    await page.evaluate(
        f"{answering(200)}; document.querySelector('main > .notice button').click()"
    )

    await page.wait_for("!document.querySelector('main > .notice.bad')")


async def test_reason_of_an_app_that_cannot_answer_is_shown_with_the_request(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, answering(503, UNAVAILABLE)):
        await open_view(page, app, "nowhere")
        await page.wait_for("document.querySelector('main > .notice.bad') !== null")
    notice = str(await page.evaluate("document.querySelector('main > .notice.bad').textContent"))
    assert notice.startswith("Storage is unavailable. Try again in a moment.")
    assert "req-7" in notice
    assert "does not answer" not in notice


async def test_request_that_a_cap_refuses_does_not_mean_that_the_app_is_down(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, answering(429, CAPPED)):
        await open_view(page, app, "nowhere")
        await page.wait_for("document.getElementById('live').textContent === 'Live'")
    assert await page.evaluate("document.querySelector('main > .notice')") is None


ONE_FAILS = f"""
  const plain = window.fetch;
  const failure = () => new Response(JSON.stringify({json.dumps(UNAVAILABLE)}), {{ status: 503 }});
  window.fetch = (path, ...more) =>
    String(path).includes("/settings") ? Promise.resolve(failure()) : plain(path, ...more);
"""


async def test_list_that_cannot_be_read_says_why_while_the_rest_of_the_app_answers(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, ONE_FAILS):
        await open_view(page, app, "settings")
        await page.wait_for("document.querySelector('main .page .notice.bad') !== null")
    notice = str(await page.evaluate("document.querySelector('main .page .notice.bad').innerText"))
    assert "Storage is unavailable. Try again in a moment." in notice


async def test_list_of_keys_switches_single_letters_off(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "settings")
    await page.press("?", code=191, text="?")
    await page.wait_for("document.querySelector('dialog[open] .keys') !== null")
    await page.evaluate("document.querySelector('dialog input[type=checkbox]').click()")
    await page.press("Escape", code=27)
    await page.wait_for("!document.querySelector('dialog')")

    await page.press("g", code=71, text="g")
    await page.press("s", code=83, text="s")

    assert await page.evaluate(TITLE) == "Settings"
    await page.evaluate("localStorage.clear()")


@pytest.mark.parametrize("width", [320, 390, 1000, 1440, 1920])
async def test_frame_fits_every_width_and_a_phone_has_its_places_below(
    page: Page, app: LocalApp, width: int
) -> None:
    await page.show_as(width=width, height=800)
    await open_view(page, app, "settings")

    assert not await page.evaluate(OVERFLOW)
    shown = "getComputedStyle(document.querySelector('.tab-bar')).display !== 'none'"
    assert await page.evaluate(shown) is (width <= 720)


async def test_address_of_nothing_says_so(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "nowhere")
    assert await page.evaluate(TITLE) == "No such page"


IN_TRIAL = """
  const plain = window.fetch;
  window.fetch = async (path, ...more) => {
    const answer = await plain(path, ...more);
    if (!String(path).endsWith("/attention")) return answer;
    return new Response(JSON.stringify({ ...await answer.json(), trial: true }));
  };
"""


async def test_trial_mode_is_shown_on_every_page_and_only_then(page: Page, app: LocalApp) -> None:
    chip = "document.querySelector('.side .trial')?.textContent ?? ''"
    async with before_each_page(page, IN_TRIAL):
        await open_view(page, app, "settings")
        await page.wait_for(f"({chip}) === 'Trial'")
    await open_view(page, app, "settings")
    await page.wait_for("document.getElementById('live').textContent === 'Live'")
    assert await page.evaluate(chip) == ""
