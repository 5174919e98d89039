"""The handshakes that come before the first delivery."""

import pytest

from tests.integration.acs_simulator.support import (
    Bench,
    Endpoint,
)

CLOUD = "CloudEventSchemaV1_0"


@pytest.mark.parametrize("schema", ["EventGridSchema", CLOUD])
async def test_nothing_is_delivered_when_handshake_fails(
    bench: Bench, endpoint: Endpoint, schema: str
) -> None:
    endpoint.agrees = False
    plan = {"url": endpoint.url, "schema": schema}

    answer = await bench.control("PUT", "/subscriptions/x", plan)
    await bench.text("hi")

    assert answer.status == 422
    assert endpoint.handshake_count == 2
    assert (await bench.control("GET", "/subscriptions")).json == {"subscriptions": []}
    assert endpoint.posts == []


async def test_cloud_events_handshake_fails_when_rate_is_missing(
    bench: Bench, endpoint: Endpoint
) -> None:
    endpoint.allowed_rate = None

    answer = await bench.control("PUT", "/subscriptions/x", {"url": endpoint.url, "schema": CLOUD})

    assert (answer.status, "Allowed-Rate" in answer.json["title"]) == (422, True)


async def test_handshake_says_so_when_no_server_listens(bench: Bench) -> None:
    answer = await bench.control("PUT", "/subscriptions/x", {"url": "http://127.0.0.1:1/"})

    assert (answer.status, "could not be reached" in answer.json["title"]) == (422, True)
