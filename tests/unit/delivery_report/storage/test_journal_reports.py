"""Reports join their batches without a read, wherever the message lies."""

from dataclasses import replace

import pytest

from send_sms.domain.progress import Reports
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.domain.errors import StorageError
from shared.domain.identifiers import BlockAddress, MessageAddress, SendAddress, new_send_address
from tests.support.in_memory_table import InMemoryTable
from tests.support.lossy_table import LossyTable
from tests.support.samples import SEND, make_batch, make_report, make_round, people, reports_beside
from tests.support.world import PERSON, START

DELIVERED = make_report(DeliveryStatus.DELIVERED, START)
FAILED = make_report(DeliveryStatus.FAILED, START, code="4006")
RECIPIENTS = people(1_000)
OTHER = new_send_address(SEND.sender, START, b"elsewhere!")


@pytest.fixture
def table() -> InMemoryTable:
    return InMemoryTable()


@pytest.fixture
def journal(table: InMemoryTable) -> Journal:
    return Journal(table)


async def reported(journal: Journal, send: SendAddress = SEND) -> dict[int, Reports]:
    (batch,) = await journal.read(send)
    return dict(batch.reports)


async def test_reports_of_all_blocks_reach_their_messages(
    journal: Journal, table: InMemoryTable
) -> None:
    await journal.commit([make_batch(RECIPIENTS)])
    before = table.operation_count
    positions = [0, 99, 100, 567, 999]
    by_block = {
        BlockAddress(SEND, block): [
            (RECIPIENTS[position], DELIVERED) for position in positions if position // 100 == block
        ]
        for block in (0, 1, 5, 9)
    }
    assert await reports_beside(journal).add(by_block) == []
    assert table.operation_count == before + 1
    assert await reported(journal) == dict.fromkeys(positions, Reports(DELIVERED, None))


async def test_reports_on_up_to_three_rows_are_written_side_by_side(
    journal: Journal, table: InMemoryTable
) -> None:
    await journal.commit([make_batch(RECIPIENTS)])
    before = table.operation_count
    blocks = {BlockAddress(SEND, n): [(RECIPIENTS[n * 100], DELIVERED)] for n in range(3)}
    await reports_beside(journal).add(blocks)
    assert table.operation_count == before + 3
    assert list(await reported(journal)) == [0, 100, 200]


async def test_batch_is_read_with_the_blocks_that_were_asked_for(
    journal: Journal, table: InMemoryTable
) -> None:
    batch = await journal.commit([make_batch(RECIPIENTS)])
    blocks = {BlockAddress(SEND, n): [(RECIPIENTS[n * 100], DELIVERED)] for n in range(10)}
    await reports_beside(journal).add(blocks)
    before = table.operation_count
    first = await journal.get(batch.address)
    some = await journal.get(batch.address, (3, 0, 7))
    assert table.operation_count == before + 1 + 3
    assert first
    assert some
    assert list(first.reports) == [0]
    assert list(some.reports) == [0, 300, 700]
    assert some.version == first.version


async def test_report_on_a_further_block_does_not_change_the_row_of_the_batch(
    journal: Journal,
) -> None:
    batch = await journal.commit([make_batch(RECIPIENTS)])
    await reports_beside(journal).add({BlockAddress(SEND, 4): [(RECIPIENTS[400], DELIVERED)]})
    found = await journal.get(batch.address)
    assert found
    assert found.version == batch.version


async def test_reports_on_a_round_are_one_operation_and_tell_two_messages_to_one_person_apart(
    journal: Journal, table: InMemoryTable
) -> None:
    await journal.commit([make_round([(PERSON, "a"), (RECIPIENTS[0], "b"), (PERSON, "c")])])
    before = table.operation_count
    first, second, third = (MessageAddress(SEND.at_place(place), 0) for place in (1, 2, 3))
    missing = await reports_beside(journal).add(
        {
            first.block: [(PERSON, DELIVERED)],
            second.block: [(RECIPIENTS[0], DELIVERED), (RECIPIENTS[0], FAILED)],
            third.block: [(PERSON, FAILED)],
        }
    )
    assert missing == []
    assert table.operation_count == before + 1
    assert await reported(journal, SEND.at_place(1)) == {
        0: Reports(DELIVERED, None),
        1: Reports(DELIVERED, FAILED),
        2: Reports(None, FAILED),
    }


