"""What waits longer than two minutes lies where the scaler does not see it, and comes on time."""

from datetime import UTC, datetime, timedelta

import pytest

import send_sms.functions
from send_sms.dispatching.moving import HIDDEN_SECONDS, move_due_work
from send_sms.ending import cancel_send
from send_sms.storage.bundles import Bundle, Piece, message_from_text
from send_sms.storage.dispatch_queue import (
    DISPATCH_QUEUE,
    LEAD_SECONDS,
    WAITING_QUEUE,
    Work,
    due_time_of,
    work_from_text,
    work_to_text,
)
from shared.domain.errors import StorageError
from shared.domain.identifiers import BatchAddress
from shared.storage.queue import MAX_DELAY_SECONDS, QueueReceipt
from tests.support.in_memory_queues import InMemoryMessages
from tests.support.log_privacy import logged_events
from tests.support.samples import SEND, people
from tests.support.world import START, Serve, World
from tests.unit.send_sms.waiting_world import WaitingWorld

WORK = Work(BatchAddress(SEND))
IN_AN_HOUR = START + timedelta(hours=1)
ANA, BEN = people(2)


@pytest.fixture
def played() -> WaitingWorld:
    return WaitingWorld()


async def put_works(played: WaitingWorld, count: int) -> None:
    """Put works that wait a little longer than what goes to dispatching, and wait for them."""
    for number in range(count):
        await played.queue.put(Work(BatchAddress(SEND, number)), LEAD_SECONDS + 1)
    played.world.clock.advance(seconds=2)


def bundles_in(queue: InMemoryMessages) -> list[Bundle]:
    read = [message_from_text(message.text) for message in queue.messages.values()]
    return [one for one in read if isinstance(one, Bundle)]


def pieces_in(queue: InMemoryMessages) -> list[Piece]:
    read = [message_from_text(message.text) for message in queue.messages.values()]
    works = [Piece(one, START) for one in read if isinstance(one, Work)]
    return [*works, *(piece for bundle in bundles_in(queue) for piece in bundle.pieces)]


def at(moment: datetime) -> str:
    return moment.isoformat()


async def test_scheduled_singles_leave_nothing_that_the_scaler_sees(played: WaitingWorld) -> None:
    for person in people(200):
        await played.accept(person, sendAt=at(IN_AN_HOUR))
    assert (played.visible_to_scaler, len(played.waiting.messages)) == (0, 200)
    played.dispatch.largest_count = 0
    await played.run(until=IN_AN_HOUR - timedelta(seconds=LEAD_SECONDS + 1))
    assert played.dispatch.largest_count == 0


@pytest.mark.parametrize("seconds", [121, 150, 179, 3_600, 3_601, 86_400])
async def test_scheduled_message_leaves_at_its_second(played: WaitingWorld, seconds: int) -> None:
    send_at = START + timedelta(seconds=seconds)
    await played.accept(ANA, sendAt=at(send_at))
    assert played.visible_to_scaler == 0
    await played.run(until=send_at - timedelta(seconds=1))
    assert played.world.gateway.recipients == []
    await played.run(until=send_at + timedelta(seconds=1))
    assert played.world.gateway.recipients == [ANA]


async def test_short_wait_stays_in_the_queue_of_dispatching(played: WaitingWorld) -> None:
    await played.accept(ANA, sendAt=at(START + timedelta(seconds=LEAD_SECONDS)))
    assert (played.visible_to_scaler, len(played.waiting.messages)) == (1, 0)


async def test_message_is_on_time_although_the_timer_misses_a_run(played: WaitingWorld) -> None:
    await played.accept(ANA, sendAt=at(IN_AN_HOUR))
    await played.run(until=IN_AN_HOUR - timedelta(seconds=LEAD_SECONDS))
    played.next_run_at += timedelta(minutes=1)
    await played.run(until=IN_AN_HOUR + timedelta(seconds=1))
    assert played.world.gateway.recipients == [ANA]


async def test_work_of_months_waits_in_hops_of_what_the_service_allows(
    played: WaitingWorld,
) -> None:
    send_at = START + timedelta(days=20)
    await played.queue.put(WORK, 20 * 86_400)
    for _ in range(3):
        played.world.clock.advance(seconds=MAX_DELAY_SECONDS)
        await move_due_work(played.moving)
        assert (len(played.waiting.messages), played.visible_to_scaler) == (1, 0)
    played.world.clock.now = send_at - timedelta(seconds=LEAD_SECONDS)
    await move_due_work(played.moving)
    (message,) = played.dispatch.messages.values()
    assert (message.due_at, work_from_text(message.text)) == (send_at, WORK)


async def test_late_timer_moves_everything_at_once_and_says_so(
    played: WaitingWorld, log_lines: list[str]
) -> None:
    for person in people(100):
        await played.accept(person, sendAt=at(IN_AN_HOUR))
    played.world.clock.now = IN_AN_HOUR + timedelta(minutes=7)
    await move_due_work(played.moving)
    await played.run(until=played.world.clock.now)
    assert sorted(played.world.gateway.recipients) == people(100)
    (line,) = logged_events(log_lines, "work_moved")
    assert line == {"count": 100, "lateSeconds": 420}


