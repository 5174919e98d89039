"""A slip must not text everybody: large sends are confirmed."""

from dataclasses import replace
from typing import Any

import pytest

from send_sms.accepting.accept import accept_send
from send_sms.accepting.accept_once import accept_once
from send_sms.accepting.refusals import NotAsPreviewedError, UnconfirmedSendError
from send_sms.domain.batch import content_hash
from send_sms.functions import preview_sms, send_sms
from send_sms.preview import preview_send
from send_sms.settings import confirm_above_from
from shared.settings import ConfigurationError
from tests.support.samples import make_request, people
from tests.support.web import assert_problem, call, document, post
from tests.support.world import PERSON, TOLL_FREE, Serve, World
from tests.unit.send_sms.test_reply import reply
from tests.unit.verifications.verification_api import request_code


def world_confirming_above(limit: int) -> World:
    world = World()
    world.settings = replace(world.settings, confirm_above=limit)
    return world


@pytest.mark.parametrize("key", ["", "key-1"])
async def test_more_recipients_than_the_limit_are_refused_without_a_confirmation(key: str) -> None:
    world = world_confirming_above(3)
    request, accepting = make_request(people(4), confirm=False), world.app().accepting
    acceptance = (
        accept_once(request, accepting, key=key, body=b"")
        if key
        else accept_send(request, accepting)
    )

    with pytest.raises(UnconfirmedSendError, match=r"confirm .* 3 recipients; this one has 4"):
        await acceptance

    assert world.queue.items == []
    assert [row for table in world.tables() for row in table.all_rows()] == []


async def test_recipients_are_counted_once_and_only_if_they_are_valid() -> None:
    world = world_confirming_above(3)
    to = [*people(3), people(1)[0], "no number"]

    accepted = await accept_send(make_request(to, confirm=False), world.app().accepting)

    assert len(accepted.batches[0].recipients) == 3


async def test_a_confirmed_send_is_the_same_request_as_an_unconfirmed_one() -> None:
    """The limit may be lowered between a request and its repeat."""
    world = world_confirming_above(4)
    request = make_request(people(4), confirm=False)
    first = await accept_once(request, world.app().accepting, key="key-1", body=b"1")
    world.settings = replace(world.settings, confirm_above=3)
    accepting = world.app().accepting

    again = await accept_once(request, accepting, key="key-1", body=b"1")
    confirmed = make_request(people(4), confirm=True)
    confirmed_again = await accept_once(confirmed, accepting, key="key-1", body=b"2")

    assert first.send == again.send == confirmed_again.send
    assert again.is_replay
    assert confirmed_again.is_replay


@pytest.mark.parametrize("key", ["", "key-1"])
async def test_replies_and_codes_need_no_confirmation_also_where_each_send_does(
    serve: Serve, key: str
) -> None:
    serve(world_confirming_above(0))
    assert (await reply(key=key)).status_code == 202
    assert (await request_code(key and "key-2")).status_code == 202
    sent = await call(send_sms, post({"from": TOLL_FREE, "to": PERSON, "message": "Hi"}))
    assert document(sent)["code"] == "confirmation_required"


async def test_preview_says_that_a_confirmation_is_needed_and_refuses_nothing() -> None:
    world = world_confirming_above(3)
    sending = world.app().sending

    needed = [
        (await preview_send(make_request(people(count), confirm=False), sending)).needs_confirmation
        for count in (3, 4)
    ]

    assert needed == [False, True]


def test_limit_is_read_with_its_default() -> None:
    assert [confirm_above_from(text) for text in ("", " 0 ", "10000")] == [1_000, 0, 10_000]


