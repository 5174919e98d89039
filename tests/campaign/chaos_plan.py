"""
The random half: sends, deaths, STOPs and troubles of every kind, all at once.

What happens, and when, follows from the seed. How it falls together with what the worker is
doing at that moment does not: the same seed plays the same plan, not the same microseconds.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.campaign.callers import Caller, people
from tests.campaign.faults import CarrierRefusals, FaultInjector
from tests.campaign.phones import LONG_CODES
from tests.campaign.request_faults import random_fault
from tests.campaign.world import CampaignWorld

if TYPE_CHECKING:
    from tests.campaign.boundary import Watcher

_OWN_NUMBERS = (*LONG_CODES[:6], "+18335550100")
_TOLL_FREE_PEOPLE_COUNT = 5  # paced: more would wait for minutes
_CROWD_SIZE = 500
_WITH_KEY = 0.75
_MOST_CODES = 10
_SCHEDULED = 0.25
_SCHEDULED_SECONDS = (30.0, 400.0)
"""Of the app's time, on both sides of how long work waits in the queue that has a trigger."""
_PER_SECOND = {
    "kill": 0.4,
    "storage cut": 0.4,
    "network": 2.0,
    "events": 1.0,
    "request fault": 3.0,
    "subscriber refusal": 0.5,
    "slow calls": 0.25,
    "carrier refusal": 0.25,
    "lying clock": 1.0,
}
SERVICES = ("table", "table", "queue", "acs")
"""Whose requests are disturbed; most are to tables."""

ACS_FAULTS: Sequence[tuple[str, dict[str, Any]]] = (
    ("status", {"status": 429, "retryAfterSeconds": 2}),
    ("status", {"status": 500}),
    ("status", {"status": 503}),
    ("cutBefore", {}),
    ("cutAfter", {}),
    ("reportFirst", {}),
    ("delayAnswer", {"seconds": 25}),  # the app waits for 20
)
REFUSALS = (401, 403)
_LIES_SECONDS = (120.0, 86_400.0, 10 * 365 * 86_400.0)
_SLOW_CALL_SECONDS = (0.3, 3.0)
_SLOW_SIZE, _SLOW_STOPS = 120, 6
EVENT_FAULTS: Sequence[tuple[str, dict[str, Any]]] = (
    ("repeat", {"times": 3, "count": 20}),
    ("reverse", {"count": 20}),
    ("delay", {"seconds": 40, "count": 20}),
)


@dataclass(frozen=True)
class ScheduledAction:
    """
    Something that happens at a moment.

    Attributes
    ----------
    at_seconds : float
        Real seconds since the plan began.
    kind : str
        `ask`, `stop`, `kill`, `storage cut`, `storage killed`, `network`, `events`,
        `request fault`, `subscriber refusal`, `slow calls` (each message of a send is one, and some
        recipients send STOP), `carrier refusal` (of every call, for a while) or `lying clock`.
    """

    at_seconds: float
    kind: str
    members: dict[str, Any]


