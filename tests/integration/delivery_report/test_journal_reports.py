"""Delivery reports join their batch beside other writers and in any order; fake and Azurite."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from send_sms.domain.batch import Batch
from send_sms.domain.progress import Reports
from send_sms.storage.journal import Journal
from shared.carriers.events import DeliveryStatus
from shared.domain.identifiers import BlockAddress
from shared.storage.table import WideTable
from tests.integration.send_sms.journals import (
    BULK,
    DELIVERED,
    FAILED,
    FIRST,
    LATER,
    PROGRESS,
    ROUND,
    SECOND,
    block_of,
    exact,
    read_one,
)
from tests.integration.shared.storage.samples import batch_of, new_send, people
from tests.support.samples import reports_beside
from tests.support.world import START, no_pause


@pytest.fixture
def journal(table: WideTable) -> Journal:
    return Journal(table, no_pause)


@pytest.mark.parametrize(
    ("original", "first", "second"),
    [(batch_of(progress=PROGRESS), 0, 1), (BULK, 99, 100), (BULK, 249, 0), (ROUND, 0, 3)],
    ids=["one block", "two blocks", "last block", "round, one person"],
)
async def test_batch_comes_back_with_the_reports_that_were_added(
    journal: Journal, original: Batch, first: int, second: int
) -> None:
    async def add(position: int, status: DeliveryStatus) -> None:
        one = DELIVERED if status is DeliveryStatus.DELIVERED else FAILED
        reports = [(original.recipients[position], one)]
        assert await reports_beside(journal).add({block_of(original, position): reports}) == []

    await journal.commit([original])
    await add(first, DeliveryStatus.DELIVERED)
    await add(second, DeliveryStatus.FAILED)
    await add(first, DeliveryStatus.FAILED)

    expected = {first: Reports(DELIVERED, FAILED), second: Reports(None, FAILED)}
    assert await read_one(journal, original) == replace(original, reports=expected)


@pytest.mark.parametrize("kind", [BULK, ROUND], ids=["send", "round"])
async def test_batch_is_the_same_when_its_writers_come_in_any_order(
    table: WideTable, kind: Batch
) -> None:
    *_, last = kind.positions()
    expected = replace(
        kind,
        progress=PROGRESS,
        cancelled=dict.fromkeys(kind.positions_of(kind.send_of(last)), LATER),
        reports={0: Reports(DELIVERED, FAILED), last: Reports(None, FAILED)},
    )
    for number, order in enumerate(permutations(range(4))):
        address = replace(kind.address, send=new_send(100 + number))
        found = await _after_writes(table, replace(kind, address=address), order)
        assert exact(found) == exact(replace(expected, address=address))


async def _after_writes(table: WideTable, original: Batch, order: tuple[int, ...]) -> Batch:
    journal = Journal(table, no_pause)
    stored = await journal.commit([original])
    *_, last = original.positions()
    to_last = [(original.recipients[last], FAILED)]
    writes = (
        lambda: journal.update(stored, lambda batch: replace(batch, progress=PROGRESS)),
        lambda: journal.cancel([original], original.send_of(last), LATER),
        lambda: reports_beside(journal).add({block_of(original, 0): [(FIRST, DELIVERED)]}),
        lambda: reports_beside(journal).add(
            {block_of(original, 0): [(FIRST, FAILED)], block_of(original, last): to_last}
        ),
    )
    for index in order:
        await writes[index]()
    return await read_one(journal, original)


@pytest.mark.parametrize("unknown", [0, 57, 99])
async def test_known_rows_get_their_reports_when_one_of_hundred_is_unknown(
    journal: Journal, unknown: int
) -> None:
    recipients = people(1_000)
    batches = [batch_of(recipients, row=n) for n in range(10)]
    missing_row = unknown // 10
    await journal.commit([one for one in batches if one.address.row != missing_row])
    reports = {
        BlockAddress(new_send(), n): [(recipients[n % 10 * 100], DELIVERED)]
        for n in range(100)
        if n == unknown or n // 10 != missing_row
    }

    missing = await reports_beside(journal).add(reports)

    assert missing == [BlockAddress(new_send(), unknown)]
    found = await journal.read(new_send())
    assert [one.address.row for one in found] == [n for n in range(10) if n != missing_row]
    assert all(sorted(one.reports) == list(range(0, 1_000, 100)) for one in found)


async def test_block_that_a_send_does_not_have_is_named_as_missing(journal: Journal) -> None:
    await journal.commit([BULK])
    beyond = BlockAddress(BULK.address.send, 3)

    assert await reports_beside(journal).add({beyond: [(FIRST, DELIVERED)]}) == [beyond]
    assert (await read_one(journal, BULK)).reports == {}


async def test_reports_on_all_sends_of_a_round_are_kept_when_they_come_together(
    journal: Journal,
) -> None:
    await journal.commit([ROUND])

    missing = await reports_beside(journal).add(
        {
            block_of(ROUND, 0): [(FIRST, DELIVERED)],
            block_of(ROUND, 2): [(SECOND, DELIVERED)],
            block_of(ROUND, 3): [(FIRST, FAILED)],
        }
    )

    assert missing == []
    expected = {0: Reports(DELIVERED, None), 2: Reports(DELIVERED, None), 3: Reports(None, FAILED)}
    assert (await read_one(journal, ROUND)).reports == expected


async def test_reports_of_two_days_are_all_kept_when_they_come_together(journal: Journal) -> None:
    today = batch_of()
    yesterday = batch_of(send=new_send(7, START - timedelta(days=1)))
    for one in (today, yesterday):
        await journal.commit([one])

    missing = await reports_beside(journal).add(
        {block_of(one, 0): [(FIRST, DELIVERED)] for one in (today, yesterday)}
    )

    assert missing == []
    for one in (today, yesterday):
        assert list((await read_one(journal, one)).reports) == [0]
