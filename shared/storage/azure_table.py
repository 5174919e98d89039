"""
A table of the storage account.

It is created when it is first missed, so that an account needs no preparation and a prepared one
costs no extra operation. A row that has changed is a `ConflictError`, unavailable storage a
`StorageError`; neither contains keys, which are numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.domain.errors import ConflictError, NotStoredError
from shared.storage.sdk import RefusedError, access_refused, entity_of, row_of, storage_errors

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from azure.data.tables.aio import TableClient

    from shared.storage.account import StorageAccount
    from shared.storage.table import Bound, Operation, Row

_NOT_FOUND = 404
_CONFLICT = 409
_CHANGED = frozenset({_CONFLICT, 412})
_MAKES_ROW = frozenset({"create", "upsert"})
_WITHOUT_COPY: Mapping[str, Any] = {"response_preference": "return-no-content"}
"""By default the service responds to a create with the whole row."""


class AzureTable:
    """One table of the account; see `storage.table.Table` for what its methods promise."""

    def __init__(self, account: StorageAccount, name: str) -> None:
        self._account = account
        self._name = name
        self._opened: TableClient | None = None

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        """Read one row; None if it is not there."""
        try:
            with storage_errors("tables"):
                found = await self._client().get_entity(partition, key, select=_columns(select))
        except RefusedError as refusal:
            if refusal.status == _NOT_FOUND:
                return None
            raise
        return row_of(found)

    async def rows(
        self,
        partition: str,
        first: str,
        last: str,
        *,
        also: str = "",
        limit: int | None = None,
        select: Sequence[str] = (),
    ) -> list[Row]:
        """Read a range of rows, and one more if asked."""
        return await self._all(_range(partition, first, last, also), limit, select)

    async def across(
        self,
        first: str,
        last: str,
        bounds: Sequence[Bound] = (),
        *,
        limit: int | None = None,
        select: Sequence[str] = (),
    ) -> list[Row]:
        """Read what lies within bounds in a range of partitions."""
        partitions: list[Bound] = [("PartitionKey", "ge", first), ("PartitionKey", "le", last)]
        return await self._all(_all_of([*partitions, *bounds]), limit, select)

    async def pages(
        self, partition: str, first: str, last: str, *, select: Sequence[str] = ()
    ) -> AsyncIterator[Sequence[Row]]:
        """Read a range of rows piece by piece."""
        async for page in self._pages(_range(partition, first, last), None, select):
            yield page

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        """Write rows of one partition, all or none."""
        try:
            return await self._write_making_table(operations)
        except RefusedError as refusal:
            if refusal.status in _CHANGED:
                raise ConflictError from None
            if refusal.status == _NOT_FOUND:
                raise NotStoredError from None
            raise

    async def _all(self, filters: str, limit: int | None, select: Sequence[str]) -> list[Row]:
        found: list[Row] = []
        async for page in self._pages(filters, limit, select):
            found += page
            if limit and len(found) >= limit:
                break
        return found[:limit]

    async def _pages(
        self, filters: str, limit: int | None, select: Sequence[str]
    ) -> AsyncIterator[list[Row]]:
        """A page ends after 1,000 rows or five seconds, and may be empty."""
        query = self._client().query_entities(
            filters, results_per_page=limit, select=_columns(select)
        )
        try:
            with storage_errors("tables"):
                async for page in query.by_page():
                    yield [row_of(found) async for found in page]
        except RefusedError as refusal:
            if refusal.status != _NOT_FOUND:
                raise

    async def _write_making_table(self, operations: Sequence[Operation]) -> list[str]:
        try:
            return await self._write(operations)
        except RefusedError as refusal:
            if not _lacks_table(refusal, operations):
                raise
        await self._create()
        return await self._write(operations)

    async def _write(self, operations: Sequence[Operation]) -> list[str]:
        if len(operations) == 1:
            return await self._write_one(operations[0])
        with storage_errors("tables"):
            results = await self._client().submit_transaction(map(_for_transaction, operations))
        return [result["etag"] for result in results if "etag" in result]

    async def _write_one(self, operation: Operation) -> list[str]:
        verb, row, etag = operation
        client = self._client()
        with storage_errors("tables"):
            if verb == "create":
                result = await client.create_entity(entity_of(row), **_WITHOUT_COPY)
            elif verb == "merge":
                result = await client.update_entity(entity_of(row), **_unchanged_since(etag))
            elif verb == "replace":
                result = await client.update_entity(entity_of(row), **_replaced(etag))
            elif verb == "upsert":
                result = await client.upsert_entity(entity_of(row))
            else:
                await self._delete(row, etag)
                return []
        return [result["etag"]]

    async def _delete(self, row: Row, etag: str) -> None:
        """The client takes a row that is not there for deleted, so its status is looked at."""
        statuses: list[int] = []

        def note(response: Any) -> None:  # noqa: ANN401 - azure-core's protocol is generic
            statuses.append(response.http_response.status_code)

        await self._client().delete_entity(
            row["PartitionKey"], row["RowKey"], raw_response_hook=note, **_unchanged_since(etag)
        )
        if statuses[-1] == _NOT_FOUND:
            raise RefusedError(_NOT_FOUND)

    async def _create(self) -> None:
        try:
            with storage_errors("tables"):
                await self._client().create_table()
        except RefusedError as refusal:
            if refusal.status == _NOT_FOUND:
                raise access_refused(_NOT_FOUND, refusal.service_code, "tables") from None
            if refusal.status != _CONFLICT:
                raise

    def _client(self) -> TableClient:
        if self._opened is None:
            self._opened = self._account.table(self._name)
        return self._opened


def _lacks_table(refusal: RefusedError, operations: Sequence[Operation]) -> bool:
    """Tell a missing table from a missing row, where only a row can be made with its table."""
    is_missing = refusal.status == _NOT_FOUND and refusal.service_code != "ResourceNotFound"
    return is_missing and any(verb in _MAKES_ROW for verb, _, _ in operations)


def _for_transaction(operation: Operation) -> tuple[str, Mapping[str, Any], Mapping[str, Any]]:
    verb, row, etag = operation
    if verb == "create":
        return "create", entity_of(row), _WITHOUT_COPY
    if verb == "upsert":
        return "upsert", entity_of(row), {}
    if verb == "replace":
        return "update", entity_of(row), _replaced(etag)
    return "update" if verb == "merge" else "delete", entity_of(row), _unchanged_since(etag)


def _unchanged_since(etag: str) -> dict[str, Any]:
    from azure.core import MatchConditions

    return {"etag": etag, "match_condition": MatchConditions.IfNotModified} if etag else {}


def _replaced(etag: str) -> dict[str, Any]:
    from azure.data.tables import UpdateMode

    return {"mode": UpdateMode.REPLACE, **_unchanged_since(etag)}


def _columns(select: Sequence[str]) -> list[str] | None:
    return ["PartitionKey", "RowKey", *select] if select else None


def _range(partition: str, first: str, last: str, also: str = "") -> str:
    keys = _all_of([("RowKey", "ge", first), ("RowKey", "le", last)])
    if also:
        keys = f"({keys}) or RowKey eq {_literal(also)}"
    return f"PartitionKey eq {_literal(partition)} and ({keys})"


def _all_of(bounds: Sequence[Bound]) -> str:
    return " and ".join(f"{name} {how} {_literal(to)}" for name, how, to in bounds)


def _literal(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    doubled = value.replace("'", "''")
    return f"'{doubled}'"
