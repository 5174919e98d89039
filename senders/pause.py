"""Pause and resume a sender, and read its state; holds end by themselves."""

from dataclasses import dataclass

from senders.contract import PauseRequest
from senders.domain.activity import Activity
from senders.domain.profile import SenderProfile, SenderProfiles, profile_of
from senders.storage.holds import Switches
from senders.storage.senders import Senders
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
