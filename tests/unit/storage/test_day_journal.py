from datetime import date, timedelta

from shared.domain.day_count import Measure
from shared.domain.identifiers import new_send_address
from shared.storage.day_journal import DayJournal
from shared.storage.journal import Journal
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_chunk
from tests.support.world import START, TOLL_FREE


async def test_own_numbers_are_found_with_their_first_days_in_an_operation_each() -> None:
    table = InMemoryTable()
    for sender in ("77001", TOLL_FREE, "A B", "A"):
        for days in range(5, 8):
            send = new_send_address(sender, START + timedelta(days=days), bytes(10))
            await Journal(table).commit([make_chunk(send=send)])
    table.operation_count = 0
    found = await DayJournal(table).first_days()
    assert found == dict.fromkeys(["77001", TOLL_FREE, "A B", "A"], date(2026, 11, 27))
    assert table.operation_count == 5


async def test_day_is_counted_page_by_page() -> None:
    table = InMemoryTable()
    for n in range(7):
        send = new_send_address(TOLL_FREE, START, n.to_bytes(10, "big"))
        await Journal(table).commit([make_chunk(send=send)])
    table.operation_count = 0
    [counts] = (await DayJournal(table).count(TOLL_FREE, START.date(), START)).values()
    assert counts[Measure.STATUS, "queued"] == 7
    assert table.operation_count == 3
    assert await DayJournal(table).count(TOLL_FREE, date(2026, 11, 21), START) == {}
