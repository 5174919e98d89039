"""Tables of both kinds: the fake of the unit tests, and the real one on Azurite."""

import uuid
from collections.abc import AsyncIterator, Callable

import pytest

from local.dev.azurite import Azurite
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from shared.storage.settings import StorageSettings
from shared.storage.table import WideTable
from tests.support.in_memory_table import InMemoryTable


@pytest.fixture(scope="session")
async def account(azurite: Azurite) -> AsyncIterator[StorageAccount]:
    account = StorageAccount(StorageSettings(azurite.connection_string))
    yield account
    await account.close()


@pytest.fixture
def new_name() -> Callable[[], str]:
    """Names of tables that do not exist yet."""
    return lambda: f"T{uuid.uuid4().hex}"


@pytest.fixture
def azure_table(account: StorageAccount, new_name: Callable[[], str]) -> AzureTable:
    return AzureTable(account, new_name())


@pytest.fixture(params=["in_memory", "azurite"])
def table(request: pytest.FixtureRequest) -> WideTable:
    """Each test runs on the fake and on the real thing: what one promises the other keeps."""
    if request.param == "in_memory":
        return InMemoryTable()
    real: AzureTable = request.getfixturevalue("azure_table")
    return real
