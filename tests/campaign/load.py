"""
The load run: a steady stream of messages with faults, two hours of it in ten minutes.

The worker lives all the time: what is watched is whether its memory stays flat, whether work
piles up, and whether anything is lost.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from statistics import median

from tests.campaign.callers import Caller, people
from tests.campaign.chaos_plan import ACS_FAULTS, EVENT_FAULTS, SERVICES
from tests.campaign.faults import FaultInjector
from tests.campaign.findings import Findings, Violation
from tests.campaign.observations import list_sends, read_ended, read_phones, settle
from tests.campaign.phones import LONG_CODES
from tests.campaign.recount import has_reached_all, recount
from tests.campaign.request_faults import random_fault
from tests.campaign.world import CampaignWorld, campaign_world

SPEED = 12.0
"""Ten minutes are two hours."""

SHARE = 0.5
"""Of the rate that the machine reaches right before, measured as the benchmark does it."""

_CALLERS = 32
_MEASURED_SECONDS = 20.0
BULK_SIZE, BULK_SECONDS = 1_000, 10.0
MAX_GROWTH = 0.1
"""How much more memory the last third of the run may have than the second."""

_CROWD_SIZE = 20_000
_STORAGE_CUT_SECONDS = 0.1
_SAMPLED = 50


class Load:
    """One load run; `memory_mib` has a sample for each second."""

    def __init__(self, world: CampaignWorld, seed: int) -> None:
        self.memory_mib: list[float] = []
        self.fault_count = 0
        self.fault_injector = FaultInjector(world.time.speed)
        self.singles_per_second = 0.0
        self.caller = Caller(world)
        self._world = world
        self._chance = random.Random(seed)

    async def measure(self) -> None:
        """Find the rate of texts to one person, without faults."""
        end = asyncio.get_running_loop().time() + _MEASURED_SECONDS

        async def keep_asking() -> None:
            while asyncio.get_running_loop().time() < end:
                await self._ask(1)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(_CALLERS):
                tasks.create_task(keep_asking())
        await settle(self._world)
        self.singles_per_second = SHARE * len(self.caller.asks) / _MEASURED_SECONDS

    async def play(self, seconds: float, say: Callable[[str], None]) -> None:
        """Return when every request has its response."""
        every_seconds = 1 / self.singles_per_second
        self._world.boundary.watchers.append(self.fault_injector)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._inject_and_sample(seconds, say))
            async for second in _ticks(seconds, every_seconds):
                tasks.create_task(self._ask(1))
                if second % BULK_SECONDS < every_seconds:
                    tasks.create_task(self._ask(BULK_SIZE))
        self._world.boundary.watchers.remove(self.fault_injector)

    async def _ask(self, size: int) -> None:
        to = people(self._chance.randrange(_CROWD_SIZE), size)
        has_key = self._chance.random() < 0.5
        await self.caller.ask(self._chance.choice(LONG_CODES[:6]), to, has_key=has_key)

    async def _inject_and_sample(self, seconds: float, say: Callable[[str], None]) -> None:
        async for second in _ticks(seconds, 1.0):
            self.memory_mib.append(_memory_mib(self._world.workers.each[0].ready_pid))
            kind, members = self._chance.choice((*ACS_FAULTS, *EVENT_FAULTS))
            await self._world.fault(kind, **members)
            self.fault_injector.plan(self._chance.choice(SERVICES), random_fault(self._chance))
            self.fault_count += 2
            if round(second) % 20 == 10:
                await self._world.cut_storage(_STORAGE_CUT_SECONDS)
                self.fault_count += 1
            if round(second) % 15 == 0:
                waiting = await self._world.waiting_work_count()
                say(
                    f"{second:5.0f} s  {self.caller.message_count:,} messages, "
                    f"{seconds - second:.0f} s left; {self.memory_mib[-1]:.0f} MiB, "
                    f"{waiting} pieces of work wait"
                )

    async def to_be_read(self) -> Iterable[str]:
        """
        Choose the sends that the API is asked about.

        All that are not on the phones of all their people, all that were not answered with 202, and
        a sample of the others: Azurite takes as long to find a send as there are sends.
        """
        phones = await read_phones(self._world)
        fine = [
            ask.send_id
            for ask in self.caller.asks.values()
            if ask.send_id and has_reached_all(ask, phones)
        ]
        listed = await list_sends(self._world, self.caller.own_numbers)
        known = listed.union(self._world.boundary.announced, self.caller.answered_ids)
        return known.difference(fine).union(fine[::_SAMPLED])

    @property
    def thirds_mib(self) -> tuple[float, float]:
        """The median memory in the second third, and in the last."""
        count = len(self.memory_mib)
        return median(self.memory_mib[count // 3 : 2 * count // 3]), median(
            self.memory_mib[2 * count // 3 :]
        )


async def play_load(seed: int, seconds: float, data: Path, say: Callable[[str], None]) -> int:
    """Play, settle, count again and report; 1 if anything is wrong."""
    async with campaign_world(data, speed=SPEED, is_saved=False) as world:
        load = Load(world, seed)
        await load.measure()
        say(f"{load.singles_per_second:.0f} texts a second, and {BULK_SIZE} every {BULK_SECONDS} s")
        await load.play(seconds, say)
        say("waiting until everything has ended")
        await settle(world)
        say("counting again")
        summaries = await read_ended(world, await load.to_be_read())
        await settle(world)
        findings = await recount(world, load.caller, summaries)
    return 0 if _report(load, findings, say) else 1


def _report(load: Load, findings: Findings, say: Callable[[str], None]) -> bool:
    second, last = load.thirds_mib
    is_flat = last <= second * (1 + MAX_GROWTH)
    findings.check(is_flat, Violation.OTHER, f"memory grew from {second} to {last} MiB")
    say(f"messages asked for {findings.asked_count:,}, answered {findings.answered_count:,}")
    say(f"not answered and wholly absent {findings.absent_count:,}; faults {load.fault_count:,}")
    say(f"ended as {dict(findings.statuses)}")
    say(f"memory {second:.1f} MiB in the second third, {last:.1f} MiB in the last")
    for kind, count in sorted(load.fault_injector.done.items()):
        say(f"{kind}: {count}")
    say(", ".join(f"{kind} {findings.counts[kind]}" for kind in Violation))
    say(f"wrong {len(findings.lines)}")
    for what in findings.lines[:50]:
        say(f"  {what}")
    return not findings.lines


def _memory_mib(pid: int) -> float:
    """Resident memory of a process; 0 where the system does not tell (only Linux does so)."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmRSS"].split()[0]) / 1024


async def _ticks(seconds: float, every_seconds: float) -> AsyncIterator[float]:
    """Give the seconds since the beginning, at an even pace; what is late is caught up."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    for count in range(int(seconds / every_seconds)):
        await asyncio.sleep(max(0.0, began + count * every_seconds - loop.time()))
        yield count * every_seconds
