"""Only deliveries that were signed with the secret, a short time ago, are taken."""

import base64
import hmac
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paloma import Event, InvalidSignature, verify_event
from subscriptions.domain.receiver import signed_headers

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
OTHER = "whsec_" + base64.b64encode(KEY[::-1]).decode()
NOW = 1_800_000_000
BODY = json.dumps(
    {
        "events": [
            {
                "eventId": "e1",
                "type": "message.status",
                "occurredAt": "2026-11-22T09:15:36.000000Z",
                "data": {"status": "delivered", "newMember": 1},
                "newMember": 1,
            }
        ]
    }
).encode()


def signature(body: bytes = BODY, key: bytes = KEY, at: str = str(NOW)) -> str:
    digest = hmac.digest(key, f"d1.{at}.".encode() + body, "sha256")
    return "v1," + base64.b64encode(digest).decode()


def headers_with(signatures: str, at: str = str(NOW)) -> dict[str, str]:
    return {"Webhook-Id": "d1", "WEBHOOK-TIMESTAMP": at, "webhook-signature": signatures}


def verify(headers: dict[str, str], body: bytes = BODY, secret: object = SECRET) -> list[Event]:
    return verify_event(headers, body, secret, now_seconds=lambda: NOW)  # type: ignore[arg-type]


def test_signed_delivery_gives_its_events() -> None:
    (event,) = verify(headers_with(signature()))

    assert (event.event_id, event.type, event.data["status"]) == (
        "e1",
        "message.status",
        "delivered",
    )
    assert event.occurred_at.year == 2026


def test_delivery_that_the_app_signs_is_taken() -> None:
    headers = signed_headers(SECRET, "d1", datetime.fromtimestamp(NOW, UTC), BODY)

    assert verify(headers)


def test_body_may_be_text() -> None:
    assert verify_event(headers_with(signature()), BODY.decode(), SECRET, now_seconds=lambda: NOW)


@pytest.mark.parametrize(
    "signatures",
    [
        f"v1,AAAA {signature()}",
        f"{signature()} {signature(key=b'other')}",
        f"v1a,AAAA v2,é {signature()}",
    ],
)
def test_one_fitting_signature_of_several_is_enough(signatures: str) -> None:
    assert verify(headers_with(signatures))


def test_either_secret_fits_while_one_is_replaced() -> None:
    assert verify(headers_with(signature()), secret=[OTHER, SECRET])


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, BODY),
        (headers_with(""), BODY),
        (headers_with("v1,"), BODY),
        (headers_with("v1,é"), BODY),
        (headers_with(signature().removeprefix("v1,")), BODY),
        (headers_with(signature().replace("v1,", "v2,")), BODY),
        (headers_with(signature(key=KEY[::-1])), BODY),
        (headers_with(signature(key=b"")), BODY),
        (headers_with(signature()), BODY + b" "),
        (headers_with(signature(), at=str(NOW + 1)), BODY),
        (headers_with(signature(at="soon"), at="soon"), BODY),
        (headers_with(signature(at=""), at=""), BODY),
        (headers_with(signature(at="nan"), at="nan"), BODY),
        (headers_with(signature(at="9" * 5000), at="9" * 5000), BODY),
        ({**headers_with(signature()), "Webhook-Id": "d2"}, BODY),
    ],
    ids=repr,
)
def test_delivery_that_was_not_signed_so_is_refused(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(InvalidSignature):
        verify(headers, body)


@pytest.mark.parametrize(
    ("away", "fits"), [(0, True), (-300, True), (300, True), (301, False), (-301, False)]
)
def test_delivery_is_taken_for_five_minutes_on_either_side(away: int, fits: bool) -> None:
    at = str(NOW + away)
    headers = headers_with(signature(at=at), at=at)

    if fits:
        assert verify(headers)
    else:
        with pytest.raises(InvalidSignature):
            verify(headers)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "é", "whsec_ "])
def test_secret_that_is_none_is_refused_without_being_said(secret: str) -> None:
    headers = headers_with(signature(key=b""))

    with pytest.raises(ValueError, match="secret") as refused:
        verify(headers, secret=secret)

    assert "%%%" not in str(refused.value)


def test_no_secret_fits_nothing() -> None:
    with pytest.raises(InvalidSignature):
        verify(headers_with(signature()), secret=[])


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"events": [{}]}', b"\xff"])
def test_signed_delivery_without_events_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidSignature, match="no events"):
        verify(headers_with(signature(body)), body)


@given(st.text(), st.binary(), st.text(), st.text())
def test_anything_else_is_refused(signatures: str, body: bytes, at: str, identifier: str) -> None:
    headers = {"webhook-id": identifier, "webhook-timestamp": at, "webhook-signature": signatures}

    with pytest.raises(InvalidSignature):
        verify(headers, body)
