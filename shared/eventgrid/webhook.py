"""
What every Event Grid webhook does before its own work: complete the handshake, check the source.

The host does not help an HTTP function here: it must consent to a subscription itself, by the
validation event (Event Grid schema) or by its response to OPTIONS (CloudEvents).
"""

import re
from collections.abc import Awaitable, Callable, Sequence

import azure.functions as func

from shared.domain.errors import StorageError
from shared.eventgrid.envelope import (
    MAX_EVENTS,
    VALIDATION_EVENT,
    Event,
    NotAnEventError,
    TooManyEventsError,
    read_events,
)
from shared.web.http import json_response, problem, storage_problem

MAX_BODY_BYTES = 5 * 1024 * 1024
"""Event Grid sends batches of at most 1 MiB; more is not from Event Grid."""

_RETRY_AFTER_SECONDS = "30"
_ORIGIN = re.compile("[A-Za-z0-9.:-]{1,255}")

EventHandler = Callable[[Sequence[Event]], Awaitable[None]]


async def handle_webhook(
    req: func.HttpRequest, handle: EventHandler, *, source: str
) -> func.HttpResponse:
    """
    Handle one request of Event Grid.

    Parameters
    ----------
    handle : callable
        Stores the events before it returns. It must take every event, even one it has no use
        for: a batch is delivered again as a whole.
    source : str
        The resource whose events are taken, in lower case; empty: any.

    Returns
    -------
    HttpResponse
        200 when stored; 400 for what is no event, 403 for another resource's, 413 for too much
        (Event Grid drops all three); 503 when storage is unavailable (Event Grid tries again).
    """
    if req.method.upper() == "OPTIONS":
        return _consent(req)
    body = req.get_body()
    if len(body) > MAX_BODY_BYTES:
        return problem(413, "payload_too_large", "A delivery has at most 5 MiB.")
    try:
        events = read_events(body)
    except NotAnEventError as error:
        return problem(400, "not_an_event", f"This is not an Event Grid delivery: {error}.")
    except TooManyEventsError:
        return problem(413, "too_many_events", f"A delivery has at most {MAX_EVENTS} events.")
    if source and any(event.source != source for event in events):
        return problem(403, "foreign_resource", "These events are of another resource.")
    return await _take(events, handle)


async def _take(events: Sequence[Event], handle: EventHandler) -> func.HttpResponse:
    for event in events:
        if event.type == VALIDATION_EVENT:
            return json_response(200, {"validationResponse": event.data.get("validationcode")})
    try:
        await handle(events)
    except StorageError as error:
        detail = "The events could not be stored; send them again."
        return storage_problem(error, detail, {"Retry-After": _RETRY_AFTER_SECONDS})
    return json_response(200, {"stored": len(events)})


def _consent(req: func.HttpRequest) -> func.HttpResponse:
    """A bare 200 is no consent: the headers are (CloudEvents 1.0 webhook validation)."""
    origin = req.headers.get("WebHook-Request-Origin", "")
    if not _ORIGIN.fullmatch(origin):
        return problem(400, "not_a_handshake", "WebHook-Request-Origin is missing or no host name.")
    return func.HttpResponse(
        status_code=200,
        headers={
            "Allow": "POST",
            "WebHook-Allowed-Origin": origin,
            "WebHook-Allowed-Rate": "*",
        },
    )
