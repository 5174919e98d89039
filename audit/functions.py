"""The trigger of the audit log."""

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import AFTER, LIMIT, ONE_SENDER, query_parameter
from shared.web.http import model_response
from shared.web.routes import HttpRoutes, is_recorded, registered_routes

bp = func.Blueprint()
routes = HttpRoutes(bp, problem_of="send_sms.problems:problem_of_look_up")


@routes.get(
    "audit",
    summary="Who changed what by API, newest first",
    description="A page ends after a bounded number of reads: it may be short or empty, and yet "
    "have a next one. With more than 50 own numbers, `sender` is required unless `action` names "
    "no send.",
    parameters=[
        query_parameter("from", "Only made on this UTC day (2026-11-22) or time, or later"),
        query_parameter("until", "Only made up to this UTC day, or before this time"),
        query_parameter("action", "Only this action, an `operationId` such as pause_sender"),
        query_parameter("actor", "Only by this actor"),
        ONE_SENDER,
        AFTER,
        LIMIT,
    ],
    response="audit.contract:AuditPage",
)
async def list_audit(req: func.HttpRequest) -> func.HttpResponse:
    """Return some changes, newest first."""
    from audit.listing import AuditQuery, list_changes
    from send_sms.query import read_end_key, read_span
    from shared.web.requests import read_any_sender, read_limit

    app, limit, end_key = get_app(), read_limit(req), read_end_key(req)
    query = AuditQuery(
        *read_span(req, app.clock()),
        action=_read_action(req),
        actor=req.params.get("actor", ""),
        sender=read_any_sender(req),
    )
    page = await list_changes(query, end_key, limit, log=app.audit_log, searching=app.searching)
    return model_response(page)


def _read_action(req: func.HttpRequest) -> str:
    from audit.listing import SENDS
    from shared.web.requests import invalid_field

    action: str = req.params.get("action", "")
    recorded = {one.name for one in registered_routes() if is_recorded(one.operations)}
    if action and action not in recorded | SENDS:
        message = "action must be the operationId of a route whose changes are kept."
        raise invalid_field("action", "unknown_value", message)
    return action
