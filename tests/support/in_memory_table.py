"""A table in memory that keeps the service's promises: ETags, transactions, key order, limits."""

from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from itertools import count
from typing import Any, TypeVar

from shared.domain.errors import ConflictError, NotStoredError
from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS, Bound, Operation, Row

_Result = TypeVar("_Result")

MAX_PROPERTIES = 252
_FORBIDDEN = frozenset("/\\#?")
MAX_KEY_CHARACTERS = 512  # of the service's 1 KiB in UTF-16
MAX_TEXT_CHARACTERS = 32_768
MAX_BINARY_BYTES = 64 * 1024
MAX_ROW_BYTES = 1024 * 1024


class InMemoryTable:
    """
    See `shared.storage.table.Table`.

    Counts operations, and refuses what the service would refuse although Azurite does not.
    `partitions_asked` names every partition that was read or written.
    `before_write` and `before_read` may be set to functions that are called before each write
    and read: tests use them to let something happen in between, or to make storage fail.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}
        self._versions = count(1)
        self.operation_count = 0
        self.partitions_asked: set[str] = set()
        self.before_write: Any = None
        self.before_read: Any = None

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        self._count_read(partition, key)
        row = self._rows.get((partition, key))
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
        self._count_read(partition, first, last, also)
        assert first <= last, "a range that holds nothing"
        found: list[Row] = [
            _selected(self._rows[where], select)
            for where in sorted(
                (row_partition, key)
                for row_partition, key in self._rows
                if row_partition == partition and (first <= key <= last or (also and key == also))
            )
        ]
        return found[:limit]

    async def across(
        self,
        first: str,
        last: str,
        bounds: Sequence[Bound] = (),
        *,
        limit: int | None = None,
        select: Sequence[str] = (),
    ) -> list[Row]:
        self._count_read(first, last)
        assert first <= last, "a range that holds nothing"
        found: list[Row] = [
            _selected(row, select)
            for (partition, _), row in sorted(self._rows.items())
            if first <= partition <= last and all(_is_within(row, bound) for bound in bounds)
        ]
        return found[:limit]

    async def pages(
        self, partition: str, first: str, last: str, *, select: Sequence[str] = ()
    ) -> AsyncIterator[Sequence[Row]]:
        """Give pages of 3 rows, so that few rows are several."""
        found = await self.rows(partition, first, last, select=select)
        yield found[:3]
        for start in range(3, len(found), 3):
            self._count_read(partition, first, last)
            yield found[start : start + 3]

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        self.operation_count += 1
        if self.before_write:
            self.before_write(operations)
        assert 1 <= len(operations) <= MAX_TRANSACTION_ROWS
        keys = [(row["PartitionKey"], row["RowKey"]) for _, row, _ in operations]
        assert len({partition for partition, _ in keys}) == 1, "a transaction has one partition"
        assert len(set(keys)) == len(keys), "a transaction names each row once"
        self.partitions_asked.add(keys[0][0])
        for (verb, _, etag), key in zip(operations, keys, strict=True):
            self._check(verb, etag, self._rows.get(key))
        for (verb, row, _), key in zip(operations, keys, strict=True):
            if verb == "delete":
                del self._rows[key]
                continue
            stored = {**self._rows.get(key, {}), **row, ETAG: str(next(self._versions))}
            _check_limits(stored)
            self._rows[key] = stored
        return [self._rows[key][ETAG] for key in keys if key in self._rows]

    def put(self, row: Row) -> None:
        """Write a row as a concurrent writer does."""
        key = row["PartitionKey"], row["RowKey"]
        self._rows[key] = {**row, ETAG: str(next(self._versions))}

    def remove(self, row: Row) -> None:
        """Delete a row as a concurrent writer does."""
        del self._rows[row["PartitionKey"], row["RowKey"]]

    def all_rows(self) -> list[Row]:
        return [dict(row) for _, row in sorted(self._rows.items())]

    def _count_read(self, partition: str, *keys: str) -> None:
        self.operation_count += 1
        self.partitions_asked.add(partition)
        for text in (partition, *keys):
            _check_key(text)
        if self.before_read:
            self.before_read()

    @staticmethod
    def _check(verb: str, etag: str, stored: Mapping[str, Any] | None) -> None:
        if verb == "create" and stored:
            raise ConflictError
        if verb in {"merge", "delete"} and stored is None:
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


def run_now(work: Coroutine[Any, Any, _Result]) -> _Result:
    """Run storage work inside a hook, which cannot await: on these tables nothing ever waits."""
    try:
        work.send(None)
    except StopIteration as done:
        result: _Result = done.value
        return result
    message = "the work waited for something"
    raise AssertionError(message)


def _check_limits(row: Mapping[str, Any]) -> None:
    properties = {name: value for name, value in row.items() if name != ETAG}
    for key in ("PartitionKey", "RowKey"):
        _check_key(properties.pop(key))
    assert len(properties) <= MAX_PROPERTIES
    size = sum(_size(value) for value in properties.values())
    assert size <= MAX_ROW_BYTES


def _check_key(text: str) -> None:
    assert _FORBIDDEN.isdisjoint(text), "a character that keys must not have"
    assert text.isascii(), "keys are ASCII"
    assert text.isprintable(), "keys are printable"
    assert len(text) <= MAX_KEY_CHARACTERS


def _size(value: object) -> int:
    if isinstance(value, str):
        units = len(value.encode("utf-16-le"))  # a lone surrogate cannot be stored
        assert units <= 2 * MAX_TEXT_CHARACTERS
        return units
    if isinstance(value, bytes):
        assert len(value) <= MAX_BINARY_BYTES
        return len(value)
    assert isinstance(value, bool) or (isinstance(value, int) and -(2**63) <= value < 2**63)
    return 8
