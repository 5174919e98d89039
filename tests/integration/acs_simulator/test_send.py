"""``POST /sms``: answers, errors, repeatability, limits, as they look on the wire."""

from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.integration.acs_simulator.support import (
    LONG_CODE,
    OTHER_PERSON,
    PERSON,
    TOLL_FREE,
    Bench,
    Endpoint,
)

BAD_FIRST_SENT = (
    "Request sent with Invalid DateTime value for repeatability-first-sent. "
    "Expected is DateTime ,RFC1123 pattern."
)


def recipient(bench: Bench, request_id: str, **more: object) -> dict[str, object]:
    first_sent = format_datetime(bench.clock(), usegmt=True)
    made: dict[str, object] = {
        "to": PERSON,
        "repeatabilityRequestId": request_id,
        "repeatabilityFirstSent": first_sent,
    }
    return {k: v for k, v in (made | more).items() if v is not None}


async def send_one(bench: Bench, item: dict[str, object], **more: object) -> dict[str, Any]:
    answer = await bench.send(smsRecipients=[item], **more)
    assert answer.status == 202
    (result,) = answer.json["value"]
    return dict(result)


async def test_send_answers_per_recipient_in_order(bench: Bench) -> None:
    answer = await bench.send(PERSON, "4255550124", "+12025550153")

    good, bad, unavailable = answer.json["value"]
    assert answer.status == 202
    assert good["messageId"].startswith("Outgoing_20261122080000")
    assert good["messageId"].endswith("_noam")
    assert (good["to"], good["httpStatusCode"], good["successful"]) == (PERSON, 202, True)
    assert bad == {
        "to": "4255550124",
        "httpStatusCode": 400,
        "successful": False,
        "errorMessage": "Invalid To phone number format.",
    }
    assert unavailable["httpStatusCode"] == 503
    assert unavailable["errorMessage"] == "ServiceUnavailable"
    assert "2026-01-23" in answer.headers["api-supported-versions"]


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        pytest.param(
            {"from": "+1"}, {"From": ["Invalid From phone number format"]}, id="bad sender"
        ),
        pytest.param(
            {"smsRecipients": [{"to": PERSON}] * 101},
            {"SmsRecipients": ["Max of 100 phone numbers are allowed in the To field."]},
            id="101 recipients",
        ),
        pytest.param(
            {"smsRecipients": []},
            {"SmsRecipients": ["The SmsRecipients field is required."]},
            id="no recipients",
        ),
        pytest.param(
            {"message": "x" * 2049},
            {"Message": ["Max of 2048 characters are allowed in the message."]},
            id="long message",
        ),
    ],
)
async def test_send_names_the_field_at_fault(
    bench: Bench, change: dict[str, object], errors: dict[str, list[str]]
) -> None:
    answer = await bench.send(**change)

    assert answer.status == 400
    assert answer.json.pop("traceId").startswith("00-")
    assert answer.json == {
        "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
        "title": "One or more validation errors occurred.",
        "status": 400,
        "errors": errors,
    }
    assert await bench.messages() == []


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff"])
async def test_send_refuses_what_is_no_json_object(bench: Bench, body: bytes) -> None:
    answer = await bench.acs("/sms", body)

    assert (answer.status, list(answer.json["errors"])) == (400, ["$"])


async def test_send_is_unauthorised_when_sender_belongs_to_others(bench: Bench) -> None:
    answer = await bench.send(sender="+18445550100")

    assert answer.status == 401
    assert answer.json == {"error": {"code": "Unauthorized", "message": ""}}


@pytest.mark.parametrize(
    ("path", "version", "code"),
    [
        ("/sms", "", "ApiVersionUnspecified"),
        ("/sms", "2020-01-01", "UnsupportedApiVersion"),
        ("/sms", "2025-08-01-preview", "UnsupportedApiVersion"),
        ("/sms/optouts:check", "2021-03-07", "UnsupportedApiVersion"),
        ("/sms/optouts:check", "2024-02-05", "UnsupportedApiVersion"),
    ],
)
async def test_operation_is_refused_in_versions_without_it(
    bench: Bench, path: str, version: str, code: str
) -> None:
    answer = await bench.acs(path, {}, version=version)

    assert (answer.status, answer.json["error"]["code"]) == (400, code)


async def test_delivery_report_is_only_in_newest_version(bench: Bench) -> None:
    answer = await bench.acs("/deliveryReports/x", method="GET", version="2025-09-17")

    assert (answer.status, answer.json["error"]["code"]) == (400, "UnsupportedApiVersion")


@pytest.mark.parametrize("version", ["2021-03-07", "2024-02-05", "2025-09-17", "2026-01-23"])
async def test_send_works_in_version(bench: Bench, version: str) -> None:
    body = {"from": TOLL_FREE, "message": "x", "smsRecipients": [{"to": PERSON}]}

    answer = await bench.acs("/sms", body, version=version)

    assert (answer.status, answer.json["value"][0]["successful"]) == (202, True)


