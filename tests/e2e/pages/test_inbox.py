"""One conversation in the inbox, in a real browser with all programs."""

from collections.abc import AsyncIterator

import pytest

from tests.e2e.axe import findings_in
from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.pages.inbox_page import (
    BUBBLES,
    FATES,
    FOCUSED,
    REPLY,
    ROWS,
    answer_with,
    bubbles_are,
    open_inbox,
    press_button,
    row_of,
    state_of,
    write,
)
from tests.e2e.pages.support import OVERFLOW
from tests.support.local_app import TOLL_FREE, LocalApp, poll
from tests.support.local_programs import app_environment, running_programs, start_host

KEY = "key-of-the-inbox-tests"


@pytest.fixture
async def locked(running: LocalApp) -> AsyncIterator[LocalApp]:
    """The same app behind a key."""
    environment = app_environment(running.storage, running.simulator_url)
    async with running_programs() as programs:
        with_key = environment | {"PALOMA_HOST_KEY": KEY}
        url, host = await start_host(programs, with_key, "--enable-auth")
        yield LocalApp(url, running.simulator_url, running.storage, host, running.session)


@pytest.fixture
async def writer(app: LocalApp, person: str) -> str:
    """A person who wrote and waits for a reply."""
    await app.text_in(person, TOLL_FREE, "Could we come at eight?")
    await poll(lambda: state_of(app, person))
    return person


async def test_person_is_answered_the_status_follows_and_reading_leaves_the_work(
    page: Page, app: LocalApp, writer: str
) -> None:
    await open_inbox(page, app, q=writer[-8:])
    await page.wait_for(f"{row_of(writer)}?.classList.contains('unread')")

    await page.evaluate(f"{row_of(writer)}.click()")
    await page.wait_for(bubbles_are("Could we come at eight?"))
    await page.wait_for(f"{FOCUSED} === 'reply' && !{row_of(writer)}.classList.contains('unread')")
    state = await state_of(app, writer)
    assert (state["unreadCount"], "waitingSince" in state) == (0, True)

    await app.text_in(writer, TOLL_FREE, "Or at nine?")
    await page.wait_for(bubbles_are("Could we come at eight?", "Or at nine?"))
    await answer_with(page, "Eight it is: https://example.com/t/8.")
    await page.wait_for(f"{BUBBLES}.length === 3")
    await page.wait_for(f"{FATES}.at(-1).endsWith('Delivered')")
    assert await app.on_phone(writer) == ["Eight it is: https://example.com/t/8."]
    assert await page.evaluate(f"{REPLY}.value") == ""
    link = "document.querySelector('.outbound .bubble a')"
    assert await page.evaluate(f"[{link}.href, {link}.rel]") == [
        "https://example.com/t/8",
        "noopener noreferrer nofollow",
    ]
    assert "waitingSince" not in await state_of(app, writer)


async def test_opted_out_person_cannot_be_answered_and_their_words_say_why(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "STOP")
    await app.registry_says(person, "opted_out")
    await open_inbox(page, app, person, view="done")

    await page.wait_for("document.querySelector('.composer.out') !== null")
    words = "document.querySelector('.composer.out').textContent"
    await page.wait_for(f"{words}.includes('“STOP”. Replies are not possible until START.')")
    assert await page.evaluate(REPLY) is None
    await page.wait_for(f"{row_of(person)}?.textContent.includes('Opted out')")
    assert (await state_of(app, person))["isDone"]


async def test_loop_of_equal_answers_is_stopped_and_the_words_can_be_changed(
    page: Page, app: LocalApp, writer: str
) -> None:
    path = f"conversations/{TOLL_FREE}/{writer}/replies"
    for _ in range(20):
        assert (await app.call("POST", path, {"message": "Hello from here."})).status == 202
    await open_inbox(page, app, writer, view="open")
    await page.wait_for(f"{BUBBLES}.length >= 20")

    await answer_with(page, "Hello from here.")
    await page.wait_for(f"{FATES}.at(-1).includes('20 times in 5 minutes')")
    await page.wait_for("document.querySelector('.inbox-thread > .notice') !== null")

    await press_button(page, "Edit")
    await page.wait_for(f"{REPLY}.value === 'Hello from here.' && {FOCUSED} === 'reply'")
    await answer_with(page, " Really.")
    await page.wait_for(f"{FATES}.at(-1).endsWith('Delivered')")
    assert (await app.on_phone(writer))[-1] == "Hello from here. Really."


