"""
Telling subscribers what became of messages.

What the wire said is told when it is stored; a worker that dies in between is succeeded by one that
tells it. What time has settled is true before it is stored, and told then. So nothing depends on
doing two things at once, and what is told twice has the same ids.
"""

from collections.abc import Iterable, Sequence

from send_sms.plan import Plan
from shared.domain.chunk import Chunk
from shared.domain.event import EventKind, outcome_events
from shared.services import Services

Found = Iterable[tuple[Chunk, Iterable[int]]]
"""Chunks, and the positions that are news."""


async def tell_outcomes(found: Found, services: Services) -> None:
    """
    Tell what became of messages; costs nothing without subscribers.

    Raises
    ------
    StorageError
        Not all of it is known to be told.
    """
    if await services.events.wants(EventKind.MESSAGE_STATUS):
        now = services.clock()
        events = (event for one in found for event in outcome_events(*one, now))
        await services.events.tell(list(events))


async def tell_all_outcomes(chunks: Sequence[Chunk], services: Services) -> None:
    """Tell all that became of some chunks so far: whoever had them may have told nothing."""
    await tell_outcomes([(chunk, sorted(chunk.progress.outcomes)) for chunk in chunks], services)


async def tell_settled(chunks: Sequence[Chunk], plan: Plan, services: Services) -> None:
    """Tell what time has settled since chunks were read, and who was out at accept."""
    await tell_outcomes(_settled(chunks, plan), services)


def _settled(chunks: Sequence[Chunk], plan: Plan) -> Found:
    before = {chunk.address: chunk for chunk in chunks}
    for chunk in chunks:
        yield chunk, chunk.suppressed_at_accept
    for chunk in (*plan.settled, *(portion.chunk for portion in plan.portions)):
        yield chunk, _changed(before[chunk.address], chunk)


def _changed(before: Chunk, after: Chunk) -> list[int]:
    known = before.progress.outcomes
    return [n for n, one in sorted(after.progress.outcomes.items()) if known.get(n) != one]
