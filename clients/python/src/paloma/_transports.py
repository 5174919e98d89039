"""The transports of both clients: they make the attempts of calls, and follow pages."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Self, TypeVar

import httpx

from paloma._calls import Connection, attempts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from types import TracebackType

    from paloma._calls import Call, Outcome
    from paloma._responses import Page

T = TypeVar("T")


class SyncTransport:
    """Makes calls and waits; close it, or use it in a `with` statement."""

    def __init__(
        self,
        url: str,
        *,
        key: str = "",
        caller: str = "",
        timeout_seconds: float = 30.0,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._connection = Connection.to(url, key, caller)
        self._client = httpx.Client(timeout=timeout_seconds, transport=transport)
        self._sleep = sleep

    def __repr__(self) -> str:
        """Say where it leads, without the key."""
        return f"{type(self).__name__}({self._connection.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _iterate(self, call: Call[Page[T]]) -> Iterator[T]:
        following: Call[Page[T]] | None = call
        while following is not None:
            page = self._run(following)
            yield from page.items
            following = page.following

    def _run(self, call: Call[T]) -> T:
        flow = attempts(call)
        wait = next(flow)
        while True:
            if wait:
                self._sleep(wait)
            outcome = self._attempt(call)
            try:
                wait = flow.send(outcome)
            except StopIteration as end:
                result: T = end.value
                return result

    def _attempt(self, call: Call[Any]) -> Outcome:
        try:
            return self._client.send(self._connection.request_of(call, self._client))
        except httpx.RequestError as failure:
            return failure


class AsyncTransport:
    """Makes calls on asyncio; close it, or use it in an `async with` statement."""

    def __init__(
        self,
        url: str,
        *,
        key: str = "",
        caller: str = "",
        timeout_seconds: float = 30.0,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connection = Connection.to(url, key, caller)
        self._client = httpx.AsyncClient(timeout=timeout_seconds, transport=transport)
        self._sleep = sleep

    def __repr__(self) -> str:
        """Say where it leads, without the key."""
        return f"{type(self).__name__}({self._connection.url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    async def _iterate(self, call: Call[Page[T]]) -> AsyncIterator[T]:
        following: Call[Page[T]] | None = call
        while following is not None:
            page = await self._run(following)
            for item in page.items:
                yield item
            following = page.following

    async def _run(self, call: Call[T]) -> T:
        flow = attempts(call)
        wait = next(flow)
        while True:
            if wait:
                await self._sleep(wait)
            outcome = await self._attempt(call)
            try:
                wait = flow.send(outcome)
            except StopIteration as end:
                result: T = end.value
                return result

    async def _attempt(self, call: Call[Any]) -> Outcome:
        try:
            return await self._client.send(self._connection.request_of(call, self._client))
        except httpx.RequestError as failure:
            return failure
