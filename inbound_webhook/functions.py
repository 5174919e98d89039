"""The trigger of inbound messages: Event Grid's webhook."""

import azure.functions as func

from composition.services import get_services
from shared.web.http import problem_handler

bp = func.Blueprint()


@bp.function_name("inbound_webhook")
@bp.route(route="webhooks/inbound", methods=["POST", "OPTIONS"])
@problem_handler
async def inbound_webhook(req: func.HttpRequest) -> func.HttpResponse:
    """Store what people wrote."""
    from inbound_webhook.receive import receive_inbound
    from shared.eventgrid.webhook import handle_webhook

    return await handle_webhook(req, receive_inbound, get_services())
