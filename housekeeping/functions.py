"""The triggers of housekeeping."""

import azure.functions as func

from composition.app import get_app
from composition.background import timer_function

bp = func.Blueprint()


# Without a monitor: a missed run is not made up for, because the next one does its work.
@bp.function_name("purge_expired")
@bp.timer_trigger(
    arg_name="timer", schedule="30 */5 * * * *", run_on_startup=False, use_monitor=False
)
@timer_function
async def purge_expired(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Delete expired rows."""
    from housekeeping.purge import purge

    app = get_app()
    await purge(
        parked_events=app.parked_events,
        subscriptions=app.subscriptions,
        dead_letters=app.dead_letters,
        idempotency_keys=app.idempotency_keys,
        verifying=app.verifying,
        clock=app.clock,
    )
    if app.settings.caps:
        await app.cap_accounts.purge(app.clock())


# Without a monitor: a missed run is not made up for, because the next one does its work.
@bp.function_name("apply_retention")
@bp.timer_trigger(
    arg_name="timer", schedule="20 25 * * * *", run_on_startup=False, use_monitor=False
)
@timer_function
async def apply_retention(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Delete old messages and mask old texts."""
    from housekeeping import retention

    await retention.apply_retention(get_app().retention)
