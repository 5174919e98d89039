"""Bad requests to `POST /sms`: a problem names the field, nothing is stored or echoed."""

import json
from typing import Any

import pytest

from send_sms import functions
from shared.web.requests import MAX_BODY_BYTES
from tests.support.web import assert_problem, call, post
from tests.support.world import PERSON, TOLL_FREE, World
from tests.unit.send_sms.sms_api import (
    ANA,
    DELETED,
    assert_nothing_echoed,
    assert_nothing_stored,
    request_body,
    send,
)


def to_one(**members: Any) -> dict[str, Any]:
    return {"to": [{"number": PERSON, **members}]}


BAD_MEMBERS: list[tuple[dict[str, Any], str]] = [
    ({"from": DELETED}, "from"),
    ({"from": ""}, "from"),
    ({"from": 18335550100}, "from"),
    ({"from": None}, "from"),
    ({"from": "18335550100"}, "from"),
    ({"from": "+1833"}, "from"),
    ({"from": "PALOMA-LONG-NAME"}, "from"),
    ({"from": "x" * 33}, "from"),
    ({"from": "\u0000"}, "from"),
    ({"to": DELETED}, "to"),
    ({"to": []}, "to"),
    ({"to": None}, "to[0]"),
    ({"to": 14255550123}, "to[0]"),
    ({"to": [[PERSON]]}, "to[0]"),
    ({"to": [PERSON, 14255550123]}, "to[1]"),
    ({"to": ["invalid"]}, "to[0]"),
    ({"to": "4255550123"}, "to[0]"),
    ({"to": ""}, "to[0].number"),
    ({"to": ["1" * 65]}, "to[0].number"),
    ({"to": [{}]}, "to[0].number"),
    ({"to": ["+14255550123"] * 10_001}, "to"),
    (to_one(name="Ana"), "to[0].name"),
    (to_one(values=None), "to[0].values"),
    (to_one(values=[1]), "to[0].values"),
    (to_one(values={"a": 1}), "to[0].values.a"),
    (to_one(values={"a": "\u0007"}), "to[0].values.a"),
    (to_one(values={"a": "b" * 2_049}), "to[0].values.a"),
    (to_one(values={str(n): "" for n in range(51)}), "to[0].values"),
    ({**to_one(values={"name": "a" * 2_048}), "message": "Hi {{name}}"}, "to[0]"),
    ({"message": "Hi {{name}}"}, "to[0]"),
    ({"message": DELETED}, "message"),
    ({"message": ""}, "message"),
    ({"message": None}, "message"),
    ({"message": ["Hi"]}, "message"),
    ({"message": "a" * 2_049}, "message"),
    ({"message": "a\u0000b"}, "message"),
    ({"message": "a\u001bb"}, "message"),
    ({"message": "a\u0085b"}, "message"),
    ({"message": "   "}, "message"),
    ({"message": "\u200b\u00a0\n"}, "message"),
    ({"message": "Hi {{name"}, "message"),
    ({"message": "Hi name}}"}, "message"),
    ({"message": "Hi {{name}}}"}, "message"),
    ({"message": "Hi {{}}"}, "message"),
    ({"message": "\u0958" * 2_000}, "message"),
    ({"message": "Hi {{first name}}"}, "to[0]"),
    ({**to_one(values={"name": " "}), "message": "{{name}}"}, "to[0]"),
    (to_one(values={"name": "Ana", " name": "Ben"}), "to[0].values"),
    ({"to": ["+62812849844.0"]}, "to[0]"),
    ({"to": ["+4917012345678/79"]}, "to[0]"),
    ({"to": ["+4917012345678\t+4917012345679"]}, "to[0]"),
    ({"category": "spam"}, "category"),
    ({"category": None}, "category"),
    ({"campaign": ""}, "campaign"),
    ({"campaign": "a" * 65}, "campaign"),
    ({"campaign": "a\nb\u0000"}, "campaign"),
    ({"campaign": 5}, "campaign"),
    ({"sendAt": "tomorrow"}, "sendAt"),
    ({"sendAt": "2026-12-01T09:00:00"}, "sendAt"),
    ({"sendAt": 1_796_000_000}, "sendAt"),
    ({"sendAt": "2026-11-22T08:00:00Z"}, "sendAt"),
    ({"sendAt": "2036-11-22T08:00:00Z"}, "sendAt"),
    ({"sendAt": "9999-12-31T23:59:59-12:00"}, "sendAt"),
    ({"ttlSeconds": 4}, "ttlSeconds"),
    ({"ttlSeconds": 259_201}, "ttlSeconds"),
    ({"ttlSeconds": 10**30}, "ttlSeconds"),
    ({"ttlSeconds": 60.5}, "ttlSeconds"),
    ({"ttlSeconds": "60"}, "ttlSeconds"),
    ({"ttlSeconds": True}, "ttlSeconds"),
    ({"ttlSeconds": float("nan")}, "ttlSeconds"),
    ({"deliveryReport": "yes"}, "deliveryReport"),
    ({"deliveryReport": 1}, "deliveryReport"),
    ({"deliveryReport": None}, "deliveryReport"),
    ({"tag": "camp-42"}, "tag"),
    ({"send_at": "2026-12-01T09:00:00Z"}, "send_at"),
    ({"sender": TOLL_FREE}, "sender"),
]