@pytest.mark.parametrize("text", ["-1", "10001", "1e3", "many", "٣", "1" * 5_000])
def test_another_limit_is_a_configuration_error_that_does_not_show_it(text: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        confirm_above_from(text)
    assert caught.value.faults == ("SMS_CONFIRM_ABOVE must be a whole number from 0 to 10000",)


async def test_refusal_names_the_member_and_has_a_code_of_its_own(serve: Serve) -> None:
    serve(world_confirming_above(1))

    answer = await call(send_sms, post({"from": TOLL_FREE, "to": people(2), "message": "Hi"}))

    problem = document(answer)
    assert (answer.status_code, problem["code"]) == (400, "confirmation_required")
    assert [one["field"] for one in problem["errors"]] == ["confirm"]


SEND: dict[str, Any] = {
    "to": [{"number": number, "values": {"name": "Ana"}} for number in people(2)],
    "message": "Hi {{name}}",
    "category": "marketing",
    "campaign": "May",
    "sendAt": "2026-11-25T09:00:00-08:00",
    "ttlSeconds": 3_600,
    "reference": "batch 12",
}
OTHERS: list[dict[str, Any]] = [
    {"from": "+18335550199"},
    {"to": SEND["to"][:1]},
    {"to": [*SEND["to"], {"number": PERSON, "values": {"name": "Ana"}}]},
    {"to": [SEND["to"][0], {**SEND["to"][1], "values": {"name": "Ben"}}]},
    {"to": [SEND["to"][0], {**SEND["to"][1], "reference": "other"}]},
    {"message": "Hi  {{name}}"},
    {"category": "transactional"},
    {"campaign": "June"},
    {"campaign": None},
    {"sendAt": "2026-11-25T09:00:01-08:00"},
    {"sendAt": None},
    {"ttlSeconds": 3_601},
    {"ttlSeconds": None},
    {"deliveryReport": False},
    {"reference": "batch 13"},
]


async def hash_of(world: World, **members: Any) -> str:
    request = make_request(**{**SEND, **members})
    return content_hash((await preview_send(request, world.app().sending)).plan.batches)


@pytest.mark.parametrize("key", ["", "key-1"])
async def test_send_with_the_hash_of_its_preview_is_accepted(key: str) -> None:
    world = world_confirming_above(1)
    confirm = await hash_of(world, confirm=False)
    world.clock.advance(minutes=10)
    again = {"sendAt": "2026-11-25T17:00:00Z", "to": [*SEND["to"][::-1], SEND["to"][0]]}
    request = make_request(**{**SEND, **again, "confirm": confirm})

    accepting = world.app().accepting
    if key:
        accepted = await accept_once(request, accepting, key=key, body=b"")
        repeated = await accept_once(request, accepting, key=key, body=b"")
        assert repeated.is_replay
    else:
        accepted = await accept_send(request, accepting)

    assert len(accepted.batches[0].recipients) == 2


@pytest.mark.parametrize("changed", OTHERS, ids=str)
@pytest.mark.parametrize("limit", [1, 1_000])
async def test_send_that_is_not_what_was_previewed_is_refused_whatever_its_size(
    changed: dict[str, Any], limit: int
) -> None:
    world = world_confirming_above(limit)
    confirm = await hash_of(world)

    with pytest.raises(NotAsPreviewedError, match="Preview the send again"):
        await accept_send(
            make_request(**{**SEND, **changed, "confirm": confirm}), world.app().accepting
        )

    assert world.queue.items == []
    assert [row for table in world.tables() for row in table.all_rows()] == []


async def test_preview_gives_the_hash_and_another_send_gets_a_problem(serve: Serve) -> None:
    serve(world_confirming_above(1))
    body = {"from": TOLL_FREE, "to": people(2), "message": "Hi"}
    confirm = document(await call(preview_sms, post(body)))["hash"]

    changed = await call(send_sms, post({**body, "message": "Ho", "confirm": confirm}))
    same = await call(send_sms, post({**body, "confirm": confirm}))

    assert assert_problem(changed, 400, "confirm")["code"] == "not_as_previewed"
    assert same.status_code == 202


@pytest.mark.parametrize("confirm", ["true", "", "A" * 64, "a" * 63, "a" * 65, 1, None, ["a" * 64]])
async def test_confirmation_of_another_form_is_refused(confirm: object, serve: Serve) -> None:
    serve(World())
    answer = await call(
        send_sms, post({"from": TOLL_FREE, "to": PERSON, "message": "Hi", "confirm": confirm})
    )
    problem = assert_problem(answer, 400, "confirm")
    assert [one["code"] for one in problem["errors"]] == ["not_a_confirmation"]
