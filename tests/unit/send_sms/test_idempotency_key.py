"""The `Idempotency-Key` as callers see it: the answer again, or why not."""

import hashlib
import json
from typing import Any

import azure.functions as func
import pytest

from send_sms import functions
from shared.domain.errors import StorageError
from tests.support.samples import people
from tests.support.web import assert_problem, call, document, post
from tests.support.world import World
from tests.unit.send_sms.accept_helpers import opt_out
from tests.unit.send_sms.dispatch_world import raising, run_until_idle
from tests.unit.send_sms.sms_api import (
    ANA,
    BEN,
    CEM,
    assert_nothing_echoed,
    assert_nothing_stored,
    request_body,
)

KEY = "reminders-1"


async def send(body: object, key: str = KEY) -> func.HttpResponse:
    return await call(functions.send_sms, post(body, headers={"Idempotency-Key": key}))


def assert_repeated(again: func.HttpResponse, first: func.HttpResponse) -> None:
    assert (again.status_code, document(again)) == (202, document(first))
    assert again.headers["Location"] == first.headers["Location"]
    assert again.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize(
    "members",
    [
        {"to": ANA},
        {"to": [BEN, ANA, ANA, "invalid"], "message": "Gr\u00fc\u00dfe"},
        {"to": people(101)},
        {"sendAt": "2026-12-01T09:00:00-08:00"},
        {"to": [{"number": ANA, "values": {"x": "a" * 200}}], "message": "Hi {{x}}"},
    ],
    ids=["one", "few", "many", "scheduled", "values"],
)
async def test_same_request_again_is_answered_as_the_first_time_and_stores_nothing(
    served: World, members: dict[str, Any]
) -> None:
    first = await send(request_body(**members))
    assert "Idempotent-Replayed" not in first.headers
    rows, works = served.journal_table.all_rows(), list(served.queue.items)

    assert_repeated(await send(request_body(**members)), first)

    assert served.journal_table.all_rows() == rows
    assert served.queue.items == works


async def test_repeated_answer_knows_who_was_suppressed_at_accept_and_not_who_was_later(
    served: World,
) -> None:
    await opt_out(served, ANA)
    first = await send(request_body(to=[ANA, BEN, CEM]))
    await opt_out(served, BEN)
    await run_until_idle(served)
    assert served.gateway.recipients == [CEM]

    assert_repeated(await send(request_body(to=[ANA, BEN, CEM])), first)

    statuses = [message["status"] for message in document(first)["messages"]]
    assert statuses == ["suppressed", "queued", "queued"]


async def test_request_that_is_repeated_when_its_time_has_passed_gets_its_answer(
    served: World,
) -> None:
    body = request_body(sendAt="2026-11-22T09:01:00Z")
    first = await send(body)
    served.clock.advance(hours=1)

    assert_repeated(await send(body), first)
    assert_problem(await send(body, "another"), 400, "sendAt")


async def test_other_body_with_the_same_key_is_refused(served: World) -> None:
    await send(request_body())
    works = list(served.queue.items)

    answer = await send(request_body(message="Something else."))

    assert_problem(answer, 422, "Idempotency-Key")
    assert_nothing_echoed(answer)
    assert KEY not in answer.get_body().decode()
    assert served.queue.items == works


_VALUED = {"to": [{"number": ANA, "values": {"a": "1", "b": "2"}}], "message": "{{a}}{{b}}"}


@pytest.mark.parametrize(
    ("members", "others"),
    [
        ({}, {}),
        ({"to": ANA}, {"to": [ANA]}),
        ({"to": ANA}, {"to": {"number": ANA}}),
        ({}, {"category": "transactional", "campaign": None, "deliveryReport": True}),
        ({"sendAt": "2026-12-01T09:00:00-08:00"}, {"sendAt": "2026-12-01T17:00:00Z"}),
        (_VALUED, {**_VALUED, "to": [{"values": {"b": "2", "a": "1"}, "number": ANA}]}),
        ({"to": "+14255550123"}, {"to": "+1 (425) 555-0123"}),
        ({"from": "+1 833-555-0100"}, {"from": "+18335550100"}),
    ],
)
async def test_request_that_is_written_differently_is_the_same_request(
    served: World, members: dict[str, Any], others: dict[str, Any]
) -> None:
    first = await send(request_body(**members))
    again = dict(reversed(request_body(**others).items()))
    assert_repeated(await send(json.dumps(again, indent=2).encode() + b" "), first)
    assert len(served.queue.items) == 1


@pytest.mark.parametrize(
    "others",
    [
        {"to": [BEN]},
        {"category": "otp"},
        {"campaign": "a"},
        {"ttlSeconds": 60},
        {"deliveryReport": False},
        {"sendAt": "2026-12-01T17:00:00Z"},
        {"message": "Something else."},
        {"from": "+18335550101"},
    ],
)
async def test_request_that_says_something_else_is_refused(
    served: World, others: dict[str, Any]
) -> None:
    await send(request_body())
    assert_problem(await send(request_body(**others)), 422, "Idempotency-Key")
    assert len(served.queue.items) == 1


async def test_key_of_an_earlier_version_which_remembered_the_bytes_still_counts(
    served: World,
) -> None:
    body = post(request_body()).get_body()
    first = await send(body)
    (row,) = served.keys_table.all_rows()
    served.keys_table.put({**row, "request_hash": hashlib.sha256(body).hexdigest()})
    assert_repeated(await send(body), first)
    assert_problem(await send(b" " + body), 422, "Idempotency-Key")


async def test_two_keys_are_two_sends(served: World) -> None:
    first, second = [document(await send(request_body(), key)) for key in ("a", "A")]
    assert first["sendId"] != second["sendId"]
    assert len(served.queue.items) == 2


@pytest.mark.parametrize("key", ["", "two words", "sch\u00f6n", "x" * 256, "a\tb", "a\x7f"])
async def test_key_that_cannot_be_one_is_refused(served: World, key: str) -> None:
    assert_problem(await send(request_body(), key), 400, "Idempotency-Key")
    assert_nothing_stored(served)


@pytest.mark.parametrize("key", ["!", "~" * 255, "a/b\\c?d#e%f'g\"h"])
async def test_any_visible_ascii_is_a_key(served: World, key: str) -> None:
    first = await send(request_body(), key)
    assert_repeated(await send(request_body(), key), first)
    assert len(served.queue.items) == 1


@pytest.mark.parametrize(
    "wrong", [{"to": "invalid"}, {"from": "x" * 12}, {"sendAt": "2020-01-01T00:00:00Z"}, {"to": []}]
)
async def test_request_that_is_not_valid_leaves_its_key_free(
    served: World, wrong: dict[str, Any]
) -> None:
    assert (await send(request_body(**wrong))).status_code == 400
    assert_nothing_stored(served)

    assert (await send(request_body())).status_code == 202


async def test_repeat_while_the_first_is_in_progress_is_asked_to_retry(served: World) -> None:
    served.queue.on_put = raising(StorageError)
    assert_problem(await send(request_body()), 503)
    served.queue.on_put = None

    answer = await send(request_body())

    assert_problem(answer, 409)
    assert int(answer.headers["Retry-After"]) > 0
    assert served.queue.items == []


async def test_key_is_stored_as_a_hash_only(served: World) -> None:
    await send(request_body())
    (row,) = served.keys_table.all_rows()
    assert KEY not in str(row)


async def test_key_costs_one_operation(served: World) -> None:
    await send(request_body())
    assert served.keys_table.operation_count == 1
