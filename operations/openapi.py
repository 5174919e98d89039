"""The OpenAPI document, made from the models that validate and answer."""

import re

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from analytics.contract import Recount, Summary
from conversations.contract import (
    AutoReplyText,
    Conversation,
    ConversationList,
    ConversationSummary,
)
from operations.contract import Health, QueueAnswer
from operations.openapi_parts import (
    RECOUNT_DAY,
    REFERENCE,
    Json,
    answering,
    opt_out_import,
    page,
    page_asset,
    preview,
    problems,
    reconciliation,
    reply,
    resend,
    send,
    taking,
    this_document,
    webhook,
)
from operations.openapi_paths import (
    AUTO_REPLY_RESPONSES,
    QUERIES,
    SUBSCRIPTION_RESPONSES,
    auto_reply_paths,
    subscription_paths,
)
from opt_outs.contract import (
    LedgerPage,
    OptOutDecision,
    OptOutEntry,
    OptOutImport,
    OptOutPage,
    OptOutRemoval,
    ReviewAnswer,
    ReviewDecision,
    ReviewPageAnswer,
)
from reconciliation.contract import Reconciliation
from send_sms.contract.answers import (
    Message,
    MessagePage,
    Restarted,
    SendAccepted,
    SendListPage,
    SendStatus,
)
from send_sms.contract.preview import Preview
from send_sms.contract.requests import ReplyRequest, RestartRequest, SendRequest
from senders.contract import SenderAnswer
from shared.web.contract import Problem
from subscriptions.contract import SubscriptionRequest

VERSION = "0.1.0"

_ANSWERS: tuple[type[BaseModel], ...] = (
    *AUTO_REPLY_RESPONSES,
    Conversation,
    ConversationList,
    ConversationSummary,
    Health,
    LedgerPage,
    Message,
    MessagePage,
    OptOutEntry,
    OptOutImport,
    OptOutPage,
    Preview,
    Problem,
    QueueAnswer,
    Reconciliation,
    Recount,
    Restarted,
    ReviewAnswer,
    ReviewPageAnswer,
    SendAccepted,
    SenderAnswer,
    SendListPage,
    SendStatus,
    Summary,
    *SUBSCRIPTION_RESPONSES,
)


