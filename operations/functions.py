"""The triggers about the app itself: health, queue, attention, figures, settings."""

import azure.functions as func

from composition.background import timer_function
from shared.web.descriptions import AFTER, LIMIT, query_parameter
from shared.web.http import json_response, model_response, problem_handler
from shared.web.problems import problem
from shared.web.routes import API_PREFIX, HttpRoutes, Response, registered_routes

bp = func.Blueprint()
routes = HttpRoutes(bp)
public_routes = HttpRoutes(bp, func.AuthLevel.ANONYMOUS)


@public_routes.get(
    "health",
    summary="Liveness, storage and configuration",
    description="Needs no key and shows no secret. It waits two seconds for storage.",
    response="operations.contract:Health",
)
async def health(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return that the app runs, whether storage responds, and what is configured."""
    from composition.app import get_app
    from operations.responses import Configured, health_of
    from shared.eventgrid.webhook import refused_events

    app = get_app()
    settings = app.settings
    await app.storage_check.recent()
    configured = Configured(
        has_storage_key=settings.storage.identity is None,
        has_acs_key=not settings.acs.uses_identity,
        checks_event_source=bool(settings.acs.resource_id),
        is_trial=settings.trial_guests is not None,
    )
    holds = app.senders.holds.known(app.clock())
    return model_response(
        health_of(app.storage_check, configured, refused=refused_events, holds=holds)
    )


@routes.get(
    "ready",
    summary="Whether storage responds: reads one row and two queues",
    description="503 names in `errors` what fails, `tables` or `queues`, and why.",
    response="operations.contract:Readiness",
)
async def ready(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return whether storage responds."""
    from composition.app import get_app
    from operations.contract import Readiness
    from operations.responses import reason_of, worst_code

    faults = await get_app().storage_check.run()
    if not faults:
        return model_response(Readiness())
    errors = [
        {"field": service, "code": worst_code([fault]), "message": reason_of(fault)}
        for service, fault in faults.items()
    ]
    detail = f"Storage fails: {' and '.join(faults)}."
    return problem(503, worst_code(faults.values()), detail, errors=errors)


@routes.get(
    "queue",
    summary="How much sending work waits",
    description="Pieces of work by when they are due, and the senders that the carrier refuses.",
    response="operations.contract:QueueAnswer",
)
async def get_queue(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return how much work of sending waits, and which senders are held."""
    import asyncio

    from composition.app import get_app
    from operations.responses import queue_response

    app = get_app()
    level, held = await asyncio.gather(app.work_queue.level(), app.senders.holds.read_all())
    return model_response(queue_response(level, held))


@routes.get(
    "attention",
    summary="What needs an operator, most urgent first",
    description="Reviews that are due, senders that the carrier refuses or that are paused, work "
    "that stands still, reached caps, unknown messages, dead letters, and unusable events. About "
    "ten reads, and two for each own number with reviews, at most once in five seconds and "
    "instance, and two more where caps are set. Messages are those of yesterday and today (UTC), "
    "counted at most a minute ago.",
    response="operations.contract:Attention",
)
async def get_attention(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return what needs an operator."""
    from composition.app import get_app
    from operations.attention import attention_response
    from send_sms.cap_states import read_caps

    app = get_app()
    is_trial = app.settings.trial_guests is not None
    caps = await read_caps(app.settings.caps, app.cap_accounts, app.clock())
    return model_response(attention_response(await app.figures.recent(), caps, is_trial=is_trial))


@routes.get(
    "settings",
    summary="The settings in force; secrets only as set",
    description="As they were read when this instance started. Costs no operation.",
    response="operations.contract:SettingsAnswer",
)
async def get_settings(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return the settings in force."""
    from composition.app import get_app
    from operations.settings_in_force import settings_response

    return model_response(settings_response(get_app().settings.given))


@routes.get(
    "parked-events",
    summary="Event Grid events that could not be used",
    description="Kept for 30 days, and for 72 hours if they are reports on unknown sends.",
    parameters=[
        query_parameter(
            "kind",
            "events: unusable events; reports: delivery reports that wait for their send",
            enum=["events", "reports"],
            default="events",
        ),
        AFTER,
        LIMIT,
    ],
    response="operations.contract:ParkedEventPage",
)
async def list_parked_events(req: func.HttpRequest) -> func.HttpResponse:
    """Return some parked events of one kind, the oldest day first."""
    from composition.app import get_app
    from operations.responses import parked_event_page
    from shared.eventgrid.parked_events import ParkedKind, is_parked_event_key
    from shared.web.requests import read_choice, read_limit, unknown_cursor

    kind = read_choice(req, "kind", ParkedKind) or ParkedKind.EVENTS
    limit, after = read_limit(req), req.params.get("after", "")
    if after and not is_parked_event_key(after):
        raise unknown_cursor()
    found = await get_app().parked_events.page(kind, after=after, limit=limit + 1)
    return model_response(parked_event_page(kind, found, limit))


@routes.get(
    "openapi.json",
    summary="This document",
    description="Made from the models of requests; its server is the address of the request.",
    responses={
        200: Response(description="OpenAPI 3.1", content={"application/json": {"type": "object"}})
    },
)
async def openapi(req: func.HttpRequest) -> func.HttpResponse:
    """Return the contract."""
    from operations.openapi import openapi_document

    # Relative addresses are not understood by every generator of clients.
    server_url = req.url.partition("?")[0].removesuffix("/").removesuffix("/openapi.json")
    return json_response(200, openapi_document(registered_routes(), server_url))


# Without a monitor: the figures of a missed run are past.
@bp.function_name("log_figures")
@bp.timer_trigger(
    arg_name="timer", schedule="15 */5 * * * *", run_on_startup=False, use_monitor=False
)
@timer_function
async def log_figures(timer: func.TimerRequest) -> None:  # noqa: ARG001 - a binding
    """Log how much is due, waits, was sent and failed, and send it as metrics."""
    from composition.app import get_app
    from operations.figures_log import report_figures

    app = get_app()
    await report_figures(await app.figures.recent(), app.figure_metrics)


# The host takes the first function, by name, whose route and method fit: this one is the last.
@bp.function_name("zz_unknown_route")
@bp.route(route=f"{API_PREFIX}{{*path}}", methods=list(func.HttpMethod))
@problem_handler
async def zz_unknown_route(req: func.HttpRequest) -> func.HttpResponse:
    """Return 405 for a method that a route does not take, 404 for everything else."""
    from operations.unknown_route import unknown_route_response

    return unknown_route_response(req.route_params.get("path", ""), registered_routes())
