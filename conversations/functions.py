"""The triggers of conversations: each reads, calls one use case, and answers."""

from typing import TYPE_CHECKING

import azure.functions as func

from shared.services import get_services
from shared.web.http import model_response, not_found, problem_handler

if TYPE_CHECKING:
    from conversations.thread import ThreadQuery

bp = func.Blueprint()


@bp.function_name("list_conversations")
@bp.route(route="conversations", methods=["GET"])
@problem_handler
async def list_conversations(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some conversations of one own number."""
    from conversations.answers import list_response
    from conversations.paging import read_thread_after
    from conversations.threads import page_of_threads
    from shared.web.requests import read_limit, read_sender

    sender, limit = read_sender("sender", req.params.get("sender", "")), read_limit(req)
    page = await page_of_threads(sender, read_thread_after(req), limit, get_services())
    return model_response(list_response(sender, limit, page))


@bp.function_name("get_conversation")
@bp.route(route="conversations/{sender}/{user}", methods=["GET"])
@problem_handler
async def get_conversation(req: func.HttpRequest) -> func.HttpResponse:
    """Answer some of one conversation, both directions."""
    from conversations.answers import thread_response
    from conversations.thread import page_of_thread

    query, services = _query(req), get_services()
    page = await page_of_thread(query, services)
    return model_response(thread_response(query, page, services.clock()))


@bp.function_name("mark_conversation_read")
@bp.route(route="conversations/{sender}/{user}/read", methods=["POST"])
@problem_handler
async def mark_conversation_read(req: func.HttpRequest) -> func.HttpResponse:
    """Mark a conversation read; answer how it stands then."""
    from conversations.answers import summary
    from conversations.threads import mark_read
    from opt_outs.query import read_known_recipient_pair
    from shared.web.requests import read_sender

    sender = read_sender("sender", req.route_params["sender"])
    user = read_known_recipient_pair("user", req.route_params["user"])
    listed = await mark_read(sender, user, get_services())
    return model_response(summary(listed)) if listed else not_found("conversation")


def _query(req: func.HttpRequest) -> "ThreadQuery":
    from conversations.paging import MAX_ENTRIES, read_day_count, read_entry_after
    from conversations.thread import ThreadQuery
    from opt_outs.query import read_known_recipient_pair
    from shared.web.requests import read_limit, read_sender

    return ThreadQuery(
        own_number=read_sender("sender", req.route_params["sender"]),
        user_number=read_known_recipient_pair("user", req.route_params["user"]),
        after=read_entry_after(req),
        limit=read_limit(req, greatest=MAX_ENTRIES),
        day_count=read_day_count(req),
    )
