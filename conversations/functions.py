"""The triggers of conversations and automatic replies."""

from typing import TYPE_CHECKING

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import AFTER, IF_NONE_MATCH, LIMIT, page_size, query_parameter, tagged
from shared.web.http import model_response, tagged_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes

if TYPE_CHECKING:
    from conversations.threads import ThreadQuery

bp = func.Blueprint()
routes = HttpRoutes(bp, problem_of="conversations.responses:problem_of")


@routes.get(
    "conversations",
    summary="Conversations of one own number or all, by view",
    description="Without a view all: unread first, then newest first. `waiting`: the person wrote "
    "last and it is not done, oldest first. `open`: not done. `done`. `mine`: open ones of "
    "`assignee`. Reads rows of each own number; with `q` at most 1,000 of each for a page.",
    parameters=[
        query_parameter("sender", "The own number, with or without +; absent: all"),
        query_parameter(
            "view", "Which of them", type="string", enum=["waiting", "mine", "open", "done"]
        ),
        query_parameter("assignee", "Whose conversations `mine` holds; also counted"),
        query_parameter("q", "Words of the last text, or digits of the person's number"),
        query_parameter(
            "counts", "Also count conversations by view", type="boolean", default=False
        ),
        AFTER,
        LIMIT,
        IF_NONE_MATCH,
    ],
    responses=tagged("conversations.contract:ConversationList"),
)
async def list_conversations(req: func.HttpRequest) -> func.HttpResponse:
    """Return some conversations of one own number, or of all."""
    from conversations.listing import count_threads, page_of_threads
    from conversations.query import read_list_query, wants_counts
    from conversations.responses import list_response

    query, inbox = read_list_query(req), get_app().inbox
    counts = await count_threads(query, inbox) if wants_counts(req) else None
    page = await page_of_threads(query, inbox)
    return tagged_response(req, list_response(query, page, counts))


@routes.get(
    "conversations/{sender}/{user}",
    summary="One conversation, newest first",
    description="Messages of both directions; `days` limits how far a page reaches back.",
    parameters=[
        query_parameter(
            "days", "How many UTC days a page may reach back", type="integer", default=30
        ),
        AFTER,
        page_size(greatest=200),
        IF_NONE_MATCH,
    ],
    responses=tagged("conversations.contract:Conversation"),
)
async def get_conversation(req: func.HttpRequest) -> func.HttpResponse:
    """Return some of one conversation, both directions."""
    from conversations.responses import thread_response
    from conversations.threads import page_of_thread

    query = _query(req)
    page = await page_of_thread(query, get_app().inbox)
    return tagged_response(req, thread_response(query, page))


@routes.post(
    "conversations/{sender}/{user}/read",
    summary="Mark a conversation read",
    description="Until the person writes again.",
    response="conversations.contract:ConversationSummary",
    is_recorded=False,
)
async def mark_conversation_read(req: func.HttpRequest) -> func.HttpResponse:
    """Mark a conversation read; return its new state."""
    from conversations.responses import summary
    from conversations.work import mark_read
    from opt_outs.query import read_known_recipient_pair
    from shared.web.requests import read_sender

    sender = read_sender("sender", req.route_params["sender"])
    user = read_known_recipient_pair("user", req.route_params["user"])
    listed = await mark_read(sender, user, get_app().inbox)
    return model_response(summary(listed)) if listed else not_found("conversation")


def _query(req: func.HttpRequest) -> "ThreadQuery":
    from conversations.query import MAX_ENTRIES, read_day_count, read_entry_after
    from conversations.threads import ThreadQuery
    from opt_outs.query import read_known_recipient_pair
    from shared.web.requests import read_limit, read_sender

    return ThreadQuery(
        own_number=read_sender("sender", req.route_params["sender"]),
        user_number=read_known_recipient_pair("user", req.route_params["user"]),
        after=read_entry_after(req),
        limit=read_limit(req, greatest=MAX_ENTRIES),
        day_count=read_day_count(req),
    )


@routes.get(
    "auto-replies/{sender}",
    summary="The automatic replies of an own number, by keyword",
    description="Each keyword with its text.",
    parameters=[query_parameter("after", "The last keyword of the previous page"), LIMIT],
    response="conversations.contract:AutoReplyPage",
)
async def list_auto_replies(req: func.HttpRequest) -> func.HttpResponse:
    """Return some automatic replies of one own number."""
    from conversations.auto_replies import page_of_rules
    from conversations.query import read_keyword
    from conversations.responses import rules_response
    from shared.web.requests import read_limit, read_sender

    sender, limit = read_sender("sender", req.route_params["sender"]), read_limit(req)
    after = req.params.get("after", "")
    keyword = read_keyword("after", after) if after else ""
    page = await page_of_rules(sender, keyword, limit, get_app().auto_replies)
    return model_response(rules_response(sender, limit, page))


@routes.put(
    "auto-replies/{sender}/{keyword}",
    summary="Set the automatic reply to a keyword",
    description="For messages that are the keyword and nothing else; case, accents and "
    "punctuation do not count. A text for HELP replaces the built-in one. Keywords that opt "
    "people out or in are rejected.",
    body="conversations.contract:AutoReplyText",
    response="conversations.contract:AutoReplyRule",
)
async def put_auto_reply(req: func.HttpRequest) -> func.HttpResponse:
    """Set the automatic reply to a keyword."""
    from conversations.auto_replies import set_rule
    from conversations.contract import AutoReplyText
    from conversations.query import read_keyword
    from conversations.responses import rule_response
    from shared.web.requests import read_model, read_sender

    sender = read_sender("sender", req.route_params["sender"])
    keyword = read_keyword("keyword", req.route_params["keyword"])
    text, app = read_model(req, AutoReplyText).text, get_app()
    rule = await set_rule(
        sender,
        keyword,
        text,
        auto_replies=app.auto_replies,
        profiles=app.rules.profiles,
        clock=app.clock,
    )
    return model_response(rule_response(rule))


@routes.delete(
    "auto-replies/{sender}/{keyword}",
    summary="Remove an automatic reply",
    description="Messages with the keyword then get none.",
    response="conversations.contract:AutoReplyRule",
)
async def delete_auto_reply(req: func.HttpRequest) -> func.HttpResponse:
    """Remove an automatic reply; return what it was."""
    from conversations.auto_replies import remove_rule
    from conversations.query import read_keyword
    from conversations.responses import rule_response
    from shared.web.requests import read_sender

    sender = read_sender("sender", req.route_params["sender"])
    keyword = read_keyword("keyword", req.route_params["keyword"])
    rule = await remove_rule(sender, keyword, get_app().auto_replies)
    return model_response(rule_response(rule)) if rule else not_found("automatic reply")
