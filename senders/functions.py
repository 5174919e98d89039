"""The triggers of senders."""

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import page_size, query_parameter
from shared.web.http import model_response
from shared.web.routes import HttpRoutes

bp = func.Blueprint()
routes = HttpRoutes(bp)

_ACTIVITY = query_parameter(
    "activity",
    "true: also the used units, and what the messages of yesterday and today (UTC) do, counted at "
    "most a minute ago",
    enum=["true", "false"],
    default="false",
)


@routes.get(
    "senders",
    summary="The own numbers, with their limits, pauses and holds",
    description="Those that sent or received, that `SMS_SENDERS` describes, or that were paused. "
    "A page costs a read for each number. Activity costs two reads; once a minute it is counted, "
    "which reads what has changed of two days.",
    parameters=[
        query_parameter("after", "The last sender of the previous page"),
        page_size(default=25, greatest=50),
        _ACTIVITY,
    ],
    response="senders.contract:SenderPage",
)
async def list_senders(req: func.HttpRequest) -> func.HttpResponse:
    """Return some of the own numbers."""
    from senders.listing import page_of_senders, with_activity
    from senders.responses import list_response
    from shared.web.requests import read_limit, read_sender

    wants_activity = _wants_activity(req)
    text, limit, app = req.params.get("after", ""), read_limit(req, 25, greatest=50), get_app()
    page = await page_of_senders(
        read_sender("after", text) if text else "",
        limit,
        senders=app.senders,
        seen=app.journal_search,
        profiles=app.rules.profiles,
    )
    if wants_activity:
        page = await with_activity(page, app.senders, app.activities, app.clock())
    return model_response(list_response(page, limit))


def _wants_activity(req: func.HttpRequest) -> bool:
    from shared.settings import Switch
    from shared.web.requests import read_choice

    return read_choice(req, "activity", Switch) is Switch.ON


@routes.get(
    "senders/{sender}",
    summary="A sender's limits, and whether it is paused or held",
    description="With `activity=true` also what waits, and how long messages took.",
    parameters=[_ACTIVITY],
    response="senders.contract:SenderAnswer",
)
async def get_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Return a sender's limits and whether it is paused or held."""
    from senders.listing import SenderList, with_activity
    from senders.pause import state_of
    from senders.responses import sender_response
    from shared.web.requests import read_sender

    wants_activity = _wants_activity(req)
    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    state = await state_of(sender, app.senders, app.rules.profiles)
    if wants_activity:
        alone = SenderList([state], "")
        found = await with_activity(alone, app.senders, app.activities, app.clock())
        [state] = found.senders
    return model_response(sender_response(state))


@routes.post(
    "senders/{sender}/pause",
    summary="Hold back all messages that have not been submitted",
    description="On all instances within a second. Messages keep their time to live.",
    body="senders.contract:PauseRequest",
    is_body_optional=True,
    response="senders.contract:SenderAnswer",
)
async def pause_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Pause a sender."""
    from senders.contract import PauseRequest
    from senders.pause import pause
    from senders.responses import sender_response
    from shared.web.requests import read_optional_model, read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    why = read_optional_model(req, PauseRequest)
    state = await pause(sender, app.senders, app.rules.profiles, app.clock, why=why)
    return model_response(sender_response(state))


@routes.post(
    "senders/{sender}/resume",
    summary="Resume sending",
    description="Waiting work continues within five seconds on all instances.",
    body="senders.contract:ResumeRequest",
    is_body_optional=True,
    response="senders.contract:SenderAnswer",
)
async def resume_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Resume a paused sender."""
    from senders.contract import ResumeRequest
    from senders.pause import resume
    from senders.responses import sender_response
    from shared.web.requests import read_optional_model, read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    read_optional_model(req, ResumeRequest)  # the audit log reads its actor
    state = await resume(sender, app.senders, app.rules.profiles)
    return model_response(sender_response(state))
