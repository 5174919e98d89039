"""
What every Event Grid webhook does: handshake, check of the source, each event to its handler.

The host does not help an HTTP function here: it must consent to a subscription itself, by the
validation event (Event Grid schema) or by its response to OPTIONS (CloudEvents).
"""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import azure.functions as func

from shared.domain.errors import StorageError
from shared.eventgrid.envelope import (
    MAX_EVENTS,
    VALIDATION_EVENT,
    Delivery,
    Event,
    NotAnEventError,
    TooManyEventsError,
    read_delivery,
)
from shared.eventgrid.parked_events import ParkedEvents
from shared.log import minute_log
from shared.runtime import Clock, run_all
from shared.web.http import json_response
from shared.web.problems import problem, storage_problem
from shared.web.requests import has_lost_body

MAX_BODY_BYTES = 5 * 1024 * 1024
"""Event Grid sends batches of at most 1 MiB; more is not from Event Grid."""

_RETRY_AFTER_SECONDS = "30"
_REFUSAL_HEADERS = {
    401: {"WWW-Authenticate": "Bearer"},
    503: {"Retry-After": _RETRY_AFTER_SECONDS},
}
_ORIGIN = re.compile("[A-Za-z0-9.:-]{1,255}")
_CODE = re.compile("[!-~]{1,1024}")
_RESOURCE_NAME = re.compile("[a-z][a-z0-9-]{0,62}")


class TokenCheck(Protocol):
    """Checks the bearer token of a delivery (`shared.eventgrid.entra`)."""

    async def check(self, authorization: str) -> None:
        """Raise `TokenRefusedError` or `KeysUnavailableError` unless the token is right."""


