"""
The official storage clients in our terms: entities as rows, and their errors as ours.

The clients' own texts show URLs, and so phone numbers: none of them is kept.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from shared.domain.errors import StorageError
from shared.storage.table import ETAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from azure.core.exceptions import AzureError
    from azure.data.tables import TableEntity

    from shared.storage.table import Row

_WIDE = 2**31
"""Whole numbers from here on are 64 bits wide, which must be declared to the service."""
_AS_THEY_ARE = (str, int, bytes)


def entity_of(row: Row) -> Mapping[str, Any]:
    """Write a row: texts, whole numbers, booleans and bytes, without the ETag it was read with."""
    return {name: _property_of(value) for name, value in row.items() if name != ETAG}


def row_of(entity: TableEntity) -> Row:
    """Read a row, with its ETag; it is the entity itself, since a query may give a thousand."""
    for name in [name for name, value in entity.items() if not isinstance(value, _AS_THEY_ARE)]:
        if entity[name] is None:
            # The service names what was selected also where the row does not have it.
            del entity[name]
        else:
            entity[name] = entity[name].value
    entity[ETAG] = entity.metadata["etag"]
    return entity


def _property_of(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    if type(value) is int and not -_WIDE <= value < _WIDE:
        from azure.data.tables import EdmType, EntityProperty

        return EntityProperty(value, EdmType.INT64)
    return value


_DONE = frozenset({200, 201, 202})
"""With one of these an error means that the body could not be read."""
_TOO_LARGE = 413


class RefusedError(StorageError):
    """
    The service responded with an error.

    Attributes
    ----------
    status : int
        The HTTP status.
    service_code : str
        The service's own code, such as `ResourceNotFound`; empty if it gave none.
    """

    def __init__(self, status: int, service_code: str = "") -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.service_code = service_code


@contextmanager
def storage_errors() -> Iterator[None]:
    """
    Turn errors of the storage clients into errors of the domain.

    Raises
    ------
    RefusedError
        The service responded with an error.
    StorageError
        No readable response came, or there is no token; names the kind of error.
    """
    from azure.core.exceptions import AzureError

    try:
        yield
    except AzureError as error:
        raise _without_text(error) from None
    except UnicodeDecodeError as error:
        raise StorageError(type(error).__name__) from None


def _without_text(error: AzureError) -> StorageError:
    status: int | None = getattr(error, "status_code", None)
    if type(error).__name__ == "RequestTooLargeError":
        status = _TOO_LARGE  # the error carries the response around the one that was refused
    if status is None or status in _DONE:
        return StorageError(type(error.inner_exception or error).__name__)
    code = getattr(error, "error_code", None)
    return RefusedError(status, str(getattr(code, "value", code) or ""))
