"""
Plan what of a batch is submitted now, and when the dispatcher looks at the rest.

`plan_immediate_submission` plans a new batch before it is stored, `plan_for` a stored one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from send_sms.dispatching.sender_report import log_refused
from send_sms.domain.batch import Batch
from send_sms.domain.calls import allocate, units_wanted
from send_sms.domain.dispatching import (
    CLAIM_TIME,
    claim,
    is_claimed,
    settle,
    with_suppressed,
    without_secrets,
)
from send_sms.domain.quiet_hours import QuietHoursPolicy, QuietHoursResult, apply_quiet_hours
from send_sms.sending import Sending
from senders.domain.profile import SenderProfile, profile_of
from senders.domain.rate_limiter import lane_of
from senders.domain.rate_window import RateWindow
from senders.storage.senders import SenderState, UnitRequest, decide_grant
from shared.domain.errors import ConflictError
from shared.domain.identifiers import MEMBERS_PER_BLOCK

DECISION_TIME = timedelta(seconds=1)
"""How long the registry and the rate limiter may take; then the dispatcher takes over."""


@dataclass(frozen=True, slots=True)
class ImmediateSubmission:
    """
    What of a new batch is submitted at once, decided before it is stored.

    Attributes
    ----------
    batch : Batch
        With the known opted-out recipients, and the claim on the members to submit.
    wait_seconds : int or None
        When the dispatcher is to look at the others; None: there are none.
    window : RateWindow or None
        The rate window to store for those that leave; None: nothing limits the sender.
    request : UnitRequest or None
        The units that are to be booked.
    """

    batch: Batch
    wait_seconds: int | None = 0
    window: RateWindow | None = None
    request: UnitRequest | None = None


def plan_immediate_submission(
    batch: Batch,
    opted_out: frozenset[str] | None,
    state: SenderState | None,
    sending: Sending,
    began: datetime,
) -> ImmediateSubmission:
    """
    Decide what is submitted at once.

    Parameters
    ----------
    opted_out : frozenset of str or None
        The opted-out recipients; None: the registry did not respond in time.
    state : SenderState or None
        The state of the sender; None: not known in time.
    began : datetime
        When these were asked, and the claim begins.
    """
    if opted_out is not None:
        batch = without_secrets(with_suppressed(batch, opted_out), began)
    now = sending.clock()
    is_known = opted_out is not None and now - began <= DECISION_TIME
    if state is None or not is_known or not _is_for_this_worker(batch, sending):
        return ImmediateSubmission(batch)
    prepared = prepare(batch, sending.rules.quiet_hours, now)
    wait_seconds = _seconds_before_submission(batch, prepared, state, sending, now)
    if wait_seconds is not None:
        return ImmediateSubmission(batch, wait_seconds)
    return _claim_granted(batch, prepared, state, sending, now=now, ends_at=began + CLAIM_TIME)


def _is_for_this_worker(batch: Batch, sending: Sending) -> bool:
    lane = lane_of(batch.shared_options.category, batch.shared_options.purpose)
    is_small = len(batch.recipients) <= MEMBERS_PER_BLOCK
    return is_small and not sending.runtime.rounds.is_busy_in(lane)


def _seconds_before_submission(
    batch: Batch, prepared: QuietHoursResult, state: SenderState, sending: Sending, now: datetime
) -> int | None:
    """Tell when the dispatcher is to submit instead of this worker; None: this worker may."""
    is_settled = prepared.batch.progress.outcomes != batch.progress.outcomes
    if is_settled:  # the dispatcher records and publishes what time has decided
        return 0
    if not prepared.ready:
        return seconds_until_open(prepared, now) or 0
    if state.is_paused:
        return sending.senders.paused_wait_seconds(batch.sender, now)
    return state.hold.wait_seconds(now) if state.hold else None  # the dispatcher probes


def _claim_granted(
    batch: Batch,
    prepared: QuietHoursResult,
    state: SenderState,
    sending: Sending,
    *,
    now: datetime,
    ends_at: datetime,
) -> ImmediateSubmission:
    """Claim the members for which the rate limiter grants units now."""
    request = replace(unit_request(batch, prepared.ready, sending, now), may_probe=False)
    window, granted = decide_grant(state, request)
    positions = allocate(batch, prepared.ready, granted.units, request.profile)
    if not positions:
        return ImmediateSubmission(batch)
    wait_seconds = seconds_until_open(prepared, now)
    if len(positions) < len(prepared.ready):
        wait_seconds = soonest(wait_seconds, granted.wait_seconds)
    claimed = claim(batch, positions, sending.ids.new_id(), ends_at, sending.gateway.name)
    demand = units_wanted(batch, positions, sender_profile(batch, sending))
    return ImmediateSubmission(
        claimed,
        wait_seconds,
        window,
        replace(request, demand=demand, booking_id=sending.ids.new_id()),
    )


@dataclass(frozen=True, slots=True)
class Plan:
    """
    What is to be done with a batch now.

    Attributes
    ----------
    positions : tuple of int
        Members that were granted units.
    wait_seconds : int or None
        When to look again because of the others; None: there are none.
    probe_id : str
        Of the probe of a held sender that these members are for; else empty.
    """

    positions: tuple[int, ...] = ()
    wait_seconds: int | None = None
    probe_id: str = ""


def prepare(batch: Batch, policy: QuietHoursPolicy, now: datetime) -> QuietHoursResult:
    """Settle what time has decided, and sort out who may be sent to at this hour."""
    return apply_quiet_hours(settle(batch, now), policy, now)


async def plan_for(prepared: QuietHoursResult, sending: Sending) -> Plan:
    """Ask the rate limiter for the members of a settled batch that may be sent to now."""
    batch, now = prepared.batch, sending.clock()
    wait_seconds = seconds_until_open(prepared, now)
    if not prepared.ready:
        return Plan((), wait_seconds)
    request = unit_request(batch, prepared.ready, sending, now)
    grant = await sending.senders.request_units(request)
    if grant.hold:
        log_refused(batch.sender, grant.hold, now)
    positions = allocate(batch, prepared.ready, grant.units, request.profile)
    if len(positions) < len(prepared.ready):
        wait_seconds = soonest(wait_seconds, grant.wait_seconds)
    return Plan(positions, wait_seconds, grant.probe_id)


def unit_request(
    batch: Batch, positions: tuple[int, ...], sending: Sending, now: datetime
) -> UnitRequest:
    """Ask for the units of some members; there must be one."""
    profile = sender_profile(batch, sending)
    lane = lane_of(batch.shared_options.category, batch.shared_options.purpose)
    demand = units_wanted(batch, positions, profile)
    return UnitRequest(batch.sender, profile, lane, demand, now)


def sender_profile(batch: Batch, sending: Sending) -> SenderProfile:
    """Give the profile of a batch's sender."""
    return profile_of(batch.sender, sending.rules.profiles)


