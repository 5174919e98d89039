"""The triggers of subscriptions: their API, and the queue that delivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import azure.functions as func

from composition.app import get_app
from composition.background import queue_function
from shared.web.descriptions import IDEMPOTENCY_KEY, LOCATION, REPLAYED, page_size, query_parameter
from shared.web.http import model_response
from shared.web.problems import not_found
from shared.web.routes import HttpRoutes, Response

if TYPE_CHECKING:
    from subscriptions.storage.subscriptions import Subscription

bp = func.Blueprint()
routes = HttpRoutes(bp, problem_of="subscriptions.responses:problem_of")


@routes.post(
    "subscriptions",
    summary="Subscribe a system to events",
    description="Events are posted to the URL, signed as in Standard Webhooks, at least once "
    "and in no order, and retried for 24 hours. The secret is in this response only.",
    parameters=[IDEMPOTENCY_KEY],
    body="subscriptions.contract:SubscriptionRequest",
    responses={
        201: Response(
            description="Created, now or by the first request with this Idempotency-Key",
            model="subscriptions.contract:NewSubscription",
            headers={**LOCATION, **REPLAYED},
        )
    },
    problems=(409, 422),
)
async def create_subscription(req: func.HttpRequest) -> func.HttpResponse:
    """Create a subscription: 201, with the secret."""
    from shared.web.requests import read_idempotency_key, read_model
    from subscriptions.contract import SubscriptionRequest
    from subscriptions.manage import Caller, subscribe
    from subscriptions.responses import new_subscription_response

    key = read_idempotency_key(req) or ""
    wanted, app = read_model(req, SubscriptionRequest), get_app()
    caller = Caller(key, wanted.fingerprint(), req.get_body())
    made, is_replay = await subscribe(
        wanted,
        caller,
        subscriptions=app.subscriptions,
        ids=app.ids,
        clock=app.clock,
        allows_private=app.settings.allows_private_webhooks,
    )
    headers = {"Location": f"/api/subscriptions/{made.subscription_id}"}
    if is_replay:
        headers["Idempotent-Replayed"] = "true"
    return model_response(new_subscription_response(made), 201, headers)


@routes.get(
    "subscriptions",
    summary="The subscriptions",
    description="All of them, without their secrets.",
    response="subscriptions.contract:SubscriptionList",
)
async def list_subscriptions(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return all subscriptions, without their secrets."""
    from subscriptions.responses import list_response

    return model_response(list_response(await get_app().subscriptions.all()))


@routes.get(
    "subscriptions/{subscriptionId}",
    summary="One subscription",
    description="Its URL, events and state, without its secret.",
    response="subscriptions.contract:SubscriptionAnswer",
)
async def get_subscription(req: func.HttpRequest) -> func.HttpResponse:
    """Return one subscription, without its secret."""
    from subscriptions.responses import subscription_response

    found = await _find(req)
    return model_response(subscription_response(found)) if found else not_found("subscription")


@routes.patch(
    "subscriptions/{subscriptionId}",
    summary="Change, pause or resume a subscription",
    description="Members that are left out stay as they are. Events of a paused subscription are "
    "kept as dead letters for 30 days; replay them when it is active again.",
    body="subscriptions.contract:SubscriptionChange",
    response="subscriptions.contract:SubscriptionAnswer",
    problems=(409,),
)
async def change_subscription(req: func.HttpRequest) -> func.HttpResponse:
    """Change a subscription; return what it is now."""
    from shared.web.requests import read_model
    from subscriptions import manage
    from subscriptions.contract import SubscriptionChange
    from subscriptions.responses import subscription_response

    wanted, app = read_model(req, SubscriptionChange), get_app()
    found = await _find(req)
    if found is None:
        return not_found("subscription")
    changed = await manage.change_subscription(
        found,
        wanted,
        subscriptions=app.subscriptions,
        clock=app.clock,
        allows_private=app.settings.allows_private_webhooks,
    )
    return model_response(subscription_response(changed))


@routes.delete(
    "subscriptions/{subscriptionId}",
    summary="Delete a subscription",
    description="Events that are not delivered yet are dropped.",
    response="subscriptions.contract:SubscriptionAnswer",
)
async def delete_subscription(req: func.HttpRequest) -> func.HttpResponse:
    """Delete a subscription; return what it was."""
    from subscriptions.manage import unsubscribe
    from subscriptions.responses import subscription_response

    found = await _find(req)
    if found is None:
        return not_found("subscription")
    app = get_app()
    await unsubscribe(found, app.subscriptions, app.dead_letters)
    return model_response(subscription_response(found))


