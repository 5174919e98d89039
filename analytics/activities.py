"""What the messages of each own number do, for senders and operations."""

from dataclasses import dataclass
from datetime import timedelta

from analytics.days import Analytics, count_lately
from analytics.domain.activity import activity_of
from send_sms.domain.quiet_hours import QuietHoursPolicy
from senders.domain.activity import Activity

ACTIVITY_AGE = timedelta(minutes=1)
"""How old a count may be: it is renewed at most once a minute, over all instances."""


@dataclass(frozen=True, slots=True)
class CountedActivities:
    """Reads it off the counts of yesterday and today (UTC)."""

    analytics: Analytics
    quiet_hours: QuietHoursPolicy

    async def lately(self) -> dict[str, Activity]:
        """
        Give the activity of each own number that sent or received on these days.

        One operation, and once a minute more: see `count_lately`.
        """
        now = self.analytics.clock()
        counted = await count_lately(self.analytics, ACTIVITY_AGE)
        return {
            sender: activity_of(records, self.quiet_hours, now)
            for sender, records in counted.items()
        }
