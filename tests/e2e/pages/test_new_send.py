"""A new send, as a person writes, checks and confirms it."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.e2e.browser import Page
from tests.e2e.contrast import ENOUGH, contrasts_of
from tests.e2e.pages.support import OVERFLOW, TITLE, open_view
from tests.support.local_app import TOLL_FREE, LocalApp

BAR = "document.querySelector('.send-bar')?.textContent ?? ''"
FORM = "document.querySelector('.new-send')?.textContent ?? ''"
PAGE = "document.querySelector('main').textContent"
DIALOG = "document.querySelector('dialog[open]')"
SAMPLE = "document.querySelector('aside .sample-text')?.textContent ?? ''"


def press(words: str, within: str = "document") -> str:
    """Press the button that begins with some words."""
    found = f"[...{within}.querySelectorAll('button')]"
    return f"{found}.find((one) => one.textContent.trim().startsWith({json.dumps(words)})).click()"


async def type_into(page: Page, label: str, text: str, within: str = "document") -> None:
    """Put a text into the field of a label as typing does."""
    labels = f"[...{within}.querySelectorAll('label')]"
    found = f"{labels}.find((one) => one.textContent.trim().startsWith({json.dumps(label)}))"
    await page.wait_for(f"Boolean({found})")
    await page.evaluate(
        f"(() => {{ const field = document.getElementById({found}.htmlFor); field.focus();"
        "field.select?.(); })()"
    )
    await page.command("Input.insertText", text=text)


async def choose_sender(page: Page) -> None:
    """Choose the own number of the tests in the list of those that are known."""
    chosen = f"document.querySelector('[aria-label=From] option[value=\"{TOLL_FREE}\"]')"
    await page.wait_for(f"{chosen} !== null")
    await page.evaluate(
        f"(() => {{ const list = {chosen}.parentElement; list.value = '{TOLL_FREE}';"
        "list.dispatchEvent(new Event('change', { bubbles: true })); })()"
    )


async def drop(page: Page, content: bytes, name: str = "people.csv") -> None:
    """Drop a file anywhere on the form."""
    coded = base64.b64encode(content).decode()
    await page.evaluate(
        f"""(() => {{
          const bytes = Uint8Array.from(atob('{coded}'), (one) => one.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], '{name}', {{ type: 'text/csv' }}));
          const event = new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer }});
          document.querySelector('.new-send').dispatchEvent(event);
        }})()"""
    )


async def open_form(page: Page, app: LocalApp, query: str = "") -> None:
    """Open the form without a draft of another test."""
    await open_view(page, app, "settings")
    await page.evaluate("localStorage.clear(); indexedDB.deleteDatabase('paloma')")
    await app.send(TOLL_FREE, "+13025550198")  # so that there is an own number
    await open_view(page, app, f"sends/new{query}")
    await page.wait_for("document.querySelector('.new-send') !== null")
    # It listens once it has been drawn.
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


async def sends_of(app: LocalApp, campaign: str) -> list[Any]:
    """Give a campaign's sends of today; a page may end before any, so that it costs little."""
    query = f"sms?sender=%2B{TOLL_FREE[1:]}&from={datetime.now(UTC).date()}T00:00:00Z"
    found: list[Any] = []
    after: str | None = ""
    while after is not None:
        page = (await app.call("GET", f"{query}&campaign={campaign}&after={after}")).json
        found, after = [*found, *page["sends"]], page.get("nextCursor")
    return found


@pytest.fixture
def campaign(new_person: Callable[[], str]) -> str:
    """A name that no other test has."""
    return f"new-{new_person()[1:]}"