async def test_two_runs_at_once_move_each_message_once(played: WaitingWorld) -> None:
    await put_works(played, 100)
    first = await played.waiting.take(HIDDEN_SECONDS)
    await move_due_work(played.moving)
    assert len(pieces_in(played.dispatch)) == 100 - len(first)
    played.world.clock.advance(seconds=HIDDEN_SECONDS)
    await move_due_work(played.moving)
    assert sorted(one.work.batch.row for one in pieces_in(played.dispatch)) == list(range(100))


async def test_run_that_dies_between_its_steps_loses_and_sends_nothing_twice(
    played: WaitingWorld,
) -> None:
    await played.accept(ANA, sendAt=at(IN_AN_HOUR))
    played.world.clock.now = IN_AN_HOUR - timedelta(seconds=LEAD_SECONDS)
    (taken,) = await played.waiting.take(HIDDEN_SECONDS)
    await played.dispatch.put(taken.text, LEAD_SECONDS)
    played.next_run_at = played.world.clock.now + timedelta(minutes=1)
    await played.run(until=IN_AN_HOUR + timedelta(minutes=5))
    assert played.world.gateway.recipients == [ANA]
    assert (played.visible_to_scaler, len(played.waiting.messages)) == (0, 0)


async def test_message_whose_move_fails_is_moved_by_the_next_run(played: WaitingWorld) -> None:
    await played.accept(ANA, sendAt=at(IN_AN_HOUR))
    await played.accept(BEN, sendAt=at(IN_AN_HOUR))
    played.world.clock.now = IN_AN_HOUR - timedelta(seconds=LEAD_SECONDS)
    put, failures = played.dispatch.put, [StorageError()]

    async def fail_once(text: str, delay_seconds: int = 0) -> QueueReceipt:
        if failures:
            raise failures.pop()
        return await put(text, delay_seconds)

    played.dispatch.put = fail_once  # type: ignore[method-assign]
    with pytest.raises(StorageError):
        await move_due_work(played.moving)
    assert (played.visible_to_scaler, len(played.waiting.messages)) == (0, 2)
    played.next_run_at = played.world.clock.now + timedelta(minutes=1)
    await played.run(until=IN_AN_HOUR)
    assert sorted(played.world.gateway.recipients) == [ANA, BEN]


async def test_cancelled_message_is_moved_and_not_sent(played: WaitingWorld) -> None:
    await played.accept(ANA, sendAt=at(IN_AN_HOUR))
    (message,) = played.waiting.messages.values()
    assert await cancel_send(work_from_text(message.text).batch.send, played.app().sending)
    await played.run(until=IN_AN_HOUR + timedelta(minutes=1))
    assert played.world.gateway.recipients == []
    assert (played.visible_to_scaler, len(played.waiting.messages)) == (0, 0)


async def test_text_that_cannot_be_read_is_left_to_the_dispatcher(played: WaitingWorld) -> None:
    await played.waiting.put("no work")
    await move_due_work(played.moving)
    (message,) = played.dispatch.messages.values()
    assert (message.text, message.due_at) == ("no work", START)


async def test_run_with_nothing_to_move_costs_a_few_looks(played: WaitingWorld) -> None:
    await move_due_work(played.moving)
    assert (played.waiting.operations, played.dispatch.operations) == (1, 0)


async def test_thousands_of_messages_cost_hardly_more_than_their_deletion(
    played: WaitingWorld,
) -> None:
    await put_works(played, 3_000)
    played.waiting.operations = 0
    await move_due_work(played.moving)
    assert played.waiting.operations + played.dispatch.operations <= 3_000 * 33 / 32 + 20
    assert [len(one.pieces) for one in bundles_in(played.dispatch)] == [1_000] * 3


async def test_timer_of_the_app_moves_what_its_queue_holds(serve: Serve) -> None:
    world = World()
    serve(world)
    text = work_to_text(WORK, START)
    await world.message_queue(WAITING_QUEUE).put(text)
    await send_sms.functions.move_due_work(None)
    (message,) = world.message_queue(DISPATCH_QUEUE).messages.values()
    assert (work_from_text(message.text), message.due_at) == (WORK, START)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"due": "soon"}', '{"due": 1e300}', "[" * 9_999])
def test_text_without_a_time_says_none(text: str) -> None:
    assert due_time_of(text) is None


def test_time_is_written_to_the_second_and_never_early() -> None:
    moment = datetime(2026, 12, 1, 9, 0, 0, 1, tzinfo=UTC)
    assert due_time_of(work_to_text(WORK, moment)) == datetime(2026, 12, 1, 9, 0, 1, tzinfo=UTC)


@pytest.mark.parametrize("is_taken", [False, True])
async def test_recovery_message_that_becomes_a_long_wait_leaves_one_message(
    played: WaitingWorld, *, is_taken: bool
) -> None:
    """A worker that has taken it continues all the work, so nothing more is put."""
    receipt = await played.queue.put(WORK, 45)
    if is_taken:
        played.dispatch.take_one(receipt.message_id, 600)
    await played.queue.replace(receipt, WORK, 3_600)
    left = (played.visible_to_scaler, len(played.waiting.messages))
    assert left == ((1, 0) if is_taken else (0, 1))


async def test_long_wait_that_becomes_due_changes_its_queue(played: WaitingWorld) -> None:
    receipt = await played.queue.put(WORK, 3_600)
    await played.queue.replace(receipt, WORK, 0)
    assert (played.visible_to_scaler, len(played.waiting.messages)) == (1, 0)