@pytest.mark.parametrize(("changes", "field"), BAD_MEMBERS)
async def test_bad_member_is_refused_by_name(
    served: World, changes: dict[str, Any], field: str
) -> None:
    answer = await send(request_body(**changes))
    assert_problem(answer, 400, field)
    assert_nothing_echoed(answer)
    assert_nothing_stored(served)


BAD_BODIES = [
    b"",
    b" ",
    b"not JSON",
    b"null",
    b"[]",
    b"5",
    b'"text"',
    b"{",
    b'{"from": }',
    b"\xff\xfe{}",
    b"\xef\xbb\xbf" + json.dumps(request_body()).encode(),
    json.dumps(request_body()).encode("utf-16"),
    json.dumps(request_body()).encode()[:-1],
    json.dumps(request_body()).encode() + b"{}",
    json.dumps(request_body(message="\ud800")).encode(),
    b'{"from": ' + b"9" * 100_000 + b"}",
    b"[" * 100_000,
    b'{"to":' * 100_000,
    b'{"from": "+1833' + b"\x00" + b'"}',
]


@pytest.mark.parametrize("body", BAD_BODIES)
async def test_body_that_is_no_request_is_refused(served: World, body: bytes) -> None:
    answer = await send(body)
    problem = assert_problem(answer, 400)
    assert problem["errors"]
    assert_nothing_echoed(answer)
    assert_nothing_stored(served)


DUPLICATES = [
    (json.dumps(request_body())[:-1] + f', "to": "{ANA}"}}', "to"),
    (json.dumps(request_body())[:-1] + ', "message": "Hello"}', "message"),
    (json.dumps(request_body(to=["HERE"])).replace('"HERE"', '{"number": "+14255550123", '
     '"number": "+14255550124"}'), "number"),
    (json.dumps(request_body(to=["HERE"])).replace('"HERE"', '{"number": "+14255550123", '
     '"values": {"a": "1", "\\u0061": "2"}}'), "a"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "field"), DUPLICATES)
@pytest.mark.parametrize("function", [functions.send_sms, functions.preview_sms])
async def test_member_that_stands_twice_is_refused_by_name(
    served: World, function: Any, body: str, field: str
) -> None:
    answer = await call(function, post(body.encode()))
    problem = assert_problem(answer, 400, field)
    assert problem["errors"][0]["code"] == "duplicate_member"
    assert_nothing_stored(served)


@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
async def test_depth_of_a_body_is_limited(served: World, depth: int) -> None:
    body = json.dumps(request_body(to=["HERE"])).replace('"HERE"', "[" * depth + "]" * depth)
    assert_problem(await send(body.encode()), 400)
    assert_nothing_stored(served)


async def test_everything_wrong_is_named_at_once(served: World) -> None:
    answer = await send(request_body(message="", category="spam", ttlSeconds=1, tag="x"))
    assert_problem(answer, 400, "message", "category", "ttlSeconds", "tag")
    assert_nothing_stored(served)


async def test_long_list_of_errors_is_cut_short(served: World) -> None:
    problem = assert_problem(await send(request_body(to=[None] * 5_000)), 400)
    assert len(problem["errors"]) == 20
    assert_nothing_stored(served)


async def test_body_of_more_than_2_mib_is_too_large(served: World) -> None:
    body = json.dumps(request_body()).encode()
    padded = body + b" " * (MAX_BODY_BYTES - len(body))
    assert (await send(padded)).status_code == 202
    served.queue.take_all()
    rows = served.journal_table.all_rows()
    assert_problem(await send(padded + b" "), 413)
    assert served.journal_table.all_rows() == rows


async def test_values_beyond_one_transaction_are_too_large(served: World) -> None:
    from random import Random

    noise = Random(0).randbytes
    values = {f"v{n}": noise(1_000).hex() for n in range(9)}
    body = "".join(f"{{{{{name}}}}}" for name in values)
    to = [{"number": ANA, "values": values}]
    assert_problem(await send(request_body(to=to, message=body)), 400, "to[0]")
    assert_nothing_stored(served)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "application/json-patch+json", ""]
)
async def test_body_of_another_media_type_is_refused(served: World, media_type: str) -> None:
    request = post(request_body(), headers={"Content-Type": media_type})
    assert_problem(await call(functions.send_sms, request), 415)
    assert_nothing_stored(served)


@pytest.mark.parametrize(
    "media_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"]
)
@pytest.mark.usefixtures("served")
async def test_json_is_taken_however_it_is_called(media_type: str) -> None:
    request = post(request_body(), headers={"Content-Type": media_type})
    assert (await call(functions.send_sms, request)).status_code == 202


@pytest.mark.usefixtures("served")
async def test_sender_that_is_none_is_listed_with_all_else_that_is_wrong() -> None:
    answer = await send(request_body(**{"from": "x!", "to": [], "message": "", "campaign": ""}))

    errors = assert_problem(answer, 400, "from")["errors"]
    assert [(one["field"], one["code"]) for one in errors] == [
        ("from", "invalid_sender"),
        ("to", "too_few_recipients"),
        ("message", "text_too_short"),
        ("campaign", "text_too_short"),
    ]
    assert errors[2]["message"] == "It is too short: its least length is 1."
