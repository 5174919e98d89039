"""The protocol of sending: responses that refuse or defer a call, or are empty."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.carriers.acs.limits import ACS_LIMITS
from shared.carriers.acs.messages import outcomes_from_response
from shared.carriers.sending import SendError
from tests.unit.shared.carriers.calls import (
    ANA,
    BEN,
    CALL,
    accepted,
    error,
    outcomes,
    refused,
)


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
    assert unreadable.may_have_left
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
    assert not refusal.may_have_left


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 402, 403, 404, 405, 410])
def test_refusal_of_the_sender_or_the_access_is_told_from_a_refusal_of_the_messages(
    status: int,
) -> None:
    assert error(status).refusal == str(status)


@pytest.mark.parametrize("status", [200, 400, 408, 409, 412, 413, 415, 422, 429, 500, 503])
def test_refusal_of_the_messages_or_none_at_all_holds_no_sender(status: int) -> None:
    assert error(status).refusal == ""


@pytest.mark.parametrize("status", [200, 204, 408, 409, 500, 502, 503, 504])
def test_answer_that_may_hide_a_send_is_doubtful(status: int) -> None:
    doubtful = error(status, ENVELOPE)
    assert doubtful.retryable
    assert doubtful.may_have_left


@pytest.mark.parametrize("status", [301, 302, 412])
def test_answer_that_took_nothing_is_final(status: int) -> None:
    final = error(status)
    assert not final.retryable
    assert not final.may_have_left


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "17"}, 17),
        ({"Retry-After": ""}, 0),
        ({"Retry-After": "-1"}, 0),
        ({"Retry-After": "\u00b2"}, 0),  # a digit, but no number
        ({"Retry-After": "9" * 400}, 86_400),
        ({"Retry-After": "2.5"}, 2.5),
        ({"Retry-After": "Sun, 22 Nov 2020 09:15:36 GMT"}, 0),
        ({"Retry-After": "Sun, 22 Nov 2900 09:15:36 GMT"}, 86_400),
        ({"Retry-After": "soon"}, 0),
        (
            {
                "Retry-After": "Sun, 22 Nov 2020 09:15:36 GMT",
                "Date": "Sun, 22 Nov 2020 09:15:06 GMT",
            },
            30,
        ),
        (
            {
                "Retry-After": "Sun, 22 Nov 2900 09:15:36 GMT",
                "Date": "Sun, 22 Nov 2900 09:15:06 GMT",
            },
            30,
        ),
        ({"Retry-After": "Sun, 22 Nov 2020 09:15:36 GMT", "Date": "yesterday"}, 0),
        ({"retry-after-ms": "1500", "Retry-After": "9"}, 1.5),
        ({"x-ms-retry-after-ms": "250"}, 0.25),
    ],
)
def test_throttled_call_may_be_tried_again_and_did_not_leave(
    headers: dict[str, str], seconds: float
) -> None:
    throttled = error(429, b"", headers)
    assert throttled.retryable
    assert not throttled.may_have_left
    assert throttled.retry_after_seconds == seconds


def test_service_in_trouble_is_asked_again_when_it_says_but_inside_the_repeat_window() -> None:
    assert error(503, b"", {"Retry-After": "7"}).retry_after_seconds == 7
    longest = error(503, b"", {"Retry-After": "3600"}).retry_after_seconds
    assert longest < ACS_LIMITS.repeat_window.total_seconds() / 2 + 1


@pytest.mark.parametrize(("headers", "seconds"), [({}, 0), ({"Retry-After": "30"}, 30)])
def test_429_for_one_recipient_throttles_the_sender(
    headers: dict[str, str], seconds: float
) -> None:
    body = json.dumps({"value": [accepted(ANA), refused(BEN, 429)]}).encode()
    found = outcomes_from_response(CALL, 202, headers, body)
    assert found[1] is None
    assert found.error
    assert found.error.throttled
    assert found.error.retry_after_seconds == seconds


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
        assert len(outcomes_from_response(CALL, status, {}, body)) == 2
    except SendError:
        return
