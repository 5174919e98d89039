"""The journal: all chunks or none, and reports that join without a look-up."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.chunk import Chunk, Progress
from shared.domain.delivery import DeliveryReport, DeliveryStatus
from shared.domain.errors import ConflictError, SendTooLargeError, StorageError
from shared.domain.identifiers import MessageAddress, new_send_address
from shared.storage.journal import Journal
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.samples import SEND, make_chunk, make_report, people
from tests.support.world import PERSON, START

REPORT = make_report(DeliveryStatus.DELIVERED, START)
UNTIL = START + timedelta(seconds=40)


@pytest.fixture
def table() -> InMemoryTable:
    return InMemoryTable()


@pytest.fixture
def journal(table: InMemoryTable) -> Journal:
    return Journal(table)


def chunks(count: int) -> list[Chunk]:
    return [make_chunk(number=number) for number in range(count)]


def claimed(chunk: Chunk) -> Chunk:
    return replace(chunk, progress=Progress(claimed_until=UNTIL, attempt_count=1))


def done(chunk: Chunk) -> Chunk:
    return replace(chunk, progress=Progress(sent_at=START, attempt_count=2))


async def attempt_counts(journal: Journal) -> list[int]:
    return [chunk.progress.attempt_count for chunk in await journal.read(SEND)]


async def test_commit_is_one_transaction_of_up_to_100_rows(
    journal: Journal, table: InMemoryTable
) -> None:
    await journal.commit(chunks(100))
    assert table.operation_count == 1
    assert len(await journal.read(SEND)) == 100


async def test_committing_twice_changes_nothing(journal: Journal, table: InMemoryTable) -> None:
    await journal.commit(chunks(3))
    rows = table.all_rows()
    await journal.commit(chunks(3))
    assert table.all_rows() == rows


async def test_reading_a_range_gives_its_chunks_in_order(journal: Journal) -> None:
    await journal.commit(chunks(30))
    assert [chunk.number for chunk in await journal.read(SEND, 8, 12)] == [8, 9, 10, 11, 12]
    assert [chunk.number for chunk in await journal.read(SEND, 29, 29)] == [29]
    assert await journal.read(SEND, 30, 30) == []


async def test_claim_of_a_changed_chunk_is_refused_for_all(journal: Journal) -> None:
    await journal.commit(chunks(2))
    read = await journal.read(SEND)
    await journal.claim([claimed(read[1])])
    with pytest.raises(ConflictError):
        await journal.claim([claimed(chunk) for chunk in read])
    first, second = await journal.read(SEND)
    assert (first.progress.attempt_count, second.progress.attempt_count) == (0, 1)


async def test_report_between_read_and_claim_refuses_the_claim(journal: Journal) -> None:
    await journal.commit(chunks(1))
    read = await journal.read(SEND)
    await journal.add_reports({read[0].address: [(PERSON, REPORT)]})
    with pytest.raises(ConflictError):
        await journal.claim(read)


async def test_results_are_recorded_whatever_reports_came_meanwhile(journal: Journal) -> None:
    await journal.commit(chunks(1))
    in_hand = await journal.claim([claimed(chunk) for chunk in await journal.read(SEND)])
    await journal.add_reports({in_hand[0].address: [(PERSON, REPORT)]})
    assert await journal.record([done(chunk) for chunk in in_hand], UNTIL) == []
    (after,) = await journal.read(SEND)
    assert after.reports[PERSON].delivered == REPORT
    assert after.progress.attempt_count == 2


async def test_results_are_recorded_although_each_try_meets_another_report(
    journal: Journal, table: InMemoryTable
) -> None:
    await journal.commit(chunks(1))
    in_hand = await journal.claim([claimed(chunk) for chunk in await journal.read(SEND)])
    reports = iter(range(5))

    def report_comes_first(operations: Sequence[Operation]) -> None:
        if operations[0][2] and next(reports, None) is not None:
            run_now(journal.add_reports({in_hand[0].address: [(PERSON, REPORT)]}))

    table.before_write = report_comes_first
    assert await journal.record([done(chunk) for chunk in in_hand], UNTIL) == []
    assert next(reports, None) is None
    assert await attempt_counts(journal) == [2]


async def test_results_of_a_lapsed_claim_change_nothing_that_others_did_since(
    journal: Journal,
) -> None:
    await journal.commit(chunks(3))
    in_hand = await journal.claim([claimed(chunk) for chunk in await journal.read(SEND)])
    (_, taken, _) = await journal.read(SEND)
    later = Progress(claimed_until=UNTIL + timedelta(seconds=40), attempt_count=7)
    await journal.claim([replace(taken, progress=later)])

    lost = await journal.record([done(chunk) for chunk in in_hand], UNTIL)

    assert [chunk.number for chunk in lost] == [1]
    assert await attempt_counts(journal) == [2, 7, 2]


async def test_results_are_not_recorded_twice_when_the_first_answer_was_lost(
    journal: Journal, table: InMemoryTable
) -> None:
    await journal.commit(chunks(1))
    in_hand = await journal.claim([claimed(chunk) for chunk in await journal.read(SEND)])
    await journal.record([done(chunk) for chunk in in_hand], UNTIL)
    rows = table.all_rows()

    assert await journal.record([done(chunk) for chunk in in_hand], UNTIL)
    assert table.all_rows() == rows


async def test_reports_of_a_day_share_operations(journal: Journal, table: InMemoryTable) -> None:
    await journal.commit(chunks(100))
    before = table.operation_count
    reports = {MessageAddress(SEND, number): [(PERSON, REPORT)] for number in range(100)}
    assert await journal.add_reports(reports) == []
    assert table.operation_count == before + 1


async def test_reports_on_unknown_chunks_are_named_and_the_others_stored(
    journal: Journal,
) -> None:
    await journal.commit(chunks(5))
    other = new_send_address(SEND.sender, START, b"elsewhere!")
    unknown = [MessageAddress(SEND, 5), MessageAddress(other, 0)]
    known = [MessageAddress(SEND, number) for number in range(5)]
    mixed = [known[0], unknown[0], *known[1:], unknown[1]]
    missing = await journal.add_reports({address: [(PERSON, REPORT)] for address in mixed})
    assert set(missing) == set(unknown)
    assert all(chunk.reports for chunk in await journal.read(SEND))


async def test_storage_that_is_away_stops_a_report(journal: Journal, table: InMemoryTable) -> None:
    def fail(_: Sequence[Operation]) -> None:
        raise StorageError

    table.before_write = fail
    with pytest.raises(StorageError):
        await journal.add_reports({make_chunk().address: [(PERSON, REPORT)]})


async def test_same_reports_again_change_nothing(journal: Journal) -> None:
    reports: list[tuple[str, DeliveryReport]] = [(PERSON, REPORT)]
    await journal.commit(chunks(1))
    await journal.add_reports({make_chunk().address: reports})
    (once,) = await journal.read(SEND)
    await journal.add_reports({make_chunk().address: reports})
    (twice,) = await journal.read(SEND)
    assert replace(twice, version=once.version) == once


def test_values_that_do_not_fit_into_one_transaction_are_refused(journal: Journal) -> None:
    import random

    noise = random.Random(0).randbytes
    values = tuple((noise(1_000).hex(),) for _ in range(100))
    full = make_chunk(recipients=tuple(people(100)), values=values)
    journal.check_size([full])
    with pytest.raises(SendTooLargeError):
        journal.check_size([replace(full, number=number) for number in range(100)])
