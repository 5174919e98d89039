"""
A table of the storage account.

It is made when it is first missed, so that an account needs no preparation and a prepared one
costs no extra operation. A row somebody else changed is a `ConflictError`, storage that is away
a `StorageError`; neither says anything of keys, which are numbers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.storage.connection_string import Service
from shared.storage.table_wire import (
    BATCH_TYPE,
    JSON_TYPE,
    across_query,
    batch_body,
    entity_path,
    failed_status,
    filter_query,
    new_etags,
    request_of,
    row_from_json,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence
    from typing import Any

    from shared.outgoing import Answer
    from shared.storage.account import StorageAccount
    from shared.storage.rest_client import RestClient
    from shared.storage.table import Bound, Operation, Row

_OK = 200
_CREATED = 201
_ACCEPTED = 202
_NO_CONTENT = 204
_NOT_FOUND = 404
_CONFLICT = 409
_CHANGED = frozenset({_CONFLICT, 412})
_CONTINUATION = "x-ms-continuation-Next"
_READ = {"Accept": JSON_TYPE}


class AzureTable:
    """One table of the account; see `storage.table.Table` for what its methods promise."""

    def __init__(self, account: StorageAccount, name: str) -> None:
        self._account = account
        self._name = name

    async def get(self, partition: str, key: str) -> Row | None:
        """Read one row; None if it is not there."""
        path = entity_path(self._name, partition, key)
        answer = await self._rest().send("GET", path, _READ)
        if answer.status == _NOT_FOUND:
            return None
        return row_from_json(json.loads(_checked(answer).body))

    async def rows(
        self, partition: str, first: str, last: str, *, also: str = "", limit: int | None = None
    ) -> list[Row]:
        """Read a range of rows, and one more if asked."""
        return await self._all(filter_query(partition, first, last, also, limit), limit)

    async def across(
        self, first: str, last: str, bounds: Sequence[Bound] = (), *, limit: int | None = None
    ) -> list[Row]:
        """Read what lies within bounds in a range of partitions."""
        return await self._all(across_query(first, last, bounds, limit), limit)

    async def _all(self, query: str, limit: int | None) -> list[Row]:
        found: list[Row] = []
        async for entities in self._pages(query):
            found += map(row_from_json, entities)
            if limit and len(found) >= limit:
                break
        return found[:limit]

    async def pages(self, partition: str, first: str, last: str) -> AsyncIterator[Sequence[Row]]:
        """Read a range of rows piece by piece."""
        async for entities in self._pages(filter_query(partition, first, last, "", None)):
            yield [row_from_json(entity) for entity in entities]

    async def _pages(self, query: str) -> AsyncIterator[list[dict[str, Any]]]:
        more = ""
        while True:
            answer = await self._rest().send("GET", f"/{self._name}()" + query + more, _READ)
            if answer.status == _NOT_FOUND:
                return
            yield json.loads(_checked(answer).body)["value"]
            more = _continuation(answer.headers)
            if not more:
                return

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        """Write rows of one partition, all or none."""
        answer, status = await self._write(operations)
        if status == _NOT_FOUND and _may_lack_table(answer):
            await self._create()
            answer, status = await self._write(operations)
        if status in _CHANGED:
            raise ConflictError
        if status == _NOT_FOUND:
            raise NotStoredError
        if status != _NO_CONTENT:
            raise StorageError(f"HTTP {status}")
        if len(operations) > 1:
            return new_etags(answer.body)
        return [] if operations[0][0] == "delete" else [answer.headers["ETag"]]

    async def _write(self, operations: Sequence[Operation]) -> tuple[Answer, int]:
        if len(operations) == 1:
            answer = await self._rest().send(*request_of(self._name, operations[0]))
            return answer, answer.status
        rest = self._rest()
        body = batch_body(rest.url, self._name, operations)
        answer = await rest.send("POST", "/$batch", {"Content-Type": BATCH_TYPE}, body)
        if answer.status != _ACCEPTED:
            return answer, answer.status
        return answer, failed_status(answer.body) or _NO_CONTENT

    async def _create(self) -> None:
        headers = {"Content-Type": "application/json", **_READ, "Prefer": "return-no-content"}
        body = json.dumps({"TableName": self._name}).encode()
        answer = await self._rest().send("POST", "/Tables", headers, body)
        if answer.status not in {_CREATED, _NO_CONTENT, _CONFLICT}:
            raise StorageError(f"HTTP {answer.status}")

    def _rest(self) -> RestClient:
        return self._account.service(Service.TABLE)


def _checked(answer: Answer) -> Answer:
    if answer.status != _OK:
        raise StorageError(f"HTTP {answer.status}")
    return answer


def _may_lack_table(answer: Answer) -> bool:
    """Azurite says 404 without a code where a row is created in a missing table (3.37.0)."""
    return b"TableNotFound" in answer.body or b"ResourceNotFound" not in answer.body


def _continuation(headers: Mapping[str, str]) -> str:
    """A page ends after 1,000 rows or five seconds, and may be empty."""
    keys = ((name, headers.get(_CONTINUATION + name)) for name in ("PartitionKey", "RowKey"))
    return "".join(f"&Next{name}={quote(value, safe='')}" for name, value in keys if value)
