"""What of some chunks may go to the wire now, and when the rest is to be looked at again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

from shared.domain.chunk import Chunk
from shared.domain.dispatching import claim, resume
from shared.domain.identifiers import MessageAddress
from shared.domain.pacing import lane_of
from shared.domain.portions import Portion, share_out, wish_for
from shared.domain.quiet_hours import heed_quiet_hours
from shared.domain.sender_profile import profile_of
from shared.services import Services


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is to be done with unfinished chunks now.

    Attributes
    ----------
    settled : sequence of Chunk
        Time has ended them; that is only to be stored.
    portions : sequence of Portion
        What was granted.
    delays : mapping of chunk address to seconds
        Which of them have something left, and when to look again.
    """

    settled: Sequence[Chunk]
    portions: Sequence[Portion]
    delays: Mapping[MessageAddress, int]


async def plan_for(unfinished: Sequence[Chunk], services: Services) -> Plan:
    """
    Settle what time has settled, let sleep who sleeps, and ask the governor for the rest.

    The chunks are of one own number and day, and of one category.
    """
    now = services.clock()
    held = {c.address: _seconds_held(c, now) for c in unfinished if is_held(c, now)}
    resumed = [resume(chunk, now) for chunk in unfinished if chunk.address not in held]
    days = [heed_quiet_hours(chunk, services.settings.quiet_hours, now) for chunk in resumed]
    settled = [day.chunk for day in days if not day.chunk.waiting_positions()]
    ready = [Portion(day.chunk, day.ready) for day in days if day.ready]
    delays = held | {
        day.chunk.address: ceil((day.opens_at - now).total_seconds())
        for day in days
        if day.opens_at
    }
    if not ready:
        return Plan(settled, (), delays)
    sender = ready[0].chunk.send.sender
    profile = profile_of(sender, services.settings.sender_profiles)
    options, wish = ready[0].chunk.options, wish_for(ready, profile)
    lane = lane_of(options.category, options.purpose)
    grant = await services.senders.ask(sender, profile, lane, wish=wish, now=now)
    granted, unserved = share_out(ready, grant.units, profile)
    portions = [claim(portion, now) for portion in granted]
    later = {chunk.address: grant.wait_seconds for chunk in unserved}
    return Plan(settled, portions, {**delays, **later})


async def store_claims(plan: Plan, services: Services) -> Sequence[Portion]:
    """
    Store the claims; gives the portions as they stand then.

    Raises
    ------
    ConflictError
        Another worker was first; nothing was stored.
    """
    touched = [*plan.settled, *(portion.chunk for portion in plan.portions)]
    if not touched:
        return ()
    stored = await services.journal.claim(touched)
    claimed = zip(plan.portions, stored[len(plan.settled) :], strict=True)
    return [replace(portion, chunk=chunk) for portion, chunk in claimed]


def is_held(chunk: Chunk, now: datetime) -> bool:
    """Tell whether a worker has some of a chunk in hand."""
    return chunk.progress.claimed_until is not None and now < chunk.progress.claimed_until


def _seconds_held(chunk: Chunk, now: datetime) -> int:
    until = chunk.progress.claimed_until or now
    return int((until - now).total_seconds()) + 1
