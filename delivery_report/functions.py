"""The trigger of delivery reports: Event Grid's webhook."""

import azure.functions as func

from shared.http import guarded
from shared.services import get_services

bp = func.Blueprint()


@bp.function_name("delivery_report")
@bp.route(route="webhooks/delivery-reports", methods=["POST", "OPTIONS"])
@guarded
async def delivery_report(req: func.HttpRequest) -> func.HttpResponse:
    """Store what became of messages."""
    from delivery_report.record import record_reports
    from shared.eventgrid.webhook import answer_webhook

    return await answer_webhook(req, record_reports, get_services())
