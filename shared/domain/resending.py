"""
What somebody may have sent again, and what not.

Only the caller can decide that a text which may have arrived is worth a second one. So an
unknown message is sent again on request alone, and once for each request: with the request it
stops being unknown. Whatever has a report is not unknown and is let be.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from shared.domain.chunk import DISPATCH_FAILED, Chunk
from shared.domain.dispatching import resume
from shared.domain.restart import MAX_RESTARTS, Restart, RestartKind
from shared.domain.status import MessageStatus, status_of


class SkipReason(StrEnum):
    """Why a message is not taken up again although it is of the kind that was asked for."""

    EXPIRED = "expired"  # its time to live is over, and no new one was given
    IN_PROGRESS = "in_progress"  # a worker has its chunk in hand; ask again in a minute
    TOO_OFTEN = "too_often"  # its chunk was restarted `MAX_RESTARTS` times


@dataclass(frozen=True, slots=True)
class Restarted:
    """A chunk after a restart: whose messages wait again, and how many were skipped and why."""

    chunk: Chunk
    positions: tuple[int, ...] = ()
    skipped: Mapping[SkipReason, int] = field(default_factory=dict)


def restart(
    chunk: Chunk, kind: RestartKind, *, now: datetime, expires_at: datetime | None
) -> Restarted:
    """
    Take up again what is unknown (`RESEND`), or what failed before it left (`REDRIVE`).

    A chunk that a worker holds stays as it is. The same request again changes nothing more.

    Parameters
    ----------
    expires_at : datetime or None
        A new end of life; None: the old one, so that what has expired is skipped.
    """
    until = chunk.progress.claimed_until
    is_held = until is not None and now < until
    settled = chunk if is_held else resume(chunk, now)
    wanted = [p for p in range(len(chunk.recipients)) if _IS_WANTED[kind](settled, p, now)]
    reasons = {p: _reason_to_skip(settled, p, now, expires_at) for p in wanted}
    skipped = Counter(reason for reason in reasons.values() if reason)
    if is_held:
        return Restarted(chunk, skipped={SkipReason.IN_PROGRESS: len(wanted)} if wanted else {})
    positions = tuple(p for p, reason in reasons.items() if reason is None)
    if not positions:
        return Restarted(chunk, skipped=skipped)
    event = Restart(kind, now, positions, settled.progress.first_sent_at, expires_at)
    return Restarted(_with(settled, event), positions, skipped)


def _reason_to_skip(
    chunk: Chunk, position: int, now: datetime, expires_at: datetime | None
) -> SkipReason | None:
    if len(chunk.progress.restarts) >= MAX_RESTARTS:
        return SkipReason.TOO_OFTEN
    if now >= (expires_at or chunk.expires_at(position)):
        return SkipReason.EXPIRED
    return None


def _is_unknown(chunk: Chunk, position: int, now: datetime) -> bool:
    return status_of(chunk, position, now) is MessageStatus.UNKNOWN


def _has_failed_here(chunk: Chunk, position: int, _: datetime) -> bool:
    reported = chunk.recipients[position] in chunk.reports
    return chunk.progress.outcomes.get(position) == DISPATCH_FAILED and not reported


_IS_WANTED: Mapping[RestartKind, Callable[[Chunk, int, datetime], bool]] = {
    RestartKind.RESEND: _is_unknown,
    RestartKind.REDRIVE: _has_failed_here,
}


def _with(chunk: Chunk, event: Restart) -> Chunk:
    progress = chunk.progress
    outcomes = {p: o for p, o in progress.outcomes.items() if p not in event.positions}
    restarts = (*progress.restarts, event)
    waiting = replace(progress, outcomes=outcomes, restarts=restarts, attempt_count=0)
    return replace(chunk, progress=waiting)
