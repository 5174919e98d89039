"""Pause a sender, let it go on, and tell how it stands."""

from dataclasses import dataclass
from datetime import datetime

from composition.services import Services
from senders.contract import SenderAnswer
from senders.domain.profile import SenderProfile, profile_of


@dataclass(frozen=True, slots=True)
class SenderState:
    """A sender's profile, and since when it is paused (None: it is not)."""

    sender: str
    profile: SenderProfile
    paused_since: datetime | None


async def state_of(sender: str, services: Services) -> SenderState:
    """Look a sender up; one that has never sent has the profile of its form."""
    profile = profile_of(sender, services.settings.sender_profiles)
    return SenderState(sender, profile, await services.senders.paused_since(sender, profile))


async def pause(sender: str, services: Services) -> SenderState:
    """Pause a sender: what has not been handed to ACS waits. Idempotent."""
    state = await state_of(sender, services)
    if state.paused_since is None:
        await services.senders.set_paused(sender, state.profile, services.clock())
    return await state_of(sender, services)


async def resume(sender: str, services: Services) -> SenderState:
    """Let a sender go on; its waiting work looks within a minute. Idempotent."""
    state = await state_of(sender, services)
    if state.paused_since is not None:
        await services.senders.set_paused(sender, state.profile, None)
    return await state_of(sender, services)


def sender_response(state: SenderState) -> SenderAnswer:
    """Answer `GET /senders/{sender}`."""
    return SenderAnswer(
        sender=state.sender,
        paused=state.paused_since is not None,
        paused_since=state.paused_since,
        units_per_minute=state.profile.limits.units_per_minute,
        units_per_day=state.profile.limits.units_per_day,
        unit=state.profile.unit,
    )
