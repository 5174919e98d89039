"""What is known of a chunk when its send is accepted."""

from collections.abc import Collection
from dataclasses import replace

from shared.domain.chunk import OPTED_OUT, Chunk, Progress


def with_suppressed(chunk: Chunk, opted_out: Collection[str]) -> Chunk:
    """Mark a new chunk's recipients who are known to have opted out."""
    positions = tuple(
        position for position, recipient in enumerate(chunk.recipients) if recipient in opted_out
    )
    return as_accepted(replace(chunk, suppressed_at_accept=positions))


def as_accepted(chunk: Chunk) -> Chunk:
    """Give a chunk as it was when its send was accepted, whatever has happened to it since."""
    outcomes = dict.fromkeys(chunk.suppressed_at_accept, OPTED_OUT)
    return replace(chunk, progress=Progress(outcomes=outcomes), reports={})
