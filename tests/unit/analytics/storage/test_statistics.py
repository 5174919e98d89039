import json
import zlib
from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.domain.day_count import Cell, Counts, DayRecord, KnownSenders, Measure
from analytics.storage.statistics import Statistics
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import START, TOLL_FREE
from tests.unit.send_sms.storage.batches import WORDS

DAY = date(2026, 11, 22)
CELLS = st.builds(Cell, st.integers(0, 10**7), WORDS, WORDS)
COUNTS = st.dictionaries(st.tuples(st.sampled_from(Measure), WORDS), st.integers(1, 10**9))
DAYS = st.dictionaries(CELLS, COUNTS.map(Counter[tuple[Measure, str]]), max_size=5)


def record(counts: dict[Cell, Counts], sender: str = TOLL_FREE, day: date = DAY) -> DayRecord:
    return DayRecord(sender, day, START, counts)


@settings(max_examples=50)
@given(DAYS, DAYS)
async def test_day_comes_back_as_it_was_kept_last(
    earlier: dict[Cell, Counts], counts: dict[Cell, Counts]
) -> None:
    statistics = Statistics(InMemoryTable())
    await statistics.store(record(earlier))
    await statistics.store(record(counts))
    found, known = await statistics.read(DAY, DAY)
    assert found == {(TOLL_FREE, DAY): record(counts)}
    assert known is None


async def test_range_of_days_and_the_senders_are_one_operation() -> None:
    table = InMemoryTable()
    statistics = Statistics(table)
    known = KnownSenders({TOLL_FREE: DAY, "A B": DAY}, START)
    await statistics.store_senders(known)
    for n in range(5):
        for sender in (TOLL_FREE, "A B"):
            await statistics.store(record({}, sender, DAY + timedelta(days=n)))
    table.operation_count = 0
    found, found_senders = await statistics.read(DAY + timedelta(days=1), DAY + timedelta(days=3))
    assert set(found) == {
        (sender, DAY + timedelta(days=n)) for n in (1, 2, 3) for sender in (TOLL_FREE, "A B")
    }
    assert found_senders == known
    assert table.operation_count == 1


async def test_large_day_is_kept_in_pieces_and_replaced_by_a_small_one() -> None:
    statistics = Statistics(InMemoryTable())
    large = {Cell(n, f"{n * 7919 % 10_007:x}", "otp"): Counts() for n in range(25_000)}
    await statistics.store(record(large))
    assert (await statistics.read(DAY, DAY))[0] == {(TOLL_FREE, DAY): record(large)}
    await statistics.store(record({}))
    assert (await statistics.read(DAY, DAY))[0] == {(TOLL_FREE, DAY): record({})}


async def test_day_that_does_not_fit_into_a_row_is_not_kept() -> None:
    statistics = Statistics(InMemoryTable())
    names = (f"{n * 7_368_787 % 100_000_007:x}" for n in range(140_000))
    too_large = {Cell(n, name, "otp"): Counts() for n, name in enumerate(names)}
    await statistics.store(record(too_large))
    assert (await statistics.read(DAY, DAY))[0] == {}


async def test_what_a_later_version_counted_besides_is_left_out() -> None:
    table = InMemoryTable()
    statistics = Statistics(table)
    await statistics.store(record({}))
    [row] = table.all_rows()
    later = [[1, "may", "otp", [["counted_later", "", 3], ["status", "sent", 2]]]]
    table.put({**row, "piece_count": 1, "p0": zlib.compress(json.dumps(later).encode())})
    [found] = (await statistics.read(DAY, DAY))[0].values()
    assert found.counts == {Cell(1, "may", "otp"): {(Measure.STATUS, "sent"): 2}}
