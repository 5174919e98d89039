"""A host that checks keys: each call needs one, and two are valid while one is replaced."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from local.dev.azurite import Azurite
from tests.e2e.browser import Page
from tests.e2e.pages.support import ASSETS
from tests.support.counting_proxy import counting_proxy
from tests.support.local_app import RESOURCE_ID, TOLL_FREE, CountedApp, LocalApp, poll
from tests.support.local_programs import app_environment, running_programs, start_host
from tests.support.web import read_event
from tests.unit.app.test_keys_by_task import functions_of

IS_LIVE = "document.getElementById('live')?.textContent === 'Live'"
IS_LIVE_AGAIN = f"!window.isLeft && {IS_LIVE}"
OLD, NEW = "old-key-of-the-app", "new-key-of-the-app"


@pytest.fixture(scope="module")
async def locked(running: LocalApp, azurite: Azurite) -> AsyncIterator[CountedApp]:
    """The app behind keys, on a storage account of its own: it shares no work with others."""
    async with counting_proxy(azurite) as counted:
        storage, traffic = counted.azurite, counted.traffic
        settings = app_environment(storage, running.simulator_url)
        async with running_programs() as programs:
            two_keys = settings | {"PALOMA_HOST_KEY": f"{OLD},{NEW}"}
            url, host = await start_host(programs, two_keys, "--enable-auth")
            simulator_url, session = running.simulator_url, running.session
            yield CountedApp(url, simulator_url, storage, host, session, traffic)


def event(person: str, text: str, topic: str = RESOURCE_ID) -> dict[str, Any]:
    """A message that reached our number."""
    data = {"from": person, "to": TOLL_FREE, "message": text, "messageId": f"Incoming_{person}"}
    kind = "Microsoft.Communication.SMSReceived"
    return {"id": "1", "eventType": kind, "topic": topic, "data": data}


async def state_of(locked: CountedApp, person: str) -> str | None:
    answer = await locked.call("GET", f"opt-outs/{TOLL_FREE}/{person}?code={NEW}")
    return answer.json["state"] if answer.status == 200 else None


async def test_every_route_with_data_is_closed_and_touches_nothing_without_a_key(
    locked: CountedApp,
) -> None:
    contract = (await locked.call("GET", f"openapi.json?code={NEW}")).json
    routes = [
        (method.upper(), re.sub(r"\{\w+\}", TOLL_FREE, path).lstrip("/"))
        for path, item in contract["paths"].items()
        for method in item
        if method != "parameters"
    ]
    without_data = {
        "health",
        "dashboard",
        "docs",
        "inbox",
        f"assets/{TOLL_FREE}",
        f"ui/{TOLL_FREE}",
    }
    with_data = [(method, path) for method, path in routes if path not in without_data]
    locked.traffic.reset()

    opened = [
        (method, path, attempt)
        for method, path in with_data
        for attempt in ("", "?code=", "?code=wrong", f"?code={NEW}x", f"?code={NEW[:-1]}")
        if (answer := await locked.call(method, path + attempt)).status != 401 or answer.json
    ]

    assert len(with_data) >= 10
    assert len(routes) == len(with_data) + len(without_data)
    assert opened == []
    assert locked.traffic.worked() == {}


async def test_webhook_acts_only_on_its_key_and_its_own_resource(
    locked: CountedApp, person: str
) -> None:
    hook = "webhooks/inbound"
    stranger = event(person, "STOP", topic=f"{RESOURCE_ID}-of-a-stranger")
    stop = event(person, "STOP")

    locked.traffic.reset()
    refused = [
        await locked.call("POST", hook, [stop]),
        await locked.call("POST", f"{hook}?code=wrong", [stop]),
        await locked.call("POST", f"{hook}?code={NEW}", [stranger]),
    ]
    assert [answer.status for answer in refused] == [401, 401, 403]
    assert locked.traffic.worked() == {}
    assert await state_of(locked, person) is None

    taken = await locked.call("POST", f"{hook}?code={NEW}", [stranger, stop])
    assert (taken.status, taken.json) == (200, {"stored": 1})
    assert await state_of(locked, person) == "opted_out"


@pytest.mark.parametrize("hook", ["inbound", "delivery-reports"])
async def test_subscription_is_consented_to_only_with_a_key(locked: CountedApp, hook: str) -> None:
    path = f"webhooks/{hook}"
    validation = [{**read_event("validation.json")[0], "topic": "/subscriptions/another"}]
    origin = {"WebHook-Request-Origin": "eventgrid.azure.net"}

    without = await locked.call("POST", path, validation)
    unasked = await locked.call("OPTIONS", path, headers=origin)
    assert (without.status, without.json, unasked.status) == (401, None, 401)
    assert "WebHook-Allowed-Origin" not in unasked.headers

    asked = await locked.call("POST", f"{path}?code={NEW}", validation)
    consent = await locked.call("OPTIONS", f"{path}?code={NEW}", headers=origin)
    assert asked.json == {"validationResponse": validation[0]["data"]["validationCode"]}
    assert consent.headers["WebHook-Allowed-Origin"] == "eventgrid.azure.net"


async def test_old_key_is_closed_out_when_only_the_new_one_is_left(
    locked: CountedApp, azurite: Azurite
) -> None:
    settings = app_environment(azurite, locked.simulator_url) | {"PALOMA_HOST_KEY": NEW}
    async with running_programs() as programs:
        url, _ = await start_host(programs, settings, "--enable-auth")
        path = f"{url}/api/opt-outs?sender={TOLL_FREE}&code="
        statuses = [(await locked.call("GET", path + key)).status for key in (OLD, NEW)]

    assert statuses == [401, 200]


async def test_key_for_the_pages_shows_them_and_cannot_administer(
    locked: CountedApp, azurite: Azurite, page: Page, person: str
) -> None:
    tasks = {task: sorted(functions_of(task)) for task in ("SEND", "READ", "PAGES")}
    keys = json.dumps({f"{task}-key": names for task, names in tasks.items()})
    settings = app_environment(azurite, locked.simulator_url) | {"PALOMA_FUNCTION_KEYS": keys}

    async with running_programs() as programs:
        url, _ = await start_host(programs, settings, "--enable-auth")

        async def ask(method: str, path: str, task: str, body: object = None) -> int:
            headers = {"x-functions-key": f"{task}-key"}
            return (await locked.call(method, f"{url}/api/{path}", body, headers=headers)).status

        opt_out = {"state": "opted_out", "reason": "Asked by phone."}
        hook = {"url": "https://example.com/events", "events": ["inbound"]}
        send = {"from": TOLL_FREE, "to": person, "message": "Hello"}
        entry = f"opt-outs/{TOLL_FREE}/{person}"
        assert await ask("GET", "senders", "PAGES") == 200
        assert await ask("PUT", entry, "PAGES", opt_out) == 200
        assert await ask("GET", entry, "READ") == 200
        assert await ask("POST", "preview", "SEND", send) == 200
        closed = [
            await ask("POST", "subscriptions", "PAGES", hook),
            await ask("POST", "opt-out-imports", "PAGES", []),
            await ask("DELETE", f"people/{person}", "PAGES", {"reason": "Asked by letter."}),
            await ask("GET", "audit", "PAGES"),
            await ask("PUT", entry, "READ", opt_out),
            await ask("POST", "sms", "READ", send),
            await ask("GET", "senders", "SEND"),
        ]
        assert closed == [401] * len(closed)

        await page.open(f"{url}/api/ui/dashboard#code=PAGES-key")
        await page.wait_for(IS_LIVE)


def cached_by(browser: Page) -> bytes:
    """Read all that the browser keeps on disk of what it was sent."""
    files = (path for path in browser.profile.rglob("Cache*/**/*") if path.is_file())
    return b"".join(path.read_bytes() for path in files)


@pytest.mark.parametrize("query", [f"days=1#code={NEW}", f"days=1&code={NEW}"])
async def test_page_takes_its_key_from_its_address_and_leaves_it_in_no_address_and_no_cache(
    locked: CountedApp, page: Page, query: str
) -> None:
    await page.open(f"{locked.url}/api/dashboard?{query}")
    await page.wait_for(IS_LIVE)
    assert await page.evaluate("location.href") == f"{locked.url}/api/ui/dashboard?days=1"

    await page.evaluate("window.isLeft = true; location.reload()")
    await page.wait_for(IS_LIVE_AGAIN)
    link = "document.querySelector('.places a[href$=settings]')"
    await page.evaluate(f"{link}.click()")
    await page.wait_for(f"location.pathname.endsWith('settings') && {IS_LIVE_AGAIN}")
    asked = await page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    told = await page.evaluate(f"import('{ASSETS}/data/api.js').then(({{ ask }}) => ask('queue'))")
    await page.evaluate("sessionStorage.clear()")

    assert isinstance(told, dict)
    assert [url for url in asked if NEW in url] == []  # type: ignore[attr-defined]
    kept = cached_by(page)
    assert f"{ASSETS}/ui.css".encode() in kept
    assert NEW.encode() not in kept


async def test_page_without_a_host_key_says_what_it_needs(locked: CountedApp, page: Page) -> None:
    title = "document.querySelector('.denied h2')?.textContent"
    await page.open(f"{locked.url}/api/dashboard")
    await page.wait_for(f"{title} === 'These pages need a key'")
    await page.evaluate("location.hash = 'code=wrong'")
    await page.wait_for(f"{title} === 'This key may not read this'")
    await page.evaluate(f"location.hash = 'code={NEW}'")
    await page.wait_for(IS_LIVE)
    assert await page.evaluate("location.hash") == ""
    await page.evaluate("sessionStorage.clear()")


BUTTONS = "[...document.querySelectorAll('button')]"
TRY_PREVIEW = f"{BUTTONS}.find((one) => one.textContent.trim() === 'Test Request(post /preview)')"
SEND = f"{BUTTONS}.find((one) => /^Send( |$)(?!a )/.test(one.textContent.trim()))"
TRIED = """performance.getEntriesByType('resource')
  .filter((one) => one.name.endsWith('/api/preview')).map((one) => one.responseStatus)"""


async def test_reference_asks_for_a_key_and_sends_it_with_what_is_tried_out(
    locked: CountedApp, page: Page
) -> None:
    await page.show_as(width=1280, height=860)
    await page.open(f"{locked.url}/api/docs")
    await page.wait_for("document.getElementById('opener')?.hidden === false")
    await page.evaluate(f"document.getElementById('key').value = '{NEW}'")
    await page.evaluate("document.querySelector('#opener button').click()")

    # What is far below is drawn when it comes near.
    await page.wait_for(f"(window.scrollBy(0, 400), {TRY_PREVIEW} !== undefined)")
    assert NEW not in str(await page.evaluate("location.href"))
    await page.evaluate(f"{TRY_PREVIEW}.click()")
    await page.wait_for(f"{SEND} !== undefined")
    await page.evaluate(f"{SEND}.click()")
    await page.wait_for(f"{TRIED}.length > 0")

    assert await page.evaluate(TRIED) in ([200], [400])
    await page.evaluate("sessionStorage.clear()")


async def test_send_goes_out_when_its_key_is_right(locked: CountedApp, person: str) -> None:
    body = {"from": TOLL_FREE, "to": person, "message": "Hello"}

    by_query = await locked.call("POST", f"sms?code={OLD}", body)
    path = f"sms/{by_query.json['sendId']}"
    by_header = await locked.call("GET", path, headers={"x-functions-key": NEW})
    wrong_header = await locked.call("GET", f"{path}?code={NEW}", headers={"x-functions-key": "x"})

    assert (by_query.status, by_header.status, wrong_header.status) == (202, 200, 401)
    await poll(lambda: locked.on_phone(person))
