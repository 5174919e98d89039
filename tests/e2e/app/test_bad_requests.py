"""Malformed, oversized and hostile requests: a problem that names the field, and nothing stored."""

import json
from typing import Any

import pytest

from shared.domain.identifiers import SendAddress
from tests.support.local_app import CountedApp, LocalApp, Response

GOOD = {"from": "+18335550100", "to": "+13025550197", "message": "Hello"}
TRACES_OF_A_SEND = {"queue put sms-dispatch", "table transaction", "table post Journal"}
SEND_ID = str(SendAddress(GOOD["from"], "01kc3w9q2m5v8r4t6y1z0x7n3b"))  # of no send


def but(**members: Any) -> dict[str, Any]:
    """A good request but for these members; those without a value are left out."""
    changed = {**GOOD, **members}
    return {name: value for name, value in changed.items() if value is not ...}


def assert_problem(answer: Response, status: int) -> Any:
    assert answer.status == status, answer
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["title"]
    assert answer.json["code"]
    assert answer.json["detail"]
    return answer.json


async def refused(app: CountedApp, body: object) -> Response:
    """
    Post a send that stores nothing.

    Earlier sends may be at work at the same time, so it is posted again if anything was stored.
    """
    for _ in range(5):
        app.traffic.reset()
        response = await app.call("POST", "sms", body)
        stored = app.traffic.operations.keys() & TRACES_OF_A_SEND
        if not stored:
            return response
    raise AssertionError(stored)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (but(**{"from": ...}), "from"),
        (but(**{"from": 18335550100}), "from"),
        (but(**{"from": ""}), "from"),
        (but(**{"from": "18335550100"}), "from"),
        (but(**{"from": "TOO LONG A NAME"}), "from"),
        (but(**{"from": "+1833555010' or PartitionKey ne '"}), "from"),
        (but(**{"from": "a/b"}), "from"),
        (but(to=...), "to"),
        (but(to=[]), "to"),
        (but(to=None), "to"),
        (but(to={"a": "b"}), "to[0].number"),
        (but(to=[GOOD["to"], 14255550123]), "to[1]"),
        (but(to=[GOOD["to"], {"number": GOOD["to"], "value": {}}]), "to[1].value"),
        (but(to=[{"number": GOOD["to"], "values": {"name": 7}}]), "to[0].values.name"),
        (but(to="5550123"), "to[0]"),
        (but(to="+1 425 555 0123 ext. 5"), "to[0]"),
        (but(to="tel:+14255550123;phone-context=evil"), "to[0]"),
        (but(to=["+" + "9" * 16, "+1"]), "to[1]"),
        (but(to=[GOOD["to"]] * 10_001), "to"),
        (but(message=...), "message"),
        (but(message=""), "message"),
        (but(message="x" * 2049), "message"),
        (but(message="nul\x00"), "message"),
        (but(message=["Hello"]), "message"),
        (but(message="Hi {{name}}"), "to[0]"),
        (but(category="spam"), "category"),
        (but(campaign=""), "campaign"),
        (but(campaign="c" * 65), "campaign"),
        (but(sendAt="tomorrow"), "sendAt"),
        (but(sendAt="2026-12-01T09:00:00"), "sendAt"),
        (but(sendAt="2020-01-01T00:00:00Z"), "sendAt"),
        (but(sendAt="2999-01-01T00:00:00Z"), "sendAt"),
        (but(ttlSeconds=4), "ttlSeconds"),
        (but(ttlSeconds=10**30), "ttlSeconds"),
        (but(ttlSeconds="60"), "ttlSeconds"),
        (but(deliveryReport="no"), "deliveryReport"),
        (but(sender="+18335550100"), "sender"),
        (but(__proto__={}), "__proto__"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_request_is_refused_by_field_when_member_is_wrong(
    counted_app: CountedApp, body: dict[str, Any], field: str
) -> None:
    problem = assert_problem(await refused(counted_app, body), 400)
    assert any(error["field"].startswith(field) for error in problem["errors"]), problem


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"+14255550123"',
        b"\xff\xfe",
        b"[" * 100_000,
        json.dumps(GOOD).encode("utf-16"),
        b'{"from": "+18335550100", "to": "+13025550197", "message": "\\ud800"}',
        json.dumps({**GOOD, "ttlSeconds": float("nan")}).encode(),
    ],
    ids=range(10),
)
async def test_request_is_refused_when_body_is_no_such_document(
    counted_app: CountedApp, body: bytes
) -> None:
    assert assert_problem(await refused(counted_app, body), 400)["errors"]


