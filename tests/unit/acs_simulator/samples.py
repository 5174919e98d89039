"""Messages and times for the simulator's unit tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from local.acs_simulator.messages import Content, Message, Origin

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
OWN_NUMBER, PERSON = "+18335550100", "+14255550123"


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def make_content(**changes: Any) -> Content:
    members: dict[str, Any] = {
        "own_number": OWN_NUMBER,
        "body": "hello",
        "segment_count": 1,
        "origin": Origin.API,
        "created_at": NOW,
        "report_wanted": True,
    }
    return Content(**(members | changes))


def make_message(message_id: str = "m1", person: str = PERSON, **changes: Any) -> Message:
    return Message(message_id, person, make_content(**changes))
