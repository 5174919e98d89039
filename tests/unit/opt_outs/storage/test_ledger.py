"""The ledger has one line for each event, with everything that is known of it."""

from dataclasses import replace
from datetime import timedelta

from opt_outs.domain.consent import (
    ChangeSource,
)
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from tests.support.in_memory_table import InMemoryTable
from tests.support.samples import apply_change, make_change
from tests.support.world import PERSON, START, TOLL_FREE
from tests.unit.opt_outs.storage.test_opt_outs import IN, OUT


async def test_repeat_leaves_the_line_of_the_ledger_as_it_was(
    registry: OptOuts, table: InMemoryTable
) -> None:
    stop = make_change(OUT, START)
    await apply_change(stop, registry)
    before = table.all_rows()
    assert not await apply_change(replace(stop, recorded_at=START + timedelta(hours=1)), registry)
    assert table.all_rows() == before


async def test_ledger_keeps_everything_that_is_known_of_a_change(registry: OptOuts) -> None:
    change = make_change(
        OUT,
        START,
        category=Category.MARKETING,
        source=ChangeSource.OPERATOR,
        rule_id="en.stop",
        rule_set_version="3",
        actor="Ana",
        reason="Asked by phone.",
        via="77001",
    )
    await apply_change(change, registry)
    assert await registry.ledger(TOLL_FREE, PERSON) == [change]
    entry = await registry.get(TOLL_FREE, PERSON)
    assert entry
    assert entry.newest == change


async def test_ledger_has_one_line_for_each_event_oldest_first(registry: OptOuts) -> None:
    stop, start = make_change(OUT, START), make_change(IN, START + timedelta(seconds=1))
    for change in (start, stop, stop, start):
        await apply_change(change, registry)
    assert await registry.ledger(TOLL_FREE, PERSON) == [stop, start]


async def test_ledger_of_one_person_is_not_mixed_with_another(registry: OptOuts) -> None:
    await apply_change(make_change(OUT, START, user_number="+1425555010"), registry)
    await apply_change(make_change(OUT, START, user_number="+14255550101"), registry)
    assert len(await registry.ledger(TOLL_FREE, "+1425555010")) == 1
