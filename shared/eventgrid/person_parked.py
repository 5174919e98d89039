"""Parked events about a person, as records that can be erased."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from shared.domain.times import time_from_text
from shared.eventgrid.parked_events import PARKED_REPORT_RETENTION, ParkedKind, text_of_parked
from shared.person_records import ErasurePage, ExportPage, Person, record_of
from shared.storage.table import ETAG, Operation, Row, Table, write_all

_ROWS_PER_PAGE = 500

_EVENT = ("type", "occurred_at", "reason", "payload")

_REPORTS_GONE = PARKED_REPORT_RETENTION + timedelta(hours=25)
"""A day of reports is purged when all of it has expired."""


class PersonParkedEvents:
    """
    Parked events: their contents are emptied; reports that wait go by themselves in four days.

    Parameters
    ----------
    may_be_opt_out : callable
        Tells of a text whether it may be an opt-out: such an event stays, because it was not
        obeyed.
    """

    table_name = "ParkedEvents"

    def __init__(self, table: Table, may_be_opt_out: Callable[[str], bool]) -> None:
        self._table = table
        self._may_be_opt_out = may_be_opt_out

    async def plan(self, person: Person, after: str, now: datetime) -> ErasurePage:
        """Plan the erasure of a page of events, and look for reports at first."""
        rows = await self._table.rows(ParkedKind.EVENTS, f"{after} ", "~", limit=_ROWS_PER_PAGE)
        found = [row for row in rows if _is_about(row, person)]
        kept = [row for row in found if self._may_be_opt_out(text_of_parked(row["payload"]))]
        emptied = [row for row in found if row not in kept]
        reports = [] if after else await self._reports(person)
        ends = [time_from_text(row["occurred_at"]) + _REPORTS_GONE for row in reports]
        return ErasurePage(
            next_after=rows[-1]["RowKey"] if len(rows) == _ROWS_PER_PAGE else "",
            erased=Counter(parkedEvents=len(emptied)),
            later=Counter(parkedReports=len(reports)) if reports else {},
            kept=Counter(possibleOptOuts=len(kept)) if kept else {},
            due_at=max([now + timedelta(hours=1), *ends]) if reports else None,
            erase=partial(self._erase, emptied),
        )

    async def export(self, person: Person, after: str, now: datetime) -> ExportPage:  # noqa: ARG002
        """Read a page of events, and reports at first."""
        rows = await self._table.rows(ParkedKind.EVENTS, f"{after} ", "~", limit=_ROWS_PER_PAGE)
        found = [row for row in rows if _is_about(row, person)]
        found += [] if after else await self._reports(person)
        next_after = rows[-1]["RowKey"] if len(rows) == _ROWS_PER_PAGE else ""
        return ExportPage([record_of("parkedEvents", row, _EVENT) for row in found], next_after)

    async def _reports(self, person: Person) -> Sequence[Row]:
        rows = await self._table.rows(ParkedKind.REPORTS, "0", "~")
        return [row for row in rows if _is_about(row, person)]

    async def _erase(self, rows: Sequence[Row]) -> None:
        """Replaced without its own number, so that nothing tries to process it."""
        left_out = {ETAG, "own_number"}
        operations: list[Operation] = [
            (
                "replace",
                {**{k: v for k, v in row.items() if k not in left_out}, "payload": "{}"},
                row[ETAG],
            )
            for row in rows
        ]
        await write_all(self._table, operations)


def _is_about(row: Row, person: Person) -> bool:
    digits = "|".join(re.escape(number.removeprefix("+")) for number in person.numbers)
    is_named = re.search(rf"(?<![0-9])({digits})(?![0-9])", row["payload"])
    return bool(is_named) and time_from_text(row["occurred_at"]) <= person.until
