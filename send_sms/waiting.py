"""What waiting messages wait for: reads the sender's state where it matters, and stores nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from send_sms.domain.batch import Batch
from send_sms.domain.status import status_of
from send_sms.domain.waiting import Wait, WaitConditions
from send_sms.sending import Rules
from senders.domain.profile import profile_of
from senders.domain.rate_limiter import UnitDemand, lane_of
from senders.storage.senders import Senders, SenderState, UnitRequest, decide_grant
from shared.domain.kinds import MessageStatus, WaitReason

WaitConditionsOf = Callable[[Batch], WaitConditions]


@dataclass(frozen=True, slots=True)
class WaitReader:
    """Reads what messages of a sender may wait for."""

    senders: Senders
    rules: Rules

    async def read(self, batches: Sequence[Batch], now: datetime) -> WaitConditionsOf:
        """
        Tell for each of some batches of one sender what its messages may wait for.

        One operation if any message is queued, else none.

        Raises
        ------
        StorageError
            The sender's state cannot be read.
        """
        queued = next((batch for batch in batches if _has_queued(batch, now)), None)
        state = await self._state_of(queued) if queued else None
        return partial(self._conditions, state, now)

    async def _state_of(self, batch: Batch) -> SenderState:
        profile = profile_of(batch.sender, self.rules.profiles)
        return await self.senders.read_state(batch.sender, profile)

    def _conditions(self, state: SenderState | None, now: datetime, batch: Batch) -> WaitConditions:
        if state is None:
            return WaitConditions(self.rules.quiet_hours)
        profile = profile_of(batch.sender, self.rules.profiles)
        lane = lane_of(batch.shared_options.category, batch.shared_options.purpose)
        request = UnitRequest(batch.sender, profile, lane, UnitDemand(1), now)
        return WaitConditions(
            self.rules.quiet_hours, _stop(state, now), _rate_limit(state, request)
        )


def _has_queued(batch: Batch, now: datetime) -> bool:
    statuses = (status_of(batch, position, now) for position in batch.waiting_positions())
    return MessageStatus.QUEUED in statuses


def _stop(state: SenderState, now: datetime) -> Wait | None:
    if state.is_paused:
        return Wait(WaitReason.SENDER_PAUSED)
    if state.hold is None:
        return None
    next_attempt_at = max(now, state.hold.next_attempt_at)
    return Wait(WaitReason.CARRIER_REFUSES, next_attempt_at, state.hold.message)


def _rate_limit(state: SenderState, request: UnitRequest) -> Wait | None:
    """Ask the limiter what it would grant now; what others have booked comes first."""
    _, grant = decide_grant(state, request)
    if not grant.units:
        later = request.now + timedelta(seconds=grant.wait_seconds)
        return Wait(WaitReason.SENDER_PACED, later)
    booked = state.window.bookings.get(request.lane, 0)
    if booked <= request.now.timestamp():
        return None
    return Wait(WaitReason.SENDER_PACED, datetime.fromtimestamp(booked, UTC))
