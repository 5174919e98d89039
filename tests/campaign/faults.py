"""Who stands at the boundary and does something at one point of it."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.campaign.boundary import Boundary, Crossing, CutError, Moment
from tests.campaign.mortals import Workers


@dataclass(frozen=True)
class Point:
    """The `occurrence`th (from 1) request of a kind, before it leaves or after it is done."""

    label: str
    occurrence: int
    moment: Moment

    def __str__(self) -> str:
        return f"{self.moment} {self.label} {self.occurrence}"


class _Counts:
    """Tells the how-many-th of its kind a request is, at both its moments."""

    def __init__(self) -> None:
        self._of_label: Counter[str] = Counter()
        self._under_way: dict[int, int] = {}

    def occurrence(self, crossing: Crossing, moment: Moment) -> int:
        if moment is Moment.AFTER:
            return self._under_way.pop(id(crossing), 0)
        self._of_label[crossing.label] += 1
        self._under_way[id(crossing)] = self._of_label[crossing.label]
        return self._of_label[crossing.label]


@dataclass
class Witness:
    """Writes down the points that one own number's work crosses, in order."""

    own_number: str
    points: list[Point] = field(default_factory=list)
    _counts: _Counts = field(default_factory=_Counts)

    async def __call__(self, crossing: Crossing, moment: Moment) -> None:
        if crossing.concerns(self.own_number):
            occurrence = self._counts.occurrence(crossing, moment)
            self.points.append(Point(crossing.label, occurrence, moment))


@dataclass
class Trap:
    """Does something once, when one own number's work comes to a point."""

    own_number: str
    point: Point
    spring: Callable[[], Awaitable[None]]
    sprung: asyncio.Event = field(default_factory=asyncio.Event)
    _counts: _Counts = field(default_factory=_Counts)

    async def __call__(self, crossing: Crossing, moment: Moment) -> None:
        if self.sprung.is_set() or not crossing.concerns(self.own_number):
            return
        occurrence = self._counts.occurrence(crossing, moment)
        if Point(crossing.label, occurrence, moment) == self.point:
            self.sprung.set()
            await self.spring()


def killing(workers: Workers) -> Callable[[], Awaitable[None]]:
    """Kill the worker there and then; what it was told last is lost with it."""

    async def kill() -> None:
        workers.kill()
        raise CutError

    return kill


async def sprung(boundary: Boundary, trap: Trap, seconds: float) -> bool:
    """Wait until a trap has sprung; take it away in any case."""
    try:
        async with asyncio.timeout(seconds):
            await trap.sprung.wait()
    except TimeoutError:
        return False
    finally:
        boundary.watchers.remove(trap)
    return True
