"""What the clients do when the service has a bad moment: what is sent again, and what is not."""

import json
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.storage.account import StorageAccount
from shared.storage.azure_queue import AzureQueue
from shared.storage.azure_table import AzureTable
from shared.storage.queue import QueueReceipt
from shared.storage.settings import StorageSettings
from shared.storage.table import Operation, Row
from tests.support.scripted_storage import HANG_UP, Reply, ScriptedStorage, scripted_storage

KEY = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM="
PARTITION, PERSON = "+18335550100", "+14255550123"
ROW: Row = {"PartitionKey": PARTITION, "RowKey": PERSON, "x": 1}
CREATE: Operation = ("create", ROW, "")
RECEIPT = QueueReceipt("a-message", "a-receipt")
CREATED = Reply(204, {"ETag": 'W/"1"'})
FOUND = Reply(
    200,
    {"Content-Type": "application/json"},
    json.dumps({**ROW, "odata.etag": 'W/"1"'}).encode(),
)
PUT = Reply(
    201,
    {"Content-Type": "application/xml"},
    b"<QueueMessagesList><QueueMessage><MessageId>a</MessageId>"
    b"<InsertionTime>Sun, 22 Nov 2026 09:00:00 GMT</InsertionTime>"
    b"<ExpirationTime>Fri, 31 Dec 9999 23:59:59 GMT</ExpirationTime><PopReceipt>b</PopReceipt>"
    b"<TimeNextVisible>Sun, 22 Nov 2026 09:00:00 GMT</TimeNextVisible>"
    b"</QueueMessage></QueueMessagesList>",
)

Call = Callable[[AzureTable, AzureQueue], Awaitable[object]]


def get(table: AzureTable, _queue: AzureQueue) -> Awaitable[object]:
    return table.get(PARTITION, PERSON)


def query(table: AzureTable, _queue: AzureQueue) -> Awaitable[object]:
    return table.rows(PARTITION, PERSON, PERSON)


def create(table: AzureTable, _queue: AzureQueue) -> Awaitable[object]:
    return table.write([CREATE])


def merge(table: AzureTable, _queue: AzureQueue) -> Awaitable[object]:
    return table.write([("merge", ROW, 'W/"1"')])


def delete(table: AzureTable, _queue: AzureQueue) -> Awaitable[object]:
    return table.write([("delete", ROW, 'W/"1"')])


def transaction(table: AzureTable, _queue: AzureQueue) -> Awaitable[object]:
    return table.write([CREATE, ("upsert", {**ROW, "RowKey": "other"}, "")])


def put(_table: AzureTable, queue: AzureQueue) -> Awaitable[object]:
    return queue.put("work")


def replace_message(_table: AzureTable, queue: AzureQueue) -> Awaitable[object]:
    return queue.replace(RECEIPT, "work", 0)


def remove(_table: AzureTable, queue: AzureQueue) -> Awaitable[object]:
    return queue.remove(RECEIPT)


def level(_table: AzureTable, queue: AzureQueue) -> Awaitable[object]:
    return queue.level()


