"""The triggers of the opt-out registry's API."""

import azure.functions as func

from shared.http import guarded, model_answer, not_found
from shared.services import get_services

bp = func.Blueprint()


@bp.function_name("list_opt_outs")
@bp.route(route="opt-outs", methods=["GET"])
@guarded
async def list_opt_outs(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some entries of one own number."""
    from opt_outs.answers import page_answer
    from opt_outs.look_up import page_of_entries
    from shared.requests import read_limit, read_number, read_sender

    sender = read_sender("sender", req.params.get("sender", ""))
    after = req.params.get("after", "")
    after, limit = read_number("after", after) if after else "", read_limit(req)
    entries, is_more = await page_of_entries(sender, after, limit, get_services())
    return model_answer(page_answer(sender, entries, limit, is_more=is_more))


@bp.function_name("get_opt_out")
@bp.route(route="opt-outs/{sender}/{recipient}", methods=["GET"])
@guarded
async def get_opt_out(req: func.HttpRequest) -> func.HttpResponse:
    """Answer one entry with its ledger."""
    from opt_outs.answers import entry_answer
    from opt_outs.look_up import find_entry
    from shared.requests import read_number, read_sender

    sender = read_sender("sender", req.route_params["sender"])
    recipient = read_number("recipient", req.route_params["recipient"])
    entry = await find_entry(sender, recipient, get_services())
    return model_answer(entry_answer(entry)) if entry else not_found("opt-out")