async def test_file_becomes_recipients_with_values_and_leaves_after_a_confirmation(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    ana, ben = sorted([new_person(), new_person()])
    lines = [
        "Name;Telefon;Rest", f"Zo\u00e9;{ana};x", "Dan;555-0123;x", "Eve;;x", f"Zo\u00e9;{ana};x",
        f'"Ben;B";{ben};x',
    ]  # fmt: skip
    await open_form(page, app)
    await choose_sender(page)
    await drop(page, "\r\n".join(lines).encode("windows-1252"))
    await type_into(page, "Text", "Hi {{Name}}, it\u2019s on")
    await type_into(page, "Campaign", campaign)

    await page.wait_for(f"({SAMPLE}) === 'Hi Zo\u00e9, it\u2019s on'")
    form = str(await page.evaluate(FORM))
    assert "2 recipients (1 duplicate is sent once)" in form
    assert "2 lines are invalid" in form
    assert "line 3: \u201c555-0123\u201d has no country code" in form
    assert "line 4: no number" in form
    assert "Not used Rest" in form

    await page.evaluate("document.querySelector('[aria-label=\"Next recipient\"]').click()")
    await page.wait_for(f"({SAMPLE}) === 'Hi Ben;B, it\u2019s on'")
    assert await page.evaluate("document.querySelector('.marks .ucs2').textContent") == "\u2019"
    await page.evaluate(press("Replace it"))
    await page.wait_for(f"({SAMPLE}) === \"Hi Ben;B, it's on\" && ({BAR}).includes('2 messages')")

    await page.evaluate(press("Review and send"))
    await page.wait_for(f"{DIALOG} !== null")
    assert "Send to 2 people?" in str(await page.evaluate(f"{DIALOG}.textContent"))
    await page.evaluate(press("Send to 2 people", DIALOG))
    await page.wait_for("!location.pathname.endsWith('/sends/new')")

    [send] = await sends_of(app, campaign)
    assert str(await page.evaluate("location.pathname")).endswith(send["sendId"])
    assert (send["recipientCount"], send["message"]) == (2, "Hi {{Name}}, it's on")
    assert await page.evaluate("localStorage.getItem('paloma-new-send')") is None


async def test_repeat_after_a_lost_response_sends_once(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    await open_form(page, app, f"?to=%2B{new_person()[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "Only once")
    await type_into(page, "Campaign", campaign)
    await page.wait_for(f"({BAR}).includes('1 message')")
    await page.evaluate(
        "window.real = fetch; window.fetch = async (url, options) => {"
        "const answer = await real(url, options);"
        "if (String(url).endsWith('/api/sms') && options.method === 'POST') {"
        "window.fetch = real; throw new TypeError('lost'); } return answer; }"
    )

    await page.evaluate(press("Review and send"))
    await page.wait_for(f"{DIALOG} !== null")
    await page.evaluate(press("Send to 1 person", DIALOG))
    await page.wait_for(f"{DIALOG}.textContent.includes('The app does not answer.')")
    await page.evaluate(press("Keep editing", DIALOG))
    await page.wait_for(f"({PAGE}).includes('This may have been accepted already.')")
    await page.evaluate(press("Review and send"))
    await page.wait_for(f"{DIALOG} !== null")
    await page.evaluate(press("Send to 1 person", DIALOG))
    await page.wait_for("!location.pathname.endsWith('/sends/new')")

    assert len(await sends_of(app, campaign)) == 1


async def test_count_is_typed_above_a_thousand_people(
    page: Page, app: LocalApp, campaign: str
) -> None:
    numbers = [f"+1{200 + n // 100}55501{n % 100:02d}" for n in range(1_001)]
    await open_form(page, app)
    await choose_sender(page)
    await drop(page, ("number\n" + "\n".join(numbers)).encode())
    await type_into(page, "Text", "Hello, all of you")
    await type_into(page, "Campaign", campaign)
    await page.wait_for(f"/1.001 messages/.test({BAR}) && !/Checking/.test({BAR})")

    await page.evaluate(press("Review and send"))
    await page.wait_for(f"{DIALOG} !== null")
    await type_into(page, "Type 1001 to confirm", "101", DIALOG)
    await page.evaluate(press("Send to 1", DIALOG))

    await page.wait_for(f"{DIALOG}.querySelector('.field-error') !== null")
    assert await sends_of(app, campaign) == []


async def test_confirmation_waits_for_the_preview_of_what_stands_there(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    await open_form(page, app, f"?to=%2B{new_person()[1:]}")
    await choose_sender(page)
    await type_into(page, "Text", "First words")
    await page.wait_for(f"({BAR}).includes('1 message') && !({BAR}).includes('Checking')")

    opened = await page.evaluate(
        "(async () => { const text = document.querySelector('.marked textarea');"
        "text.value = 'Other words'; text.dispatchEvent(new Event('input', { bubbles: true }));"
        "await new Promise((done) => setTimeout(done, 50));"
        "document.querySelector('.send-bar [type=submit]').click();"
        f"await new Promise((done) => setTimeout(done, 50)); return {DIALOG} !== null; }})()"
    )
    assert opened is False

    await page.wait_for(f"!({BAR}).includes('Checking')")
    await page.evaluate(press("Review and send"))
    await page.wait_for(f"{DIALOG} !== null")
    assert "Other words" in str(await page.evaluate(f"{DIALOG}.textContent"))


async def test_draft_and_its_file_survive_a_reload_until_they_are_discarded(
    page: Page, app: LocalApp, new_person: Callable[[], str]
) -> None:
    await open_form(page, app)
    await choose_sender(page)
    await drop(page, f"number,name\n{new_person()},Ana".encode())
    await type_into(page, "Text", "Hi {{name}}")
    await page.wait_for(f"({SAMPLE}) === 'Hi Ana'")

    await page.open(f"{app.url}/api/ui/sends/new")
    await page.wait_for(f"({SAMPLE}) === 'Hi Ana'")
    await page.evaluate(press("Discard draft"))
    await page.wait_for("document.querySelector('.marked textarea').value === ''")
    await page.open(f"{app.url}/api/ui/sends/new")
    await page.wait_for("document.querySelector('.marked textarea')?.value === ''")
    assert await page.evaluate("document.querySelector('.dropped')") is None


async def test_test_goes_to_a_typed_number_with_the_values_of_the_first_recipient(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    tester = new_person()
    await open_form(page, app)
    await choose_sender(page)
    await drop(page, f"number\tname\n{new_person()}\tAna".encode())
    await type_into(page, "Text", "Hi {{name}} of the test")
    await type_into(page, "Campaign", campaign)
    await page.wait_for(f"({SAMPLE}) === 'Hi Ana of the test'")

    await page.evaluate(press("Send a test to"))
    await page.wait_for(f"{DIALOG} !== null")
    await type_into(page, "Number", tester, DIALOG)
    await page.evaluate(press("Send 1 message", DIALOG))
    await page.wait_for(f"{DIALOG} === null")

    found = await app.call("GET", f"messages?to={tester[1:]}")
    assert [one["message"] for one in found.json["messages"]] == ["Hi Ana of the test"]
    assert await sends_of(app, campaign) == []


async def test_a_send_is_copied_without_its_recipients(
    page: Page, app: LocalApp, new_person: Callable[[], str], campaign: str
) -> None:
    text = "Sale until Sunday. Reply STOP to opt out."
    more = {"campaign": campaign, "category": "marketing"}
    accepted = await app.send(TOLL_FREE, new_person(), text, **more)

    await open_form(page, app, f"?from={accepted['sendId']}")

    await page.wait_for(f"document.querySelector('.marked textarea').value === {json.dumps(text)}")
    await page.wait_for(
        f"document.querySelector('[aria-label=From] select').value === '{TOLL_FREE}'"
    )
    chosen = "[...document.querySelectorAll('[aria-label=Category] [aria-pressed=true]')]"
    assert await page.evaluate(f"{chosen}.map((one) => one.textContent).join()") == "Marketing"
    assert await page.evaluate("document.querySelector('[spellcheck]').value") == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
async def test_form_fits_and_is_legible(
    page: Page, app: LocalApp, new_person: Callable[[], str], scheme: str, width: int
) -> None:
    await page.show_as(width=width, height=900, scheme=scheme)
    await open_form(page, app)
    await choose_sender(page)
    await drop(page, f"number,name,rest\n{new_person()},Ana,x\n12,Ben,x".encode())
    await type_into(page, "Text", "Hi {{name}}, it\u2019s on")
    await page.wait_for(f"({SAMPLE}).startsWith('Hi Ana')")
    await page.wait_for(f"!({BAR}).includes('Checking') && document.getAnimations().length === 0")

    assert await page.evaluate(OVERFLOW) is False
    unlabelled = (
        "[...document.querySelectorAll('main :is(input, select, textarea, button)')]"
        ".filter((one) => !one.hidden && !one.labels?.length && !one.ariaLabel)"
        ".filter((one) => !one.textContent.trim()).length"
    )
    assert await page.evaluate(unlabelled) == 0
    assert await page.evaluate(f"({TITLE})") == "New send"
    words = ".new-send :is(label, p, b, h2, dt, dd, summary, .soft, .column, button:not(:disabled))"
    found = await contrasts_of(page, words)
    assert {name: contrast for name, contrast in found.items() if contrast < ENOUGH} == {}
