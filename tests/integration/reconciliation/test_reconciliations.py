"""The report of a comparison, on both kinds of tables."""

from dataclasses import replace

import pytest

from reconciliation.domain.reconciliation import Difference, DifferenceAction, DifferenceKind
from reconciliation.storage.reconciliations import (
    ReconciliationIssue,
    Reconciliations,
    Run,
    RunState,
)
from shared.domain.errors import ConflictError
from shared.jobs import new_job_id
from shared.storage.table import Table
from tests.support.samples import people
from tests.support.world import START, TOLL_FREE

RUN = Run(new_job_id(START, bytes(10)), RunState.RUNNING, START, START, is_pushing=True)


def difference(user: str) -> Difference:
    return Difference(TOLL_FREE, user, DifferenceKind.MISSING_AT_ACS, DifferenceAction.ADDED)


@pytest.fixture
def reports(table: Table) -> Reconciliations:
    return Reconciliations(table)


async def test_run_comes_back_whole(reports: Reconciliations) -> None:
    assert await reports.last() is None
    begun = await reports.save(RUN)
    troubles = (ReconciliationIssue(TOLL_FREE, "403", "Not yours: “x”"),)
    counts = {"reported": 2, "opted_out_at_acs": 2}
    there = await reports.save(
        replace(begun, own_number=TOLL_FREE, counts=counts, troubles=troubles, checked_count=7)
    )
    assert await reports.last() == there
    assert (there.own_number, there.counts, there.troubles) == (TOLL_FREE, counts, troubles)


async def test_run_is_saved_by_one_of_two_and_its_page_with_it(reports: Reconciliations) -> None:
    begun = await reports.save(RUN)
    ana, ben = map(difference, people(2))
    await reports.save(replace(begun, page_count=1), [ana])
    with pytest.raises(ConflictError):
        await reports.save(replace(begun, page_count=1), [ben])
    with pytest.raises(ConflictError):
        await reports.save(RUN)
    assert await reports.differences(RUN.run_id, after=0, limit=9) == [(101, ana)]


async def test_differences_are_paged_over_pages_of_any_size(reports: Reconciliations) -> None:
    run, crowd = await reports.save(RUN), [difference(user) for user in people(203)]
    for number, page in (
        (1, crowd[:100]),
        (2, crowd[100:101]),
        (7, crowd[101:201]),
        (12_345, crowd[201:]),
    ):
        run = await reports.save(replace(run, page_count=number), page)

    seen: list[Difference] = []
    after = 0
    while found := await reports.differences(RUN.run_id, after=after, limit=3):
        assert len(found) == 3 or len(seen) + len(found) == 203
        seen += [one for _, one in found]
        after = found[-1][0]

    assert seen == crowd


async def test_earlier_runs_are_forgotten(reports: Reconciliations) -> None:
    run = RUN
    for number, user in enumerate(people(130), start=1):
        run = await reports.save(replace(run, page_count=number), [difference(user)])
    later = new_job_id(START.replace(hour=10), bytes(10))
    run = await reports.save(replace(run, run_id=later, page_count=1), [difference(TOLL_FREE)])
    await reports.delete_before(later)
    assert await reports.differences(RUN.run_id, after=0, limit=9) == []
    assert len(await reports.differences(later, after=0, limit=9)) == 1
    assert await reports.last() == run
