"""List opt-out entries and the ledger, of one own number or of all."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState, ledger_order
from opt_outs.domain.entry import ConsentEntry
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category

MAX_NUMBERS_OF_PAGE = 25
"""Own numbers that a page over all own numbers reads at most; the next page goes on."""

_MAX_COUNTED_NUMBERS = 50
_MAX_COUNT_READS = 100
_ROWS = 1_000
_MAX_READS = 10

_Line = tuple[str, ConsentChange]
"""A change, and its place in the ledger."""

_Item = TypeVar("_Item")
_Reader = Callable[[str, str, int], Awaitable[tuple[Sequence[_Item], str]]]
"""Reads items of an own number from behind a place; gives them, and where the next page begins."""


@dataclass(frozen=True, slots=True)
class EntryQuery:
    """
    Which entries are wanted: those behind a number, by what they say.

    Attributes
    ----------
    own_number : str
        Empty: all own numbers, one after the other; `after` is then `{own number}|{number}`.
    prefix : str
        What the people's numbers begin with.
    """

    own_number: str
    after: str
    limit: int
    state: ConsentState | None = None
    category: Category | None = None
    source: ChangeSource | None = None
    prefix: str = ""

    @property
    def filters(self) -> Mapping[str, str]:
        """The filters that are set, by name."""
        named = {
            "state": self.state,
            "category": self.category,
            "source": self.source,
            "number": self.prefix,
        }
        return {name: value for name, value in named.items() if value}

    @property
    def is_selective(self) -> bool:
        """Whether entries that are read may have to be left out."""
        return any((self.state, self.category, self.source))

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


async def page_of_entries(query: EntryQuery, opt_outs: OptOuts) -> EntryPage:
    """
    Read entries; one operation for up to 1,000, where filters ask for it up to ten.

    A page may therefore hold less than `limit` although there are more. Over all own numbers that
    is for each of up to `MAX_NUMBERS_OF_PAGE`, with one operation more, and ten for all where
    filters ask for it.
    """
    reads = _MAX_READS

    async def read(own_number: str, after: str, limit: int) -> tuple[Sequence[ConsentEntry], str]:
        nonlocal reads
        found: list[ConsentEntry] = []
        rows = _ROWS if query.is_selective else min(limit + 1, _ROWS)
        for _ in range(max(reads, limit // rows + 1, 1)):
            entries = await opt_outs.page(own_number, after=after, limit=rows, prefix=query.prefix)
            reads -= query.is_selective
            for entry in entries:
                if len(found) == limit:
                    return found, after
                after = entry.user_number
                if query.wants(entry):
                    found.append(entry)
            if len(entries) < rows:
                return found, ""
        return found, after

    if query.own_number:
        return EntryPage(*await read(query.own_number, query.after, query.limit))
    return EntryPage(*await _over_all_numbers(read, query.after, query.limit, opt_outs))


async def _over_all_numbers(
    read: _Reader[_Item], place: str, limit: int, opt_outs: OptOuts
) -> tuple[Sequence[_Item], str]:
    """
    Read items of all own numbers, one number after the other; one operation for each besides.

    Parameters
    ----------
    place : str
        Where the previous page ended: own number, `|`, and the place there; empty: at first.
    """
    own_number, _, after = place.partition("|")
    own_number = own_number or await opt_outs.next_own_number("")
    found: list[_Item] = []
    for _ in range(MAX_NUMBERS_OF_PAGE):
        if not own_number or len(found) == limit:
            break
        items, after = await read(own_number, after, limit - len(found))
        found += items
        if after:
            break
        own_number = await opt_outs.next_own_number(own_number)
    return found, f"{own_number}|{after}" if own_number else ""


async def count_opted_out(opt_outs: OptOuts) -> int | None:
    """
    Count opted-out people of all own numbers; those of two own numbers count twice.

    Returns
    -------
    int or None
        None if there are too many to count: more than `_MAX_COUNTED_NUMBERS` own numbers, or ones
        that take more than `_MAX_COUNT_READS` operations.
    """
    own_numbers = await opt_outs.own_numbers("", _MAX_COUNTED_NUMBERS + 1)
    if len(own_numbers) > _MAX_COUNTED_NUMBERS:
        return None
    most_reads = _MAX_COUNT_READS // max(len(own_numbers), 1)
    counts = await asyncio.gather(
        *(opt_outs.opted_out_count(one, most_reads) for one in own_numbers)
    )
    known = [count for count in counts if count is not None]
    return sum(known) if len(known) == len(counts) else None


async def page_of_ledger(
    own_number: str, after: str, limit: int, opt_outs: OptOuts
) -> tuple[Sequence[ConsentChange], str]:
    """
    Read lines by person, oldest first; one operation for up to 999.

    A page may be shorter than `limit`, so that changes of one moment are on one page, in order.

    Parameters
    ----------
    own_number : str
        Empty: all own numbers, one after the other, with two operations for each at least.

    Returns
    -------
    tuple
        The lines, and behind which line the next page begins; empty on the last page.
    """

    async def read(own: str, after: str, limit: int) -> tuple[Sequence[ConsentChange], str]:
        return await _ledger_of(own, after, limit, opt_outs)

    if own_number:
        return await read(own_number, after, limit)
    return await _over_all_numbers(read, after, limit, opt_outs)


async def _ledger_of(
    own_number: str, after: str, limit: int, opt_outs: OptOuts
) -> tuple[Sequence[ConsentChange], str]:
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
