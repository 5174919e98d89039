"""
The systematic half: one small scenario, played once for each of its await points.

Which points there are is not written down anywhere: a witness sees them while the scenario is
played undisturbed.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.campaign.boundary import RequestPhase
from tests.campaign.callers import Caller, SendAttempt, people
from tests.campaign.crossings import is_write
from tests.campaign.faults import (
    Breakpoint,
    Point,
    PointRecorder,
    fail_request_on_hit,
    kill_worker_on_hit,
    wait_until_hit,
)
from tests.campaign.killable_processes import poll_until
from tests.campaign.phones import LONG_CODES
from tests.campaign.request_faults import Disposition, RequestFault
from tests.campaign.webhook_proxy import Pair
from tests.campaign.world import CampaignWorld

_SECONDS = 20.0
_REACHED_SECONDS = 5.0
_SILENT_SECONDS = 1.0
_HELD_SECONDS = 1.0
"""A worker gives a request up after 1.5 real seconds, and may go on before the STOP is stored."""
_DISTURBED_AT_ONCE = 8
_SCHEDULED_AHEAD = timedelta(seconds=30)


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
        self._asking: list[asyncio.Task[SendAttempt]] = []
        self._noting: list[asyncio.Task[None]] = []
        self._left: list[Breakpoint] = []
        self._own_numbers = iter(LONG_CODES * 10)
        self._first_person = 0

    async def points_of_send(
        self, people_count: int, *, is_scheduled: bool = False
    ) -> Sequence[Point]:
        """
        Play a send undisturbed until it is delivered; gives what it crossed.

        A scheduled one is the dispatcher's, which does one thing after the other.

        Of two times the one with less to cross: now and then work comes before its rows and asks
        once more, which is nothing to wait for.
        """
        each = [
            await self._points_of_one_send(people_count, is_scheduled=is_scheduled)
            for _ in range(2)
        ]
        return min(each, key=len)

    async def _points_of_one_send(
        self,
        people_count: int,
        *,
        is_scheduled: bool,
    ) -> Sequence[Point]:
        own_number = next(self._own_numbers)

        async def play() -> None:
            await self._ask(own_number, people_count, is_scheduled=is_scheduled)
            await self._world.all_reported(own_number, people_count)

        return await self._recorded_points(own_number, play)

    async def points_of_stop(self) -> Sequence[Point]:
        """Play a STOP undisturbed until it is stored; gives what it crossed."""
        pair = self._new_pair()
        return await self._recorded_points(pair[0], lambda: self._stop(pair))

    async def kill_at(self, point: Point, people_count: int) -> None:
        """Play a send; kill the worker at a point of it."""
        own_number = next(self._own_numbers)
        trap = self._set_breakpoint(own_number, point, kill_worker_on_hit(self._world.workers))
        self._asking.append(asyncio.create_task(self._ask(own_number, people_count)))
        await self._note_unless_silent(trap, "swept kill")

    async def kill_stop_at(self, point: Point) -> None:
        """Send a STOP; kill the worker at a point of storing it."""
        pair = self._new_pair()
        trap = self._set_breakpoint(pair[0], point, kill_worker_on_hit(self._world.workers))
        stopping = asyncio.create_task(self._stop(pair))
        await self._note(trap, "swept kill")
        await stopping
        await self._caller.ask(pair[0], [pair[1]])

    async def stop_at(self, point: Point) -> None:
        """Play a scheduled send; the STOP is stored while the worker is at a point."""
        own_number = next(self._own_numbers)
        pair = (own_number, people(self._first_person, 1)[0])
        held_seconds: list[float] = []

        async def stop() -> None:
            began = time.monotonic()
            await self._stop(pair)
            held_seconds.append(time.monotonic() - began)

        trap = self._set_breakpoint(own_number, point, stop)
        ask = await self._ask(own_number, 1, is_scheduled=True)
        await self._note(trap, "swept STOP")
        was_held = bool(held_seconds) and held_seconds[0] < _HELD_SECONDS
        self.done["swept STOP that took too long"] += bool(held_seconds) and not was_held
        ask.must_not_arrive = bool(ask.send_id) and was_held

    async def inject_fault(self, plan: Sequence[tuple[Point, int, RequestFault]]) -> None:
        """
        Play sends to so many people, or STOPs (0), side by side; disturb a request of each.

        Parameters
        ----------
        plan : sequence of tuple
            The point after a request that writes, the number of people, and what happens to it.
        """
        places = asyncio.Semaphore(_DISTURBED_AT_ONCE)

        async def inject_fault(point: Point, people_count: int, fault: RequestFault) -> None:
            async with places:
                await self._inject_fault(point, people_count, fault)

        async with asyncio.TaskGroup() as tasks:
            for one in plan:
                tasks.create_task(inject_fault(*one))

    async def _inject_fault(self, point: Point, people_count: int, fault: RequestFault) -> None:
        own_number, person = pair = self._new_pair()
        if fault.disposition is Disposition.LATE:
            point = replace(point, moment=RequestPhase.BEFORE)
        trap = self._set_breakpoint(
            own_number, point, fail_request_on_hit(fault, self._world.time.speed)
        )
        trap.count = fault.count
        if people_count:
            self._asking.append(asyncio.create_task(self._ask(own_number, people_count)))
        else:
            await self._stop(pair)
            self._asking.append(asyncio.create_task(self._caller.ask(own_number, [person])))
        service = point.label.split()[0]
        await self._note(trap, f"swept {service} request {fault}")

    async def all_noted(self) -> None:
        """Wait until every point was come to, or was missed."""
        await asyncio.gather(*self._noting)
        self._noting.clear()

    async def end(self) -> None:
        """Wait until every request has been answered; remove the traps that are left."""
        await asyncio.gather(*self._asking)
        for trap in self._left:
            self._world.boundary.watchers.remove(trap)
        self._left.clear()

    async def _recorded_points(
        self, own_number: str, play: Callable[[], Awaitable[None]]
    ) -> Sequence[Point]:
        witness = PointRecorder(own_number)
        self._world.boundary.watchers.append(witness)
        await play()
        await poll_until(lambda: _is_quiet(witness), _SECONDS, what="nothing more is crossed")
        self._world.boundary.watchers.remove(witness)
        return [point for point in witness.points if _is_steady(point)]

    def _set_breakpoint(
        self, own_number: str, point: Point, spring: Callable[[], Awaitable[None]]
    ) -> Breakpoint:
        trap = Breakpoint(own_number, point, spring)
        self._world.boundary.watchers.append(trap)
        return trap

    async def _note_unless_silent(self, trap: Breakpoint, what: str) -> None:
        """Wait like `_note`, but leave it to `all_noted` once nothing more seems to come."""
        noting = asyncio.create_task(self._note(trap, what))
        self._noting.append(noting)
        crossed = 0
        while not noting.done() and (not trap.crossed or trap.crossed > crossed):
            crossed = trap.crossed
            await asyncio.wait([noting], timeout=_SILENT_SECONDS)
        await self._world.workers.ready()

    async def _note(self, trap: Breakpoint, what: str) -> None:
        if await wait_until_hit(trap, _REACHED_SECONDS):
            self.done[what] += 1
        else:
            self.missed.append(f"{what} {trap.point}")
            trap.count = 0
        if trap.count:
            self._left.append(trap)
        else:
            self._world.boundary.watchers.remove(trap)
        await self._world.workers.ready()

    async def _ask(
        self, own_number: str, people_count: int, *, is_scheduled: bool = False
    ) -> SendAttempt:
        to = people(self._first_person, people_count)
        self._first_person += people_count
        due = self._world.time.now() + _SCHEDULED_AHEAD
        more: dict[str, Any] = {"sendAt": due.isoformat()} if is_scheduled else {}
        return await self._caller.ask(own_number, to, **more)

    def _new_pair(self) -> Pair:
        self._first_person += 1
        return next(self._own_numbers), people(self._first_person - 1, 1)[0]

    async def _stop(self, pair: Pair) -> None:
        own_number, person = pair
        text = {"from": person, "to": own_number, "message": "STOP"}
        await self._world.control("POST", "inbound", text)
        door = self._world.webhook_proxy
        await poll_until(lambda: door.has_stored_stop(pair), _SECONDS, what="STOP is stored")


def _is_steady(point: Point) -> bool:
    """False for later deliveries to the subscriber: how events share them depends on the time."""
    return point.occurrence == 1 or not point.label.endswith(" events")


async def _is_quiet(witness: PointRecorder) -> bool:
    before = len(witness.points)
    await asyncio.sleep(0.2)
    return len(witness.points) == before


def writes(points: Sequence[Point]) -> Sequence[Point]:
    """The points after requests that write."""
    return [p for p in points if p.moment is RequestPhase.AFTER and is_write(p.label)]


def before_registry_is_asked_last(points: Sequence[Point]) -> Sequence[Point]:
    """The points at which a STOP must still take effect: up to the last read of the registry."""
    asked = [n for n, point in enumerate(points) if point.label == "table get OptOuts"]
    before = [n for n in asked if points[n].moment is RequestPhase.BEFORE]
    return points[: before[-1] + 1]
