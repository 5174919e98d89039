"""Recipients abroad and special numbers are rejected at accept and in the preview."""

from dataclasses import replace
from typing import Any

import pytest

from conversations.domain.reply import HasNotWrittenError
from send_sms.accepting.accept import accept_send
from send_sms.accepting.accept_once import accept_once
from send_sms.accepting.refusals import NoRecipientError
from send_sms.accepting.reply import Caller, SpecialRecipientError, accept_reply
from send_sms.contract.requests import ReplyRequest
from send_sms.domain.countries import CountryPolicy
from send_sms.preview import preview_send
from tests.support.samples import make_request
from tests.support.world import PERSON, SETTINGS, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import inbound, receive

CANADIAN, JAMAICAN, PREMIUM = "+14165550123", "+18765550123", "+19005550123"


@pytest.fixture
def world(serve: Serve) -> World:
    """A world without the setting."""
    world = World(settings=replace(SETTINGS, countries=None))
    serve(world)
    return world


def allow(world: World, *countries: str) -> None:
    world.settings = replace(world.settings, countries=CountryPolicy(frozenset(countries)))


async def test_recipients_abroad_are_rejected_and_the_others_go_out(world: World) -> None:
    accepted = await accept_send(make_request([PERSON, JAMAICAN, PREMIUM]), world.app().accepting)
    assert [(one.position, one.code) for one in accepted.rejected] == [
        (1, "country_not_allowed"),
        (2, "special_number"),
    ]
    assert [batch.recipients for batch in accepted.batches] == [(PERSON,)]
    assert "SMS_COUNTRIES" in accepted.rejected[0].reason


@pytest.mark.parametrize(
    ("country", "accepted", "rejected"), [("US", PERSON, 1), ("CA", CANADIAN, 0)]
)
async def test_country_that_shares_its_code_with_an_allowed_one_is_not_allowed(
    world: World, country: str, accepted: str, rejected: int
) -> None:
    allow(world, country)
    found = await accept_send(make_request([PERSON, CANADIAN]), world.app().accepting)
    assert [(one.position, one.code) for one in found.rejected] == [
        (rejected, "country_not_allowed")
    ]
    assert [batch.recipients for batch in found.batches] == [(accepted,)]


async def test_send_to_none_but_recipients_abroad_stores_nothing(world: World) -> None:
    with pytest.raises(NoRecipientError) as caught:
        await accept_send(make_request(JAMAICAN), world.app().accepting)
    assert "such as CA,JM,US" in caught.value.rejected[0].reason
    assert (world.journal_table.all_rows(), world.queue.items) == ([], [])


async def test_preview_shows_what_would_be_rejected(world: World) -> None:
    preview = await preview_send(make_request([PERSON, PREMIUM]), world.app().sending)
    assert [one.code for one in preview.plan.recipients.rejected] == ["special_number"]


async def test_repeated_request_gets_its_send_although_the_setting_was_changed(
    world: World,
) -> None:
    allow(world, "US", "JM")
    requests = {"one": JAMAICAN, "two": [JAMAICAN, PERSON]}
    first = {}
    for key, to in requests.items():
        request = make_request(to)
        first[key] = await accept_once(request, world.app().accepting, key=key, body=b"")
    allow(world, "US")
    for key, to in requests.items():
        again = await accept_once(make_request(to), world.app().accepting, key=key, body=b"")
        assert (again.is_replay, again.send) == (True, first[key].send)
        assert (list(again.rejected), list(first[key].rejected)) == ([], [])


async def test_rejected_recipients_use_no_key_up(world: World) -> None:
    request = make_request(JAMAICAN)
    with pytest.raises(NoRecipientError):
        await accept_once(request, world.app().accepting, key="key", body=b"")
    allow(world, "JM")
    accepted = await accept_once(request, world.app().accepting, key="key", body=b"")
    assert not accepted.is_replay


def written(body: str, number: str, to: str = TOLL_FREE) -> dict[str, Any]:
    event = inbound(body)
    event["data"] |= {"from": number, "to": to}
    return event


async def reply(world: World, user: str) -> None:
    app = world.app()
    await accept_reply(
        TOLL_FREE,
        user,
        request=ReplyRequest.model_validate({"message": "Yes, we do."}),
        caller=Caller("", b""),
        accepting=app.accepting,
        conversations=app.conversations,
    )


async def test_person_abroad_is_replied_to_only_if_they_wrote_first(world: World) -> None:
    with pytest.raises(HasNotWrittenError):
        await reply(world, JAMAICAN)
    assert (world.queue.items, world.conversations_table.all_rows()) == ([], [])
    await receive(written("Do you deliver?", JAMAICAN))
    await reply(world, JAMAICAN)
    await reply(world, JAMAICAN)
    assert len(world.queue.items) == 2


async def test_special_number_is_not_replied_to_although_it_wrote(world: World) -> None:
    await receive(written("Hello", PREMIUM))
    with pytest.raises(SpecialRecipientError):
        await reply(world, PREMIUM)
    assert world.queue.items == []


async def test_stop_from_abroad_is_confirmed(world: World) -> None:
    await receive(written("STOP", "+447700900123", "+14255550100"))
    assert len(world.queue.items) == 1
