"""What the app asks of the world, moment by moment, and what can go wrong at each of them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from shared.domain.errors import StorageError
from shared.storage.table import Operation, Row
from tests.support.in_memory_queues import InMemoryTexts
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import FrozenClock
from tests.unit.send_sms.dispatch_world import KilledError

_Result = TypeVar("_Result")
DifferenceAction = Callable[[], Awaitable[object]]


class LateError(StorageError):
    """Storage gives no answer, and does what it was asked for later."""

    def __init__(self, late_by: timedelta) -> None:
        super().__init__("no answer")
        self.late_by = late_by


class LateKillError(LateError):
    """The same, and the process is killed at that moment."""


@dataclass
class Moments:
    """
    Counts what the app asks of the world, and interrupts it when it is told to.

    Each read has one moment, before it. Each write and each call has two: before it and after it,
    when its answer may be lost. `interrupt` may raise; after a `KilledError` everything else that
    is asked is refused, too.
    """

    clock: FrozenClock
    interrupt: Callable[[], Awaitable[None]] | None = None
    interrupted_at: frozenset[int] = frozenset()
    passed: int = 0
    names: list[str] = field(default_factory=list)
    late: list[tuple[datetime, DifferenceAction]] = field(default_factory=list)
    is_dead: bool = False

    async def pass_by(self, name: str) -> None:
        if self.is_dead:
            raise KilledError
        self.passed += 1
        self.names.append(name)
        if self.interrupt and self.passed in self.interrupted_at:
            await self.interrupt()

    async def write(self, name: str, deed: Callable[[], Awaitable[_Result]]) -> _Result:
        """Do what changes something: now, later or not at all."""
        try:
            await self.pass_by(name)
        except LateError as error:
            self.late.append((self.clock.now + error.late_by, deed))
            self._die_if_fatal(error)
            raise
        done = await deed()
        try:
            await self.pass_by(f"{name} done")
        except LateError as error:
            self._die_if_fatal(error)
            raise
        return done

    def _die_if_fatal(self, error: LateError) -> None:
        if isinstance(error, LateKillError):
            self.is_dead = True
            raise KilledError from None


class MomentousTable(InMemoryTable):
    """A table that may be interrupted before each operation, and after each write."""

    def __init__(self, moments: Moments, name: str = "table") -> None:
        super().__init__()
        self._moments, self._name = moments, name

    async def get(self, *keys: Any, **options: Any) -> Row | None:
        await self._moments.pass_by(f"{self._name} get")
        return await super().get(*keys, **options)

    async def rows(self, *keys: Any, **options: Any) -> list[Row]:
        await self._moments.pass_by(f"{self._name} rows")
        return await super().rows(*keys, **options)

    async def across(self, *bounds: Any, **options: Any) -> list[Row]:
        await self._moments.pass_by(f"{self._name} across")
        return await super().across(*bounds, **options)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        write = super().write
        return await self._moments.write(f"{self._name} write", lambda: write(operations))


class MomentousTexts(InMemoryTexts):
    """A queue of events that may be interrupted before and after each message."""

    def __init__(self, moments: Moments) -> None:
        super().__init__()
        self._moments = moments

    async def put(self, text: str, delay_seconds: int = 0) -> None:
        put = super().put
        try:
            await self._moments.write("event put", lambda: put(text, delay_seconds))
        except KilledError:
            # What collects events would wait for ever; the next operation ends the worker.
            raise StorageError from None
