"""
The decisions of dispatching: settle, claim, apply results, give up.

The order is always: settle what time has decided (`settle`), claim (`claim`), check the opt-out
registry, build the calls (`calls_for`), apply the results (`apply_results`). Only what is stored
before a call can protect a recipient from a second message, so the claim is stored before the
carrier is called. Every function takes the batch as its row is now, and changes only its own part.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from send_sms.domain.batch import Batch, first_submitted_at, holds
from send_sms.domain.calls import MemberResult
from send_sms.domain.progress import CLOCK_TOLERANCE, Claim, Progress
from shared.carriers.registry import DEFAULT_CARRIER, LIMITS
from shared.carriers.sending import (
    CANCELLED,
    EXPIRED,
    OPTED_OUT,
    REPORTED,
    UNCERTAIN,
    UNKNOWN,
    Outcome,
    OutcomeKind,
    SendError,
    outcome_of,
)
from shared.domain.kinds import Category

CLAIM_TIME = timedelta(seconds=40)
"""How long a claim lasts: another worker must take over inside the repeatability window."""

RECORD_TIME = timedelta(seconds=10)
"""The end of a claim in which no call begins: the results must be recorded by then."""

SUBMIT_TIME = CLAIM_TIME - RECORD_TIME
"""Longer than a carrier's call may take."""

_MAY_HAVE_LEFT = {OutcomeKind.SENT, OutcomeKind.UNCERTAIN, OutcomeKind.UNKNOWN}
_WAS_SUBMITTED = {*_MAY_HAVE_LEFT, OutcomeKind.FAILED}


def without_secrets(batch: Batch, now: datetime) -> Batch:
    """Delete the texts of codes that are not needed any more."""
    if batch.shared_options.category is not Category.OTP:
        return batch
    from send_sms.domain.secret_text import erase_texts

    return erase_texts(batch, now)


def with_suppressed(batch: Batch, opted_out: Collection[str]) -> Batch:
    """Mark a new batch's recipients that are known to have opted out."""
    positions = tuple(p for p in batch.positions() if batch.recipients[p] in opted_out)
    return as_accepted(replace(batch, suppressed_at_accept=positions))


def as_accepted(batch: Batch) -> Batch:
    """Give a batch as it was when it was accepted, without what happened since."""
    outcomes = dict.fromkeys(batch.suppressed_at_accept, OPTED_OUT)
    return replace(batch, progress=Progress(outcomes=outcomes), reports={}, cancelled={})


def claimed_until(batch: Batch) -> datetime | None:
    """
    Tell when the claim on a batch ends; None: there is none.

    A worker whose clock is ahead states an end that is too late. The row was written after the
    claim began, so its time bounds the end.
    """
    claim = batch.progress.claim
    if claim is None:
        return None
    if batch.stored_at is None:
        return claim.until
    return min(claim.until, batch.stored_at + CLAIM_TIME)


def is_claimed(batch: Batch, now: datetime) -> bool:
    """Tell whether a claim on the batch holds."""
    until = claimed_until(batch)
    return until is not None and now < until


def settle(batch: Batch, now: datetime) -> Batch:
    """
    Settle what time has decided since the batch was last written.

    A claim that holds keeps its members. One that ran out ends and leaves its members uncertain:
    the worker may have died before or after the calls. A member that stays uncertain beyond the
    repeatability window is never tried again.
    """
    if _is_untouched(batch, now):
        return batch
    standing = batch.progress.claim if is_claimed(batch, now) else None
    outcomes = dict(batch.progress.outcomes)
    for position in batch.waiting_positions():
        if standing and holds(standing.positions, position):
            continue
        settled = _settled(batch, position, now)
        if settled:
            is_new = settled != outcomes.get(position)
            outcomes[position] = replace(settled, at=now) if is_new else settled
    settled_batch = released(batch, outcomes, now)
    return replace(settled_batch, progress=replace(settled_batch.progress, claim=standing))


def _is_untouched(batch: Batch, now: datetime) -> bool:
    """Tell whether nothing has happened to any member since the batch was accepted."""
    is_as_accepted = batch.progress == Progress() and not batch.cancelled
    return is_as_accepted and all(now < one.options.expires_at for one in batch.terms)


def _settled(batch: Batch, position: int, now: datetime) -> Outcome | None:
    first_sent_at = first_submitted_at(batch, position)
    if batch.generation(position) and position in batch.reports:
        return replace(REPORTED, first_sent_at=first_sent_at)
    is_cancelled = batch.is_cancelled(position)
    is_over = is_cancelled or now >= batch.expires_at(position)
    if first_sent_at is None:
        return (CANCELLED if is_cancelled else EXPIRED) if is_over else None
    is_late = now > first_sent_at + repeat_window_of(batch)
    if is_over or is_late or _is_dated_ahead(batch, first_sent_at):
        return replace(UNKNOWN, first_sent_at=first_sent_at)
    return batch.progress.outcomes.get(position) or replace(UNCERTAIN, first_sent_at=first_sent_at)


def _is_dated_ahead(batch: Batch, first_sent_at: datetime) -> bool:
    """
    Tell whether the worker that sent first had a clock that was ahead.

    When the repeatability window ends is not known then: a second try could be a second message.
    """
    return batch.stored_at is not None and first_sent_at > batch.stored_at + CLOCK_TOLERANCE


