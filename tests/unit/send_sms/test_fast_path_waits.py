"""What may not leave at once is stored unclaimed and left to the dispatcher, for the right time."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from send_sms.accepting.accept_once import TAKEOVER_AFTER
from send_sms.domain.quiet_hours import QuietHoursPolicy
from send_sms.sending import MAX_SUBMISSIONS
from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import Limits
from senders.storage.senders import PAUSED_WAIT_SECONDS
from shared.domain.errors import ConflictError, StorageError
from shared.storage.table import Row
from tests.support.in_memory_queues import InMemoryQueue
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import people
from tests.support.world import SETTINGS, START, TOLL_FREE, World
from tests.unit.send_sms.accept_helpers import (
    ANA,
    BEN,
    CountedQueue,
    accept,
    accept_keyed,
    another_process,
    opt_out,
    stored_batches,
)
from tests.unit.send_sms.dispatch_world import WorkerDiedError, raising, run_until_idle, statuses
from tests.unit.send_sms.publishing import published, stored_outcomes, subscribe
from tests.unit.send_sms.test_fast_path import PatientGateway, accept_round, limit

PROFILE = SETTINGS.sender_profiles[TOLL_FREE]
ALASKA, NEW_YORK = "+19075550100", "+12125550100"


@pytest.fixture
def world() -> World:
    world = World(queue=CountedQueue())
    world.submit_at_once()
    return world


async def pause(world: World) -> None:
    await world.app().senders.set_paused(TOLL_FREE, PROFILE, START)


async def hold(world: World) -> None:
    await world.app().senders.suspend(PROFILE, 30, START)


async def use_up_the_day(world: World) -> None:
    limit(world, SenderProfile(TOLL_FREE, Limits(units_per_day=1)))
    await accept(world, BEN)
    await world.rounds.finish()


async def be_quiet(world: World) -> None:
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.RESCHEDULE)


async def nothing(_: World) -> None:
    pass


MARKETING = {"category": "marketing"}
SCHEDULED = {"sendAt": "2026-11-22T10:00:00Z"}


@pytest.mark.parametrize(
    ("prepare", "to", "members", "delay"),
    [
        (pause, [ANA], {}, PAUSED_WAIT_SECONDS),
        (hold, [ANA], {}, 0),
        (use_up_the_day, [ANA], {}, 0),
        (be_quiet, [NEW_YORK], MARKETING, 4 * 3600),
        (nothing, [ANA], SCHEDULED, 3600),
        (nothing, people(101), {}, 0),
    ],
    ids=["paused", "held", "no units", "quiet hours", "scheduled", "large"],
)
async def test_send_that_may_not_leave_is_left_to_the_dispatcher(
    world: World,
    prepare: Callable[[World], Any],
    to: list[str],
    members: dict[str, Any],
    delay: int,
) -> None:
    await prepare(world)
    before = len(world.gateway.calls)
    accepted = await accept(world, to, **members)
    await world.rounds.finish()
    assert len(world.gateway.calls) == before
    (batch,) = await stored_batches(world, [accepted])
    assert batch.progress.claim is None
    assert [seconds for _, seconds in world.queue.items] == [delay]


async def test_quiet_hours_that_block_are_recorded_and_published_by_the_dispatcher(
    world: World,
) -> None:
    await subscribe(world)
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.BLOCK)
    accepted = await accept(world, NEW_YORK, category="marketing")
    assert not accepted.batches[0].suppressed_at_accept
    await world.rounds.finish()
    await run_until_idle(world)
    assert await statuses(world, accepted.send) == ["suppressed"]
    assert published(world) == await stored_outcomes(world, accepted.send)


async def test_members_for_whom_it_is_day_leave_and_the_others_when_their_day_begins(
    world: World,
) -> None:
    world.settings = replace(world.settings, quiet_hours=QuietHoursPolicy.RESCHEDULE)
    world.clock.now = START + timedelta(days=1, hours=5)  # Monday, 9:00 in New York, 5:00 in Alaska
    await accept_round(world, [ALASKA, NEW_YORK], category="marketing")
    await world.rounds.finish()
    assert world.gateway.recipients == [NEW_YORK]
    assert [delay for _, delay in world.queue.items] == [4 * 3600]
    await run_until_idle(world)
    assert world.gateway.recipients == [NEW_YORK, ALASKA]


async def test_part_of_a_round_leaves_at_once_and_the_rest_later_each_once(world: World) -> None:
    limit(world, SenderProfile(TOLL_FREE, Limits(units_per_minute=60)))
    accepted = await accept_round(world, people(24))
    await world.rounds.finish()
    at_once = len(world.gateway.recipients)
    assert 0 < at_once < 24
    ((work, delay),) = world.queue.items
    assert delay > 0
    assert work.batch == accepted[0].batches[0].address
    await run_until_idle(world, at_most=200)
    assert sorted(world.gateway.recipients) == people(24)
    assert {(await statuses(world, one.send))[0] for one in accepted} == {"sent"}


async def test_round_beyond_the_submissions_of_a_worker_is_left_to_the_dispatcher(
    world: World,
) -> None:
    gateway = PatientGateway()
    world.gateway = gateway
    app = world.app()
    for number in people(MAX_SUBMISSIONS + 1):
        await accept_keyed(app, number, key=number)
    delays = [delay for _, delay in world.queue.items]
    assert delays.count(0) == 1
    assert len(delays) == MAX_SUBMISSIONS + 1
    gateway.answers.set()
    await world.rounds.finish()
    assert gateway.recipients == people(MAX_SUBMISSIONS)
    await run_until_idle(world)
    assert gateway.recipients == people(MAX_SUBMISSIONS + 1)


class SilentTable(InMemoryTable):
    """A table that does not answer until it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = asyncio.Event()

    async def get(self, *keys: Any, **options: Any) -> Row | None:
        await self.answers.wait()
        return await super().get(*keys, **options)

    async def rows(self, *keys: Any, **options: Any) -> list[Row]:
        await self.answers.wait()
        return await super().rows(*keys, **options)


