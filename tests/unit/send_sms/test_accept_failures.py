"""A send that cannot be accepted stores nothing; one that may have been goes out once."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from send_sms.accepting.accept import accept_send
from send_sms.accepting.refusals import NoRecipientError, SendTimeError
from send_sms.dispatching.dispatch import dispatch
from send_sms.storage.batch_layout import SendTooLargeError
from send_sms.storage.dispatch_queue import Work
from shared.domain.errors import StorageError
from shared.storage.table import Operation
from tests.support.samples import TEXT, make_request, people
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.accept_helpers import (
    ANA,
    BEN,
    accept,
    assert_nothing_stored,
    opt_out,
)
from tests.unit.send_sms.dispatch_world import raising, run_until_idle, statuses

LATER = {"sendAt": "2026-11-22T10:00:00Z"}
each_way = pytest.mark.parametrize(
    ("to", "members"),
    [(people(1), {}), (people(2), {}), (people(250), {}), (people(1), LATER)],
    ids=["round", "at once", "large", "scheduled"],
)


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


async def test_send_without_a_valid_recipient_is_refused_with_every_reason(world: World) -> None:
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
    await accept(world, people(10_000), message=character * 2_047 + ".")
    assert len(world.journal_table.all_rows()) == 100


async def test_size_returned_is_that_of_the_longest_text(world: World) -> None:
    short, long = ({"number": n, "values": {"x": x}} for n, x in ((ANA, "a"), (BEN, "a" * 200)))
    accepted = await accept(world, [short, long], message="Hi {{x}}")
    assert accepted.segments.segment_count == 2


@pytest.mark.parametrize("to", [people(1), people(100)], ids=["round", "at once"])
async def test_registry_that_is_unavailable_leaves_the_send_to_the_dispatcher(
    world: World, to: Sequence[str]
) -> None:
    world.submit_at_once()
    await opt_out(world, ANA)
    world.opt_outs_table.before_read = raising(StorageError)
    accepted = await accept(world, to)
    await world.rounds.finish()
    assert world.gateway.calls == []
    assert not accepted.batches[0].progress.outcomes

    world.opt_outs_table.before_read = None
    await run_until_idle(world)
    assert world.gateway.recipients == to[1:]
    assert (await statuses(world, accepted.send))[0] == "suppressed"


async def test_registry_that_is_unavailable_refuses_a_small_send_for_later(world: World) -> None:
    world.opt_outs_table.before_read = raising(StorageError)
    with pytest.raises(StorageError):
        await accept(world, **LATER)
    assert_nothing_stored(world)


@each_way
async def test_queue_that_is_unavailable_stores_nothing(
    world: World, to: Sequence[str], members: dict[str, Any]
) -> None:
    def away(_: Work) -> None:
        raise StorageError

    world.queue.on_put = away
    with pytest.raises(StorageError):
        await accept(world, to, **members)
    assert_nothing_stored(world)


def fail_commit(_: Sequence[Operation]) -> None:
    raise StorageError


@pytest.mark.parametrize("to", [people(1), people(2), people(250)])
async def test_failed_commit_is_reported_and_its_work_dropped(
    world: World, to: Sequence[str]
) -> None:
    world.journal_table.before_write = fail_commit
    with pytest.raises(StorageError):
        await accept(world, to)
    world.journal_table.before_write = None
    latest = START + timedelta(minutes=12)
    while work := world.queue.take_all():
        assert world.clock.now <= latest, "the work of a send without rows goes on for ever"
        world.clock.advance(seconds=max(delay for _, delay in work))
        await dispatch(work[0][0], world.app().sending)
    assert world.gateway.calls == []
    assert world.clock.now >= START + timedelta(minutes=10)


async def test_commit_whose_answer_was_lost_is_harmless_to_repeat(world: World) -> None:
    accepted = await accept(world, people(250))
    rows = world.journal_table.all_rows()
    await world.app().journal.commit(accepted.batches)
    assert world.journal_table.all_rows() == rows


@each_way
async def test_commit_that_takes_too_long_is_a_storage_error(
    world: World, monkeypatch: pytest.MonkeyPatch, to: Sequence[str], members: dict[str, Any]
) -> None:
    for module in ("commit", "commit_queued"):
        limit = timedelta(milliseconds=5)
        monkeypatch.setattr(f"send_sms.accepting.{module}.COMMIT_TIME", limit)
    app = world.app()

    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(world.queue, "put", hang)
    with pytest.raises(StorageError):
        await accept_send(make_request(to, **members), app.accepting)
    assert world.journal_table.all_rows() == []


async def test_accepted_send_is_dispatched_with_its_text(world: World) -> None:
    await accept(world, [ANA, BEN])
    await dispatch(world.queue.take_all()[0][0], world.app().sending)
    (call,) = world.gateway.calls
    assert (call.sender, call.body, call.recipients) == (TOLL_FREE, TEXT, (ANA, BEN))