def repeat_window_of(batch: Batch) -> timedelta:
    """Tell how long a member of a batch may be tried again."""
    return LIMITS[batch.progress.carrier].repeat_window


def claim(
    batch: Batch,
    positions: Collection[int],
    claim_id: str,
    until: datetime,
    carrier: str = DEFAULT_CARRIER,
) -> Batch:
    """
    Claim members of a settled batch.

    The claim's first-sent time is that of the members that were never tried; an uncertain one
    keeps its own, because a second try is only safe with the ids *and* the time of the first
    (REST reference, "Repeatable requests").
    """
    claimed = Claim(claim_id, until, until - CLAIM_TIME, tuple(sorted(positions)))
    return replace(batch, progress=replace(batch.progress, claim=claimed, carrier=carrier))


def submit_seconds(claimed: Claim, now: datetime) -> float:
    """Tell how long calls of a claim may still begin and run; not above 0: no longer."""
    return (claimed.until - RECORD_TIME - now).total_seconds()


def apply_results(
    batch: Batch, claimed: Claim, results: Mapping[int, MemberResult], now: datetime
) -> Batch:
    """
    Apply the results of calls, and end the claim.

    Parameters
    ----------
    batch : Batch
        As its row is now; the claim may have shrunk since, and members may have been cancelled.
    results : mapping of position to MemberResult
        Members without one were not submitted.
    """
    held = _held_by(batch, claimed)
    applied = released(batch, _with_results(batch, held, results, now), now)
    is_retried = is_to_retry(claimed, applied)
    return replace(
        applied,
        progress=replace(
            applied.progress,
            recorded_claim_id=claimed.claim_id,
            attempt_count=batch.progress.attempt_count + 1 if is_retried else 0,
        ),
    )


def apply_known_results(
    batch: Batch, claimed: Claim, results: Mapping[int, MemberResult], now: datetime
) -> Batch:
    """Apply what is known so far; the claim keeps the other members."""
    held = _held_by(batch, claimed)
    known = replace(held, positions=tuple(p for p in held.positions if p in results))
    rest = replace(held, positions=tuple(p for p in held.positions if p not in results))
    applied = released(batch, _with_results(batch, known, results, now), now)
    return replace(applied, progress=replace(applied.progress, claim=rest))


def _held_by(batch: Batch, claimed: Claim) -> Claim:
    current = batch.progress.claim
    return current if current and batch.has_claim(claimed.claim_id) else claimed


def _with_results(
    batch: Batch, held: Claim, results: Mapping[int, MemberResult], now: datetime
) -> dict[int, Outcome]:
    outcomes = dict(batch.progress.outcomes)
    for position in held.positions:
        earlier = outcomes.get(position)
        outcome = _judged(results.get(position), earlier)
        if outcome is None and batch.is_cancelled(position):
            outcome = UNKNOWN if earlier else CANCELLED
        if outcome is None:
            continue
        first = earlier.first_sent_at if earlier else held.first_sent_at
        was_submitted = earlier is not None or outcome.kind in _WAS_SUBMITTED
        # Not `replace`: a campaign has a hundred thousand of these.
        outcomes[position] = Outcome(
            outcome.kind,
            outcome.provider_message_id,
            outcome.code,
            outcome.text,
            first if was_submitted else None,
            now,
        )
    return outcomes


def _judged(result: MemberResult, earlier: Outcome | None) -> Outcome | None:
    """A rejection of this try leaves an earlier, uncertain try uncertain."""
    if isinstance(result, SendError):
        result = outcome_of(result)
    if result is None:
        return None
    return UNKNOWN if earlier and result.kind not in _MAY_HAVE_LEFT else result


def is_to_retry(claimed: Claim, done: Batch) -> bool:
    """Tell whether anything of a claim must be tried again."""
    return not set(claimed.positions).isdisjoint(done.waiting_positions())


def give_up(batch: Batch, reason: Outcome, now: datetime) -> Batch:
    """
    End a batch whose work was poisoned.

    A member that was never submitted gets `reason`; one that may have been is unknown.
    """
    outcomes = dict(batch.progress.outcomes)
    for position in batch.waiting_positions():
        first_sent_at = first_submitted_at(batch, position)
        ended = UNKNOWN if first_sent_at else reason
        outcomes[position] = replace(ended, first_sent_at=first_sent_at, at=now)
    return released(batch, outcomes, now)


def released(batch: Batch, outcomes: Mapping[int, Outcome], now: datetime) -> Batch:
    """End the claim of a batch, with these outcomes, and delete the codes that are over."""
    known = outcomes
    if batch.progress.resends:
        known = {position: as_known(batch, position, one) for position, one in outcomes.items()}
    ended = replace(batch, progress=replace(batch.progress, outcomes=known, claim=None))
    return without_secrets(ended, now)


def as_known(batch: Batch, position: int, outcome: Outcome) -> Outcome:
    """Give an outcome as unknown where a resent message did not leave: an earlier try may have."""
    if outcome.kind in _MAY_HAVE_LEFT or not batch.generation(position):
        return outcome
    return replace(outcome, kind=OutcomeKind.UNKNOWN)
