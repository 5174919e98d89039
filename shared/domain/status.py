"""
The status of a message: a pure function of its chunk and the time.

Nothing stores a status. Reports may come twice, late, in any order or before the answer to
the send: the same rows always tell the same story.
"""

from collections import Counter
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.chunk import (
    EXPIRED,
    REPEATABILITY_WINDOW,
    UNKNOWN,
    Category,
    Chunk,
    OutcomeKind,
)
from shared.domain.delivery import DeliveryReport, DeliveryStatus


class MessageStatus(StrEnum):
    """Every status the API knows."""

    SCHEDULED = "scheduled"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    SUPPRESSED = "suppressed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    UNCONFIRMED = "unconfirmed"
    UNKNOWN = "unknown"


UNDECIDED = frozenset({MessageStatus.SCHEDULED, MessageStatus.QUEUED, MessageStatus.SENDING})
"""What has not left yet, for all we know."""

_BY_OUTCOME = {
    OutcomeKind.FAILED: MessageStatus.FAILED,
    OutcomeKind.SUPPRESSED: MessageStatus.SUPPRESSED,
    OutcomeKind.EXPIRED: MessageStatus.EXPIRED,
    OutcomeKind.CANCELLED: MessageStatus.CANCELLED,
    OutcomeKind.UNKNOWN: MessageStatus.UNKNOWN,
}


_BY_TIME = {MessageStatus.EXPIRED: EXPIRED, MessageStatus.UNKNOWN: UNKNOWN}


def confirmation_time(category: Category) -> timedelta:
    """How long a sent message may wait for its report before it is called unconfirmed."""
    return timedelta(minutes=15) if category is Category.OTP else timedelta(hours=72)


def report_of(chunk: Chunk, position: int) -> DeliveryReport | None:
    """Give the delivery report that counts for a message, if one has come."""
    reports = chunk.reports.get(chunk.recipients[position])
    return reports.final if reports else None


def status_of(chunk: Chunk, position: int, now: datetime) -> MessageStatus:
    """Tell what has become of a message by `now`."""
    report = report_of(chunk, position)
    if report:
        return MessageStatus(report.status)
    outcome = chunk.progress.outcomes.get(position)
    if outcome and outcome.kind in _BY_OUTCOME:
        return _BY_OUTCOME[outcome.kind]
    if outcome and outcome.kind is OutcomeKind.SENT:
        return _sent(chunk, now)
    in_hand = outcome is not None or position in chunk.progress.claimed
    if in_hand:
        window_ends = (chunk.progress.first_sent_at or now) + REPEATABILITY_WINDOW
        return MessageStatus.SENDING if now <= window_ends else MessageStatus.UNKNOWN
    return _waiting(chunk, position, now)


def failure_of(chunk: Chunk, position: int, now: datetime) -> tuple[str, str] | None:
    """Give code and words of why a message was not delivered, if anything did say so."""
    report = report_of(chunk, position)
    if report:
        is_delivered = report.status is DeliveryStatus.DELIVERED
        return None if is_delivered else (report.code or "failed", report.text)
    outcome = chunk.progress.outcomes.get(position)
    if outcome is None or outcome.kind is OutcomeKind.DOUBTFUL:
        # So it is by the time, whether or not a worker has noted it.
        outcome = _BY_TIME.get(status_of(chunk, position, now))
    return (outcome.code, outcome.text) if outcome and outcome.code else None


def count_by_status(chunk: Chunk, now: datetime) -> Counter[MessageStatus]:
    """Count a chunk's messages by status."""
    return Counter(status_of(chunk, position, now) for position in range(len(chunk.recipients)))


def _sent(chunk: Chunk, now: datetime) -> MessageStatus:
    sent_at = chunk.progress.sent_at
    waits = chunk.options.delivery_report and sent_at is not None
    if waits and sent_at and now > sent_at + confirmation_time(chunk.options.category):
        return MessageStatus.UNCONFIRMED
    return MessageStatus.SENT


def _waiting(chunk: Chunk, position: int, now: datetime) -> MessageStatus:
    if now >= chunk.expires_at(position):
        # One that was to be sent again may have left the time before.
        return MessageStatus.UNKNOWN if chunk.generation(position) else MessageStatus.EXPIRED
    if chunk.options.send_at and now < chunk.options.send_at:
        return MessageStatus.SCHEDULED
    return MessageStatus.QUEUED
