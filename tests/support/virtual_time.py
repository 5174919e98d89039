"""An event loop whose time passes only while nothing can be done: hours take no time."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from tests.support.world import START, FrozenClock

_Result = TypeVar("_Result")
_Given = ParamSpec("_Given")


class _SkippingSelector(selectors.DefaultSelector):
    """Where the loop would wait, its time jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            message = "everything waits, and nothing is left that could happen"
            raise AssertionError(message)
        self.now += max(0.0, timeout)
        is_asked = len(self.get_map()) > 1  # of any socket but the loop's own, which wakes it
        return super().select(0) if is_asked else []


class _VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._impatient = _SkippingSelector()
        super().__init__(self._impatient)

    def time(self) -> float:
        return self._impatient.now


class LoopClock(FrozenClock):
    """Tells the time of the loop that runs, from `START` on; it is asked often of each moment."""

    def __init__(self) -> None:
        super().__init__()
        self._seconds, self._moment = 0.0, START

    def __call__(self) -> datetime:
        seconds = asyncio.get_running_loop().time()
        if seconds != self._seconds:
            self._seconds, self._moment = seconds, START + timedelta(seconds=seconds)
        return self._moment


def run_in_virtual_time(main: Callable[[], Coroutine[Any, Any, _Result]]) -> _Result:
    """Run a coroutine to its end, and cancel whatever else still runs then."""
    loop = _VirtualLoop()
    try:
        return loop.run_until_complete(main())
    finally:
        loop.run_until_complete(_cancel(asyncio.all_tasks(loop)))
        loop.close()


def in_virtual_time(
    test: Callable[_Given, Coroutine[Any, Any, None]],
) -> Callable[_Given, None]:
    """Let a test run on a loop of its own, which never asks the system for what is ready."""

    @wraps(test)
    def run(*args: _Given.args, **kwargs: _Given.kwargs) -> None:
        run_in_virtual_time(lambda: test(*args, **kwargs))

    return run


async def _cancel(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