async def test_all_errors_are_returned_at_once_without_what_was_sent(app: LocalApp) -> None:
    answer = await app.call(
        "POST", "sms", {"from": "secret sender!", "to": [], "message": "", "secret": "secret text"}
    )

    problem = assert_problem(answer, 400)
    assert {error["field"] for error in problem["errors"]} >= {"to", "message", "secret"}
    assert "secret sender" not in json.dumps(problem)
    assert "secret text" not in json.dumps(problem)


async def test_request_is_refused_when_body_is_over_two_mebibytes(
    counted_app: CountedApp,
) -> None:
    assert_problem(await refused(counted_app, but(message="x" * (2 * 1024 * 1024))), 413)


@pytest.mark.parametrize("excess", ["address", "header"])
async def test_request_is_refused_when_its_address_or_headers_are_too_long(
    app: LocalApp, excess: str
) -> None:
    path = f"opt-outs?sender={GOOD['from']}" + ("&x=" + "y" * 9_000) * (excess == "address")
    headers = {"x-long": "z" * 40_000} if excess == "header" else {}

    answer = await app.call("GET", path, headers=headers)

    assert 400 <= answer.status < 500
    assert (await app.call("GET", "health")).status == 200


async def test_request_is_refused_when_it_is_not_json(app: LocalApp) -> None:
    answer = await app.call("POST", "sms", GOOD, headers={"Content-Type": "text/plain"})

    assert_problem(answer, 415)


@pytest.mark.parametrize(
    "path",
    [
        f"sms/{SEND_ID}",
        "sms/..%2f..%2fetc",
        "sms/x' or RowKey ne '",
        f"sms/{SEND_ID}/messages",
        "messages/nothing",
        f"messages/{SEND_ID}-000000",
        "messages/" + "9" * 5_000,
        "opt-outs/+18335550100/+13025550196",
    ],
)
async def test_thing_is_not_found_when_nothing_has_that_name(app: LocalApp, path: str) -> None:
    assert_problem(await app.call("GET", path), 404)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"sms/{SEND_ID}/messages?limit=0", "limit"),
        (f"sms/{SEND_ID}/messages?limit=٣", "limit"),
        (f"sms/{SEND_ID}/messages?after=nothing", "after"),
        ("opt-outs?sender=%27", "sender"),
        ("opt-outs?sender=77001&limit=101", "limit"),
        ("opt-outs?sender=77001&after=x", "after"),
        ("opt-outs/+18335550100/PALOMA", "recipient"),
        ("opt-outs/a%3Fb/+14255550123", "sender"),
    ],
)
async def test_look_up_is_refused_by_field_when_parameter_is_wrong(
    app: LocalApp, path: str, field: str
) -> None:
    problem = assert_problem(await app.call("GET", path), 400)

    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("hook", ["inbound", "delivery-reports"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"[1]", 400),
        (b"[" * 100_000, 400),
        (b'[{"eventType": "x", "data": {}, "topic": "/another/resource"}]', 403),
        (b" " * (5 * 1024 * 1024 + 1), 413),
    ],
    ids=["empty", "broken", "no events", "no object", "deep", "foreign", "huge"],
)
async def test_delivery_is_refused_for_good_when_it_is_no_event_of_ours(
    app: LocalApp, hook: str, body: bytes, status: int
) -> None:
    assert_problem(await app.call("POST", f"webhooks/{hook}", body), status)


async def test_handshake_is_refused_when_it_was_not_requested(app: LocalApp) -> None:
    answer = await app.call("OPTIONS", "webhooks/inbound")

    assert_problem(answer, 400)
    assert "WebHook-Allowed-Origin" not in answer.headers


async def test_unknown_route_and_wrong_method_are_problems_with_the_callers_id(
    app: LocalApp,
) -> None:
    headers = {"X-Request-Id": "req-7"}
    unknown = await app.call("GET", "smss", headers=headers)
    wrong = await app.call("PUT", "sms", {}, headers=headers)
    assert (unknown.status, unknown.json["code"]) == (404, "unknown_route")
    assert (wrong.status, wrong.json["code"]) == (405, "method_not_allowed")
    assert wrong.headers["Allow"] == "GET, POST"
    assert {one.headers["X-Request-Id"] for one in (unknown, wrong)} == {"req-7"}
    outside = await app.call("GET", f"{app.url}/nothing")
    assert (outside.status, outside.json) == (404, None)