CALLS = (
    get, query, create, merge, delete, transaction, put, replace_message, remove, level,
)  # fmt: skip


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nothing waits; what would have been waited is kept."""
    kept: list[float] = []

    async def keep(_transport: object, seconds: float) -> None:
        kept.append(seconds)

    monkeypatch.setattr("shared.storage.transport.StorageTransport.sleep", keep)
    return kept


@asynccontextmanager
async def account_at(url: str) -> AsyncIterator[tuple[AzureTable, AzureQueue]]:
    text = f"accountname=account;accountkey={KEY};queueendpoint={url};tableendpoint={url}"
    account = StorageAccount(StorageSettings(text))
    try:
        yield AzureTable(account, "Journal"), AzureQueue(account, "work")
    finally:
        await account.close()


async def outcome(call: Call, url: str) -> object:
    async with account_at(url) as (table, queue):
        try:
            return await call(table, queue)
        except StorageError as error:
            return error


async def played(call: Call, *script: Reply) -> tuple[object, ScriptedStorage]:
    async with scripted_storage(*script) as storage:
        return await outcome(call, storage.url), storage


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
@pytest.mark.parametrize(("call", "last"), [(get, FOUND), (create, CREATED), (put, PUT)])
async def test_request_is_sent_again_when_the_service_is_in_trouble(
    call: Call, last: Reply, status: int, pauses: list[float]
) -> None:
    found, storage = await played(call, Reply(status), last)

    assert not isinstance(found, StorageError)
    assert len(set(storage.requests)) == 1
    assert (len(storage.requests), pauses) == (2, [0])


@pytest.mark.parametrize("call", CALLS)
async def test_trouble_that_stays_is_an_error_after_four_tries_with_growing_pauses(
    call: Call, pauses: list[float]
) -> None:
    found, storage = await played(call, Reply(503))

    assert isinstance(found, StorageError)
    assert str(found) == "HTTP 503"
    assert (len(storage.requests), pauses) == (4, [0, 1.6, 3.2])


async def test_pause_is_the_one_that_the_service_asks_for(pauses: list[float]) -> None:
    later = [Reply(503, {"Retry-After": "2"}), Reply(429, {"retry-after-ms": "150"})]

    await played(get, *later, Reply(503, {"Retry-After": "3600"}), FOUND)

    assert pauses == [2, 0.15, 10]


@pytest.mark.parametrize("status", [400, 401, 403, 413, 501])
@pytest.mark.parametrize("call", CALLS)
async def test_refusal_is_an_error_with_its_status_at_once(
    call: Call, status: int, pauses: list[float]
) -> None:
    found, storage = await played(call, Reply(status))

    assert isinstance(found, StorageError)
    assert not isinstance(found, ConflictError | NotStoredError)
    assert str(found) == f"HTTP {status}"
    assert (len(storage.requests), pauses) == (1, [])


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.usefixtures("pauses")
async def test_redirect_is_not_followed(call: Call) -> None:
    found, storage = await played(call, Reply(307, {"Location": "http://127.0.0.1:1/account"}))

    assert isinstance(found, StorageError)
    assert str(found) == "HTTP 307"
    assert len(storage.requests) == 1


@pytest.mark.parametrize("call", [create, merge, transaction, put])
async def test_what_may_have_been_executed_is_not_sent_again_when_the_server_hangs_up(
    call: Call, pauses: list[float]
) -> None:
    found, storage = await played(call, HANG_UP)

    assert isinstance(found, StorageError)
    assert str(found) == "ServerDisconnectedError"
    assert (len(storage.requests), pauses) == (1, [])


@pytest.mark.parametrize("call", [delete, remove])
async def test_deletion_is_sent_again_by_aiohttp_alone_when_the_server_hangs_up(
    call: Call, pauses: list[float]
) -> None:
    found, storage = await played(call, HANG_UP)

    assert isinstance(found, StorageError)
    # aiohttp sends an idempotent request once more, and has no option to turn that off.
    assert (len(storage.requests), pauses) == (2, [])


@pytest.mark.parametrize("call", [get, query, replace_message, level])
async def test_what_may_be_executed_twice_is_sent_again_when_the_server_hangs_up(
    call: Call, pauses: list[float]
) -> None:
    found, storage = await played(call, HANG_UP)

    assert isinstance(found, StorageError)
    assert (len(storage.requests), pauses) == (4 * 2, [0, 1.6, 3.2])


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port where nothing listens: bound, so that no other process gets it meanwhile."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]


@pytest.mark.parametrize("call", CALLS)
async def test_what_was_never_sent_is_tried_again(
    call: Call, closed_port: int, pauses: list[float]
) -> None:
    found = await outcome(call, f"http://127.0.0.1:{closed_port}/account")

    assert isinstance(found, StorageError)
    assert str(found) == "ClientConnectorError"
    assert found.__suppress_context__, "the client's own error shows the URL"
    assert pauses == [0, 1.6, 3.2]


@pytest.mark.parametrize("content_type", ["application/json", "application/xml", "image/png"])
@pytest.mark.parametrize("status", [400, 404, 409])
@pytest.mark.parametrize("call", [get, query, create, merge, put, level])
@pytest.mark.usefixtures("pauses")
async def test_error_that_cannot_be_read_is_a_storage_error(
    call: Call, status: int, content_type: str
) -> None:
    found, _ = await played(call, Reply(status, {"Content-Type": content_type}, b"\x89 <not {it"))

    assert found is None or isinstance(found, StorageError)
    assert "not {it" not in str(found)


@pytest.mark.parametrize(("call", "status"), [(get, 200), (query, 200), (put, 201), (level, 200)])
@pytest.mark.usefixtures("pauses")
async def test_answer_that_cannot_be_read_is_a_storage_error_without_a_status(
    call: Call, status: int
) -> None:
    found, _ = await played(call, Reply(status, {"Content-Type": "application/json"}, b"{"))

    assert isinstance(found, StorageError)
    assert str(found) in {"JSONDecodeError", "HttpResponseError"}


@pytest.mark.parametrize("root_level", [logging.INFO, logging.DEBUG])
@pytest.mark.parametrize(
    ("call", "reply"),
    [
        *((call, reply) for call in CALLS for reply in (Reply(503), Reply(403), HANG_UP)),
        (get, FOUND),
        (create, CREATED),
        (put, PUT),
    ],
)
@pytest.mark.usefixtures("pauses")
async def test_no_log_and_no_error_shows_a_key_or_a_url(
    call: Call,
    reply: Reply,
    root_level: int,
    log_lines: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(root_level)

    found, storage = await played(call, reply)

    shown = " ".join([*log_lines, f"{found} {found!r}" if isinstance(found, StorageError) else ""])
    for secret in ("5550", storage.url, "Journal", KEY):
        assert secret not in shown
