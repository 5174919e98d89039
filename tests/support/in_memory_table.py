"""A table in memory that keeps the service's promises: ETags, transactions, key order, limits."""

from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Any, TypeVar

from local.memory_table import MemoryTable
from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS, Bound, Operation, Row

_Result = TypeVar("_Result")

MAX_PROPERTIES = 252
_FORBIDDEN = frozenset("/\\#?")
_NO_PROPERTIES = frozenset(("PartitionKey", "RowKey", ETAG))
MAX_KEY_CHARACTERS = 512  # of the service's 1 KiB in UTF-16
MAX_TEXT_CHARACTERS = 32_768
MAX_BINARY_BYTES = 64 * 1024
MAX_ROW_BYTES = 1024 * 1024


class InMemoryTable(MemoryTable):
    """
    See `shared.storage.table.Table`.

    Counts operations, and refuses what the service would refuse although Azurite does not.
    `partitions_asked` names every partition that was read or written.
    `before_write` and `before_read` may be set to functions that are called before each write
    and read: tests use them to let something happen in between, or to make storage fail.
    """

    def __init__(self) -> None:
        super().__init__()
        self.operation_count = 0
        self.partitions_asked: set[str] = set()
        self.before_write: Any = None
        self.before_read: Any = None

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        self._count_read(partition, key)
        return await super().get(partition, key, select=select)

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
        return await super().rows(partition, first, last, also=also, limit=limit, select=select)

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
        return await super().across(first, last, bounds, limit=limit, select=select)

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
        return await super().write(operations)

    def put(self, row: Row) -> str:
        _check_limits(row)
        return super().put(row)

    def take_rows(self, other: "InMemoryTable") -> None:
        """Hold what another table holds now; a stored row is never changed in place."""
        self._partitions = {name: dict(rows) for name, rows in other._partitions.items()}
        self._keys = {name: list(keys) for name, keys in other._keys.items()}
        self._versions = copy(other._versions)

    def _count_read(self, partition: str, *keys: str) -> None:
        self.operation_count += 1
        self.partitions_asked.add(partition)
        for text in (partition, *keys):
            _check_key(text)
        if self.before_read:
            self.before_read()


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
    _check_key(row["PartitionKey"])
    _check_key(row["RowKey"])
    sizes = [_size(value) for name, value in row.items() if name not in _NO_PROPERTIES]
    assert len(sizes) <= MAX_PROPERTIES
    assert sum(sizes) <= MAX_ROW_BYTES


@lru_cache(maxsize=4_096)
def _check_key(text: str) -> None:
    """A key that was right is not looked at again."""
    assert _FORBIDDEN.isdisjoint(text), "a character that keys must not have"
    assert text.isascii(), "keys are ASCII"
    assert text.isprintable(), "keys are printable"
    assert len(text) <= MAX_KEY_CHARACTERS


def _size(value: object) -> int:
    if isinstance(value, str):
        # A lone surrogate cannot be stored.
        units = 2 * len(value) if value.isascii() else len(value.encode("utf-16-le"))
        assert units <= 2 * MAX_TEXT_CHARACTERS
        return units
    if isinstance(value, bytes):
        assert len(value) <= MAX_BINARY_BYTES
        return len(value)
    assert isinstance(value, bool) or (isinstance(value, int) and -(2**63) <= value < 2**63)
    return 8
