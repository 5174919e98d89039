"""Allocation: which members of a batch may go when the rate limiter grants only so many units."""

from collections.abc import Iterable

from senders.domain.profile import SenderProfile
from senders.domain.rate_limiter import UnitDemand
from shared.domain.batch import Batch


def units_wanted(batch: Batch, positions: Iterable[int], profile: SenderProfile) -> UnitDemand:
    """Count the units of all that may go, at least one message; there must be a position."""
    costs = [units for _, units in _units(batch, positions, profile)]
    return UnitDemand(sum(costs), costs[0])


def allocate(
    batch: Batch, positions: Iterable[int], units: int, profile: SenderProfile
) -> tuple[int, ...]:
    """Give the positions that granted units suffice for, uncertain ones first."""
    allocated = []
    for position, cost in _units(batch, positions, profile):
        units -= cost
        if units < 0:
            break
        allocated.append(position)
    return tuple(sorted(allocated))


def _units(batch: Batch, positions: Iterable[int], profile: SenderProfile) -> list[tuple[int, int]]:
    """Uncertain members come first: only for them does time run out."""
    outcomes = batch.progress.outcomes
    ordered = sorted(positions, key=lambda position: position not in outcomes)
    if len(batch.terms) == 1 and not batch.values:
        units = profile.units_of(batch.terms[0].text)
        return [(position, units) for position in ordered]
    return [(position, profile.units_of(batch.text_of(position))) for position in ordered]
