"""Codes sent and entered by country and prefix."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from verifications.contract import (
    CodeFigures,
    CountryFigures,
    PrefixFigures,
    VerificationFigures,
)
from verifications.domain.brake import is_braked
from verifications.storage.prefix_counts import PrefixDays, hour_of
from verifications.verifying import Verifying

MAX_PREFIXES = 100


@dataclass(frozen=True, slots=True)
class _Row:
    prefix: str
    country: str
    sent: int
    entered: int
    is_braked: bool

    @property
    def lost(self) -> int:
        return self.sent - self.entered


async def read_figures(first: date, last: date, verifying: Verifying) -> VerificationFigures:
    """Count the codes of some UTC days, both included; one operation for 1,000 prefixes."""
    hour = hour_of(verifying.now())
    rows = [_row(one, first, last, hour) for one in await verifying.counts.days()]
    rows = sorted((row for row in rows if row.sent), key=lambda row: (-row.lost, row.prefix))
    return VerificationFigures(
        start=first,
        end=last,
        total=CodeFigures(**_members(rows)),
        by_country=_by_country(rows),
        by_prefix=[_prefix(row) for row in rows[:MAX_PREFIXES]],
        prefix_count=len(rows),
    )


def _row(one: PrefixDays, first: date, last: date, hour: int) -> _Row:
    days = [counts for day, counts in one.days.items() if first <= day <= last]
    return _Row(
        one.prefix,
        one.country,
        sum(sent for sent, _ in days),
        sum(entered for _, entered in days),
        is_braked(one.tally, hour),
    )


def _by_country(rows: Iterable[_Row]) -> list[CountryFigures]:
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(row.country, []).append(row)
    found = [CountryFigures(country=name, **_members(of)) for name, of in groups.items()]
    return sorted(found, key=lambda one: (-one.sent, one.country))


def _prefix(row: _Row) -> PrefixFigures:
    return PrefixFigures(
        prefix=f"+{row.prefix}", country=row.country, braked=row.is_braked, **_members([row])
    )


def _members(rows: Sequence[_Row]) -> dict[str, Any]:
    sent, entered = sum(row.sent for row in rows), sum(row.entered for row in rows)
    return {
        "sent": sent,
        "entered": entered,
        "conversion": round(entered / sent, 4) if sent else None,
    }
