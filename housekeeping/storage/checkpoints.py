"""
Checkpoints of masking texts, by own number: partition `retention` of the `Statistics` table.

Without them each run would read all old days again.
"""

import json
from dataclasses import dataclass
from datetime import date

from shared.storage.table import Table

_PARTITION = "retention"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """
    How far the texts of an own number are masked.

    Attributes
    ----------
    before : date
        Days before this one are done, but for `open_days`.
    open_days : tuple of date
        Days of which something was left, as it waits.
    """

    sender: str
    before: date = date.min
    open_days: tuple[date, ...] = ()


class Checkpoints:
    """The checkpoints, by own number."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def get(self, sender: str) -> Checkpoint:
        """Read one; one operation."""
        row = await self._table.get(_PARTITION, sender)
        if row is None:
            return Checkpoint(sender)
        days = tuple(map(date.fromisoformat, json.loads(row["open_days"])))
        return Checkpoint(sender, date.fromisoformat(row["before"]), days)

    async def store(self, checkpoint: Checkpoint) -> None:
        """Keep one in place of any other; one operation."""
        days = json.dumps([day.isoformat() for day in checkpoint.open_days])
        row = {"PartitionKey": _PARTITION, "RowKey": checkpoint.sender}
        await self._table.write(
            [("upsert", {**row, "before": checkpoint.before.isoformat(), "open_days": days}, "")]
        )
