"""The control API, the stream and the page's files."""

import pytest

from tests.integration.acs_simulator.support import (
    LONG_CODE,
    OTHER_PERSON,
    PERSON,
    TOLL_FREE,
    Bench,
    Endpoint,
)


async def test_health_answers(bench: Bench) -> None:
    answer = await bench.control("GET", "/health")

    assert (answer.status, answer.json["status"]) == (200, "ok")


async def test_inbound_answers_with_the_message(bench: Bench) -> None:
    answer = await bench.control(
        "POST", "/inbound", {"from": "14255550123", "to": "18335550100", "message": "ñ" * 71}
    )

    assert answer.status == 202
    message_id = answer.json.pop("messageId")
    assert message_id.startswith("Incoming_20261122080000")
    assert answer.json == {
        "from": PERSON,
        "to": TOLL_FREE,
        "message": "ñ" * 71,
        "segmentCount": 1,
        "direction": "inbound",
        "origin": "person",
        "tag": None,
        "status": "received",
        "statusDetails": None,
        "createdAt": "2026-11-22T08:00:00+00:00",
        "reportedAt": None,
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"from": PERSON, "to": "+18445550100", "message": "x"}, 404),
        ({"from": "Ana", "to": TOLL_FREE, "message": "x"}, 400),
        ({"from": PERSON, "to": TOLL_FREE, "message": ""}, 400),
        ({"from": PERSON, "to": TOLL_FREE, "message": "x" * 2049}, 400),
        ({"from": PERSON, "to": TOLL_FREE, "message": "x", "extra": 1}, 400),
        ([], 400),
    ],
)
async def test_inbound_is_refused_when_it_makes_no_sense(
    bench: Bench, body: object, status: int
) -> None:
    answer = await bench.control("POST", "/inbound", body)

    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("application/problem+json")


async def test_messages_are_found_by_either_number_and_by_direction(bench: Bench) -> None:
    await bench.send(PERSON, OTHER_PERSON)
    await bench.send(sender=LONG_CODE)
    await bench.text("hi")

    async def found(query: str) -> tuple[int, list[str]]:
        answer = await bench.control("GET", f"/messages?{query}")
        return answer.json["total"], [m["direction"] for m in answer.json["messages"]]

    assert await found("number=14255550123") == (3, ["outbound", "outbound", "inbound"])
    assert await found("number=%2B18335550100") == (3, ["outbound", "outbound", "inbound"])
    assert await found("number=14255550123&direction=inbound") == (1, ["inbound"])
    assert await found("limit=1") == (4, ["inbound"])
    assert await found("number=14255550199") == (0, [])


@pytest.mark.parametrize(
    "query", ["direction=up", "limit=0", "limit=-1", "limit=x", "limit=" + "9" * 5000]
)
async def test_messages_refuses_bad_questions(bench: Bench, query: str) -> None:
    assert (await bench.control("GET", f"/messages?{query}")).status == 400


async def test_requests_show_what_was_asked(bench: Bench) -> None:
    item = {"to": PERSON, "repeatabilityRequestId": "abc", "repeatabilityFirstSent": "x"}
    await bench.send(smsRecipients=[item, {"to": OTHER_PERSON}])
    await bench.acs("/deliveryReports/x", method="GET")

    send, fetch = (await bench.control("GET", "/requests")).json["requests"]

    assert send == {
        "at": "2026-11-22T08:00:00+00:00",
        "method": "POST",
        "path": "/sms",
        "apiVersion": "2026-01-23",
        "status": 202,
        "recipientCount": 2,
        "tag": "t",
        "repeatabilityRequestIds": ["abc", None],
    }
    assert (fetch["path"], fetch["status"]) == ("/deliveryReports/x", 404)


async def test_manual_messages_wait_for_their_report(bench: Bench, subscribed: Endpoint) -> None:
    await bench.control("POST", "/progression", {"mode": "manual"})
    message_id = (await bench.send()).json["value"][0]["messageId"]
    before = (await bench.messages())[0]["status"]
    order = {"messageId": message_id, "deliveryStatus": "Failed", "code": 4005}

    answer = await bench.control("POST", "/delivery-report", order)

    await subscribed.expect(1)
    assert (before, answer.json["status"]) == ("accepted", "failed")
    assert subscribed.data[0]["deliveryStatusDetails"] == (
        "4005: Message blocked by Destination carrier."
    )


