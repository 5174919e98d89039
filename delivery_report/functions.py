"""The triggers of delivery reports: Event Grid's webhook, and a timer for parked reports."""

import azure.functions as func

from composition.app import get_app
from composition.background import timer_function
from shared.eventgrid.openapi import webhook_operations
from shared.web.http import WEBHOOK_SECONDS
from shared.web.routes import HttpRoutes

bp = func.Blueprint()
routes = HttpRoutes(bp, limit_seconds=WEBHOOK_SECONDS)

_PATH = "webhooks/delivery-reports"


@routes.route(_PATH, webhook_operations("Microsoft.Communication.SMSDeliveryReportReceived"))
async def delivery_report(req: func.HttpRequest) -> func.HttpResponse:
    """Store delivery reports."""
    from shared.eventgrid.webhook import handle_webhook

    return await handle_webhook(req, _PATH, get_app().webhooks)


# Without a monitor: a missed run is not made up for, because the next one does its work.
@bp.function_name("join_parked_reports")
@bp.timer_trigger(
    arg_name="timer", schedule="0 */5 * * * *", run_on_startup=False, use_monitor=False
)
@timer_function
async def join_parked_reports(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Join reports that came before their send was known."""
    from delivery_report.record import join_parked

    await join_parked(get_app().reporting)
