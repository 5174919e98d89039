"""The registry of a benchmark is the one the app would have made."""

from __future__ import annotations

from typing import Any

import pytest

from bench.recipients import opted_out, recipients
from bench.registry_fill import change_of, check_sample, fill
from local.dev.errors import DevError
from opt_outs.domain.bucket import MAX_CHARACTERS
from opt_outs.storage.registry import OptOuts
from shared.storage.table import ETAG
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import apply_change, opted_out_recipients

OWN, TWIN = "+18335550100", "+18335550101"
# One area code, more than a bucket holds.
CROWDED = [f"+1425{n:07d}" for n in range(5_550_000, 5_550_000 + MAX_CHARACTERS // 12 + 5)]


async def rows_of(table: InMemoryTable, own_number: str) -> dict[str, dict[str, Any]]:
    rows = await table.rows(own_number, " ", "~")
    left_out = {ETAG, "PartitionKey"}
    return {
        row["RowKey"]: {name: value for name, value in row.items() if name not in left_out}
        for row in rows
        if not row["RowKey"].startswith("L|")
    }


@pytest.mark.parametrize("people", [opted_out(40), CROWDED[:7]])
async def test_fill_writes_what_apply_would_have_written(people: list[str]) -> None:
    table = InMemoryTable()

    await fill(table, OWN, people)
    for one in people:
        await apply_change(change_of(TWIN, one), OptOuts(table))

    filled = await rows_of(table, OWN)
    assert filled == await rows_of(table, TWIN)
    assert len([key for key in filled if not key.startswith("B|")]) == len(people)


async def test_fill_splits_a_bucket_that_grows_too_big() -> None:
    table = InMemoryTable()

    await fill(table, OWN, CROWDED)

    assert (await rows_of(table, OWN))["B|1425"]["is_split"] is True
    asked = [*CROWDED[-3:], "+14255559999"]
    assert await opted_out_recipients(OptOuts(table), OWN, asked) == set(CROWDED[-3:])


async def test_check_sample_finds_a_missing_person() -> None:
    table = InMemoryTable()
    await fill(table, OWN, CROWDED[:40])
    await check_sample(table, OWN, CROWDED[:40])

    with pytest.raises(DevError, match="not filled"):
        await check_sample(table, OWN, CROWDED[:42])


@pytest.mark.parametrize("count", [0, 10_000, 100_000])
def test_opted_out_people_are_so_many_and_one_recipient_in_a_thousand(count: int) -> None:
    people = opted_out(count)

    assert len(set(people)) == count
    assert len(set(people) & set(recipients(10_000))) == (10 if count else 0)


def test_recipients_are_all_different_and_sorted() -> None:
    crowd = recipients(10_000)

    assert len(set(crowd)) == 10_000
    assert crowd == sorted(crowd)
