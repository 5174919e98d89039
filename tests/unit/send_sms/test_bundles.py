"""Thousands of pieces of work that wait are a few messages, and each piece is dispatched once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_sms.dispatching.bundle import dispatch_message
from send_sms.ending import give_up_message
from send_sms.storage.bundles import (
    MAX_PIECES,
    Bundle,
    Piece,
    bundle_of,
    message_from_text,
)
from send_sms.storage.dispatch_queue import Work, due_time_of
from shared.domain.errors import StorageError
from shared.domain.identifiers import BatchAddress, SendAddress
from shared.storage.queue import QueueReceipt
from tests.support.samples import SEND, people
from tests.support.world import START, TOLL_FREE
from tests.unit.send_sms.dispatch_world import KilledError, be_killed, window
from tests.unit.send_sms.publishing import published, subscribe
from tests.unit.send_sms.submission_helpers import timed
from tests.unit.send_sms.waiting_world import WaitingWorld

IN_AN_HOUR = START + timedelta(hours=1)


@pytest.fixture
def played() -> WaitingWorld:
    return WaitingWorld()


async def accept_many(played: WaitingWorld, count: int, send_at: datetime = IN_AN_HOUR) -> None:
    for person in people(count):
        await played.accept(person, sendAt=send_at.isoformat())


async def test_two_thousand_singles_that_are_due_together_are_two_messages(
    played: WaitingWorld,
) -> None:
    await accept_many(played, 2 * MAX_PIECES)
    await played.run(until=IN_AN_HOUR - timedelta(seconds=1))
    assert played.dispatch.largest_count == 2
    assert played.world.gateway.calls == []


async def test_each_of_many_singles_leaves_once_and_on_time(played: WaitingWorld) -> None:
    await accept_many(played, 300)
    await played.run(until=IN_AN_HOUR + timedelta(seconds=3))
    assert sorted(played.world.gateway.recipients) == people(300)
    assert (played.visible_to_scaler, len(played.waiting.messages)) == (0, 0)


async def test_pieces_of_a_bundle_leave_at_their_own_times(played: WaitingWorld) -> None:
    for number, person in enumerate(people(40)):
        await played.accept(person, sendAt=(IN_AN_HOUR + timedelta(seconds=number)).isoformat())
    for seconds in range(0, 40, 5):
        await played.run(until=IN_AN_HOUR + timedelta(seconds=seconds))
        assert seconds - 2 <= len(played.world.gateway.recipients) <= seconds + 2
    await played.run(until=IN_AN_HOUR + timedelta(seconds=45))
    assert sorted(played.world.gateway.recipients) == people(40)
    assert played.dispatch.largest_count <= 10


async def test_backlog_of_a_slow_sender_waits_in_a_few_messages_and_keeps_its_pace(
    played: WaitingWorld,
) -> None:
    window(played.world, units_per_minute=60)
    await accept_many(played, 270)
    await played.run(until=IN_AN_HOUR + timedelta(minutes=4))
    assert len(played.world.gateway.recipients) >= 4 * 51
    await played.run(until=IN_AN_HOUR + timedelta(minutes=7))
    assert sorted(played.world.gateway.recipients) == people(270)
    assert played.dispatch.largest_count <= 10


async def test_worker_that_dies_in_a_bundle_is_succeeded_by_its_recovery_message(
    played: WaitingWorld,
) -> None:
    await accept_many(played, 50)
    played.world.gateway.script += [be_killed]
    with pytest.raises(KilledError):
        await played.run(until=IN_AN_HOUR + timedelta(minutes=1))
    await played.run(until=IN_AN_HOUR + timedelta(minutes=2))
    assert set(played.world.gateway.recipients) == set(people(50))
    ids = [one for call in played.world.gateway.calls for one in call.message_ids]
    repeated = {one for one in ids if ids.count(one) > 1}
    assert len(repeated) <= 16, "only calls of the moment are repeated, under the same ids"
    await played.run(until=IN_AN_HOUR + timedelta(minutes=12))
    assert len(played.world.gateway.calls) <= 50 + 16


async def test_piece_that_fails_unexpectedly_goes_back_alone_and_holds_up_no_other(
    played: WaitingWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accept_many(played, 30)
    await played.run(until=IN_AN_HOUR - timedelta(seconds=1))
    (message,) = played.dispatch.messages.values()
    bad = message_from_text(message.text)
    assert isinstance(bad, Bundle)
    journal = played.app().journal
    get = type(journal).get

    async def fail_for_one(self: object, batch: BatchAddress, *more: object) -> object:
        if batch == bad.pieces[3].work.batch:
            raise KeyError
        return await get(self, batch, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(type(journal), "get", fail_for_one)
    played.world.clock.now = IN_AN_HOUR
    await dispatch_message(message.text, played.queue, played.app().sending, is_repeated=False)
    assert len(played.world.gateway.recipients) == 29
    assert [one for one, _ in played.world.queue.items] == []
    texts = [one.text for one in played.dispatch.messages.values() if one is not message]
    assert [message_from_text(text) for text in texts] == [
        replace(bad.pieces[3].work, is_recovery=True)
    ]


@pytest.mark.parametrize("count", [1, 20])
async def test_message_that_is_delivered_again_tells_what_its_first_worker_could_not(
    played: WaitingWorld, count: int
) -> None:
    await accept_many(played, count)
    await played.run(until=IN_AN_HOUR - timedelta(seconds=1))
    (message,) = played.dispatch.messages.values()
    sending = played.app().sending
    played.world.clock.now = IN_AN_HOUR
    await dispatch_message(message.text, played.queue, sending, is_repeated=False)
    assert published(played.world) == set()

    await subscribe(played.world)
    played.world.clock.now += timedelta(minutes=1)
    await dispatch_message(message.text, played.queue, sending, is_repeated=True)

    assert len(published(played.world)) == count
    assert {status for _, status in published(played.world)} == {"sent"}


async def test_queue_that_is_unavailable_at_the_end_of_a_bundle_leaves_its_recovery_message(
    played: WaitingWorld,
) -> None:
    await accept_many(played, 20)
    await played.run(until=IN_AN_HOUR - timedelta(seconds=1))

    async def fail(receipt: QueueReceipt) -> bool:
        del receipt
        raise StorageError

    remove, played.dispatch.remove = played.dispatch.remove, fail  # type: ignore[method-assign]
    (number,) = played.dispatch.messages
    played.world.clock.now = IN_AN_HOUR
    with pytest.raises(StorageError):
        await played.deliver(number)
    played.dispatch.remove = remove  # type: ignore[method-assign]
    await played.run(until=IN_AN_HOUR + timedelta(minutes=12))
    assert sorted(played.world.gateway.recipients) == people(20)
    assert played.visible_to_scaler == 0


@pytest.mark.parametrize(("seconds", "count"), [(24.9, 40), (25, 16)])
async def test_pieces_of_a_bundle_begin_for_25_seconds_sixteen_at_a_time(
    played: WaitingWorld, seconds: float, count: int
) -> None:
    await accept_many(played, 40)
    await played.run(until=IN_AN_HOUR - timedelta(seconds=1))
    gateway = timed(played.world, 0)

    async def last_long() -> None:
        played.world.clock.advance(seconds=seconds)

    gateway.during[1] = last_long
    played.world.clock.now = IN_AN_HOUR
    (number,) = played.dispatch.messages
    await played.deliver(number)
    assert len(gateway.calls) == count
    await played.run(until=IN_AN_HOUR + timedelta(minutes=2))
    assert sorted(gateway.recipients) == people(40)


async def test_bundle_that_comes_early_waits_for_its_first_piece(played: WaitingWorld) -> None:
    await accept_many(played, 20)
    await played.run(until=IN_AN_HOUR - timedelta(seconds=10))
    (number,) = played.dispatch.messages
    await played.deliver(number)
    assert [one.due_at for one in played.dispatch.messages.values()] == [IN_AN_HOUR]
    assert played.world.gateway.calls == []


async def test_poisoned_bundle_gives_up_each_piece(played: WaitingWorld) -> None:
    await accept_many(played, 15)
    await played.run(until=IN_AN_HOUR - timedelta(seconds=1))
    (message,) = played.dispatch.messages.values()
    await give_up_message(message.text.encode(), played.app().sending)
    await played.run(until=IN_AN_HOUR + timedelta(minutes=1))
    assert played.world.gateway.calls == []


async def test_paused_sender_sends_nothing_of_a_bundle_until_it_goes_on(
    played: WaitingWorld,
) -> None:
    await accept_many(played, 60)
    senders, profile = played.app().senders, played.world.settings.sender_profiles[TOLL_FREE]
    await senders.set_paused(TOLL_FREE, profile, START)
    await played.run(until=IN_AN_HOUR + timedelta(minutes=3))
    assert (played.world.gateway.calls, played.dispatch.largest_count <= 3) == ([], True)
    await senders.set_paused(TOLL_FREE, profile, None)
    await played.run(until=IN_AN_HOUR + timedelta(minutes=5))
    assert sorted(played.world.gateway.recipients) == people(60)


WORKS = st.builds(
    Work,
    st.builds(
        BatchAddress,
        st.builds(SendAddress, st.just(SEND.sender), st.just(SEND.key)),
        st.integers(0, 30),
    ),
    st.integers(0, 15),
    st.booleans(),
)
TIMES = st.integers(0, 10**7).map(lambda seconds: START + timedelta(seconds=seconds))


@given(st.lists(st.builds(Piece, WORKS, TIMES), min_size=1, max_size=40))
def test_text_of_a_bundle_gives_the_bundle(pieces: list[Piece]) -> None:
    bundle = bundle_of(pieces)
    text = bundle.to_text()
    assert message_from_text(text) == bundle
    assert due_time_of(text) == bundle.due_at == min(piece.due_at for piece in pieces)
    assert {one.work.batch for one in bundle.pieces} == {one.work.batch for one in pieces}


def test_largest_bundle_fits_into_a_message() -> None:
    later = START + timedelta(days=100)
    pieces = [
        Piece(Work(BatchAddress(SEND, number), 15, is_recovery=True), later)
        for number in range(MAX_PIECES)
    ]
    first = replace(pieces[0], due_at=START)
    assert len(Bundle((first, *pieces[1:])).to_text()) <= 48 * 1024


UNREADABLE = [
    "",
    "[]",
    "{}",
    '{"pieces": []',
    '{"pieces": ["x"]}',
    '{"pieces": [1], "sender": "", "due": 1}',
    '{"pieces": ["a 0 0 0 0"], "sender": "", "due": 1}',
    '{"pieces": [], "sender": "", "due": 1}',
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_text_that_is_neither_work_nor_a_bundle_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the host's poison queue takes any of them
        message_from_text(text)
