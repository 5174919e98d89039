"""Whether the members of a new batch may leave from where they were accepted."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from send_sms.plan import prepare, seconds_until_open, sender_profile, soonest, unit_request
from senders.domain.rate_window import RateWindow
from senders.storage.senders import SenderState, UnitRequest, decide_grant
from shared.domain.accepting import with_suppressed
from shared.domain.allocation import allocate, units_wanted
from shared.domain.batch import Batch
from shared.domain.dispatching import CLAIM_TIME, claim
from shared.domain.identifiers import MEMBERS_PER_BLOCK
from shared.services import Services

DECISION_TIME = timedelta(seconds=1)
"""How long the registry and the rate limiter may take; after it the dispatcher takes over."""


@dataclass(frozen=True, slots=True)
class ImmediateSubmission:
    """
    What of a new batch leaves at once, decided before it is stored.

    Attributes
    ----------
    batch : Batch
        With the recipients that are known to have opted out, and the claim on those that leave.
    wait_seconds : int or None
        When the dispatcher is to look at the others; None: there are none.
    pace : Pace or None
        What is to be booked for those that leave; None: nothing limits the sender.
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
    services: Services,
    began: datetime,
) -> ImmediateSubmission:
    """
    Decide what leaves at once.

    Parameters
    ----------
    opted_out : frozenset of str or None
        Who has opted out; None: the registry did not answer in time.
    state : SenderState or None
        How the sender stands; None: unknown in time.
    began : datetime
        When these were asked, and the claim begins.
    """
    if opted_out is not None:
        batch = with_suppressed(batch, opted_out)
    now = services.clock()
    is_known = opted_out is not None and state is not None and now - began <= DECISION_TIME
    is_small = len(batch.recipients) <= MEMBERS_PER_BLOCK
    if state is None or not is_known or not is_small or services.rounds.is_busy:
        return ImmediateSubmission(batch)
    prepared = prepare(batch, services.settings.quiet_hours, now)
    is_settled = prepared.batch.progress.outcomes != batch.progress.outcomes
    if not prepared.ready or is_settled:
        # What time has decided (quiet hours, expiry) is the dispatcher's to record and to publish.
        opens = None if is_settled else seconds_until_open(prepared, now)
        return ImmediateSubmission(batch, opens or 0)
    request = unit_request(batch, prepared.ready, services, now)
    window, granted = decide_grant(state, request)
    positions = allocate(batch, prepared.ready, granted.units, request.profile)
    if not positions:
        return ImmediateSubmission(batch, granted.wait_seconds if state.is_paused else 0)
    wait_seconds = seconds_until_open(prepared, now)
    if len(positions) < len(prepared.ready):
        wait_seconds = soonest(wait_seconds, granted.wait_seconds)
    claimed = claim(batch, positions, services.new_id(), began + CLAIM_TIME)
    demand = units_wanted(batch, positions, sender_profile(batch, services))
    return ImmediateSubmission(
        claimed, wait_seconds, window, replace(request, demand=demand, booking_id=services.new_id())
    )
