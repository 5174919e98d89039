"""The largest things that are allowed really fit, and are smaller than they were reckoned."""

import random
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

import pytest

from local.dev.azurite import Azurite
from send_sms.domain.batch import MAX_ROUND_MEMBERS, Batch, SendTotals, Terms
from send_sms.domain.dispatching import with_suppressed
from send_sms.storage.batch_layout import (
    MAX_CONTENT_BYTES,
    MAX_SEND_BYTES,
    SendTooLargeError,
    check_size,
    content_bytes,
    request_bytes,
)
from send_sms.storage.batch_rows import batch_to_rows
from send_sms.storage.journal import Journal
from shared.domain.identifiers import MEMBERS_PER_BATCH, BatchAddress
from shared.storage.account import StorageAccount
from shared.storage.azure_table import AzureTable
from shared.storage.settings import StorageSettings
from shared.web.contract import MAX_BODY_CHARACTERS
from tests.integration.shared.storage.samples import TERMS, batch_of, long_numbers, round_of
from tests.support.counting_proxy import CountedAzurite, counting_proxy
from tests.support.in_memory_table import InMemoryTable

# aiohttp wants bodies over 1 MiB as a stream; a transaction is in memory as a whole anyway.
pytestmark = pytest.mark.filterwarnings("ignore:Sending a large body directly:ResourceWarning")

MAX_TRANSACTION_BYTES = 4 * 1024 * 1024
MAX_ROW_BYTES = 1024 * 1024
TOTALS = SendTotals(
    batch_count=10, recipient_count=10_000, duplicate_count=9_999, rejected_count=9_999
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


@cache
def longest_values(script: str) -> list[str]:
    """Give a value for each recipient of a batch, longer than fit into it."""
    return [text(script, 600) for _ in range(MEMBERS_PER_BATCH)]


def in_rows(text: str, values: tuple[tuple[str, ...], ...] = ()) -> list[Batch]:
    """Give the batches of a send to 10,000 of the longest numbers; each has the same values."""
    numbers = long_numbers(10 * MEMBERS_PER_BATCH)
    rows = [numbers[start : start + MEMBERS_PER_BATCH] for start in range(0, 10_000, 1_000)]
    terms = (replace(TERMS, text=text, totals=TOTALS),)
    batches = [
        batch_of(recipients, row=row, terms=terms, values=values, commit_id="c" * 32)
        for row, recipients in enumerate(rows)
    ]
    return [with_suppressed(batch, frozenset(numbers[::2])) for batch in batches]


def personal(script: str, content_limit: int) -> list[Batch]:
    """10,000 recipients whose values are of a length that just fits into this many bytes."""
    body = "{{" + "n" * 64 + "}}"

    def values(length: int) -> tuple[tuple[str, ...], ...]:
        return tuple((one[:length],) for one in longest_values(script))

    def size(length: int) -> int:
        numbers = long_numbers(MEMBERS_PER_BATCH)
        return content_bytes(batch_of(numbers, text=body, values=values(length)))

    length = 400
    for _ in range(2):
        length = content_limit * length // size(length)
    while size(length) > content_limit:
        length -= 1
    return in_rows(body, values(length))


def longest_round(script: str) -> Batch:
    """As many single sends as a round may have, each with the longest text and other options."""
    members = round_of(long_numbers(MAX_ROUND_MEMBERS), commit_id="c" * 32)
    terms = tuple(
        Terms(text(script), replace(one.options, campaign='"' * 63), TOTALS)
        for one in members.terms
    )
    return replace(members, address=BatchAddress(members.address.send), terms=terms)


@pytest.fixture(scope="module", autouse=True)
def _packed_once() -> Iterator[None]:
    """What has been packed is packed already: all batches of a send have the same values here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zlib, "compress", lru_cache(maxsize=16)(zlib.compress))
        yield


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
    account = StorageAccount(StorageSettings(connection_string))
    table = AzureTable(account, new_name())
    await table.write([("create", {"PartitionKey": "p", "RowKey": "first"}, "")])
    counted.traffic.reset()
    yield table
    await account.close()


@pytest.mark.parametrize("script", SCRIPTS)
async def test_batch_of_longest_values_commits_when_they_do_not_compress(
    counted: CountedAzurite, counted_table: AzureTable, script: str
) -> None:
    worst, *_ = personal(script, MAX_CONTENT_BYTES)
    rows = batch_to_rows(worst)
    await InMemoryTable().write([("create", row, "") for row in rows])  # holds the limits
    journal = Journal(counted_table)
    check_size([worst])

    await journal.commit([worst])

    assert len(rows) == 10
    assert counted.traffic.operations == {"table transaction": 1}
    assert counted.traffic.largest_request_bytes <= request_bytes(worst) < MAX_ROW_BYTES
    [found] = await journal.read(worst.address.send, 0, 0)
    assert found.values == worst.values


@pytest.mark.parametrize("script", SCRIPTS)
async def test_round_of_longest_texts_commits_in_one_row(
    counted: CountedAzurite, counted_table: AzureTable, script: str
) -> None:
    worst = longest_round(script)
    [row] = batch_to_rows(worst)
    await InMemoryTable().write([("create", row, "")])

    stored = await Journal(counted_table).commit([worst])

    assert counted.traffic.operations.total() == 1
    assert counted.traffic.largest_request_bytes < MAX_ROW_BYTES
    found = await Journal(counted_table).get(worst.address)
    assert found == replace(worst, version=stored.version)


@pytest.mark.parametrize("script", SCRIPTS)
async def test_send_of_ten_thousand_commits_at_once_when_text_is_longest(
    counted: CountedAzurite, counted_table: AzureTable, script: str
) -> None:
    batches = in_rows(text(script))
    journal = Journal(counted_table)
    check_size(batches)

    await journal.commit(batches)

    assert sum(len(batch_to_rows(batch)) for batch in batches) == 100
    assert counted.traffic.operations == {"table transaction": 1}
    reckoned = sum(map(request_bytes, batches))
    assert counted.traffic.largest_request_bytes <= reckoned < MAX_TRANSACTION_BYTES
    found = await journal.read(batches[0].address.send)
    assert [replace(one, version="") for one in found] == batches


async def test_largest_send_with_values_that_passes_the_check_commits_at_once(
    counted: CountedAzurite, counted_table: AzureTable
) -> None:
    script, journal = "cyrillic", Journal(counted_table)
    overhead = request_bytes(batch_of(text="")) * 10
    just_fits = (MAX_SEND_BYTES - overhead) // 10 * 3 // 4
    with pytest.raises(SendTooLargeError):
        check_size(personal(script, just_fits + 10_000))
    batches = personal(script, just_fits)
    check_size(batches)

    await journal.commit(batches)

    assert counted.traffic.operations == {"table transaction": 1}
    assert counted.traffic.largest_request_bytes <= sum(map(request_bytes, batches))
    assert counted.traffic.largest_request_bytes > 0.9 * MAX_SEND_BYTES
    assert counted.traffic.largest_request_bytes < MAX_TRANSACTION_BYTES
    assert len(await journal.read(batches[0].address.send)) == 10


def test_batch_whose_values_are_too_large_for_its_row_is_refused() -> None:
    [batch, *_] = personal("latin", MAX_CONTENT_BYTES)
    wider = tuple((one + text("latin", 40),) for (one,) in batch.values)
    with pytest.raises(SendTooLargeError):
        check_size([replace(batch, values=wider)])