async def test_unfinished_business_is_refused_and_not_faked(bench: Bench) -> None:
    options = {"enableDeliveryReport": True, "messagingConnect": {"partner": "x", "apiKey": "y"}}

    messaging_connect = await bench.send(smsSendOptions=options)
    mms = await bench.acs("/mms", {})
    token = await bench.acs("/sms", {}, headers={"Authorization": "Bearer abc"})

    answers = (messaging_connect, mms, token)
    assert [answer.status for answer in answers] == [501, 501, 501]
    assert [answer.json["error"]["code"] for answer in answers] == ["NotSimulated"] * 3


@pytest.mark.parametrize(
    ("header", "value", "said"),
    [
        ("Authorization", "", "missing"),
        ("Authorization", "HMAC-SHA256 SignedHeaders=host&Signature=eA==", "SignedHeaders"),
        ("x-ms-date", "yesterday", "RFC 1123"),
        ("x-ms-date", "Sun, 22 Nov 2026 07:44:59 GMT", "too far"),
        ("x-ms-date", "Sun, 22 Nov 2026 08:00:01 GMT", "signature"),
        ("x-ms-content-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "content hash"),
    ],
)
async def test_request_is_unauthorised_when_badly_signed(
    bench: Bench, header: str, value: str, said: str
) -> None:
    answer = await bench.acs("/sms", {"from": TOLL_FREE}, headers={header: value})

    assert (answer.status, answer.json["error"]["code"]) == (401, "Unauthorized")
    assert said in answer.json["error"]["message"]


async def test_plain_date_header_may_be_signed(bench: Bench) -> None:
    target = "/sms/optouts:check?api-version=2026-01-23"
    body = b'{"from": "+18335550100", "recipients": [{"to": "+14255550123"}]}'
    headers = bench.sign("POST", target, body, date_header="Date")

    async with bench.session.post(
        bench.simulator.url + target, data=body, headers=headers
    ) as response:
        assert response.status == 200


async def test_same_id_gets_same_message_and_phone_gets_it_once(bench: Bench) -> None:
    request_id = str(uuid4())

    first = await send_one(bench, recipient(bench, request_id))
    bench.clock.move(seconds=299)
    again = await send_one(bench, recipient(bench, request_id.upper()))

    assert again == first
    assert first["repeatabilityResult"] == "accepted"
    assert len(await bench.messages()) == 1


async def test_same_id_is_new_after_the_window(bench: Bench) -> None:
    request_id = str(uuid4())

    first = await send_one(bench, recipient(bench, request_id))
    bench.clock.move(seconds=301)
    second = await send_one(bench, recipient(bench, request_id))

    assert second["messageId"] != first["messageId"]
    assert len(await bench.messages()) == 2


async def test_old_first_sent_is_rejected(bench: Bench) -> None:
    item = recipient(bench, str(uuid4()))
    bench.clock.move(seconds=301)

    result = await send_one(bench, item)

    assert (result["httpStatusCode"], result["repeatabilityResult"]) == (412, "rejected")
    assert await bench.messages() == []


@pytest.mark.parametrize("first_sent", [None, "2026-11-22T08:00:00Z", 5, "Sun, 99 Nov 2026"])
async def test_bad_first_sent_is_rejected(bench: Bench, first_sent: object) -> None:
    result = await send_one(
        bench, recipient(bench, str(uuid4()), repeatabilityFirstSent=first_sent)
    )

    assert result == {
        "to": PERSON,
        "httpStatusCode": 400,
        "successful": False,
        "errorMessage": BAD_FIRST_SENT,
        "repeatabilityResult": "rejected",
    }


@pytest.mark.parametrize("request_id", ["", "x", "123", 7])
async def test_id_that_is_no_guid_is_rejected(bench: Bench, request_id: object) -> None:
    result = await send_one(bench, recipient(bench, "", repeatabilityRequestId=request_id))

    assert (result["httpStatusCode"], result["repeatabilityResult"]) == (400, "rejected")


@pytest.mark.parametrize(
    ("item", "call"),
    [
        pytest.param({"to": OTHER_PERSON}, {}, id="recipient"),
        pytest.param({}, {"message": "other"}, id="text"),
        pytest.param({}, {"from": LONG_CODE}, id="sender"),
        pytest.param(
            {}, {"smsSendOptions": {"enableDeliveryReport": True, "tag": "u"}}, id="tag"
        ),
    ],
)
async def test_same_id_with_other_content_is_rejected(
    bench: Bench, item: dict[str, object], call: dict[str, object]
) -> None:
    request_id = str(uuid4())
    await send_one(bench, recipient(bench, request_id))

    result = await send_one(bench, recipient(bench, request_id, **item), **call)

    assert (result["httpStatusCode"], result["repeatabilityResult"]) == (400, "rejected")
    assert await bench.messages(OTHER_PERSON) == []


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
        ("+12025550110", "4010: Message was blocked due to the toll-free number not being verified."),
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
