"""The API of subscriptions."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import azure.functions as func
import pytest

from shared.storage.table import Operation
from subscriptions import functions
from subscriptions.domain.event import EventKind
from subscriptions.storage.subscriptions import MAX_SUBSCRIPTIONS
from tests.support.in_memory_table import run_now
from tests.support.web import assert_problem, call, document, get, post
from tests.support.world import Serve, World
from tests.unit.subscriptions.subscription_helpers import URL, at, subscribe


async def listed() -> Any:
    return document(await call(functions.list_subscriptions, get()))["subscriptions"]


@pytest.mark.usefixtures("served")
async def test_secret_is_shown_once_and_never_again() -> None:
    made = await subscribe("inbound", "opt_out")
    secret = made.pop("secret")
    assert secret.startswith("whsec_")
    assert made["events"] == ["inbound", "opt_out"]
    assert await listed() == [made]
    assert document(await at("get_subscription", made["subscriptionId"])) == made


@pytest.mark.usefixtures("served")
async def test_two_subscriptions_have_secrets_of_their_own() -> None:
    other = await subscribe(url=f"{URL}/other")
    assert (await subscribe())["secret"] != other["secret"]
    assert len(await listed()) == 2


async def ask(url: str = URL, key: str = "", *kinds: str) -> func.HttpResponse:
    body = {"url": url, "events": list(kinds or ["inbound"])}
    headers = {"Idempotency-Key": key} if key else {}
    return await call(functions.create_subscription, post(body, headers=headers))


@pytest.mark.usefixtures("served")
async def test_repeated_request_with_its_key_gets_the_first_answer_with_the_secret() -> None:
    first, again = await ask(key="k"), await ask(key="k")
    assert (first.status_code, again.status_code) == (201, 201)
    assert document(again) == document(first)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(await listed()) == 1


@pytest.mark.usefixtures("served")
async def test_key_with_another_body_is_refused() -> None:
    await ask(key="k")
    for answer in (await ask(f"{URL}/other", "k"), await ask(URL, "k", "opt_out")):
        problem = assert_problem(answer, 422, "Idempotency-Key")
        assert problem["code"] == "idempotency_key_reused"
    assert len(await listed()) == 1


@pytest.mark.usefixtures("served")
async def test_request_that_is_written_differently_is_the_same_request() -> None:
    first = await ask(key="k")
    body = b' {"url": "%s",  "events": ["inbound"]}' % URL.encode()
    again = await call(functions.create_subscription, post(body, headers={"Idempotency-Key": "k"}))
    assert document(again) == document(first)


@pytest.mark.parametrize(
    "url", [URL, "https://EXAMPLE.com/events", "https://example.com:443/events"]
)
@pytest.mark.parametrize("key", ["", "another"])
@pytest.mark.usefixtures("served")
async def test_url_is_subscribed_once(url: str, key: str) -> None:
    name = document(await ask(key="k"))["subscriptionId"]
    problem = assert_problem(await ask(url, key, "opt_out"), 409, "url")
    assert problem["code"] == "url_subscribed"
    assert name in problem["detail"]
    assert len(await listed()) == 1
    assert (await ask(f"{url}?secret=2")).status_code == 201


async def test_url_and_key_are_free_again_when_the_subscription_is_deleted(served: World) -> None:
    name = document(await ask(key="k"))["subscriptionId"]
    await at("delete_subscription", name, "DELETE")
    assert served.subscriptions_table.all_rows() == []
    again = await ask(key="k")
    assert (again.status_code, again.headers.get("Idempotent-Replayed")) == (201, None)


@pytest.mark.parametrize("same_key", [True, False])
async def test_of_concurrent_requests_for_a_url_one_is_stored(
    served: World, *, same_key: bool
) -> None:
    others: list[func.HttpResponse] = []

    def subscribe_first(_operations: object) -> None:
        served.subscriptions_table.before_write = None
        others.append(run_now(ask(key="k" if same_key else "other")))

    served.subscriptions_table.before_write = subscribe_first
    answer = await ask(key="k")
    assert answer.status_code == (201 if same_key else 409)
    assert len(await listed()) == 1
    if same_key:
        assert document(answer) == document(others[0])


async def test_subscription_whose_answer_was_lost_is_recognized(served: World) -> None:
    """The SDK repeats such a request, and finds its own row."""

    def write_first(operations: Sequence[Operation]) -> None:
        served.subscriptions_table.before_write = None
        run_now(served.subscriptions_table.write(operations))

    served.subscriptions_table.before_write = write_first
    assert (await ask()).status_code == 201
    assert len(await listed()) == 1


async def test_deleted_subscription_is_gone_with_its_secret(served: World) -> None:
    name = (await subscribe())["subscriptionId"]
    assert document(await at("delete_subscription", name, "DELETE"))["subscriptionId"] == name
    assert await listed() == []
    assert served.subscriptions_table.all_rows() == []
    assert_problem(await at("delete_subscription", name, "DELETE"), 404)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/events",
        "http://127.0.0.1/events",
        "ftp://example.com/events",
        "https:///events",
        "https://127.0.0.1/events",
        "https://10.0.0.1/",
        "https://169.254.169.254/metadata",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://user:word@example.com/",
        "https://user@example.com/",
        "https://xn--/",
        "https://example.com/#part",
        "https://example.com:99999/",
        "https://[::1",
        "example.com/events",
        "https://example.com/\u00e9",
        "https://example.com/a b",
        "https://example.com/\r\nX: y",
        f"https://example.com/{'x' * 2_000}",
    ],
)
async def test_url_that_cannot_be_delivered_to_is_refused(served: World, url: str) -> None:
    answer = await call(functions.create_subscription, post({"url": url, "events": ["inbound"]}))
    assert_problem(answer, 400, "url")
    assert served.subscriptions_table.all_rows() == []


async def test_plain_http_is_taken_only_nearby_and_where_the_setting_allows_it(
    served: World, serve: Serve
) -> None:
    served.settings = replace(served.settings, allows_private_webhooks=True)
    serve(served)
    assert await subscribe(url="http://127.0.0.1:9000/events")
    for url in ("http://example.com/", "http://169.254.169.254/metadata"):
        body = {"url": url, "events": ["inbound"]}
        assert_problem(await call(functions.create_subscription, post(body)), 400, "url")


@pytest.mark.parametrize(
    "events", [[], ["unknown"], ["inbound"] * (len(EventKind) + 1), "inbound", [1], None]
)
@pytest.mark.usefixtures("served")
async def test_kinds_that_do_not_exist_are_refused(events: object) -> None:
    answer = await call(functions.create_subscription, post({"url": URL, "events": events}))
    assert_problem(answer, 400)
    assert await listed() == []


@pytest.mark.usefixtures("served")
async def test_there_are_only_so_many_subscriptions() -> None:
    for number in range(MAX_SUBSCRIPTIONS):
        await subscribe("inbound", url=f"{URL}/{number}")
    answer = await call(functions.create_subscription, post({"url": URL, "events": ["inbound"]}))
    assert_problem(answer, 409)
    assert len(await listed()) == MAX_SUBSCRIPTIONS


@pytest.mark.parametrize("name", ["", "x", "00000000000000000009", "../subscriptions"])
@pytest.mark.parametrize(
    ("function", "method"),
    [
        ("get_subscription", "GET"),
        ("delete_subscription", "DELETE"),
        ("list_dead_letters", "GET"),
        ("replay_dead_letters", "POST"),
        ("rotate_subscription_secret", "POST"),
        ("test_subscription", "POST"),
    ],
)
@pytest.mark.usefixtures("served")
async def test_unknown_subscription_is_not_found(name: str, function: str, method: str) -> None:
    assert_problem(await at(function, name, method), 404)


@pytest.mark.usefixtures("served")
async def test_place_in_the_dead_letters_must_be_one() -> None:
    name = (await subscribe())["subscriptionId"]
    request = get(route={"subscriptionId": name}, params={"after": "0/../"})
    assert_problem(await call(functions.list_dead_letters, request), 400, "after")
