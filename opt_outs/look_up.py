"""Look up what is known of a person: the entries for own numbers, with their ledgers."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opt_outs.domain.consent import ALL_NUMBERS, ConsentChange, ledger_order
from opt_outs.domain.entry import ConsentEntry
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from shared.domain.phone_number import former_number

_Known = tuple[ConsentEntry, Sequence[ConsentChange]]
"""An entry, and its ledger."""


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
        The change that decided the state.
    ledger : sequence of ConsentChange
        Every change, oldest first.
    """

    own_number: str
    user_number: str
    blocked: frozenset[Category]
    by_all_numbers: bool
    newest: ConsentChange
    ledger: Sequence[ConsentChange]


async def find_entry(own_number: str, user_number: str, opt_outs: OptOuts) -> Entry | None:
    """
    Find one entry with its ledger; None if nothing is known.

    Four operations at most, eight where the number has a former form.
    """
    found = await find_entries([own_number], user_number, opt_outs)
    return found.get(own_number)


async def find_entries(
    own_numbers: Sequence[str], user_number: str, opt_outs: OptOuts
) -> Mapping[str, Entry]:
    """
    Find the entries of a person for some own numbers, each with its ledger.

    Two operations at most for each own number and two more, twice that where the person's number
    has a former form.

    Returns
    -------
    mapping
        By own number; those for which nothing is known are left out.
    """
    partitions = list(dict.fromkeys((*own_numbers, ALL_NUMBERS)))
    numbers = list(filter(None, (user_number, former_number(user_number))))
    read = await asyncio.gather(*(opt_outs.get(p, n) for p in partitions for n in numbers))
    entries = [entry for entry in read if entry]
    ledgers = await asyncio.gather(*(opt_outs.ledger(e.own_number, e.user_number) for e in entries))
    known = list(zip(entries, ledgers, strict=True))
    found: dict[str, Entry] = {}
    for own_number in own_numbers:
        own = [one for one in known if one[0].own_number in {own_number, ALL_NUMBERS}]
        if own:
            found[own_number] = _entry(own_number, user_number, own)
    return found


def _entry(own_number: str, user_number: str, known: Sequence[_Known]) -> Entry:
    """Join what an own number's entries and those for all say of a person."""
    entries = [entry for entry, _ in known]
    blocking = [entry for entry in entries if entry.blocked(own_number)]
    lines = (line for _, ledger in known for line in ledger)
    return Entry(
        own_number=own_number,
        user_number=user_number,
        blocked=frozenset().union(*(entry.blocked(own_number) for entry in blocking)),
        by_all_numbers=any(entry.own_number == ALL_NUMBERS for entry in blocking),
        # The entries that block come first; the number's own before the one for all.
        newest=(blocking or entries)[0].decided_by(own_number),
        ledger=sorted(lines, key=ledger_order),
    )
