"""A comparison with the simulator's list, over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from composition.build import utc_now
from composition.services import Services
from opt_outs.domain.consent import ConsentState
from reconciliation.run import continue_run
from reconciliation.start import start_run
from reconciliation.storage.reconciliations import Run, RunState
from shared.carriers.acs.opt_out_list import AcsOptOutList
from tests.integration.shared.carriers.conftest import ACCESS_KEY, Network
from tests.support.samples import make_change, opted_out_recipients, people
from tests.support.world import SETTINGS, START, TOLL_FREE, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN
STRANGER = "+18445550100"
ANA, BEN, CIM, DORA = people(4)


@pytest.fixture
async def opt_out_list(network: Network) -> AsyncIterator[AcsOptOutList]:
    found = AcsOptOutList(
        replace(SETTINGS, acs_endpoint=network.url, acs_access_key=ACCESS_KEY), utc_now
    )
    yield found
    await found.close()


async def reconcile(world: World, services: Services) -> Run:
    world.clock.advance(minutes=1)
    await start_run(services)
    while items := world.reconciliation_queue.items:
        world.reconciliation_queue.items = []
        for text, _ in items:
            await continue_run(text.encode(), services)
    run = await services.reconciliations.last()
    assert run
    return run


async def test_registry_and_network_agree_after_a_comparison_that_pushes(
    network: Network, opt_out_list: AcsOptOutList
) -> None:
    world = World()
    world.push_opt_outs()
    services = replace(world.services(), opt_out_list=opt_out_list)
    for state, user in ((OUT, ANA), (IN, BEN), (IN, CIM)):
        await services.opt_outs.apply(make_change(state, START, user_number=user))
    stop = {"from": BEN, "to": TOLL_FREE, "message": "STOP"}
    await network.control("POST", "inbound", stop)

    run = await reconcile(world, services)

    crowd = [ANA, BEN, CIM, DORA]
    assert (run.state, run.checked_count, run.troubles) == (RunState.COMPLETED, 3, ())
    on_list = {
        user for user, is_on in (await opt_out_list.check(TOLL_FREE, crowd)).items() if is_on
    }
    assert on_list == await opted_out_recipients(services.opt_outs, TOLL_FREE, crowd) == {ANA, BEN}
    assert (await reconcile(world, services)).counts == {}


async def test_number_that_is_not_ours_is_reported_and_ends_nothing(
    opt_out_list: AcsOptOutList,
) -> None:
    world = World()
    services = replace(world.services(), opt_out_list=opt_out_list)
    for own_number in (STRANGER, TOLL_FREE):
        change = make_change(OUT, START, own_number=own_number, user_number=ANA)
        await services.opt_outs.apply(change)

    run = await reconcile(world, services)

    assert (run.state, run.checked_count) == (RunState.COMPLETED, 1)
    assert [(one.own_number, one.code) for one in run.troubles] == [(STRANGER, "Unauthorized")]
