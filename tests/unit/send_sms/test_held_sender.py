"""
A sender that the carrier refuses is held: nothing is lost, nothing is sent twice.

A refusal of a whole call that is about the sender or the access proves that nothing left. So its
messages wait, and one message at a time asks whether the carrier accepts the sender again.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from operations.functions import get_queue, health
from send_sms.accepting.accept import accept_send
from send_sms.functions import preview_sms, send_sms
from send_sms.look_up_functions import get_message, get_send
from senders.domain.hold import PROBE_TIME
from senders.domain.profile import default_profile
from senders.functions import get_sender
from senders.storage.holds import Switches
from shared.carriers.sending import Outcome, SendCall, SenderRefusedError, SendError
from shared.domain.errors import StorageError
from shared.log import minute_log
from tests.support.log_privacy import assert_no_personal_data, logged_events
from tests.support.samples import TEXT, make_request, people
from tests.support.web import call, document, get, post
from tests.support.world import START, TOLL_FREE, Serve, World
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CUT_OFF,
    THROTTLED,
    KilledError,
    accept,
    be_killed,
    opt_out,
    run,
    run_until_idle,
    send_of,
    statuses,
    stored_batch,
)
from tests.unit.send_sms.submission_helpers import TimedGateway, accept_personal

REFUSED = SenderRefusedError("Unauthorized", "", "401")
NO_TOKEN = SenderRefusedError("no_token", "ClientAuthenticationError", "no_token", retryable=True)
PROFILE = default_profile(TOLL_FREE)


@dataclass
class RefusingGateway(TimedGateway):
    """A gateway that refuses every call until a moment."""

    until: datetime = START + timedelta(days=365)
    refusal: SendError = REFUSED

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        if self.clock.now < self.until:
            self.script.insert(0, self.refusal)
        return await super().send(call)

    @property
    def accepted(self) -> list[str]:
        """The recipients of the calls that were not refused."""
        began = zip(self.began_at, self.calls, strict=True)
        return [one for at, each in began if at >= self.until for one in each.recipients]


@pytest.fixture(autouse=True)
def new_minute() -> None:
    minute_log.clear()


def refusing(world: World, minutes: float = 60, refusal: SendError = REFUSED) -> RefusingGateway:
    """Let a world's carrier refuse calls for some minutes."""
    until = world.clock.now + timedelta(minutes=minutes)
    world.gateway = RefusingGateway(clock=world.clock, seconds=[0], until=until, refusal=refusal)
    return world.gateway


async def hold_of(world: World) -> Any:
    _, hold, *_ = await world.app().senders.read_switches(TOLL_FREE, PROFILE)
    return hold


@pytest.mark.parametrize("refusal", [REFUSED, NO_TOKEN])
async def test_refused_campaign_waits_and_leaves_once_when_the_carrier_accepts_again(
    world: World, refusal: SendError
) -> None:
    gateway = refusing(world, minutes=20, refusal=refusal)
    work = await accept_personal(world, 200)
    world.queue.items = [(work, 0)]
    await run_until_idle(world)

    assert sorted(gateway.accepted) == people(200)
    assert await statuses(world, send_of(world, work)) == ["sent"] * 200
    assert await hold_of(world) is None


async def test_refused_campaign_probes_with_one_call_and_growing_pauses(world: World) -> None:
    gateway = refusing(world)
    work = await accept_personal(world, 200)
    await run(world, work)
    first_count = len(gateway.calls)
    probes = []
    for _ in range(8):
        ((left, wait_seconds),) = world.queue.take_all()
        world.clock.advance(seconds=wait_seconds)
        before = len(gateway.calls)
        await run(world, left)
        probes.append((wait_seconds, len(gateway.calls) - before))

    assert first_count <= 16
    assert probes == [(s, 1) for s in (5, 10, 20, 40, 80, 160, 180, 180)]
    assert set(await statuses(world, send_of(world, work))) == {"queued"}


async def test_rest_leaves_at_once_after_the_accepted_probe(world: World) -> None:
    gateway = refusing(world, minutes=10)
    work = await accept(world, people(100))
    world.queue.items = [(work, 0)]
    await run_until_idle(world)
    accepted_at = [at for at in gateway.began_at if at >= gateway.until]
    assert len(gateway.calls[-1].recipients) == 99
    assert accepted_at[-1] - accepted_at[0] <= timedelta(seconds=1)


async def test_workers_agree_on_one_probe(world: World) -> None:
    gateway = refusing(world)
    works = [await accept(world, one) for one in people(20)]
    await run(world, works[0])
    ((_, wait_seconds),) = world.queue.take_all()
    world.clock.advance(seconds=wait_seconds)
    before = len(gateway.calls)
    await asyncio.gather(*(run(world, work) for work in works))
    assert len(gateway.calls) - before == 1
    assert len(world.queue.items) == 20


