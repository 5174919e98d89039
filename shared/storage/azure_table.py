"""
A table of the storage account.

It is made when it is first missed, so that an account needs no preparation and a prepared one
costs no extra operation. The SDK's errors end here: a row somebody else changed is a
`ConflictError`, storage that is away a `StorageError`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.storage.table import ETAG

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from azure.core.exceptions import HttpResponseError
    from azure.data.tables.aio import TableClient

    from shared.storage.account import StorageAccount
    from shared.storage.table import Operation, Row

_Result = TypeVar("_Result")

_NOT_FOUND = 404
_CHANGED = frozenset({409, 412})


class AzureTable:
    """One table of the account; see `storage.table.Table` for what its methods promise."""

    def __init__(self, account: StorageAccount, name: str) -> None:
        self._account = account
        self._name = name
        self._client: TableClient | None = None

    async def get(self, partition: str, key: str) -> Row | None:
        """Read one row; None if it is not there."""

        async def read(client: TableClient) -> Row:
            return _with_etag(await client.get_entity(partition, key))

        try:
            return await self._run(read)
        except NotStoredError:
            return None

    async def rows(
        self, partition: str, first: str, last: str, *, also: str = "", limit: int | None = None
    ) -> list[Row]:
        """Read a range of rows, and one more if asked."""
        # The client finds parameters between spaces only, so brackets need spaces too.
        keys_wanted = "( RowKey ge @first and RowKey le @last )"
        if also:
            keys_wanted = f"( {keys_wanted} or RowKey eq @also )"
        text = f"PartitionKey eq @p and {keys_wanted}"
        keys = {"p": partition, "first": first, "last": last, "also": also}

        async def read(client: TableClient) -> list[Row]:
            found: list[Row] = []
            entities = client.query_entities(text, parameters=keys, results_per_page=limit)
            async for entity in entities:
                found.append(_with_etag(entity))
                if len(found) == limit:
                    break
            return found

        return await self._run(read)

    async def write(self, operations: Sequence[Operation]) -> None:
        """Write rows of one partition, all or none."""
        if len(operations) == 1:
            await self._run(lambda client: _write_one(client, *operations[0]))
        else:
            batch = [_batch_item(*operation) for operation in operations]
            await self._run(lambda client: client.submit_transaction(batch))

    async def _run(self, operation: Callable[[TableClient], Awaitable[_Result]]) -> _Result:
        from azure.core.exceptions import HttpResponseError

        with _translated():
            try:
                return await operation(self._table())
            except HttpResponseError as error:
                if not _may_lack_table(error):
                    raise
            await self._create()
            return await operation(self._table())

    async def _create(self) -> None:
        from azure.core.exceptions import ResourceExistsError

        try:
            await self._table().create_table()
        except ResourceExistsError:
            return

    def _table(self) -> TableClient:
        if self._client is None:
            self._client = self._account.table(self._name)
        return self._client


def _with_etag(entity: Any) -> Row:  # noqa: ANN401 - the SDK's entity is a dict of anything
    entity[ETAG] = entity.metadata["etag"]
    return entity  # type: ignore[no-any-return]


async def _write_one(client: TableClient, verb: str, row: Row, etag: str) -> None:
    if verb == "create":
        await client.create_entity(row)
    elif verb == "upsert":
        await client.upsert_entity(row)
    else:
        await client.update_entity(row, **_condition(etag))


def _batch_item(verb: str, row: Row, etag: str) -> tuple[str, Row, dict[str, Any]]:
    if verb == "merge":
        return "update", row, _condition(etag)
    return verb, row, {}


def _condition(etag: str) -> dict[str, Any]:
    from azure.core import MatchConditions

    if not etag:
        return {}
    return {"etag": etag, "match_condition": MatchConditions.IfNotModified}


def _may_lack_table(error: HttpResponseError) -> bool:
    """Azurite says 404 without a code where a row is created in a missing table (3.37.0)."""
    code = getattr(error, "error_code", None)
    is_table = getattr(code, "value", code) in {"TableNotFound", None}
    return error.status_code == _NOT_FOUND and is_table


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the SDK's errors into ours, without its texts: they show keys, and so numbers."""
    from azure.core.exceptions import (
        AzureError,
        HttpResponseError,
        ResourceExistsError,
        ResourceModifiedError,
        ResourceNotFoundError,
    )

    try:
        yield
    except (ResourceExistsError, ResourceModifiedError):
        raise ConflictError from None
    except ResourceNotFoundError:
        raise NotStoredError from None
    except HttpResponseError as error:
        raise _by_status(error.status_code) from None
    except AzureError as error:
        raise StorageError(type(error).__name__) from None


def _by_status(status: int | None) -> ConflictError | NotStoredError | StorageError:
    """A failed transaction has the status of the row that failed."""
    if status in _CHANGED:
        return ConflictError()
    return NotStoredError() if status == _NOT_FOUND else StorageError(f"HTTP {status}")
