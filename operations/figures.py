"""What is stored about the state of the app, read at one look: for attention and the log line."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from opt_outs.reviews import ReviewCounts, count_open_reviews
from senders.domain.profile import profile_of
from senders.storage.holds import Switches
from senders.storage.overview import AllSenders, read_all_senders
from shared.eventgrid.parked_events import ParkedCount, ParkedEvents, ParkedKind
from shared.runtime import SharedTasks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opt_outs.storage.reviews import OptOutReviews
    from send_sms.storage.dispatch_queue import WorkLevel, WorkQueue
    from senders.domain.activity import Activity
    from senders.domain.profile import SenderProfiles
    from senders.listing import Activities
    from senders.storage.senders import Senders
    from shared.runtime import Clock
    from subscriptions.storage.dead_letters import DeadLetterCount, DeadLetters

STALL_TIME = timedelta(minutes=15)
"""So long due without any outcome of its sender, work stands still: its limit is not the cause."""

_FRESH = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class FigureSources:
    """What the figures are read from."""

    queue: WorkQueue
    activities: Activities
    senders: Senders
    profiles: SenderProfiles
    parked_events: ParkedEvents
    dead_letters: DeadLetters
    reviews: OptOutReviews
    clock: Clock


@dataclass(frozen=True, slots=True)
class Figures:
    """
    The figures as of a moment; those of messages are at most a minute older.

    Attributes
    ----------
    activities : mapping of sender to Activity
        Of own numbers that sent or received yesterday or today (UTC).
    dead_letters : mapping of subscription id to DeadLetterCount
        Of subscriptions that have some.
    stalled : mapping of sender to datetime
        Since when work of senders stands still.
    """

    as_of: datetime
    level: WorkLevel
    activities: Mapping[str, Activity]
    senders: AllSenders
    parked: Mapping[ParkedKind, ParkedCount]
    dead_letters: Mapping[str, DeadLetterCount]
    reviews: ReviewCounts
    stalled: Mapping[str, datetime]


async def read_figures(sources: FigureSources) -> Figures:
    """
    Read the figures.

    Nine operations, three for each own number with reviews, and those of `Activities`: about
    one a minute and own number over all instances.
    """
    level, activities, senders, parked, dead_letters, reviews = await asyncio.gather(
        sources.queue.level(),
        sources.activities.lately(),
        read_all_senders(sources.senders),
        asyncio.gather(*map(sources.parked_events.count, ParkedKind)),
        sources.dead_letters.counts(),
        count_open_reviews(sources.reviews, sources.clock()),
    )
    now = sources.clock()
    return Figures(
        as_of=now,
        level=level,
        activities=activities,
        senders=senders,
        parked=dict(zip(ParkedKind, parked, strict=True)),
        dead_letters=dead_letters,
        reviews=reviews,
        stalled=_stalled(activities, senders, sources.profiles, now),
    )


def _stalled(
    activities: Mapping[str, Activity], senders: AllSenders, profiles: SenderProfiles, now: datetime
) -> dict[str, datetime]:
    """Find senders whose due messages neither limit, pause nor refusal keeps, and yet wait."""
    return {
        sender: activity.oldest_due_at
        for sender, activity in activities.items()
        if activity.oldest_due_at
        and activity.oldest_due_at <= now - STALL_TIME
        and (activity.last_outcome_at is None or activity.last_outcome_at <= now - STALL_TIME)
        and not _is_kept(sender, senders, profiles, now)
    }


def _is_kept(sender: str, senders: AllSenders, profiles: SenderProfiles, now: datetime) -> bool:
    switches = senders.switches.get(sender, Switches())
    if switches.paused_since or switches.hold:
        return True
    profile = profile_of(sender, profiles)
    window = senders.windows.get(profile.scope)
    if window is None:
        return False
    cap = profile.limits.units_per_day
    is_capped = (
        cap is not None
        and window.day == f"{now.astimezone(UTC):%Y%m%d}"
        and (window.day_units >= cap)
    )
    return is_capped or window.held_until > now.timestamp()


class FigureReader:
    """Reads figures for many callers; for the life of the process."""

    def __init__(self, sources: FigureSources) -> None:
        self._sources = sources
        self._last: Figures | None = None
        self._running = SharedTasks()

    async def recent(self) -> Figures:
        """
        Give figures of the last five seconds, or read them; concurrent callers share one read.

        Raises
        ------
        StorageError
            They cannot be read.
        """
        if self._last and abs(self._sources.clock() - self._last.as_of) < _FRESH:
            return self._last
        self._last = await self._running.join("figures", partial(read_figures, self._sources))
        return self._last
