"""What the phone page looks like, and what it stands."""

import aiohttp
import pytest

from local.acs_simulator import SimulatorSettings, start_simulator
from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.phone_page.support import BUBBLES, LAST_FATE, open_phone
from tests.integration.acs_simulator.support import (
    LONG_CODE,
    OTHER_PERSON,
    PERSON,
    TOLL_FREE,
    Bench,
    FrozenClock,
)


async def test_phones_are_listed_newest_first_and_marked_unread(page: Page, bench: Bench) -> None:
    await bench.send(message="old")
    await open_phone(page, bench)
    bench.clock.move(seconds=1)
    await bench.send(OTHER_PERSON, message="new")
    await page.wait_for("document.querySelectorAll('#phones li').length === 2")

    numbers = "[...document.querySelectorAll('#phones li')].map(e => e.dataset.number)"
    unread = "[...document.querySelectorAll('#phones .unread')].length"
    assert await page.evaluate(numbers) == [OTHER_PERSON, PERSON]
    assert await page.evaluate(unread) == 1
    await page.evaluate("document.querySelector('#phones a').click()")
    await page.wait_for(f"{BUBBLES}.join() === 'new' && {unread} === 0")


async def test_hundreds_of_messages_are_shown_from_the_newest(page: Page, bench: Bench) -> None:
    for start in range(0, 600, 100):
        items = [{"to": PERSON}] * 100
        await bench.send(smsRecipients=items, message=f"part {start}")
        bench.clock.move(seconds=1)
    await open_phone(page, bench)
    await page.wait_for(f"{BUBBLES}.length === 500")

    await bench.send(message="newest")

    await page.wait_for(f"{BUBBLES}.at(-1) === 'newest'")
    await page.evaluate("window.log = document.getElementById('log')")
    end = "log.scrollHeight - log.scrollTop - log.clientHeight"
    assert await page.evaluate(f"{BUBBLES}.length") == 500
    assert await page.evaluate(f"{end} < 5")


async def test_bulk_send_to_many_phones_is_followed(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)
    numbers = [f"+1206555{n:04}" for n in range(3_000)]
    for start in range(0, 3_000, 100):
        await bench.send(*numbers[start : start + 100])
    bench.clock.move(seconds=1)
    await bench.send(message="to me")

    await page.wait_for(f"{BUBBLES}.join() === 'to me'")
    assert await page.evaluate("document.querySelectorAll('#phones li').length <= 200")


async def test_narrow_screen_shows_one_thing_at_a_time(page: Page, bench: Bench) -> None:
    await page.show_as(width=360, height=640)
    await bench.send(message="word" * 100)
    await open_phone(page, bench)
    await page.wait_for(f"{BUBBLES}.length === 1")
    parts = "[...document.querySelectorAll('.side, .phone')]"
    shown = f"{parts}.filter(e => e.offsetParent).map(e => e.className)"
    overflow = "document.documentElement.scrollWidth > innerWidth"

    assert await page.evaluate(shown) == ["phone"]
    assert not await page.evaluate(overflow)
    await page.evaluate("document.getElementById('back').click()")
    assert await page.evaluate(shown) == ["side"]
    assert not await page.evaluate(overflow)


TEXTS = (
    "#title, .badge, .bubble, .who, .fate, .name, .snippet, time, "
    ".quick, .send, .tools label, .live, .avatar"
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_enough_contrast_in(page: Page, bench: Bench, scheme: str) -> None:
    await page.show_as(width=1100, height=760, scheme=scheme)
    await bench.send(message="on its way")
    await bench.text("STOP")
    await bench.control("POST", "/progression", {"mode": "immediate"})
    await bench.send(message="blocked")
    await bench.send(sender=LONG_CODE, message="delivered")
    await open_phone(page, bench)
    await page.wait_for(f"{BUBBLES}.length === 5 && {LAST_FATE}.endsWith('Delivered')")

    contrasts = await contrasts_of(page, TEXTS)

    assert len(contrasts) > 12
    assert {name: ratio for name, ratio in contrasts.items() if ratio < ENOUGH} == {}


async def test_page_is_painted_as_the_scheme_asks(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)
    light = await page.screenshot()

    await page.show_as(width=1100, height=760, scheme="dark")
    dark = await page.screenshot()

    assert light.startswith(b"\x89PNG")
    assert dark != light


async def test_page_calls_only_the_simulator(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)

    origins = (
        "[...new Set(performance.getEntriesByType('resource').map(e => new URL(e.name).origin))]"
    )

    assert await page.evaluate(origins) == [bench.simulator.url]


async def test_page_finds_the_simulator_again_after_it_went_away(page: Page) -> None:
    async with start_simulator(SimulatorSettings(port=0)) as simulator:
        port = int(simulator.url.rsplit(":", 1)[1])
        await page.open(f"{simulator.url}/phone/{PERSON}")
        await page.wait_for("document.getElementById('live').textContent === 'live'")
    await page.wait_for("document.getElementById('live').textContent === 'reconnecting'")

    settings = SimulatorSettings(port=port)
    async with start_simulator(settings) as simulator, aiohttp.ClientSession() as session:
        bench = Bench(simulator, settings, session, FrozenClock())
        await bench.text("still here", to=TOLL_FREE)
        await page.wait_for(f"{BUBBLES}.join() === 'still here'", seconds=20)


async def test_page_that_could_not_read_the_messages_reads_them_once_it_can(
    page: Page, bench: Bench
) -> None:
    await bench.text("still here", to=TOLL_FREE)
    await page.command("Network.enable")
    await page.command("Network.setBlockedURLs", urls=["*/_simulator/phones"])
    try:
        await page.open(f"{bench.simulator.url}/phone/{PERSON}")
        await page.wait_for("document.getElementById('live').textContent === 'reconnecting'")
    finally:
        await page.command("Network.setBlockedURLs", urls=[])

    await page.wait_for(f"{BUBBLES}.join() === 'still here'")
    await page.wait_for("document.getElementById('live').textContent === 'live'")
