"""
Event Grid's envelopes: two schemas, one shape behind them.

Event Grid schema: always an array. CloudEvents 1.0: one object, or an array where batching
is on (azure-docs, "Event Grid event schema" and "CloudEvents v1.0 schema", read 2026-02).
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from shared.domain.times import time_from_text

VALIDATION_EVENT = "Microsoft.EventGrid.SubscriptionValidationEvent"

MAX_EVENTS = 5_000
"""The most that a subscription can ask for ("Output batching", azure-docs, read 2026-11)."""

_CONTAINERS = frozenset({dict, list})
_MAX_DEPTH = 32
"""Levels of brackets; a report has five, and what is much deeper exhausts Python's stack later."""

_TOO_DEEP = f"the body is nested more than {_MAX_DEPTH} deep"

_TOKEN = re.compile(r""""[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[][{},]""", re.DOTALL)
"""A text, also one without an end, or what divides an object or list."""

_EXACT_DIGITS = 18


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


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    What a request of Event Grid holds.

    Attributes
    ----------
    unusable : sequence of Event and str
        Items beside the events that are no events, as far as they can be read, each with the
        reason.
    """

    events: Sequence[Event]
    unusable: Sequence[tuple[Event, str]] = ()


def read_delivery(body: bytes) -> Delivery:
    """
    Read a delivery in either schema; each item is judged by itself.

    Raises
    ------
    NotAnEventError
        Nothing in the body is an event.
    TooManyEventsError
        There are more than `MAX_EVENTS`.
    """
    events: list[Event] = []
    unusable: list[tuple[Event, str]] = []
    items = _items(body)
    is_deep = _is_deeper(items, _MAX_DEPTH)
    for item in items:
        try:
            events.append(_read(item, is_deep=is_deep))
        except NotAnEventError as error:
            unusable.append((_as_far_as_readable(item), str(error)))
    if not events:
        raise NotAnEventError(unusable[0][1] if unusable else "the list of events is empty")
    return Delivery(events, unusable)


@dataclass(frozen=True, slots=True)
class _Broken:
    """An item that cannot be parsed."""

    text: str
    reason: str


def _items(body: bytes) -> list[Any]:
    """Parse the body; only where that fails, its items one by one."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        text = body.decode("utf-8", "replace").strip().removeprefix("\ufeff")
        is_list = text.startswith("[") and text.endswith("]")
        parts = islice(_split(text[1:-1]), MAX_EVENTS + 1) if is_list else [text]
        items = [_parse(part) for part in parts]
    else:
        items = parsed if isinstance(parsed, list) else [parsed]
    if len(items) > MAX_EVENTS:
        raise TooManyEventsError
    return items


def _split(text: str) -> Iterator[str]:
    """Cut the inside of a list at its own commas."""
    start = depth = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        elif mark == "," and depth == 0:
            yield text[start : token.start()]
            start = token.end()
    yield text[start:]


def _parse(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Parse one item, with control characters in its texts and integers of any length."""
    try:
        return json.loads(text, strict=False, parse_int=_integer)
    except RecursionError:
        return _Broken(text, _TOO_DEEP)
    except ValueError:
        return _Broken(text, "the body is not JSON")


def _integer(text: str) -> float:
    """Python refuses to parse integers of very many digits."""
    return int(text) if len(text) <= _EXACT_DIGITS else float(text)


def _is_deeper(document: object, limit: int) -> bool:
    """Tell whether JSON is nested deeper than a limit, without recursion, which it protects."""
    containers: list[Any] = [document] if type(document) in _CONTAINERS else []
    for _ in range(limit):
        children = (one.values() if type(one) is dict else one for one in containers)
        containers = [one for some in children for one in some if type(one) in _CONTAINERS]
        if not containers:
            return False
    return True


def _read(item: object, *, is_deep: bool) -> Event:
    """Read an item; `is_deep` says that some item of its list is nested too deeply."""
    if isinstance(item, _Broken):
        raise NotAnEventError(item.reason)
    if is_deep and _is_deeper(item, _MAX_DEPTH - 1):  # the list around it is a level too
        raise NotAnEventError(_TOO_DEEP)
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


def _as_far_as_readable(item: object) -> Event:
    """Make an event of what is none, to be kept for an operator."""
    if isinstance(item, _Broken):
        return Event("", "", "", None, {"text": item.text})
    if _is_deeper(item, _MAX_DEPTH):
        return Event("", "", "", None, {"text": "nested too deeply"})
    return Event("", "", "", None, {"item": item})


def _time(value: object) -> datetime | None:
    try:
        return time_from_text(str(value))
    except ValueError:
        return None
