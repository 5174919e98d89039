"""Accepting is atomic: everything is stored, or nothing goes out."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from send_sms.accept import AcceptedSend, NoRecipientError, SendTimeError, accept_send
from send_sms.dispatch import ORPHAN_AGE, dispatch
from shared.domain.chunk import OPTED_OUT
from shared.domain.errors import InvalidSenderError, SendTooLargeError, StorageError
from shared.domain.opt_out import ConsentState
from shared.storage.dispatch_queue import Work
from shared.storage.table import Operation
from tests.support.samples import TEXT, make_change, make_request, people
from tests.support.world import START, TOLL_FREE, World

ANA, BEN, CEM = people(3)


async def accept(world: World, to: Any = ANA, **members: Any) -> AcceptedSend:
    return await accept_send(make_request(to, **members), world.services())


async def opt_out(world: World, number: str) -> None:
    await world.services().opt_outs.apply(
        make_change(ConsentState.OPTED_OUT, START, user_number=number)
    )


def operation_count(world: World) -> int:
    return len(world.queue.items) + sum(table.operation_count for table in world.tables())


def assert_nothing_stored(world: World) -> None:
    assert world.queue.items == []
    assert all(table.all_rows() == [] for table in world.tables())


async def test_ten_thousand_recipients_are_two_storage_operations(world: World) -> None:
    accepted = await accept(world, people(10_000))
    assert operation_count(world) == 2
    assert len(world.journal_table.all_rows()) == 100
    assert sum(len(chunk.recipients) for chunk in accepted.chunks) == 10_000


@pytest.mark.parametrize("count", [1, 100])
async def test_small_send_asks_the_registry_with_one_operation_more(
    world: World, count: int
) -> None:
    await accept(world, people(count))
    assert operation_count(world) == 3


async def test_work_is_put_before_the_rows_are_committed(world: World) -> None:
    order: list[str] = []
    world.queue.on_put = lambda _: order.append("put")
    world.journal_table.before_write = lambda _: order.append("commit")
    await accept(world, people(250))
    assert order == ["put", "commit"]


async def test_one_piece_of_work_names_every_chunk(world: World) -> None:
    accepted = await accept(world, people(250))
    assert world.queue.items == [(Work(accepted.send, first=0, last=2), 0)]


async def test_what_is_stored_is_what_was_asked_for(world: World) -> None:
    accepted = await accept(
        world,
        [{"number": BEN, "values": {"name": "Ben"}}, {"number": ANA, "values": {"name": "Ana"}}],
        message="Hi {{name}}",
        campaign="reminders-may",
        category="marketing",
        deliveryReport=False,
    )
    (chunk,) = await world.services().journal.read(accepted.send)
    assert chunk.send.sender == TOLL_FREE
    assert chunk.recipients == (ANA, BEN)
    assert [chunk.text_for(position) for position in (0, 1)] == ["Hi Ana", "Hi Ben"]
    assert chunk.options.campaign == "reminders-may"
    assert chunk.options.category == "marketing"
    assert chunk.options.delivery_report is False
    assert chunk.options.send_at is None


async def test_recipients_are_sorted_over_all_chunks(world: World) -> None:
    accepted = await accept(world, reversed(people(250)))
    recipients = [number for chunk in accepted.chunks for number in chunk.recipients]
    assert recipients == people(250)
    assert [chunk.number for chunk in accepted.chunks] == [0, 1, 2]


async def test_totals_are_on_every_chunk(world: World) -> None:
    accepted = await accept(world, [*people(101), ANA, "nobody"])
    for chunk in await world.services().journal.read(accepted.send):
        assert chunk.totals.chunk_count == 2
        assert chunk.totals.recipient_count == 101
        assert chunk.totals.duplicate_count == 1
        assert chunk.totals.rejected_count == 1


async def test_opted_out_recipients_are_suppressed_at_once(world: World) -> None:
    await opt_out(world, BEN)
    accepted = await accept(world, [ANA, BEN, CEM])
    (chunk,) = await world.services().journal.read(accepted.send)
    assert chunk.progress.outcomes == {1: OPTED_OUT}


async def test_opt_out_from_another_own_number_does_not_count(world: World) -> None:
    await opt_out(world, ANA)
    accepted = await accept(world, ANA, **{"from": "77001"})
    assert not accepted.chunks[0].progress.outcomes


@pytest.mark.parametrize(
    ("members", "seconds"),
    [
        ({}, 72 * 3600),
        ({"category": "marketing"}, 72 * 3600),
        ({"category": "otp"}, 300),
        ({"category": "otp", "ttlSeconds": 60}, 60),
        ({"ttlSeconds": 5}, 5),
        ({"ttlSeconds": 259_200}, 259_200),
    ],
)
async def test_time_to_live_runs_from_now(
    world: World, members: dict[str, Any], seconds: int
) -> None:
    accepted = await accept(world, **members)
    assert accepted.chunks[0].options.expires_at == START + timedelta(seconds=seconds)


async def test_time_to_live_runs_from_send_at(world: World) -> None:
    accepted = await accept(world, sendAt="2026-11-23T09:00:00-08:00", ttlSeconds=60)
    options = accepted.chunks[0].options
    assert options.send_at == START + timedelta(hours=32)
    assert options.expires_at == START + timedelta(hours=32, seconds=60)
    assert world.queue.items[0][1] == 32 * 3600


async def test_send_at_a_moment_ago_goes_out_now(world: World) -> None:
    accepted = await accept(world, sendAt="2026-11-22T08:55:00Z", ttlSeconds=60)
    assert accepted.chunks[0].options.expires_at == START + timedelta(seconds=60)
    await dispatch(world.queue.take_all()[0][0], world.services())
    assert world.gateway.recipients == [ANA]


@pytest.mark.parametrize(
    "send_at",
    [
        "2026-11-22T08:54:59Z",
        "2027-11-22T09:00:01Z",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
    ],
)
async def test_send_at_out_of_range_is_refused(world: World, send_at: str) -> None:
    with pytest.raises(SendTimeError):
        await accept(world, sendAt=send_at)
    assert_nothing_stored(world)


async def test_sender_that_cannot_be_one_is_refused(world: World) -> None:
    with pytest.raises(InvalidSenderError):
        await accept(world, **{"from": "18335550100"})
    assert_nothing_stored(world)


async def test_send_to_nobody_is_refused_with_every_reason(world: World) -> None:
    with pytest.raises(NoRecipientError) as caught:
        await accept(world, ["hello", "+1"])
    assert [one.position for one in caught.value.rejected] == [0, 1]
    assert_nothing_stored(world)


async def test_values_too_large_for_one_transaction_store_nothing(world: World) -> None:
    import random

    noise = random.Random(0).randbytes
    to = [{"number": number, "values": {"x": noise(600).hex()}} for number in people(10_000)]
    with pytest.raises(SendTooLargeError):
        await accept(world, to, message="{{x}}")
    assert_nothing_stored(world)


@pytest.mark.parametrize(
    "character", ["a", '"', "\\", "\n", "é", "€", "漢", "\N{GRINNING FACE}", "\u2028"]
)
async def test_largest_send_without_values_is_taken_in_any_script(
    world: World, character: str
) -> None:
    await accept(world, people(10_000), message=character * 2_048)
    assert len(world.journal_table.all_rows()) == 100


async def test_size_told_is_that_of_the_longest_text(world: World) -> None:
    short, long = ({"number": n, "values": {"x": x}} for n, x in ((ANA, "a"), (BEN, "a" * 200)))
    accepted = await accept(world, [short, long], message="Hi {{x}}")
    assert accepted.segments.segment_count == 2


async def test_registry_that_is_away_stores_nothing(world: World) -> None:
    def away() -> None:
        raise StorageError

    world.opt_outs_table.before_read = away
    with pytest.raises(StorageError):
        await accept(world)
    assert_nothing_stored(world)


async def test_queue_that_is_away_stores_nothing(world: World) -> None:
    def away(_: Work) -> None:
        raise StorageError

    world.queue.on_put = away
    with pytest.raises(StorageError):
        await accept(world, people(250))
    assert_nothing_stored(world)


def fail_commit(_: Sequence[Operation]) -> None:
    raise StorageError


async def test_failed_commit_is_reported_and_its_work_dropped(world: World) -> None:
    world.journal_table.before_write = fail_commit
    with pytest.raises(StorageError):
        await accept(world, people(250))
    world.journal_table.before_write = None
    latest = START + ORPHAN_AGE + timedelta(minutes=1)
    while work := world.queue.take_all():
        assert world.clock.now <= latest, "the work of a send without rows goes on for ever"
        await dispatch(work[0][0], world.services())
        world.clock.advance(seconds=max((delay for _, delay in world.queue.items), default=0))
    assert world.gateway.calls == []
    assert world.clock.now >= START + ORPHAN_AGE


async def test_commit_whose_answer_was_lost_is_harmless_to_repeat(world: World) -> None:
    accepted = await accept(world, people(250))
    rows = world.journal_table.all_rows()
    await world.services().journal.commit(accepted.chunks)
    assert world.journal_table.all_rows() == rows


async def test_commit_that_takes_too_long_is_a_storage_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    monkeypatch.setattr("send_sms.accept.COMMIT_SECONDS", 0)
    services = world.services()

    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(world.queue, "put", hang)
    with pytest.raises(StorageError):
        await accept_send(make_request(ANA), services)
    assert world.journal_table.all_rows() == []


async def test_accepted_send_is_dispatched_with_its_text(world: World) -> None:
    await accept(world, [ANA, BEN])
    await dispatch(world.queue.take_all()[0][0], world.services())
    (call,) = world.gateway.calls
    assert (call.sender, call.body, call.recipients) == (TOLL_FREE, TEXT, (ANA, BEN))
