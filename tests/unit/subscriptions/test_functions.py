"""The API of subscriptions."""

from dataclasses import replace
from typing import Any

import pytest

from subscriptions import functions
from subscriptions.storage.subscriptions import MAX_SUBSCRIPTIONS
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
    assert (await subscribe())["secret"] != (await subscribe())["secret"]
    assert len(await listed()) == 2


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


@pytest.mark.parametrize("events", [[], ["unknown"], ["inbound"] * 4, "inbound", [1], None])
@pytest.mark.usefixtures("served")
async def test_kinds_that_do_not_exist_are_refused(events: object) -> None:
    answer = await call(functions.create_subscription, post({"url": URL, "events": events}))
    assert_problem(answer, 400)
    assert await listed() == []


@pytest.mark.usefixtures("served")
async def test_there_are_only_so_many_subscriptions() -> None:
    for _ in range(MAX_SUBSCRIPTIONS):
        await subscribe("inbound")
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
