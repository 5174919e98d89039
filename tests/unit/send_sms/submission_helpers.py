"""Claimed batches to submit, and gateways whose calls take their time."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from send_sms.dispatching.submission import Checks, Submission, Submitted
from send_sms.domain.batch import Batch
from send_sms.domain.dispatching import CLAIM_TIME, SUBMIT_TIME, claim
from send_sms.storage.dispatch_queue import Work
from shared.carriers.sending import Outcome, SendCall
from tests.support.samples import people
from tests.support.world import FrozenClock, ScriptedGateway, World
from tests.unit.send_sms.dispatch_world import accept, overwrite, stored_batch

Happening = Callable[[], Awaitable[None]]
CLAIM_ID = "this worker"


@dataclass
class TimedGateway(ScriptedGateway):
    """
    A gateway whose calls take time on the frozen clock.

    Attributes
    ----------
    seconds : list of float
        How long the first calls take; the later ones take as long as the last of these.
    began_at : list of datetime
        When each call began.
    during : mapping of int to Happening
        What happens while the n-th call lasts, counted from 1.
    """

    clock: FrozenClock = field(default_factory=FrozenClock)
    seconds: list[float] = field(default_factory=lambda: [0.4])
    began_at: list[datetime] = field(default_factory=list)
    during: dict[int, Happening] = field(default_factory=dict)

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        self.began_at.append(self.clock.now)
        number = len(self.began_at)
        if number in self.during:
            await self.during[number]()
        self.clock.advance(seconds=self.seconds[min(number, len(self.seconds)) - 1])
        return await super().send(call)

    def last_began_at(self, *recipients: str) -> datetime | None:
        """Tell when the last call began that one of these recipients, or anyone, was in."""
        began = zip(self.began_at, self.calls, strict=True)
        times = [at for at, one in began if not recipients or {*one.recipients} & {*recipients}]
        return max(times, default=None)


def timed(world: World, *seconds: float) -> TimedGateway:
    """Give a world a gateway whose calls take so long each."""
    gateway = TimedGateway(clock=world.clock, seconds=list(seconds))
    world.gateway = gateway
    return gateway


async def accept_personal(world: World, count: int, **members: Any) -> Work:
    """Accept a send with a text for each recipient, so that each is a call of its own."""
    to = [{"number": one, "values": {"n": str(n)}} for n, one in enumerate(people(count))]
    return await accept(world, to, message="Number {{n}}", **members)


async def claim_all(world: World, work: Work, *, seconds: float | None = None) -> Batch:
    """Claim all members of a batch; `seconds` is the time for calls, by default all of it."""
    batch = await stored_batch(world, work)
    spent = timedelta() if seconds is None else SUBMIT_TIME - timedelta(seconds=seconds)
    until = world.clock.now - spent + CLAIM_TIME
    overwrite(world, batch, claim(batch, batch.waiting_positions(), CLAIM_ID, until))
    return await stored_batch(world, work)


async def submit(world: World, claimed: Batch) -> Submitted:
    """Submit a claimed batch whose registry was just asked."""
    current = claimed.progress.claim
    assert current
    basis = Checks(world.clock.now, frozenset())
    return await Submission(claimed, current, basis, world.app().sending).run()
