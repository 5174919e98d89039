"""
Event Grid's envelopes: two schemas, one shape behind them.

Event Grid schema: always an array. CloudEvents 1.0: one object, or an array where batching
is on (azure-docs, "Event Grid event schema" and "CloudEvents v1.0 schema", read 2026-02).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.times import time_from_text

VALIDATION_EVENT = "Microsoft.EventGrid.SubscriptionValidationEvent"

MAX_EVENTS = 5_000
"""The most that a subscription can ask for ("Output batching", azure-docs, read 2026-11)."""

_CONTAINERS = frozenset({dict, list})
_MAX_DEPTH = 32
"""Levels of brackets; a report has five, and what is much deeper exhausts Python's stack later."""


class NotAnEventError(ValueError):
    """The request is not an Event Grid delivery; the text says why, without its content."""


class TooManyEventsError(ValueError):
    """More events than a delivery can have."""


@dataclass(frozen=True, slots=True)
class Event:
    """
    One event.

    Attributes
    ----------
    identity : str
        Its `id`. ACS sets it to the message id, so it is the same for every report on one
        message: never enough to tell a repeat.
    source : str
        The resource that sent it (`topic`, or `source` in CloudEvents), lower case.
    occurred_at : datetime or None
        `eventTime` or `time`; None where it is missing or no time.
    data : mapping
        Keys in lower case: samples of one and the same event write them in three ways.
    """

    identity: str
    type: str
    source: str
    occurred_at: datetime | None
    data: Mapping[str, Any]


def read_events(body: bytes) -> list[Event]:
    """
    Read a delivery in either schema.

    Raises
    ------
    NotAnEventError
        The body is not JSON, or anything in it is not an event.
    TooManyEventsError
        There are more than `MAX_EVENTS`.
    """
    parsed = _parse(body)
    items = parsed if isinstance(parsed, list) else [parsed]
    if not items:
        reason = "the list of events is empty"
        raise NotAnEventError(reason)
    if len(items) > MAX_EVENTS:
        raise TooManyEventsError
    return [_read(item) for item in items]


def _parse(body: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        parsed = json.loads(body)
        is_too_deep = _is_deeper(parsed, _MAX_DEPTH)
    except RecursionError:
        is_too_deep = True
    except ValueError:
        reason = "the body is not JSON"
        raise NotAnEventError(reason) from None
    if is_too_deep:
        reason = f"the body is nested more than {_MAX_DEPTH} deep"
        raise NotAnEventError(reason)
    return parsed


def _is_deeper(document: object, limit: int) -> bool:
    """Go down level by level: recursion is what the limit is there for."""
    containers: list[Any] = [[document]]
    for _ in range(limit + 1):
        children = (one.values() if type(one) is dict else one for one in containers)
        containers = [one for some in children for one in some if type(one) in _CONTAINERS]
        if not containers:
            return False
    return True


def _read(item: object) -> Event:
    if not isinstance(item, dict):
        reason = "an event must be an object"
        raise NotAnEventError(reason)
    is_cloud_event = "specversion" in item
    kind = item.get("type" if is_cloud_event else "eventType")
    data = item.get("data")
    if not isinstance(kind, str) or not isinstance(data, dict):
        reason = "an event must have a type and data"
        raise NotAnEventError(reason)
    return Event(
        identity=str(item.get("id", "")),
        type=kind,
        source=str(item.get("source" if is_cloud_event else "topic", "")).rstrip("/").lower(),
        occurred_at=_time(item.get("time" if is_cloud_event else "eventTime")),
        data=dict(zip(map(str.lower, data), data.values(), strict=True)),
    )


def _time(value: object) -> datetime | None:
    try:
        return time_from_text(str(value))
    except ValueError:
        return None
