"""Times of the API are compared as times: of one second, one may have a fraction, another none."""

import json
from typing import Any

import pytest

from tests.e2e.browser import Page
from tests.e2e.pages.support import ASSETS, before_each_page, open_view
from tests.support.local_app import TOLL_FREE, LocalApp

EARLY, LATE = "2026-11-22T09:00:05Z", "2026-11-22T09:00:05.1Z"
TEXTS = "[...document.querySelectorAll('.message-text')].map((one) => one.textContent)"


async def evaluate(page: Page, app: LocalApp, module: str, expression: str) -> Any:
    """Give what an expression says of a module, `it`."""
    await open_view(page, app, "settings")
    return await page.evaluate(f"import('{ASSETS}/{module}').then((it) => {expression})")


async def test_history_of_a_send_is_in_order(page: Page, app: LocalApp) -> None:
    send = {
        "acceptedAt": EARLY,
        "firstSentAt": LATE,
        "cancelledAt": LATE,
        "recipientCount": 1,
        "reasons": [],
        "counts": {},
        "waiting": [
            {"waitingFor": "scheduled", "count": 1, "nextAttemptAt": LATE},
            {"waitingFor": "quiet_hours", "count": 1, "nextAttemptAt": EARLY},
        ],
    }
    keys = f"it.entriesOf({json.dumps(send)}).map(({{ key }}) => key)"
    found = await evaluate(page, app, "views/send/aside.js", keys)
    assert found == ["accepted", "first", "cancelled", "quiet_hours", "scheduled"]


async def test_reason_to_wait_has_its_earliest_attempt(page: Page, app: LocalApp) -> None:
    sends = [
        {"waiting": [{"waitingFor": "scheduled", "count": 1, "nextAttemptAt": at}]}
        for at in (LATE, EARLY)
    ]
    earliest = f"it.waitingRows({json.dumps(sends)})[0].nextAttemptAt"
    assert await evaluate(page, app, "views/dashboard/figures.js", earliest) == EARLY


async def test_conversation_of_a_later_page_keeps_its_place(page: Page, app: LocalApp) -> None:
    pages = [
        {"conversations": [{"sender": TOLL_FREE, "user": user, "lastAt": at}], "nextCursor": "c"}
        for user, at in (("+14255550101", EARLY), ("+14255550102", LATE))
    ]
    order = f"""(() => {{
      const list = it.listOf({{ view: "" }});
      for (const one of {json.dumps(pages)}) list.take(one);
      return list.order.map((id) => id.slice(-4));
    }})()"""
    assert await evaluate(page, app, "views/inbox/list-data.js", order) == ["0102", "0101"]


@pytest.mark.parametrize(
    ("view", "second", "number"),
    [
        ("waiting", ["0102", "0103"], 0),
        ("open", ["0102", "0103"], 0),
        ("open", ["0103", "0101"], 1),
    ],
    ids=["one was answered", "one is done", "one wrote"],
)
async def test_conversation_that_only_moves_up_from_the_next_page_is_not_new(
    page: Page, app: LocalApp, view: str, second: list[str], number: int
) -> None:
    def listed(names: list[str]) -> dict[str, Any]:
        waits = {"sender": TOLL_FREE, "lastAt": EARLY, "waitingSince": EARLY}
        rows = [{**waits, "user": f"+1425555{name}"} for name in names]
        return {"conversations": rows, "nextCursor": "c"}

    counted = f"""(() => {{
      const list = it.listOf({{ view: "{view}", q: "{second}" }});
      list.take({json.dumps(listed(["0101", "0102"]))});
      list.hold(true);
      list.take({json.dumps(listed(second))});
      return list.newCount;
    }})()"""
    assert await evaluate(page, app, "views/inbox/list-data.js", counted) == number


FIFTY_AND_ONE = f"""
  const plain = window.fetch;
  window.fetch = async (path, options) => {{
    if (!String(path).includes('conversations/-/-')) return plain(path, options);
    const isFull = options.headers['Paloma-Sender'] === '{TOLL_FREE}';
    const day = new Date().toISOString().slice(0, 11);
    const entry = (text, at) => ({{ messageId: text, text, at: day + at, direction: 'inbound' }});
    const entries = isFull
      ? Array.from({{ length: 50 }}, (_, one) => entry('full ' + one, '00:00:05Z'))
      : [entry('late', '00:00:05.1Z')];
    return new Response(JSON.stringify({{ entries, nextCursor: isFull ? 'c' : null }}));
  }};
"""


async def test_newer_message_of_another_own_number_is_not_left_out(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.send_one(person, "Hello")
    await app.send_one(person, "Hello", sender="+18335550101")
    async with before_each_page(page, FIFTY_AND_ONE):
        await open_view(page, app, f"people/{person}")
        await page.wait_for(f"{TEXTS}.length > 49")
        found = await page.evaluate(TEXTS)
    assert isinstance(found, list)
    assert found[0] == "late"
