"""List own numbers: those that sent or received, are in settings, or were paused or held."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from senders.contract import SenderPage
from senders.domain.profile import SenderProfiles, profile_of
from senders.pause import SenderOverview, sender_response
from senders.storage.senders import Senders


class SeenNumbers(Protocol):
    """Finds the own numbers that sent or received; sending implements it."""

    async def own_numbers(self, after: str, limit: int) -> Sequence[str]:
        """Name at most `limit` own numbers in order, behind one; one operation for each."""


@dataclass(frozen=True, slots=True)
class SenderList:
    """Some own numbers, in order; `next_after` is empty on the last page."""

    senders: Sequence[SenderOverview]
    next_after: str


async def page_of_senders(
    after: str, limit: int, *, senders: Senders, seen: SeenNumbers, profiles: SenderProfiles
) -> SenderList:
    """
    Read own numbers, from behind one; an operation for each that was seen, and two more.

    One of the two looks at each row of the `Senders` table.
    """
    switches, found = await asyncio.gather(
        senders.holds.read_switches(), seen.own_numbers(after, limit + 1)
    )
    names = sorted({*switches, *found, *profiles}, key=_place)
    behind = [name for name in names if not after or _place(name) > _place(after)]
    page = behind[:limit]  # none that was seen is left out: one more than these was asked for
    overviews = [
        SenderOverview(name, profile_of(name, profiles), *switches.get(name, (None, None)))
        for name in page
    ]
    return SenderList(overviews, page[-1] if len(behind) > len(page) else "")


def _place(sender: str) -> str:
    """Own numbers are in the order of their partitions."""
    return f"{sender}|"


def list_response(page: SenderList, limit: int) -> SenderPage:
    """Build the response to `GET /senders`."""
    query = urlencode({"after": page.next_after, "limit": limit})
    return SenderPage(
        senders=[sender_response(one) for one in page.senders],
        next_url=f"/api/senders?{query}" if page.next_after else None,
    )
