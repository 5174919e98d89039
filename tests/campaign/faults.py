"""Watchers of the boundary: each notes, or does something at one point or to the next request."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from tests.campaign.boundary import RequestPhase
from tests.campaign.crossings import Crossing
from tests.campaign.killable_processes import Workers
from tests.campaign.request_faults import CutError, Disposition, RequestFault, StatusError

_REFUSED_BY_SECONDS = 10.0


@dataclass(frozen=True)
class Point:
    """The `occurrence`th (from 1) request of a kind, before it leaves or after it is done."""

    label: str
    occurrence: int
    moment: RequestPhase

    def __str__(self) -> str:
        return f"{self.moment} {self.label} {self.occurrence}"


class _Counts:
    """Tells the how-many-th of its kind a request is, at both its moments."""

    def __init__(self) -> None:
        self._of_label: Counter[str] = Counter()
        self._under_way: dict[int, int] = {}

    def occurrence(self, crossing: Crossing, moment: RequestPhase) -> int:
        if moment is RequestPhase.AFTER:
            return self._under_way.pop(id(crossing), 0)
        self._of_label[crossing.label] += 1
        self._under_way[id(crossing)] = self._of_label[crossing.label]
        return self._of_label[crossing.label]


@dataclass
class PointRecorder:
    """Writes down the points that one own number's work crosses, in order."""

    own_number: str
    points: list[Point] = field(default_factory=list)
    _counts: _Counts = field(default_factory=_Counts)

    async def __call__(self, crossing: Crossing, moment: RequestPhase) -> None:
        if crossing.concerns(self.own_number):
            occurrence = self._counts.occurrence(crossing, moment)
            self.points.append(Point(crossing.label, occurrence, moment))


@dataclass
class Breakpoint:
    """
    Does something when one own number's work comes to a point.

    Attributes
    ----------
    count : int
        How often: at this request and at the next ones of its kind.
    crossed : int
        How many points the own number's work has come to so far.
    """

    own_number: str
    point: Point
    spring: Callable[[], Awaitable[None]]
    count: int = 1
    crossed: int = 0
    wait_until_hit: asyncio.Event = field(default_factory=asyncio.Event)
    _counts: _Counts = field(default_factory=_Counts)

    async def __call__(self, crossing: Crossing, moment: RequestPhase) -> None:
        if not self.count or not crossing.concerns(self.own_number):
            return
        self.crossed += 1
        occurrence = self._counts.occurrence(crossing, moment)
        if self._is_due(Point(crossing.label, occurrence, moment)):
            self.count -= 1
            self.wait_until_hit.set()
            await self.spring()

    def _is_due(self, point: Point) -> bool:
        if self.wait_until_hit.is_set():
            return (point.label, point.moment) == (self.point.label, self.point.moment)
        return point == self.point


class FaultInjector:
    """
    Does what was planned to the next request of a service that writes.

    Attributes
    ----------
    done : counter of str
        What was done, by service and kind.
    """

    def __init__(self, speed: float) -> None:
        self.done: Counter[str] = Counter()
        self._speed = speed
        self._waiting: list[tuple[str, RequestFault]] = []
        self._under_way: dict[int, RequestFault] = {}

    def plan(self, service: str, fault: RequestFault) -> None:
        """Have it happen as often as it says."""
        self._waiting += [(service, fault)] * fault.count

    def clear(self) -> None:
        """Forget what did not happen."""
        self._waiting.clear()

    async def __call__(self, crossing: Crossing, moment: RequestPhase) -> None:
        if moment is RequestPhase.AFTER:
            fault = self._under_way.pop(id(crossing), None)
        else:
            fault = self._next(crossing)
            if fault and fault.disposition is Disposition.BEFORE_THE_RESPONSE:
                self._under_way[id(crossing)] = fault
                return
        if fault:
            self.done[f"{crossing.service} request {fault}"] += 1
            raise fault.error(self._speed)

    def _next(self, crossing: Crossing) -> RequestFault | None:
        for index, (service, fault) in enumerate(self._waiting):
            if service == crossing.service and crossing.is_write:
                del self._waiting[index]
                return fault
        return None


class CarrierRefusals:
    """Refuses every call to ACS while it lasts; `count` says how many it was."""

    def __init__(self) -> None:
        self.count = 0
        self._has_refused = asyncio.Event()
        self._statuses: list[int] = []

    async def last(self, status: int, seconds: float) -> None:
        """Refuse for so many real seconds, and longer if no call has come by then."""
        self._has_refused.clear()
        self._statuses.append(status)
        await asyncio.sleep(seconds)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._has_refused.wait(), _REFUSED_BY_SECONDS)
        self._statuses.remove(status)

    async def __call__(self, crossing: Crossing, moment: RequestPhase) -> None:
        is_call = crossing.service == "acs" and moment is RequestPhase.BEFORE
        if is_call and self._statuses:
            self.count += 1
            self._has_refused.set()
            raise StatusError(self._statuses[-1])


def kill_worker_on_hit(workers: Workers) -> Callable[[], Awaitable[None]]:
    """Kill the worker there and then; its last responses are lost with it."""

    async def kill() -> None:
        workers.kill()
        raise CutError

    return kill


def fail_request_on_hit(fault: RequestFault, speed: float) -> Callable[[], Awaitable[None]]:
    """Let a request fail there and then, in a world whose time runs so fast."""

    async def fail() -> None:
        raise fault.error(speed)

    return fail


async def wait_until_hit(trap: Breakpoint, seconds: float) -> bool:
    """Wait until a trap has sprung; False if it has not in time."""
    try:
        async with asyncio.timeout(seconds):
            await trap.wait_until_hit.wait()
    except TimeoutError:
        return False
    return True
