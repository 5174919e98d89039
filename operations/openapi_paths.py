"""The operations about automatic replies in the OpenAPI document."""

from pydantic import BaseModel

from conversations.contract import AutoReplyPage, AutoReplyRule, AutoReplyText
from operations.openapi_parts import (
    SUMMARY_QUERY,
    Json,
    answering,
    json_of,
    problems,
    query,
    taking,
)
from subscriptions.contract import (
    DeadLetterPage,
    NewSubscription,
    Replayed,
    SubscriptionAnswer,
    SubscriptionList,
    SubscriptionRequest,
)

AUTO_REPLY_RESPONSES = (AutoReplyPage, AutoReplyRule)


def auto_reply_paths() -> Json:
    """Describe all of them."""
    return {
        "/auto-replies/{sender}": {"get": _list()},
        "/auto-replies/{sender}/{keyword}": {
            "put": _setting(),
            "delete": answering("delete_auto_reply", "Remove an automatic reply", AutoReplyRule),
        },
    }


def _list() -> Json:
    summary = "What an own number answers to keywords, in their order"
    return {
        **answering("list_auto_replies", summary, AutoReplyPage),
        "parameters": [
            query("after", "The last keyword of the page before"),
            query("limit", "Size of the page", type="integer", minimum=1, maximum=100, default=100),
        ],
    }


def _setting() -> Json:
    return {
        **answering("put_auto_reply", "Set what is answered to a keyword", AutoReplyRule),
        "description": "For messages that are the keyword and nothing else; case, accents and "
        "punctuation do not count. A text for HELP replaces the usual one. Words that opt people "
        "out or in are refused.",
        "requestBody": taking(AutoReplyText),
    }


_SENDER = query("sender", "The own number, with or without +", required=True)

_AFTER_NUMBER = query("after", "The last number of the page before")

_AFTER_MESSAGE = query("after", "The last message id of the page before")

_AFTER_LINE = query("after", "Where the page before ended, as in its nextUrl")

_LIMIT = query("limit", "Size of the page", type="integer", minimum=1, maximum=100, default=100)

_STATUS = query("status", "Only of these statuses, by commas")

_DAY = query("day", "The UTC day of acceptance", required=True, type="string", format="date")

_CAMPAIGN = query("campaign", "Only of this campaign")

_AFTER_SEND = query("after", "Where the page before ended, as in its nextUrl")

QUERIES: dict[str, list[Json]] = {
    "/sms": [_SENDER, _DAY, _STATUS, _CAMPAIGN, _AFTER_SEND, _LIMIT],
    "/sms/{sendId}/messages": [_STATUS, _AFTER_MESSAGE, _LIMIT],
    "/conversations": [_SENDER, _AFTER_SEND, _LIMIT],
    "/conversations/{sender}/{user}": [
        query("days", "How many UTC days a page may reach back", type="integer", default=30),
        _AFTER_SEND,
        query("limit", "Size of the page", type="integer", minimum=1, maximum=200, default=100),
    ],
    "/opt-outs": [
        _SENDER,
        query("state", "Only in this state"),
        query("category", "Only those that block this category"),
        query("source", "Only those whose newest change came this way"),
        _AFTER_NUMBER,
        _LIMIT,
    ],
    "/analytics/summary": SUMMARY_QUERY,
    "/opt-out-imports/{importId}": [query("after", "The last bad line of the page before"), _LIMIT],
    "/opt-out-reviews": [
        _SENDER,
        query("state", "Only in this state: open, approved or rejected"),
        query("after", "Where the page before ended, as in its nextUrl"),
        _LIMIT,
    ],
    "/opt-out-ledger": [_SENDER, _AFTER_LINE, _LIMIT],
    "/opt-out-reconciliations": [_AFTER_LINE, _LIMIT],
}

SUBSCRIPTION_RESPONSES: tuple[type[BaseModel], ...] = (
    DeadLetterPage,
    NewSubscription,
    Replayed,
    SubscriptionAnswer,
    SubscriptionList,
)


def subscription_paths() -> Json:
    """Describe all of them."""
    one = "/subscriptions/{subscriptionId}"
    return {
        "/subscriptions": {
            "post": _subscribing(),
            "get": answering("list_subscriptions", "The subscriptions", SubscriptionList),
        },
        one: {
            "get": answering("get_subscription", "One subscription", SubscriptionAnswer),
            "delete": answering("delete_subscription", "End a subscription", SubscriptionAnswer),
        },
        f"{one}/dead-letters": {"get": _dead_letters()},
        f"{one}/dead-letters/replay": {"post": _replaying()},
    }


def _subscribing() -> Json:
    return {
        "operationId": "create_subscription",
        "summary": "Subscribe a system to events",
        "description": "Events are posted there, signed as in Standard Webhooks, at least once "
        "and in no order; tried again for 24 hours. The secret is shown in this answer only.",
        "requestBody": {"required": True, "content": json_of(SubscriptionRequest)},
        "responses": {
            "201": {"description": "Made", "content": json_of(NewSubscription)},
            **problems(400, 409, 413, 415, 503),
        },
    }


def _dead_letters() -> Json:
    summary = "Deliveries that failed for 24 hours, oldest first"
    return {
        **answering("list_dead_letters", summary, DeadLetterPage),
        "parameters": [
            query("after", "The last dead letter's id of the page before"),
            query("limit", "Size of the page", type="integer", minimum=1, maximum=100, default=10),
        ],
    }


def _replaying() -> Json:
    return {
        "operationId": "replay_dead_letters",
        "summary": "Deliver up to 100 dead letters after all",
        "responses": {
            "202": {"description": "In the queue again", "content": json_of(Replayed)},
            **problems(404, 503),
        },
    }
