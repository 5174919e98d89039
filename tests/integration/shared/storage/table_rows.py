"""Rows for the tests of the table's contract, and how they are stored and read back."""

from typing import Any

from shared.storage.table import ETAG, Row, Table


def row(key: str = "a", partition: str = "p", **properties: Any) -> Row:
    return {"PartitionKey": partition, "RowKey": key, **properties}


async def create(table: Table, *rows: Row) -> None:
    for one in rows:
        await table.write([("create", one, "")])


async def stored(table: Table, key: str = "a", partition: str = "p") -> dict[str, Any]:
    found = await table.get(partition, key)
    assert found is not None
    return {name: value for name, value in found.items() if name not in {"PartitionKey", "RowKey"}}


async def properties(table: Table, key: str = "a") -> dict[str, Any]:
    found = await stored(table, key)
    del found[ETAG]
    return found


async def keys(table: Table, first: str, last: str, **more: Any) -> list[str]:
    return [found["RowKey"] for found in await table.rows("p", first, last, **more)]
