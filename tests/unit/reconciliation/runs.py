"""Playing a comparison to its end."""

from collections.abc import Mapping
from typing import Any

from opt_outs.changes import apply_each
from opt_outs.domain.consent import ConsentState, StopScope
from reconciliation import functions
from reconciliation.run import continue_run
from reconciliation.start import start_run
from reconciliation.storage.reconciliations import Run
from tests.support.samples import apply_change, make_change
from tests.support.web import call, document, get
from tests.support.world import START, World

OUT, IN = ConsentState.OPTED_OUT, ConsentState.OPTED_IN


async def know(world: World, state: ConsentState, user: str, **changes: Any) -> None:
    """Put a change into the registry, by default of the toll-free number at the start."""
    changed_at = changes.pop("changed_at", START)
    change = make_change(state, changed_at, user_number=user, **changes)
    await apply_change(change, world.app().opt_outs)


async def know_all(world: World, states: Mapping[str, ConsentState]) -> None:
    """Put the states of many people into the registry at once."""
    changes = [make_change(state, START, user_number=user) for user, state in states.items()]
    added = await apply_each(changes, world.app().opt_outs, StopScope.SENDER)
    assert added.failures == {}


async def play(world: World, turns: int = 1_000) -> list[int]:
    """Play the host until no message is left; give how long each one was hidden."""
    delays: list[int] = []
    for _ in range(turns):
        items, world.reconciliation_queue.items = world.reconciliation_queue.items, []
        if not items:
            return delays
        for text, delay_seconds in items:
            delays.append(delay_seconds)
            world.clock.advance(seconds=delay_seconds)
            await continue_run(text.encode(), world.app().reconciling)
    message = "the comparison never ends"
    raise AssertionError(message)


async def reconcile(world: World) -> Run:
    """Compare everything, a minute later."""
    world.clock.advance(minutes=1)
    await start_run(world.app().reconciling)
    await play(world)
    run = await world.app().reconciling.runs.last()
    assert run
    return run


async def report(**params: str) -> Any:
    """Ask the API for the last comparison."""
    return document(await call(functions.get_reconciliation, get(params=params)))


async def differences(world: World) -> list[tuple[str, str, str]]:
    """Give person, kind and action of all differences of the last run."""
    run = await world.app().reconciling.runs.last()
    assert run
    found = await world.app().reconciling.runs.differences(run.run_id, after=0, limit=10_000)
    return [(one.user_number, one.kind, one.action) for _, one in found]
