"""The signature check, against a vector made apart from this code."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from local.acs_simulator.signing import (
    Denial,
    SignatureChecker,
    SignedRequest,
    content_hash,
    parse_rfc1123,
)
from local.acs_simulator.wire import AcsError

KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
BODY = (
    b'{"from":"+18335550100","smsRecipients":[{"to":"+14255550123"}],'
    b'"message":"hello","smsSendOptions":{"enableDeliveryReport":true}}'
)
SIGNED_HEADERS = "x-ms-date;host;x-ms-content-sha256"
HEADERS = {
    "host": "127.0.0.1:8900",
    "x-ms-date": "Sun, 22 Nov 2026 08:00:00 GMT",
    "x-ms-content-sha256": "Mf8GrUjn2ubUT/PYl0gIw1KXbkzA0Q91T8Eejbo8uXo=",
    "authorization": (
        f"HMAC-SHA256 SignedHeaders={SIGNED_HEADERS}"
        "&Signature=CBvgngqbgjC/+2Yl2oIItnrNV4ERIqb5WSigHzBnGZo="
    ),
}
VECTOR = SignedRequest("POST", "/sms?api-version=2021-03-07", HEADERS, BODY)


def denial(request: SignedRequest, now: datetime = NOW) -> str | None:
    try:
        SignatureChecker(KEY, skew_seconds=900).check(request, now)
    except AcsError as error:
        return next((text for text in Denial if text in str(error.body)), f"{error.status}")
    return None


def with_header(name: str, value: str) -> SignedRequest:
    return replace(VECTOR, headers=HEADERS | {name: value})


def test_check_vector_is_accepted() -> None:
    assert denial(VECTOR) is None


def test_empty_body_hashes_as_documented() -> None:
    assert content_hash(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(replace(VECTOR, method="PUT"), Denial.SIGNATURE, id="method"),
        pytest.param(
            replace(VECTOR, path_and_query="/sms?api-version=2021-03-08"),
            Denial.SIGNATURE,
            id="query",
        ),
        pytest.param(with_header("host", "127.0.0.1"), Denial.SIGNATURE, id="host without port"),
        pytest.param(replace(VECTOR, body=BODY + b" "), Denial.CONTENT_HASH, id="body"),
        pytest.param(with_header("authorization", ""), Denial.NOT_HMAC, id="unsigned"),
        pytest.param(
            with_header("authorization", "HMAC-SHA256 SignedHeaders=host&Signature=eA=="),
            Denial.SIGNED_HEADERS,
            id="few headers signed",
        ),
        pytest.param(with_header("x-ms-date", ""), Denial.NO_DATE, id="no date"),
        pytest.param(
            with_header("x-ms-date", "2026-11-22T08:00:00Z"), Denial.NO_DATE, id="ISO date"
        ),
    ],
)
def test_request_is_denied_when_changed(request_: SignedRequest, expected: Denial) -> None:
    assert denial(request_) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-15, None), (15, None), (-15.1, Denial.SKEW), (15.1, Denial.SKEW)]
)
def test_clock_may_differ_by_fifteen_minutes(minutes: float, expected: Denial | None) -> None:
    assert denial(VECTOR, NOW + timedelta(minutes=minutes)) == expected


def token(parts: list[object] | None = None, **changes: object) -> str:
    """Write a token of Microsoft Entra ID, with a signature that is not checked."""
    exp = int(NOW.timestamp()) + 3600
    claims = {"aud": "https://communication.azure.com/", "nbf": exp - 7200, "exp": exp, **changes}
    documents = parts or [{"alg": "RS256", "typ": "JWT"}, claims]
    texts = (base64.urlsafe_b64encode(json.dumps(one).encode()).decode() for one in documents)
    return ".".join([*(text.rstrip("=") for text in texts), "c2lnbmF0dXJl"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (token(), None),
        (token(aud="https://communication.azure.com"), None),
        (token(aud="https://storage.azure.com"), Denial.TOKEN_AUDIENCE),
        (token(exp=int(NOW.timestamp())), Denial.TOKEN_EXPIRED),
        (token(nbf=int(NOW.timestamp()) + 1), Denial.TOKEN_EXPIRED),
        (token(exp="soon"), Denial.TOKEN_FORM),
        (token([{"typ": "JWT"}, {}]), Denial.TOKEN_FORM),
        (token([[], {}]), Denial.TOKEN_FORM),
        ("", Denial.TOKEN_FORM),
        ("abc", Denial.TOKEN_FORM),
        ("a.b.c", Denial.TOKEN_FORM),
        ("..", Denial.TOKEN_FORM),
    ],
)
def test_bearer_token_is_judged_by_its_form(value: str, expected: Denial | None) -> None:
    assert denial(with_header("authorization", f"Bearer {value}")) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 22 Nov 2026 08:00:00 +0000",
        "22 Nov 2026 08:00:00 GMT",
        "Sun, 32 Nov 2026 25:00:00 GMT",
    ],
)
def test_other_date_forms_are_no_rfc1123(text: str) -> None:
    assert parse_rfc1123(text) is None
