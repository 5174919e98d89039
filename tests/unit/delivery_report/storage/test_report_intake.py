"""Concurrent delivery reports are stored together."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import pytest

from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.domain.errors import StorageError
from shared.domain.identifiers import BlockAddress, new_send_address
from tests.support.log_privacy import logged_events
from tests.support.samples import SEND, make_batch, make_report, make_round, people
from tests.support.world import PERSON, START, World
from tests.unit.send_sms.dispatch_world import raising

BLOCKS = 20
RECIPIENTS = people(BLOCKS * 100)
DELIVERED = make_report(DeliveryStatus.DELIVERED, START)
UNKNOWN = [BlockAddress(SEND, 900 + number) for number in range(3)]

Reports = dict[BlockAddress, list[tuple[str, DeliveryReport]]]


@pytest.fixture(autouse=True)
async def _send(world: World) -> None:
    batches = [make_batch(RECIPIENTS[n * 1_000 : (n + 1) * 1_000], row=n) for n in range(2)]
    await world.app().journal.commit(batches)
    world.journal_table.operation_count = 0


def report_on(number: int, recipient_index: int = 0) -> Reports:
    """Report on a recipient of a block."""
    recipient = RECIPIENTS[number * 100 + recipient_index]
    return {BlockAddress(SEND, number): [(recipient, DELIVERED)]}


def report_on_unknown(number: int) -> Reports:
    return {UNKNOWN[number]: [(PERSON, DELIVERED)]}


async def add_together(world: World, deliveries: Iterable[Reports]) -> list[set[BlockAddress]]:
    intake = world.app().reporting.intake
    return list(await asyncio.gather(*(intake.add(reports) for reports in deliveries)))


async def reported_numbers(world: World) -> list[int]:
    """Give the messages with a report, by their number in the send."""
    batches = await world.app().journal.read(SEND)
    return [
        batch.message_address(position).number
        for batch in batches
        for position in sorted(batch.reports)
    ]


async def test_concurrent_posts_share_a_transaction(world: World) -> None:
    missing = await add_together(world, [report_on(number) for number in range(BLOCKS)])
    assert missing == [set()] * BLOCKS
    assert world.journal_table.operation_count == 1
    assert await reported_numbers(world) == [number * 100 for number in range(BLOCKS)]


async def test_reports_of_one_block_from_several_posts_are_all_kept(world: World) -> None:
    await add_together(world, [report_on(4, index) for index in range(3)])
    assert world.journal_table.operation_count == 1
    assert await reported_numbers(world) == [400, 401, 402]


async def test_reports_on_members_of_a_round_share_its_row(world: World) -> None:
    send = new_send_address("77001", START, bytes(10))
    members = make_round([(PERSON, "a"), (PERSON, "b"), (PERSON, "c")], send=send)
    await world.app().journal.commit([members])
    world.journal_table.operation_count = 0
    blocks = [members.message_address(position).block for position in (0, 2)]
    missing = await add_together(world, [{block: [(PERSON, DELIVERED)]} for block in blocks])
    assert (missing, world.journal_table.operation_count) == ([set(), set()], 1)
    (stored,) = await world.app().journal.read(blocks[0].send)
    assert sorted(stored.reports) == [0, 2]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_newer_of_two_reports_from_two_posts_stays(
    world: World, order: tuple[int, int]
) -> None:
    older, newer = (
        make_report(DeliveryStatus.FAILED, START + timedelta(seconds=n), code=f"400{n}")
        for n in range(2)
    )
    block, both = BlockAddress(SEND, 0), (older, newer)
    await add_together(world, [{block: [(RECIPIENTS[0], both[index])]} for index in order])
    (batch, _) = await world.app().journal.read(SEND)
    assert batch.reports[0].failed == newer


async def test_each_post_learns_of_its_own_missing_blocks(world: World) -> None:
    deliveries = [
        report_on_unknown(0),
        report_on(1),
        {**report_on(1, 1), **report_on_unknown(1)},
        {**report_on_unknown(0), **report_on_unknown(2)},
    ]
    missing = await add_together(world, deliveries)
    assert missing == [{UNKNOWN[0]}, set(), {UNKNOWN[1]}, {UNKNOWN[0], UNKNOWN[2]}]
    assert await reported_numbers(world) == [100, 101]


async def test_reports_that_are_stored_together_share_a_log_line(
    world: World, log_lines: list[str]
) -> None:
    failed = make_report(DeliveryStatus.FAILED, START, code="4004")
    deliveries = [
        *(report_on(number) for number in range(3)),
        *({BlockAddress(SEND, 3): [(RECIPIENTS[300 + index], failed)]} for index in range(2)),
        report_on_unknown(0),
    ]
    await add_together(world, deliveries)
    (recorded,) = logged_events(log_lines, "reports_recorded")
    assert (recorded["status"], recorded["count"]) == ("delivered", 3)
    (failures,) = logged_events(log_lines, "reports_failed")
    assert (failures["reason"], failures["count"]) == ("4004", 2)


async def test_unavailable_storage_is_reported_to_every_request(world: World) -> None:
    world.journal_table.before_write = raising(StorageError)
    intake = world.app().reporting.intake
    posts = (intake.add(report_on(number)) for number in range(5))
    results = await asyncio.gather(*posts, return_exceptions=True)
    assert [type(result) for result in results] == [StorageError] * 5


async def test_no_reports_are_no_operation(world: World) -> None:
    assert await add_together(world, [{}]) == [set()]
    assert world.journal_table.operation_count == 0
