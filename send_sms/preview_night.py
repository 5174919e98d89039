"""What quiet hours would do to a send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.domain.kinds import Category
from shared.domain.quiet_hours import QuietHoursPolicy, next_open
from shared.domain.terms import SendOptions


@dataclass(frozen=True, slots=True)
class QuietHoursPreview:
    """
    The recipients who would be in quiet hours when the send is due.

    Attributes
    ----------
    recipient_count : int
        How many would have to wait, or be blocked.
    never_count : int
        How many of them could not be written to at any time.
    earliest_at, latest_at : datetime or None
        When the first and the last of them may be written to; None if no recipient has to wait.
    """

    policy: QuietHoursPolicy
    recipient_count: int
    never_count: int
    earliest_at: datetime | None
    latest_at: datetime | None


def preview_quiet_hours(
    recipients: Sequence[str], options: SendOptions, policy: QuietHoursPolicy, now: datetime
) -> QuietHoursPreview | None:
    """Count the recipients in quiet hours when a send is due; None if quiet hours do not apply."""
    if options.category is not Category.MARKETING or policy is QuietHoursPolicy.OFF:
        return None
    due_at = max(options.send_at or now, now)
    openings = [next_open(recipient, due_at) for recipient in recipients]
    later = sorted(opening for opening in openings if opening and opening > due_at)
    never_count = openings.count(None)
    return QuietHoursPreview(
        policy=policy,
        recipient_count=len(later) + never_count,
        never_count=never_count,
        earliest_at=later[0] if later else None,
        latest_at=later[-1] if later else None,
    )
