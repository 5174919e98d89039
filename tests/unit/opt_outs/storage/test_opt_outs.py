"""The registry: any order of the same events ends in the same state, and buckets agree."""

import random
from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import opt_outs.storage.registry_changes as module
from opt_outs.changes import apply_changes
from opt_outs.domain.bucket import Bucket
from opt_outs.domain.bucket import with_bucket_entry as with_mark_at_full_size
from opt_outs.domain.consent import (
    ALL_NUMBERS,
    ChangeSource,
    ConsentChange,
    ConsentState,
    StopScope,
)
from opt_outs.storage.registry import OptOuts
from shared.domain.errors import StorageError
from shared.domain.kinds import Category
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable, run_now
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.world import PERSON, START, TOLL_FREE

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
PEOPLE = ["+14255550101", "+14255550102", "+14265550101", "+447700900123", "+61491570156"]

CHANGES = st.builds(
    lambda user, state, seconds: make_change(
        state, START + timedelta(seconds=seconds), user_number=user
    ),
    st.sampled_from(PEOPLE),
    st.sampled_from([OUT, IN]),
    st.integers(0, 4),
)


async def states_after(changes: Sequence[ConsentChange]) -> dict[str, ConsentState]:
    registry = OptOuts(InMemoryTable())
    for change in changes:
        await apply_change(change, registry)
    entries = await registry.page(TOLL_FREE, after="", limit=100)
    states = {entry.user_number: entry.state for entry in entries}
    opted_out = {user for user, state in states.items() if state is OUT}
    assert await opted_out_recipients(registry, TOLL_FREE, PEOPLE) == opted_out
    for user in PEOPLE:
        assert await opted_out_recipients(registry, TOLL_FREE, [user]) == opted_out & {user}
    return states


@settings(max_examples=60)
@given(st.lists(CHANGES, min_size=1, max_size=12), st.randoms(use_true_random=False))
async def test_any_order_and_repetition_of_events_gives_one_state(
    changes: list[ConsentChange], chance: random.Random
) -> None:
    shuffled = changes * 2
    chance.shuffle(shuffled)
    assert await states_after(shuffled) == await states_after(changes)


@settings(max_examples=40)
@given(st.lists(CHANGES, min_size=1, max_size=25))
async def test_buckets_agree_with_states_while_they_split(changes: list[ConsentChange]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "with_bucket_entry", _with_entry_in_small_buckets)
        await states_after(changes)


def _with_entry_in_small_buckets(
    bucket: Bucket, digits: str, bucket_entry: str | None
) -> list[Bucket]:
    return with_mark_at_full_size(bucket, digits, bucket_entry, max_characters=14)


async def test_opt_out_wins_at_equal_times_in_either_order(registry: OptOuts) -> None:
    assert await apply_change(make_change(IN, START), registry)
    assert await apply_change(make_change(OUT, START), registry)
    assert not await apply_change(make_change(IN, START), registry)
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == {PERSON}


async def test_newer_start_lifts_a_stop_that_comes_late(registry: OptOuts) -> None:
    await apply_change(make_change(IN, START + timedelta(seconds=1)), registry)
    assert not await apply_change(make_change(OUT, START), registry)
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == frozenset()


async def test_opt_out_for_all_numbers_is_found_from_each(registry: OptOuts) -> None:
    await apply_change(make_change(OUT, START, own_number=ALL_NUMBERS), registry)
    for own_number in (TOLL_FREE, "77001", "MY SHOP"):
        assert await opted_out_recipients(registry, own_number, [PERSON]) == {PERSON}
        assert await opted_out_recipients(registry, own_number, [*PEOPLE, PERSON]) == {PERSON}


@pytest.mark.parametrize("asked", [[PERSON], [PERSON, PEOPLE[0]]])
async def test_opt_out_of_a_category_is_found_for_that_category(
    registry: OptOuts, asked: list[str]
) -> None:
    await apply_change(make_change(OUT, START, category=Category.MARKETING), registry)
    assert await opted_out_recipients(registry, TOLL_FREE, asked, Category.MARKETING) == {PERSON}
    assert await opted_out_recipients(registry, TOLL_FREE, asked, Category.OTP) == frozenset()


@pytest.mark.parametrize("stop_first", [True, False])
async def test_stop_to_one_number_covers_all_when_set_so_until_a_start_lifts_one(
    table: InMemoryTable, stop_first: bool
) -> None:
    registry = OptOuts(table)
    stop = make_change(OUT, START, own_number="77001")
    start = make_change(IN, START + timedelta(seconds=1))
    for change in (stop, start) if stop_first else (start, stop):
        await apply_change(change, registry, StopScope.ALL)
    for asked in ([PERSON], [PERSON, PEOPLE[0]]):
        assert await opted_out_recipients(registry, "77001", asked) == {PERSON}
        assert await opted_out_recipients(registry, "+18335550101", asked) == {PERSON}
        assert await opted_out_recipients(registry, TOLL_FREE, asked) == frozenset()


