"""What a table makes of the service's answers: pages, missing tables, refusals."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.outgoing import Answer
from shared.storage.azure_table import AzureTable
from shared.storage.connection_string import Service
from shared.storage.table import ETAG, Operation

KEYS = {"PartitionKey": "p", "RowKey": "a"}
CREATE: Operation = ("create", KEYS, "")
OTHER: Operation = ("upsert", {**KEYS, "RowKey": "b"}, "")
NO_TABLE = Answer(404, {}, b'{"odata.error":{"code":"TableNotFound"}}')
NO_ROW = Answer(404, {}, b'{"odata.error":{"code":"ResourceNotFound"}}')
DONE = Answer(204, {"ETag": 'W/"1"'}, b"")
CREATED = Answer(201, {}, b"")


class ScriptedService:
    """Plays account and client at once: answers from a script, keeps the requests."""

    url = "http://127.0.0.1:10002/devstoreaccount1"

    def __init__(self, *script: Answer) -> None:
        self.script = list(script)
        self.requests: list[tuple[str, str]] = []

    def service(self, service: Service) -> Any:
        assert service is Service.TABLE
        return self

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        assert isinstance(body, bytes)
        assert headers
        self.requests.append((method, path))
        return self.script.pop(0)


def table(*script: Answer) -> tuple[AzureTable, ScriptedService]:
    service: Any = ScriptedService(*script)
    return AzureTable(service, "Journal"), service


def page(*keys: str, **more: str) -> Answer:
    rows = [{"PartitionKey": "p", "RowKey": key, "odata.etag": 'W/"1"'} for key in keys]
    headers = {f"x-ms-continuation-Next{name}": value for name, value in more.items()}
    return Answer(200, headers, json.dumps({"value": rows}).encode())


def batch(status: int) -> Answer:
    return Answer(202, {}, f"--b\r\n\r\nHTTP/1.1 {status} Whatever\r\n\r\n".encode())


async def keys_of(found: AzureTable, **options: Any) -> list[str]:
    return [row["RowKey"] for row in await found.rows("p", "a", "z", **options)]


async def test_all_pages_are_read_also_after_an_empty_one() -> None:
    journal, service = table(
        page("a", PartitionKey="p+1|x", RowKey="a&b"), page(PartitionKey="p"), page("c")
    )
    assert await keys_of(journal) == ["a", "c"]
    first, second, third = (path for _, path in service.requests)
    assert second == f"{first}&NextPartitionKey=p%2B1%7Cx&NextRowKey=a%26b"
    assert third == f"{first}&NextPartitionKey=p"


async def test_reading_stops_when_there_are_as_many_as_asked_for() -> None:
    journal, service = table(page("a", PartitionKey="p"), page("b", "c", PartitionKey="p"))
    assert await keys_of(journal, limit=2) == ["a", "b"]
    assert len(service.requests) == 2


async def test_missing_table_has_no_rows() -> None:
    journal, _ = table(NO_TABLE, NO_TABLE)
    assert await keys_of(journal) == []
    assert await journal.get("p", "a") is None


async def test_row_is_read_with_its_etag() -> None:
    entity = {**KEYS, "odata.etag": 'W/"1"', "n": 1}
    journal, _ = table(Answer(200, {}, json.dumps(entity).encode()))
    assert await journal.get("p", "a") == {**KEYS, "n": 1, ETAG: 'W/"1"'}


@pytest.mark.parametrize("status", [400, 403, 500, 503])
async def test_refused_reading_is_a_storage_error(status: int) -> None:
    journal, _ = table(*[Answer(status, {}, b"p")] * 2)
    for reading in (journal.get("p", "a"), journal.rows("p", "a", "z")):
        with pytest.raises(StorageError, match=f"^HTTP {status}$"):
            await reading


async def test_one_row_is_written_by_itself_and_several_in_a_transaction() -> None:
    journal, service = table(DONE, batch(204))
    await journal.write([CREATE])
    await journal.write([CREATE, OTHER])
    assert service.requests == [("POST", "/Journal"), ("POST", "/$batch")]


@pytest.mark.parametrize("operations", [[CREATE], [CREATE, OTHER]])
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (409, ConflictError),
        (412, ConflictError),
        (400, StorageError),
        (413, StorageError),
        (500, StorageError),
    ],
)
async def test_refused_write_is_the_same_error_alone_and_in_a_transaction(
    operations: list[Operation], status: int, error: type[Exception]
) -> None:
    journal, _ = table(batch(status) if len(operations) > 1 else Answer(status, {}, b""))
    with pytest.raises(error):
        await journal.write(operations)


@pytest.mark.parametrize("status", [400, 403, 500, 503])
async def test_refused_transaction_as_a_whole_is_a_storage_error(status: int) -> None:
    journal, _ = table(Answer(status, {}, b""))
    with pytest.raises(StorageError, match=f"^HTTP {status}$"):
        await journal.write([CREATE, OTHER])


async def test_merge_into_a_row_that_is_not_there_is_not_stored() -> None:
    journal, service = table(NO_ROW)
    with pytest.raises(NotStoredError):
        await journal.write([("merge", KEYS, "")])
    assert len(service.requests) == 1


@pytest.mark.parametrize("answer", [CREATED, DONE, Answer(409, {}, b"")])
async def test_missing_table_is_made_and_the_write_repeated(answer: Answer) -> None:
    journal, service = table(NO_TABLE, answer, DONE)
    await journal.write([CREATE])
    assert service.requests == [("POST", "/Journal"), ("POST", "/Tables"), ("POST", "/Journal")]


async def test_table_that_cannot_be_made_is_a_storage_error() -> None:
    journal, _ = table(NO_TABLE, Answer(403, {}, b""))
    with pytest.raises(StorageError, match=r"^HTTP 403$"):
        await journal.write([CREATE])
