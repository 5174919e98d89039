"""Trial mode: guests get real messages, and nothing else reaches the carrier by any path."""

from collections.abc import Collection
from dataclasses import replace

import pytest

from operations.functions import get_attention, get_settings, health
from opt_outs.domain.consent import ConsentState
from send_sms.accepting.accept import accept_send
from send_sms.functions import send_sms
from send_sms.look_up_functions import get_send
from send_sms.settings import trial_guests_from
from shared.carriers.sending import SendError, SmsGateway
from shared.carriers.trial import TrialGateway
from shared.settings import ConfigurationError
from tests.support.samples import make_request, people
from tests.support.web import call, document, get, post
from tests.support.world import PERSON, TOLL_FREE, Serve, World
from tests.unit.inbound_webhook.confirmation_world import LONG_CODE, OUT, UNPACED, write
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CEM,
    CUT_OFF,
    accept,
    run,
    run_killed,
    run_until_idle,
    send_of,
    statuses,
)
from tests.unit.send_sms.resend_helpers import REDRIVE, RESEND, failed_send, resend, unknown_send


def begin_trial(world: World, guests: Collection[str] = ()) -> World:
    world.settings = replace(world.settings, trial_guests=frozenset(guests))
    return world


def reached(world: World) -> list[str]:
    """Give everybody whom the carrier was asked to send to."""
    return [to for one in world.gateway.calls for to in one.recipients]


@pytest.mark.parametrize(("to", "status"), [(ANA, "sent"), (BEN, "simulated")])
async def test_only_a_guest_gets_a_single_message_through_the_queue(
    world: World, to: str, status: str
) -> None:
    begin_trial(world, [ANA])
    work = await accept(world, to)
    await run(world, work)
    assert await statuses(world, send_of(world, work)) == [status]
    assert reached(world) == ([ANA] if to == ANA else [])


@pytest.mark.parametrize(("to", "status"), [(ANA, "sent"), (BEN, "simulated")])
async def test_only_a_guest_gets_a_single_message_at_once(
    world: World, to: str, status: str
) -> None:
    begin_trial(world, [ANA]).submit_at_once()
    accepted = await accept_send(make_request(to), world.app().accepting)
    await world.rounds.finish()
    assert await statuses(world, accepted.send) == [status]
    assert reached(world) == ([ANA] if to == ANA else [])


async def test_only_guests_among_many_recipients_get_theirs(world: World) -> None:
    everybody = people(250)
    guests = everybody[7::50]
    begin_trial(world, guests)
    work = await accept(world, everybody)
    await run(world, work)
    assert sorted(reached(world)) == sorted(guests)
    found = await statuses(world, send_of(world, work))
    assert found == ["sent" if one in guests else "simulated" for one in everybody]


async def test_error_of_the_carrier_concerns_the_guests_alone(world: World) -> None:
    begin_trial(world, [ANA])
    world.gateway.script = [SendError("400", "Bad request")]
    work = await accept(world, [ANA, BEN, CEM])
    await run(world, work)
    assert await statuses(world, send_of(world, work)) == ["failed", "simulated", "simulated"]


async def test_guest_of_a_mixed_call_is_tried_again_with_the_same_ids(world: World) -> None:
    begin_trial(world, [BEN])
    world.gateway.script = [CUT_OFF]
    work = await accept(world, [ANA, BEN])
    await run(world, work)
    await run_until_idle(world)
    first, second = world.gateway.calls
    assert (first.message_ids, first.recipients) == (second.message_ids, (BEN,))
    assert await statuses(world, send_of(world, work)) == ["simulated", "sent"]


async def test_redriving_in_trial_mode_reaches_guests_alone(world: World) -> None:
    send = await failed_send(world, [ANA, BEN])
    world.gateway.calls.clear()
    begin_trial(world, [ANA])
    await resend(world, send, REDRIVE)
    await run_until_idle(world)
    assert reached(world) == [ANA]
    assert await statuses(world, send) == ["sent", "simulated"]


async def test_message_that_may_have_left_before_the_trial_stays_unknown(world: World) -> None:
    send = await unknown_send(world, [ANA, BEN])
    world.gateway.calls.clear()
    begin_trial(world, [ANA])
    await resend(world, send)
    await run_until_idle(world)
    assert reached(world) == [ANA]
    assert await statuses(world, send) == ["sent", "unknown"]


async def test_interrupted_submission_from_before_the_trial_is_not_called_simulated(
    world: World,
) -> None:
    work = await accept(world, [BEN])
    await run_killed(world, work)
    world.gateway.calls.clear()
    begin_trial(world)
    world.clock.advance(minutes=1)
    await run(world, work)
    assert reached(world) == []
    assert await statuses(world, send_of(world, work)) == ["unknown"]


