"""The inbox in a real browser, with all programs."""

from collections.abc import AsyncIterator, Callable

import pytest

from local.dev.process_group import ProcessGroup
from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.pages.support import (
    BUBBLES,
    IS_LIVE,
    LAST_FATE,
    OVERFLOW,
    THREADS,
    answer_with,
    bubbles_are,
    listed,
    open_inbox,
    row_of,
)
from tests.support.local_app import TOLL_FREE, LocalApp, app_environment, poll, start_host

KEY = "key-of-the-inbox-tests"


@pytest.fixture
async def locked(running: LocalApp) -> AsyncIterator[LocalApp]:
    """The same app behind a key."""
    environment = app_environment(running.storage.azurite, running.simulator_url)
    with ProcessGroup() as programs:
        with_key = environment | {"PALOMA_HOST_KEY": KEY}
        url, host = await start_host(programs, with_key, "--enable-auth")
        yield LocalApp(url, running.simulator_url, running.storage, host, running.session)


async def test_person_is_answered_and_the_status_follows(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.send_one(person, "Your table is booked for seven.")
    await app.text_in(person, TOLL_FREE, "Could we come at eight?")
    await open_inbox(page, app)
    await page.wait_for(f"{row_of(person)}?.querySelector('.count')?.firstChild.data === '1'")

    await page.evaluate(f"{row_of(person)}.click()")
    await page.wait_for(f"{BUBBLES}.length === 2")
    assert await page.evaluate(BUBBLES) == [
        "Your table is booked for seven.",
        "Could we come at eight?",
    ]
    await page.wait_for(f"!{row_of(person)}.querySelector('.count')")

    await answer_with(page, "Eight it is: see you!")
    await page.wait_for(f"{LAST_FATE}.endsWith('Delivered')", seconds=20)
    assert (await app.on_phone(person))[-1] == "Eight it is: see you!"
    assert await page.evaluate("document.getElementById('text').value") == ""


async def test_what_comes_in_while_page_is_open_appears_and_is_read(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "one")
    await poll(lambda: listed(app, person))
    await open_inbox(page, app, person)
    await page.wait_for(bubbles_are("one"))

    await app.text_in(person, TOLL_FREE, "two")

    await page.wait_for(bubbles_are("one", "two"), seconds=15)

    async def is_read() -> bool:
        return bool((await listed(app, person))["unreadCount"] == 0)

    await poll(is_read)


async def test_opted_out_person_has_a_badge_and_cannot_be_answered(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    await open_inbox(page, app, person)

    await page.wait_for("!document.getElementById('opted-out').hidden")
    await page.wait_for(f"{row_of(person)}?.querySelector('.badge')?.textContent === 'out'")
    assert await page.evaluate("document.getElementById('text').disabled")
    assert await page.evaluate("document.getElementById('send').disabled")


async def test_loop_of_equal_answers_is_stopped_and_shown(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "Hello?")
    await poll(lambda: listed(app, person))
    path = f"conversations/{TOLL_FREE}/{person}/replies"
    for _ in range(20):
        assert (await app.call("POST", path, {"message": "Hello from here."})).status == 202
    await open_inbox(page, app, person)

    await answer_with(page, "Hello from here.")

    await page.wait_for("document.getElementById('problem').textContent !== ''")
    assert await page.evaluate("document.getElementById('text').value") == "Hello from here."
    await page.wait_for(f"{row_of(person)}.querySelector('.badge')?.textContent === 'loop'")


async def test_answer_whose_own_answer_was_lost_goes_out_once(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "Hello?")
    await poll(lambda: listed(app, person))
    await open_inbox(page, app, person)
    await page.evaluate("""
      window.realFetch = window.fetch;
      window.fetch = async (path, options) => {
        const answer = await window.realFetch(path, options);
        if (!path.endsWith('/replies')) return answer;
        window.fetch = window.realFetch;
        throw new TypeError('the connection broke');
      };
    """)

    await answer_with(page, "Yes, here we are.")
    await page.wait_for("document.getElementById('problem').textContent.includes('not respond')")
    await page.press("Enter", code=13, text="\r")
    await page.wait_for("document.getElementById('text').value === ''")

    await page.wait_for(f"{LAST_FATE}.endsWith('Delivered')", seconds=20)
    assert await app.on_phone(person) == ["Yes, here we are."]


async def test_markup_in_a_message_stays_text(page: Page, app: LocalApp, person: str) -> None:
    evil = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>&amp;"
    await app.text_in(person, TOLL_FREE, evil)
    await poll(lambda: listed(app, person))
    await open_inbox(page, app, person)

    await page.wait_for(bubbles_are(evil))
    assert await page.evaluate(f"{row_of(person)}.querySelector('.snippet').textContent") == evil
    assert await page.evaluate("window.hit") is None


async def test_key_of_the_address_opens_the_page_and_what_it_asks_for(
    page: Page, app: LocalApp, locked: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "Is anybody there?")
    await poll(lambda: listed(app, person))
    assert (await locked.call("GET", "conversations?sender=1")).status == 401

    await open_inbox(page, locked, person, code=KEY)

    await page.wait_for(bubbles_are("Is anybody there?"))
    asked = await page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    assert isinstance(asked, list)
    assert [url for url in asked if KEY in url or person.lstrip("+") in url] == []
    await page.evaluate("sessionStorage.clear()")
    assert {url.split("/api/")[0] for url in asked} == {locked.url}


async def test_wrong_number_is_said_and_the_page_goes_on(page: Page, app: LocalApp) -> None:
    await page.open(f"{app.url}/api/inbox?sender=invalid%2F")
    await page.wait_for("!document.getElementById('side-trouble').hidden")

    number = TOLL_FREE.replace("+1833", "+1 (833) ")
    await page.evaluate(f"document.getElementById('sender').value = '{number}'")
    await page.evaluate("document.getElementById('opener').requestSubmit()")

    await page.wait_for(f"document.getElementById('side-trouble').hidden && {IS_LIVE}")


async def test_narrow_screen_shows_one_thing_at_a_time(
    page: Page, app: LocalApp, person: str
) -> None:
    await page.show_as(width=360, height=640)
    await app.text_in(person, TOLL_FREE, "word" * 100)
    await poll(lambda: listed(app, person))
    await open_inbox(page, app)
    await page.wait_for(f"{row_of(person)} !== null")
    assert not await page.evaluate(OVERFLOW)

    await page.evaluate(f"{row_of(person)}.click()")
    await page.wait_for(f"{BUBBLES}.length === 1")
    parts = "[...document.querySelectorAll('.side, .thread')]"
    shown = f"{parts}.filter(e => e.offsetParent).map(e => e.className)"
    assert await page.evaluate(shown) == ["thread"]
    assert not await page.evaluate(OVERFLOW)

    await page.evaluate("document.getElementById('back').click()")
    await page.wait_for(f"JSON.stringify({shown}) === '[\"side\"]'")
    assert await page.evaluate(f"document.activeElement === {row_of(person)}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_enough_contrast_in(
    page: Page, app: LocalApp, new_person: Callable[[], str], scheme: str
) -> None:
    await page.show_as(width=1100, height=760, scheme=scheme)
    person, other = new_person(), new_person()
    await app.text_in(other, TOLL_FREE, "Hello")
    await app.reaches(await app.send_one(person, "Delivered"), "delivered")
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    await app.reaches(await app.send_one(person, "Held back"), "suppressed")
    await open_inbox(page, app, person)
    await page.wait_for(f"{BUBBLES}.length === 3 && {THREADS}.length > 1")

    texts = (
        "h1, label, time, .badge, .bubble, .fate, .name, .snippet, .count, .avatar, .live, .brand"
    )
    contrasts = await contrasts_of(page, f"{texts}, .places a, .opener button")

    assert len(contrasts) > 12
    assert {name: ratio for name, ratio in contrasts.items() if ratio < ENOUGH} == {}