def plan_chaos(
    seed: int, seconds: float, *, sizes: Sequence[int], asks: int
) -> list[ScheduledAction]:
    """
    Plan what happens at random.

    Parameters
    ----------
    sizes : sequence of int
        How many recipients a send may have; drawn evenly.
    asks : int
        How many sends there are.
    """
    chance = random.Random(seed)
    acts = [_ask(chance, seconds, sizes) for _ in range(asks)]
    counts = {kind: round(seconds * often) for kind, often in _PER_SECOND.items()}
    for kind, count in {**counts, "stop": asks // 2, "storage killed": 1}.items():
        acts += [_fault(chance, kind, seconds) for _ in range(count)]
    return sorted(acts, key=lambda act: act.at_seconds)


def _ask(chance: random.Random, seconds: float, sizes: Sequence[int]) -> ScheduledAction:
    own_number, size = chance.choice(_OWN_NUMBERS), chance.choice(sizes)
    if own_number not in LONG_CODES:
        size = min(size, _TOLL_FREE_PEOPLE_COUNT)
    first = chance.randrange(_CROWD_SIZE)
    members = {"own_number": own_number, "first": first, "size": size}
    # Codes are short-lived, and are not sent to crowds.
    categories = ("transactional", "marketing", "otp")[: 3 if size <= _MOST_CODES else 2]
    members["category"] = chance.choice(categories)
    members["has_key"] = chance.random() < _WITH_KEY
    is_scheduled = chance.random() < _SCHEDULED
    members["later_seconds"] = chance.uniform(*_SCHEDULED_SECONDS) if is_scheduled else 0.0
    return ScheduledAction(chance.uniform(0, seconds), "ask", members)


def _fault(chance: random.Random, kind: str, seconds: float) -> ScheduledAction:
    members: dict[str, Any] = {}
    if kind == "storage cut":
        members = {"seconds": chance.uniform(0.02, 0.3)}
    elif kind == "network":
        members = {"fault": chance.choice(ACS_FAULTS)}
    elif kind == "events":
        members = {"fault": chance.choice(EVENT_FAULTS)}
    elif kind == "request fault":
        members = {"service": chance.choice(SERVICES), "fault": random_fault(chance)}
    elif kind == "stop":
        members = {
            "index": chance.random(),
            "own": chance.random(),
            "after": chance.uniform(0, 0.2),
        }
    elif kind in _DRAWN:
        members = _DRAWN[kind](chance)
    return ScheduledAction(chance.uniform(0, seconds), kind, members)


def _slow_calls(chance: random.Random) -> dict[str, Any]:
    first = chance.randrange(_CROWD_SIZE)
    stopping = chance.sample(range(_SLOW_SIZE), _SLOW_STOPS)
    return {
        "own_number": chance.choice(LONG_CODES[:6]),
        "people": people(first, _SLOW_SIZE),
        "stopping": stopping,
        "seconds": chance.choice(_SLOW_CALL_SECONDS),
        "after": chance.uniform(0.05, 0.5),
    }


_DRAWN: Mapping[str, Callable[[random.Random], dict[str, Any]]] = {
    "slow calls": _slow_calls,
    "carrier refusal": lambda chance: {
        "status": chance.choice(REFUSALS),
        "seconds": chance.uniform(0.3, 1.5),
    },
    "lying clock": lambda chance: {"seconds": chance.choice(_LIES_SECONDS)},
}


class ChaosRun:
    """Plays a plan; `done` counts what was played, and `disturber.done` requests, by kind."""

    def __init__(self, world: CampaignWorld, caller: Caller, say: Callable[[str], None]) -> None:
        self.done: Counter[str] = Counter()
        self.fault_injector = FaultInjector(world.time.speed)
        self.refusals = CarrierRefusals()
        self._world, self._caller, self._say = world, caller, say

    async def play(self, acts: Sequence[ScheduledAction]) -> None:
        """Return when all has been played and every request has ended."""
        begin = asyncio.get_running_loop().time()
        watchers: list[Watcher] = [self.fault_injector, self.refusals]
        self._world.boundary.watchers += watchers
        async with asyncio.TaskGroup() as tasks:
            for act in acts:
                await asyncio.sleep(begin + act.at_seconds - asyncio.get_running_loop().time())
                tasks.create_task(self._perform(act))
        for watcher in watchers:
            self._world.boundary.watchers.remove(watcher)
        self.fault_injector.clear()
        self._world.webhook_proxy.lies.clear()
        self.done["refused call"] = self.refusals.count
        self.done["lying delivery"] = self._world.webhook_proxy.lied_count

    async def _perform(self, act: ScheduledAction) -> None:
        members = act.members
        self.done[act.kind] += 1
        self._say(f"chaos, {act.kind}")
        if act.kind == "ask":
            await self._ask(**members)
        elif act.kind == "stop":
            await self._send_stop_from_recent_recipient(**members)
        elif act.kind == "kill":
            self._world.workers.kill()
        elif act.kind == "storage cut":
            await self._world.cut_storage(members["seconds"])
        elif act.kind == "storage killed":
            await self._world.kill_storage()
        elif act.kind == "request fault":
            self.fault_injector.plan(members["service"], members["fault"])
        elif act.kind == "slow calls":
            await self._send_slowly(**members)
        else:
            await self._disturb(act)

    async def _ask(
        self,
        own_number: str,
        first: int,
        size: int,
        category: str,
        has_key: bool,
        later_seconds: float,
    ) -> None:
        more: dict[str, Any] = {}
        if later_seconds:
            self.done["scheduled ask"] += 1
            due = self._world.time.now() + timedelta(seconds=later_seconds)
            more["sendAt"] = due.isoformat()
        to = people(first, size)
        await self._caller.ask(own_number, to, has_key=has_key, category=category, **more)

    async def _disturb(self, act: ScheduledAction) -> None:
        members = act.members
        if act.kind == "subscriber refusal":
            self._world.subscriber.refusals += 2
        elif act.kind == "carrier refusal":
            refusing = asyncio.create_task(self.refusals.last(**members))
            await self._caller.ask(_OWN_NUMBERS[0], people(0, 1))
            await refusing
        elif act.kind == "lying clock":
            self._world.webhook_proxy.lies.append(members["seconds"])
        else:
            kind, more = members["fault"]
            await self._world.fault(kind, **more)

    async def _send_slowly(
        self,
        own_number: str,
        people: Sequence[str],
        stopping: Sequence[int],
        seconds: float,
        after: float,
    ) -> None:
        """Send a text of their own to many, each a slow call; some send STOP in the middle."""
        await self._world.fault("delayAnswer", seconds=seconds, count=len(people))
        await self._caller.ask(own_number, people, is_personal=True, category="transactional")
        await asyncio.sleep(after)
        for index in stopping:
            text = {"from": people[index], "to": own_number, "message": "STOP"}
            await self._world.control("POST", "inbound", text)
            self.done["STOP during slow calls"] += 1

    async def _send_stop_from_recent_recipient(
        self, index: float, own: float, after: float
    ) -> None:
        """Send a STOP from a person who was just sent a message."""
        asks = list(self._caller.asks.values())[-5:]
        if not asks:
            return
        ask = asks[int(index * len(asks))]
        person = ask.people[int(own * len(ask.people))]
        await asyncio.sleep(after)
        text = {"from": person, "to": ask.own_number, "message": "STOP"}
        await self._world.control("POST", "inbound", text)