@pytest.mark.parametrize("name", ["opt_outs_table", "senders_table"])
async def test_answer_does_not_wait_for_a_registry_or_limiter_that_is_silent(
    world: World, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("send_sms.accepting.commit.DECISION_TIME", timedelta(milliseconds=5))
    table = SilentTable()
    setattr(world, name, table)
    accepted = await accept(world)
    (batch,) = await stored_batches(world, [accepted])
    assert batch.progress.claim is None
    assert [delay for _, delay in world.queue.items] == [0]
    table.answers.set()
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]


async def test_recipient_of_whom_a_silent_registry_did_not_tell_is_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("send_sms.accepting.commit.DECISION_TIME", timedelta(milliseconds=5))
    table = SilentTable()
    world.opt_outs_table = table
    accepted = await accept(world)
    table.answers.set()
    await opt_out(world, ANA)
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert await statuses(world, accepted.send) == ["suppressed"]


async def test_answers_that_took_more_than_a_second_are_not_relied_on(world: World) -> None:
    """However little of it was spent waiting: the worker may have stood still."""
    world.keys_table.before_write = lambda _: world.clock.advance(seconds=1.5)
    accepted = await accept_keyed(world.app())
    await world.rounds.finish()
    assert world.gateway.calls == []
    (batch,) = await stored_batches(world, [accepted])
    assert batch.progress.claim is None
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]


async def test_units_that_another_worker_took_meanwhile_are_asked_for_again(world: World) -> None:
    limit(world, SenderProfile(TOLL_FREE, Limits(units_per_minute=600)))

    def take_first(_: object) -> None:
        world.senders_table.before_write = None
        raise ConflictError

    world.senders_table.before_write = take_first
    accepted = await accept(world)
    await world.rounds.finish()
    assert world.gateway.recipients == [ANA]
    assert await statuses(world, accepted.send) == ["sent"]
    assert world.queue.items == []


async def test_claim_is_released_where_units_cannot_be_booked(world: World) -> None:
    limit(world, SenderProfile(TOLL_FREE, Limits(units_per_minute=600)))
    world.senders_table.before_write = raising(ConflictError)
    accepted = await accept(world)
    await world.rounds.finish()
    assert world.gateway.calls == []
    (batch,) = await stored_batches(world, [accepted])
    assert batch.progress.claim is None
    assert [delay for _, delay in world.queue.items] == [1]
    world.senders_table.before_write = None
    await run_until_idle(world)
    assert world.gateway.recipients == [ANA]


@pytest.mark.parametrize("to", [people(1), people(2)], ids=["round", "small send"])
async def test_send_that_is_stored_after_its_time_to_live_does_not_leave(
    world: World, to: list[str]
) -> None:
    await subscribe(world)
    world.journal_table.before_write = raising(WorkerDiedError)
    with pytest.raises(WorkerDiedError):
        await accept_keyed(another_process(world), to, ttlSeconds=30)
    world.journal_table.before_write = None
    world.clock.now += TAKEOVER_AFTER
    again = await accept_keyed(world.app(), to, ttlSeconds=30)
    await world.rounds.finish()
    await run_until_idle(world)
    assert world.gateway.calls == []
    assert set(await statuses(world, again.send)) == {"expired"}
    assert published(world) == await stored_outcomes(world, again.send)


async def test_message_stays_hidden_where_it_cannot_be_made_due(world: World) -> None:
    class StubbornQueue(InMemoryQueue):
        async def replace(self, *_: object) -> None:
            raise StorageError

    world.queue = StubbornQueue()
    await pause(world)
    accepted = await accept(world)
    assert [delay for _, delay in world.queue.items] == [45]
    assert await statuses(world, accepted.send) == ["queued"]
