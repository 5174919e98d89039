"""
Errors of the storage clients as errors of the domain.

The clients' own texts show URLs, and so phone numbers: none of them is kept.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from shared.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from azure.core.exceptions import AzureError


_DONE = frozenset({200, 201, 202})
"""With one of these an error means that the body could not be read."""
_TOO_LARGE = 413


class RefusedError(StorageError):
    """
    The service answered with an error.

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
        The service answered with an error.
    StorageError
        No answer came that can be read, or there is no token; names the kind of error.
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
