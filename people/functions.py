"""The triggers of people."""

import azure.functions as func

from composition.app import get_app
from composition.background import queue_function
from shared.web.descriptions import AFTER, LOCATION, page_size, query_parameter
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes, Response

bp = func.Blueprint()
routes = HttpRoutes(bp)


@routes.get(
    "people/{number}",
    summary="A person's consent over all own numbers, with its ledger, and the person's time zones",
    description="Own numbers are those that sent or received, that have opt-outs, or that "
    "`SMS_SENDERS` describes: one read or two for each, and two more for each of the page.",
    parameters=[
        query_parameter("after", "The last own number of the previous page"),
        page_size(default=25, greatest=50),
    ],
    response="people.contract:Person",
)
async def get_person(req: func.HttpRequest) -> func.HttpResponse:
    """Return a person's consent for some own numbers."""
    from opt_outs.query import read_known_recipient_pair
    from people.consent import person_response, read_person
    from shared.web.requests import read_limit, read_sender

    number = read_known_recipient_pair("number", req.route_params["number"])
    text, limit = req.params.get("after", ""), read_limit(req, 25, greatest=50)
    after = read_sender("after", text) if text else ""
    page = await read_person(number, after, limit, get_app().people)
    return model_response(person_response(page, limit))


@routes.get(
    "people/{number}/export",
    summary="Everything that is kept of a person, paged",
    description="Table by table: messages with codes masked, what the person wrote, consent with "
    "its texts, reviews, lines of imports, events. A page ends after about 200 records or 30 "
    "steps: it may be short or empty, and yet have a next one.",
    parameters=[AFTER],
    response="people.contract:ExportedPerson",
)
async def export_person(req: func.HttpRequest) -> func.HttpResponse:
    """Return some of what is kept of a person."""
    from opt_outs.query import read_known_recipient_pair
    from people import export
    from people.contract import export_response
    from shared.web.requests import unknown_cursor

    number = read_known_recipient_pair("number", req.route_params["number"])
    cursor = export.parse_cursor(req.params.get("after") or str(export.Cursor()))
    if cursor is None:
        raise unknown_cursor()
    app = get_app()
    page = await export.export_person(number, cursor, app.erasing.records, app.clock)
    return model_response(export_response(number, page))


@routes.delete(
    "people/{number}",
    summary="Erase a person: texts, values, references and events, in all tables",
    description="Messages that wait are cancelled first. Opt-outs stay, without texts, as proof. "
    "The erasure runs in the background; while it does, the same request gives it again. The "
    "reason stands in the body or, for clients that send none, in the query. Addresses are kept in "
    "logs of hosts and proxies: name no person there.",
    parameters=[
        query_parameter("reason", "Why, 1 to 500 characters; required without a body"),
        query_parameter("actor", "The operator who decided"),
    ],
    body="people.contract:ErasureRequest",
    is_body_optional=True,
    responses={
        202: Response(
            description="Stored; the erasure starts",
            model="people.contract:ErasureReceipt",
            headers=LOCATION,
        )
    },
)
async def erase_person(req: func.HttpRequest) -> func.HttpResponse:
    """Start the erasure of a person, or return the one in progress: 202."""
    from opt_outs.query import read_known_recipient_pair
    from people.contract import ErasureRequest, receipt_response
    from people.erasure import start_erasure
    from shared.web.requests import read_model_or_query

    number = read_known_recipient_pair("number", req.route_params["number"])
    why = read_model_or_query(req, ErasureRequest, ("reason", "actor"))
    erasure = await start_erasure(number, why.reason, why.actor or "", get_app().erasing)
    location = {"Location": f"/api/erasures/{erasure.erasure_id}"}
    return model_response(receipt_response(erasure), 202, location)


@routes.get(
    "erasures/{erasureId}",
    summary="The receipt of an erasure: what was erased where",
    description="How far it is, and how many records were erased or kept.",
    response="people.contract:ErasureReceipt",
)
async def get_erasure(req: func.HttpRequest) -> func.HttpResponse:
    """Return the receipt of an erasure, or its progress."""
    from people.contract import receipt_response
    from shared.jobs import is_job_id

    erasure_id = req.route_params["erasureId"]
    erasures = get_app().erasing.erasures
    erasure = await erasures.find(erasure_id) if is_job_id(erasure_id) else None
    return model_response(receipt_response(erasure)) if erasure else not_found("erasure")


@bp.function_name("continue_erasure")
@bp.queue_trigger(arg_name="msg", queue_name="erasures", connection="AzureWebJobsStorage")
@queue_function("erasures")
async def continue_erasure(msg: func.QueueMessage) -> None:
    """Erase some pages of a person's records."""
    from people import erasure

    await erasure.continue_erasure(msg.get_body(), get_app().erasing)


@bp.function_name("continue_erasure_poison")
@bp.queue_trigger(arg_name="msg", queue_name="erasures-poison", connection="AzureWebJobsStorage")
@queue_function("erasures-poison")
async def continue_erasure_poison(msg: func.QueueMessage) -> None:
    """Mark an erasure that failed five times."""
    from people.erasure import give_up_erasure

    await give_up_erasure(msg.get_body(), get_app().erasing)
