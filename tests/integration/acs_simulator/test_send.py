"""``POST /sms``: responses, errors, repeatability, limits, as clients get them."""

from typing import Any

import pytest

from tests.integration.acs_simulator.support import (
    PERSON,
    TOLL_FREE,
    Bench,
)


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
    bench: Bench, change: dict[str, Any], errors: dict[str, list[str]]
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


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff", b"[" * 100_000])
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
        ("/sms", "2024-01-02", "UnsupportedApiVersion"),
        ("/sms", "2024-02-05-preview", "UnsupportedApiVersion"),
        ("/sms", "newest", "UnsupportedApiVersion"),
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


@pytest.mark.parametrize(
    "version",
    [
        "2021-03-07",
        "2024-02-05",
        "2024-12-10-preview",
        "2025-05-29-preview",
        "2025-08-01-preview",
        "2025-09-17",
        "2026-01-23",
        "2026-06-01-preview",
        "2027-01-01",
    ],
)
async def test_send_works_in_version(bench: Bench, version: str) -> None:
    body = {"from": TOLL_FREE, "message": "x", "smsRecipients": [{"to": PERSON}]}

    answer = await bench.acs("/sms", body, version=version)

    assert (answer.status, answer.json["value"][0]["successful"]) == (202, True)


async def test_unfinished_business_is_refused_and_not_faked(bench: Bench) -> None:
    options = {"enableDeliveryReport": True, "messagingConnect": {"partner": "x", "apiKey": "y"}}

    messaging_connect = await bench.send(smsSendOptions=options)
    mms = await bench.acs("/mms", {})

    answers = (messaging_connect, mms)
    assert [answer.status for answer in answers] == [501, 501]
    assert [answer.json["error"]["code"] for answer in answers] == ["NotSimulated"] * 2


@pytest.mark.parametrize("to", ["Ad155500000000000", "+1425555012a", "twelve"])
async def test_letter_in_a_number_refuses_the_whole_call(bench: Bench, to: str) -> None:
    answer = await bench.send(PERSON, to)

    assert (answer.status, list(answer.json["errors"])) == (400, ["SmsRecipients[1].To"])
    assert await bench.messages() == []


@pytest.mark.parametrize("to", ["+1425555012345", "+15550000000", "+142555501", "4255550124"])
async def test_number_that_cannot_exist_is_refused_for_its_recipient(bench: Bench, to: str) -> None:
    answer = await bench.acs(
        "/sms",
        {
            "from": TOLL_FREE,
            "message": "x",
            "smsRecipients": [
                {
                    "to": number,
                    "repeatabilityRequestId": f"8d0cb9f6-4d2b-4b6f-9f3d-{position:012}",
                    "repeatabilityFirstSent": "Sun, 22 Nov 2026 08:00:00 GMT",
                }
                for position, number in enumerate((PERSON, to))
            ],
        },
    )

    accepted, refused = answer.json["value"]
    assert answer.status == 202
    assert set(accepted) == {
        "to", "messageId", "httpStatusCode", "successful", "repeatabilityResult",
    }  # fmt: skip
    assert refused == {
        "to": to,
        "httpStatusCode": 400,
        "successful": False,
        "errorMessage": "Invalid To phone number format.",
    }


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
