"""The interface of a table. `AzureTable` implements it, and tests have one in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from shared.domain.errors import ConflictError, NotStoredError

Row = Mapping[str, Any]
"""An entity: `PartitionKey`, `RowKey` and its properties; one that was read carries `etag`."""

Operation = tuple[Literal["create", "merge", "replace", "upsert", "delete"], Row, str]
"""
What to do, the row, and the ETag it must still have (empty: any).

Upserts merge. Only a replacement removes properties.
"""

Bound = tuple[str, Literal["ge", "le"], str | int]
"""A property, how it compares, and what it is compared to; rows without it are left out."""

ETAG = "etag"

MAX_TRANSACTION_ROWS = 100
"""Rows in one transaction ("Performing entity group transactions", Storage REST reference)."""


class Table(Protocol):
    """One table."""

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        """
        Read one row; None if it is not there.

        Parameters
        ----------
        select : sequence of str
            The properties to read, beside the keys and the ETag; empty: all.
        """

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
        """
        Read the rows of a partition from key `first` to key `last`, both included, in order.

        Parameters
        ----------
        also : str
            One more key to read.
        limit : int or None
            At most so many rows, up to 1,000; None: all.
        select : sequence of str
            As in `get`.
        """

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        """
        Write 1 to 100 rows of one partition, all or none.

        Returns
        -------
        list of str
            The ETags that the rows have now, in order; deleted ones have none.

        Raises
        ------
        ConflictError
            A row to create is there already, or another has changed.
        NotStoredError
            A row to merge into, to replace or to delete is not there.
        """


class WideTable(Table, Protocol):
    """One table that can also be read across its partitions, and piece by piece."""

    async def across(
        self,
        first: str,
        last: str,
        bounds: Sequence[Bound] = (),
        *,
        limit: int | None = None,
        select: Sequence[str] = (),
    ) -> list[Row]:
        """
        Read the rows of the partitions from `first` to `last`, both included, in order.

        The service looks at every row of these partitions, and hands over those within bounds.

        Parameters
        ----------
        bounds : sequence of Bound
            What else must hold; at most 13, for the service takes 15 comparisons.
        limit, select
            As in `rows`.
        """

    def pages(
        self, partition: str, first: str, last: str, *, select: Sequence[str] = ()
    ) -> AsyncIterator[Sequence[Row]]:
        """Read a range as `rows` does, but in pieces: one operation, up to 1,000 rows each."""


async def write_all(
    table: Table, operations: Sequence[Operation], rows_per_write: int = MAX_TRANSACTION_ROWS
) -> None:
    """
    Write any number of rows of one partition; one operation for each hundred.

    Each hundred is written whole or not at all. A failure leaves those before it written.
    """
    for start in range(0, len(operations), rows_per_write):
        await table.write(operations[start : start + rows_per_write])


async def delete_rows(table: Table, rows: Sequence[Row]) -> None:
    """
    Delete rows of one partition as they were read; one operation for each hundred.

    If one of a hundred has changed since, or was deleted by another instance, that hundred is left
    to the next run, which reads it anew.
    """
    operations: list[Operation] = [("delete", row, row[ETAG]) for row in rows]
    for start in range(0, len(operations), MAX_TRANSACTION_ROWS):
        try:
            await table.write(operations[start : start + MAX_TRANSACTION_ROWS])
        except (ConflictError, NotStoredError):
            continue
