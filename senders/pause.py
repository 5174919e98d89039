"""Pause and resume a sender, and read its state; holds end by themselves."""

from dataclasses import dataclass

from senders.contract import (
    ActivityAnswer,
    PauseRequest,
    SenderAnswer,
    SenderHealth,
    activity_response,
    hold_response,
)
from senders.domain.activity import Activity
from senders.domain.profile import SenderProfile, SenderProfiles, profile_of
from senders.storage.holds import Switches
from senders.storage.senders import Senders
from shared.domain.sender import parse_sender
from shared.runtime import Clock

_NO_WORDS = PauseRequest()


@dataclass(frozen=True, slots=True)
class SenderOverview:
    """
    A sender.

    Attributes
    ----------
    used_units : int or None
        Units granted in the last minute; None: not read.
    activity : Activity or None
        None: not counted.
    """

    sender: str
    profile: SenderProfile
    switches: Switches
    used_units: int | None = None
    activity: Activity | None = None


async def state_of(sender: str, senders: Senders, profiles: SenderProfiles) -> SenderOverview:
    """Look a sender up; one that has never sent has the profile of its form."""
    profile = profile_of(sender, profiles)
    return SenderOverview(sender, profile, await senders.read_switches(sender, profile))


async def pause(
    sender: str,
    senders: Senders,
    profiles: SenderProfiles,
    clock: Clock,
    *,
    why: PauseRequest = _NO_WORDS,
) -> SenderOverview:
    """
    Pause a sender: messages that have not been submitted wait.

    Idempotent: a sender that is paused keeps the moment and the reason of its first pause.
    """
    state = await state_of(sender, senders, profiles)
    if state.switches.paused_since is None:
        await senders.set_paused(sender, state.profile, clock(), reason=why.reason, actor=why.actor)
    return await state_of(sender, senders, profiles)


async def resume(sender: str, senders: Senders, profiles: SenderProfiles) -> SenderOverview:
    """Resume a sender; its waiting work continues within 5 seconds. Idempotent."""
    state = await state_of(sender, senders, profiles)
    if state.switches.paused_since is not None:
        await senders.set_paused(sender, state.profile, None)
    return await state_of(sender, senders, profiles)


def _health(switches: Switches) -> SenderHealth:
    if switches.paused_since:
        return SenderHealth.PAUSED
    return SenderHealth.HELD if switches.hold else SenderHealth.OK


def sender_response(state: SenderOverview) -> SenderAnswer:
    """Build the response to `GET /senders/{sender}`."""
    switches, limits = state.switches, state.profile.limits
    return SenderAnswer(
        sender=state.sender,
        kind=parse_sender(state.sender).kind,
        health=_health(switches),
        paused=switches.paused_since is not None,
        paused_since=switches.paused_since,
        pause_reason=switches.pause_reason or None,
        paused_by=switches.paused_by or None,
        units_per_minute=limits.units_per_minute,
        units_per_day=limits.units_per_day,
        unit=state.profile.unit,
        hold=hold_response(switches.hold) if switches.hold else None,
        used_units=state.used_units,
        activity=_activity(state),
    )


def _activity(state: SenderOverview) -> ActivityAnswer | None:
    if state.activity is None:
        return None
    switches = state.switches
    is_paused = switches.paused_since is not None
    return activity_response(state.activity, is_paused=is_paused, hold=switches.hold)
