"""Confirmations and help: one, in time, from one side, and not a second."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from opt_outs.domain.classifier.classification import Language
from opt_outs.domain.consent import ChangeSource, ConsentState
from send_sms.domain.progress import ResendKind
from send_sms.resend import resend_messages
from senders.domain.profile import ConfirmationSource, SenderProfile
from senders.domain.rate_limiter import Limits
from shared.domain.kinds import Purpose
from tests.support.samples import apply_change, make_change
from tests.support.world import PERSON, START, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import (
    HELP,
    IN,
    LONG_CODE,
    MATRIX,
    OUT,
    SHORT_CODE,
    UNPACED,
    answers,
    inbound,
    later,
    receive,
    write,
)
from tests.unit.send_sms.dispatch_world import CUT_OFF, run_until_idle, statuses


@pytest.fixture
def world() -> World:
    world = World()
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    return world


def configure(world: World, serve: Serve, **settings: Any) -> None:
    world.settings = replace(world.settings, **settings)
    serve(world)


@pytest.mark.parametrize(("sender", "body", "expected"), MATRIX)
async def test_request_is_answered_by_one_side_only(
    served: World, sender: str, body: str, expected: list[str]
) -> None:
    assert await write(served, body, to=sender) == expected


@pytest.mark.parametrize(("sender", "body", "expected"), MATRIX)
async def test_request_that_is_repeated_is_answered_as_if_it_came_once(
    served: World, sender: str, body: str, expected: list[str]
) -> None:
    event = inbound(body, to=sender)
    for _ in range(3):
        await receive(event, event)
        await run_until_idle(served)
        later(served, seconds=20)
    assert await answers(served) == expected


@pytest.mark.parametrize("sender", [TOLL_FREE, LONG_CODE, SHORT_CODE])
@pytest.mark.parametrize("body", ["STOP", "START", "HELP"])
@pytest.mark.parametrize("confirmation_source", list(ConfirmationSource))
async def test_setting_says_who_answers_where_the_form_is_wrong(
    world: World,
    serve: Serve,
    sender: str,
    body: str,
    confirmation_source: ConfirmationSource,
) -> None:
    profile = SenderProfile(sender, Limits(), confirmation_source=confirmation_source)
    configure(world, serve, sender_profiles={sender: profile})
    is_ours = confirmation_source is ConfirmationSource.PALOMA or (
        confirmation_source is ConfirmationSource.CARRIER and body == "HELP"
    )
    assert len(await write(world, body, to=sender)) == is_ours


async def test_help_is_answered_to_a_person_who_opted_out(served: World) -> None:
    await write(served, "STOP")
    assert await write(served, "HELP") == [OUT, HELP]


async def test_short_code_that_writes_is_obeyed_and_not_answered(served: World) -> None:
    assert await write(served, "STOP", **{"from": "22395"}) == []
    assert await served.app().opt_outs.get(LONG_CODE, "22395")


async def test_start_is_not_confirmed_while_an_operators_decision_still_blocks(
    served: World,
) -> None:
    held = make_change(
        ConsentState.OPTED_OUT, START, own_number=LONG_CODE, source=ChangeSource.OPERATOR
    )
    await apply_change(held, served.app().opt_outs)
    later(served, seconds=1)
    assert await write(served, "START") == []


async def test_start_is_not_confirmed_while_all_numbers_are_blocked(served: World) -> None:
    held = make_change(ConsentState.OPTED_OUT, START, own_number="*", source=ChangeSource.OPERATOR)
    await apply_change(held, served.app().opt_outs)
    later(served, seconds=1)
    assert await write(served, "START") == []


async def test_confirmation_says_what_the_setting_says(world: World, serve: Serve) -> None:
    own = {Language.ENGLISH: {Purpose.OPT_OUT_CONFIRMATION: "Example Ltd: you are out."}}
    configure(world, serve, reply_texts={"*": own})
    assert await write(world, "STOP") == ["Example Ltd: you are out."]
    later(world, seconds=1)
    assert await write(world, "START") == ["Example Ltd: you are out.", IN]


async def test_stop_to_what_could_not_send_is_stored_and_not_answered(served: World) -> None:
    assert await write(served, "STOP", to="123") == []
    assert await served.app().opt_outs.get("123", PERSON)


async def test_confirmation_is_found_as_a_send_with_its_purpose(served: World) -> None:
    await receive(inbound("STOP"))
    ((work, _),) = served.queue.take_all()
    (batch,) = await served.app().journal.read(work.batch.send)
    assert batch.shared_options.purpose is Purpose.OPT_OUT_CONFIRMATION
    assert batch.recipients == (PERSON,)
    assert batch.expires_at(0) < START + timedelta(minutes=5)


async def test_confirmation_that_is_resent_is_stopped_like_any_other_message(
    served: World,
) -> None:
    served.gateway.script = [CUT_OFF] * 20
    await receive(inbound("STOP"))
    send = served.queue.items[0][0].batch.send
    await run_until_idle(served)
    tried = len(served.gateway.calls)
    restarted = await resend_messages(
        send, ResendKind.RESEND, ttl_seconds=3600, sending=served.app().sending
    )
    await run_until_idle(served)
    assert restarted
    assert restarted.message_count == 1
    assert len(served.gateway.calls) == tried > 1
    assert await statuses(served, send) == ["unknown"]
