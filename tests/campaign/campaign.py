"""A campaign: a sweep over await points, chaos, and the recount of it all."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from tests.campaign.callers import Caller
from tests.campaign.chaos_plan import ChaosRun, plan_chaos
from tests.campaign.figures import check_figures
from tests.campaign.findings import Findings
from tests.campaign.observations import list_sends, read_ended, settle
from tests.campaign.recount import check_listed, recount
from tests.campaign.request_faults import AFTER_FAULTS
from tests.campaign.sweep import Sweep, before_registry_is_asked_last, writes
from tests.campaign.world import CampaignWorld

BULK = 150
"""More than may leave from where it was accepted: the dispatcher's, in two calls."""

_Item = TypeVar("_Item")


@dataclass
class Played:
    """What was done to the worker, by kind, and what the recount found."""

    findings: Findings
    done: Counter[str]
    missed: list[str] = field(default_factory=list)


class Campaign:
    """
    Plays on one world.

    Parameters
    ----------
    say : callable
        Told in a few words what is being played.
    """

    def __init__(
        self, world: CampaignWorld, seed: int, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self._caller = Caller(world)
        self._world, self._say = world, say
        self._chance = random.Random(seed)
        self._sweep = Sweep(world, self._caller)
        self._chaos = ChaosRun(world, self._caller, say)

    @property
    def message_count(self) -> int:
        """How many messages were asked for so far."""
        return self._caller.message_count

    async def kill_everywhere(self, *, bulk_points: int | None = None) -> None:
        """
        Kill the worker at every await point of a send to one, and of storing a STOP.

        Of a send that is fanned out at every point too, or at so many that chance chooses.
        """
        await self._warm_up()
        of_send = await self._sweep.points_of_send(1)
        of_bulk = await self._sweep.points_of_send(BULK)
        of_stop = await self._sweep.points_of_stop()
        chosen = of_bulk if bulk_points is None else self._some(of_bulk, bulk_points)
        for point in of_send:
            self._say(f"killing the worker {point}, of a send")
            await self._sweep.kill_at(point, 1)
        for point in chosen:
            self._say(f"killing the worker {point}, of a send to {BULK}")
            await self._sweep.kill_at(point, BULK)
        for point in of_stop:
            self._say(f"killing the worker {point}, of a STOP")
            await self._sweep.kill_stop_at(point)
        await self._sweep.all_noted()

    async def inject_faults_everywhere(
        self, *, bulk_points: int | None = None, kinds_of_point: int | None = None
    ) -> None:
        """
        Lose the response to every request that writes, or have it carried out late.

        Of a send to one and of storing a STOP every such request is disturbed; of a send that is
        fanned out every one too, or so many that chance chooses. Several are played side by side.

        Parameters
        ----------
        kinds_of_point : int, optional
            So many kinds of `AFTER_FAULTS` for each request, instead of all of them.
        """
        await self._warm_up()
        of_bulk = writes(await self._sweep.points_of_send(BULK))
        chosen = of_bulk if bulk_points is None else self._some(of_bulk, bulk_points)
        plays = [
            *((point, 1) for point in writes(await self._sweep.points_of_send(1))),
            *((point, BULK) for point in chosen),
            *((point, 0) for point in writes(await self._sweep.points_of_stop())),
        ]
        plan = [
            # Event Grid brings a STOP again after ever longer waits; the app tries at once.
            (point, size, replace(fault, count=self._chance.choice((1, 4 if size else 2))))
            for point, size in plays
            for fault in self._some(AFTER_FAULTS, kinds_of_point or len(AFTER_FAULTS))
        ]
        self._say(f"losing {len(plan)} responses")
        await self._sweep.inject_fault(plan)

    async def stop_everywhere(self) -> None:
        """Have a STOP stored at every await point of a send up to the question that finds it."""
        await self._world.control("DELETE", "faults")
        await self._warm_up()
        points = await self._sweep.points_of_send(1, is_scheduled=True)
        for point in before_registry_is_asked_last(points):
            self._say(f"storing a STOP {point}")
            await self._sweep.stop_at(point)

    async def run_chaos(self, seconds: float, *, asks: int, sizes: Sequence[int]) -> None:
        """Play a random plan of so many real seconds; Azurite is killed in the midst of it."""
        self._say(f"chaos: {asks} sends in {seconds:.0f} s")
        plan = plan_chaos(self._chance.randrange(2**32), seconds, asks=asks, sizes=sizes)
        await self._chaos.play(plan)

    async def end(self) -> Played:
        """Wait until all has ended, and count again."""
        self._say("waiting until everything has ended")
        await self._sweep.end()
        await settle(self._world)
        listed = await list_sends(self._world, self._caller.own_numbers)
        ids = listed.union(self._world.boundary.announced, self._caller.answered_ids)
        summaries = await read_ended(self._world, ids)
        await settle(self._world)
        self._say("counting again")
        findings = await recount(self._world, self._caller, summaries)
        check_listed(findings, self._caller, listed)
        await check_figures(findings, self._world, summaries)
        return Played(findings, self._done(), self._sweep.missed)

    def _done(self) -> Counter[str]:
        done = self._chaos.done + self._sweep.done + self._chaos.fault_injector.done
        done["repeated request"] = sum(ask.try_count - 1 for ask in self._caller.asks.values())
        done["kill"] = self._world.workers.kill_count
        done["storage kill"] = self._world.azurite.kill_count
        return done

    async def _warm_up(self) -> None:
        """Tables are made when they are first needed, which is no part of a send."""
        await self._sweep.points_of_send(1)
        await self._sweep.points_of_stop()

    def _some(self, items: Sequence[_Item], count: int) -> Sequence[_Item]:
        return self._chance.sample(items, min(count, len(items)))
