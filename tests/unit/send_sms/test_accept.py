"""Accepting a send: what is stored, and with how few operations."""

from datetime import timedelta
from typing import Any

import pytest

from send_sms.dispatch import dispatch
from shared.domain.chunk import OPTED_OUT
from shared.storage.dispatch_queue import Span, Work
from tests.support.samples import people
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.accepting import (
    ANA,
    BEN,
    CEM,
    accept,
    operation_count,
    opt_out,
)


async def test_ten_thousand_recipients_are_two_storage_operations(world: World) -> None:
    accepted = await accept(world, people(10_000))
    assert operation_count(world) == 2
    assert len(world.journal_table.all_rows()) == 100
    assert sum(len(chunk.recipients) for chunk in accepted.chunks) == 10_000


@pytest.mark.parametrize("count", [1, 100])
async def test_small_send_asks_the_registry_with_two_operations_more(
    world: World, count: int
) -> None:
    await accept(world, people(count))
    assert operation_count(world) == 4


async def test_work_is_put_before_the_rows_are_committed(world: World) -> None:
    order: list[str] = []
    world.queue.on_put = lambda _: order.append("put")
    world.journal_table.before_write = lambda _: order.append("commit")
    await accept(world, people(250))
    assert order == ["put", "commit"]


async def test_one_piece_of_work_names_every_chunk(world: World) -> None:
    accepted = await accept(world, people(250))
    assert world.queue.items == [(Work((Span(accepted.send, 0, 2),)), 0)]


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
