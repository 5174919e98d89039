"""Ends that are not the wire's: cancelled, given up."""

from datetime import datetime

from shared.domain.chunk import CANCELLED, UNKNOWN, Chunk, Outcome
from shared.domain.dispatching import released, resume


def cancel(chunk: Chunk, now: datetime) -> Chunk:
    """
    Cancel what has not left: recipients without an outcome.

    A chunk that a worker holds stays as it is, and so does who may already have the message.
    """
    if chunk.progress.claimed_until is not None and now < chunk.progress.claimed_until:
        return chunk
    resumed = resume(chunk, now)
    outcomes = dict(resumed.progress.outcomes)
    for position in resumed.waiting_positions():
        outcomes.setdefault(position, CANCELLED)
    return released(resumed, outcomes)


def give_up(chunk: Chunk, reason: Outcome) -> Chunk:
    """
    End a chunk whose work was poisoned.

    Who was never taken to the wire gets `reason`; who may have been is unknown.
    """
    outcomes = dict(chunk.progress.outcomes)
    for position in chunk.waiting_positions():
        in_doubt = position in outcomes or position in chunk.progress.claimed
        outcomes[position] = UNKNOWN if in_doubt else reason
    return released(chunk, outcomes)
