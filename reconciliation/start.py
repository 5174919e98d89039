"""Start a reconciliation, if none is in progress."""

from datetime import timedelta

from reconciliation.reconciling import Reconciling
from reconciliation.storage.reconciliations import Run, RunState
from shared.domain.errors import ConflictError
from shared.jobs import job_message, new_job_id

RUN = "run"
"""The member of queue messages that names a run."""

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
        run_id=new_job_id(now, reconciling.ids.new_randomness()),
        state=RunState.RUNNING,
        started_at=now,
        updated_at=now,
        is_pushing=reconciling.settings.pushes,
        version=last.version if last else "",
    )
    await reconciling.queue.put(job_message(RUN, run.run_id))
    try:
        return await reconciling.runs.save(run)
    except ConflictError:
        if other := await reconciling.runs.last():
            return other  # a concurrent call started it
        raise


async def start_daily_run(reconciling: Reconciling) -> None:
    """Start the run of the day, unless the setting disables it; called every hour."""
    if not reconciling.settings.is_daily:
        return
    last = await reconciling.runs.last()
    if last is None or reconciling.clock() - last.started_at >= PERIOD:
        await start_run(reconciling)
