"""
What rooms declare about a person's records, so that these can be erased and exported everywhere.

A room implements `PersonRecords` for each kind of rows that it keeps of people. A page is planned
first and erased then: its counts are stored in between, so that a worker that dies counts nothing
twice and forgets nothing.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, Protocol

from shared.domain.errors import ConflictError
from shared.domain.identifiers import day_partition
from shared.storage.table import Row, Table, WideTable, delete_rows

WINDOW = timedelta(days=92)
"""Days of an own number that are looked through together."""

_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Person:
    """
    Whose records are wanted.

    Attributes
    ----------
    numbers : tuple of str
        The number, and its former form where it has one.
    pseudonym : str
        What stands for the number in rows that are counted.
    until : datetime
        Only what was recorded up to this moment: what comes later is a new fact.
    """

    numbers: tuple[str, ...]
    pseudonym: str
    until: datetime


async def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True)
class ErasurePage:
    """
    What of a page of records is to be erased.

    Attributes
    ----------
    next_after : str
        Where the next page begins; empty on the last one.
    erased, later, kept : mapping of str to int
        How many records by kind are to be erased, can be erased later, and stay.
    due_at : datetime or None
        When the first of those can be erased that cannot be now.
    erase : callable
        Erases them; the same again changes nothing. Raises `StorageError`.
    """

    next_after: str = ""
    erased: Mapping[str, int] = field(default_factory=dict)
    later: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    due_at: datetime | None = None
    erase: Callable[[], Awaitable[None]] = _nothing


Record = Mapping[str, object]
"""What is kept of a person in one row, as JSON has it; its member `kind` says what it is."""


class ExportPage(NamedTuple):
    """Some records of a person, and where the next page begins; empty: this is the last one."""

    records: Sequence[Record] = ()
    next_after: str = ""


def record_of(kind: str, row: Row, names: Sequence[str]) -> Record:
    """Give some properties of a row that have values, named as in the API."""
    values = {_in_camel_case(name): value for name in names if (value := row.get(name)) != ""}
    return {"kind": kind, **{name: value for name, value in values.items() if value is not None}}


def _in_camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


class PersonRecords(Protocol):
    """Records of people in one table."""

    @property
    def table_name(self) -> str:
        """The name of the table."""

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:
        """Plan the erasure of a page of records, from the first (`after` is empty) on."""

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:
        """Read a page of records, from the first (`after` is empty) on."""


class Days(NamedTuple):
    """Some UTC days of an own number, and where the next ones begin."""

    own_number: str
    first: date
    last: date
    next_after: str

    @property
    def partitions(self) -> tuple[str, str]:
        """The first and the last partition."""
        return day_partition(self.own_number, self.first), day_partition(self.own_number, self.last)


async def next_days(journal: WideTable, after: str, now: datetime) -> Days | None:
    """
    Give the next days of the next own number that the journal has; one operation.

    Parameters
    ----------
    after : str
        `next_after` of the days before; empty: from the first on.

    Returns
    -------
    Days or None
        None: there are no more.
    """
    rows = await journal.across(after or "!", "~", limit=1, select=("PartitionKey",))
    if not rows:
        return None
    own_number, _, day = rows[0]["PartitionKey"].rpartition("|")
    first = date.fromisoformat(day)
    last = first + WINDOW - timedelta(days=1)
    # Another instance's clock may be ahead, and have accepted something tomorrow.
    is_all = last >= now.astimezone(UTC).date() + timedelta(days=1)
    following = f"{own_number}|~" if is_all else day_partition(own_number, last + timedelta(days=1))
    return Days(own_number, first, last, following)


async def next_partition(table: WideTable, after: str) -> str:
    """Name the partition behind one, or the first; empty: there is none. One operation."""
    rows = await table.across(f"{after} " if after else " ", "~", limit=1, select=("PartitionKey",))
    return rows[0]["PartitionKey"] if rows else ""


async def delete_all(table: Table, read: Callable[[], Awaitable[Sequence[Row]]]) -> None:
    """
    Delete the rows of one partition that `read` finds, until it finds none.

    Raises
    ------
    ConflictError
        They kept changing.
    """
    for _ in range(_ATTEMPTS):
        rows = await read()
        if not rows:
            return
        await delete_rows(table, rows)
    raise ConflictError
