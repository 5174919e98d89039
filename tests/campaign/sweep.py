"""
The systematic half: one small scenario, played once for each of its await points.

Which points there are is not written down anywhere: a witness sees them while the scenario is
played undisturbed.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from tests.campaign.asking import Ask, Caller, people
from tests.campaign.boundary import Moment
from tests.campaign.faults import Point, Trap, Witness, killing, sprung
from tests.campaign.front_door import Pair
from tests.campaign.mortals import poll_until
from tests.campaign.phones import LONG_CODES
from tests.campaign.world import CampaignWorld

_SECONDS = 20.0
_REACHED_SECONDS = 5.0


class Sweep:
    """
    Plays scenarios, each with an own number of its own, so that its traffic can be told apart.

    Attributes
    ----------
    done : counter of str
        How often the worker was killed, or a STOP stored, at a point.
    missed : list of str
        Points that were not come to: requests that run side by side need not come in one order.
    """

    def __init__(self, world: CampaignWorld, caller: Caller) -> None:
        self.done: Counter[str] = Counter()
        self.missed: list[str] = []
        self._world, self._caller = world, caller
        self._asking: list[asyncio.Task[Ask]] = []
        self._own_numbers = iter(LONG_CODES * 10)
        self._first_person = 0

    async def points_of_send(self, people_count: int) -> Sequence[Point]:
        """
        Play a send undisturbed until it is delivered; gives what it crossed.

        Of two times the one with less to cross: now and then work comes before its rows and asks
        once more, which is nothing to wait for.
        """
        each = [await self._points_of_one_send(people_count) for _ in range(2)]
        return min(each, key=len)

    async def _points_of_one_send(self, people_count: int) -> Sequence[Point]:
        own_number = next(self._own_numbers)

        async def play() -> None:
            await self._ask(own_number, people_count)
            await self._world.all_reported(own_number, people_count)

        return await self._witnessed(own_number, play)

    async def points_of_stop(self) -> Sequence[Point]:
        """Play a STOP undisturbed until it is stored; gives what it crossed."""
        pair = self._new_pair()
        return await self._witnessed(pair[0], lambda: self._stop(pair))

    async def kill_at(self, point: Point, people_count: int) -> None:
        """Play a send; kill the worker at a point of it."""
        own_number = next(self._own_numbers)
        trap = self._set_trap(own_number, point, killing(self._world.workers))
        self._asking.append(asyncio.create_task(self._ask(own_number, people_count)))
        await self._note(trap, "swept kill")

    async def kill_stop_at(self, point: Point) -> None:
        """Have somebody text STOP; kill the worker at a point of storing it."""
        pair = self._new_pair()
        trap = self._set_trap(pair[0], point, killing(self._world.workers))
        stopping = asyncio.create_task(self._stop(pair))
        await self._note(trap, "swept kill")
        await stopping
        await self._caller.ask(pair[0], [pair[1]])

    async def stop_at(self, point: Point) -> Ask:
        """Play a send to one person, whose STOP is stored while the worker is at a point."""
        own_number = next(self._own_numbers)
        pair = (own_number, people(self._first_person, 1)[0])
        trap = self._set_trap(own_number, point, lambda: self._stop(pair))
        ask = await self._ask(own_number, 1)
        await self._note(trap, "swept STOP")
        return ask

    async def end(self) -> None:
        """Wait until everybody who asked has been answered."""
        await asyncio.gather(*self._asking)

    async def _witnessed(
        self, own_number: str, play: Callable[[], Awaitable[None]]
    ) -> Sequence[Point]:
        witness = Witness(own_number)
        self._world.boundary.watchers.append(witness)
        await play()
        await poll_until(lambda: _is_quiet(witness), _SECONDS, what="nothing more is crossed")
        self._world.boundary.watchers.remove(witness)
        return witness.points

    def _set_trap(
        self, own_number: str, point: Point, spring: Callable[[], Awaitable[None]]
    ) -> Trap:
        trap = Trap(own_number, point, spring)
        self._world.boundary.watchers.append(trap)
        return trap

    async def _note(self, trap: Trap, what: str) -> None:
        if await sprung(self._world.boundary, trap, _REACHED_SECONDS):
            self.done[what] += 1
        else:
            self.missed.append(f"{what} {trap.point}")
        await self._world.workers.ready()

    async def _ask(self, own_number: str, people_count: int) -> Ask:
        to = people(self._first_person, people_count)
        self._first_person += people_count
        return await self._caller.ask(own_number, to)

    def _new_pair(self) -> Pair:
        self._first_person += 1
        return next(self._own_numbers), people(self._first_person - 1, 1)[0]

    async def _stop(self, pair: Pair) -> None:
        own_number, person = pair
        text = {"from": person, "to": own_number, "message": "STOP"}
        await self._world.control("POST", "inbound", text)
        door = self._world.front_door
        await poll_until(lambda: door.has_stored_stop(pair), _SECONDS, what="STOP is stored")


async def _is_quiet(witness: Witness) -> bool:
    before = len(witness.points)
    await asyncio.sleep(0.2)
    return len(witness.points) == before


def before_registry_is_asked_last(points: Sequence[Point]) -> Sequence[Point]:
    """The points at which a STOP must still be heeded: up to the last question to the registry."""
    asked = [n for n, point in enumerate(points) if point.label == "table get OptOuts"]
    before = [n for n in asked if points[n].moment is Moment.BEFORE]
    return points[: before[-1] + 1]
