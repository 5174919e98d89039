"""Both clients say what went wrong, without numbers and keys."""

import pickle
import traceback

import httpx
import pytest

from paloma import errors
from tests.unit.client.fake_app import (
    KEY,
    PERSON,
    SENDER,
    Ask,
    FakeApp,
    ask_async,
    ask_sync,
    failure_of,
    ok,
    problem,
    send,
)

pytestmark = pytest.mark.parametrize("ask", [ask_sync, ask_async])


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (problem(400, "validation_failed"), errors.InvalidRequest),
        (problem(404, "not_found"), errors.NotFound),
        (problem(409, "loop_stopped"), errors.Conflict),
        (problem(409, "recipient_opted_out"), errors.RecipientOptedOut),
        (problem(400, "not_as_previewed"), errors.NotAsPreviewed),
        (problem(429, "cap_reached", **{"Retry-After": "3600"}), errors.CapReached),
        (problem(422, "idempotency_key_reused"), errors.IdempotencyKeyReused),
        (problem(413, "send_too_large"), errors.InvalidRequest),
        (httpx.Response(401), errors.AccessDenied),
        (
            httpx.Response(302, headers={"Location": "https://other.example"}),
            errors.InvalidResponse,
        ),
        (httpx.Response(200, text="<html>"), errors.InvalidResponse),
        (ok({"sendId": 7}), errors.InvalidResponse),
        (ok([]), errors.InvalidResponse),
        (ok({}), errors.InvalidResponse),
    ],
)
async def test_refusal_is_not_repeated_and_has_its_class(
    ask: Ask, answer: httpx.Response, kind: type[Exception]
) -> None:
    app = FakeApp([answer])

    error = await failure_of(ask, app, send)

    assert type(error) is kind
    assert len(app.asked) == 1


async def test_error_has_all_that_the_problem_says(ask: Ask) -> None:
    wrong = {"field": "to[3]", "code": "too_short", "message": "too short"}
    document = {"code": "validation_failed", "detail": "to[3]: too short", "errors": [wrong]}
    app = FakeApp([ok(document, 400, X_Request_Id="r1")])

    error = await failure_of(ask, app, send)

    assert (error.code, error.status, error.request_id) == ("validation_failed", 400, "r1")
    assert error.errors == (errors.FieldError("to[3]", "too_short", "too short"),)


@pytest.mark.parametrize("number", [PERSON, "+1 425 555-0123", "1 (425) 555.0123", "+44 7700"])
async def test_no_traceback_has_a_number_or_the_key(ask: Ask, number: str) -> None:
    detail = f"to[3]: {number} is too short to be a phone number"
    app = FakeApp([problem(400, "validation_failed", detail)])

    error = await failure_of(ask, app, lambda one: one.send(SENDER, number, "Hi"))
    said = "".join(traceback.format_exception(error)) + repr(error) + repr(error.args)
    again = pickle.loads(pickle.dumps(error))

    assert number not in said
    assert KEY not in said
    assert "to[3]: [number] is too short" in said
    assert error.detail == again.detail == detail


async def test_failure_of_the_transport_is_not_quoted(ask: Ask) -> None:
    app = FakeApp([httpx.LocalProtocolError(f"Illegal header value {KEY!r}")])

    error = await failure_of(ask, app, send)

    assert KEY not in "".join(traceback.format_exception(error))
    assert len(app.asked) == 1


@pytest.mark.parametrize("answer", [httpx.Response(202, text="<html>"), ok({}, 202)])
async def test_error_of_an_unreadable_202_has_the_key(ask: Ask, answer: httpx.Response) -> None:
    """The send may have been accepted."""
    app = FakeApp([answer])

    error = await failure_of(ask, app, send)

    assert error.idempotency_key == app.asked[0].headers["Idempotency-Key"]


async def test_redirect_is_not_followed_with_the_key_and_says_what_to_check(ask: Ask) -> None:
    app = FakeApp([httpx.Response(307, headers={"Location": "https://other.example/api/sms"})])

    error = await failure_of(ask, app, send)

    assert "https://" in error.detail
    assert len(app.asked) == 1
