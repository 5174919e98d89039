"""Event Grid's rules, as the simulator keeps them."""

import json
from typing import Any

import pytest

from tests.integration.acs_simulator.support import (
    LONG_CODE,
    RECEIVED,
    REPORT,
    TOLL_FREE,
    Bench,
    Endpoint,
    poll_until,
)

CLOUD = "CloudEventSchemaV1_0"


async def counters(bench: Bench) -> dict[str, Any]:
    answer = await bench.control("GET", "/subscriptions")
    (subscription,) = answer.json["subscriptions"]
    return {key: subscription[key] for key in ("delivered", "retried", "dropped", "pending")}


async def settle(bench: Bench) -> dict[str, Any]:
    async def nothing_pends() -> bool:
        pending: int = (await counters(bench))["pending"]
        return pending == 0

    await poll_until(nothing_pends)
    return await counters(bench)


async def test_report_arrives_in_event_grid_schema(bench: Bench, subscribed: Endpoint) -> None:
    sent = (await bench.send()).json["value"][0]

    (event,) = await subscribed.expect(1)

    assert event == {
        "id": sent["messageId"],
        "topic": bench.settings.resource_id,
        "subject": "/phonenumber/18335550100",
        "eventType": REPORT,
        "eventTime": "2026-11-22T08:00:00Z",
        "dataVersion": "1.0",
        "metadataVersion": "1",
        "data": {
            "messageId": sent["messageId"],
            "from": "18335550100",
            "to": "+14255550123",
            "deliveryStatus": "Delivered",
            "deliveryStatusDetails": "2000: No Error",
            "deliveryAttempts": [
                {
                    "timestamp": "2026-11-22T08:00:00.0000000Z",
                    "segmentsSucceeded": 1,
                    "segmentsFailed": 0,
                }
            ],
            "receivedTimestamp": "2026-11-22T08:00:00.0000000Z",
            "tag": "t",
        },
    }


async def test_inbound_arrives_as_cloud_event(bench: Bench, endpoint: Endpoint) -> None:
    await bench.control("PUT", "/subscriptions/c", {"url": endpoint.url, "schema": CLOUD})

    message = (await bench.text("Stop please")).json

    (event,) = await endpoint.expect(1)
    assert event == {
        "specversion": "1.0",
        "type": RECEIVED,
        "id": message["messageId"],
        "source": bench.settings.resource_id,
        "subject": "/phonenumber/18335550100",
        "time": "2026-11-22T08:00:00.0000000Z",
        "data": {
            "MessageId": message["messageId"],
            "From": "14255550123",
            "To": "18335550100",
            "Message": "Stop please",
            "ReceivedTimestamp": "2026-11-22T08:00:00.0000000Z",
            "SegmentCount": 1,
        },
    }
    assert not endpoint.posts[0].is_array
    assert endpoint.posts[0].headers["Origin"] == "eventgrid.azure.net"
    assert endpoint.posts[0].headers["Content-Type"].startswith("application/cloudevents+json")


async def test_delivery_carries_event_grid_headers(bench: Bench, subscribed: Endpoint) -> None:
    await bench.text("hi")
    await subscribed.expect(1)

    headers = {
        k.lower(): v for k, v in subscribed.posts[0].headers.items() if k[:4].lower() == "aeg-"
    }

    assert headers == {
        "aeg-event-type": "Notification",
        "aeg-subscription-name": "ALL",
        "aeg-delivery-count": "0",
        "aeg-data-version": "1.0",
        "aeg-metadata-version": "1",
    }


async def test_subscription_gets_only_its_event_types(bench: Bench, endpoint: Endpoint) -> None:
    plan = {"url": endpoint.url, "eventTypes": [RECEIVED]}
    await bench.control("PUT", "/subscriptions/in", plan)

    await bench.send()
    await bench.settled()
    await bench.text("hi")

    assert [event["eventType"] for event in await endpoint.expect(1)] == [RECEIVED]


@pytest.mark.parametrize("schema", ["EventGridSchema", CLOUD])
async def test_events_come_in_batches_when_asked_for(
    bench: Bench, endpoint: Endpoint, schema: str
) -> None:
    plan = {"url": endpoint.url, "schema": schema, "maxEventsPerBatch": 4}
    await bench.control("PUT", "/subscriptions/b", plan)

    await bench.send(*(f"+142555501{n:02}" for n in range(10)))

    await endpoint.expect(10)
    assert sorted(len(post.events) for post in endpoint.posts) == [2, 4, 4]
    assert all(post.is_array for post in endpoint.posts)