async def test_reports_on_unknown_rows_are_named_and_the_others_stored(journal: Journal) -> None:
    await journal.commit([make_batch(RECIPIENTS)])
    known = [BlockAddress(SEND, number) for number in range(10)]
    unknown = [BlockAddress(SEND, 10), BlockAddress(SEND, 27), BlockAddress(OTHER, 0)]
    mixed = [unknown[0], *known[:4], unknown[1], *known[4:], unknown[2]]
    reports = {block: [(RECIPIENTS[block.number % 10 * 100], DELIVERED)] for block in mixed}
    missing = await reports_beside(journal).add(reports)
    assert sorted(missing, key=str) == sorted(unknown, key=str)
    assert list(await reported(journal)) == list(range(0, 1_000, 100))


async def test_all_members_of_an_unknown_round_are_named(journal: Journal) -> None:
    blocks = [MessageAddress(OTHER.at_place(place), 0).block for place in (1, 2)]
    missing = await reports_beside(journal).add({block: [(PERSON, DELIVERED)] for block in blocks})
    assert missing == blocks


async def test_report_on_a_block_that_a_send_does_not_have_is_named(journal: Journal) -> None:
    await journal.commit([make_batch(RECIPIENTS[:150])])
    block = BlockAddress(SEND, 2)
    assert await reports_beside(journal).add({block: [(RECIPIENTS[200], DELIVERED)]}) == [block]


async def test_reports_of_a_day_share_operations(journal: Journal, table: InMemoryTable) -> None:
    batches = [make_batch(RECIPIENTS, row=row) for row in range(10)]
    await journal.commit(batches)
    before = table.operation_count
    blocks = {BlockAddress(SEND, number): [(RECIPIENTS[0], DELIVERED)] for number in range(100)}
    assert await reports_beside(journal).add(blocks) == []
    assert table.operation_count == before + 1


async def test_more_rows_than_a_transaction_holds_are_several(
    journal: Journal, table: InMemoryTable
) -> None:
    sends = [new_send_address(SEND.sender, START, n.to_bytes(10, "big")) for n in range(120)]
    for send in sends:
        await journal.commit([make_batch(send=send)])
    before = table.operation_count
    blocks = {BlockAddress(send, 0): [(PERSON, DELIVERED)] for send in sends}
    assert await reports_beside(journal).add(blocks) == []
    assert table.operation_count == before + 2
    for send in sends:
        assert list(await reported(journal, send)) == [0]


async def test_same_reports_again_change_nothing(journal: Journal) -> None:
    batch = make_batch()
    reports = {batch.message_address(0).block: [(PERSON, DELIVERED), (PERSON, FAILED)]}
    await journal.commit([batch])
    await reports_beside(journal).add(reports)
    (once,) = await journal.read(SEND)
    await reports_beside(journal).add(reports)
    (twice,) = await journal.read(SEND)
    assert replace(twice, version=once.version) == once


async def test_of_two_reports_of_one_kind_on_one_message_the_last_counts(journal: Journal) -> None:
    later = replace(DELIVERED, received_at=START.replace(hour=10))
    await journal.commit([make_batch()])
    await reports_beside(journal).add(
        {BlockAddress(SEND, 0): [(PERSON, DELIVERED), (PERSON, later)]}
    )
    assert await reported(journal) == {0: Reports(later, None)}


async def test_storage_that_is_unavailable_stops_a_report() -> None:
    table = LossyTable()
    table.refused_writes = 1
    with pytest.raises(StorageError):
        await reports_beside(Journal(table)).add({BlockAddress(SEND, 0): [(PERSON, DELIVERED)]})
