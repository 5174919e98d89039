"""Sample events with some of their data changed."""

import json
from datetime import UTC, datetime
from typing import Any

from shared.carriers.acs.events import report_from_event
from shared.carriers.events import DeliveryReport
from shared.eventgrid.envelope import Event, read_delivery
from tests.support.web import read_event
from tests.support.world import START

INCOMING = "Incoming_202611220920077be1d2c3-91aa-4f5e-8d2b-6a0f3c4e5d21"
RECEIVED_AT = datetime(2026, 11, 22, 9, 15, 36, 7_315, tzinfo=UTC)
MISSING: Any = object()


def load(name: str, **data: Any) -> Event:
    """Read a sample with some of its data changed, or left out where MISSING."""
    delivery = read_event(name)
    event = delivery[0] if isinstance(delivery, list) else delivery
    changed = {**event["data"], **data}
    event["data"] = {key: value for key, value in changed.items() if value is not MISSING}
    (read,) = read_delivery(json.dumps(event).encode()).events
    return read


def report(**data: Any) -> DeliveryReport:
    return report_from_event(load("report_opted_out.json", **data), START).report
