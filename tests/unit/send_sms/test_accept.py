"""Accepting a send: what is stored, and with how few operations."""

from datetime import timedelta
from typing import Any

import pytest

from send_sms.accepting import withdrawal
from send_sms.accepting.accept_once import TAKEOVER_AFTER
from send_sms.accepting.commit import COMMIT_TIME
from send_sms.accepting.rounds import MAX_WAIT
from send_sms.dispatching.dispatch import MAX_WAITS_FOR_ROWS, dispatch
from send_sms.storage.dispatch_queue import RECOVERY_SECONDS, Work
from shared.carriers.sending import OPTED_OUT
from shared.domain.identifiers import BatchAddress
from tests.support.samples import people
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.accept_helpers import (
    ANA,
    BEN,
    CEM,
    CountedQueue,
    accept,
    operation_count,
    opt_out,
)


@pytest.fixture
def world() -> World:
    return World(queue=CountedQueue())


@pytest.mark.parametrize(("count", "suppressed"), [(100, (0,)), (101, ())])
async def test_opted_out_are_looked_up_when_up_to_a_hundred_wait_for_their_time(
    world: World, count: int, suppressed: tuple[int, ...]
) -> None:
    await opt_out(world, people(count)[0])
    accepted = await accept(world, people(count), sendAt="2026-11-22T10:00:00Z")
    assert accepted.batches[0].suppressed_at_accept == suppressed


async def test_ten_thousand_recipients_are_ten_messages_and_one_transaction(world: World) -> None:
    accepted = await accept(world, people(10_000))
    assert operation_count(world) == 11
    assert len(world.journal_table.all_rows()) == 100
    assert sum(len(batch.recipients) for batch in accepted.batches) == 10_000


@pytest.mark.parametrize("count", [1, 100])
async def test_small_send_that_the_dispatcher_takes_costs_six_operations(
    world: World, count: int
) -> None:
    """The message is put and made due, the registry asked twice, the sender looked at, the row."""
    await accept(world, people(count))
    assert operation_count(world) == 6


@pytest.mark.parametrize("count", [1, 100])
async def test_small_send_for_later_asks_the_registry_with_two_operations_more(
    world: World, count: int
) -> None:
    await accept(world, people(count), sendAt="2026-11-22T10:00:00Z")
    assert operation_count(world) == 4


async def test_large_send_does_not_ask_the_registry(world: World) -> None:
    await accept(world, people(101))
    assert operation_count(world) == 2


async def test_messages_are_put_before_the_rows_are_committed(world: World) -> None:
    order: list[str] = []
    world.queue.on_put = lambda _: order.append("put")
    world.journal_table.before_write = lambda _: order.append("commit")
    await accept(world, people(2_500))
    assert order == ["put", "put", "put", "commit"]


async def test_each_batch_has_a_message_of_its_own(world: World) -> None:
    accepted = await accept(world, people(2_500))
    rows = [BatchAddress(accepted.send, row) for row in range(3)]
    assert world.queue.items == [(Work(address), 0) for address in rows]


async def test_what_is_stored_is_what_was_asked_for(world: World) -> None:
    accepted = await accept(
        world,
        [{"number": BEN, "values": {"name": "Ben"}}, {"number": ANA, "values": {"name": "Ana"}}],
        message="Hi {{name}}",
        campaign="reminders-may",
        category="marketing",
        deliveryReport=False,
    )
    (batch,) = await world.app().journal.read(accepted.send)
    options = batch.options_of(0)
    assert batch.sender == TOLL_FREE
    assert batch.recipients == (ANA, BEN)
    assert [batch.text_of(position) for position in (0, 1)] == ["Hi Ana", "Hi Ben"]
    assert (options.campaign, options.category) == ("reminders-may", "marketing")
    assert options.delivery_report is False
    assert options.send_at is None


async def test_recipients_are_sorted_over_all_batches(world: World) -> None:
    accepted = await accept(world, reversed(people(2_500)))
    recipients = [number for batch in accepted.batches for number in batch.recipients]
    assert recipients == people(2_500)
    assert [batch.address.row for batch in accepted.batches] == [0, 1, 2]


async def test_totals_are_on_every_batch(world: World) -> None:
    accepted = await accept(world, [*people(1_001), ANA, "invalid"])
    batches = await world.app().journal.read(accepted.send)
    assert len(batches) == 2
    for batch in batches:
        totals = batch.terms_of(0).totals
        assert (totals.batch_count, totals.recipient_count) == (2, 1_001)
        assert (totals.duplicate_count, totals.rejected_count) == (1, 1)


@pytest.mark.parametrize("members", [{}, {"sendAt": "2026-11-22T10:00:00Z"}])
async def test_opted_out_recipients_are_suppressed_at_once(
    world: World, members: dict[str, Any]
) -> None:
    await opt_out(world, BEN)
    accepted = await accept(world, [ANA, BEN, CEM], **members)
    (batch,) = await world.app().journal.read(accepted.send)
    assert batch.progress.outcomes == accepted.batches[0].progress.outcomes == {1: OPTED_OUT}


async def test_opt_out_from_another_own_number_does_not_count(world: World) -> None:
    await opt_out(world, ANA)
    accepted = await accept(world, ANA, **{"from": "77001"})
    assert not accepted.batches[0].progress.outcomes


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
    assert accepted.batches[0].expires_at(0) == START + timedelta(seconds=seconds)


async def test_time_to_live_runs_from_send_at(world: World) -> None:
    accepted = await accept(world, sendAt="2026-11-23T09:00:00-08:00", ttlSeconds=60)
    options = accepted.batches[0].options_of(0)
    assert options.send_at == START + timedelta(hours=32)
    assert options.expires_at == START + timedelta(hours=32, seconds=60)
    assert world.queue.items[0][1] == 32 * 3600


async def test_send_at_a_moment_ago_goes_out_now(world: World) -> None:
    accepted = await accept(world, sendAt="2026-11-22T08:55:00Z", ttlSeconds=60)
    assert accepted.batches[0].expires_at(0) == START + timedelta(seconds=60)
    await dispatch(world.queue.take_all()[0][0], world.app().sending)
    assert world.gateway.recipients == [ANA]


def test_repeated_request_takes_a_send_over_when_the_first_cannot_store_it_any_more() -> None:
    """And before the message that the first one put is dropped."""
    waits_for_rows = sum(min(2**count, 60) for count in range(MAX_WAITS_FOR_ROWS))

    assert MAX_WAIT < COMMIT_TIME < TAKEOVER_AFTER < timedelta(seconds=waits_for_rows)
    assert (
        MAX_WAIT.total_seconds(),
        COMMIT_TIME.total_seconds(),
        TAKEOVER_AFTER.total_seconds(),
    ) == (
        5,
        60,
        70,
    )


def test_send_that_may_be_stored_late_is_looked_for_longer_than_its_message_is_hidden() -> None:
    looked_seconds = withdrawal._LOOK_SECONDS * withdrawal._LOOKS_COUNT

    assert looked_seconds == 60
    assert looked_seconds > RECOVERY_SECONDS
