"""What only the real table can show: it is made when missed, and says nothing when away."""

import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from local.dev.azurite import ACCOUNT_KEY, Azurite
from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from shared.storage.table import Operation, Row
from tests.support.world import SETTINGS

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


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port where nobody listens: bound, so that nobody else gets it meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        yield port


async def test_storage_error_tells_no_secret_when_storage_is_away(
    closed_port: int, new_name: Callable[[], str]
) -> None:
    away = Azurite(closed_port, closed_port, closed_port).connection_string
    # The SDK's own retries take seconds; what is asked here is how it ends.
    account = StorageAccount(replace(SETTINGS, storage_connection_string=away))
    table = AzureTable(account, new_name())
    errors = await asyncio.gather(
        table.get(PARTITION, KEY), table.write([("create", ROW, "")]), return_exceptions=True
    )
    await account.close()

    for error in errors:
        assert isinstance(error, StorageError)
        assert not isinstance(error, ConflictError | NotStoredError)
        assert error.__suppress_context__
        for secret in (ACCOUNT_KEY, KEY, PARTITION, "127.0.0.1"):
            assert secret not in f"{error} {error!r}"


async def test_storage_error_tells_no_secret_when_storage_refuses(azure_table: AzureTable) -> None:
    too_long = {**ROW, "text": "я" * 32_769}

    with pytest.raises(StorageError) as raised:
        await azure_table.write([("create", too_long, "")])

    assert str(raised.value) == "HTTP 400"
