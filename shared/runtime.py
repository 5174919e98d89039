"""
The runtime of a process: clock, ids, batching, shared tasks, turns, retry delays and time limits.

`Batcher` runs concurrent calls together. A lone call runs at once. Calls that arrive while a round
is running, or within a few milliseconds after it, share the next round, which starts early once as
many have arrived as were in the last. So a lone caller does not wait, callers that return as soon
as they are served form one round and not two by turns, and rounds grow with the load.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from weakref import WeakValueDictionary

from shared.domain.errors import ConflictError, StorageError
from shared.domain.identifiers import RANDOM_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from datetime import timedelta

Clock = Callable[[], datetime]
"""Gives the time, aware and in UTC."""

_ID_BYTES = 8

_Item = TypeVar("_Item")

_RETRY_DELAYS_SECONDS = (2, 5, 10, 20, 40, 60, 120, 300)

_T = TypeVar("_T")

_ATTEMPTS = 8
_LONGEST_PAUSE_SECONDS = 0.1


def utc_now() -> datetime:
    """Give the time."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Ids:
    """
    Draws ids.

    Attributes
    ----------
    randomness : callable
        Gives as many random bytes as it is asked for.
    """

    randomness: Callable[[int], bytes] = secrets.token_bytes

    def new_randomness(self) -> bytes:
        """Draw the random part of one send's id."""
        return self.randomness(RANDOM_BYTES)

    def new_id(self) -> str:
        """Draw an id by which a worker recognizes what it stored itself: 16 hex digits."""
        return self.randomness(_ID_BYTES).hex()


class Batcher(Generic[_Item]):
    """
    Collects items of concurrent callers into rounds, one round at a time.

    Parameters
    ----------
    work : callable
        Does a round: 1 to `max_items` items. What it raises is raised to each caller of the
        round.
    linger_seconds : float
        How long at most a round that follows another waits for more items.
    """

    def __init__(
        self,
        work: Callable[[Sequence[_Item]], Awaitable[None]],
        *,
        max_items: int,
        linger_seconds: float = 0.02,
    ) -> None:
        self._work = work
        self._max_items = max_items
        self._linger_seconds = linger_seconds
        self._waiting: list[tuple[_Item, asyncio.Future[None]]] = []
        self._runner: asyncio.Task[None] | None = None
        self._wanted_count = 0
        self._is_full = asyncio.Event()

    async def add(self, item: _Item) -> None:
        """Add an item; returns when its round is done, raises what the round raised."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        elif len(self._waiting) >= self._wanted_count:
            self._is_full.set()
        await asyncio.shield(done)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch = self._waiting[: self._max_items]
                del self._waiting[: self._max_items]
                await self._round(batch)
                await self._linger(len(batch) + len(self._waiting))
        finally:
            self._runner = None

    async def _linger(self, wanted_count: int) -> None:
        self._wanted_count = min(wanted_count, self._max_items)
        self._is_full.clear()
        if len(self._waiting) < self._wanted_count:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._linger_seconds):
                    await self._is_full.wait()

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


class SharedTasks:
    """
    Lets concurrent callers of one key share a task.

    The task goes on when a caller is cancelled, so work that takes longer than a request may is
    done when the caller asks again.
    """

    def __init__(self) -> None:
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def join(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
        """Give the result of the task in progress; starts one if there is none."""
        task: asyncio.Task[_T] | None = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.create_task(start())
            task.add_done_callback(lambda _: self._running.pop(key))
        return await asyncio.shield(task)


async def run_all(*tasks: Awaitable[object]) -> None:
    """Run all tasks, even if some fail; then raise the first failure."""
    if len(tasks) == 1:  # most deliveries of events: spares a task
        await tasks[0]
        return
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, BaseException):
            raise result


class Turns:
    """
    Lets the callers of one key take turns, in the order in which they came.

    A key has its lock only while a caller holds or awaits it.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def holding(self, key: str) -> AsyncIterator[None]:
        """Hold the lock of a key."""
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        async with lock:
            yield

    async def change(self, key: str, attempt: Callable[[], Awaitable[_T]]) -> _T:
        """
        Change stored rows in turn; one that loses a race with another process tries again.

        Raises
        ------
        StorageError
            What `attempt` raised, or it lost eight races.
        """
        async with self.holding(key):
            for _ in range(_ATTEMPTS):
                try:
                    return await attempt()
                except ConflictError:
                    await asyncio.sleep(random.uniform(0, _LONGEST_PAUSE_SECONDS))  # noqa: S311
        message = "the rows kept changing while they were being written"
        raise StorageError(message)


def retry_delay_seconds(failure_count: int, retry_after_seconds: float = 0) -> int:
    """Tell how long to wait after so many failures in a row; never shorter than asked for."""
    index = min(max(failure_count, 1), len(_RETRY_DELAYS_SECONDS)) - 1
    return max(_RETRY_DELAYS_SECONDS[index], ceil(retry_after_seconds))


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
        message = "it took too long"
        raise StorageError(message) from None
