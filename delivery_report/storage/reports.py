"""Writing delivery reports into the rows of their batches, without reading first."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from send_sms.storage.batch_layout import keys_of_block
from send_sms.storage.report_rows import report_properties
from shared.carriers.events import DeliveryReport
from shared.domain.errors import NotStoredError
from shared.domain.identifiers import BlockAddress
from shared.storage.table import MAX_TRANSACTION_ROWS, Table

RecipientReports = Sequence[tuple[str, DeliveryReport]]
"""Recipients of a block, and what was reported of them."""

_CONCURRENT_ROWS = 3
"""Rows up to which requests side by side cost less than a transaction (docs/adr/0028)."""

_Rows = Sequence[dict[str, Any]]


class Reports:
    """Adds delivery reports to the batches of the journal."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def add(self, reports: Mapping[BlockAddress, RecipientReports]) -> list[BlockAddress]:
        """
        Add delivery reports to their batches, without reading first.

        Parameters
        ----------
        reports : mapping
            By block, recipients and what was reported of them; of two of one kind on one
            recipient the last counts. The same again changes nothing.

        Returns
        -------
        list of BlockAddress
            Blocks that do not exist.
        """
        partitions: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        blocks: defaultdict[tuple[str, str], list[BlockAddress]] = defaultdict(list)
        for block, of_recipients in reports.items():
            keys = keys_of_block(block)
            row = partitions[keys["PartitionKey"]].setdefault(keys["RowKey"], keys)
            row.update(report_properties(block, of_recipients))
            blocks[keys["PartitionKey"], keys["RowKey"]].append(block)
        parts = [
            list(rows.values())[start : start + MAX_TRANSACTION_ROWS]
            for rows in partitions.values()
            for start in range(0, len(rows), MAX_TRANSACTION_ROWS)
        ]
        missing = await asyncio.gather(*(_merge_part(self._table, part) for part in parts))
        return [
            block
            for rows in missing
            for row in rows
            for block in blocks[row["PartitionKey"], row["RowKey"]]
        ]


async def _merge_part(table: Table, rows: _Rows) -> _Rows:
    if len(rows) > _CONCURRENT_ROWS:
        return await _merge(table, rows)
    parts = await asyncio.gather(*(_merge(table, [row]) for row in rows))
    return [row for part in parts for row in part]


async def _merge(table: Table, rows: _Rows) -> _Rows:
    """Give the missing rows: one fails the transaction, then each half is written alone."""
    try:
        await table.write([("merge", row, "") for row in rows])
    except NotStoredError:
        if len(rows) == 1:
            return rows
        halves = (rows[: len(rows) // 2], rows[len(rows) // 2 :])
        missing = await asyncio.gather(*(_merge(table, half) for half in halves))
        return [row for part in missing for row in part]
    return []
