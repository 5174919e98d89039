"""A Mexican number with and without its former 1 is one person, also in entries from before."""

from datetime import timedelta

import pytest

from opt_outs.changes import apply_changes
from opt_outs.domain.consent import ALL_NUMBERS, ConsentState
from opt_outs.look_up import find_entry
from opt_outs.storage.registry import OptOuts
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.world import START, TOLL_FREE

MEXICAN, FORMER = "+525512345678", "+5215512345678"
OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
LATER = START + timedelta(hours=1)


@pytest.fixture
def registry() -> OptOuts:
    return OptOuts(InMemoryTable())


@pytest.mark.parametrize("own_number", [TOLL_FREE, ALL_NUMBERS])
@pytest.mark.parametrize("others", [[], people(3)])
async def test_opt_out_stored_under_the_former_form_blocks(
    registry: OptOuts, own_number: str, others: list[str]
) -> None:
    await apply_change(make_change(OUT, START, user_number=FORMER, own_number=own_number), registry)

    recipients = sorted([MEXICAN, *others])

    assert await opted_out_recipients(registry, TOLL_FREE, recipients) == {MEXICAN}


async def test_opt_in_lifts_what_the_former_form_blocks(registry: OptOuts) -> None:
    await apply_change(make_change(OUT, START, user_number=FORMER), registry)
    start = make_change(IN, LATER, user_number=MEXICAN, event_id="start")

    await apply_change(start, registry)

    assert await opted_out_recipients(registry, TOLL_FREE, [MEXICAN]) == frozenset()


async def test_imported_opt_in_lifts_what_the_former_form_blocks(registry: OptOuts) -> None:
    await apply_change(make_change(OUT, START, user_number=FORMER), registry)

    assert await apply_changes([make_change(IN, LATER, user_number=MEXICAN)], registry) == 1
    assert await opted_out_recipients(registry, TOLL_FREE, [MEXICAN]) == frozenset()


async def test_older_opt_in_lifts_nothing(registry: OptOuts) -> None:
    await apply_change(make_change(OUT, LATER, user_number=FORMER), registry)
    await apply_change(make_change(IN, START, user_number=MEXICAN, event_id="start"), registry)

    assert await opted_out_recipients(registry, TOLL_FREE, [MEXICAN]) == {MEXICAN}


async def test_entry_shows_what_is_stored_under_both_forms(registry: OptOuts) -> None:
    await apply_change(make_change(OUT, LATER, user_number=FORMER), registry)
    await apply_change(make_change(IN, START, user_number=MEXICAN, event_id="start"), registry)

    entry = await find_entry(TOLL_FREE, MEXICAN, registry)

    assert entry
    assert entry.blocked
    assert (entry.user_number, entry.newest.state) == (MEXICAN, OUT)
    assert [line.state for line in entry.ledger] == [IN, OUT]


@pytest.mark.parametrize(("numbers", "operation_count"), [(people(9), 2), ([MEXICAN], 4)])
async def test_only_numbers_with_a_former_form_take_more_operations(
    numbers: list[str], operation_count: int
) -> None:
    table = InMemoryTable()
    await opted_out_recipients(OptOuts(table), TOLL_FREE, numbers)
    assert table.operation_count == operation_count
