"""The triggers of inbound messages: Event Grid's webhook, and a timer for parked messages."""

import azure.functions as func

from composition.app import get_app
from composition.background import timer_function
from shared.eventgrid.openapi import webhook_operations
from shared.web.http import WEBHOOK_SECONDS
from shared.web.routes import HttpRoutes

bp = func.Blueprint()
routes = HttpRoutes(bp, limit_seconds=WEBHOOK_SECONDS)

_PATH = "webhooks/inbound"


@routes.route(_PATH, webhook_operations("Microsoft.Communication.SMSReceived"))
async def inbound_webhook(req: func.HttpRequest) -> func.HttpResponse:
    """Process inbound messages."""
    from shared.eventgrid.webhook import handle_webhook

    return await handle_webhook(req, _PATH, get_app().webhooks)


# Without a monitor: a missed run is not made up for, because the next one does its work.
@bp.function_name("join_parked_inbound")
@bp.timer_trigger(
    arg_name="timer", schedule="0 */5 * * * *", run_on_startup=False, use_monitor=False
)
@timer_function
async def join_parked_inbound(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Process messages to own numbers that were unknown when they came."""
    from inbound_webhook.receive import join_parked_inbound as join

    await join(get_app().inbound)
