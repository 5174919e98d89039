"""A hold is shown where operators and callers look, and disturbs no other sender."""

import pytest

from operations.functions import get_queue, health
from send_sms.accepting.accept import accept_send
from send_sms.functions import preview_sms, send_sms
from send_sms.look_up_functions import get_message, get_send
from senders.functions import get_sender
from senders.storage.holds import Switches
from shared.log import minute_log
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.samples import TEXT, make_request, people
from tests.support.web import call, document, get, post
from tests.support.world import START, TOLL_FREE, Serve, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    accept,
    run,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
)
from tests.unit.send_sms.held_sender_world import (
    PROFILE,
    hold_of,
    refusing,
    run_first,
)


@pytest.fixture(autouse=True)
def new_minute() -> None:
    minute_log.clear()


async def test_single_send_of_a_held_sender_waits_and_leaves(world: World) -> None:
    world.submit_at_once()
    gateway = refusing(world, minutes=2)
    app = world.app()
    for number in (ANA, BEN):
        await accept_send(make_request(number), app.accepting)
        await world.rounds.finish()
    assert gateway.recipients == [ANA]
    await run_until_idle(world)
    assert sorted(gateway.accepted) == [ANA, BEN]


async def test_pause_and_hold_of_one_sender_do_not_disturb_each_other(world: World) -> None:
    refusing(world, minutes=1)
    senders = world.app().senders
    work = await accept(world, people(3))
    await run(world, work)
    await senders.set_paused(TOLL_FREE, PROFILE, START)
    assert await hold_of(world)
    world.clock.advance(minutes=2)
    await run(world, world.queue.take_all()[0][0])
    assert set(await statuses(world, send_of(world, work))) == {"queued"}
    await senders.set_paused(TOLL_FREE, PROFILE, None)
    await run_until_idle(world)
    assert await statuses(world, send_of(world, work)) == ["sent"] * 3
    assert await senders.read_switches(TOLL_FREE, PROFILE) == Switches()


async def test_refused_alphanumeric_sender_does_not_hold_the_others(world: World) -> None:
    gateway = refusing(world)
    await run(world, await accept(world, ANA, **{"from": "PALOMA"}))
    world.queue.take_all()
    gateway.until = START
    await run(world, await accept(world, BEN, **{"from": "COLUMBA"}))
    assert gateway.accepted[-1] == BEN
    assert [one.sender for one in await world.app().senders.holds.read_all()] == ["PALOMA"]


async def test_refusal_is_logged_once_a_minute_without_the_number(
    world: World, log_lines: list[str]
) -> None:
    refusing(world)
    for number in people(5):
        await run(world, await accept(world, number))
        world.queue.take_all()
    [line] = logged_events(log_lines, "carrier_refused")
    assert (line["status"], line["senderKind"]) == ("401", "toll_free")
    assert_no_personal_data(log_lines)


async def test_hold_is_shown_where_operators_and_callers_look(world: World, serve: Serve) -> None:
    refusing(world)
    serve(world)
    body = {"from": TOLL_FREE, "to": ANA, "message": TEXT}
    accepted = document(await call(send_sms, post(body)))
    assert "warnings" not in accepted
    await run_first(world)
    text = (
        "ACS refused the sender: this number does not belong to the resource, or the access key "
        "is wrong."
    )
    hold = {
        "code": "401",
        "message": text,
        "since": "2026-11-22T09:00:00Z",
        "refusedCount": 1,
        "nextAttemptAt": "2026-11-22T09:00:05Z",
    }
    sender = document(await call(get_sender, get(route={"sender": TOLL_FREE})))
    assert sender["hold"] == hold
    status = document(await call(get_send, get(route={"sendId": accepted["sendId"]})))
    message_id = accepted["messages"][0]["messageId"]
    message = document(await call(get_message, get(route={"messageId": message_id})))
    for found in (status, message):
        assert found["waitingFor"] == "carrier_refuses"
        assert found["nextAttemptAt"] == "2026-11-22T09:00:05Z"
        assert found["waitingText"] == text
    queue = document(await call(get_queue, get()))
    assert queue["heldSenders"] == [{"sender": TOLL_FREE, "hold": hold}]


async def test_health_preview_and_acceptance_warn_of_the_holds_that_the_process_knows(
    world: World, serve: Serve
) -> None:
    world.submit_at_once()
    gateway = refusing(world, minutes=1)
    serve(world)
    body = {"from": TOLL_FREE, "to": ANA, "message": TEXT}
    await call(send_sms, post(body))
    await world.rounds.finish()
    [held] = document(await call(health, get()))["heldSenders"]
    assert held.startswith("toll_free: ACS refused the sender: ")
    assert held.endswith(" (401)")
    for function in (preview_sms, send_sms):
        [warning] = document(await call(function, post(body)))["warnings"]
        assert warning["code"] == "carrier_refuses"
        assert warning["message"].startswith("ACS refused the sender: ")
    await run_until_idle(world)
    assert len(gateway.accepted) == 2


async def test_recorded_progress_of_a_refused_batch_holds_no_outcome(world: World) -> None:
    refusing(world)
    work = await accept(world, people(3))
    await run(world, work)
    batch = await stored_batch(world, work)
    assert batch.progress.claim is None
    assert dict(batch.progress.outcomes) == {}
