"""
Which messages a request may resend.

Only the caller can decide that a text which may have arrived is worth sending again. So an unknown
message is resent on request only, and once for each request: the request ends the status unknown.
A message with a delivery report is not unknown and is not resent.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from send_sms.domain.batch import Batch, holds
from send_sms.domain.dispatching import settle
from send_sms.domain.progress import BAD_MESSAGE, MAX_RESENDS, Resend, ResendKind
from send_sms.domain.status import status_of
from shared.carriers.sending import OutcomeKind
from shared.domain.identifiers import SendAddress
from shared.domain.kinds import MessageStatus


class SkipReason(StrEnum):
    """Why a message is not resent although it is of the requested kind."""

    EXPIRED = "expired"  # its time to live has ended, and no new one was given
    IN_PROGRESS = "in_progress"  # it is being submitted; try again in a minute
    TOO_OFTEN = "too_often"  # its batch was resent `MAX_RESENDS` times
    TEXT_DELETED = "text_deleted"  # its text was a secret, and its time to live has ended


@dataclass(frozen=True, slots=True)
class ResendRequest:
    """
    A request to resend messages of a send.

    Attributes
    ----------
    kind : ResendKind
        What is unknown (`RESEND`), or what failed before it left (`REDRIVE`).
    expires_at : datetime or None
        A new end of life; None: the old one, so that what has expired is skipped.
    request_id : str
        Drawn for this request.
    """

    kind: ResendKind
    send: SendAddress
    at: datetime
    expires_at: datetime | None
    request_id: str


@dataclass(frozen=True, slots=True)
class Resent:
    """A batch after a resend: whose messages wait again, and how many were skipped and why."""

    batch: Batch
    positions: tuple[int, ...] = ()
    skipped: Mapping[SkipReason, int] = field(default_factory=dict)


def resend(batch: Batch, request: ResendRequest) -> Resent:
    """
    Resend messages of a batch.

    Members that a worker has claimed are skipped, and its claim on them stays. A repeated request
    changes nothing.
    """
    now = request.at
    settled = settle(batch, now)
    wanted = [
        p for p in settled.positions_of(request.send) if _IS_WANTED[request.kind](settled, p, now)
    ]
    reasons = {p: _reason_to_skip(settled, p, request) for p in wanted}
    skipped = Counter(reason for reason in reasons.values() if reason)
    positions = tuple(p for p, reason in reasons.items() if reason is None)
    if not positions:
        return Resent(batch, skipped=skipped)
    return Resent(_resent(settled, request, positions), positions, skipped)


def _reason_to_skip(batch: Batch, position: int, request: ResendRequest) -> SkipReason | None:
    if position in batch.erased:
        return SkipReason.TEXT_DELETED
    claimed = batch.progress.claim
    if claimed and holds(claimed.positions, position):
        return SkipReason.IN_PROGRESS
    if len(batch.progress.resends) >= MAX_RESENDS:
        return SkipReason.TOO_OFTEN
    if request.at >= (request.expires_at or batch.expires_at(position)):
        return SkipReason.EXPIRED
    return None


def _is_unknown(batch: Batch, position: int, now: datetime) -> bool:
    return status_of(batch, position, now) is MessageStatus.UNKNOWN


def _has_not_left(batch: Batch, position: int, _: datetime) -> bool:
    """Tell whether it failed here or at the carrier's door: what may have left is unknown."""
    outcome = batch.progress.outcomes.get(position)
    if outcome is None or outcome.kind is not OutcomeKind.FAILED:
        return False
    return outcome.code != BAD_MESSAGE and position not in batch.reports


_IS_WANTED: Mapping[ResendKind, Callable[[Batch, int, datetime], bool]] = {
    ResendKind.RESEND: _is_unknown,
    ResendKind.REDRIVE: _has_not_left,
}


def _resent(batch: Batch, request: ResendRequest, positions: tuple[int, ...]) -> Batch:
    progress = batch.progress
    tried = [o.first_sent_at for p in positions if (o := progress.outcomes.get(p))]
    latest = max((moment for moment in tried if moment), default=None)
    event = Resend(
        request.kind, request.at, positions, latest, request.expires_at, request.request_id
    )
    outcomes = {p: o for p, o in progress.outcomes.items() if not holds(positions, p)}
    waiting = replace(
        progress, outcomes=outcomes, resends=(*progress.resends, event), attempt_count=0
    )
    return replace(batch, progress=waiting)
