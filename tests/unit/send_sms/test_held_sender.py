"""
A sender that the carrier refuses is held: nothing is lost, nothing is sent twice.

A refusal of a whole call that is about the sender or the access proves that nothing left. So its
messages wait, and one message at a time asks whether the carrier accepts the sender again.
"""

import asyncio
from datetime import timedelta

import pytest

from senders.domain.hold import PROBE_TIME
from shared.carriers.sending import SendError
from shared.domain.errors import StorageError
from shared.log import minute_log
from tests.support.samples import people
from tests.support.world import START, TOLL_FREE, World
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
)
from tests.unit.send_sms.held_sender_world import (
    NO_TOKEN,
    PROFILE,
    REFUSED,
    hold_of,
    refusing,
)
from tests.unit.send_sms.submission_helpers import accept_personal


@pytest.fixture(autouse=True)
def new_minute() -> None:
    minute_log.clear()


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
