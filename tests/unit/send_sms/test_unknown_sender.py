"""A send from a number that is not listed as an own number is refused; nothing else is."""

from dataclasses import replace
from typing import Any

import pytest

from composition.app import run_as
from send_sms import functions
from tests.support.samples import TEXT
from tests.support.web import assert_problem, call, post
from tests.support.world import PERSON, SETTINGS, TOLL_FREE, World
from tests.unit.send_sms.sms_api import assert_nothing_stored, request_body

OTHER = "+18335550101"
LISTED = replace(SETTINGS, own_numbers=frozenset({TOLL_FREE}))


@pytest.mark.parametrize("function", [functions.send_sms, functions.preview_sms])
@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
@pytest.mark.parametrize("sender", [OTHER, "PALOMA", "77001"])
async def test_send_from_a_number_that_is_not_listed_is_refused(
    function: Any, headers: dict[str, str], sender: str
) -> None:
    world = World(settings=LISTED)
    with run_as(world.app()):
        answer = await call(function, post(request_body(**{"from": sender}), headers=headers))
    assert assert_problem(answer, 400, "from")["errors"][0]["code"] == "unknown_sender"
    assert_nothing_stored(world)


@pytest.mark.parametrize("sender", [TOLL_FREE, "+1 (833) 555-0100"])
async def test_send_from_a_listed_number_is_accepted_however_it_is_written(sender: str) -> None:
    with run_as(World(settings=LISTED).app()):
        answer = await call(functions.send_sms, post(request_body(**{"from": sender})))
    assert answer.status_code == 202


async def test_reply_is_accepted_from_any_number() -> None:
    request = post({"message": TEXT}, route={"sender": OTHER, "user": PERSON})
    with run_as(World(settings=LISTED).app()):
        assert (await call(functions.reply_to_conversation, request)).status_code == 202


async def test_repeated_request_gets_its_first_answer_although_the_list_has_changed() -> None:
    world, body = World(), request_body(**{"from": OTHER})
    request = post(body, headers={"Idempotency-Key": "k"})
    with run_as(world.app()):
        first = await call(functions.send_sms, request)
    world.settings = LISTED
    with run_as(world.app()):
        again = await call(functions.send_sms, request)
    assert (first.status_code, again.status_code) == (202, 202)
    assert again.get_body() == first.get_body()