async def test_batch_stays_within_preferred_size(bench: Bench, endpoint: Endpoint) -> None:
    plan = {"url": endpoint.url, "maxEventsPerBatch": 100, "preferredBatchSizeInKilobytes": 2}
    await bench.control("PUT", "/subscriptions/b", plan)

    await bench.send(*(f"+142555501{n:02}" for n in range(10)))

    await endpoint.expect(10)
    sizes = [len(json.dumps(post.events, separators=(",", ":"))) for post in endpoint.posts]
    assert max(sizes) <= 2 * 1024 + 50
    assert len(sizes) > 1


async def test_only_so_many_posts_are_under_way_at_once(bench: Bench, subscribed: Endpoint) -> None:
    subscribed.is_open.clear()
    await bench.send(*(f"+142555501{n:02}" for n in range(40)))
    await poll_until(lambda: subscribed.busy_count == 16)

    subscribed.is_open.set()

    await subscribed.expect(40)
    assert subscribed.busy_count_max == 16


@pytest.mark.parametrize("status", [404, 408, 429, 500, 503, 307, 206])
async def test_delivery_is_tried_again_after(
    bench: Bench, subscribed: Endpoint, status: int
) -> None:
    subscribed.statuses = [status]

    await bench.text("hi")

    first, second = await subscribed.expect(2)
    assert first == second
    assert [post.headers["aeg-delivery-count"] for post in subscribed.posts] == ["0", "1"]
    assert await settle(bench) == {"delivered": 1, "retried": 1, "dropped": 0, "pending": 0}


@pytest.mark.parametrize("status", [400, 401, 403, 413])
async def test_event_is_dropped_at_once_after(
    bench: Bench, subscribed: Endpoint, status: int
) -> None:
    subscribed.statuses = [status]

    await bench.text("hi")

    await subscribed.expect(1)
    assert await settle(bench) == {"delivered": 0, "retried": 0, "dropped": 1, "pending": 0}


@pytest.mark.parametrize("status", [200, 201, 202, 203, 204])
async def test_event_is_delivered_after(bench: Bench, subscribed: Endpoint, status: int) -> None:
    subscribed.statuses = [status]

    await bench.text("hi")

    await subscribed.expect(1)
    assert (await settle(bench))["delivered"] == 1


async def test_event_is_dropped_after_a_day_of_failures(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/event-schedule", {"speed": 1_000_000})
    subscribed.statuses = [500] * 40

    await bench.text("hi")

    assert (await settle(bench))["dropped"] == 1
    assert len(subscribed.posts) == 11


async def test_deleted_subscription_gets_nothing_more(bench: Bench, subscribed: Endpoint) -> None:
    deleted = await bench.control("DELETE", "/subscriptions/all")
    again = await bench.control("DELETE", "/subscriptions/all")
    await bench.text("hi")

    assert (deleted.status, again.status) == (204, 404)
    assert subscribed.posts == []


async def test_reset_drops_pending_events_and_keeps_subscription(
    bench: Bench, subscribed: Endpoint
) -> None:
    subscribed.statuses = [500]
    await bench.control("POST", "/event-schedule", {"speed": 1})
    await bench.text("lost")
    await subscribed.expect(1)

    await bench.control("POST", "/reset")
    await bench.text("kept")

    events = await subscribed.expect(2)
    assert [event["data"]["message"] for event in events] == ["lost", "kept"]
    assert await settle(bench) == {"delivered": 1, "retried": 0, "dropped": 0, "pending": 0}


async def test_reset_removes_subscriptions_when_asked_to(
    bench: Bench, subscribed: Endpoint
) -> None:
    await bench.control("POST", "/reset", {"subscriptions": True})

    assert (await bench.control("GET", "/subscriptions")).json == {"subscriptions": []}
    assert subscribed.posts == []


@pytest.mark.parametrize("own_number", [TOLL_FREE, LONG_CODE, "77001"])
async def test_subject_is_own_number_without_plus(
    bench: Bench, subscribed: Endpoint, own_number: str
) -> None:
    await bench.text("hi", to=own_number)

    (event,) = await subscribed.expect(1)
    assert event["subject"] == f"/phonenumber/{own_number.removeprefix('+')}"
