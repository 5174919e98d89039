"""From a sender's state to the answer of the API."""

from senders.pause import SenderState
from shared.contract.answers import SenderAnswer


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
