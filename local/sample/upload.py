"""
Uploads the tables in which the sample was made.

The app's own stores write some ten thousand times; Azurite would take minutes for it. Uploaded are
only the rows that are left in the end, a hundred in a transaction.
"""

from __future__ import annotations

import asyncio
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from local.memory_table import MemoryTable
    from shared.storage.table import Operation, Row, Table

_TRANSACTION_BYTES = 2 * 1024 * 1024
"""Half of what the service takes, because JSON and base64 add to it."""

_UPLOADS = 8
"""Transactions at once; Azurite has one thread."""


async def upload(made: MemoryTable, table: Table) -> int:
    """Create all rows in a table that has none of them; return their number."""
    rows = made.all_rows()
    places = asyncio.Semaphore(_UPLOADS)

    async def create(operations: Sequence[Operation]) -> None:
        async with places:
            await table.write(operations)

    transactions = [
        operations
        for _, of_partition in groupby(rows, itemgetter("PartitionKey"))
        for operations in _transactions(of_partition)
    ]
    # The first creates the table, which several at once would each try.
    for operations in transactions[:1]:
        await table.write(operations)
    await asyncio.gather(*map(create, transactions[1:]))
    return len(rows)


def _transactions(rows: Iterable[Row]) -> Iterator[list[Operation]]:
    group: list[Operation] = []
    size = 0
    for row in rows:
        row_size = sum(_size(value) for value in row.values())
        if len(group) == MAX_TRANSACTION_ROWS or size + row_size > _TRANSACTION_BYTES:
            yield group
            group, size = [], 0
        values = {name: value for name, value in row.items() if name != ETAG}
        group.append(("create", values, ""))
        size += row_size
    yield group


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | bytes) else 8
