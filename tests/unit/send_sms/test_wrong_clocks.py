"""A worker whose clock is ahead dies, or hears nothing: others do not wait long or send twice."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.accepting.accept import accept_send
from send_sms.accepting.accept_once import TAKEOVER_AFTER, SendInFlightError
from send_sms.dispatching.dispatch import dispatch
from send_sms.domain.dispatching import CLAIM_TIME
from send_sms.storage.dispatch_queue import Work
from send_sms.storage.idempotency_keys import RETENTION
from shared.carriers.events import DeliveryStatus
from shared.carriers.registry import LONGEST_REPEAT_WINDOW
from shared.carriers.sending import CallResult, SendCall
from shared.domain.identifiers import BlockAddress
from shared.storage.sdk import written_at
from shared.storage.table import ETAG, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_report, make_request, people, reports_beside
from tests.support.world import START, FrozenClock, World
from tests.unit.send_sms.accept_helpers import accept_keyed, another_process
from tests.unit.send_sms.dispatch_world import (
    ANA,
    BEN,
    CUT_OFF,
    WorkerDiedError,
    accept,
    die,
    raising,
    run,
    run_until_idle,
    send_of,
    statuses,
)

HOUR = timedelta(hours=1)
CARRIER_FORGETS = LONGEST_REPEAT_WINDOW + timedelta(minutes=1)


class DatedTable(InMemoryTable):
    """Gives ETags as the service does: from its clock, the last digits so that each is another."""

    def __init__(self, clock: FrozenClock) -> None:
        super().__init__()
        self._clock = clock
        self._fractions = count()

    def put(self, row: Row) -> str:
        super().put(row)
        moment = self._clock.now.strftime("%Y-%m-%dT%H%%3A%M%%3A%S")
        etag = f"W/\"datetime'{moment}.{next(self._fractions):07d}Z'\""
        self._partitions[row["PartitionKey"]][row["RowKey"]][ETAG] = etag
        return etag


@pytest.fixture
def dated() -> World:
    return new_world()


def new_world() -> World:
    world = World()
    world.journal_table = DatedTable(world.clock)
    world.keys_table = DatedTable(world.clock)
    return world


async def run_ahead(world: World, work: Work, ahead: timedelta) -> None:
    """Run work by a worker whose clock is ahead, and that dies if its call does."""
    app = world.app(clock=FrozenClock(world.clock.now + ahead))
    try:
        await dispatch(work, app.sending)
    except WorkerDiedError:
        world.queue.take_all()


def test_etag_tells_when_the_service_wrote_the_row() -> None:
    etag = "W/\"datetime'2026-11-22T09%3A00%3A00.1234567Z'\""
    assert written_at(etag) == START + timedelta(microseconds=123_456)
    for other in ("", "17", '"0x8D"', "W/\"datetime'yesterday'\""):
        assert written_at(other) is None


async def test_claim_of_a_clock_that_was_ahead_holds_no_longer_than_another(dated: World) -> None:
    work = await accept(dated, [ANA, BEN])
    dated.gateway.script = [die]
    await run_ahead(dated, work, HOUR)

    await run(dated, work)
    assert dated.queue.take_all() == [(work, CLAIM_TIME.seconds + 1)]
    dated.clock.advance(seconds=CLAIM_TIME.seconds + 1)
    await run(dated, work)
    first, second = dated.gateway.calls
    assert (second, first.first_sent_at) == (first, START)
    assert await statuses(dated, send_of(dated, work)) == ["sent", "sent"]


@pytest.mark.parametrize("to", [[ANA], [ANA, BEN], people(150)])
@pytest.mark.parametrize("is_at_once", [True, False])
async def test_apps_that_are_all_ahead_by_a_minute_repeat_what_was_cut_off(
    dated: World, to: list[str], *, is_at_once: bool
) -> None:
    ahead = FrozenClock(dated.clock.now + timedelta(minutes=1))
    if is_at_once:
        dated.submit_at_once()
    dated.gateway.script = [CUT_OFF, CUT_OFF]
    accepted = await accept_send(make_request(to), dated.app(clock=ahead).accepting)
    await dated.rounds.finish()
    for _ in range(5):
        for work, delay_seconds in dated.queue.take_all():
            ahead.advance(seconds=delay_seconds)
            dated.clock.advance(seconds=delay_seconds)
            await dispatch(work, dated.app(clock=ahead).sending)
    tried = Counter((one.message_ids, one.first_sent_at) for one in dated.gateway.calls)
    assert sorted(tried.values()) == ([2, 2] if len(to) > 100 else [3])
    assert {one.first_sent_at for one in dated.gateway.calls} == {START}
    assert await statuses(dated, accepted.send) == ["sent"] * len(to)


async def test_call_of_a_clock_that_is_ahead_by_seconds_is_repeated_in_time(dated: World) -> None:
    work = await accept(dated, [ANA, BEN])
    dated.gateway.script = [die]
    await run_ahead(dated, work, timedelta(seconds=10))
    dated.queue.items = [(work, 0)]
    await run_until_idle(dated)
    first, second = dated.gateway.calls
    assert second == first
    assert await statuses(dated, send_of(dated, work)) == ["sent", "sent"]


@pytest.mark.parametrize("answer", [die, CUT_OFF])
@pytest.mark.parametrize("later_seconds", [41, 300, 3_610, 3_700])
async def test_call_of_a_clock_that_was_ahead_is_not_repeated_when_its_hour_has_come(
    dated: World, answer: object, later_seconds: int
) -> None:
    """The carrier has forgotten its ids by then, although its time seems to be a moment ago."""
    work = await accept(dated, [ANA, BEN])
    dated.gateway.script = [answer]  # type: ignore[list-item]
    await run_ahead(dated, work, HOUR)
    dated.clock.advance(seconds=later_seconds)
    dated.queue.items = [(work, 0)]
    await run_until_idle(dated)
    calls = dated.gateway.calls
    assert len(calls) == (2 if later_seconds < 240 else 1)
    status = "sent" if later_seconds < 240 else "unknown"
    assert await statuses(dated, send_of(dated, work)) == [status, status]


@pytest.mark.parametrize("to", [[ANA], [ANA, BEN]])
async def test_key_whose_first_worker_was_ahead_and_died_is_free_after_the_usual_time(
    dated: World, to: list[str]
) -> None:
    ahead = another_process(dated, clock=FrozenClock(dated.clock.now + HOUR))
    dated.journal_table.before_write = raising(WorkerDiedError)
    with pytest.raises(WorkerDiedError):
        await accept_keyed(ahead, to)
    dated.journal_table.before_write = None

    with pytest.raises(SendInFlightError):
        await accept_keyed(another_process(dated), to)
    dated.clock.advance(seconds=TAKEOVER_AFTER.total_seconds())
    accepted = await accept_keyed(another_process(dated), to)
    assert (await accept_keyed(another_process(dated), to)).send == accepted.send
    await run_until_idle(dated)
    assert dated.gateway.recipients == to


async def test_key_of_a_worker_that_was_ahead_is_forgotten_after_a_day(dated: World) -> None:
    ahead = another_process(dated, clock=FrozenClock(dated.clock.now + HOUR))
    first = await accept_keyed(ahead, [ANA])
    dated.clock.advance(seconds=RETENTION.total_seconds() - 1)
    assert (await accept_keyed(another_process(dated), [ANA])).send == first.send
    dated.clock.advance(seconds=1)
    assert (await accept_keyed(another_process(dated), [BEN])).send != first.send


async def test_work_of_a_clock_that_was_ahead_is_restored_by_a_repeat(dated: World) -> None:
    ahead = another_process(dated, 0, clock=FrozenClock(dated.clock.now + HOUR))
    await accept_keyed(ahead, people(150))
    dated.queue.take_all()
    dated.clock.advance(seconds=TAKEOVER_AFTER.total_seconds())
    await accept_keyed(another_process(dated), people(150))
    await run_until_idle(dated)
    assert len(dated.gateway.recipients) == 150


CLOCKS = st.integers(-7_200, 7_200)


@given(
    ahead_seconds=CLOCKS,
    later=st.lists(st.tuples(st.integers(0, 7_200), CLOCKS, st.booleans()), min_size=1, max_size=4),
    dies=st.booleans(),
)
async def test_call_is_repeated_only_while_the_carrier_knows_its_ids(
    ahead_seconds: int, later: list[tuple[int, int, bool]], dies: bool
) -> None:
    """Whatever the clocks of all workers show, and what others write to the row meanwhile."""
    world = new_world()
    called_at: list[datetime] = []

    def cut_off(call: SendCall) -> CallResult:
        called_at.append(world.clock.now)
        return die(call) if dies and len(called_at) == 1 else CUT_OFF

    work = await accept(world, [ANA, BEN])
    world.gateway.script = [cut_off] * 99
    await run_ahead(world, work, timedelta(seconds=ahead_seconds))
    for seconds, offset_seconds, is_reported in later:
        world.clock.advance(seconds=seconds)
        if is_reported:
            await report(world, work, BEN)
        await run_ahead(world, work, timedelta(seconds=offset_seconds))
    assert all(at - called_at[0] < CARRIER_FORGETS for at in called_at)


async def report(world: World, work: Work, recipient: str) -> None:
    """Have the carrier's report on one of the messages stored, which dates the row anew."""
    told = make_report(DeliveryStatus.FAILED, world.clock.now, code="4001")
    block = BlockAddress(work.batch.send, 0)
    await reports_beside(world.app().journal).add({block: [(recipient, told)]})
