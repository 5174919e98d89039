"""Changes of several people are stored together, as if each were alone."""

from collections.abc import Sequence
from datetime import timedelta

from opt_outs.domain.consent import (
    ConsentState,
)
from opt_outs.storage.registry import OptOuts
from shared.domain.errors import StorageError
from shared.storage.table import Operation
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import make_change, people
from tests.support.world import PERSON, START, TOLL_FREE


async def test_changes_of_neighbours_are_stored_as_if_alone_in_three_operations() -> None:
    together, alone = InMemoryTable(), InMemoryTable()
    changes = [
        make_change(ConsentState.OPTED_OUT, START, user_number=person, event_id=person)
        for person in people(40)
    ]
    added = await OptOuts(together).add_each(TOLL_FREE, [*changes, *changes])
    assert together.operation_count == 3
    assert added.state_changes == added.stored == set(changes)
    for change in changes:
        await OptOuts(alone).add_each(TOLL_FREE, [change])
    assert len(together.all_rows()) == len(alone.all_rows())


async def test_no_op_gets_its_line_and_the_result_of_the_first_time() -> None:
    table = InMemoryTable()
    stop = make_change(ConsentState.OPTED_OUT, START + timedelta(seconds=2))
    late = make_change(ConsentState.OPTED_IN, START)
    first = await OptOuts(table).add_each(TOLL_FREE, [stop, late])
    rows = table.all_rows()
    again = await OptOuts(table).add_each(TOLL_FREE, [late, stop])
    assert first.state_changes == again.state_changes == {stop}
    assert (first.stored, again.stored) == ({stop}, set())
    assert table.all_rows() == rows
    assert len(await OptOuts(table).ledger(TOLL_FREE, PERSON)) == 2


async def test_group_that_cannot_be_stored_affects_no_other() -> None:
    table, (ana, ben) = InMemoryTable(), people(200)[::101]

    def fail_for_ana(operations: Sequence[Operation]) -> None:
        if any(row["RowKey"] == ana for _, row, _ in operations):
            raise StorageError

    table.before_write = fail_for_ana
    changes = [make_change(ConsentState.OPTED_OUT, START, user_number=one) for one in (ana, ben)]
    added = await OptOuts(table).add_each(TOLL_FREE, changes)
    assert list(added.failures) == [changes[0]]
    assert added.stored == {changes[1]}
