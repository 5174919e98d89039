"""
The `OptOutReconciliations` table: the last run of the reconciliation, and its progress.

One partition. Rows: `head`, the run and its progress; `D|{run}|{page}` the differences of a page
of the registry, packed. Page and head are written together, so that each page counts once. The
differences of earlier runs are deleted when a run starts: the ledger has what changed the
registry.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from opt_outs.domain.consent import ALL_NUMBERS
from reconciliation.domain.reconciliation import Difference, DifferenceAction, DifferenceKind
from shared.domain.times import time_from_text, time_to_text
from shared.person_records import ErasurePage, ExportPage, Person
from shared.storage.table import ETAG, Operation, Row, Table, delete_rows

RECONCILIATION_QUEUE = "opt-out-reconciliations"
PAGE_SIZE = 100
"""Entries of a page: as many as ACS takes in one call."""

_PARTITION, _HEAD, _DIFFERENCES = "reconciliation", "head", "D|"

_MAX_TROUBLES = 50  # of up to 200 characters each, in a property of 32,768


class RunState(StrEnum):
    """The state of a run."""

    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ReconciliationIssue:
    """Why an own number could not be compared, or not be pushed; ACS's words."""

    own_number: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """
    A run and its progress.

    Attributes
    ----------
    updated_at : datetime
        When it last came further, or failed to.
    is_pushing : bool
        Whether it also changes ACS's list.
    own_number, after : str
        Whose entries it is at, and behind which person it goes on.
    is_refused : bool
        Whether ACS refused to tell about this own number.
    page_count : int
        Pages of the registry that are done.
    failure_count : int
        How often in a row ACS did not respond.
    checked_count, unchecked_count : int
        Entries that were compared, and those of which ACS could not tell.
    counts : dict
        Differences by kind and by action.
    troubles : tuple of ReconciliationIssue
        At most 50.
    """

    run_id: str
    state: RunState
    started_at: datetime
    updated_at: datetime
    is_pushing: bool
    own_number: str = ALL_NUMBERS
    after: str = ""
    page_count: int = 0
    failure_count: int = 0
    checked_count: int = 0
    unchecked_count: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    troubles: tuple[ReconciliationIssue, ...] = ()
    is_refused: bool = False
    version: str = ""

    def with_issue(self, *more: ReconciliationIssue) -> tuple[ReconciliationIssue, ...]:
        """Give the issues with some more, each once."""
        return tuple(dict.fromkeys((*self.troubles, *more)))[:_MAX_TROUBLES]


class Reconciliations:
    """The last run, and its differences."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def last(self) -> Run | None:
        """Read the last run; None if there was none."""
        row = await self._table.get(_PARTITION, _HEAD)
        return _run_from_row(row) if row else None

    async def save(self, run: Run, page: Sequence[Difference] = ()) -> Run:
        """
        Store the progress of a run, with the differences of its last page, in one transaction.

        Raises
        ------
        ConflictError
            A concurrent writer stored it first.
        """
        head: Operation = ("merge" if run.version else "create", _head_row(run), run.version)
        operations = [head]
        if page:
            operations.append(("upsert", _page_row(run, page), ""))
        versions = await self._table.write(operations)
        return replace(run, version=versions[0])

    async def differences(
        self, run_id: str, *, after: int, limit: int
    ) -> list[tuple[int, Difference]]:
        """Read differences behind a place (0: all), each with its own; one operation."""
        start = f"{_DIFFERENCES}{run_id}|"
        first, last = f"{start}{after // PAGE_SIZE:07d}", f"{start}~"
        rows = await self._table.rows(_PARTITION, first, last, limit=limit + 1)  # one each, or more
        found = [one for row in rows for one in _page(row)]
        return [(place, one) for place, one in found if place > after][:limit]

    async def delete_before(self, run_id: str) -> None:
        """Delete the differences of earlier runs."""
        rows = await self._table.rows(_PARTITION, _DIFFERENCES, f"{_DIFFERENCES}{run_id}")
        await delete_rows(self._table, rows)


class PersonDifferences:
    """The differences about a person, which stay until the next run; see `PersonRecords`."""

    table_name = "OptOutReconciliations"

    def __init__(self, table: Table) -> None:
        self._table = table

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:  # noqa: ARG002
        """Count them: nothing of them is erased, for they are as much proof as the registry."""
        found = await self._find(person)
        return ErasurePage(kept={"differences": len(found)} if found else {})

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read them all."""
        return ExportPage(
            [
                {
                    "kind": "differences",
                    "sender": one.own_number,
                    "recipient": one.user_number,
                    "difference": one.kind.value,
                    "action": one.action.value,
                }
                for one in await self._find(person)
            ]
        )

    async def _find(self, person: Person) -> list[Difference]:
        rows = await self._table.rows(_PARTITION, _DIFFERENCES, f"{_DIFFERENCES}~")
        found = (one for row in rows for _, one in _page(row))
        return [one for one in found if one.user_number in person.numbers]


def _head_row(run: Run) -> dict[str, Any]:
    values = {name: value for name, value in asdict(run).items() if name != "version"}
    values |= {
        "state": run.state.value,
        "started_at": time_to_text(run.started_at),
        "updated_at": time_to_text(run.updated_at),
        "counts": json.dumps(run.counts),
        "troubles": json.dumps([[one.own_number, one.code, one.text] for one in run.troubles]),
    }
    return {"PartitionKey": _PARTITION, "RowKey": _HEAD, **values}


def _run_from_row(row: Row) -> Run:
    known = {name: row[name] for name in Run.__slots__ if name in row}
    known |= {
        "state": RunState(row["state"]),
        "started_at": time_from_text(row["started_at"]),
        "updated_at": time_from_text(row["updated_at"]),
        "counts": json.loads(row["counts"]),
        "troubles": tuple(ReconciliationIssue(*members) for members in json.loads(row["troubles"])),
        "version": row[ETAG],
    }
    return Run(**known)


def _page_row(run: Run, page: Sequence[Difference]) -> dict[str, Any]:
    return {
        "PartitionKey": _PARTITION,
        "RowKey": f"{_DIFFERENCES}{run.run_id}|{run.page_count:07d}",
        "own_number": page[0].own_number,
        "differences": json.dumps([[one.user_number, one.kind, one.action] for one in page]),
    }


def _page(row: Row) -> Iterator[tuple[int, Difference]]:
    own_number, number = row["own_number"], int(row["RowKey"].rpartition("|")[2])
    for index, (user, kind, action) in enumerate(json.loads(row["differences"]), start=1):
        difference = Difference(own_number, user, DifferenceKind(kind), DifferenceAction(action))
        yield number * PAGE_SIZE + index, difference
