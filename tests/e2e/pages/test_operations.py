"""Operations and the settings in force, as a person meets them."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from shared.eventgrid.envelope import Event
from shared.eventgrid.parked_events import ParkedEvents
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from shared.storage.settings import StorageSettings
from shared.storage.table import ETAG
from subscriptions.storage.dead_letters import DeadLetters
from subscriptions.storage.event_queue import Delivery
from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.pages.support import (
    CLOCK,
    DIALOG,
    NAMED,
    OVERFLOW,
    TITLE,
    before_each_page,
    has,
    press,
)
from tests.support.local_app import TOLL_FREE, LocalApp, poll
from tests.support.local_programs import ACCESS_KEY

OWN_NUMBER = "+18335550101"
UNREACHABLE, REACHABLE = "+12025550106", "+14255550188"
ROW = f"document.querySelector('main tr a[href$=\"{OWN_NUMBER}\"]')?.closest('tr')"
TILES = "[...document.querySelectorAll('.tile')].map(e => e.textContent).join('|')"


class Tables:
    """The app's tables, for what takes a day to come about."""

    def __init__(self, app: LocalApp) -> None:
        self._account = StorageAccount(StorageSettings(app.storage.connection_string))

    def table(self, name: str) -> AzureTable:
        return AzureTable(self._account, name)

    async def forget_counts(self) -> None:
        """Let the next look count what was sent meanwhile; counts are kept for a minute."""
        table = self.table("Statistics")
        for row in await table.rows("days", "0", "~"):
            await table.write([("delete", row, row[ETAG])])

    async def close(self) -> None:
        await self._account.close()


@pytest.fixture(scope="module")
async def subscription_id(running: LocalApp) -> AsyncIterator[str]:
    """An own number that failed once and was paused, a dead letter, and an unusable event."""
    tables, now = Tables(running), datetime.now(UTC)
    await running.subscribe()
    await running.control("POST", "progression", {"mode": "immediate"})
    await running.control("POST", "event-schedule", {"speed": 1000})
    failed = await running.send_one(UNREACHABLE, sender=OWN_NUMBER)
    await running.reaches(failed, "failed")
    body = {"url": "https://crm.example.com/events", "events": ["message.status"]}
    made = (await running.call("POST", "subscriptions", body)).json["subscriptionId"]
    delivery = Delivery(made, "b" * 32, now, [])
    await DeadLetters(tables.table("DeadLetters")).add(delivery, "http_503", now)
    event = Event("1", "Some.Event", "", None, {"from": "someone"})
    await ParkedEvents(tables.table("ParkedEvents")).park([(event, "it has no sender")], now)
    await tables.forget_counts()
    yield made
    await running.call("DELETE", f"subscriptions/{made}")
    await tables.close()


@pytest.fixture
async def operations(page: Page, app: LocalApp, subscription_id: str) -> Page:
    assert subscription_id
    async with before_each_page(page, NAMED + CLOCK):
        await page.open(f"{app.url}/api/ui/operations")
        await page.wait_for(f"!!{ROW}")
    return page


async def test_number_is_paused_with_a_reason_and_resumed(operations: Page, app: LocalApp) -> None:
    await operations.evaluate(press("Pause +1 833 555 0101"))
    await operations.wait_for(f"!!{DIALOG}")
    assert await operations.evaluate(f"{DIALOG}.scrollWidth <= {DIALOG}.clientWidth")
    await operations.press("Enter", code=13, text="\r")
    await operations.wait_for(has("dialog .field-error", "Say why"))
    await operations.command("Input.insertText", text="wrong link in survey")
    await operations.press("Enter", code=13, text="\r")
    await operations.wait_for(f"!{DIALOG} && ({ROW}).textContent.includes('Paused')")
    await app.send(OWN_NUMBER, [REACHABLE])

    await operations.evaluate(f"({ROW}).querySelector('a').click()")
    await operations.wait_for(has(".notice", "wrong link in survey"))
    assert await operations.evaluate(TITLE) == "+1 833 555 0101"
    await operations.evaluate(press("Resume"))
    await operations.wait_for("!document.querySelector('.notice.warn')")

    await operations.evaluate("history.back()")
    await operations.wait_for(
        f"{TITLE} === 'Operations' && ({ROW})?.textContent.includes('Paused') === false"
    )


