"""Limits, and who did what, as a person who runs the app meets them."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import (
    NAMED,
    OVERFLOW,
    TITLE,
    before_each_page,
    button,
    has,
    open_view,
    text_of,
)
from tests.support.local_app import TOLL_FREE, LocalApp

RESETS = "2026-12-01T00:00:00Z"
CAPS = [
    {"scope": "app", "period": "month", "unit": "amount", "currency": "USD", "limit": "500.00",
     "used": "125.50", "hasRefused": False, "resetsAt": RESETS},
    {"scope": "campaign", "name": "cyber-weekend", "period": "day", "unit": "segments",
     "limit": "20000", "used": "20000", "hasRefused": True, "resetsAt": RESETS},
]  # fmt: skip
FIGURES = {
    "start": "2026-11-23",
    "end": "2026-11-29",
    "total": {"sent": 1_200, "entered": 1_090, "conversion": 0.908},
    "byCountry": [],
    "byPrefix": [
        {"country": "US", "prefix": "+1425555", "sent": 1_140, "entered": 1_088,
         "conversion": 0.954, "braked": False},
        {"country": "LV", "prefix": "+3712", "sent": 60, "entered": 2, "conversion": 0.033,
         "braked": True},
    ],
    "prefixCount": 2,
}  # fmt: skip
ROWS = "[...document.querySelectorAll('#main tbody tr')].map((one) => one.innerText)"
IN_PAGES_OF_ONE = """
  const whole = window.fetch;
  window.fetch = (url, ...more) => whole(String(url).replace('limit=50', 'limit=1'), ...more);
"""
VIEWS = [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]


def answering(**answers: Any) -> str:
    """Give a script that answers requests for some paths: a body, or the status of a refusal."""
    return f"""
      const plain = window.fetch, answers = {json.dumps(answers)};
      window.fetch = (path, ...more) => {{
        const name = Object.keys(answers).find((one) => String(path).includes(`/api/${{one}}`));
        if (!name) return plain(path, ...more);
        const answer = answers[name];
        return Promise.resolve(typeof answer === 'number' ? new Response('', {{ status: answer }})
          : new Response(JSON.stringify(answer)));
      }};
    """


SET = answering(**{"caps": {"asOf": RESETS, "caps": CAPS}, "verification-figures": FIGURES})


async def test_caps_and_the_brake_say_that_there_is_nothing(page: Page, app: LocalApp) -> None:
    await open_view(page, app, "operations")
    await page.evaluate(f"{button('Limits')}.click()")
    await page.wait_for(has(".empty-title", "No caps are set"))
    assert await page.evaluate("location.pathname.endsWith('/operations/limits')")


async def test_caps_say_what_is_used_and_when_they_begin_anew(page: Page, app: LocalApp) -> None:
    async with before_each_page(page, SET):
        await open_view(page, app, "operations/limits")
        await page.wait_for("document.querySelectorAll('.cap-line').length === 2")
    lines = "[...document.querySelectorAll('.cap-line')].map((one) => one.innerText).join('|')"
    whole, campaign = str(await page.evaluate(lines)).split("|")
    assert "$125.50 of $500.00 a month · begins anew" in whole
    assert "25.1%" in whole
    assert "20,000 of 20,000 segments a day" in campaign
    assert "Sends were rejected" in campaign


async def test_prefixes_that_are_braked_come_first(page: Page, app: LocalApp) -> None:
    async with before_each_page(page, SET):
        await open_view(page, app, "operations/limits")
        await page.wait_for(f"{ROWS}.length === 2")
    first = str(await page.evaluate(f"{ROWS}[0]"))
    assert "+3712" in first
    assert "Braked" in first
    assert "1 prefix braked now" in str(await page.evaluate(text_of("main")))


async def test_changes_are_listed_newest_first_with_who_made_them_and_filtered(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    person, number = new_person(), TOLL_FREE[1:]
    body = {"reason": "wrong link", "actor": "Dana"}
    assert (await app.call("POST", f"senders/{number}/pause", body)).status == 200
    assert (await app.call("POST", f"senders/{number}/resume")).status == 200
    sent = await app.send(TOLL_FREE, [person, new_person()])
    await open_view(page, app, "operations/changes")
    await page.wait_for(f"{ROWS}.length >= 3")
    shown = str(await page.evaluate(f"{ROWS}.slice(0, 3).join('|')"))
    newest, resumed, paused = shown.split("|")
    assert "Sent messages" in newest
    assert sent["sendId"][:10] in newest
    assert "Resumed an own number" in resumed
    assert "Not known" in resumed
    assert "Paused an own number" in paused
    assert "Dana" in paused
    assert "+1 833 555 0100" in paused

    await page.evaluate("document.querySelector('.filter-open').click()")
    await page.evaluate(f"{button('Paused an own number')}.click()")
    await page.wait_for(
        f"location.search === '?action=pause_sender' && {ROWS}.length > 0"
        f" && {ROWS}.every((one) => one.includes('Paused an own number'))"
    )


async def test_further_changes_follow_when_the_end_is_near(page: Page, app: LocalApp) -> None:
    number = TOLL_FREE[1:]
    for _ in range(2):
        for step in ("pause", "resume"):
            assert (await app.call("POST", f"senders/{number}/{step}")).status == 200
    async with before_each_page(page, IN_PAGES_OF_ONE):
        await open_view(page, app, "operations/changes?action=pause_sender")
        await page.wait_for(f"{ROWS}.length >= 2")


async def test_key_that_may_not_read_changes_leaves_the_rest_of_the_pages_open(
    page: Page, app: LocalApp
) -> None:
    async with before_each_page(page, answering(audit=401)):
        await open_view(page, app, "operations/changes")
        await page.wait_for(has(".empty-title", "This key may not read who did what"))
        assert not await page.evaluate("Boolean(document.querySelector('.denied'))")
        await page.wait_for(f"{text_of('#live')} === 'Live'")
        assert await findings_in(page) == []


@pytest.mark.parametrize(("scheme", "width"), VIEWS)
async def test_limits_and_changes_fit_and_can_be_used_by_all(
    page: Page, app: LocalApp, scheme: str, width: int
) -> None:
    assert (await app.call("POST", f"senders/{TOLL_FREE[1:]}/resume")).status == 200
    await page.show_as(width=width, height=860, scheme=scheme)
    async with before_each_page(page, NAMED + SET):
        await open_view(page, app, "operations/limits")
        await page.wait_for(f"{ROWS}.length === 2")
        assert await findings_in(page) == []
        assert not await page.evaluate(OVERFLOW)
        await open_view(page, app, "operations/changes")
        await page.wait_for(f"{ROWS}.length > 0")
        assert await page.evaluate(TITLE) == "Operations"
        assert await findings_in(page) == []
        assert not await page.evaluate(OVERFLOW)
