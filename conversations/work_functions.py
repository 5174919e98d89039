"""The triggers of working in conversations: done, open, assigned, unread; and canned replies."""

from typing import TYPE_CHECKING

import azure.functions as func

from composition.app import get_app
from shared.web.descriptions import LIMIT, query_parameter
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes

if TYPE_CHECKING:
    from conversations.contract import ActorNote
    from conversations.threads import ListedThread

bp = func.Blueprint()
routes = HttpRoutes(bp)

_SUMMARY = "conversations.contract:ConversationSummary"
_NOTE = "conversations.contract:ActorNote"


@routes.post(
    "conversations/{sender}/{user}/done",
    summary="Mark a conversation done, and so read",
    description="The next message that needs a person opens it again.",
    body=_NOTE,
    is_body_optional=True,
    response=_SUMMARY,
)
async def mark_conversation_done(req: func.HttpRequest) -> func.HttpResponse:
    """Mark a conversation done; return its new state."""
    from conversations.work import mark_done

    sender, user = _people(req)
    return _state(await mark_done(sender, user, _note(req).actor or "", get_app().inbox))


@routes.post(
    "conversations/{sender}/{user}/reopen",
    summary="Open a conversation that was done",
    description="What waited for a reply waits again.",
    body=_NOTE,
    is_body_optional=True,
    response=_SUMMARY,
)
async def reopen_conversation(req: func.HttpRequest) -> func.HttpResponse:
    """Open a conversation; return its new state."""
    from conversations.work import reopen

    sender, user = _people(req)
    return _state(await reopen(sender, user, _note(req).actor or "", get_app().inbox))


@routes.post(
    "conversations/{sender}/{user}/assign",
    summary="Assign a conversation to an operator, or to none",
    description="The view `mine` lists the conversations of an operator.",
    body="conversations.contract:Assignment",
    response=_SUMMARY,
)
async def assign_conversation(req: func.HttpRequest) -> func.HttpResponse:
    """Assign a conversation; return its new state."""
    from conversations.contract import Assignment
    from conversations.work import assign
    from shared.web.requests import read_model

    (sender, user), given = _people(req), read_model(req, Assignment)
    assignee, actor = (given.assignee or "").strip(), given.actor or ""
    return _state(await assign(sender, user, assignee, actor, get_app().inbox))


@routes.post(
    "conversations/{sender}/{user}/automatic-replies",
    summary="Stop the automatic replies to a person, or allow them again",
    description="Ends a loop of two programs. Keywords get no reply meanwhile; STOP, START and "
    "HELP do, and operators can reply.",
    body="conversations.contract:AutomaticReplies",
    response=_SUMMARY,
)
async def set_automatic_replies_to_person(req: func.HttpRequest) -> func.HttpResponse:
    """Stop or allow automatic replies; return the conversation's new state."""
    from conversations.contract import AutomaticReplies
    from conversations.work import set_automatic_replies
    from shared.web.requests import read_model

    (sender, user), given = _people(req), read_model(req, AutomaticReplies)
    inbox, are_stopped = get_app().inbox, given.are_stopped
    return _state(await set_automatic_replies(sender, user, inbox, are_stopped=are_stopped))


@routes.post(
    "conversations/{sender}/{user}/unread",
    summary="Mark a conversation unread",
    description="A conversation that was done is opened.",
    body=_NOTE,
    is_body_optional=True,
    response=_SUMMARY,
    is_recorded=False,
)
async def mark_conversation_unread(req: func.HttpRequest) -> func.HttpResponse:
    """Mark a conversation unread; return its new state."""
    from conversations.work import mark_unread

    sender, user = _people(req)
    return _state(await mark_unread(sender, user, _note(req).actor or "", get_app().inbox))


def _people(req: func.HttpRequest) -> tuple[str, str]:
    from opt_outs.query import read_known_recipient_pair
    from shared.web.requests import read_sender

    sender = read_sender("sender", req.route_params["sender"])
    return sender, read_known_recipient_pair("user", req.route_params["user"])


def _note(req: func.HttpRequest) -> "ActorNote":
    from conversations.contract import ActorNote
    from shared.web.requests import read_optional_model

    return read_optional_model(req, ActorNote)


def _state(listed: "ListedThread | None") -> func.HttpResponse:
    from conversations.responses import summary

    return model_response(summary(listed)) if listed else not_found("conversation")


@routes.get(
    "canned-replies",
    summary="The canned replies, by name",
    description="Texts that operators choose from when they reply.",
    parameters=[query_parameter("after", "The last name of the previous page"), LIMIT],
    response="conversations.contract:CannedReplyPage",
)
async def list_canned_replies(req: func.HttpRequest) -> func.HttpResponse:
    """Return some canned replies."""
    from conversations.responses import canned_page_response
    from shared.web.requests import read_limit

    limit = read_limit(req)
    page = await get_app().canned_replies.page(req.params.get("after", ""), limit)
    return model_response(canned_page_response(limit, page))


@routes.get(
    "canned-replies/{name}",
    summary="One canned reply",
    description="A text that operators choose when they reply.",
    response="conversations.contract:CannedReply",
)
async def get_canned_reply(req: func.HttpRequest) -> func.HttpResponse:
    """Return one canned reply."""
    from conversations.query import read_canned_name
    from conversations.responses import canned_response

    found = await get_app().canned_replies.find(read_canned_name(req))
    return model_response(canned_response(found)) if found else not_found("canned reply")


@routes.put(
    "canned-replies/{name}",
    summary="Set a canned reply",
    description="A text for operators to put into their replies. It may have placeholders. Names "
    "that differ only in case are the same.",
    body="conversations.contract:CannedReplyText",
    response="conversations.contract:CannedReply",
)
async def put_canned_reply(req: func.HttpRequest) -> func.HttpResponse:
    """Set a canned reply, in the place of an earlier one with its name."""
    from conversations.contract import CannedReplyText
    from conversations.query import read_canned_name
    from conversations.responses import canned_response
    from conversations.storage.canned_replies import CannedText
    from shared.web.requests import read_model

    name, app = read_canned_name(req), get_app()
    canned = CannedText(name, read_model(req, CannedReplyText).text, app.clock())
    await app.canned_replies.put(canned)
    return model_response(canned_response(canned))


@routes.delete(
    "canned-replies/{name}",
    summary="Remove a canned reply",
    description="Replies that were sent with it stay as they are.",
    response="conversations.contract:CannedReply",
)
async def delete_canned_reply(req: func.HttpRequest) -> func.HttpResponse:
    """Remove a canned reply; return what it was."""
    from conversations.query import read_canned_name
    from conversations.responses import canned_response

    removed = await get_app().canned_replies.remove(read_canned_name(req))
    return model_response(canned_response(removed)) if removed else not_found("canned reply")
