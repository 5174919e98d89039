"""Control of event subscriptions, of the retry schedule and of faults."""

from http import HTTPStatus
from urllib.parse import urlsplit

from aiohttp import web

from local.acs_simulator.control_request import ControlError, Fields, read_fields
from local.acs_simulator.events import EventType, KeyCase, Schema
from local.acs_simulator.faults import ErrorShape, EventFault, Fault, SendFault
from local.acs_simulator.handshake import HandshakeError
from local.acs_simulator.subscription import Subscription, SubscriptionPlan
from local.acs_simulator.wire import JsonObject
from local.acs_simulator.world import World

_PLAN_MEMBERS = (
    "url",
    "eventTypes",
    "schema",
    "maxEventsPerBatch",
    "preferredBatchSizeInKilobytes",
)
_FAULT_STATUSES = (400, 401, 404, 429, 500, 502, 503, 504)

# What each kind of fault may be given besides kind and count.
_FAULT_MEMBERS: dict[SendFault | EventFault, tuple[str, ...]] = {
    SendFault.STATUS: ("status", "shape", "retryAfterSeconds"),
    SendFault.DELAY_ANSWER: ("seconds",),
    SendFault.CUT_BEFORE: (),
    SendFault.CUT_AFTER: (),
    SendFault.REPORT_FIRST: (),
    EventFault.LOSE: (),
    EventFault.REPEAT: ("times",),
    EventFault.REVERSE: (),
    EventFault.DELAY: ("seconds",),
    EventFault.KEY_CASE: ("case",),
    EventFault.PLUS: ("plus",),
}
_FAULT_OPTIONS = frozenset(name for members in _FAULT_MEMBERS.values() for name in members)


async def put_subscription(world: World, request: web.Request) -> web.Response:
    """Subscribe an endpoint, once it has agreed."""
    plan = _plan(request.match_info["name"], await read_fields(request, _PLAN_MEMBERS))
    try:
        await world.grid.subscribe(plan)
    except HandshakeError as error:
        raise ControlError(422, str(error)) from error
    return web.json_response({"name": plan.name, "status": "validated"})


def _plan(name: str, fields: Fields) -> SubscriptionPlan:
    url = fields.text("url")
    if not url.startswith(("http://", "https://")) or not urlsplit(url).hostname:
        raise ControlError(400, "url must be an absolute http or https URL.")
    batch_kilobytes = fields.whole("preferredBatchSizeInKilobytes", default=64, least=1, most=1_024)
    return SubscriptionPlan(
        name=name,
        url=url,
        event_types=_event_types(fields.raw("eventTypes")),
        schema=fields.choice("schema", Schema, default=Schema.EVENT_GRID),
        events_per_batch_max=fields.whole("maxEventsPerBatch", default=1, least=1, most=5_000),
        batch_size_preferred_bytes=batch_kilobytes * 1_024,
    )


def _event_types(value: object) -> frozenset[EventType]:
    if value is None:
        return frozenset(EventType)
    known = {event_type.value: event_type for event_type in EventType}
    items = value if isinstance(value, list) else []
    if not items or not all(isinstance(item, str) and item in known for item in items):
        raise ControlError(400, f"eventTypes must be a list of {', '.join(known)}.")
    return frozenset(known[item] for item in items)


async def list_subscriptions(world: World, _request: web.Request) -> web.Response:
    """Show the subscriptions and how their events fared."""
    return web.json_response(
        {"subscriptions": [_subscription_json(item) for item in world.grid.subscriptions()]}
    )


def _subscription_json(subscription: Subscription) -> JsonObject:
    plan, counters = subscription.plan, subscription.counters
    return {
        "name": plan.name,
        "url": plan.url,
        "eventTypes": sorted(plan.event_types),
        "schema": plan.schema,
        "maxEventsPerBatch": plan.events_per_batch_max,
        "preferredBatchSizeInKilobytes": plan.batch_size_preferred_bytes // 1_024,
        "delivered": counters.delivered,
        "retried": counters.retried,
        "dropped": counters.dropped,
        "pending": counters.pending,
    }


async def delete_subscription(world: World, request: web.Request) -> web.Response:
    """Remove a subscription and drop its pending events."""
    if not await world.grid.unsubscribe(request.match_info["name"]):
        raise ControlError(404, "There is no subscription of this name.")
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def event_schedule(world: World, request: web.Request) -> web.Response:
    """Divide the waits between tries that begin from now on."""
    fields = await read_fields(request, ("speed",))
    world.grid.speed.factor = fields.number("speed", default=1.0, least=0.001)
    return web.json_response({"speed": world.grid.speed.factor})


async def add_fault(world: World, request: web.Request) -> web.Response:
    """Order a fault; respond with all that are waiting."""
    world.faults.add(_fault(await read_fields(request, {"kind", "count", *_FAULT_OPTIONS})))
    waiting = [{"kind": item.kind, "count": item.remaining} for item in world.faults.waiting()]
    return web.json_response({"faults": waiting})


def _fault(fields: Fields) -> Fault:
    kind = _fault_kind(fields.text("kind"))
    for name in _FAULT_OPTIONS.difference(_FAULT_MEMBERS[kind]):
        if fields.has(name):
            raise ControlError(400, f"{name} means nothing for {kind}.")
    status = fields.whole("status", default=500, least=400, most=599)
    if status not in _FAULT_STATUSES:
        raise ControlError(400, f"status must be one of {', '.join(map(str, _FAULT_STATUSES))}.")
    retry_after = fields.whole("retryAfterSeconds", default=0, least=0, most=86_400)
    return Fault(
        kind=kind,
        remaining=fields.whole("count", default=1, least=1, most=1_000_000),
        status=status,
        shape=fields.choice("shape", ErrorShape, default=ErrorShape.PROBLEM),
        retry_after_seconds=retry_after if fields.has("retryAfterSeconds") else None,
        seconds=fields.number("seconds", default=1.0, least=0),
        times=fields.whole("times", default=2, least=2, most=100),
        key_case=fields.choice("case", KeyCase, default=KeyCase.PASCAL),
        plus=fields.flag("plus", default=True),
    )


def _fault_kind(text: str) -> SendFault | EventFault:
    for kind in _FAULT_MEMBERS:
        if kind.value == text:
            return kind
    raise ControlError(400, f"kind must be one of {', '.join(_FAULT_MEMBERS)}.")


async def clear_faults(world: World, _request: web.Request) -> web.Response:
    """Forget all faults; events that wait to be reversed are sent."""
    world.faults.clear()
    world.grid.release_held()
    return web.Response(status=HTTPStatus.NO_CONTENT)
