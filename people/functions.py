"""The triggers of people."""

import azure.functions as func

from composition.app import get_app
from shared.web.http import model_response
from shared.web.routes import HttpRoutes, page_size, query_parameter

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
