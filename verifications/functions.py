"""The triggers of verifications."""

from typing import Any

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import IDEMPOTENCY_KEY, LOCATION, REPLAYED, query_parameter
from shared.web.http import model_response, read_author
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes, Response

bp = func.Blueprint()
routes = HttpRoutes(bp, problem_of="verifications.responses:problem_of")

_STARTED = {
    202: Response(
        description="A code was requested, now or by the first request with this Idempotency-Key",
        model="verifications.contract:VerificationStarted",
        headers={**LOCATION, **REPLAYED},
    )
}
_ATTEMPT_KEY = {
    **IDEMPOTENCY_KEY,
    "description": "With the same key and code the first result comes again, and no attempt is "
    "counted",
}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}


@routes.post(
    "verifications",
    summary="Send a person a code, or the same code again",
    description="The response is the same whether the number exists, has opted out or was verified "
    "before. A second request for the person and purpose within 30 seconds gets 429; a later one "
    "sends the same code again, twice at most, while it can be entered.",
    parameters=[IDEMPOTENCY_KEY],
    body="verifications.contract:VerificationRequest",
    responses=_STARTED,
    problems=(409, 422, 429),
    is_recorded=False,  # the row of its send says who asked
)
async def start_verification(req: func.HttpRequest) -> func.HttpResponse:
    """Send a code: 202 once its send is stored, the same again for the same `Idempotency-Key`."""
    from shared.web.requests import read_idempotency_key, read_model
    from verifications import start
    from verifications.contract import VerificationRequest
    from verifications.responses import started_headers, started_response

    app = get_app()
    key, author = read_idempotency_key(req) or "", read_author(req, app.actors)
    request = read_model(req, VerificationRequest)
    started = await start.start_verification(request, app.verifying, key, author)
    return model_response(started_response(started), 202, started_headers(started))


@routes.post(
    "verifications/{verificationId}/check",
    summary="Check the code that a person typed",
    description="A code is right once, within its lifetime, and among the first five attempts. "
    "Trust `valid` alone.",
    parameters=[_ATTEMPT_KEY],
    body="verifications.contract:CheckRequest",
    response="verifications.contract:CheckAnswer",
    is_recorded=False,
)
async def check_verification(req: func.HttpRequest) -> func.HttpResponse:
    """Check a code; each attempt counts."""
    from shared.web.requests import read_idempotency_key, read_model
    from verifications.check import check_code
    from verifications.contract import CheckRequest
    from verifications.domain.verification import parse_verification_id
    from verifications.responses import check_response

    key, request = read_idempotency_key(req) or "", read_model(req, CheckRequest)
    verification_id, app = parse_verification_id(req.route_params["verificationId"]), get_app()
    if verification_id is None:
        return not_found("verification")
    checked = await check_code(verification_id, request.code, app.verifying, key)
    if checked is None:
        return not_found("verification")
    return model_response(check_response(checked, app.clock()))


@routes.get(
    "verifications/{verificationId}",
    summary="What became of a verification",
    description="Without code and number. It is deleted a day after it expired.",
    response="verifications.contract:VerificationAnswer",
)
async def get_verification(req: func.HttpRequest) -> func.HttpResponse:
    """Return a verification's status."""
    from verifications.check import find_verification
    from verifications.domain.verification import parse_verification_id
    from verifications.responses import verification_response

    verification_id, app = parse_verification_id(req.route_params["verificationId"]), get_app()
    found = await find_verification(verification_id, app.verifying) if verification_id else None
    if found is None:
        return not_found("verification")
    return model_response(verification_response(found, app.clock()))


@routes.get(
    "verification-figures",
    summary="Codes sent and entered, by country and prefix",
    description="One read for 1,000 prefixes. Days are kept for 92 days.",
    parameters=[
        query_parameter("from", "The first day, UTC; default: today", **_DAY),
        query_parameter("until", "The last day, UTC; default: today", **_DAY),
    ],
    response="verifications.contract:VerificationFigures",
)
async def get_verification_figures(req: func.HttpRequest) -> func.HttpResponse:
    """Return how many codes were sent and entered."""
    from send_sms.query import read_day_span
    from verifications.figures import read_figures

    app = get_app()
    first, last = read_day_span(req, app.clock().date())
    return model_response(await read_figures(first, last, app.verifying))