async def test_number_in_a_row_is_selected_and_stays_so_while_the_list_is_read_again(
    operations: Page,
) -> None:
    box = await operations.evaluate(
        f"(({{ left, right, y, height }}) => [left, right, y + height / 2])"
        f"(({ROW}).querySelector('.phone').getBoundingClientRect())"
    )
    assert isinstance(box, list)
    left, right, middle = map(float, box)
    await operations.drag((left + 1, middle), (right + 2, middle))
    selected = "getSelection().toString()"
    assert str(await operations.evaluate(selected)).startswith("+1 833 555 0101")
    reads = "performance.getEntriesByType('resource').filter((e) => /senders/.test(e.name)).length"
    for _ in range(2):
        before = await operations.evaluate(reads)
        await operations.evaluate("skip(30_000)")
        await operations.wait_for(f"{reads} > {before}")
    assert str(await operations.evaluate(selected)).startswith("+1 833 555 0101")
    assert await operations.evaluate(TITLE) == "Operations"


IN_PAGES_OF_ONE = """
  const whole = window.fetch;
  window.fetch = (url, ...more) => whole(String(url).replace('limit=50', 'limit=1'), ...more);
"""


async def test_all_own_numbers_are_listed_whatever_a_page_holds(
    operations: Page, app: LocalApp
) -> None:
    for step in ("pause", "resume"):
        assert (await app.call("POST", f"senders/18335550178/{step}")).status == 200
    senders = (await app.call("GET", "senders?limit=50")).json["senders"]
    assert len(senders) > 1
    async with before_each_page(operations, IN_PAGES_OF_ONE):
        await operations.open(f"{app.url}/api/ui/operations")
        rows = "document.querySelectorAll('#operations-senders tbody tr').length"
        await operations.wait_for(f"{rows} === {len(senders)}")


async def test_failures_say_what_their_codes_mean(operations: Page) -> None:
    # A count that another test asked for is kept for a minute.
    await operations.wait_for(has("a.operations-line", "Phone unreachable"), seconds=75)
    tiles = str(await operations.evaluate(TILES))
    assert "Handed over, last hour" in tiles
    assert re.search(r"carrier: median [\d.]+\xa0m?s, p95 [\d.]+\xa0m?s", tiles), tiles


async def test_dead_letters_are_replayed_and_gone(
    operations: Page, app: LocalApp, subscription_id: str
) -> None:
    await operations.wait_for(has(".operations-line", "Dead letters of crm.example.com"))
    await operations.evaluate(press("Replay dead letters of crm.example.com"))
    await operations.wait_for(
        has(".toast", "1 dead letter of crm.example.com will be delivered again")
    )

    async def is_gone() -> bool:
        return subscription_id not in str((await app.call("GET", "attention")).json)

    await poll(is_gone)
    await operations.evaluate("skip(60_000)")
    await operations.wait_for(f"!{has('.operations-line', 'crm.example.com')}")


async def test_unusable_event_is_shown_with_its_reason(operations: Page) -> None:
    await operations.wait_for(has(".operations-line", "Unusable events"))
    lines = "[...document.querySelectorAll('.operations-line')]"
    line = f"{lines}.find((e) => e.textContent.includes('Unusable events'))"
    await operations.evaluate(f"{line}.querySelector('a').click()")
    await operations.wait_for(has(".operations-event", "it has no sender"))
    assert await operations.evaluate(TITLE) == "Unusable events"
    assert await findings_in(operations) == []
    await operations.evaluate("history.back()")
    await operations.wait_for(f"!!{ROW}")


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(320, "light"), (390, "dark"), (800, "light"), (1280, "light"), (1440, "dark")],
)
async def test_page_fits_and_can_be_used_by_all(operations: Page, width: int, scheme: str) -> None:
    await operations.show_as(width=width, height=860, scheme=scheme)
    # A count that another test asked for is kept for a minute.
    await operations.wait_for(has("a.operations-line", "Phone unreachable"), seconds=75)
    await operations.wait_for("document.getAnimations().length === 0")
    assert not await operations.evaluate(OVERFLOW)
    box = "document.querySelector('#operations-senders .table-box')"
    assert await operations.evaluate(f"{box}.scrollWidth <= {box}.clientWidth")
    assert await findings_in(operations) == []


async def test_number_that_never_sent_can_be_looked_at(page: Page, app: LocalApp) -> None:
    await page.open(f"{app.url}/api/ui/operations/senders/{TOLL_FREE}")
    await page.wait_for(f"{TITLE} === '+1 833 555 0100'")
    await page.wait_for(has(".chip", "toll-free"))
    assert await findings_in(page) == []


async def test_settings_are_shown_and_secrets_are_not(page: Page, app: LocalApp) -> None:
    await page.show_as(width=390, height=860)
    await page.open(f"{app.url}/api/ui/settings")
    await page.wait_for(has("#settings-values tr", "SMS_QUIET_HOURS"))
    assert not await page.evaluate(OVERFLOW)
    assert await findings_in(page) == []
    shown = str(await page.evaluate("document.querySelector('main').innerText"))
    assert "A secret, not shown" in shown
    assert ACCESS_KEY not in shown
    assert "accesskey" not in shown.lower()
