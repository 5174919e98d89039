import random
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from analytics.domain.day_count import Counts, Measure
from analytics.storage.day_journal import CONCURRENT_WALKS, DayJournal
from send_sms.domain.batch import Batch
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.domain.identifiers import new_send_address
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_batch, make_report, make_round, people, reports_beside
from tests.support.world import PERSON, START, TOLL_FREE

DELIVERED = make_report(DeliveryStatus.DELIVERED, START)


async def count(table: InMemoryTable) -> Counts:
    """Count the day of the one own number and campaign there is."""
    [counts] = (await DayJournal(table).count(TOLL_FREE, START.date(), START)).values()
    return counts


async def store(table: InMemoryTable, batch: Batch, reported: Sequence[int]) -> None:
    journal = Journal(table)
    await journal.commit([batch])
    for position in reported:
        block = batch.message_address(position).block
        await reports_beside(journal).add({block: [(batch.recipients[position], DELIVERED)]})


async def test_own_numbers_are_found_with_their_first_days_in_an_operation_each() -> None:
    table = InMemoryTable()
    for sender in ("77001", TOLL_FREE, "A B", "A"):
        for days in range(5, 8):
            send = new_send_address(sender, START + timedelta(days=days), bytes(10))
            await Journal(table).commit([make_batch(send=send)])
    table.operation_count = 0
    found = await DayJournal(table).first_days()
    assert found == dict.fromkeys(["77001", TOLL_FREE, "A B", "A"], date(2026, 11, 27))
    assert table.operation_count == 5


@pytest.mark.parametrize("known_count", [1, 8, 9, 100, 300])
async def test_own_numbers_are_found_concurrently_where_most_are_known(known_count: int) -> None:
    table, senders = InMemoryTable(), [f"770{n:03}" for n in range(300)]
    for sender in senders:
        send = new_send_address(sender, START, bytes(10))
        await Journal(table).commit([make_batch(send=send)])
    table.operation_count = 0
    known = random.Random(5).sample(senders, known_count)
    found = await DayJournal(table).first_days([*known, "6", "A B"])
    assert found == dict.fromkeys(senders, START.date())
    assert table.operation_count <= len(senders) + CONCURRENT_WALKS


async def test_day_is_counted_page_by_page() -> None:
    table = InMemoryTable()
    for n in range(7):
        send = new_send_address(TOLL_FREE, START, n.to_bytes(10, "big"))
        await Journal(table).commit([make_batch(send=send)])
    table.operation_count = 0
    assert (await count(table))[Measure.STATUS, "queued"] == 7
    assert table.operation_count == 3
    assert await DayJournal(table).count(TOLL_FREE, date(2026, 11, 21), START) == {}


@pytest.mark.parametrize("rows_before", range(4))
async def test_reports_on_further_blocks_count_wherever_a_page_ends(rows_before: int) -> None:
    table = InMemoryTable()
    for n in range(rows_before):
        send = new_send_address(TOLL_FREE, START - timedelta(hours=1), n.to_bytes(10, "big"))
        await store(table, make_batch(send=send), [0])
    reported = [0, 99, 100, 350, 449]
    await store(table, make_batch(people(450)), reported)
    after = new_send_address(TOLL_FREE, START + timedelta(hours=1), bytes(10))
    await store(table, make_round([(PERSON, "a"), (PERSON, "b")], send=after), [1])

    counts = Counts()
    for of_cell in (await DayJournal(table).count(TOLL_FREE, START.date(), START)).values():
        counts.update(of_cell)

    assert counts[Measure.STATUS, "delivered"] == rows_before + len(reported) + 1
    assert counts[Measure.STATUS, "queued"] == 450 - len(reported) + 1
