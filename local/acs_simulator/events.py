"""Events as Event Grid sends them: both schemas, and the odd spellings seen in the wild."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache

from local.acs_simulator.messages import Message, Report
from local.acs_simulator.wire import JsonObject


class EventType(StrEnum):
    """The two events of ACS SMS."""

    RECEIVED = "Microsoft.Communication.SMSReceived"
    DELIVERY_REPORT = "Microsoft.Communication.SMSDeliveryReportReceived"


class Schema(StrEnum):
    """Delivery schemas of an event subscription."""

    EVENT_GRID = "EventGridSchema"
    CLOUD_EVENTS = "CloudEventSchemaV1_0"


class KeyCase(StrEnum):
    """Spellings of the keys inside ``data``; ``TAG`` is camel case but for one ``Tag``."""

    CAMEL = "camel"
    PASCAL = "pascal"
    TAG = "Tag"


@dataclass(frozen=True, slots=True)
class Style:
    """How one event is spelt; None means as Microsoft's samples of that schema have it."""

    key_case: KeyCase | None = None
    plus: bool | None = None


PLAIN = Style()

_encode = json.JSONEncoder(separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Event:
    """Something to tell subscribers: a message came in, or (with ``report``) how one fared."""

    message: Message
    report: Report | None = None

    @property
    def type(self) -> EventType:
        """Return the event's type."""
        return EventType.RECEIVED if self.report is None else EventType.DELIVERY_REPORT


# The 100 messages of a call share their times.
@lru_cache(maxsize=64)
def iso(at: datetime) -> str:
    """Return a UTC time with the seven digits that .NET writes."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"


def report_data(message: Message, report: Report) -> JsonObject:
    """Return what a report says of a message, numbers with their plus."""
    at, parts = iso(report.reported_at), message.content.segment_count
    data: JsonObject = {
        "messageId": message.message_id,
        "from": message.content.own_number,
        "to": message.user_number,
        "deliveryStatus": report.status.value,
        "deliveryStatusDetails": report.details,
        "deliveryAttempts": [
            {
                "timestamp": at,
                "segmentsSucceeded": parts if succeeded else 0,
                "segmentsFailed": 0 if succeeded else parts,
            }
            for succeeded in report.attempts
        ],
        "receivedTimestamp": at,
    }
    if message.content.tag is not None:
        data["tag"] = message.content.tag
    return data


def encode_event(event: Event, schema: Schema, *, resource_id: str, style: Style = PLAIN) -> bytes:
    """
    Return one event as JSON.

    The ``id`` is the message's id, as in every sample: it does not change between two reports of
    one message.
    """
    message, report = event.message, event.report
    at = message.content.created_at if report is None else report.reported_at
    envelope: JsonObject = {
        "id": message.message_id,
        "subject": f"/phonenumber/{message.content.own_number.removeprefix('+')}",
        "data": _data(event, schema, style),
    }
    if schema is Schema.EVENT_GRID:
        envelope |= {
            "topic": resource_id,
            "eventType": event.type.value,
            "eventTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "dataVersion": "1.0",
            "metadataVersion": "1",
        }
    else:
        envelope |= {
            "specversion": "1.0",
            "source": resource_id,
            "type": event.type.value,
            "time": iso(at),
        }
    return _encode(envelope).encode()


def _data(event: Event, schema: Schema, style: Style) -> JsonObject:
    message, report = event.message, event.report
    data = _received_data(message) if report is None else report_data(message, report)
    # The samples: a report has a plus in "to" only, an inbound message has none at all.
    plus_in = {None: {"to"} if report else set(), True: {"from", "to"}, False: set()}[style.plus]
    for key in ("from", "to"):
        if key not in plus_in:
            data[key] = str(data[key]).removeprefix("+")
    key_case = style.key_case or (
        KeyCase.PASCAL if schema is Schema.CLOUD_EVENTS else KeyCase.CAMEL
    )
    if key_case is KeyCase.PASCAL:
        return {_pascal(key): _pascal_inside(value) for key, value in data.items()}
    if key_case is KeyCase.TAG and "tag" in data:
        data["Tag"] = data.pop("tag")
    return data


def _received_data(message: Message) -> JsonObject:
    content = message.content
    return {
        "messageId": message.message_id,
        "from": message.user_number,
        "to": content.own_number,
        "message": content.body,
        "receivedTimestamp": iso(content.created_at),
        "segmentCount": content.segment_count,
    }


def _pascal(key: str) -> str:
    return key[0].upper() + key[1:]


def _pascal_inside(value: object) -> object:
    if isinstance(value, list):
        return [{_pascal(key): inner for key, inner in item.items()} for item in value]
    return value
