"""List own numbers: those that sent or received, are in settings, or were paused or held."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from senders.domain.activity import Activity, last_hour_of
from senders.domain.profile import SenderProfiles, profile_of
from senders.domain.rate_window import RateWindow
from senders.pause import SenderOverview
from senders.storage.holds import Switches
from senders.storage.overview import read_all_senders
from senders.storage.senders import Senders

_MINUTE_SECONDS = 60


class SeenNumbers(Protocol):
    """Finds the own numbers that sent or received; sending implements it."""

    async def own_numbers(self, after: str, limit: int) -> Sequence[str]:
        """Name at most `limit` own numbers in order, behind one; one operation for each."""


class Activities(Protocol):
    """Counts what the messages of senders do; analytics implements it."""

    async def lately(self) -> Mapping[str, Activity]:
        """Give the activity of each own number that sent yesterday or today."""


@dataclass(frozen=True, slots=True)
class SenderList:
    """
    Some own numbers, in order; `next_after` is empty on the last page.

    Attributes
    ----------
    last_hour : Activity or None
        Of all own numbers; None: not asked for.
    """

    senders: Sequence[SenderOverview]
    next_after: str
    last_hour: Activity | None = None


async def page_of_senders(
    after: str, limit: int, *, senders: Senders, seen: SeenNumbers, profiles: SenderProfiles
) -> SenderList:
    """
    Read own numbers, from behind one; an operation for each that was seen, and two more.

    One of the two looks at each row of the `Senders` table.
    """
    table, found = await asyncio.gather(
        read_all_senders(senders), seen.own_numbers(after, limit + 1)
    )
    switches = table.switches
    names = sorted({*switches, *found, *profiles}, key=_sort_key)
    behind = [name for name in names if not after or _sort_key(name) > _sort_key(after)]
    page = behind[:limit]  # none that was seen is left out: one more than these was asked for
    overviews = [
        SenderOverview(name, profile_of(name, profiles), switches.get(name, Switches()))
        for name in page
    ]
    return SenderList(overviews, page[-1] if len(behind) > len(page) else "")


def _sort_key(sender: str) -> str:
    """Own numbers are in the order of their partitions."""
    return f"{sender}|"


async def with_activity(
    page: SenderList, senders: Senders, activities: Activities, now: datetime
) -> SenderList:
    """
    Add what the messages of senders do, the units that they used, and the last hour of all.

    One operation for the units, and those of `Activities`.
    """
    table, by_sender = await asyncio.gather(read_all_senders(senders), activities.lately())
    found = [
        replace(
            one,
            used_units=used_units(table.windows.get(one.profile.scope), now),
            activity=by_sender.get(one.sender, Activity()),
        )
        for one in page.senders
    ]
    return replace(page, senders=found, last_hour=last_hour_of(by_sender.values()))


def used_units(window: RateWindow | None, now: datetime) -> int:
    """Tell how many units were granted in the last minute."""
    first = now.timestamp() - _MINUTE_SECONDS
    return sum(units for at, units in window.grants if at > first) if window else 0
