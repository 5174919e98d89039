"""The operations about subscriptions in the OpenAPI document."""

from pydantic import BaseModel

from shared.contract.openapi_parts import Json, answering, json_of, problems, query
from subscriptions.contract import (
    DeadLetterPage,
    NewSubscription,
    Replayed,
    SubscriptionAnswer,
    SubscriptionList,
    SubscriptionRequest,
)

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
