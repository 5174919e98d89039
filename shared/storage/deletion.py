"""Deleting expired rows."""

from collections.abc import Sequence

from shared.domain.errors import ConflictError, NotStoredError
from shared.storage.table import ETAG, MAX_TRANSACTION_ROWS, Operation, Row, Table


async def delete_rows(table: Table, rows: Sequence[Row]) -> None:
    """
    Delete rows of one partition as they were read; one operation for each hundred.

    A hundred of which one has changed since, or was deleted by another instance, stays: the next
    run reads anew and takes what is left of it.
    """
    operations: list[Operation] = [("delete", row, row[ETAG]) for row in rows]
    for start in range(0, len(operations), MAX_TRANSACTION_ROWS):
        try:
            await table.write(operations[start : start + MAX_TRANSACTION_ROWS])
        except (ConflictError, NotStoredError):
            continue
