"""The triggers of senders."""

import azure.functions as func

from composition.app import get_app
from shared.web.http import model_response
from shared.web.routes import HttpRoutes

bp = func.Blueprint()
routes = HttpRoutes(bp)


@routes.get(
    "senders/{sender}",
    summary="A sender's limits, and whether it is paused or held",
    response="senders.contract:SenderAnswer",
)
async def get_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Return a sender's limits and whether it is paused or held."""
    from senders.pause import sender_response, state_of
    from shared.web.requests import read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    state = await state_of(sender, app.senders, app.rules.profiles)
    return model_response(sender_response(state))


@routes.post(
    "senders/{sender}/pause",
    summary="Hold back all messages that have not been submitted",
    response="senders.contract:SenderAnswer",
)
async def pause_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Pause a sender."""
    from senders.pause import pause, sender_response
    from shared.web.requests import read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    state = await pause(sender, app.senders, app.rules.profiles, app.clock)
    return model_response(sender_response(state))


@routes.post(
    "senders/{sender}/resume",
    summary="Resume sending",
    response="senders.contract:SenderAnswer",
)
async def resume_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Resume a paused sender."""
    from senders.pause import resume, sender_response
    from shared.web.requests import read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    state = await resume(sender, app.senders, app.rules.profiles)
    return model_response(sender_response(state))
