"""The triggers of reconciliation."""

import azure.functions as func

from composition.app import get_app
from composition.background import queue_function, timer_function
from shared.web.descriptions import AFTER, LIMIT, LOCATION
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes, Response

bp = func.Blueprint()
routes = HttpRoutes(bp)


@routes.post(
    "opt-out-reconciliations",
    summary="Compare the registry with ACS's own opt-out list",
    description="Returns the comparison in progress, if there is one.",
    responses={
        202: Response(
            description="In progress",
            model="reconciliation.contract:Reconciliation",
            headers=LOCATION,
        )
    },
)
async def start_reconciliation(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001
    """Start a comparison, or return the one in progress: 202."""
    from reconciliation.contract import run_response
    from reconciliation.start import start_run

    started = run_response(await start_run(get_app().reconciling), (), 0)
    return model_response(started, 202, {"Location": "/api/opt-out-reconciliations"})


@routes.get(
    "opt-out-reconciliations",
    summary="The last comparison with ACS",
    description="Its counts and differences, paged.",
    parameters=[AFTER, LIMIT],
    response="reconciliation.contract:Reconciliation",
    problems=(404,),
)
async def get_reconciliation(req: func.HttpRequest) -> func.HttpResponse:
    """Return how the last comparison did, with some of the differences."""
    from reconciliation.contract import run_response
    from shared.web.requests import read_limit, read_whole_number

    limit, after = read_limit(req), read_whole_number(req, "after")
    runs = get_app().reconciling.runs
    run = await runs.last()
    if run is None:
        return not_found("reconciliation")
    differences = await runs.differences(run.run_id, after=after, limit=limit + 1)
    return model_response(run_response(run, differences, limit))


@bp.function_name("continue_reconciliation")
@bp.queue_trigger(
    arg_name="msg", queue_name="opt-out-reconciliations", connection="AzureWebJobsStorage"
)
@queue_function("opt-out-reconciliations")
async def continue_reconciliation(msg: func.QueueMessage) -> None:
    """Compare some pages of the registry."""
    from reconciliation.run import continue_run

    await continue_run(msg.get_body(), get_app().reconciling)


@bp.function_name("continue_reconciliation_poison")
@bp.queue_trigger(
    arg_name="msg", queue_name="opt-out-reconciliations-poison", connection="AzureWebJobsStorage"
)
@queue_function("opt-out-reconciliations-poison")
async def continue_reconciliation_poison(msg: func.QueueMessage) -> None:
    """Mark a comparison that failed five times."""
    from reconciliation.run import give_up_run

    await give_up_run(msg.get_body(), get_app().reconciling)


# Without a monitor: the next hour makes up for one that was missed.
@bp.function_name("reconcile_daily")
@bp.timer_trigger(
    arg_name="timer", schedule="0 40 * * * *", run_on_startup=False, use_monitor=False
)
@timer_function
async def reconcile_daily(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Begin the comparison of the day, if it is due."""
    from reconciliation.start import start_daily_run

    await start_daily_run(get_app().reconciling)
