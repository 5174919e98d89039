"""Changes of the future, which earlier versions stored: a later decision overrules them."""

import pytest

from opt_outs.domain.consent import ConsentState
from tests.support.samples import apply_change, make_change
from tests.support.web import document
from tests.support.world import PERSON, START, World
from tests.unit.opt_outs.test_decisions import IN, OUT, REASON, decide, is_out


async def store_future(world: World, state: ConsentState) -> None:
    """Store a person's change as an earlier version did, which believed every time."""
    future = START.replace(year=9998)
    change = make_change(state, future, recorded_at=world.clock.now)
    await apply_change(change, world.app().opt_outs)
    world.clock.advance(seconds=1)


@pytest.mark.parametrize("state", [OUT, IN])
async def test_decision_counts_after_a_stored_change_of_the_future(
    served: World, state: ConsentState
) -> None:
    await store_future(served, OUT if state is IN else IN)
    found = document(await decide("PUT", {"state": state, **REASON}))
    assert (found["state"], found["source"]) == (state, "api")
    assert await is_out(served) is (state is OUT)


async def test_delete_lifts_a_stored_stop_of_the_future(served: World) -> None:
    await store_future(served, OUT)
    assert document(await decide("DELETE", REASON))["state"] == "opted_in"
    assert not await is_out(served)


@pytest.mark.parametrize("state", [OUT, IN])
async def test_person_overrules_a_stored_change_of_the_future(
    served: World, state: ConsentState
) -> None:
    await store_future(served, OUT if state is IN else IN)
    await apply_change(make_change(state, served.clock.now), served.app().opt_outs)
    assert await is_out(served) is (state is OUT)


async def test_decision_that_was_in_vain_once_can_be_repeated(served: World) -> None:
    await store_future(served, OUT)
    await decide("DELETE", REASON)
    (bucket,) = (r for r in served.opt_outs_table.all_rows() if r["RowKey"].startswith("B|"))
    blocked = {**bucket, "packed": f" {PERSON.lstrip('+')} "}
    await served.opt_outs_table.write([("merge", blocked, "")])
    served.clock.advance(seconds=1)
    await decide("DELETE", REASON)
    assert not await is_out(served)