@routes.post(
    "subscriptions/{subscriptionId}/rotate-secret",
    summary="Replace the secret of a subscription",
    description="The new secret is in this response only. For 24 hours deliveries are signed with "
    "the previous one too, the signatures separated by a space, as in Standard Webhooks.",
    response="subscriptions.contract:RotatedSecret",
    problems=(409,),
)
async def rotate_subscription_secret(req: func.HttpRequest) -> func.HttpResponse:
    """Replace a secret; return the new one."""
    from subscriptions.manage import rotate_secret
    from subscriptions.responses import rotated_response

    found = await _find(req)
    if found is None:
        return not_found("subscription")
    app = get_app()
    rotated = await rotate_secret(found, app.subscriptions, app.ids, app.clock)
    return model_response(rotated_response(rotated))


@routes.post(
    "subscriptions/{subscriptionId}/test",
    summary="Deliver a test event to a subscription",
    description="Its `type` is `test`; it is signed, delivered and retried as any other event, "
    "whatever kinds the subscription has.",
    responses={202: Response(description="Queued", model="subscriptions.contract:TestEventAnswer")},
    problems=(409,),
)
async def test_subscription(req: func.HttpRequest) -> func.HttpResponse:
    """Queue a test event: 202."""
    from subscriptions.contract import TestEventAnswer
    from subscriptions.replay import queue_test_event

    found = await _find(req)
    if found is None:
        return not_found("subscription")
    app = get_app()
    event_id = await queue_test_event(found, app.event_delivery, app.ids)
    answer = TestEventAnswer(subscription_id=found.subscription_id, event_id=event_id)
    return model_response(answer, 202)


@routes.get(
    "subscriptions/{subscriptionId}/dead-letters",
    summary="Deliveries that failed for 24 hours, oldest first",
    description="Also those of a paused or ended subscription. They can be delivered again.",
    parameters=[
        query_parameter("after", "The last dead letter's id of the previous page"),
        page_size(default=10),
    ],
    response="subscriptions.contract:DeadLetterPage",
)
async def list_dead_letters(req: func.HttpRequest) -> func.HttpResponse:
    """Respond with some dead letters."""
    from shared.web.requests import invalid_field, read_limit
    from subscriptions.responses import dead_letters_response
    from subscriptions.storage.dead_letters import is_dead_letter_id

    limit, after = read_limit(req, 10), req.params.get("after", "")
    if after and not is_dead_letter_id(after):
        raise invalid_field("after", "not_an_id", "after must be the id of a dead letter.")
    found = await _find(req)
    if found is None:
        return not_found("subscription")
    name, store = found.subscription_id, get_app().dead_letters
    letters = await store.page(name, after=after, limit=limit + 1)
    return model_response(dead_letters_response(name, letters, limit))


@routes.post(
    "subscriptions/{subscriptionId}/dead-letters/replay",
    summary="Deliver up to 100 dead letters again",
    description="Repeat it until none is left. An event that comes again has the same `eventId`.",
    responses={202: Response(description="Queued again", model="subscriptions.contract:Replayed")},
    problems=(409,),
)
async def replay_dead_letters(req: func.HttpRequest) -> func.HttpResponse:
    """Deliver dead letters again: 202."""
    from subscriptions.contract import Replayed
    from subscriptions.replay import replay

    found = await _find(req)
    if found is None:
        return not_found("subscription")
    count, is_more = await replay(found, get_app().event_delivery)
    name = found.subscription_id
    return model_response(
        Replayed(subscription_id=name, replayed_count=count, is_more=is_more), 202
    )


@bp.function_name("deliver_events")
@bp.queue_trigger(arg_name="msg", queue_name="events", connection="AzureWebJobsStorage")
@queue_function("events")
async def deliver_events(msg: func.QueueMessage) -> None:
    """Deliver some events to one subscriber."""
    from subscriptions.deliver import deliver

    await deliver(msg.get_body(), get_app().event_delivery)


@bp.function_name("deliver_events_poison")
@bp.queue_trigger(arg_name="msg", queue_name="events-poison", connection="AzureWebJobsStorage")
@queue_function("events-poison")
async def deliver_events_poison(msg: func.QueueMessage) -> None:
    """Store a delivery that failed five times as a dead letter."""
    from subscriptions.deliver import give_up_delivery

    await give_up_delivery(msg.get_body(), get_app().event_delivery)


async def _find(req: func.HttpRequest) -> Subscription | None:
    from subscriptions.storage.subscriptions import is_subscription_id

    name: str = req.route_params["subscriptionId"]
    return await get_app().subscriptions.find(name) if is_subscription_id(name) else None
