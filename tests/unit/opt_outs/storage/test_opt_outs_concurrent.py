"""Two processes write opt-outs at the same time, stepping on each other's rows at any moment."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opt_outs.domain.bucket import bucket_entry_of
from opt_outs.domain.consent import ALL_NUMBERS, ChangeSource, ConsentChange, ConsentState
from opt_outs.domain.entry import ConsentEntry
from opt_outs.storage.registry import OptOuts
from opt_outs.storage.registry_rows import buckets_from_rows, change_from_ledger, entry_from_row
from shared.domain.kinds import Category
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.samples import apply_change, make_change, opted_out_recipients
from tests.support.world import START, TOLL_FREE
from tests.unit.opt_outs.domain.test_opt_out_bucket import entries_of

pytestmark = pytest.mark.usefixtures("no_pauses")

PEOPLE = ["+14255550101", "+14255550102", "+14265550101", "22000"]
OWN_NUMBERS = [TOLL_FREE, "MY SHOP", ALL_NUMBERS]

CHANGES = st.builds(
    lambda own_number, user, state, source, category, second: make_change(
        state,
        START + timedelta(seconds=second),
        own_number=own_number,
        user_number=user,
        source=source,
        category=category,
        event_id=f"{state}-{source}-{category}-{second}",
    ),
    st.sampled_from(OWN_NUMBERS),
    st.sampled_from(PEOPLE),
    st.sampled_from(ConsentState),
    st.sampled_from([ChangeSource.KEYWORD, ChangeSource.OPERATOR, ChangeSource.PROVIDER]),
    st.sampled_from([None, Category.MARKETING]),
    st.integers(0, 5),
)
Step = tuple[ConsentChange, ConsentChange | None]
STEPS = st.lists(st.tuples(CHANGES, st.none() | CHANGES), min_size=1, max_size=8)


async def table_after(steps: Sequence[Step]) -> InMemoryTable:
    """Apply each change; where a step has a second, another process applies it in between."""
    table = InMemoryTable()
    registry, rival = OptOuts(table), OptOuts(table)
    for change, between in steps:
        if between:
            table.before_write = _once(table, rival, between)
        await apply_change(change, registry)
        has_written, table.before_write = table.before_write is None, None
        if between and not has_written:  # a repeat, so the other comes after it
            await apply_change(between, rival)
    return table


def _once(table: InMemoryTable, rival: OptOuts, change: ConsentChange) -> object:
    def write_first(_: Sequence[Operation]) -> None:
        table.before_write = None
        run_now(apply_change(change, rival))

    return write_first


async def blocked_by(table: InMemoryTable) -> set[tuple[str, str, str]]:
    registry = OptOuts(table)
    return {
        (own_number, user, category)
        for own_number in (TOLL_FREE, "MY SHOP", "77001")
        for category in Category
        for user in await opted_out_recipients(registry, own_number, PEOPLE, category)
    }


@settings(max_examples=60)
@given(STEPS)
async def test_what_happens_in_between_ends_as_if_it_had_come_in_turn(steps: list[Step]) -> None:
    in_turn: list[Step] = [(one, None) for step in steps for one in step if one]
    mixed, ordered = await table_after(steps), await table_after(in_turn[::-1])
    assert await blocked_by(mixed) == await blocked_by(ordered)


@settings(max_examples=60)
@given(STEPS)
async def test_entries_buckets_and_ledger_agree_after_any_of_it(steps: list[Step]) -> None:
    table = await table_after(steps)
    rows = table.all_rows()
    for partition in {row["PartitionKey"] for row in rows}:
        own = [row for row in rows if row["PartitionKey"] == partition]
        entries = [entry_from_row(row) for row in own if row["RowKey"][0] not in "BL"]
        lines = [change_from_ledger(row) for row in own if row["RowKey"].startswith("L|")]
        buckets = buckets_from_rows(row for row in own if row["RowKey"].startswith("B|"))
        for entry in entries:
            recounted = ConsentEntry(partition, entry.user_number)
            for line in lines:
                if line.user_number == entry.user_number:
                    recounted = recounted.with_change(line)
            assert recounted.changes == entry.changes
        stored = {
            digits: one for bucket in buckets.values() for digits, one in entries_of(bucket).items()
        }
        expected = {entry.user_number.lstrip("+"): bucket_entry_of(entry) for entry in entries}
        assert stored == {digits: one for digits, one in expected.items() if one is not None}


@settings(max_examples=40)
@given(STEPS)
async def test_one_recipient_and_many_are_answered_alike(steps: list[Step]) -> None:
    table = await table_after(steps)
    registry = OptOuts(table)
    for own_number in (TOLL_FREE, "MY SHOP", "77001"):
        for category in Category:
            together = await opted_out_recipients(registry, own_number, PEOPLE, category)
            alone = [
                await opted_out_recipients(registry, own_number, [one], category) for one in PEOPLE
            ]
            assert together == frozenset().union(*alone)
