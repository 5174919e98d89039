"""People who write, and the host that submits the confirmations."""

from datetime import datetime, timedelta
from typing import Any

import inbound_webhook.functions
from senders.domain.profile import SenderProfile, SenderProfiles
from senders.domain.rate_limiter import Limits
from tests.support.web import call, post, read_event
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import run_until_idle

LONG_CODE = "+14255550100"
SHORT_CODE = "77001"

# Tests of confirmations must not wait for the rate limiter.
UNPACED: SenderProfiles = {
    sender: SenderProfile(sender, Limits()) for sender in (TOLL_FREE, LONG_CODE, SHORT_CODE)
}


def inbound(body: str, at: datetime = START, **data: Any) -> dict[str, Any]:
    """Give the event of a text to the 10DLC number."""
    event: dict[str, Any] = read_event("inbound_event_grid.json")[0]
    event["data"] |= {
        "messageId": f"Incoming_{at:%H%M%S%f}_{body}",
        "message": body,
        "from": PERSON,
        "to": LONG_CODE,
        "receivedTimestamp": f"{at:%Y-%m-%dT%H:%M:%S.%fZ}",
        **data,
    }
    return event


async def receive(*events: dict[str, Any], expected: int = 200) -> None:
    """Deliver events in one request."""
    answer = await call(inbound_webhook.functions.inbound_webhook, post(list(events)))
    assert answer.status_code == expected


async def answers(world: World) -> list[str]:
    """Let all work be done; gives what the phone got, oldest first."""
    await run_until_idle(world)
    return [sent.body for sent in world.gateway.calls]


async def write(world: World, body: str, **data: Any) -> list[str]:
    """Have the person write now; gives what the phone got so far."""
    await receive(inbound(body, world.clock.now, **data))
    return await answers(world)


def later(world: World, **duration: float) -> datetime:
    """Let time pass; gives the time."""
    world.clock.now += timedelta(**duration)
    return world.clock.now
