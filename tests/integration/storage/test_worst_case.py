"""The largest things that are allowed really fit, and are smaller than they were reckoned."""

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest

from local.dev.azurite import Azurite
from shared.contract.send_request import MAX_BODY_CHARACTERS
from shared.domain.chunk import Chunk, SendTotals
from shared.domain.errors import SendTooLargeError
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from shared.storage.chunk_rows import chunk_to_row, wire_size
from shared.storage.journal import _MAX_TRANSACTION_BYTES, Journal
from tests.integration.storage.samples import chunk, long_numbers
from tests.support.counting_proxy import CountedAzurite, counting_proxy
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import SETTINGS

# aiohttp wants bodies over 1 MiB as a stream; a transaction is in memory as a whole anyway.
pytestmark = pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning")

MAX_TRANSACTION_BYTES = 4 * 1024 * 1024
MAX_ROW_BYTES = 1024 * 1024
TOTALS = SendTotals(
    chunk_count=100, recipient_count=10_000, duplicate_count=9_999, rejected_count=9_999
)
CHANCE = random.Random(7)

SCRIPTS = {
    "latin": range(0x20, 0x7F),
    "cyrillic": range(0x400, 0x460),
    "chinese": range(0x4E00, 0x9FFF),
    "emoji": range(0x1F300, 0x1F600),
}


def text(script: str, length: int = MAX_BODY_CHARACTERS) -> str:
    return "".join(map(chr, CHANCE.choices(SCRIPTS[script], k=length)))


def personal(script: str, number: int = 0) -> Chunk:
    """100 recipients whose values fill their whole message."""
    values = tuple((text(script),) for _ in range(100))
    return chunk(
        number,
        body="{{" + "n" * 64 + "}}",
        recipients=long_numbers(100),
        values=values,
        totals=TOTALS,
    )


@pytest.fixture
async def counted(azurite: Azurite) -> AsyncIterator[CountedAzurite]:
    async with counting_proxy(azurite) as counted:
        yield counted


@pytest.fixture
async def counted_table(
    counted: CountedAzurite, new_name: Callable[[], str]
) -> AsyncIterator[AzureTable]:
    """A table that exists, seen through the proxy."""
    connection_string = counted.azurite.connection_string
    account = StorageAccount(replace(SETTINGS, storage_connection_string=connection_string))
    table = AzureTable(account, new_name())
    await table.write([("create", {"PartitionKey": "p", "RowKey": "first"}, "")])
    counted.traffic.reset()
    yield table
    await account.close()


@pytest.mark.parametrize("script", SCRIPTS)
async def test_chunk_of_longest_values_commits_when_they_do_not_compress(
    counted: CountedAzurite, counted_table: AzureTable, script: str
) -> None:
    worst = personal(script)
    row = chunk_to_row(worst)
    await InMemoryTable().write([("create", row, "")])  # holds the service's limits

    await Journal(counted_table).commit([worst])

    assert counted.traffic.operations.total() == 1
    assert counted.traffic.largest_request_bytes <= wire_size(worst) < MAX_ROW_BYTES
    [found] = await Journal(counted_table).read(worst.send, 0, 0)
    assert found.values == worst.values


@pytest.mark.parametrize("script", SCRIPTS)
async def test_send_of_ten_thousand_commits_at_once_when_text_is_longest(
    counted: CountedAzurite, counted_table: AzureTable, script: str
) -> None:
    body, numbers = text(script), long_numbers(10_000)
    chunks = [
        chunk(n, body=body, recipients=numbers[n * 100 : n * 100 + 100], totals=TOTALS)
        for n in range(100)
    ]
    journal = Journal(counted_table)
    journal.check_size(chunks)

    await journal.commit(chunks)

    assert counted.traffic.operations == {"table transaction": 1}
    reckoned = sum(map(wire_size, chunks))
    assert counted.traffic.largest_request_bytes <= reckoned < MAX_TRANSACTION_BYTES
    assert len(await journal.read(chunks[0].send)) == 100


async def test_largest_send_with_values_that_passes_the_check_commits_at_once(
    counted: CountedAzurite, counted_table: AzureTable
) -> None:
    one = personal("cyrillic")
    count = _MAX_TRANSACTION_BYTES // wire_size(one)
    chunks = [replace(one, number=n) for n in range(count + 1)]
    journal = Journal(counted_table)
    with pytest.raises(SendTooLargeError):
        journal.check_size(chunks)
    chunks.pop()
    journal.check_size(chunks)

    await journal.commit(chunks)

    assert len(chunks) > 5
    assert counted.traffic.operations == {"table transaction": 1}
    assert counted.traffic.largest_request_bytes <= sum(map(wire_size, chunks))
    assert counted.traffic.largest_request_bytes < MAX_TRANSACTION_BYTES
