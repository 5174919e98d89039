"""
Doing together what comes at the same time.

A lone caller is served at once. Whoever comes while a round is under way, or within a few
milliseconds after it, is served together by the next. So a lone caller pays nothing, and the busier
it gets, the larger the rounds.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

_Item = TypeVar("_Item")


class Batcher(Generic[_Item]):
    """
    Collects items of concurrent callers into rounds, one round at a time.

    Parameters
    ----------
    work : callable
        Does a round: 1 to `max_items` items. What it raises is raised to each caller of the
        round.
    linger_seconds : float
        How long a round that follows another waits for company.
    """

    def __init__(
        self,
        work: Callable[[Sequence[_Item]], Awaitable[None]],
        *,
        max_items: int,
        linger_seconds: float = 0.008,
    ) -> None:
        self._work = work
        self._max_items = max_items
        self._linger_seconds = linger_seconds
        self._waiting: list[tuple[_Item, asyncio.Future[None]]] = []
        self._runner: asyncio.Task[None] | None = None

    async def add(self, item: _Item) -> None:
        """Have an item done; returns when its round is done, raises what the round raised."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        await asyncio.shield(done)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[: self._max_items]
                del self._waiting[: self._max_items]
                await self._round(batch)
                await asyncio.sleep(self._linger_seconds)
        finally:
            self._runner = None

    async def _round(self, batch: Sequence[tuple[_Item, asyncio.Future[None]]]) -> None:
        try:
            await self._work([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            for _, done in batch:
                if not done.cancelled():
                    done.set_exception(error)
        else:
            for _, done in batch:
                if not done.cancelled():
                    done.set_result(None)
