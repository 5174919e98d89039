"""Limits to what is waited for: late is as good as unavailable."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

from shared.domain.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable
    from datetime import timedelta

_T = TypeVar("_T")


async def in_time(awaitable: Awaitable[_T], limit: timedelta) -> _T | StorageError:
    """Give what comes in time, or the error."""
    try:
        async with asyncio.timeout(limit.total_seconds()):
            return await awaitable
    except TimeoutError:
        return StorageError("no answer in time")
    except StorageError as error:
        return error


@asynccontextmanager
async def within(limit: timedelta) -> AsyncIterator[None]:
    """
    Limit what is done inside.

    Raises
    ------
    StorageError
        It took longer.
    """
    try:
        async with asyncio.timeout(limit.total_seconds()):
            yield
    except TimeoutError:
        message = "the commit took too long"
        raise StorageError(message) from None
