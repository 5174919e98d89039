"""The trigger of inbound messages: Event Grid's webhook."""

from functools import partial

import azure.functions as func

from composition.app import get_app
from shared.web.http import problem_handler

bp = func.Blueprint()


@bp.function_name("inbound_webhook")
@bp.route(route="webhooks/inbound", methods=["POST", "OPTIONS"])
@problem_handler
async def inbound_webhook(req: func.HttpRequest) -> func.HttpResponse:
    """Store what people wrote."""
    from inbound_webhook.receive import receive_inbound
    from shared.eventgrid.webhook import handle_webhook

    app = get_app()
    handle = partial(receive_inbound, inbound=app.inbound)
    return await handle_webhook(req, handle, source=app.settings.acs.resource_id)
