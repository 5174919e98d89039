"""The phone page in a real browser."""

import pytest

from tests.e2e.browser import Page
from tests.e2e.phone_page.support import BADGE, BUBBLES, LAST_FATE, open_phone, type_text
from tests.integration.acs_simulator.support import (
    LONG_CODE,
    OTHER_PERSON,
    PERSON,
    Bench,
)


async def test_messages_of_all_own_numbers_arrive_live(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)

    await bench.send(message="from toll-free")
    await page.wait_for(f"{BUBBLES}.length === 1")
    await bench.send(sender="PALOMA", message="from a name")
    await page.wait_for(f"{BUBBLES}.length === 2")

    senders = "[...document.querySelectorAll('#log .who')].map(e => e.textContent)"
    assert await page.evaluate(BUBBLES) == ["from toll-free", "from a name"]
    assert await page.evaluate(senders) == ["from +1 833 555 0100", "from PALOMA"]


async def test_delivery_state_follows_the_report(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)
    message_id = (await bench.send()).json["value"][0]["messageId"]
    await page.wait_for(f"{LAST_FATE}.endsWith('on its way')")

    delivered = {"messageId": message_id, "deliveryStatus": "Delivered"}
    await bench.control("POST", "/delivery-report", delivered)
    await page.wait_for(f"{LAST_FATE}.endsWith('Delivered')")
    failed = {"messageId": message_id, "deliveryStatus": "Failed", "code": 4005}
    await bench.control("POST", "/delivery-report", failed)

    await page.wait_for(
        f"{LAST_FATE}.endsWith('Not delivered: 4005: Message blocked by Destination carrier.')"
    )


async def test_messages_from_before_are_shown_in_order(page: Page, bench: Bench) -> None:
    for body in ("one", "two", "three"):
        await bench.send(message=body)
        bench.clock.move(seconds=1)

    await open_phone(page, bench)

    await page.wait_for(f"{BUBBLES}.join() === 'one,two,three'")


async def test_markup_in_a_message_stays_text(page: Page, bench: Bench) -> None:
    evil = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>&amp;"
    await open_phone(page, bench)

    await bench.send(message=evil)
    await bench.send(OTHER_PERSON, message=evil)
    await page.wait_for(
        f"{BUBBLES}.length === 1 && document.querySelectorAll('#phones li').length === 2"
    )

    assert await page.evaluate(BUBBLES) == [evil]
    assert (
        await page.evaluate("document.querySelectorAll('main img, main script, aside img').length")
        == 0
    )
    assert await page.evaluate("window.hit === undefined")


async def test_answer_goes_to_the_number_that_wrote_last(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)
    await bench.send(sender=LONG_CODE)
    await page.wait_for(f"{BUBBLES}.length === 1")

    await type_text(page, "#text", "yes please")
    await page.wait_for(f"{BUBBLES}.length === 2")

    answer = (await bench.messages())[-1]
    assert (answer["to"], answer["message"]) == (LONG_CODE, "yes please")
    assert await page.evaluate("document.getElementById('text').value") == ""


async def test_answer_goes_to_the_number_chosen(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)
    choose = "const to = document.getElementById('to'); to.value = '77001';"
    await page.evaluate(f"(() => {{{choose} to.dispatchEvent(new Event('change'))}})()")
    await bench.send(sender=LONG_CODE)
    await page.wait_for(f"{BUBBLES}.length === 1")

    await type_text(page, "#text", "hi")
    await page.wait_for(f"{BUBBLES}.length === 2")

    options = "[...document.getElementById('to').options].map(o => o.value)"
    assert (await bench.messages())[-1]["to"] == "77001"
    assert "PALOMA" not in str(await page.evaluate(options))


async def test_stop_and_start_buttons_block_and_unblock(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)
    await bench.send()
    await page.wait_for(f"{BUBBLES}.length === 1")

    await page.evaluate("document.querySelector('[data-text=STOP]').click()")
    await page.wait_for(f"!{BADGE}.hidden && {BUBBLES}.length === 3")
    badge = await page.evaluate(f"{BADGE}.textContent")
    await bench.control("POST", "/progression", {"mode": "immediate"})
    await bench.send(message="after stop")
    await page.wait_for(f"{LAST_FATE}.endsWith('Sender blocked for given recipient.')")
    await page.evaluate("document.querySelector('[data-text=START]').click()")
    await page.wait_for(f"{BADGE}.hidden")

    texts = await page.evaluate(BUBBLES)
    assert badge == "Blocked: +1 833 555 0100"
    assert isinstance(texts, list)
    assert [text[:19] for text in texts] == [
        "hello",
        "STOP",
        "NETWORK MSG: You re",
        "after stop",
        "START",
        "NETWORK MSG: You ha",
    ]


async def test_badge_is_there_when_a_blocked_phone_is_opened(page: Page, bench: Bench) -> None:
    await bench.text("STOP")

    await open_phone(page, bench)

    await page.wait_for(f"!{BADGE}.hidden")


async def test_number_can_be_typed_with_the_keyboard_alone(page: Page, bench: Bench) -> None:
    await open_phone(page, bench, "/")

    await type_text(page, "#number", "1 (425) 555-0123")
    await page.wait_for("document.activeElement.id === 'text'")
    await type_text(page, "#text", "typed")
    await page.wait_for(f"{BUBBLES}.length === 1")

    assert await page.evaluate("decodeURIComponent(location.pathname)") == f"/phone/{PERSON}"
    assert [m["message"] for m in await bench.messages()] == ["typed"]


@pytest.mark.parametrize(
    "path", ["/phone/14255550123", "/phone/%2B14255550123", "/phone/%+1425-555-0123"]
)
async def test_address_of_a_phone_opens_it(page: Page, bench: Bench, path: str) -> None:
    await bench.text("hi")

    await open_phone(page, bench, path)

    await page.wait_for(f"{BUBBLES}.join() === 'hi'")


@pytest.mark.parametrize("text", ["12", "Ana", "+0123456789"])
async def test_what_is_no_number_opens_nothing(page: Page, bench: Bench, text: str) -> None:
    await open_phone(page, bench, "/")

    await type_text(page, "#number", text)

    assert await page.evaluate("location.pathname") == "/"
    assert await page.evaluate("document.getElementById('phone').hidden")


async def test_every_control_can_be_reached_with_tab(page: Page, bench: Bench) -> None:
    await bench.send()
    await open_phone(page, bench)
    await page.wait_for("document.querySelectorAll('#phones a').length === 1")
    await page.evaluate("document.getElementById('number').focus()")

    reached = []
    for _ in range(8):
        await page.press("Tab", code=9)
        reached.append(
            await page.evaluate("document.activeElement.id || document.activeElement.textContent")
        )

    assert reached[0] == "Open"
    assert reached[2:] == ["log", "to", "STOP", "START", "text", "Send"]


async def test_refusal_is_said_on_the_page(page: Page, bench: Bench) -> None:
    await open_phone(page, bench)
    await page.evaluate("document.getElementById('text').removeAttribute('maxlength')")

    await type_text(page, "#text", "x" * 2049)

    await page.wait_for("document.getElementById('problem').textContent.includes('2048')")
    assert await bench.messages() == []
