"""The routes of the control API under ``/_simulator``: no part of ACS, they move the world."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from local.acs_simulator import control_events, control_views, control_world
from local.acs_simulator.control_request import ControlError
from local.acs_simulator.world import World

Handler = Callable[[World, web.Request], Awaitable[web.StreamResponse]]
RouteHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]

PREFIX = "/_simulator"
_HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/health", control_world.health),
    ("POST", "/inbound", control_world.inbound),
    ("POST", "/delivery-report", control_world.delivery_report),
    ("POST", "/progression", control_world.progression),
    ("POST", "/blocked-report", control_world.blocked_report),
    ("POST", "/rate-limits", control_world.rate_limits),
    ("POST", "/reset", control_world.reset),
    ("POST", "/seed", control_world.seed),
    ("GET", "/subscriptions", control_events.list_subscriptions),
    ("PUT", "/subscriptions/{name}", control_events.put_subscription),
    ("DELETE", "/subscriptions/{name}", control_events.delete_subscription),
    ("POST", "/event-schedule", control_events.event_schedule),
    ("POST", "/faults", control_events.add_fault),
    ("DELETE", "/faults", control_events.clear_faults),
    ("GET", "/messages", control_views.list_messages),
    ("GET", "/requests", control_views.list_requests),
    ("GET", "/phones", control_views.list_phones),
    ("GET", "/senders", control_views.list_senders),
    ("GET", "/stream", control_views.stream),
)


def control_routes(world: World) -> list[web.RouteDef]:
    """Return the control routes."""
    return [
        web.route(method, PREFIX + path, _route(world, handler))
        for method, path, handler in _HANDLERS
    ]


def _route(world: World, handler: Handler) -> RouteHandler:
    async def route(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(world, request)
        except ControlError as error:
            return web.json_response(
                {"status": error.status, "title": error.reason},
                status=error.status,
                content_type="application/problem+json",
            )

    return route
