"""
A clock and an event loop for which time passes faster, and equally so for every process.

Code on the loop notices nothing: sleeps, time-outs and timers take their seconds, of
which `speed` go into a real one. All of them shrink alike, so their order stays as it is.
"""

import asyncio
import os
import selectors
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

_SPEED = "CAMPAIGN_SPEED"
_EPOCH = "CAMPAIGN_EPOCH"
_ORIGIN = "CAMPAIGN_ORIGIN"
_AFTERNOON = timedelta(hours=19)


@dataclass(frozen=True)
class FastTime:
    """
    Time that runs `speed` times as fast.

    Attributes
    ----------
    epoch, origin : float
        The real moment at which it began, and which moment that was in it (seconds since 1970).
    """

    speed: float
    epoch: float
    origin: float

    def start(self) -> datetime:
        return datetime.fromtimestamp(self.origin, UTC)

    def now(self) -> datetime:
        elapsed = (time.time() - self.epoch) * self.speed
        return self.start() + timedelta(seconds=elapsed)

    def real_seconds(self, seconds: float) -> float:
        return seconds / self.speed

    async def sleep(self, seconds: float) -> None:
        """Sleep for so many seconds of this time, on a loop that lives in the real one."""
        await asyncio.sleep(self.real_seconds(seconds))

    def environment(self) -> dict[str, str]:
        """What another process needs in order to live in the same time."""
        return {
            _SPEED: str(self.speed),
            _EPOCH: repr(self.epoch),
            _ORIGIN: repr(self.origin),
        }

    def run(self, main: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Run a coroutine on a loop of its own that lives in this time."""
        with asyncio.Runner(loop_factory=lambda: _FastLoop(self.speed)) as runner:
            runner.run(main())


def time_from_now(speed: float) -> FastTime:
    """Begin now, and in the afternoon of all North America: in quiet hours marketing would wait."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return FastTime(speed, time.time(), (today + _AFTERNOON).timestamp())


def time_of_environment() -> FastTime:
    return FastTime(*(float(os.environ[name]) for name in (_SPEED, _EPOCH, _ORIGIN)))


class _FastLoop(asyncio.SelectorEventLoop):
    def __init__(self, speed: float) -> None:
        self._speed = speed
        super().__init__(_FastSelector(speed))

    def time(self) -> float:
        return time.monotonic() * self._speed


class _FastSelector(selectors.DefaultSelector):
    """Waits as long as the loop believes that it waits."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        return super().select(timeout / self._speed if timeout else timeout)
