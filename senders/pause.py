"""Pause and resume a sender, and read its state; holds end by themselves."""

from dataclasses import dataclass
from datetime import datetime

from senders.contract import SenderAnswer, SenderHealth, hold_response
from senders.domain.hold import Hold
from senders.domain.profile import SenderProfile, SenderProfiles, profile_of
from senders.storage.senders import Senders
from shared.runtime import Clock


@dataclass(frozen=True, slots=True)
class SenderOverview:
    """A sender's profile, since when it is paused, and its hold (None: it is not)."""

    sender: str
    profile: SenderProfile
    paused_since: datetime | None
    hold: Hold | None = None


async def state_of(sender: str, senders: Senders, profiles: SenderProfiles) -> SenderOverview:
    """Look a sender up; one that has never sent has the profile of its form."""
    profile = profile_of(sender, profiles)
    return SenderOverview(sender, profile, *await senders.read_switches(sender, profile))


async def pause(
    sender: str, senders: Senders, profiles: SenderProfiles, clock: Clock
) -> SenderOverview:
    """Pause a sender: messages that have not been submitted wait. Idempotent."""
    state = await state_of(sender, senders, profiles)
    if state.paused_since is None:
        await senders.set_paused(sender, state.profile, clock())
    return await state_of(sender, senders, profiles)


async def resume(sender: str, senders: Senders, profiles: SenderProfiles) -> SenderOverview:
    """Resume a sender; its waiting work continues within 5 seconds. Idempotent."""
    state = await state_of(sender, senders, profiles)
    if state.paused_since is not None:
        await senders.set_paused(sender, state.profile, None)
    return await state_of(sender, senders, profiles)


def _health(state: SenderOverview) -> SenderHealth:
    if state.paused_since:
        return SenderHealth.PAUSED
    return SenderHealth.HELD if state.hold else SenderHealth.OK


def sender_response(state: SenderOverview) -> SenderAnswer:
    """Build the response to `GET /senders/{sender}`."""
    return SenderAnswer(
        sender=state.sender,
        health=_health(state),
        paused=state.paused_since is not None,
        paused_since=state.paused_since,
        units_per_minute=state.profile.limits.units_per_minute,
        units_per_day=state.profile.limits.units_per_day,
        unit=state.profile.unit,
        hold=hold_response(state.hold) if state.hold else None,
    )
