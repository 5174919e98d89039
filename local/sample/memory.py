"""
Tables in memory, in which the sample is made before it is uploaded.

The app's own stores write some ten thousand times; Azurite would take minutes for it. Uploaded are
only the rows that are left in the end, a hundred in a transaction.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left, bisect_right, insort
from itertools import count
from typing import TYPE_CHECKING, Any

from shared.domain.errors import ConflictError, NotStoredError
from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from shared.storage.table import Bound, Operation, Row, Table

_TRANSACTION_BYTES = 2 * 1024 * 1024
"""Half of what the service takes, because JSON and base64 add to it."""

_UPLOADS = 8
"""Transactions at once; Azurite has one thread."""


class MemoryTable:
    """See `shared.storage.table.WideTable`; a range costs what it holds, not what the table has."""

    def __init__(self) -> None:
        self._partitions: dict[str, dict[str, dict[str, Any]]] = {}
        self._keys: dict[str, list[str]] = {}
        self._versions = count(1)

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        """Read one row."""
        del select
        row = self._partitions.get(partition, {}).get(key)
        return dict(row) if row else None

    async def rows(
        self,
        partition: str,
        first: str,
        last: str,
        *,
        also: str = "",
        limit: int | None = None,
        select: Sequence[str] = (),
    ) -> list[Row]:
        """Read a range of rows, and one more if asked."""
        del select
        keys, stored = self._keys.get(partition, []), self._partitions.get(partition, {})
        wanted = keys[bisect_left(keys, first) : bisect_right(keys, last)]
        if also in stored and also not in wanted:
            insort(wanted, also)
        return [dict(stored[key]) for key in wanted[:limit]]

    async def across(
        self,
        first: str,
        last: str,
        bounds: Sequence[Bound] = (),
        *,
        limit: int | None = None,
        select: Sequence[str] = (),
    ) -> list[Row]:
        """Read what lies within bounds in a range of partitions."""
        del select
        partitions = sorted(one for one in self._keys if first <= one <= last)
        rows = (self._partitions[one][key] for one in partitions for key in self._keys[one])
        found: list[Row] = [row for row in rows if all(_holds(row, one) for one in bounds)]
        return found[:limit]

    async def pages(
        self, partition: str, first: str, last: str, *, select: Sequence[str] = ()
    ) -> AsyncIterator[Sequence[Row]]:
        """Read a range of rows as one page."""
        yield await self.rows(partition, first, last, select=select)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        """Write rows of one partition, all or none."""
        for operation in operations:
            self._check(operation)
        return [etag for operation in operations if (etag := self._apply(operation))]

    def _check(self, operation: Operation) -> None:
        verb, row, etag = operation
        stored = self._partitions.get(row["PartitionKey"], {}).get(row["RowKey"])
        if verb == "create" and stored:
            raise ConflictError
        if verb in {"merge", "delete"} and stored is None:
            raise NotStoredError
        if etag and stored and stored[ETAG] != etag:
            raise ConflictError

    def _apply(self, operation: Operation) -> str:
        verb, row, _ = operation
        partition, key = row["PartitionKey"], row["RowKey"]
        stored, keys = (
            self._partitions.setdefault(partition, {}),
            self._keys.setdefault(partition, []),
        )
        if verb == "delete":
            del stored[key]
            keys.remove(key)
            return ""
        if key not in stored:
            insort(keys, key)
        etag = str(next(self._versions))
        stored[key] = {**stored.get(key, {}), **row, ETAG: etag}
        return etag

    async def upload(self, table: Table) -> int:
        """Create all rows in another table that has none of them; return their number."""
        places = asyncio.Semaphore(_UPLOADS)

        async def create(operations: Sequence[Operation]) -> None:
            async with places:
                await table.write(operations)

        # The first creates the table, which several at once would each try.
        first, *others = [*self._transactions()] or [[]]
        if first:
            await table.write(first)
        await asyncio.gather(*map(create, others))
        return sum(map(len, self._keys.values()))

    def _transactions(self) -> Iterator[list[Operation]]:
        for partition, keys in self._keys.items():
            group: list[Operation] = []
            size = 0
            for key in keys:
                row = self._partitions[partition][key]
                row_size = sum(_size(value) for value in row.values())
                if len(group) == MAX_TRANSACTION_ROWS or size + row_size > _TRANSACTION_BYTES:
                    yield group
                    group, size = [], 0
                values = {name: value for name, value in row.items() if name != ETAG}
                group.append(("create", values, ""))
                size += row_size
            if group:
                yield group


def _holds(row: Row, bound: Bound) -> bool:
    name, how, text = bound
    return name in row and (row[name] >= text if how == "ge" else row[name] <= text)


def _size(value: object) -> int:
    return len(value) if isinstance(value, str | bytes) else 8
