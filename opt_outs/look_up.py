"""Read the registry."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.chunk import Category
from shared.domain.opt_out import ALL_NUMBERS, ConsentChange, ConsentEntry
from shared.services import Services


@dataclass(frozen=True, slots=True)
class Entry:
    """
    What is known of one person for one own number.

    Attributes
    ----------
    blocked : frozenset of Category
        What must not be sent, whether the number's entry says so or the one for all numbers.
    by_all_numbers : bool
        Whether the entry for all numbers blocks any of it.
    newest : ConsentChange
        The newest change that speaks for the state.
    ledger : sequence of ConsentChange
        Every change, oldest first.
    """

    own_number: str
    user_number: str
    blocked: frozenset[Category]
    by_all_numbers: bool
    newest: ConsentChange
    ledger: Sequence[ConsentChange]


async def find_entry(own_number: str, user_number: str, services: Services) -> Entry | None:
    """Find one entry with its ledger; four operations at most. None if nothing is known."""
    partitions = list(dict.fromkeys((own_number, ALL_NUMBERS)))
    registry = services.opt_outs
    found = await asyncio.gather(*(registry.get(p, user_number) for p in partitions))
    entries = [entry for entry in found if entry]
    if not entries:
        return None
    ledgers = await asyncio.gather(*(registry.ledger(e.own_number, user_number) for e in entries))
    blocked = {entry.own_number: entry.blocked(own_number) for entry in entries}
    lines = (line for ledger in ledgers for line in ledger)
    return Entry(
        own_number=own_number,
        user_number=user_number,
        blocked=frozenset().union(*blocked.values()),
        by_all_numbers=bool(blocked.get(ALL_NUMBERS)),
        newest=_newest(entries, blocked),
        ledger=sorted(lines, key=lambda line: line.changed_at),
    )


async def page_of_entries(
    own_number: str, after: str, limit: int, services: Services
) -> tuple[Sequence[ConsentEntry], bool]:
    """Read at most `limit` entries behind the number `after`, and whether there are more."""
    found = await services.opt_outs.page(own_number, after=after, limit=limit + 1)
    return found[:limit], len(found) > limit


def _newest(
    entries: Sequence[ConsentEntry], blocked: dict[str, frozenset[Category]]
) -> ConsentChange:
    """The entries that block come first; the number's own before the one for all."""
    blocking = [entry for entry in entries if blocked[entry.own_number]]
    return (blocking or entries)[0].newest
