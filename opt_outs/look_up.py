"""Look up opt-out entries and the ledger."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from opt_outs.domain.consent import (
    ALL_NUMBERS,
    ChangeSource,
    ConsentChange,
    ConsentState,
    ledger_order,
)
from opt_outs.domain.entry import ConsentEntry
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from shared.domain.phone_number import former_number

_ROWS = 1_000
_MAX_READS = 10

_Line = tuple[str, ConsentChange]
"""A change, and its place in the ledger."""


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


@dataclass(frozen=True, slots=True)
class EntryQuery:
    """Which entries of an own number are wanted: those behind a number, by what they say."""

    own_number: str
    after: str
    limit: int
    state: ConsentState | None = None
    category: Category | None = None
    source: ChangeSource | None = None

    @property
    def filters(self) -> Mapping[str, str]:
        """The filters that are set, by name."""
        named = {"state": self.state, "category": self.category, "source": self.source}
        return {name: value for name, value in named.items() if value}

    def wants(self, entry: ConsentEntry) -> bool:
        """Tell whether an entry is wanted."""
        return (
            bool(entry.changes)
            and self.state in {None, entry.state}
            and (self.category is None or self.category in entry.blocked())
            and self.source in {None, entry.newest.source}
        )


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries in the order of the numbers; `next_after` is empty on the last page."""

    entries: Sequence[ConsentEntry]
    next_after: str


async def find_entry(own_number: str, user_number: str, opt_outs: OptOuts) -> Entry | None:
    """
    Find one entry with its ledger; None if nothing is known.

    Four operations at most, eight where the number has a former form.
    """
    partitions = list(dict.fromkeys((own_number, ALL_NUMBERS)))
    numbers = list(filter(None, (user_number, former_number(user_number))))
    registry = opt_outs
    found = await asyncio.gather(*(registry.get(p, n) for p in partitions for n in numbers))
    entries = [entry for entry in found if entry]
    if not entries:
        return None
    ledgers = await asyncio.gather(*(registry.ledger(e.own_number, e.user_number) for e in entries))
    blocking = [entry for entry in entries if entry.blocked(own_number)]
    lines = (line for ledger in ledgers for line in ledger)
    return Entry(
        own_number=own_number,
        user_number=user_number,
        blocked=frozenset().union(*(entry.blocked(own_number) for entry in blocking)),
        by_all_numbers=any(entry.own_number == ALL_NUMBERS for entry in blocking),
        # The entries that block come first; the number's own before the one for all.
        newest=(blocking or entries)[0].decided_by(own_number),
        ledger=sorted(lines, key=ledger_order),
    )


async def page_of_entries(query: EntryQuery, opt_outs: OptOuts) -> EntryPage:
    """
    Read entries; one operation for up to 1,000, where filters ask for it up to ten.

    A page may therefore hold less than `limit` although there are more.
    """
    rows = _ROWS if query.filters else min(query.limit + 1, _ROWS)
    found: list[ConsentEntry] = []
    after = query.after
    for _ in range(max(_MAX_READS, query.limit // rows + 1)):
        entries = await opt_outs.page(query.own_number, after=after, limit=rows)
        for entry in entries:
            if len(found) == query.limit:
                return EntryPage(found, after)
            after = entry.user_number
            if query.wants(entry):
                found.append(entry)
        if len(entries) < rows:
            return EntryPage(found, "")
    return EntryPage(found, after)


async def page_of_ledger(
    own_number: str, after: str, limit: int, opt_outs: OptOuts
) -> tuple[Sequence[ConsentChange], str]:
    """
    Read lines by person, oldest first; one operation for up to 999.

    A page may be shorter than `limit`, so that changes of one moment are on one page, in order.

    Returns
    -------
    tuple
        The lines, and behind which line the next page begins; empty on the last page.
    """
    lines: list[_Line] = []
    while len(lines) <= limit:
        wanted = min(_ROWS, limit + 1 - len(lines))
        found = await opt_outs.ledger_page(own_number, after=after, limit=wanted)
        lines += found
        if len(found) < wanted:
            return _in_order(lines), ""
        after = found[-1][0]
    page = _whole_moments(lines, limit)
    return _in_order(page), page[-1][0]


def _whole_moments(lines: Sequence[_Line], limit: int) -> Sequence[_Line]:
    """Cut a page so that no person's changes of one moment are on two, unless they fill it."""
    page = lines[:limit]
    if len(lines) <= limit or _moment(lines[limit]) != _moment(page[-1]):
        return page
    whole = [line for line in page if _moment(line) != _moment(page[-1])]
    return whole or page


def _in_order(lines: Sequence[_Line]) -> list[ConsentChange]:
    """Put changes of one moment in the order in which they were recorded."""
    moments = (list(moment) for _, moment in groupby(lines, key=_moment))
    return [
        change for moment in moments for change in sorted((c for _, c in moment), key=ledger_order)
    ]


def _moment(line: _Line) -> str:
    return line[0].rpartition("|")[0]
