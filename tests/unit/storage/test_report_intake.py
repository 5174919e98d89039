"""Delivery reports of the same moment are stored together."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import pytest

from shared.domain.delivery import DeliveryReport, DeliveryStatus
from shared.domain.errors import StorageError
from shared.domain.identifiers import MessageAddress
from tests.support.samples import SEND, make_chunk, make_report, people
from tests.support.world import START, World
from tests.unit.send_sms.dispatch_world import raising

CHUNKS = 20
DELIVERED = make_report(DeliveryStatus.DELIVERED, START)
RECIPIENTS = tuple(people(3))
UNKNOWN = [MessageAddress(SEND, 90 + number) for number in range(3)]

Reports = dict[MessageAddress, list[tuple[str, DeliveryReport]]]


@pytest.fixture(autouse=True)
async def _send(world: World) -> None:
    chunks = [make_chunk(number=number, recipients=RECIPIENTS) for number in range(CHUNKS)]
    await world.services().journal.commit(chunks)
    world.journal_table.operation_count = 0


def report_on(address: MessageAddress, recipient: str = RECIPIENTS[0]) -> Reports:
    return {address: [(recipient, DELIVERED)]}


async def add_together(world: World, deliveries: Iterable[Reports]) -> list[set[MessageAddress]]:
    intake = world.services().report_intake
    return list(await asyncio.gather(*(intake.add(reports) for reports in deliveries)))


async def test_posts_of_the_same_moment_share_a_transaction(world: World) -> None:
    addresses = [MessageAddress(SEND, number) for number in range(CHUNKS)]
    missing = await add_together(world, [report_on(address) for address in addresses])
    assert missing == [set()] * CHUNKS
    assert world.journal_table.operation_count == 1
    chunks = await world.services().journal.read(SEND)
    assert [chunk.reports[RECIPIENTS[0]].delivered for chunk in chunks] == [DELIVERED] * CHUNKS


async def test_reports_of_one_chunk_from_several_posts_are_all_kept(world: World) -> None:
    address = MessageAddress(SEND, 4)
    await add_together(world, [report_on(address, recipient) for recipient in RECIPIENTS])
    assert world.journal_table.operation_count == 1
    (chunk,) = await world.services().journal.read(SEND, 4, 4)
    assert set(chunk.reports) == set(RECIPIENTS)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_newer_of_two_reports_from_two_posts_stays(
    world: World, order: tuple[int, int]
) -> None:
    older, newer = (
        make_report(DeliveryStatus.FAILED, START + timedelta(seconds=n), code=f"400{n}")
        for n in range(2)
    )
    address, both = MessageAddress(SEND, 0), (older, newer)
    await add_together(world, [{address: [(RECIPIENTS[0], both[index])]} for index in order])
    (chunk,) = await world.services().journal.read(SEND, 0, 0)
    assert chunk.reports[RECIPIENTS[0]].failed == newer


async def test_each_post_learns_of_its_own_missing_chunks(world: World) -> None:
    known = MessageAddress(SEND, 1)
    deliveries = [
        report_on(UNKNOWN[0]),
        report_on(known),
        {**report_on(known, RECIPIENTS[1]), **report_on(UNKNOWN[1])},
        {**report_on(UNKNOWN[0]), **report_on(UNKNOWN[2])},
    ]
    missing = await add_together(world, deliveries)
    assert missing == [{UNKNOWN[0]}, set(), {UNKNOWN[1]}, {UNKNOWN[0], UNKNOWN[2]}]
    (chunk,) = await world.services().journal.read(SEND, 1, 1)
    assert set(chunk.reports) == set(RECIPIENTS[:2])


async def test_storage_that_is_away_is_told_to_every_post(world: World) -> None:
    world.journal_table.before_write = raising(StorageError)
    intake = world.services().report_intake
    posts = (intake.add(report_on(MessageAddress(SEND, number))) for number in range(5))
    results = await asyncio.gather(*posts, return_exceptions=True)
    assert [type(result) for result in results] == [StorageError] * 5


async def test_no_reports_are_no_operation(world: World) -> None:
    assert await add_together(world, [{}]) == [set()]
    assert world.journal_table.operation_count == 0
