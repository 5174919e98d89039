"""Last and next times of timers, kept between two runs of the host."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ScheduleStatus:
    """When a timer ran last (None: never) and when it is due next; aware datetimes."""

    last_at: datetime | None
    next_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class TimerMonitor:
    """
    The statuses by function name.

    The real host keeps them in blob storage. Here they live as long as this object: enough for
    two hosts in turn within one process, lost when the process ends.
    """

    statuses: dict[str, ScheduleStatus] = field(default_factory=dict)
