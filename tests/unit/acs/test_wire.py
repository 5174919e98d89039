"""The wire: what goes out, and what every answer of ACS means."""

import json
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.acs.wire import outcomes_from_answer, repeatability_id, request_body
from shared.domain.chunk import DOUBTFUL, UNKNOWN, Chunk, Outcome, OutcomeKind
from shared.domain.dispatching import SendCall, calls_for, claim
from shared.domain.errors import SendError
from tests.support.samples import TEXT, make_chunk, make_options, people
from tests.support.world import START, TOLL_FREE

ANA, BEN = people(2)
DATE_TEXT = (
    "Request sent with Invalid DateTime value for repeatability-first-sent. "
    "Expected is DateTime ,RFC1123 pattern."
)


def call_of(chunk: Chunk) -> SendCall:
    (call,) = calls_for(claim(chunk, START), ())
    return call


CALL = call_of(make_chunk(recipients=(ANA, BEN)))


def accepted(to: str, message_id: str = "Outgoing_1") -> dict[str, Any]:
    return {"to": to, "messageId": message_id, "httpStatusCode": 202, "successful": True}


def refused(to: str, status: int, text: str | None = None) -> dict[str, Any]:
    return {"to": to, "httpStatusCode": status, "successful": False, "errorMessage": text}


def outcomes(*items: object) -> tuple[Outcome | None, ...]:
    return outcomes_from_answer(CALL, 202, {}, json.dumps({"value": items}).encode())


def sent(message_id: str) -> Outcome:
    return Outcome(OutcomeKind.SENT, provider_message_id=message_id)


def failed(code: str, text: str) -> Outcome:
    return Outcome(OutcomeKind.FAILED, code=code, text=text)


def error(status: int, body: object = b"", headers: dict[str, str] | None = None) -> SendError:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    with pytest.raises(SendError) as caught:
        outcomes_from_answer(CALL, status, headers or {}, content)
    return caught.value


def test_request_says_everything_of_the_call() -> None:
    assert json.loads(request_body(CALL)) == {
        "from": TOLL_FREE,
        "smsRecipients": [
            {
                "to": recipient,
                "repeatabilityRequestId": repeatability_id(message_id),
                "repeatabilityFirstSent": "Sun, 22 Nov 2026 09:00:00 GMT",
            }
            for recipient, message_id in zip((ANA, BEN), CALL.message_ids, strict=True)
        ],
        "message": TEXT,
        "smsSendOptions": {"enableDeliveryReport": True, "tag": CALL.tag},
    }


def test_request_asks_for_no_report_when_none_is_wanted() -> None:
    call = call_of(make_chunk(options=make_options(delivery_report=False)))
    assert json.loads(request_body(call))["smsSendOptions"]["enableDeliveryReport"] is False


def test_repeated_call_has_the_same_body() -> None:
    assert request_body(CALL) == request_body(call_of(make_chunk(recipients=(ANA, BEN))))


@given(st.text(max_size=80), st.text(max_size=80))
def test_repeatability_id_is_a_uuid_of_its_message_alone(one: str, other: str) -> None:
    text = repeatability_id(one)
    assert str(uuid.UUID(text)) == text == text.lower() == repeatability_id(one)
    assert (repeatability_id(other) == text) == (one == other)


def test_everybody_accepted_is_sent() -> None:
    assert outcomes(accepted(ANA, "Outgoing_a"), accepted(BEN, "Outgoing_b")) == (
        sent("Outgoing_a"),
        sent("Outgoing_b"),
    )


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        (refused(BEN, 400, "Invalid To phone number format."),
         failed("400", "Invalid To phone number format.")),
        ({**refused(BEN, 400, DATE_TEXT), "repeatabilityResult": "rejected"},
         failed("400", DATE_TEXT)),
        (refused(BEN, 400), failed("400", "")),
        (refused(BEN, 401, "Unauthorized"), failed("401", "Unauthorized")),
        (refused(BEN, 409), DOUBTFUL),
        (refused(BEN, 412), UNKNOWN),
        (refused(BEN, 429), None),
        (refused(BEN, 500), None),
        (refused(BEN, 503, "ServiceUnavailable"), None),
        ({**accepted(BEN), "messageId": None}, DOUBTFUL),
        ({"to": BEN, "successful": False}, DOUBTFUL),
        ({"to": BEN}, DOUBTFUL),
        ({**accepted(BEN), "repeatabilityResult": None, "errorMessage": None},
         sent("Outgoing_1")),
        ({**accepted(BEN), "repeatabilityResult": "accepted"}, sent("Outgoing_1")),
    ],
)  # fmt: skip
def test_outcome_of_one_recipient_leaves_the_other_alone(item: object, outcome: Outcome) -> None:
    assert outcomes(accepted(ANA, "Outgoing_a"), item) == (sent("Outgoing_a"), outcome)


def test_items_in_another_order_find_their_recipient() -> None:
    assert outcomes(refused(BEN, 400, "no"), accepted(ANA)) == (
        sent("Outgoing_1"),
        failed("400", "no"),
    )


