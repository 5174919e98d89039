"""A table in memory: what the sample is made in, and what unit tests run on."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import AsyncIterator, Mapping, Sequence
from itertools import count
from typing import Any

from shared.domain.errors import ConflictError, NotStoredError
from shared.storage.table import ETAG, Bound, Operation, Row


class MemoryTable:
    """See `shared.storage.table.WideTable`; a range costs what it holds, not what the table has."""

    def __init__(self) -> None:
        self._partitions: dict[str, dict[str, dict[str, Any]]] = {}
        self._keys: dict[str, list[str]] = {}
        self._versions = count(1)

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        """Read one row."""
        row = self._stored(partition, key)
        return _selected(row, select) if row else None

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
        keys, stored = self._keys.get(partition, []), self._partitions.get(partition, {})
        wanted = keys[bisect_left(keys, first) : bisect_right(keys, last)]
        if also in stored and also not in wanted:
            insort(wanted, also)
        return [_selected(stored[key], select) for key in wanted[:limit]]

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
        found: list[Row] = []
        for partition in sorted(one for one in self._keys if first <= one <= last):
            rows = (self._partitions[partition][key] for key in self._keys[partition])
            found += (row for row in rows if all(_is_within(row, bound) for bound in bounds))
            if limit is not None and len(found) >= limit:
                break
        return [_selected(row, select) for row in found[:limit]]

    async def pages(
        self, partition: str, first: str, last: str, *, select: Sequence[str] = ()
    ) -> AsyncIterator[Sequence[Row]]:
        """Read a range of rows as one page."""
        yield await self.rows(partition, first, last, select=select)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        """Write rows of one partition, all or none."""
        for verb, row, etag in operations:
            _check(verb, etag, self._stored(row["PartitionKey"], row["RowKey"]))
        return [etag for verb, row, _ in operations if (etag := self._apply(verb, row))]

    def put(self, row: Row) -> str:
        """Write a row in place of any other, and return its ETag."""
        partition, key = row["PartitionKey"], row["RowKey"]
        stored = self._partitions.setdefault(partition, {})
        if key not in stored:
            insort(self._keys.setdefault(partition, []), key)
        etag = str(next(self._versions))
        stored[key] = {**row, ETAG: etag}
        return etag

    def remove(self, row: Row) -> None:
        """Delete a row."""
        partition, key = row["PartitionKey"], row["RowKey"]
        del self._partitions[partition][key]
        self._keys[partition].remove(key)
        if not self._keys[partition]:
            del self._keys[partition]

    def all_rows(self) -> list[Row]:
        """Give all rows in the order of their keys."""
        keys = ((one, key) for one in sorted(self._keys) for key in self._keys[one])
        return [dict(self._partitions[partition][key]) for partition, key in keys]

    def _apply(self, verb: str, row: Row) -> str:
        if verb == "delete":
            self.remove(row)
            return ""
        is_replaced = verb == "replace"
        known = None if is_replaced else self._stored(row["PartitionKey"], row["RowKey"])
        return self.put({**(known or {}), **row})

    def _stored(self, partition: str, key: str) -> Row | None:
        return self._partitions.get(partition, {}).get(key)


def _check(verb: str, etag: str, stored: Mapping[str, Any] | None) -> None:
    if verb == "create" and stored:
        raise ConflictError
    if verb in {"merge", "replace", "delete"} and stored is None:
        raise NotStoredError
    if etag and stored and stored[ETAG] != etag:
        raise ConflictError


def _selected(row: Row, select: Sequence[str]) -> dict[str, Any]:
    kept = {"PartitionKey", "RowKey", ETAG, *select}
    return {name: value for name, value in row.items() if not select or name in kept}


def _is_within(row: Row, bound: Bound) -> bool:
    name, how, to = bound
    if name not in row or not isinstance(row[name], type(to)):
        return False
    return bool(row[name] >= to if how == "ge" else row[name] <= to)
