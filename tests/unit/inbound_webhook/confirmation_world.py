"""People who write, and the host that submits the confirmations."""

from datetime import datetime, timedelta
from typing import Any

import inbound_webhook.functions
from inbound_webhook.domain.confirmation import DEFAULT_TEXTS
from opt_outs.domain.classifier.classification import Language
from senders.domain.profile import SenderProfile, SenderProfiles
from senders.domain.rate_limiter import Limits
from shared.domain.kinds import Purpose
from tests.support.web import call, post, read_event
from tests.support.world import PERSON, START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import run_until_idle

LONG_CODE = "+14255550100"
SHORT_CODE = "77001"

ENGLISH, SPANISH = DEFAULT_TEXTS[Language.ENGLISH], DEFAULT_TEXTS[Language.SPANISH]
OUT, IN = ENGLISH[Purpose.OPT_OUT_CONFIRMATION], ENGLISH[Purpose.OPT_IN_CONFIRMATION]
HELP = ENGLISH[Purpose.HELP]
OUT_ES = SPANISH[Purpose.OPT_OUT_CONFIRMATION]

# Sender, text, what the phone gets from us. Toll-free: the carrier answers its three words and
# nothing else. Short code: ACS answers its words, as far as the form tells.
MATRIX = [
    (LONG_CODE, "STOP", [OUT]),
    (LONG_CODE, "please stop texting me", [OUT]),
    (LONG_CODE, "ALTO", [OUT_ES]),
    (LONG_CODE, "START", [IN]),
    (LONG_CODE, "HELP", [HELP]),
    (LONG_CODE, "ayuda", [SPANISH[Purpose.HELP]]),
    (LONG_CODE, "YES", []),
    (LONG_CODE, "wrong number", []),
    (LONG_CODE, "See you at 9.", []),
    (TOLL_FREE, "STOP", []),
    (TOLL_FREE, "Stop!", []),
    (TOLL_FREE, "please stop texting me", []),
    (TOLL_FREE, "START", []),
    (TOLL_FREE, "UNSTOP", []),
    (TOLL_FREE, "HELP", [HELP]),
    (TOLL_FREE, "Take me off your list", [OUT]),
    (TOLL_FREE, "ALTO", [OUT_ES]),
    (SHORT_CODE, "STOP", []),
    (SHORT_CODE, "opt-out", []),
    (SHORT_CODE, "START", []),
    (SHORT_CODE, "HELP", []),
    (SHORT_CODE, "ALTO", [OUT_ES]),
]

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
