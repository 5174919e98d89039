"""Rate limits, outcomes and delivery reports."""

import pytest

from tests.integration.acs_simulator.support import (
    PERSON,
    TOLL_FREE,
    Bench,
    Endpoint,
)


async def test_toll_free_number_is_throttled_above_200_units_a_minute(bench: Bench) -> None:
    hundred = [f"+12065550{n}" for n in range(100, 200)]

    statuses = [(await bench.send(*hundred)).status for _ in range(3)]
    other_number = await bench.send(sender="+18335550101")
    bench.clock.move(seconds=60)
    later = await bench.send()

    assert statuses == [202, 202, 429]
    assert (other_number.status, later.status) == (202, 202)


async def test_throttled_answer_has_no_retry_after(bench: Bench) -> None:
    await bench.control("POST", "/rate-limits", {"limits": {"tollFree": 0}})

    answer = await bench.send()

    assert (answer.status, answer.json["error"]["code"]) == (429, "TooManyRequests")
    assert "Retry-After" not in answer.headers
    assert await bench.messages() == []


async def test_segments_are_counted_when_asked_for(bench: Bench) -> None:
    limits = {"unit": "segments", "limits": {"tollFree": 3}}
    await bench.control("POST", "/rate-limits", limits)

    statuses = [(await bench.send(message="x" * 161)).status for _ in range(2)]

    assert statuses == [202, 429]


async def test_nothing_is_throttled_when_limits_are_off(bench: Bench) -> None:
    await bench.control("POST", "/rate-limits", {"enabled": False, "limits": {"tollFree": 0}})

    assert (await bench.send()).status == 202


async def test_a_hundred_recipients_all_get_the_message(bench: Bench) -> None:
    hundred = [f"+12065550{n}" for n in range(100, 200)]

    answer = await bench.send(*hundred)

    got = [(await bench.settled(number))[0]["messageId"] for number in hundred]
    assert got == [item["messageId"] for item in answer.json["value"]]


async def test_report_comes_only_when_asked_for(bench: Bench, subscribed: Endpoint) -> None:
    silent = await bench.send(smsSendOptions=None)
    await bench.settled()
    asked = await bench.send()

    (event,) = await subscribed.expect(1)
    assert silent.status == 202
    assert event["id"] == asked.json["value"][0]["messageId"]


@pytest.mark.parametrize(
    ("to", "details"),
    [
        ("+12025550106", "4006: The Destination/To number isn't reachable."),
        (
            "+12025550110",
            "4010: Message was blocked due to the toll-free number not being verified.",
        ),
        ("+12025550199", "9999: Message failed to deliver due to unknown error/failure."),
    ],
)
async def test_outcome_depends_on_recipient(
    bench: Bench, subscribed: Endpoint, to: str, details: str
) -> None:
    await bench.send(to)

    await subscribed.expect(1)
    data = subscribed.data[0]
    assert (data["deliveryStatus"], data["deliveryStatusDetails"]) == ("Failed", details)
    assert data["deliveryAttempts"][0]["segmentsFailed"] == 1


async def test_report_lists_every_attempt(bench: Bench, subscribed: Endpoint) -> None:
    await bench.send("+12025550191", message="x" * 161)

    await subscribed.expect(1)
    attempts = subscribed.data[0]["deliveryAttempts"]
    counts = [(a["segmentsSucceeded"], a["segmentsFailed"]) for a in attempts]
    assert counts == [(0, 2), (0, 2), (2, 0)]


async def test_some_carriers_never_report(bench: Bench, subscribed: Endpoint) -> None:
    await bench.send("+12025550152")
    await bench.send()

    await subscribed.expect(1)
    assert (await bench.messages("+12025550152"))[0]["status"] == "accepted"


@pytest.mark.parametrize("status", ["Pending", "Unknown", "Expired"])
async def test_delivery_report_is_not_found_while_status_is_not_final(
    bench: Bench, status: str
) -> None:
    message_id = (await bench.send()).json["value"][0]["messageId"]
    order = {"messageId": message_id, "deliveryStatus": status}
    await bench.control("POST", "/delivery-report", order)

    assert (await bench.acs(f"/deliveryReports/{message_id}", method="GET")).status == 404


async def test_report_has_its_own_time(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/progression", {"mode": "manual"})
    message_id = (await bench.send()).json["value"][0]["messageId"]

    bench.clock.move(seconds=90)
    order = {"messageId": message_id, "deliveryStatus": "Delivered"}
    await bench.control("POST", "/delivery-report", order)

    (event,) = await subscribed.expect(1)
    assert event["eventTime"] == "2026-11-22T08:01:30Z"
    assert event["data"]["receivedTimestamp"] == "2026-11-22T08:01:30.0000000Z"


async def test_nothing_moves_on_after_a_reset(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/progression", {"mode": "after_seconds", "seconds": 0.1})
    await bench.send()

    await bench.control("POST", "/reset")
    await bench.control("POST", "/progression", {"mode": "after_seconds", "seconds": 0.2})
    kept = (await bench.send()).json["value"][0]["messageId"]

    (event,) = await subscribed.expect(1)
    assert event["id"] == kept


async def test_delivery_report_can_be_fetched_once_there_is_one(bench: Bench) -> None:
    await bench.control("POST", "/progression", {"mode": "manual"})
    message_id = (await bench.send()).json["value"][0]["messageId"]
    path = f"/deliveryReports/{message_id}"

    early = await bench.acs(path, method="GET")
    await bench.control(
        "POST", "/delivery-report", {"messageId": message_id, "deliveryStatus": "Failed"}
    )
    late = await bench.acs(path, method="GET")

    assert (early.status, early.json["title"], early.json["status"]) == (404, "Not Found", 404)
    assert late.status == 200
    assert late.json["messageId"] == message_id
    assert (late.json["from"], late.json["to"]) == (TOLL_FREE, PERSON)
    assert (late.json["deliveryStatus"], late.json["tag"]) == ("Failed", "t")
    assert (await bench.acs("/deliveryReports/none", method="GET")).status == 404