async def test_second_report_has_the_same_event_id(bench: Bench, subscribed: Endpoint) -> None:
    message_id = (await bench.send()).json["value"][0]["messageId"]
    await subscribed.expect(1)

    order = {"messageId": message_id, "deliveryStatus": "Expired"}
    await bench.control("POST", "/delivery-report", order)

    first, second = await subscribed.expect(2)
    assert first["id"] == second["id"] == message_id
    assert [event["data"]["deliveryStatus"] for event in (first, second)] == [
        "Delivered",
        "Expired",
    ]


async def test_report_by_hand_is_refused_for_what_was_not_sent(bench: Bench) -> None:
    inbound_id = (await bench.text("hi")).json["messageId"]

    for message_id in ("unknown", inbound_id):
        order = {"messageId": message_id, "deliveryStatus": "Delivered"}
        assert (await bench.control("POST", "/delivery-report", order)).status == 404


async def test_messages_move_on_after_the_seconds_chosen(bench: Bench) -> None:
    plan = {"mode": "after_seconds", "seconds": 0.2}
    await bench.control("POST", "/progression", plan)

    await bench.send()

    assert (await bench.messages())[0]["status"] == "accepted"
    assert (await bench.settled())[0]["status"] == "delivered"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/progression", {"mode": "slow"}),
        ("/progression", {"mode": "after_seconds", "seconds": "1"}),
        ("/progression", {"mode": "after_seconds", "seconds": float("nan")}),
        ("/progression", {"mode": "after_seconds", "seconds": 10**400}),
        ("/progression", {}),
        ("/blocked-report", {"style": "loud"}),
        ("/rate-limits", {"enabled": 1}),
        ("/rate-limits", {"limits": {"pigeon": 1}}),
        ("/rate-limits", {"limits": {"tollFree": -1}}),
        ("/rate-limits", {"limits": []}),
        ("/event-schedule", {"speed": 0}),
        ("/seed", {"seed": "x"}),
        ("/reset", {"subscriptions": "all"}),
    ],
)
async def test_control_refuses_wrong_values(bench: Bench, path: str, body: object) -> None:
    assert (await bench.control("POST", path, body)).status == 400


@pytest.mark.parametrize(
    "plan",
    [
        {},
        {"url": "ftp://example.com"},
        {"url": "http://"},
        {"url": "http://127.0.0.1:1/", "schema": "Other"},
        {"url": "http://127.0.0.1:1/", "eventTypes": []},
        {"url": "http://127.0.0.1:1/", "eventTypes": ["Other"]},
        {"url": "http://127.0.0.1:1/", "eventTypes": [[]]},
        {"url": "http://127.0.0.1:1/", "maxEventsPerBatch": 5001},
        {"url": "http://127.0.0.1:1/", "preferredBatchSizeInKilobytes": 0},
    ],
)
async def test_subscription_is_refused_when_it_makes_no_sense(bench: Bench, plan: object) -> None:
    assert (await bench.control("PUT", "/subscriptions/x", plan)).status == 400


async def test_rate_limits_answer_with_what_holds(bench: Bench) -> None:
    change = {"limits": {"tollFree": 1000, "shortCode": None}}

    answer = await bench.control("POST", "/rate-limits", change)

    assert answer.json == {
        "enabled": True,
        "unit": "recipients",
        "limits": {"tollFree": 1000, "longCode": None, "shortCode": None, "alphanumeric": 600},
    }


async def test_reset_forgets_everything(bench: Bench) -> None:
    await bench.text("STOP")
    await bench.control("POST", "/progression", {"mode": "manual"})
    await bench.control("POST", "/faults", {"kind": "status", "count": 9})
    await bench.control("POST", "/rate-limits", {"limits": {"tollFree": 0}})

    answer = await bench.control("POST", "/reset")

    assert answer.status == 204
    assert await bench.messages() == []
    assert (await bench.control("GET", "/requests")).json == {"requests": []}
    assert (await bench.send()).status == 202
    assert [m["status"] for m in await bench.settled()] == ["delivered"]


async def test_ids_repeat_after_the_same_seed(bench: Bench) -> None:
    ids = []
    for seed in (7, 7, 8):
        await bench.control("POST", "/seed", {"seed": seed})
        ids.append((await bench.send()).json["value"][0]["messageId"])

    assert ids[0] == ids[1] != ids[2]


async def test_phones_and_senders_are_listed(bench: Bench) -> None:
    await bench.send(OTHER_PERSON)
    bench.clock.move(seconds=1)
    await bench.send(PERSON, message="second")

    phones = (await bench.control("GET", "/phones")).json["phones"]
    senders = (await bench.control("GET", "/senders")).json["senders"]

    assert [phone["number"] for phone in phones] == [PERSON, OTHER_PERSON]
    assert phones[0]["last"]["message"] == "second"
    assert [s["number"] for s in senders if not s["canReceive"]] == ["PALOMA"]
