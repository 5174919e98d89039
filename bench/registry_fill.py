"""
Filling the opt-out registry fast.

`OptOuts.apply` itself makes the rows, on a table in this process; then they are written a
hundred at a time. So they are those that the app would have written one by one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from bench.progress import Progress
from local.dev.errors import DevError
from opt_outs.changes import apply_each
from opt_outs.domain.consent import ChangeSource, ConsentChange, ConsentState, StopScope
from opt_outs.storage.registry import OptOuts
from shared.domain.kinds import Category
from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS, Operation, Row, Table, WideTable

if TYPE_CHECKING:
    from collections.abc import Sequence

_SAMPLE_COUNT = 20
_LEDGER = "L|"
_BUCKET = "B|"


class _Rows:
    """A table of one partition, with just what `OptOuts.apply` asks of it."""

    def __init__(self) -> None:
        self.buckets: dict[str, Row] = {}
        self.states: dict[str, Row] = {}

    async def get(self, _partition: str, key: str) -> Row | None:
        return self.states.get(key)

    async def rows(
        self, _partition: str, first: str, last: str, *, also: str = "", limit: int | None = None
    ) -> list[Row]:
        found = [row for key, row in self.buckets.items() if first <= key <= last]
        state = self.states.get(also)
        return [*found, *([state] if state else [])][:limit]

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        for _, row, _ in operations:
            key = row["RowKey"]
            if not key.startswith(_LEDGER):
                rows = self.buckets if key.startswith(_BUCKET) else self.states
                rows[key] = {**row, ETAG: "1"}
        return ["1"] * len(operations)


def change_of(own_number: str, user_number: str) -> ConsentChange:
    """Write the opt-out of one person, the same one each time."""
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    return ConsentChange(
        own_number=own_number,
        user_number=user_number,
        state=ConsentState.OPTED_OUT,
        changed_at=moment,
        recorded_at=moment,
        source=ChangeSource.KEYWORD,
        evidence="STOP",
        event_id=f"bench-{user_number}",
    )


async def fill(table: Table, own_number: str, user_numbers: Sequence[str]) -> None:
    """
    Write states and buckets into a partition that has none; the ledger is left out.

    No send reads the ledger, and it would double the time that filling takes.
    """
    if not user_numbers:
        return
    made = _Rows()
    registry = OptOuts(cast("WideTable", made))
    for one in user_numbers:
        await apply_each([change_of(own_number, one)], registry, StopScope.SENDER)
    rows = [*made.buckets.values(), *made.states.values()]
    progress = Progress("filling the registry", len(rows))
    for start in range(0, len(rows), MAX_TRANSACTION_ROWS):
        progress.show(start)
        part = rows[start : start + MAX_TRANSACTION_ROWS]
        await table.write([("create", _without_etag(row), "") for row in part])
    progress.finish(len(rows))


def _without_etag(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != ETAG}


async def check_sample(table: WideTable, own_number: str, user_numbers: Sequence[str]) -> None:
    """
    Ask the stored registry of some of the people, and write one of them again.

    Raises
    ------
    DevError
        It does not know them, or knows another person.
    """
    registry = OptOuts(table)
    step = max(1, len(user_numbers) // _SAMPLE_COUNT)
    for one in user_numbers[::step]:
        change = change_of(own_number, one)
        known = await registry.opted_out_among(own_number, [one, f"{one}0"], Category.MARKETING)
        added = await apply_each([change], registry, StopScope.SENDER)
        entry = await registry.get(own_number, one)
        if added.stored or known != {one} or entry is None or entry.newest != change:
            message = "The registry was not filled as the app fills it."
            raise DevError(message)