async def test_other_submissions_of_the_sender_stop_within_a_second(world: World) -> None:
    gateway = refusing(world, minutes=-1)
    gateway.seconds = [0.4]

    async def refuse_elsewhere() -> None:
        await world.app().senders.holds.refuse(
            TOLL_FREE, PROFILE, "401", probe_id="", now=world.clock.now
        )

    gateway.during[1] = refuse_elsewhere
    work = await accept_personal(world, 20)
    await run(world, work)
    assert len(gateway.calls) <= 3
    await run_until_idle(world)
    assert sorted(gateway.recipients) == people(20)


async def test_messages_wait_until_their_time_to_live(world: World) -> None:
    gateway = refusing(world)
    work = await accept(world, [ANA, BEN], ttlSeconds=300)
    world.queue.items = [(work, 0)]
    send = send_of(world, work)
    await run_until_idle(world)
    assert await statuses(world, send) == ["expired", "expired"]
    assert gateway.accepted == []


async def test_opt_out_during_a_hold_is_respected_and_its_probe_gives_way(world: World) -> None:
    gateway = refusing(world, minutes=1)
    work = await accept(world, people(5))
    await run(world, work)
    await opt_out(world, people(5)[0])
    await run_until_idle(world)
    assert await statuses(world, send_of(world, work)) == ["suppressed"] + ["sent"] * 4
    assert gateway.accepted == people(5)[1:]


async def test_probe_whose_worker_was_killed_is_followed_by_another_and_nothing_leaves_twice(
    world: World,
) -> None:
    gateway = refusing(world, minutes=0.05)
    work = await accept(world, people(5))
    await run(world, work)
    ((left, wait_seconds),) = world.queue.take_all()
    world.clock.advance(seconds=wait_seconds)
    gateway.script = [be_killed]
    with pytest.raises(KilledError):
        await run(world, left)
    hidden = world.queue.take_all()
    other = await accept(world, "+14255550199")
    await run(world, other)
    world.queue.items += hidden
    assert len(gateway.calls) == 2
    world.clock.advance(seconds=PROBE_TIME.total_seconds())
    await run_until_idle(world)
    assert await hold_of(world) is None
    assert await statuses(world, send_of(world, work)) == ["sent"] * 5
    assert await statuses(world, send_of(world, other)) == ["sent"]


@pytest.mark.parametrize("error", [CUT_OFF, SendError("not_connected", "", retryable=True)])
async def test_probe_without_a_response_keeps_the_hold(world: World, error: SendError) -> None:
    gateway = refusing(world, minutes=0.05)
    work = await accept(world, people(5))
    await run(world, work)
    ((left, wait_seconds),) = world.queue.take_all()
    world.clock.advance(seconds=wait_seconds)
    gateway.script = [error]
    await run(world, left)
    assert await hold_of(world)
    assert len(gateway.calls) == 2


async def test_probe_that_is_throttled_ends_the_hold_and_the_sender_rests(world: World) -> None:
    gateway = refusing(world, minutes=0.05)
    work = await accept(world, people(5))
    await run(world, work)
    ((left, wait_seconds),) = world.queue.take_all()
    world.clock.advance(seconds=wait_seconds)
    gateway.script = [THROTTLED]
    await run(world, left)
    assert await hold_of(world) is None
    assert [wait for _, wait in world.queue.items] == [77]


async def test_uncertain_message_stays_uncertain_when_its_second_try_is_refused(
    world: World,
) -> None:
    gateway = refusing(world)
    gateway.until, gateway.script = START, [CUT_OFF]
    work = await accept(world, ANA)
    await run(world, work)
    gateway.until = START + timedelta(days=1)
    await run_until_idle(world)
    assert await statuses(world, send_of(world, work)) == ["unknown"]


async def test_hold_that_cannot_be_stored_loses_nothing(world: World) -> None:
    gateway = refusing(world, minutes=1)
    work = await accept(world, people(3))

    def fail(_: object) -> None:
        raise StorageError

    world.senders_table.before_write = fail
    await run(world, work)
    world.senders_table.before_write = None
    assert len(world.queue.items) == 1
    await run_until_idle(world)
    assert sorted(gateway.accepted) == people(3)


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


async def run_first(world: World) -> None:
    """Run the first work that waits."""
    (work, _), *_ = world.queue.take_all()
    await run(world, work)


async def test_recorded_progress_of_a_refused_batch_holds_no_outcome(world: World) -> None:
    refusing(world)
    work = await accept(world, people(3))
    await run(world, work)
    batch = await stored_batch(world, work)
    assert batch.progress.claim is None
    assert dict(batch.progress.outcomes) == {}