async def test_simulated_message_is_never_sent_again_even_after_the_trial(world: World) -> None:
    begin_trial(world)
    work = await accept(world, [BEN])
    await run(world, work)
    send = send_of(world, work)
    world.settings = replace(world.settings, trial_guests=None)
    for kind in (REDRIVE, RESEND):
        await resend(world, send, kind)
    await run(world, work)
    await run_until_idle(world)
    assert reached(world) == []
    assert await statuses(world, send) == ["simulated"]


@pytest.mark.parametrize("guests", [(), (PERSON,)])
async def test_stop_counts_in_trial_mode_and_only_a_guest_gets_its_confirmation(
    world: World, serve: Serve, guests: tuple[str, ...]
) -> None:
    world.settings = replace(world.settings, sender_profiles=UNPACED)
    serve(begin_trial(world, guests))
    assert await write(world, "STOP", to=LONG_CODE) == ([OUT] if guests else [])
    entry = await world.app().opt_outs.get(LONG_CODE, PERSON)
    assert entry
    assert entry.state is ConsentState.OPTED_OUT


async def test_whatever_sends_has_the_guard_and_none_when_trial_mode_is_off(world: World) -> None:
    def gateways() -> list[SmsGateway]:
        app = world.app()
        sendings = (app.sending, app.accepting.sending, app.inbound.accepting.sending)
        return [one.gateway for one in sendings]

    assert gateways() == [world.gateway] * 3
    begin_trial(world)
    assert {type(one) for one in gateways()} == {TrialGateway}


async def test_trial_mode_needs_no_further_storage_operation() -> None:
    counts = []
    for one in (World(), begin_trial(World(), [ANA])):
        await run(one, await accept(one, [ANA]))
        counts.append(sum(table.operation_count for table in one.tables()))
    assert counts[0] == counts[1] > 0


async def test_simulated_messages_are_shown_apart_and_cost_nothing(
    world: World, serve: Serve
) -> None:
    serve(begin_trial(world, [ANA]))
    body = {"from": TOLL_FREE, "to": [ANA, BEN], "message": "Hello"}
    accepted = document(await call(send_sms, post(body)))
    await run_until_idle(world)
    shown = document(await call(get_send, get(route={"sendId": accepted["sendId"]})))
    assert shown["counts"] == {"sent": 1, "simulated": 1}
    assert shown["segmentCount"] == 1


@pytest.mark.parametrize(("guests", "is_trial"), [(None, False), (frozenset(), True)])
async def test_health_and_attention_say_whether_trial_mode_is_on(
    world: World, serve: Serve, guests: frozenset[str] | None, is_trial: bool
) -> None:
    world.settings = replace(world.settings, trial_guests=guests)
    serve(world)
    assert document(await call(health, get()))["trial"] is is_trial
    assert document(await call(get_attention, get())).get("trial", False) is is_trial
    shown = {one["name"] for one in document(await call(get_settings, get()))["settings"]}
    assert {"SMS_TRIAL", "SMS_TRIAL_GUESTS"} <= shown


@pytest.mark.parametrize(
    ("env", "guests"),
    [
        ({}, None),
        ({"SMS_TRIAL": "false", "SMS_TRIAL_GUESTS": ANA}, None),
        ({"SMS_TRIAL": "true"}, frozenset()),
        ({"SMS_TRIAL": " TRUE ", "SMS_TRIAL_GUESTS": f" {ANA[:5]} {ANA[5:]}, {BEN},"},
         frozenset({ANA, BEN})),
    ],
)  # fmt: skip
def test_guests_are_read_as_people_write_numbers(
    env: dict[str, str], guests: frozenset[str] | None
) -> None:
    assert trial_guests_from(env) == guests


@pytest.mark.parametrize(
    "env",
    [
        {"SMS_TRIAL": "yes"},
        {"SMS_TRIAL": "true", "SMS_TRIAL_GUESTS": "4255550123"},
        {"SMS_TRIAL_GUESTS": f"{ANA};{BEN}"},
        {"SMS_TRIAL": "true", "SMS_TRIAL_GUESTS": "*"},
    ],
)
def test_trial_that_cannot_be_meant_is_refused_by_name_without_its_value(
    env: dict[str, str],
) -> None:
    with pytest.raises(ConfigurationError, match="SMS_TRIAL") as refused:
        trial_guests_from(env)
    assert not any(value in str(refused.value) for value in (ANA, BEN, "4255550123", "yes"))
