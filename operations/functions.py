"""The triggers about the app itself: health, queue and OpenAPI document."""

import azure.functions as func

from shared.web.http import json_response, model_response
from shared.web.routes import HttpRoutes, Response, registered_routes

bp = func.Blueprint()
routes = HttpRoutes(bp)
public_routes = HttpRoutes(bp, func.AuthLevel.ANONYMOUS)


@public_routes.get(
    "health",
    summary="Liveness and configuration",
    response="operations.contract:Health",
)
async def health(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return that the app runs and what it is configured for; touches nothing else."""
    from composition.settings import load_settings
    from operations.contract import health_of

    settings = load_settings()
    return model_response(
        health_of(
            has_storage_key=settings.storage.identity is None,
            has_acs_key=not settings.acs.uses_identity,
            checks_event_source=bool(settings.acs.resource_id),
        )
    )


@routes.get(
    "queue",
    summary="How much sending work waits",
    response="operations.contract:QueueAnswer",
)
async def get_queue(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return how much work of sending waits."""
    from composition.app import get_app
    from operations.contract import QueueAnswer

    level = await get_app().work_queue.level()
    return model_response(QueueAnswer(due_count=level.due_count, work_count=level.message_count))


@routes.get(
    "openapi.json",
    summary="This document",
    responses={200: Response(description="OpenAPI 3.1")},
    problems=(),
)
async def openapi(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Return the contract."""
    from operations.openapi import openapi_document

    return json_response(200, openapi_document(registered_routes()))
