"""
Caps: how much may be accepted in a day or a month, and the account of one cap and period.

Days and months are those of UTC. All instances share one account for each cap and period. Each
process leases units from it, a share at a time, and counts what it accepts against its lease in
memory. `granted` is the sum of all leases, so what was accepted never exceeds it, and a process
that dies leaves the rest of its lease counted.

An account changes by one change at a time. It keeps the ids of its last changes, by which a process
recognizes a change whose response was lost: it is never applied twice, and never forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from send_sms.domain.prices import money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from send_sms.domain.batch import SendOptions

EACH: Final = "*"
"""The name of a cap that holds for each own number, category or campaign by itself."""

UNITS_OF_MONEY: Final = 1_000_000
"""Money is counted in millionths of its currency, as prices have up to six decimals."""

RECENT_CHANGES: Final = 32
"""How many changes an account remembers."""

_LEASES_PER_CAP: Final = 100
_LEASES_PER_REST: Final = 10
_DECEMBER: Final = 12


class CapPeriod(StrEnum):
    """What a cap is counted over, in UTC."""

    DAY = "day"
    MONTH = "month"

    def key(self, now: datetime) -> str:
        """Name the period that a moment lies in: `2026-11-29` or `2026-11`."""
        return f"{now:%Y-%m-%d}" if self is CapPeriod.DAY else f"{now:%Y-%m}"

    def resets_at(self, now: datetime) -> datetime:
        """Tell when the period that a moment lies in ends."""
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        if self is CapPeriod.DAY:
            return today + timedelta(days=1)
        first = today.replace(day=1)
        if first.month == _DECEMBER:
            return first.replace(year=first.year + 1, month=1)
        return first.replace(month=first.month + 1)


class CapScope(StrEnum):
    """What a cap holds for."""

    APP = "app"
    SENDER = "sender"
    CATEGORY = "category"
    CAMPAIGN = "campaign"


class CapUnit(StrEnum):
    """What a cap counts."""

    SEGMENTS = "segments"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Cap:
    """
    One cap.

    Attributes
    ----------
    limit : int
        Segments, or millionths of the currency; above 0.
    name : str
        The own number, category or campaign; `EACH`; empty for the app.
    currency : str
        ISO 4217; empty for segments.
    """

    period: CapPeriod
    unit: CapUnit
    limit: int
    scope: CapScope = CapScope.APP
    name: str = ""
    currency: str = ""

    def quantity(self, units: int) -> str:
        """Write units of this cap as a decimal number."""
        if self.unit is CapUnit.SEGMENTS:
            return str(units)
        return money(Decimal(units) / UNITS_OF_MONEY)

    def use_in_words(self, units: int) -> str:
        """Say how much of it is used: `17 of 20000 segments a day`."""
        what = self.currency or self.unit
        return f"{self.quantity(units)} of {self.quantity(self.limit)} {what} a {self.period}"


def caps_on(caps: Sequence[Cap], sender: str, options: SendOptions) -> Iterator[Cap]:
    """
    Give the caps that hold for a send, each with its name, those of months first.

    A cap with a name replaces the one of the same period and unit for each.
    """
    names = {
        CapScope.APP: "",
        CapScope.SENDER: sender,
        CapScope.CATEGORY: options.category.value,
        CapScope.CAMPAIGN: options.campaign,
    }
    held: dict[tuple[CapPeriod, CapUnit, CapScope], Cap] = {}
    for cap in caps:
        name, key = names[cap.scope], (cap.period, cap.unit, cap.scope)
        if cap.name == name:
            held[key] = cap
        elif cap.name == EACH and name:
            held.setdefault(key, replace(cap, name=name))
    yield from sorted(held.values(), key=lambda cap: cap.period is CapPeriod.DAY)


@dataclass(frozen=True, slots=True)
class CapChange:
    """
    A change of an account.

    Attributes
    ----------
    version : int
        The version of the account that the change makes.
    units : int
        Above 0: leased, or counted later; below 0: given back.
    is_published : bool
        Whether it records that the event of a reached cap was published.
    """

    change_id: str
    version: int
    units: int
    is_published: bool = False


class ChangeOutcome(StrEnum):
    """What became of a change; `UNKNOWN` if the account changed too often since."""

    OPEN = "open"
    APPLIED = "applied"
    LOST = "lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CapAccount:
    """
    The account of a cap and period.

    Attributes
    ----------
    granted : int
        Units of all leases, without what was given back: what was accepted, and what processes
        may still accept.
    version : int
        How often it was changed.
    recent : tuple of str
        The ids of the last changes, the newest last.
    is_published : bool
        Whether the event that the cap is reached was published.
    """

    granted: int = 0
    version: int = 0
    recent: tuple[str, ...] = ()
    is_published: bool = False

    def changed(self, change: CapChange) -> CapAccount:
        """Give the account after a change."""
        return CapAccount(
            granted=max(0, self.granted + change.units),
            version=change.version,
            recent=(*self.recent, change.change_id)[-RECENT_CHANGES:],
            is_published=self.is_published or change.is_published,
        )

    def outcome_of(self, change: CapChange) -> ChangeOutcome:
        """Tell what became of a change that may have been stored."""
        later_count = self.version - change.version
        if later_count < 0:
            return ChangeOutcome.OPEN
        if later_count >= len(self.recent):
            return ChangeOutcome.UNKNOWN
        is_there = self.recent[-1 - later_count] == change.change_id
        return ChangeOutcome.APPLIED if is_there else ChangeOutcome.LOST


def lease_size(need: int, limit: int, granted: int, *, wanted: int = 0) -> int:
    """
    Tell how many units to lease for a need; 0: the need is larger than what is left.

    A hundredth of the cap, and less as it comes near: a tenth of what is left. At least the need.

    Parameters
    ----------
    wanted : int
        What all who wait need together, leased at once if it is left.
    """
    left = limit - granted
    if need > left:
        return 0
    ahead = min(limit // _LEASES_PER_CAP, left // _LEASES_PER_REST)
    return max(need, ahead, wanted if wanted <= left else 0)
