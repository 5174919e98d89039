"""Deliveries with tokens, checked by keys that are read over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import azure.functions as func
import pytest

import inbound_webhook.functions
from shared.eventgrid.entra import EVENT_GRID_APPLICATION_ID, EntraSettings
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.token_issuer import (
    AUDIENCE,
    TENANT,
    TokenIssuer,
    bearer,
    public_jwk,
    serving_tokens,
    token,
)
from tests.support.web import assert_problem, call, document, post, read_event
from tests.support.world import SETTINGS, Serve, World

WEBHOOK = inbound_webhook.functions.inbound_webhook
READING = 4
"""Requests of one reading of the keys."""


@pytest.fixture
async def issuer() -> AsyncIterator[TokenIssuer]:
    async with serving_tokens() as running:
        yield running


@pytest.fixture
def world(serve: Serve, issuer: TokenIssuer) -> World:
    entra = EntraSettings(TENANT, frozenset({AUDIENCE}), authority=issuer.url)
    world = World(settings=replace(SETTINGS, entra=entra))
    serve(world)
    return world


async def deliver(
    text: str | None = None, name: str = "inbound_stop.json", **headers: str
) -> func.HttpResponse:
    given: Mapping[str, str] = bearer(text) if text else headers
    return await call(WEBHOOK, post(read_event(name), headers=given))


def has_stored(world: World) -> bool:
    return any(table.operation_count for table in world.tables())


async def assert_refused(text: str, world: World) -> None:
    answer = await deliver(text)
    assert assert_problem(answer, 401)["code"] == "invalid_token"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert not has_stored(world)


async def test_deliveries_with_a_token_are_stored_and_the_keys_are_read_once(
    world: World, issuer: TokenIssuer
) -> None:
    answers = await asyncio.gather(*(deliver(token()) for _ in range(5)))
    assert [answer.status_code for answer in answers] == [200] * 5
    assert len(issuer.asked) == READING
    assert world.opt_outs_table.all_rows()


@pytest.mark.usefixtures("world")
async def test_token_of_version_2_is_taken(issuer: TokenIssuer) -> None:
    v2 = token(
        iss=f"{issuer.url}/{TENANT}/v2.0", appid=None, azp=EVENT_GRID_APPLICATION_ID, ver="2.0"
    )
    assert (await deliver(v2)).status_code == 200


async def test_delivery_without_a_token_is_refused_before_its_body_is_read(
    world: World, issuer: TokenIssuer, log_lines: list[str]
) -> None:
    for body in (read_event("inbound_stop.json"), read_event("validation.json"), b"nothing"):
        assert_problem(await call(WEBHOOK, post(body)), 401)
    assert not has_stored(world)
    assert issuer.asked == []
    (line,) = logged_events(log_lines, "webhook_refused")
    assert (line["code"], line["reason"]) == ("invalid_token", "no_token")


async def test_refused_token_leaves_nothing_of_itself_in_the_log(
    world: World, log_lines: list[str]
) -> None:
    expired = token(exp=1)
    await assert_refused(expired, world)
    assert logged_events(log_lines, "webhook_refused")[0]["reason"] == "expired"
    assert_no_personal_data(log_lines, texts=[expired, *expired.split(".")])


async def test_validation_event_with_a_token_is_confirmed(world: World) -> None:
    answer = await deliver(token(), "validation.json")
    assert "validationResponse" in document(answer)
    assert not has_stored(world)


@pytest.mark.usefixtures("world")
async def test_handshake_of_cloud_events_needs_no_token(issuer: TokenIssuer) -> None:
    headers = {"WebHook-Request-Origin": "eventgrid.azure.net"}
    answer = await call(WEBHOOK, post(b"", headers=headers, method="OPTIONS"))
    assert answer.status_code == 200
    assert issuer.asked == []


async def test_invented_key_ids_make_the_app_read_the_keys_once_a_minute(
    world: World, issuer: TokenIssuer
) -> None:
    for number in range(50):
        await assert_refused(token("second", kid=f"invented{number}"), world)
    assert len(issuer.asked) == READING
    world.clock.advance(seconds=59)
    await assert_refused(token("second", kid="invented"), world)
    assert len(issuer.asked) == READING
    world.clock.advance(seconds=1)
    await assert_refused(token("second", kid="invented"), world)
    assert len(issuer.asked) == 2 * READING


async def test_key_that_was_published_since_is_found(world: World, issuer: TokenIssuer) -> None:
    assert (await deliver(token())).status_code == 200
    issuer.keys = [public_jwk("first"), public_jwk("second")]
    world.clock.advance(minutes=2)
    assert (await deliver(token("second"))).status_code == 200


async def test_withdrawn_key_is_refused_after_twelve_hours(
    world: World, issuer: TokenIssuer
) -> None:
    lasting = token(exp=4_000_000_000)
    assert (await deliver(lasting)).status_code == 200
    issuer.keys = [public_jwk("second")]
    world.clock.advance(hours=12)
    answer = await deliver(lasting)
    assert_problem(answer, 401)


@pytest.mark.parametrize("status", [500, 404, 302])
async def test_delivery_is_asked_for_again_while_the_keys_cannot_be_read(
    world: World, issuer: TokenIssuer, status: int
) -> None:
    issuer.status = status
    for _ in range(3):
        answer = await deliver(token())
        assert assert_problem(answer, 503)["code"] == "token_keys_unavailable"
        assert answer.headers["Retry-After"] == "30"
    assert not has_stored(world)
    assert len(issuer.asked) == 1, "a failure is not repeated at once"
    issuer.status = 200
    world.clock.advance(seconds=10)
    assert (await deliver(token())).status_code == 200


async def test_known_keys_outlive_an_outage_of_a_day_and_no_longer(
    world: World, issuer: TokenIssuer
) -> None:
    lasting = token(exp=4_000_000_000)
    assert (await deliver(lasting)).status_code == 200
    issuer.status = 500
    world.clock.advance(hours=23, minutes=59)
    assert (await deliver(lasting)).status_code == 200
    assert_problem(await deliver(token("second", exp=4_000_000_000)), 503)
    world.clock.advance(minutes=1)
    assert_problem(await deliver(lasting), 503)


@pytest.mark.parametrize("key", [{"kid": "first"}, {"kty": "RSA", "kid": "first"}, "no key", None])
async def test_keys_that_cannot_be_read_count_as_none(
    world: World, issuer: TokenIssuer, key: object
) -> None:
    issuer.keys = [key]  # type: ignore[list-item]
    assert (await deliver(token())).status_code in {401, 503}
    assert not has_stored(world)


async def test_short_keys_and_keys_for_encryption_are_not_used(
    world: World, issuer: TokenIssuer, log_lines: list[str]
) -> None:
    issuer.keys = [{**public_jwk("first"), "use": "enc"}, public_jwk("short")]
    await assert_refused(token(), world)
    await assert_refused(token(kid="short"), world)
    (line,) = logged_events(log_lines, "webhook_refused")
    assert line["reason"] == "unknown_key"


async def test_issuer_of_another_tenant_is_not_believed(world: World, issuer: TokenIssuer) -> None:
    issuer.issuer_tenant = "99999999-2222-4333-8444-555555555555"
    assert_problem(await deliver(token()), 503)
    assert not has_stored(world)


async def test_keys_at_another_host_are_not_fetched(world: World, issuer: TokenIssuer) -> None:
    async with serving_tokens() as other:
        issuer.keys_url = f"{other.url}/keys"
        assert_problem(await deliver(token()), 503)
        assert other.asked == []
    assert not has_stored(world)


async def test_issuer_that_does_not_listen_is_an_outage(serve: Serve) -> None:
    entra = EntraSettings(TENANT, frozenset({AUDIENCE}), authority="http://127.0.0.1:9")
    world = World(settings=replace(SETTINGS, entra=entra))
    serve(world)
    assert_problem(await deliver(token()), 503)
    assert not has_stored(world)
