"""The triggers about senders."""

import azure.functions as func

from composition.app import get_app
from shared.web.http import model_response, problem_handler

bp = func.Blueprint()


@bp.function_name("get_sender")
@bp.route(route="senders/{sender}", methods=["GET"])
@problem_handler
async def get_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Answer a sender's limits and whether it is paused."""
    from senders.pause import sender_response, state_of
    from shared.web.requests import read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    state = await state_of(sender, app.senders, app.rules.profiles)
    return model_response(sender_response(state))


@bp.function_name("pause_sender")
@bp.route(route="senders/{sender}/pause", methods=["POST"])
@problem_handler
async def pause_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Pause a sender."""
    from senders.pause import pause, sender_response
    from shared.web.requests import read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    state = await pause(sender, app.senders, app.rules.profiles, app.clock)
    return model_response(sender_response(state))


@bp.function_name("resume_sender")
@bp.route(route="senders/{sender}/resume", methods=["POST"])
@problem_handler
async def resume_sender(req: func.HttpRequest) -> func.HttpResponse:
    """Let a paused sender go on."""
    from senders.pause import resume, sender_response
    from shared.web.requests import read_sender

    sender, app = read_sender("sender", req.route_params["sender"]), get_app()
    state = await resume(sender, app.senders, app.rules.profiles)
    return model_response(sender_response(state))