async def test_reply_whose_response_was_lost_stays_over_a_reload_and_goes_out_once(
    page: Page, app: LocalApp, writer: str
) -> None:
    await open_inbox(page, app, writer, q=writer[-8:])
    await page.wait_for(f"{BUBBLES}.length === 1 && {row_of(writer)} !== null")
    await page.evaluate("""
      window.realFetch = window.fetch;
      window.fetch = async (path, options) => {
        const answer = await window.realFetch(path, options);
        if (!String(path).endsWith('/replies')) return answer;
        throw new TypeError('the connection broke');
      };
    """)

    await answer_with(page, "Yes, here we are.")
    await page.wait_for(f"{FATES}.at(-1).includes('not known whether it was sent')")
    await page.wait_for(f"{row_of(writer)}?.textContent.includes('Reply failed')")
    await page.open(str(await page.evaluate("location.href")))
    await page.wait_for(f"{FATES}.at(-1)?.includes('Try again')")
    await press_button(page, "Try again")

    await page.wait_for(f"{FATES}.at(-1).endsWith('Delivered') && {BUBBLES}.length === 2")
    assert await app.on_phone(writer) == ["Yes, here we are."]


async def test_message_that_the_carrier_failed_is_tried_again_as_a_new_one(
    page: Page, app: LocalApp, person: str
) -> None:
    await app.text_in(person, TOLL_FREE, "Hello?")
    await poll(lambda: state_of(app, person))
    await open_inbox(page, app, person)
    await page.wait_for(f"{BUBBLES}.length === 1")
    await page.evaluate("""
      window.realFetch = window.fetch;
      window.fetch = async (path, options) => {
        const answer = await window.realFetch(path, options);
        if (!String(path).includes('conversations/-/-?')) return answer;
        const found = await answer.json();
        const failed = { status: 'failed', error: { code: '4006', message: 'Unreachable' } };
        found.entries = found.entries.map((one, at) =>
          one.text === 'Yes' && at === found.entries.findLastIndex(({ text }) => text === 'Yes')
            ? { ...one, ...failed } : one);
        return new Response(JSON.stringify(found), { headers: { ETag: `"${Math.random()}"` } });
      };
    """)

    await answer_with(page, "Yes")
    await page.wait_for(f"{FATES}.at(-1).includes('phone unreachable (4006)')")
    await press_button(page, "Try again")

    await page.wait_for(f"{BUBBLES}.length === 3 && {FATES}.at(-1).endsWith('Delivered')")
    assert await app.on_phone(person) == ["Yes", "Yes"]


async def test_reply_is_held_back_once_a_colleague_replied(
    page: Page, app: LocalApp, writer: str
) -> None:
    await open_inbox(page, app, writer)
    await page.wait_for(f"{BUBBLES}.length === 1")
    await write(page, "At eight.")
    await page.evaluate("""
      window.realFetch = window.fetch;
      window.fetch = (path, options) =>
        String(path).includes('-/-?') ? new Promise(() => {}) : window.realFetch(path, options);
    """)
    path = f"conversations/{TOLL_FREE}/{writer}/replies"
    assert (await app.call("POST", path, {"message": "At nine.", "actor": "Sam"})).status == 202

    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{FATES}.at(-1).includes('replied')")

    assert "Send anyway" in str(await page.evaluate(f"{FATES}.at(-1)"))
    assert await app.on_phone(writer) == ["At nine."]


async def test_canned_reply_is_put_in_at_the_caret_and_what_is_unknown_must_be_written(
    page: Page, app: LocalApp, writer: str
) -> None:
    text = {"text": "Thank you, {{name}}. We call {{number}}."}
    assert (await app.call("PUT", "canned-replies/Thanks", text)).status == 200
    await open_inbox(page, app, writer)
    await page.wait_for(f"{BUBBLES}.length === 1")

    await page.evaluate(f"{REPLY}.focus()")
    await page.press("/", code=191, text="/")
    await page.wait_for("document.querySelector('.canned [role=option]') !== null")
    await page.command("Input.insertText", text="than")
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{REPLY}.value.startsWith('Thank you, {{{{name}}}}. We call +1 ')")
    chosen = f"{REPLY}.value.slice({REPLY}.selectionStart, {REPLY}.selectionEnd)"
    await page.wait_for(f"{chosen} === '{{{{name}}}}'")
    assert await page.evaluate("document.querySelector('.composer [type=submit]').disabled")

    await page.command("Input.insertText", text="Ana")
    size = "document.querySelector('.size').textContent"
    await page.wait_for(f"{size}.startsWith('1 segment · ')")
    await page.press("Enter", code=13, text="\r")
    await page.wait_for(f"{BUBBLES}.length === 2")


