"""What a table makes of answers that Azurite does not give: pages, odd refusals."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from shared.domain.errors import (
    ConflictError,
    NotStoredError,
    StorageError,
    StorageRefusedError,
)
from shared.storage.azure_table import AzureTable
from shared.storage.table import Operation
from tests.integration.shared.storage.test_retries import account_at
from tests.support.log_privacy import logged_events
from tests.support.scripted_storage import Reply, ScriptedStorage, scripted_storage

KEYS = {"PartitionKey": "p", "RowKey": "a"}
CREATE: Operation = ("create", KEYS, "")
OTHER: Operation = ("upsert", {**KEYS, "RowKey": "b"}, "")
JSON = {"Content-Type": "application/json"}
DONE = Reply(204, {"ETag": 'W/"1"'})


def refused(status: int, code: str) -> Reply:
    error = {"odata.error": {"code": code, "message": {"lang": "en-US", "value": "p"}}}
    return Reply(status, JSON, json.dumps(error).encode())


def page(*keys: str, **more: str) -> Reply:
    rows = [{"PartitionKey": "p", "RowKey": key, "odata.etag": 'W/"1"'} for key in keys]
    headers = {f"x-ms-continuation-Next{name}": value for name, value in more.items()}
    return Reply(200, {**JSON, **headers}, json.dumps({"value": rows}).encode())


def batch(status: int, code: str = "") -> Reply:
    part = refused(status, code).body if code else b""
    lines = [
        b"--b", b"Content-Type: multipart/mixed; boundary=c", b"", b"--c",
        b"Content-Type: application/http", b"Content-Transfer-Encoding: binary", b"",
        f"HTTP/1.1 {status} Whatever".encode(), b"Content-Type: application/json", b"", part,
        b"--c--", b"--b--", b"",
    ]  # fmt: skip
    return Reply(202, {"Content-Type": "multipart/mixed; boundary=b"}, b"\r\n".join(lines))


NO_TABLE = refused(404, "TableNotFound")
NO_ROW = refused(404, "ResourceNotFound")


@asynccontextmanager
async def table(*script: Reply) -> AsyncIterator[tuple[AzureTable, ScriptedStorage]]:
    async with scripted_storage(*script) as storage, account_at(storage.url) as (found, _):
        yield found, storage


async def test_all_pages_are_read_also_after_an_empty_one() -> None:
    script = [page("a", PartitionKey="p+1|x", RowKey="a&b"), page(PartitionKey="p"), page("c")]
    async with table(*script) as (journal, storage):
        found = await journal.rows("p", "a", "z")

    assert [row["RowKey"] for row in found] == ["a", "c"]
    first, second, third = (path for _, path, _ in storage.requests)
    assert second == f"{first}&NextPartitionKey=p%2B1%7Cx&NextRowKey=a%26b"
    assert third == f"{first}&NextPartitionKey=p"


async def test_reading_stops_when_there_are_as_many_as_asked_for() -> None:
    script = [page("a", PartitionKey="p"), page("b", "c", PartitionKey="p"), page("d")]
    async with table(*script) as (journal, storage):
        found = await journal.rows("p", "a", "z", limit=2)

    assert [row["RowKey"] for row in found] == ["a", "b"]
    assert len(storage.requests) == 2


async def test_missing_table_has_no_rows() -> None:
    async with table(NO_TABLE) as (journal, _):
        assert await journal.rows("p", "a", "z") == []
        assert await journal.get("p", "a") is None
        assert [rows async for rows in journal.pages("p", "a", "z")] == []


@pytest.mark.parametrize("status", [400, 403, 501])
async def test_refused_page_is_an_error_also_after_others(status: int) -> None:
    async with table(page("a", PartitionKey="p"), Reply(status)) as (journal, _):
        with pytest.raises(StorageError, match=f"^HTTP {status}$"):
            await journal.rows("p", "a", "z")


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (409, "EntityAlreadyExists", ConflictError),
        (412, "UpdateConditionNotSatisfied", ConflictError),
        (400, "InvalidInput", StorageError),
        (403, "AuthorizationFailure", StorageError),
        (413, "RequestBodyTooLarge", StorageError),
    ],
)
@pytest.mark.parametrize("operations", [[CREATE], [CREATE, OTHER]])
async def test_refused_write_is_the_same_error_alone_and_in_a_transaction(
    operations: list[Operation], status: int, code: str, error: type[Exception]
) -> None:
    reply = batch(status, code) if len(operations) > 1 else refused(status, code)
    async with table(reply) as (journal, _):
        with pytest.raises(error) as caught:
            await journal.write(operations)
    assert type(caught.value) is error or str(caught.value) == f"HTTP {status}"


@pytest.mark.parametrize("operations", [[("merge", KEYS, "")], [("delete", KEYS, "")]])
@pytest.mark.parametrize("reply", [NO_ROW, NO_TABLE])
async def test_write_to_a_row_that_is_not_there_is_not_stored_and_makes_no_table(
    operations: list[Operation], reply: Reply
) -> None:
    async with table(reply) as (journal, storage):
        with pytest.raises(NotStoredError):
            await journal.write(operations)
    assert len(storage.requests) == 1


async def test_transaction_on_a_row_that_is_not_there_is_not_stored_and_makes_no_table() -> None:
    async with table(batch(404, "ResourceNotFound")) as (journal, storage):
        with pytest.raises(NotStoredError):
            await journal.write([("merge", KEYS, ""), OTHER])
    assert len(storage.requests) == 1


@pytest.mark.parametrize("made", [Reply(201), DONE, refused(409, "TableAlreadyExists")])
async def test_missing_table_is_made_and_the_write_repeated(made: Reply) -> None:
    async with table(NO_TABLE, made, DONE) as (journal, storage):
        assert await journal.write([CREATE]) == ['W/"1"']
    assert [path for _, path, _ in storage.requests] == [
        "/account/Journal", "/account/Tables", "/account/Journal",
    ]  # fmt: skip


async def test_table_that_cannot_be_made_is_a_storage_error() -> None:
    async with table(NO_TABLE, refused(403, "AuthorizationFailure")) as (journal, _):
        with pytest.raises(StorageError, match=r"^HTTP 403$"):
            await journal.write([CREATE])


async def test_create_asks_for_no_copy_of_the_row() -> None:
    async with table(DONE) as (journal, storage):
        await journal.write([("create", {**KEYS, "text": "a", "x": 1, "packed": b"b"}, "")])
    [(method, path, body)] = storage.requests
    assert (method, path) == ("POST", "/account/Journal")
    assert json.loads(body)["x"] == 1


REFUSALS = [
    (401, "AuthenticationFailed"),
    (403, "AuthorizationPermissionMismatch"),
    (403, ""),
    (404, "AccountNotFound"),
]


@pytest.mark.parametrize(("status", "code"), REFUSALS)
async def test_service_that_does_not_let_the_app_in_is_told_apart_and_logged_once(
    status: int, code: str, log_lines: list[str]
) -> None:
    async with table(*[refused(status, code)] * 5) as (journal, _):
        for _ in range(2):
            with pytest.raises(StorageRefusedError):
                await journal.get("p", "a")
        with pytest.raises(StorageRefusedError):
            await journal.write([CREATE])
        with pytest.raises(StorageRefusedError):
            await journal.rows("p", "a", "z")

    line = {"service": "tables", "status": status, **({"errorCode": code} if code else {})}
    assert logged_events(log_lines, "storage_refused") == [line]


async def test_table_that_is_not_there_although_it_is_made_is_refused(log_lines: list[str]) -> None:
    async with table(NO_TABLE, refused(404, "")) as (journal, _):
        with pytest.raises(StorageRefusedError):
            await journal.write([CREATE])
    line = {"service": "tables", "status": 404}
    assert logged_events(log_lines, "storage_refused") == [line]


async def test_queue_that_does_not_let_the_app_in_is_told_apart(log_lines: list[str]) -> None:
    reply = Reply(403, {"x-ms-error-code": "AuthorizationFailure"})
    async with scripted_storage(reply, reply) as storage, account_at(storage.url) as (_, queue):
        with pytest.raises(StorageRefusedError):
            await queue.put("x")
        with pytest.raises(StorageRefusedError):
            await queue.level()

    line = {"service": "queues", "status": 403, "errorCode": "AuthorizationFailure"}
    assert logged_events(log_lines, "storage_refused") == [line]


async def test_what_is_only_not_there_is_no_refusal(log_lines: list[str]) -> None:
    async with table(NO_ROW, NO_TABLE) as (journal, _):
        assert await journal.get("p", "a") is None
        assert await journal.get("p", "a") is None
    assert logged_events(log_lines, "storage_refused") == []
