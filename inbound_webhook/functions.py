"""The trigger of inbound messages: Event Grid's webhook."""

from functools import partial

import azure.functions as func

from composition.app import get_app
from shared.eventgrid.openapi import webhook_operations
from shared.web.http import WEBHOOK_SECONDS
from shared.web.routes import HttpRoutes

bp = func.Blueprint()
routes = HttpRoutes(bp, limit_seconds=WEBHOOK_SECONDS)


@routes.route("webhooks/inbound", webhook_operations("Microsoft.Communication.SMSReceived"))
async def inbound_webhook(req: func.HttpRequest) -> func.HttpResponse:
    """Process inbound messages."""
    from inbound_webhook.receive import receive_inbound
    from shared.eventgrid.webhook import handle_webhook

    app = get_app()
    handle = partial(receive_inbound, inbound=app.inbound)
    return await handle_webhook(req, handle, source=app.settings.acs.resource_id)
