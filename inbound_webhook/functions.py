"""The trigger of inbound messages: Event Grid's webhook."""

import azure.functions as func

from composition.app import get_app
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