async def test_start_lifts_what_is_blocked_for_all_although_another_instance_writes_concurrently(
    registry: OptOuts, table: InMemoryTable
) -> None:
    await apply_change(make_change(OUT, START, own_number=ALL_NUMBERS), registry)
    other = make_change(OUT, START, own_number=ALL_NUMBERS, user_number=PEOPLE[0])

    def write_concurrently(operations: Sequence[Operation]) -> None:
        if operations[0][1]["PartitionKey"] == ALL_NUMBERS:
            table.before_write = None
            run_now(apply_change(other, OptOuts(table)))

    table.before_write = write_concurrently
    await apply_change(make_change(IN, START + timedelta(seconds=1)), registry)
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON, PEOPLE[0]]) == {PEOPLE[0]}


async def test_refusal_by_the_network_speaks_of_its_own_number_alone(table: InMemoryTable) -> None:
    registry = OptOuts(table)
    await apply_change(
        make_change(OUT, START, source=ChangeSource.PROVIDER), registry, StopScope.ALL
    )
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == {PERSON}
    assert await opted_out_recipients(registry, "77001", [PERSON]) == frozenset()


async def test_opt_out_from_one_own_number_says_nothing_of_another(registry: OptOuts) -> None:
    await apply_change(make_change(OUT, START), registry)
    assert await opted_out_recipients(registry, "77001", [PERSON]) == frozenset()
    assert await opted_out_recipients(registry, "77001", [PERSON, PEOPLE[0]]) == frozenset()


@pytest.mark.parametrize("count", [1, 2, 100, 1000])
async def test_check_is_two_operations_whatever_the_count(
    registry: OptOuts, table: InMemoryTable, count: int
) -> None:
    await apply_change(make_change(OUT, START, user_number=people(1)[0]), registry)
    before = table.operation_count
    assert await opted_out_recipients(registry, TOLL_FREE, people(count)) == {people(1)[0]}
    assert table.operation_count == before + 2


async def test_change_is_one_read_and_one_transaction(
    registry: OptOuts, table: InMemoryTable
) -> None:
    await apply_change(make_change(OUT, START), registry)
    assert table.operation_count == 2


async def test_change_that_another_worker_made_meanwhile_is_respected(
    registry: OptOuts, table: InMemoryTable
) -> None:
    rival = OptOuts(table)
    start = make_change(IN, START + timedelta(seconds=1))

    def let_the_rival_first(_: Sequence[Operation]) -> None:
        table.before_write = None
        run_now(apply_change(start, rival))

    table.before_write = let_the_rival_first
    assert not await apply_change(make_change(OUT, START), registry)
    current = await registry.get(TOLL_FREE, PERSON)
    assert current
    assert current.newest == start
    assert len(await registry.ledger(TOLL_FREE, PERSON)) == 2


async def test_stop_between_the_reads_of_an_import_leaves_bucket_and_entry_agreed(
    registry: OptOuts, table: InMemoryTable
) -> None:
    rival = OptOuts(table)
    reads = 0

    def stop_after_one_read() -> None:
        nonlocal reads
        reads += 1
        if reads == 2:
            table.before_read = None
            run_now(apply_change(make_change(OUT, START), rival))

    table.before_read = stop_after_one_read
    later = START + timedelta(seconds=1)
    opt_ins = [
        make_change(IN, later, user_number=user, source=ChangeSource.IMPORT)
        for user in (PERSON, PEOPLE[0])
    ]
    await apply_changes(opt_ins, registry)
    assert reads == 2
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON]) == frozenset()
    assert await opted_out_recipients(registry, TOLL_FREE, [PERSON, *PEOPLE]) == frozenset()


@pytest.mark.usefixtures("no_pauses")
async def test_change_that_conflicts_for_ever_is_a_storage_error(
    registry: OptOuts, table: InMemoryTable
) -> None:
    rival_changes = (
        make_change(OUT, START + timedelta(seconds=second), event_id=str(second))
        for second in range(1, 100)
    )

    def always_first(_: Sequence[Operation]) -> None:
        table.before_write = None
        run_now(apply_change(next(rival_changes), OptOuts(table)))
        table.before_write = always_first

    table.before_write = always_first
    with pytest.raises(StorageError):
        await apply_change(make_change(OUT, START + timedelta(days=1)), registry)


async def test_pages_follow_each_other_without_gap(registry: OptOuts) -> None:
    for user in PEOPLE:
        await apply_change(make_change(OUT, START, user_number=user), registry)
    seen: list[str] = []
    while page := await registry.page(TOLL_FREE, after=seen[-1] if seen else "", limit=2):
        seen += [entry.user_number for entry in page]
    assert seen == sorted(PEOPLE)


@pytest.mark.parametrize("evidence", ["STOP " * 20_000, "\N{OCTAGONAL SIGN}" * 40_000])
async def test_long_evidence_is_cut_to_what_a_property_holds(
    registry: OptOuts, evidence: str
) -> None:
    await apply_change(make_change(OUT, START, evidence=evidence), registry)
    current = await registry.get(TOLL_FREE, PERSON)
    assert current
    assert evidence.startswith(current.newest.evidence)
    assert len(current.newest.evidence) >= 4_000
