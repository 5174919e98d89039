"""What only the real table can show: it is made when it is missed, and its refusals."""

import asyncio

import pytest

from shared.domain.errors import NotStoredError, StorageError
from shared.storage.azure_table import AzureTable
from shared.storage.table import Operation, Row

PARTITION = "+18335550100"
KEY = "+14255550123"
ROW: Row = {"PartitionKey": PARTITION, "RowKey": KEY, "x": 1}
OTHER: Row = {"PartitionKey": PARTITION, "RowKey": "other", "x": 1}


@pytest.mark.parametrize(
    "operations",
    [
        [("create", ROW, "")],
        [("upsert", ROW, "")],
        [("create", ROW, ""), ("upsert", OTHER, "")],
    ],
)
async def test_table_is_made_when_first_row_is_written(
    azure_table: AzureTable, operations: list[Operation]
) -> None:
    await azure_table.write(operations)

    found = await azure_table.get(PARTITION, KEY)
    assert found is not None
    assert found["x"] == 1


async def test_table_is_made_when_first_row_is_looked_for(azure_table: AzureTable) -> None:
    assert await azure_table.get(PARTITION, KEY) is None
    await azure_table.write([("create", ROW, "")])


async def test_table_is_made_when_first_range_is_read(azure_table: AzureTable) -> None:
    assert await azure_table.rows(PARTITION, "a", "z", limit=1) == []
    await azure_table.write([("create", ROW, "")])


@pytest.mark.parametrize(
    "operations", [[("merge", ROW, "")], [("merge", ROW, ""), ("merge", OTHER, "")]]
)
async def test_merge_is_refused_as_not_stored_when_table_is_missing(
    azure_table: AzureTable, operations: list[Operation]
) -> None:
    with pytest.raises(NotStoredError):
        await azure_table.write(operations)


async def test_all_are_stored_when_many_first_writes_run_at_once(azure_table: AzureTable) -> None:
    rows = [{**ROW, "RowKey": str(n)} for n in range(10)]

    await asyncio.gather(*(azure_table.write([("create", row, "")]) for row in rows))

    assert len(await azure_table.rows(PARTITION, "0", "9")) == 10


async def test_storage_error_tells_no_secret_when_storage_refuses(azure_table: AzureTable) -> None:
    too_long = {**ROW, "text": "я" * 32_769}

    with pytest.raises(StorageError) as raised:
        await azure_table.write([("create", too_long, "")])

    assert str(raised.value) == "HTTP 400"
