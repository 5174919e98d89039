"""A code is requested: what is sent, what is refused, and what is stored."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest

from opt_outs.domain.consent import ConsentState
from send_sms.domain.countries import CountryPolicy
from tests.support.samples import apply_change, make_change
from tests.support.web import assert_problem, document
from tests.support.world import PERSON, SETTINGS, START, TOLL_FREE, Serve, World
from tests.unit.verifications.verification_api import (
    code_in,
    deliver,
    last_code,
    request_code,
    started,
    texts,
)

OTHER = "+12065550100"


async def test_code_is_sent_and_the_response_says_until_when_it_can_be_entered(
    served: World,
) -> None:
    answer = await request_code(brand="Contoso")
    assert answer.status_code == 202
    found = document(answer)
    assert answer.headers["Location"] == f"/api/verifications/{found.pop('verificationId')}"
    assert found == {
        "purpose": "login",
        "status": "pending",
        "createdAt": "2026-11-22T09:00:00Z",
        "expiresAt": "2026-11-22T09:10:00Z",
        "resendAt": "2026-11-22T09:00:30Z",
    }
    [text] = await texts(served)
    assert text.startswith("Contoso: Never share this code. It expires in 10 min. Your code is ")
    assert len(code_in(text)) == 6


async def test_code_of_a_clock_that_was_ahead_does_not_hold_up_the_next_one(
    served: World,
) -> None:
    served.clock.advance(hours=1)
    assert (await request_code()).status_code == 202
    served.clock.advance(hours=-1)
    assert (await request_code()).status_code == 202
    assert (await request_code()).status_code == 429


@pytest.mark.parametrize("length", [4, 8])
async def test_code_has_the_length_that_was_asked_for(served: World, length: int) -> None:
    await started(codeLength=length)
    assert len(await last_code(served)) == length


async def test_text_has_the_language_and_binds_the_code_to_the_domain(served: World) -> None:
    await started(locale="es-MX", domain="example.com")
    [text] = await texts(served)
    first, _, last = text.partition("\n\n")
    assert first.startswith("No compartas esta clave con nadie.")
    assert last == f"@example.com #{code_in(text)}"


async def test_brand_of_the_settings_stands_where_the_request_names_none(serve: Serve) -> None:
    world = World(settings=replace(World().settings, brand="Fabrikam"))
    serve(world)
    await started()
    assert (await texts(world))[0].startswith("Fabrikam: ")


async def test_no_row_shows_the_code_the_number_or_the_address_once_the_message_is_final(
    served: World,
) -> None:
    await started(clientAddress="203.0.113.7")
    code = await last_code(served)
    assert code not in json.dumps(served.journal_table.all_rows(), default=str)
    rows = served.verifications_table.all_rows() + served.verification_counts_table.all_rows()
    shown = json.dumps([{k: v for k, v in row.items() if k != "etag"} for row in rows])
    assert code not in shown
    assert PERSON[1:] not in shown
    assert "203.0.113" not in shown


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to": "14255550123"}, "to"),
        ({"to": [PERSON]}, "to"),
        ({"to": None}, "to"),
        ({"from": "no sender!"}, "from"),
        ({"codeLength": 3}, "codeLength"),
        ({"codeLength": 9}, "codeLength"),
        ({"codeLength": "6"}, "codeLength"),
        ({"lifetimeSeconds": 59}, "lifetimeSeconds"),
        ({"lifetimeSeconds": 3601}, "lifetimeSeconds"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "log\nin"}, "purpose"),
        ({"locale": "e"}, "locale"),
        ({"brand": "{{name}}"}, "brand"),
        ({"brand": "two\nlines"}, "brand"),
        ({"domain": "EXAMPLE.com"}, "domain"),
        ({"domain": "localhost"}, "domain"),
        ({"clientAddress": "203.0.113.400"}, "clientAddress"),
        ({"code": "123456"}, "code"),
    ],
)
async def test_bad_member_is_named_and_nothing_is_stored(
    served: World, changes: dict[str, Any], field: str
) -> None:
    assert_problem(await request_code(**changes), 400, field)
    assert all(table.all_rows() == [] for table in served.tables())


async def test_number_of_a_country_that_is_not_allowed_is_refused_and_nothing_is_stored(
    serve: Serve,
) -> None:
    world = World(settings=replace(World().settings, countries=CountryPolicy(frozenset({"US"}))))
    serve(world)
    problem = assert_problem(await request_code(to="+447700900123"), 400, "to")
    assert problem["errors"][0]["code"] == "country_not_allowed"
    assert all(table.all_rows() == [] for table in world.tables())


async def test_response_does_not_tell_whether_a_person_has_opted_out(served: World) -> None:
    change = make_change(ConsentState.OPTED_OUT, START, own_number=TOLL_FREE, user_number=OTHER)
    await apply_change(change, served.app().opt_outs)
    answers = [await request_code(to=number) for number in (PERSON, OTHER)]
    shapes = [{k: v for k, v in document(one).items() if k != "verificationId"} for one in answers]
    assert shapes[0] == shapes[1]
    assert [one.status_code for one in answers] == [202, 202]
    await deliver(served)
    assert served.gateway.recipients == [PERSON]


async def test_second_request_within_the_pause_gets_429_and_sends_nothing(served: World) -> None:
    await started()
    served.clock.advance(seconds=20)
    answer = await request_code()
    assert assert_problem(answer, 429)["code"] == "resend_too_soon"
    assert answer.headers["Retry-After"] == "10"
    assert len(await texts(served)) == 1


async def test_pause_is_apart_for_each_purpose_and_person(served: World) -> None:
    await started()
    await started(purpose="payment")
    await started(to=OTHER)
    assert len(set(await texts(served))) == 3


async def test_same_code_is_sent_again_twice_and_then_a_new_one(served: World) -> None:
    ids, codes = [], []
    for _ in range(4):
        ids.append(await started())
        codes.append(await last_code(served))
        served.clock.advance(seconds=30)
    assert ids[:3] == [ids[0]] * 3
    assert codes[:3] == [codes[0]] * 3
    assert ids[3] != ids[0]
    assert codes[3] != codes[0]


async def test_code_of_another_length_or_near_its_end_is_a_new_one(served: World) -> None:
    first = await started(lifetimeSeconds=100)
    served.clock.advance(seconds=50)
    second = await started(lifetimeSeconds=100)
    served.clock.advance(seconds=30)
    assert len({first, second, await started(codeLength=8)}) == 3


async def test_sixth_code_in_an_hour_is_refused_for_a_person_whatever_the_purpose(
    served: World,
) -> None:
    for purpose in "abcde":
        await started(purpose=purpose)
        served.clock.advance(minutes=5)
    answer = await request_code(purpose="f")
    assert assert_problem(answer, 429)["code"] == "recipient_limit_reached"
    assert answer.headers["Retry-After"] == str(35 * 60)
    served.clock.advance(minutes=35)
    await started(purpose="f")


@pytest.mark.usefixtures("served")
async def test_client_address_is_limited_over_many_numbers() -> None:
    for index in range(20):
        address = f"2001:db8::{index:x}"
        await started(to=f"+1{310 + index}5550100", clientAddress=address)
    answer = await request_code(clientAddress="2001:db8:0:0:1::")
    assert assert_problem(answer, 429)["code"] == "client_limit_reached"
    assert answer.headers["Retry-After"] == "3600"
    await started(clientAddress="2001:db8:0:1::")


async def test_same_key_gives_the_first_response_and_sends_once(served: World) -> None:
    first = await request_code("k1")
    again = await request_code("k1")
    assert document(again) == document(first)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(await texts(served)) == 1


async def test_same_key_with_another_request_gets_422(served: World) -> None:
    await started("k1")
    problem = assert_problem(await request_code("k1", to=OTHER), 422, "Idempotency-Key")
    assert problem["code"] == "idempotency_key_reused"
    assert len(await texts(served)) == 1


@pytest.mark.parametrize("is_said_first", [True, False])
async def test_request_that_says_its_defaults_is_the_same_request(
    serve: Serve, *, is_said_first: bool
) -> None:
    world = World(settings=replace(SETTINGS, brand="Contoso"))
    serve(world)
    said = {"locale": "EN-gb", "codeLength": 6, "lifetimeSeconds": 600, "brand": "Contoso"}
    first, second = (said, {}) if is_said_first else ({}, said)
    answer = await request_code("k1", **first)
    assert document(await request_code("k1", **second)) == document(answer)
    assert len(await texts(world)) == 1
    for other in ({"brand": "Fabrikam"}, {"locale": "es"}, {"codeLength": 5}):
        assert_problem(await request_code("k1", **other), 422, "Idempotency-Key")


async def test_request_that_an_earlier_version_stored_is_still_the_same(served: World) -> None:
    said = {"locale": "en-US"}
    answer = await request_code("k1", **said)
    members = f'{{"from":"{TOLL_FREE}","to":"{PERSON}","purpose":"login","locale":"en-US"}}'
    former = hashlib.sha256(f"verification {members}".encode()).hexdigest()
    key = hashlib.sha256(b"k1").hexdigest()
    (row,) = [one for one in served.keys_table.all_rows() if one["RowKey"] == key]
    served.keys_table.put({**row, "request_hash": former})
    assert document(await request_code("k1", **said)) == document(answer)
    assert len(await texts(served)) == 1


@pytest.mark.usefixtures("served")
async def test_refused_request_does_not_use_its_key_up() -> None:
    await started()
    assert_problem(await request_code("k1"), 429)
    await started("k1", to=OTHER)


async def test_key_of_a_repeated_code_gives_its_response_again(served: World) -> None:
    first = await started()
    served.clock.advance(seconds=40)
    again = document(await request_code("k2"))
    served.clock.advance(seconds=5)
    assert document(await request_code("k2")) == again
    assert again["verificationId"] == first
    assert len(await texts(served)) == 2
