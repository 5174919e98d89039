"""
The official storage clients in our terms: entities as rows, and their errors as ours.

The clients' own texts show URLs, and so phone numbers: none of them is kept.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from shared.domain.errors import StorageError, StorageRefusedError
from shared.domain.times import time_from_text
from shared.log import minute_log
from shared.storage.table import ETAG

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from azure.core.exceptions import AzureError
    from azure.data.tables import TableEntity

    from shared.storage.table import Row

_WIDE = 2**31
"""Whole numbers from here on are 64 bits wide, which must be declared to the service."""
_AS_THEY_ARE = (str, int, bytes)
_ETAG_TIME = re.compile(r"datetime'([^']+)'")


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


def written_at(etag: str) -> datetime | None:
    """
    Read from an ETag when its row was last written, by the clock of the service; None: no time.

    The service makes the ETag of an entity from its `Timestamp`: `W/"datetime'2026-11-22T09…Z'"`
    ("Understanding the Table service data model", Storage REST reference).
    """
    found = _ETAG_TIME.search(unquote(etag))
    try:
        return time_from_text(found[1]) if found else None
    except ValueError:
        return None


def _property_of(value: Any) -> Any:  # noqa: ANN401 - whatever a row holds
    if type(value) is int and not -_WIDE <= value < _WIDE:
        from azure.data.tables import EdmType, EntityProperty

        return EntityProperty(value, EdmType.INT64)
    return value


_DONE = frozenset({200, 201, 202})
"""With one of these an error means that the body could not be read."""
_TOO_LARGE = 413
_NOT_FOUND = 404
_ACCESS_REFUSED = frozenset({401, 403})
_MISSING = frozenset(
    {
        "EntityNotFound",
        "MessageNotFound",
        "QueueNotFound",
        "ResourceNotFound",
        "TableNotFound",
    }
)
"""What a 404 says of something that is only not there yet (Storage REST reference, error codes)."""


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


class AccessRefusedError(StorageRefusedError):
    """
    The service does not let the app in.

    Attributes
    ----------
    status : int
        The HTTP status; 0: the app's identity gives no token.
    service_code : str
        As of `RefusedError`, or the kind of error.
    """

    def __init__(self, status: int, service_code: str) -> None:
        super().__init__(f"HTTP {status}" if status else "no token")
        self.status = status
        self.service_code = service_code


@contextmanager
def storage_errors(service: str) -> Iterator[None]:
    """
    Turn errors of the storage clients into errors of the domain.

    Parameters
    ----------
    service : str
        `tables` or `queues`, for the log.

    Raises
    ------
    AccessRefusedError
        The service does not let the app in. Logged once a minute.
    RefusedError
        The service responded with another error.
    StorageError
        No readable response came; names the kind of error.
    """
    from azure.core.exceptions import AzureError

    try:
        yield
    except AzureError as error:
        raise _without_text(error, service) from None
    except UnicodeDecodeError as error:
        raise StorageError(type(error).__name__) from None


def _without_text(error: AzureError, service: str) -> StorageError:
    from azure.core.exceptions import ClientAuthenticationError

    status: int | None = getattr(error, "status_code", None)
    if type(error).__name__ == "RequestTooLargeError":
        status = _TOO_LARGE  # the error carries the response around the one that was refused
    found = getattr(error, "error_code", None)
    code = str(getattr(found, "value", found) or "")
    if status in _ACCESS_REFUSED or (status == _NOT_FOUND and code and code not in _MISSING):
        return access_refused(status, code, service)
    if isinstance(error, ClientAuthenticationError):  # of the identity, which gives no token
        return access_refused(status or 0, type(error).__name__, service)
    if status is None or status in _DONE:
        return StorageError(type(error.inner_exception or error).__name__)
    return RefusedError(status, code)


def access_refused(status: int, code: str, service: str) -> AccessRefusedError:
    """Make the error of a service that does not let the app in, and log it once a minute."""
    minute_log.log(
        "storage_refused",
        f"{service} {status}",
        level=logging.ERROR,
        service=service,
        status=status or None,
        errorCode=code or None,
    )
    return AccessRefusedError(status, code)