EventHandler = Callable[[Sequence[Event]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Webhook:
    """
    A route that takes one type of event.

    Attributes
    ----------
    handle : callable
        Stores the events before it returns, and parks those of other types.
    """

    path: str
    event_type: str
    handle: EventHandler


@dataclass(slots=True, eq=False)
class RefusedEvents:
    """Events of other resources that were refused."""

    count: int = 0
    last_at: datetime | None = None


refused_events = RefusedEvents()
"""Those that this process refused, for health."""


@dataclass(frozen=True, slots=True)
class Webhooks:
    """
    The webhooks of the app.

    Attributes
    ----------
    source : str
        The resource whose events are taken, in lower case; empty: any.
    tokens : TokenCheck or None
        Checks the token of each delivery; None: the key in the URL is enough.
    """

    webhooks: Sequence[Webhook]
    parked_events: ParkedEvents
    clock: Clock
    source: str = ""
    refused: RefusedEvents = refused_events
    tokens: TokenCheck | None = None

    def at(self, path: str) -> Webhook:
        """Give the webhook of a path."""
        return next(one for one in self.webhooks if one.path == path)

    def of(self, event_type: str, path: str) -> Webhook:
        """Give the webhook that takes a type of event; else the one that it came to."""
        kind = event_type.lower()
        found = (one for one in self.webhooks if one.event_type.lower() == kind)
        return next(found, self.at(path))


async def handle_webhook(req: func.HttpRequest, path: str, webhooks: Webhooks) -> func.HttpResponse:
    """
    Handle one request of Event Grid to the webhook of a path.

    Each event of a batch is judged by itself: what cannot be used is parked beside the others.

    Returns
    -------
    HttpResponse
        200 when stored; 400 if nothing in the body is an event, 401 if its token is not right, 403
        if all events are of another resource, 413 for too much (Event Grid drops these); 503 when
        storage or the keys of tokens are unavailable or the body did not arrive (Event Grid tries
        again).
    """
    if req.method.upper() == "OPTIONS":
        return _consent(req)
    refusal = await _refuse_token(req, path, webhooks.tokens)
    return refusal or await _read_and_take(req, path, webhooks)


async def _read_and_take(req: func.HttpRequest, path: str, webhooks: Webhooks) -> func.HttpResponse:
    if has_lost_body(req):
        detail = "The delivery came in chunks, whose content the host does not hand over."
        return _refuse(path, 503, "length_required", detail)
    body = req.get_body()
    if len(body) > MAX_BODY_BYTES:
        return _refuse(path, 413, "payload_too_large", "A delivery has at most 5 MiB.")
    try:
        delivery = read_delivery(body)
    except NotAnEventError as error:
        detail = f"This is not an Event Grid delivery: {error}."
        return _refuse(path, 400, "not_an_event", detail)
    except TooManyEventsError:
        detail = f"A delivery has at most {MAX_EVENTS} events."
        return _refuse(path, 413, "too_many_events", detail)
    return await _take(delivery, path, webhooks)


async def _refuse_token(
    req: func.HttpRequest, path: str, tokens: TokenCheck | None
) -> func.HttpResponse | None:
    """Check the token of a delivery before its body is looked at; None if it is right."""
    if tokens is None:
        return None
    from shared.eventgrid.entra import KeysUnavailableError, TokenRefusedError

    try:
        await tokens.check(req.headers.get("Authorization", ""))
    except TokenRefusedError as error:
        detail = "The delivery has no token of Event Grid for this app."
        return _refuse(path, 401, "invalid_token", detail, reason=error.reason)
    except KeysUnavailableError:
        detail = "The keys that tokens are verified with could not be read; send it again."
        return _refuse(path, 503, "token_keys_unavailable", detail)
    return None


async def _take(delivery: Delivery, path: str, webhooks: Webhooks) -> func.HttpResponse:
    """A handshake counts whatever its topic is: who calls has the key (docs/security.md)."""
    events = [event for event in delivery.events if not _is_handshake(event)]
    foreign = [event for event in events if webhooks.source not in {"", event.source}]
    if foreign:
        _note_foreign(foreign, path, webhooks)
    refused = {id(event) for event in foreign}
    ours = [event for event in events if id(event) not in refused]
    parked = list(delivery.unusable)
    if ours:
        parked += ((event, "it is of another resource") for event in foreign)
    parking = [webhooks.parked_events.park(parked, webhooks.clock())] if parked else []
    try:
        await run_all(*parking, *_handled(ours, path, webhooks))
    except StorageError as error:
        detail = "The events could not be stored; send them again."
        return storage_problem(error, detail, {"Retry-After": _RETRY_AFTER_SECONDS})
    if not events:
        return _complete_handshake(delivery.events, path)
    if not ours:
        return problem(403, "foreign_resource", "These events are of another resource.")
    return json_response(200, {"stored": len(ours)})


def _handled(events: Sequence[Event], path: str, webhooks: Webhooks) -> list[Awaitable[None]]:
    """Start the handler of each type, also for events that came to the other webhook."""
    paths = {kind: webhooks.of(kind, path).path for kind in {event.type for event in events}}
    by_webhook: dict[str, list[Event]] = {}
    for event in events:
        by_webhook.setdefault(paths[event.type], []).append(event)
    for right, misdirected in by_webhook.items():
        if right != path:
            minute_log.log(
                "events_at_wrong_webhook",
                path,
                webhook=path,
                rightWebhook=f"/api/{right}",
                count=len(misdirected),
            )
    return [webhooks.at(right).handle(some) for right, some in by_webhook.items()]


def _is_handshake(event: Event) -> bool:
    return event.type.lower() == VALIDATION_EVENT.lower()


def _complete_handshake(handshakes: Sequence[Event], path: str) -> func.HttpResponse:
    """Beside other events a handshake is skipped: Event Grid sends it alone, and repeats it."""
    code = handshakes[0].data.get("validationcode")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        detail = "validationCode must be a text of 1 to 1,024 visible ASCII characters."
        return _refuse(path, 400, "not_a_handshake", detail)
    return json_response(200, {"validationResponse": code})


def _refuse(
    path: str, status: int, code: str, detail: str, *, reason: str | None = None
) -> func.HttpResponse:
    key = f"{path} {code} {reason}"
    minute_log.log("webhook_refused", key, webhook=path, code=code, reason=reason)
    return problem(status, code, detail, headers=_REFUSAL_HEADERS.get(status))


def _note_foreign(events: Sequence[Event], path: str, webhooks: Webhooks) -> None:
    webhooks.refused.count += len(events)
    webhooks.refused.last_at = webhooks.clock()
    name = events[0].source.rpartition("/")[2]
    kinds = {one.event_type.lower(): one.event_type for one in webhooks.webhooks}
    minute_log.log(
        "foreign_events_refused",
        path,
        webhook=path,
        kind=kinds.get(events[0].type.lower(), "other"),
        topicName=name if _RESOURCE_NAME.fullmatch(name) else "other",
        count=len(events),
    )


def _consent(req: func.HttpRequest) -> func.HttpResponse:
    """Consent by headers: a 200 alone does not (CloudEvents 1.0 webhook validation)."""
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