async def test_markup_in_a_message_stays_text(page: Page, app: LocalApp, person: str) -> None:
    evil = "<img src=x onerror='window.hit=1'><script>window.hit=1</script>&amp;"
    await app.text_in(person, TOLL_FREE, evil)
    await poll(lambda: state_of(app, person))
    await open_inbox(page, app, person, q=person[-8:])

    await page.wait_for(bubbles_are(evil))
    await page.wait_for(f"{row_of(person)}?.querySelector('.row-text').textContent === `{evil}`")
    assert await page.evaluate("window.hit") is None


async def test_key_of_a_former_address_opens_the_page_and_stands_in_no_request(
    page: Page, locked: LocalApp, writer: str
) -> None:
    assert (await locked.call("GET", "conversations?sender=1")).status == 401

    old = f"sender={TOLL_FREE.lstrip('+')}&user={writer.lstrip('+')}&code={KEY}"
    await page.open(f"{locked.url}/api/inbox?{old}")

    await page.wait_for(bubbles_are("Could we come at eight?"))
    assert await page.evaluate("location.search") == ""
    asked = await page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    assert isinstance(asked, list)
    assert [url for url in asked if KEY in url or writer.lstrip("+") in url] == []
    await page.evaluate("sessionStorage.clear()")
    assert {url.split("/api/")[0] for url in asked} == {locked.url}


@pytest.mark.parametrize("width", [320, 390])
async def test_phone_shows_one_thing_at_a_time(
    page: Page, app: LocalApp, person: str, width: int
) -> None:
    await page.show_as(width=width, height=640)
    await app.text_in(person, TOLL_FREE, "word" * 100)
    await poll(lambda: state_of(app, person))
    await open_inbox(page, app, q=person[-8:])
    await page.wait_for(f"{row_of(person)} !== null")
    assert not await page.evaluate(OVERFLOW)

    await page.evaluate(f"{row_of(person)}.focus(); {row_of(person)}.click()")
    await page.wait_for(f"{BUBBLES}.length === 1")
    parts = "[...document.querySelectorAll('.inbox-list, .inbox-thread, .tab-bar')]"
    shown = f"{parts}.filter((one) => one.checkVisibility()).map((one) => one.className)"
    assert await page.evaluate(shown) == ["inbox-thread"]
    assert not await page.evaluate(OVERFLOW)

    await page.evaluate("document.querySelector('.thread-head .up').click()")
    await page.wait_for(f'JSON.stringify({shown}) === \'["inbox-list","tab-bar"]\'')


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_text_has_enough_contrast_and_nothing_keeps_people_out_in(
    page: Page, app: LocalApp, person: str, scheme: str, width: int
) -> None:
    await page.show_as(width=width, height=800, scheme=scheme)
    await app.reaches(await app.send_one(person, "Delivered"), "delivered")
    await app.text_in(person, TOLL_FREE, "Hello")
    await poll(lambda: state_of(app, person))
    await open_inbox(page, app, person, sender=TOLL_FREE)
    await page.wait_for(f"{BUBBLES}.length === 2 && {ROWS}.length > 0")
    await write(page, "A draft")
    await page.wait_for("document.querySelector('.draft') !== null")

    assert await findings_in(page) == []
    contrasts = await contrasts_of(
        page,
        "main :is(h1, h2, h3, time, p, .bubble, .fate, .row-name, .row-text, .row-own, .avatar, "
        ".draft, .chip, .size, .button-words, .view-count, .segments button)",
    )
    assert len(contrasts) > 14
    assert {name: ratio for name, ratio in contrasts.items() if ratio < ENOUGH} == {}
