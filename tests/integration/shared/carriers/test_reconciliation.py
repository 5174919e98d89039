"""A comparison with the simulator's list, over HTTP."""

from collections.abc import AsyncIterator

import pytest

from composition.app import App
from opt_outs.domain.consent import ConsentState
from reconciliation.run import continue_run
from reconciliation.start import start_run
from reconciliation.storage.reconciliations import Run, RunState
from shared.carriers.acs.opt_out_list import AcsOptOutList
from shared.carriers.acs.settings import AcsSettings
from shared.runtime import utc_now
from tests.integration.shared.carriers.conftest import ACCESS_KEY, Network
from tests.support.samples import apply_change, make_change, opted_out_recipients, people
from tests.support.world import START, TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
STRANGER = "+18445550100"
ANA, BEN, CIM, DORA = people(4)


@pytest.fixture
async def opt_out_list(network: Network) -> AsyncIterator[AcsOptOutList]:
    found = AcsOptOutList(AcsSettings(network.url, ACCESS_KEY), utc_now)
    yield found
    await found.close()


async def reconcile(world: World, app: App) -> Run:
    world.clock.advance(minutes=1)
    await start_run(app.reconciling)
    while items := world.reconciliation_queue.items:
        world.reconciliation_queue.items = []
        for text, _ in items:
            await continue_run(text.encode(), app.reconciling)
    run = await app.reconciling.runs.last()
    assert run
    return run


async def test_registry_and_network_agree_after_a_comparison_that_pushes(
    network: Network, opt_out_list: AcsOptOutList
) -> None:
    world = World()
    world.push_opt_outs()
    app = world.app(opt_out_list=opt_out_list)
    for state, user in ((OUT, ANA), (IN, BEN), (IN, CIM)):
        await apply_change(make_change(state, START, user_number=user), app.opt_outs)
    stop = {"from": BEN, "to": TOLL_FREE, "message": "STOP"}
    await network.control("POST", "inbound", stop)

    run = await reconcile(world, app)

    crowd = [ANA, BEN, CIM, DORA]
    assert (run.state, run.checked_count, run.troubles) == (RunState.COMPLETED, 3, ())
    on_list = {
        user for user, is_on in (await opt_out_list.check(TOLL_FREE, crowd)).items() if is_on
    }
    assert on_list == await opted_out_recipients(app.opt_outs, TOLL_FREE, crowd) == {ANA, BEN}
    assert (await reconcile(world, app)).counts == {}


async def test_number_that_is_not_ours_is_reported_and_ends_nothing(
    opt_out_list: AcsOptOutList,
) -> None:
    world = World()
    app = world.app(opt_out_list=opt_out_list)
    for own_number in (STRANGER, TOLL_FREE):
        change = make_change(OUT, START, own_number=own_number, user_number=ANA)
        await apply_change(change, app.opt_outs)

    run = await reconcile(world, app)

    assert (run.state, run.checked_count) == (RunState.COMPLETED, 1)
    assert [(one.own_number, one.code) for one in run.troubles] == [(STRANGER, "Unauthorized")]
