"""The triggers about the app itself: is it there, and what does it offer."""

import azure.functions as func

from shared.web.http import json_response, model_response, problem_handler

bp = func.Blueprint()


@bp.function_name("health")
@bp.route(route="health", methods=["GET"], auth_level=func.AuthLevel.ANONYMOUS)
@problem_handler
async def health(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Answer that the app runs and what it is configured for; touches nothing else."""
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


@bp.function_name("get_queue")
@bp.route(route="queue", methods=["GET"])
@problem_handler
async def get_queue(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Answer how much work of sending waits."""
    from composition.app import get_app
    from operations.contract import QueueAnswer

    level = await get_app().work_queue.level()
    return model_response(QueueAnswer(due_count=level.due_count, work_count=level.message_count))


@bp.function_name("openapi")
@bp.route(route="openapi.json", methods=["GET"])
@problem_handler
async def openapi(req: func.HttpRequest) -> func.HttpResponse:  # noqa: ARG001 - a binding
    """Answer the contract."""
    from operations.openapi import openapi_document

    return json_response(200, openapi_document())
