"""Start a reconciliation, if none is in progress."""

import json
from datetime import timedelta

from reconciliation.reconciling import Reconciling
from reconciliation.storage.reconciliations import Run, RunState, is_run_id, new_run_id
from shared.domain.errors import ConflictError

PERIOD = timedelta(hours=23, minutes=30)
"""The timer asks each hour; a run that begins a little late must not move the next by an hour."""

DEAD_AFTER = timedelta(hours=6)
"""A run waits at most an hour for ACS; one that stood still for so long will never end."""


async def start_run(reconciling: Reconciling) -> Run:
    """
    Start a run, or give the one in progress; when this returns the run is durable.

    The queue message goes first and the row last, as with sends (docs/adr/0002).

    Raises
    ------
    StorageError
        Storage is unavailable; calling it again does nothing twice.
    """
    now, last = reconciling.clock(), await reconciling.runs.last()
    if last and last.state is RunState.RUNNING and now - last.updated_at < DEAD_AFTER:
        return last
    run = Run(
        run_id=new_run_id(now, reconciling.ids.new_randomness()),
        state=RunState.RUNNING,
        started_at=now,
        updated_at=now,
        is_pushing=reconciling.switches.pushes,
        version=last.version if last else "",
    )
    await reconciling.queue.put(message_of(run.run_id))
    try:
        return await reconciling.runs.save(run)
    except ConflictError:
        if other := await reconciling.runs.last():
            return other  # a concurrent call started it
        raise


async def start_daily_run(reconciling: Reconciling) -> None:
    """Start the run of the day, unless the setting disables it; called every hour."""
    if not reconciling.switches.is_daily:
        return
    last = await reconciling.runs.last()
    if last is None or reconciling.clock() - last.started_at >= PERIOD:
        await start_run(reconciling)


def message_of(run_id: str, attempt_count: int = 0) -> str:
    """Write the message that works on a run; counts how often storage was unavailable."""
    return json.dumps({"run": run_id, "attempt": attempt_count})


def read_message(body: bytes) -> tuple[str, int]:
    """
    Read it again.

    Raises
    ------
    ValueError
        It names no run.
    """
    members = json.loads(body)
    run_id = str(members.get("run")) if isinstance(members, dict) else ""
    if not is_run_id(run_id):
        message = "the message names no run"
        raise ValueError(message)
    return run_id, int(members.get("attempt") or 0)