def test_recipient_without_an_item_is_doubtful() -> None:
    assert outcomes(accepted(BEN)) == (DOUBTFUL, sent("Outgoing_1"))
    assert outcomes() == (DOUBTFUL, DOUBTFUL)


def test_items_whose_numbers_are_written_differently_go_by_position() -> None:
    items = [accepted(ANA.lstrip("+"), "Outgoing_a"), refused(BEN.lstrip("+"), 400, "no")]
    assert outcomes(*items) == (sent("Outgoing_a"), failed("400", "no"))


def test_item_of_one_recipient_never_counts_for_another() -> None:
    stranger = refused("+14255550199", 400, "no")
    assert outcomes(accepted(BEN, "Outgoing_b"), stranger) == (DOUBTFUL, sent("Outgoing_b"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b"{}",
        b'{"value": null}',
        b'{"value": {}}',
        b'{"value": [1]}',
        b'{"value": [null, null]}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_answer_that_says_nothing_leaves_everybody_in_doubt(body: bytes) -> None:
    unreadable = error(202, body)
    assert unreadable.doubtful
    assert unreadable.retryable


OLD_SHAPE = {"From": ["Invalid From phone number format"]}
PROBLEM = {
    "type": "https://tools.ietf.org/html/rfc9110#section-15.5.1",
    "title": "One or more validation errors occurred.",
    "status": 400,
    "errors": {"SmsRecipients": ["Max of 100 phone numbers are allowed in the To field."]},
    "traceId": "00-00000000000000000000000000000000-0000000000000000-00",
}
ENVELOPE = {"error": {"code": "Unauthorized", "message": "Denied."}}


@pytest.mark.parametrize(
    ("status", "body", "code", "text"),
    [
        (400, OLD_SHAPE, "400", "From: Invalid From phone number format"),
        (400, PROBLEM, "400",
         "SmsRecipients: Max of 100 phone numbers are allowed in the To field."),
        (400, {"title": "Bad Request"}, "400", "Bad Request"),
        (401, ENVELOPE, "Unauthorized", "Denied."),
        (401, {"error": {"code": "Unauthorized", "message": ""}}, "Unauthorized", ""),
        (401, {"error": {"code": None}}, "401", ""),
        (401, b"", "401", ""),
        (404, b"", "404", ""),
        (403, b"<html>", "403", ""),
        (400, {"errors": ["?"]}, "400", ""),
        (400, {"error": {"code": "c" * 1_000, "message": "m" * 1_000}}, "c" * 32, "m" * 120),
        (400, {"error": {"code": "\ud800", "message": "\ud800"}}, "\ufffd", "\ufffd"),
    ],
)  # fmt: skip
def test_refusal_of_the_call_is_final_and_says_why(
    status: int, body: object, code: str, text: str
) -> None:
    refusal = error(status, body)
    assert (refusal.provider_code, refusal.provider_text) == (code, text)
    assert not refusal.retryable
    assert not refusal.doubtful


@pytest.mark.parametrize("status", [408, 409, 500, 502, 503, 504])
def test_answer_that_may_hide_a_send_is_doubtful(status: int) -> None:
    doubtful = error(status, ENVELOPE)
    assert doubtful.retryable
    assert doubtful.doubtful


@pytest.mark.parametrize("status", [200, 204, 301, 302])
def test_answer_that_is_no_202_is_not_taken_for_a_send(status: int) -> None:
    assert not error(status).retryable


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": ""}, 0),
        ({"Retry-After": "-1"}, 0),
        ({"Retry-After": "\u00b2"}, 0),  # a digit, but no number
        ({"Retry-After": "9" * 400}, 86_400),
        ({"Retry-After": "Sun, 22 Nov 2026 09:15:36 GMT"}, 0),
    ],
)
def test_throttled_call_may_be_tried_again_and_did_not_leave(
    headers: dict[str, str], seconds: float
) -> None:
    throttled = error(429, b"", headers)
    assert throttled.retryable
    assert not throttled.doubtful
    assert throttled.retry_after_seconds == seconds


def test_text_of_a_refusal_is_made_storable() -> None:
    _, outcome = outcomes(accepted(ANA), refused(BEN, 400, "\ud800\x00" + "x" * 1_000))
    assert outcome
    assert outcome.text == "\ufffd\ufffd" + "x" * 118


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
ITEM_NAMES = ["to", "messageId", "httpStatusCode", "successful", "errorMessage"]
ITEMS = st.dictionaries(st.sampled_from(ITEM_NAMES), JSON_VALUES | st.just(ANA))


@given(st.integers(200, 599), st.lists(ITEMS | JSON_VALUES, max_size=3) | JSON_VALUES)
def test_any_answer_is_an_outcome_for_each_or_a_send_error(status: int, value: object) -> None:
    body = json.dumps({"value": value, "error": value, "errors": value}).encode()
    try:
        assert len(outcomes_from_answer(CALL, status, {}, body)) == 2
    except SendError:
        return
