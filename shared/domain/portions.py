"""Portions: what of some chunks may go to the wire now, when the governor grants only so much."""

from collections.abc import Iterable, Sequence
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


def wish_for(chunks: Iterable[Chunk], profile: SenderProfile) -> Wish:
    """Count the units of all that waits in chunks, at least one message."""
    costs = [units for chunk in chunks for _, units in _waiting_units(chunk, profile)]
    return Wish(sum(costs), costs[0])


def share_out(
    chunks: Sequence[Chunk], units: int, profile: SenderProfile
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
    for chunk in chunks:
        positions = []
        for position, cost in _waiting_units(chunk, profile):
            units -= cost
            if units < 0:
                unserved.append(chunk)
                break
            positions.append(position)
        if positions:
            portions.append(Portion(chunk, tuple(positions)))
    return portions, unserved


def _waiting_units(chunk: Chunk, profile: SenderProfile) -> list[tuple[int, int]]:
    """Who is in doubt comes first: only for them does time run out."""
    outcomes = chunk.progress.outcomes
    positions = sorted(chunk.waiting_positions(), key=lambda position: position not in outcomes)
    if not chunk.values:
        units = profile.units_of(chunk.body)
        return [(position, units) for position in positions]
    return [(position, profile.units_of(chunk.text_for(position))) for position in positions]
