"""The triggers of analytics."""

import azure.functions as func

from composition.app import get_app
from composition.background import timer_function
from shared.web.descriptions import CAMPAIGN, json_or_csv, query_parameter
from shared.web.http import REQUEST_SECONDS, model_response
from shared.web.routes import HttpRoutes, Json

bp = func.Blueprint()
routes = HttpRoutes(bp)
_RECOUNT_SECONDS = 15 * REQUEST_SECONDS  # a day of a million messages takes about 5 s of CPU
long_routes = HttpRoutes(bp, limit_seconds=_RECOUNT_SECONDS)

_DAY: Json = {"type": "string", "format": "date"}


@routes.get(
    "analytics/summary",
    summary="Figures of a range of days",
    description="Counts, rates and cost by period, own number, campaign and category.",
    parameters=[
        query_parameter("from", "First day in `tz`; default: a week before the end", **_DAY),
        query_parameter("to", "Last day, included; default: today", **_DAY),
        query_parameter(
            "interval", "At most 366 days, by hour 31", enum=["day", "hour"], default="day"
        ),
        query_parameter("tz", "IANA time zone of the days and hours", default="UTC"),
        query_parameter("sender", "Only of this own number, with or without +"),
        CAMPAIGN,
        query_parameter("category", "Only of this category"),
    ],
    responses=json_or_csv(
        "analytics.contract:Summary",
        "start,end,sender,campaign,category,accepted,scheduled,queued…",
    ),
)
async def analytics_summary(req: func.HttpRequest) -> func.HttpResponse:
    """Return the figures of a range of days, as JSON or as a file."""
    from analytics.export import summary_as_csv
    from analytics.query import read_summary_query
    from analytics.responses import summary_response
    from analytics.summary import sum_up
    from shared.web.csv_file import csv_response
    from shared.web.requests import wants_csv

    app = get_app()
    query = read_summary_query(req, app.clock)
    summed = await sum_up(query, app.analytics)
    if wants_csv(req):
        return csv_response(summary_as_csv(query, summed), "analytics", None)
    return model_response(summary_response(query, summed))


@long_routes.post(
    "analytics/recounts",
    summary="Count a UTC day again",
    description="After events that came days late: its figures are made anew from its messages.",
    parameters=[query_parameter("day", "The UTC day, up to today", required=True, **_DAY)],
    response="analytics.contract:Recount",
)
async def recount_day(req: func.HttpRequest) -> func.HttpResponse:
    """Count a day again."""
    from analytics.days import recount_day
    from analytics.query import read_past_day
    from analytics.responses import recount_response

    app = get_app()
    day = read_past_day(req, app.clock)
    return model_response(recount_response(day, await recount_day(day, app.analytics)))


# Without a monitor: a missed run is not made up for, because the next one does its work.
@bp.function_name("recount_lately")
@bp.timer_trigger(
    arg_name="timer", schedule="45 7 * * * *", run_on_startup=False, use_monitor=False
)
@timer_function
async def recount_lately(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Count the last days again."""
    from analytics.days import recount_lately

    await recount_lately(get_app().analytics)
