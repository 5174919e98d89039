"""A carrier that refuses a sender for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from senders.domain.profile import default_profile
from shared.carriers.sending import Outcome, SendCall, SenderRefusedError, SendError
from tests.support.world import START, TOLL_FREE, World
from tests.unit.send_sms.dispatch_world import (
    run,
)
from tests.unit.send_sms.submission_helpers import TimedGateway

REFUSED = SenderRefusedError("Unauthorized", "", "401")


NO_TOKEN = SenderRefusedError("no_token", "ClientAuthenticationError", "no_token", retryable=True)


PROFILE = default_profile(TOLL_FREE)


@dataclass
class RefusingGateway(TimedGateway):
    """A gateway that refuses every call until a moment."""

    until: datetime = START + timedelta(days=365)
    refusal: SendError = REFUSED

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        if self.clock.now < self.until:
            self.script.insert(0, self.refusal)
        return await super().send(call)

    @property
    def accepted(self) -> list[str]:
        """The recipients of the calls that were not refused."""
        began = zip(self.began_at, self.calls, strict=True)
        return [one for at, each in began if at >= self.until for one in each.recipients]


def refusing(world: World, minutes: float = 60, refusal: SendError = REFUSED) -> RefusingGateway:
    """Let a world's carrier refuse calls for some minutes."""
    until = world.clock.now + timedelta(minutes=minutes)
    world.gateway = RefusingGateway(clock=world.clock, seconds=[0], until=until, refusal=refusal)
    return world.gateway


async def hold_of(world: World) -> Any:
    _, hold, *_ = await world.app().senders.read_switches(TOLL_FREE, PROFILE)
    return hold


async def run_first(world: World) -> None:
    """Run the first work that waits."""
    (work, _), *_ = world.queue.take_all()
    await run(world, work)
