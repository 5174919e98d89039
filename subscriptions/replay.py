"""Have dead letters delivered after all."""

import asyncio
from dataclasses import replace

from shared.services import Services
from shared.storage.dead_letters import DeadLetter
from shared.storage.event_queue import delivery_to_text

DEAD_LETTERS_PER_REPLAY = 100


async def replay(subscription_id: str, services: Services) -> tuple[int, bool]:
    """
    Put up to 100 dead letters of a subscription back into the queue, the oldest first.

    They have 24 hours again, and the ids they had. Put first and deleted then: dying in between
    delivers some of them twice and loses none.

    Returns
    -------
    tuple of int and bool
        How many, and whether there are more.
    """
    limit = DEAD_LETTERS_PER_REPLAY
    found = await services.dead_letters.page(subscription_id, after="", limit=limit + 1)
    letters = found[:limit]
    await asyncio.gather(*(_put(letter, services) for letter in letters))
    await services.dead_letters.remove(letters)
    return len(letters), len(found) > limit


async def _put(letter: DeadLetter, services: Services) -> None:
    again = replace(letter.delivery, attempt_count=0, since=services.clock())
    await services.event_queue.put(delivery_to_text(again))