def openapi_document() -> Json:
    """Make the document (OpenAPI 3.1)."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Paloma",
            "version": VERSION,
            "description": "Sends SMS through Azure Communication Services, takes replies, "
            "honours opt-outs and tracks delivery.",
        },
        "servers": [{"url": "/api"}],
        "security": [{"functionKey": []}, {"functionKeyInQuery": []}],
        "paths": {path: {**_in_path(path), **item} for path, item in _paths().items()},
        "components": {
            "schemas": _schemas(),
            "securitySchemes": {
                "functionKey": {"type": "apiKey", "in": "header", "name": "x-functions-key"},
                "functionKeyInQuery": {"type": "apiKey", "in": "query", "name": "code"},
            },
        },
    }


def _schemas() -> Json:
    """Requests are described as they are validated, answers as they are written."""
    bodies: tuple[type[BaseModel], ...] = (
        SendRequest,
        ReplyRequest,
        AutoReplyText,
        RestartRequest,
        SubscriptionRequest,
        *_BODIES.values(),
    )
    inputs = models_json_schema([(b, "validation") for b in bodies], ref_template=REFERENCE)[1]
    outputs = models_json_schema(
        [(model, "serialization") for model in _ANSWERS], ref_template=REFERENCE
    )[1]
    return {**inputs["$defs"], **outputs["$defs"]}


def _paths() -> Json:
    paths: dict[str, Json] = {
        "/sms": {"post": send()},
        "/preview": {"post": preview()},
        f"{_CONVERSATION}/replies": {"post": reply()},
        "/sms/{sendId}/resend-unknown": {
            "post": resend("resend_unknown", "Send again what is unknown, with new ids")
        },
        "/sms/{sendId}/redrive": {
            "post": resend("redrive_send", "Send what failed before it left (dispatch_failed)")
        },
        "/webhooks/inbound": webhook("inbound_webhook", "Microsoft.Communication.SMSReceived"),
        "/webhooks/delivery-reports": webhook(
            "delivery_report", "Microsoft.Communication.SMSDeliveryReportReceived"
        ),
        "/opt-out-imports": {"post": opt_out_import()},
        "/dashboard": {"get": page("dashboard", "The figures of a range of days as a page")},
        "/inbox": {"get": page("inbox", "Conversations as a page, with a box to answer in")},
        "/assets/{name}": {"get": page_asset()},
        _RECONCILED: {"post": reconciliation()},
        **subscription_paths(),
        **auto_reply_paths(),
        "/openapi.json": {"get": this_document()},
    }
    for path, method, operation, summary, answer in _ROUTES:
        description = answering(operation, summary, answer)
        if operation in _BODIES:
            description["requestBody"] = taking(_BODIES[operation])
        paths.setdefault(path, {})[method] = description
    for path, parameters in QUERIES.items():
        paths[path]["get"]["parameters"] = parameters
    paths["/analytics/recounts"]["post"]["parameters"] = [RECOUNT_DAY]
    paths["/health"]["get"]["security"] = []
    paths["/health"]["get"]["responses"] |= problems(503)
    return paths


def _in_path(path: str) -> Json:
    names = re.findall(r"\{(\w+)\}", path)
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in names
    ]
    return {"parameters": parameters} if parameters else {}


_RECONCILED = "/opt-out-reconciliations"
_BODIES: dict[str, type[BaseModel]] = {
    "put_opt_out": OptOutDecision,
    "delete_opt_out": OptOutRemoval,
    "approve_opt_out_review": ReviewDecision,
    "reject_opt_out_review": ReviewDecision,
}

_CONVERSATION = "/conversations/{sender}/{user}"
_REVIEWS, _REVIEW = "/opt-out-reviews", "/opt-out-reviews/{reviewId}"
_OPT_OUT = "/opt-outs/{sender}/{recipient}"
_ROUTES: tuple[tuple[str, str, str, str, type[BaseModel]], ...] = (
    ("/sms", "get", "list_sends", "Sends of an own number on a day, newest first", SendListPage),
    ("/sms/{sendId}", "get", "get_send", "One send: counts, times, options", SendStatus),
    ("/sms/{sendId}", "delete", "cancel_send", "Cancel what has not left of a send", SendStatus),
    (
        "/sms/{sendId}/messages",
        "get",
        "list_send_messages",
        "The messages of a send, in the order of the numbers",
        MessagePage,
    ),
    ("/messages/{messageId}", "get", "get_message", "One message with its history", Message),
    ("/opt-outs", "get", "list_opt_outs", "Who may be written to from an own number", OptOutPage),
    (_OPT_OUT, "get", "get_opt_out", "One entry with its ledger", OptOutEntry),
    (_OPT_OUT, "put", "put_opt_out", "Opt a person out or in", OptOutEntry),
    (_OPT_OUT, "delete", "delete_opt_out", "Opt a person in again", OptOutEntry),
    ("/opt-out-imports/{importId}", "get", "get_opt_out_import", "An import", OptOutImport),
    ("/opt-out-ledger", "get", "list_opt_out_ledger", "All changes of a number", LedgerPage),
    (
        "/conversations",
        "get",
        "list_conversations",
        "Conversations of an own number: unread ones first, then newest first",
        ConversationList,
    ),
    (_CONVERSATION, "get", "get_conversation", "One conversation, newest first", Conversation),
    (
        f"{_CONVERSATION}/read",
        "post",
        "mark_conversation_read",
        "Mark a conversation read",
        ConversationSummary,
    ),
    (_RECONCILED, "get", "get_reconciliation", "The last comparison with ACS", Reconciliation),
    (_REVIEWS, "get", "list_opt_out_reviews", "Possible opt-outs of a number", ReviewPageAnswer),
    (
        f"{_REVIEW}/approve",
        "post",
        "approve_opt_out_review",
        "Take the message for an opt-out",
        ReviewAnswer,
    ),
    (
        f"{_REVIEW}/reject",
        "post",
        "reject_opt_out_review",
        "Take the message for none; lift what it blocked",
        ReviewAnswer,
    ),
    ("/senders/{sender}", "get", "get_sender", "Limits, and whether it is paused", SenderAnswer),
    ("/senders/{sender}/pause", "post", "pause_sender", "Hold back what is unsent", SenderAnswer),
    ("/senders/{sender}/resume", "post", "resume_sender", "Let it go on", SenderAnswer),
    ("/analytics/summary", "get", "analytics_summary", "Figures of a range of days", Summary),
    ("/analytics/recounts", "post", "recount_day", "Count a UTC day again", Recount),
    ("/queue", "get", "get_queue", "How much work of sending waits", QueueAnswer),
    ("/health", "get", "health", "Liveness and configuration", Health),
)
