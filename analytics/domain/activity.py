"""
What messages wait for, and what became of those of the last hour: counted with the day's figures.

`count_queued` and `count_outcomes` give what a batch adds to its cell, `activity_of` reads it back.
Times are minutes and quarters of an hour, so that a count stays small.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from analytics.domain.day_count import Counts, Measure, details, middle_of, slot_of, slot_start
from send_sms.domain.quiet_hours import QuietHoursPolicy, next_open
from senders.domain.activity import Activity
from shared.carriers.sending import OutcomeKind
from shared.domain.kinds import Category, MessageStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analytics.domain.day_count import DayRecord
    from send_sms.domain.batch import Batch

LAST_HOUR = timedelta(hours=1)
"""Of outcomes; counted from the quarter of an hour that an hour ago lies in."""

_REPORTED = frozenset({MessageStatus.DELIVERED, MessageStatus.FAILED})
_MINUTE_SECONDS = 60
_TO_SENT, _TO_DELIVERED = "sent", "delivered"


def count_queued(batch: Batch, positions: Iterable[int], now: datetime) -> Counts:
    """
    Count queued messages by the minute in which they became due.

    Marketing in quiet hours is counted by the minute in which these end too, whatever the policy:
    so the count need not be renewed then.
    """
    return Counter((Measure.QUEUED, _due_text(batch, position, now)) for position in positions)


def _due_text(batch: Batch, position: int, now: datetime) -> str:
    resent_at = [one.at for one in batch.resends_of(position)] if batch.progress.resends else ()
    due = max(filter(None, (batch.accepted_at, batch.shared_options.send_at, *resent_at)))
    if batch.shared_options.category is not Category.MARKETING:
        return f"{_minute_of(due)}"
    number = batch.recipients[position]
    opens_at = next_open(number, now)
    if opens_at is not None and opens_at > now:
        return f"{_minute_of(due)} {_minute_of(opens_at)}"
    # Quiet hours may have ended since: the first ones, or those of the last hour.
    began_at = (due, now - LAST_HOUR)
    opened_at = [one for at in began_at if (one := next_open(number, at)) and at < one <= now]
    return f"{_minute_of(max([due, *opened_at]))}"


def _minute_of(moment: datetime | None) -> int:
    return int(moment.timestamp()) // _MINUTE_SECONDS if moment else 0


def count_outcomes(
    batch: Batch, statuses: Mapping[int, MessageStatus], codes: Mapping[int, str], now: datetime
) -> Counts:
    """
    Count what became of messages by the quarter of an hour of their outcome; of the last hour.

    Parameters
    ----------
    codes : mapping of position to str
        Why messages failed of which a report says so.
    """
    first = now - LAST_HOUR
    counts: Counts = Counter()
    for position, status in statuses.items():
        outcome = batch.progress.outcomes.get(position)
        if outcome and outcome.at and outcome.at >= first:
            is_submitted = outcome.kind is OutcomeKind.SENT
            code = codes.get(position) or outcome.code
            detail = f"{slot_of(outcome.at)} {is_submitted:d} {status} {code}"
            counts[Measure.OUTCOME, detail] += 1
    return counts


def count_times_lately(
    counts: Counts,
    waits: Counter[tuple[int, int]],
    deliveries: Counter[tuple[int, int]],
    attempts: Counter[tuple[int, int]],
    now: datetime,
) -> None:
    """
    Count how long messages of the last hour waited, and how long carrier and delivery took.

    Parameters
    ----------
    waits, deliveries, attempts : counter of (int, int)
        Messages by the quarter of an hour in which they were sent, and the bucket of the time.
    """
    first = slot_of(now - LAST_HOUR)
    for kind, times in ((_TO_SENT, waits), (_TO_DELIVERED, deliveries)):
        for (slot, bucket), count in times.items():
            if slot >= first:
                counts[Measure.LATELY, f"{slot} {kind} {bucket}"] += count
    # Of its own: an earlier version leaves out measures, but no kinds, that it does not know.
    for (slot, bucket), count in attempts.items():
        if slot >= first:
            counts[Measure.ACCEPTED_LATELY, f"{slot} {bucket}"] += count


def activity_of(records: Iterable[DayRecord], policy: QuietHoursPolicy, now: datetime) -> Activity:
    """Tell what the messages of one sender do, by the counts of its days."""
    total: Counts = Counter()
    unknown: Counter[str] = Counter()
    unknown_slots: set[int] = set()
    unreadable_slots: set[int] = set()
    for record in records:
        for cell, counts in record.counts.items():
            total.update(counts)
            if count := counts[Measure.STATUS, MessageStatus.UNKNOWN]:
                unknown[cell.campaign] += count
                unknown_slots.add(cell.slot)
            if counts[Measure.UNREADABLE, ""]:
                unreadable_slots.add(cell.slot)
    return Activity(
        scheduled_count=total[Measure.STATUS, MessageStatus.SCHEDULED],
        unknown=unknown,
        unknown_since=slot_start(min(unknown_slots)) if unknown_slots else None,
        unreadable_count=total[Measure.UNREADABLE, ""],
        unreadable_since=slot_start(min(unreadable_slots)) if unreadable_slots else None,
        **_queue_members(details(total, Measure.QUEUED), policy, now),
        **_outcome_members(details(total, Measure.OUTCOME), now),
        **_time_members(details(total, Measure.LATELY), now),
        to_accepted=_accepted_times(details(total, Measure.ACCEPTED_LATELY), now),
    )


def _queue_members(
    by_detail: Mapping[str, int], policy: QuietHoursPolicy, now: datetime
) -> dict[str, Any]:
    waits = policy is QuietHoursPolicy.RESCHEDULE
    due: Counter[datetime] = Counter()
    quiet: Counter[datetime] = Counter()
    for detail, count in by_detail.items():
        due_at, opens_at = (_moment_of(text) for text in (*detail.split(), "0")[:2])
        if waits and opens_at > now:
            quiet[opens_at] += count
        else:
            due[max(due_at, opens_at) if waits else due_at] += count
    return {
        "quiet_count": quiet.total(),
        "next_open_at": min(quiet, default=None),
        "due_count": due.total(),
        "oldest_due_at": min(due, default=None),
    }


def _moment_of(minute: str) -> datetime:
    return datetime.fromtimestamp(int(minute) * _MINUTE_SECONDS, UTC)


def _outcome_members(by_detail: Mapping[str, int], now: datetime) -> dict[str, Any]:
    first = slot_of(now - LAST_HOUR)
    counts: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    last = 0
    for detail, count in by_detail.items():
        slot, is_submitted, status, code = detail.split(" ", 3)
        if int(slot) < first:
            continue
        last = max(last, int(slot))
        if is_submitted == "1":
            counts["submitted"] += count
            counts["reported"] += count if status in _REPORTED else 0
        counts[status] += count
        if status == MessageStatus.FAILED:
            failures[code] += count
    return {
        "submitted_count": counts["submitted"],
        "reported_count": counts["reported"],
        "delivered_count": counts[MessageStatus.DELIVERED],
        "suppressed_count": counts[MessageStatus.SUPPRESSED],
        "last_outcome_at": slot_start(last + 1) if last else None,
        "failures": failures,
    }


def _time_members(by_detail: Mapping[str, int], now: datetime) -> dict[str, Any]:
    first = slot_of(now - LAST_HOUR)
    times: dict[str, Counter[float]] = {_TO_SENT: Counter(), _TO_DELIVERED: Counter()}
    for detail, count in by_detail.items():
        slot, kind, bucket = detail.split()
        if int(slot) >= first:
            times[kind][middle_of(int(bucket))] += count
    return {"to_sent": times[_TO_SENT], "to_delivered": times[_TO_DELIVERED]}


def _accepted_times(by_detail: Mapping[str, int], now: datetime) -> Counter[float]:
    first = slot_of(now - LAST_HOUR)
    times: Counter[float] = Counter()
    for detail, count in by_detail.items():
        slot, bucket = map(int, detail.split())
        if slot >= first:
            times[middle_of(bucket)] += count
    return times
