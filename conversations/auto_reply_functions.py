"""The triggers of automatic replies: each reads, calls one use case, and answers."""

import azure.functions as func

from shared.services import get_services
from shared.web.http import model_response, not_found, problem_handler

bp = func.Blueprint()


@bp.function_name("list_auto_replies")
@bp.route(route="auto-replies/{sender}", methods=["GET"])
@problem_handler
async def list_auto_replies(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some automatic replies of one own number."""
    from conversations.answers import rules_response
    from conversations.auto_replies import page_of_rules
    from conversations.paging import read_keyword
    from shared.web.requests import read_limit, read_sender

    sender, limit = read_sender("sender", req.route_params["sender"]), read_limit(req)
    after = req.params.get("after", "")
    keyword = read_keyword("after", after) if after else ""
    page = await page_of_rules(sender, keyword, limit, get_services())
    return model_response(rules_response(sender, limit, page))


@bp.function_name("put_auto_reply")
@bp.route(route="auto-replies/{sender}/{keyword}", methods=["PUT"])
@problem_handler
async def put_auto_reply(req: func.HttpRequest) -> func.HttpResponse:
    """Set what is answered to a keyword."""
    from conversations.answers import rule_response
    from conversations.auto_replies import ReservedKeywordError, set_rule
    from conversations.paging import read_keyword
    from shared.contract.auto_replies import AutoReplyText
    from shared.web.requests import invalid_field, read_model, read_sender

    sender = read_sender("sender", req.route_params["sender"])
    keyword = read_keyword("keyword", req.route_params["keyword"])
    text = read_model(req, AutoReplyText).text
    try:
        rule = await set_rule(sender, keyword, text, get_services())
    except ReservedKeywordError as error:
        raise invalid_field("keyword", error.code, str(error)) from None
    return model_response(rule_response(rule))


@bp.function_name("delete_auto_reply")
@bp.route(route="auto-replies/{sender}/{keyword}", methods=["DELETE"])
@problem_handler
async def delete_auto_reply(req: func.HttpRequest) -> func.HttpResponse:
    """Remove an automatic reply; answer what it was."""
    from conversations.answers import rule_response
    from conversations.auto_replies import remove_rule
    from conversations.paging import read_keyword
    from shared.web.requests import read_sender

    sender = read_sender("sender", req.route_params["sender"])
    keyword = read_keyword("keyword", req.route_params["keyword"])
    rule = await remove_rule(sender, keyword, get_services())
    return model_response(rule_response(rule)) if rule else not_found("automatic reply")
