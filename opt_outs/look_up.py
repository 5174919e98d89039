"""Read the registry."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.domain.opt_out import ConsentChange
from shared.services import Services


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's state, and every change that led to it, oldest first."""

    current: ConsentChange
    ledger: Sequence[ConsentChange]


async def find_entry(own_number: str, user_number: str, services: Services) -> Entry | None:
    """Find one entry with its ledger; two operations. None if nothing is known."""
    current = await services.opt_outs.get(own_number, user_number)
    if current is None:
        return None
    return Entry(current, await services.opt_outs.ledger(own_number, user_number))


async def page_of_entries(
    own_number: str, after: str, limit: int, services: Services
) -> tuple[Sequence[ConsentChange], bool]:
    """Read at most `limit` entries behind the number `after`, and whether there are more."""
    found = await services.opt_outs.page(own_number, after=after, limit=limit + 1)
    return found[:limit], len(found) > limit