async def opted_out_among(
    batch: Batch, positions: Iterable[int], sending: Sending
) -> frozenset[str]:
    """
    Tell which recipients must not be sent to; two operations.

    Raises
    ------
    StorageError
        The registry is unavailable.
    """
    if batch.is_exempt_from_opt_out:
        return frozenset()
    recipients = sorted({batch.recipients[position] for position in positions})
    if not recipients:
        return frozenset()
    category = batch.shared_options.category
    return await sending.opt_outs.opted_out_among(batch.sender, recipients, category)


def seconds_until_open(prepared: QuietHoursResult, now: datetime) -> int | None:
    """Tell when quiet hours end for the first member that they hold back; None: for none."""
    opens_at = prepared.opens_at
    return max(0, ceil((opens_at - now).total_seconds())) if opens_at else None


def soonest(*waits: int | None) -> int | None:
    """Give the shortest of waits, of which some may be missing."""
    return min((one for one in waits if one is not None), default=None)


def claiming(
    plan: Plan, claim_id: str, carrier: str, policy: QuietHoursPolicy, now: datetime
) -> Callable[[Batch], Batch | None]:
    """
    Decide how a plan's members are claimed, whatever happened to the row in the meantime.

    Members that were cancelled or reported since are not claimed. The decision raises
    ConflictError where another worker holds a claim, and is None where this claim is stored.
    """

    def decide(batch: Batch) -> Batch | None:
        if batch.has_claim(claim_id):
            return None
        if is_claimed(batch, now):
            raise ConflictError
        prepared = prepare(batch, policy, now)
        ready = set(prepared.ready)
        positions = [position for position in plan.positions if position in ready]
        return claim(prepared.batch, positions, claim_id, now + CLAIM_TIME, carrier)

    return decide
