"""
What a message waits for, and when it will be tried next: a pure function of stored facts and time.

Nothing of this is stored for the purpose: the time to send at and the recipient are in the batch,
quiet hours follow from the recipient, and pause, refusals and rate limit are those of the sender.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from send_sms.domain.batch import Batch
from send_sms.domain.quiet_hours import QuietHoursPolicy, next_open
from send_sms.domain.status import status_of
from shared.domain.kinds import Category, MessageStatus, WaitReason


@dataclass(frozen=True, slots=True)
class Wait:
    """
    Why a message waits.

    Attributes
    ----------
    next_attempt_at : datetime or None
        When it is tried next, as far as is known; None: the end is not known, or lies behind its
        time to live.
    text : str
        What an operator can do about it; empty: nothing.
    """

    reason: WaitReason
    next_attempt_at: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class WaitConditions:
    """
    What messages of a sender may wait for.

    Attributes
    ----------
    stop : Wait or None
        The sender's pause or the carrier's refusal.
    rate_limit : Wait or None
        When its limits grant units again to messages of the lane; None: now.
    """

    quiet_hours: QuietHoursPolicy
    stop: Wait | None = None
    rate_limit: Wait | None = None


def wait_of(batch: Batch, position: int, now: datetime, conditions: WaitConditions) -> Wait | None:
    """Tell what a message waits for; None: it does not wait, or only for a worker to take it."""
    status = status_of(batch, position, now)
    if status is MessageStatus.SCHEDULED:
        due_at = batch.shared_options.send_at
        opens_at = _opens_at(batch, position, due_at or now, conditions)
        return _within_life(batch, position, Wait(WaitReason.SCHEDULED, opens_at))
    if status is not MessageStatus.QUEUED:
        return None
    opens_at = _opens_at(batch, position, now, conditions)
    quiet = Wait(WaitReason.QUIET_HOURS, opens_at) if opens_at != now else None
    wait = conditions.stop or quiet or conditions.rate_limit
    return wait and _within_life(batch, position, wait)


def _opens_at(
    batch: Batch, position: int, moment: datetime, conditions: WaitConditions
) -> datetime | None:
    """Tell when quiet hours allow a message from a moment on, where they make it wait."""
    is_marketing = batch.shared_options.category is Category.MARKETING
    if not is_marketing or conditions.quiet_hours is not QuietHoursPolicy.RESCHEDULE:
        return moment
    return next_open(batch.recipients[position], moment)


def _within_life(batch: Batch, position: int, wait: Wait) -> Wait:
    at = wait.next_attempt_at
    is_too_late = at is not None and at >= batch.expires_at(position)
    return replace(wait, next_attempt_at=None) if is_too_late else wait


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """
    The messages that wait for the same.

    Attributes
    ----------
    next_attempt_at, last_attempt_at : datetime or None
        When the first and the last of them are tried next, as far as is known.
    """

    reason: WaitReason
    count: int
    next_attempt_at: datetime | None
    text: str = ""
    last_attempt_at: datetime | None = None


def grouped(waits: Iterable[Wait | None]) -> tuple[WaitingGroup, ...]:
    """Group waits by reason, the most frequent first."""
    groups: dict[WaitReason, list[Wait]] = {}
    for wait in filter(None, waits):
        groups.setdefault(wait.reason, []).append(wait)
    found = [_group(reason, group) for reason, group in groups.items()]
    return tuple(sorted(found, key=lambda group: (-group.count, group.reason)))


def _group(reason: WaitReason, group: Sequence[Wait]) -> WaitingGroup:
    moments = [one.next_attempt_at for one in group if one.next_attempt_at]
    earliest, latest = (min(moments), max(moments)) if moments else (None, None)
    return WaitingGroup(reason, len(group), earliest, group[0].text, latest)
