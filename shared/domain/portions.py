"""Portions: what of some chunks may go to the wire now, when the governor grants only so much."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.domain.chunk import Chunk
from shared.domain.pacing import Wish
from shared.domain.sender_profile import SenderProfile


@dataclass(frozen=True, slots=True)
class Portion:
    """The positions of a chunk that may go to the wire now."""

    chunk: Chunk
    positions: tuple[int, ...]

    @property
    def recipients(self) -> list[str]:
        """Their numbers, in order."""
        return [self.chunk.recipients[position] for position in self.positions]


def wish_for(ready: Iterable[Portion], profile: SenderProfile) -> Wish:
    """Count the units of all that may go, at least one message."""
    costs = [units for portion in ready for _, units in _units(portion, profile)]
    return Wish(sum(costs), costs[0])


def share_out(
    ready: Iterable[Portion], units: int, profile: SenderProfile
) -> tuple[list[Portion], list[Chunk]]:
    """
    Share granted units out, first come first served.

    Returns
    -------
    tuple of portions and chunks
        What may go now, and the chunks that have something left over.
    """
    portions: list[Portion] = []
    unserved: list[Chunk] = []
    for portion in ready:
        positions = []
        for position, cost in _units(portion, profile):
            units -= cost
            if units < 0:
                unserved.append(portion.chunk)
                break
            positions.append(position)
        if positions:
            portions.append(Portion(portion.chunk, tuple(positions)))
    return portions, unserved


def _units(portion: Portion, profile: SenderProfile) -> list[tuple[int, int]]:
    """Who is in doubt comes first: only for them does time run out."""
    chunk, outcomes = portion.chunk, portion.chunk.progress.outcomes
    positions = sorted(portion.positions, key=lambda position: position not in outcomes)
    if not chunk.values:
        units = profile.units_of(chunk.body)
        return [(position, units) for position in positions]
    return [(position, profile.units_of(chunk.text_for(position))) for position in positions]
