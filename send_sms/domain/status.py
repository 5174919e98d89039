"""
The status of a message: a pure function of its batch and the time.

A status is never stored. Reports may arrive twice, late, in any order or before the result of the
call; the same rows always give the same status.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from send_sms.domain.batch import Batch, first_submitted_at
from shared.carriers.events import DeliveryReport, DeliveryStatus
from shared.carriers.registry import LIMITS
from shared.carriers.sending import CANCELLED, EXPIRED, UNKNOWN, Outcome, OutcomeKind
from shared.domain.kinds import Category, MessageStatus

_BY_OUTCOME = {
    OutcomeKind.FAILED: MessageStatus.FAILED,
    OutcomeKind.SUPPRESSED: MessageStatus.SUPPRESSED,
    OutcomeKind.EXPIRED: MessageStatus.EXPIRED,
    OutcomeKind.CANCELLED: MessageStatus.CANCELLED,
    OutcomeKind.SIMULATED: MessageStatus.SIMULATED,
    OutcomeKind.UNKNOWN: MessageStatus.UNKNOWN,
}


_BY_TIME = {
    MessageStatus.EXPIRED: EXPIRED,
    MessageStatus.CANCELLED: CANCELLED,
    MessageStatus.UNKNOWN: UNKNOWN,
}


def confirmation_time(category: Category) -> timedelta:
    """How long a sent message may wait for its report before it is called unconfirmed."""
    return timedelta(minutes=15) if category is Category.OTP else timedelta(hours=72)


def report_of(batch: Batch, position: int) -> DeliveryReport | None:
    """Give the delivery report that counts for a message, if one has come."""
    reports = batch.reports.get(position)
    return reports.final if reports else None


def status_of(batch: Batch, position: int, now: datetime) -> MessageStatus:
    """Give the status of a message at `now`."""
    report = report_of(batch, position)
    if report:
        return MessageStatus(report.status)
    outcome = batch.progress.outcomes.get(position)
    if outcome and outcome.kind in _BY_OUTCOME:
        return _BY_OUTCOME[outcome.kind]
    if outcome and outcome.kind is OutcomeKind.SENT:
        return _sent(batch, position, outcome, now)
    first_sent_at = first_submitted_at(batch, position)
    if first_sent_at:
        is_open = now <= first_sent_at + LIMITS[batch.progress.carrier].repeat_window
        return MessageStatus.SENDING if is_open else MessageStatus.UNKNOWN
    return _waiting(batch, position, now)


def next_change_at(batch: Batch, position: int, now: datetime) -> datetime | None:
    """Tell when time alone changes the status of an unreported message next; None: it does not."""
    outcome = batch.progress.outcomes.get(position)
    if outcome and outcome.kind in _BY_OUTCOME:
        return None
    moments: tuple[datetime | None, ...] = ()
    if outcome and outcome.kind is OutcomeKind.SENT:
        options = batch.options_of(position)
        if options.delivery_report and outcome.at:
            moments = (outcome.at + confirmation_time(options.category),)
    elif first_sent_at := first_submitted_at(batch, position):
        moments = (first_sent_at + LIMITS[batch.progress.carrier].repeat_window,)
    else:
        moments = (batch.shared_options.send_at, batch.expires_at(position))
    return min((moment for moment in moments if moment and moment >= now), default=None)


def failure_of(
    batch: Batch, position: int, now: datetime, status: MessageStatus | None = None
) -> tuple[str, str] | None:
    """
    Give code and text of why a message was not delivered, if a reason is known.

    Parameters
    ----------
    status : MessageStatus or None
        The status at `now`, which is looked for if it is not given.
    """
    report = report_of(batch, position)
    if report:
        is_delivered = report.status is DeliveryStatus.DELIVERED
        return None if is_delivered else (report.code or "failed", report.text)
    outcome = batch.progress.outcomes.get(position)
    if outcome is None or outcome.kind is OutcomeKind.UNCERTAIN:
        # Time decides, whether or not a worker has recorded it.
        outcome = _BY_TIME.get(status or status_of(batch, position, now))
    return (outcome.code, outcome.text) if outcome and outcome.code else None


def carrier_text_of(batch: Batch, position: int) -> str:
    """Give the carrier's own words about a failure, where the text has others; else empty."""
    report = report_of(batch, position)
    return report.carrier_text if report else ""


def count_by_status(
    batch: Batch, now: datetime, positions: Iterable[int] | None = None
) -> Counter[MessageStatus]:
    """Count a batch's messages by status: all, or those of some positions."""
    counted = batch.positions() if positions is None else positions
    return Counter(status_of(batch, position, now) for position in counted)


def _sent(batch: Batch, position: int, outcome: Outcome, now: datetime) -> MessageStatus:
    options = batch.options_of(position)
    if not options.delivery_report or outcome.at is None:
        return MessageStatus.SENT
    is_overdue = now > outcome.at + confirmation_time(options.category)
    return MessageStatus.UNCONFIRMED if is_overdue else MessageStatus.SENT


def _waiting(batch: Batch, position: int, now: datetime) -> MessageStatus:
    is_cancelled = batch.is_cancelled(position)
    if is_cancelled or now >= batch.expires_at(position):
        if batch.generation(position):  # its earlier submission may have been sent
            return MessageStatus.UNKNOWN
        return MessageStatus.CANCELLED if is_cancelled else MessageStatus.EXPIRED
    send_at = batch.shared_options.send_at
    if send_at and now < send_at:
        return MessageStatus.SCHEDULED
    return MessageStatus.QUEUED
