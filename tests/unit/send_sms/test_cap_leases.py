"""Leases of caps: many processes in any order, lost responses, late writes and deaths."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from send_sms.accepting.allowance import Allowance, CapReachedError
from send_sms.domain.caps import Cap, CapPeriod, CapUnit
from send_sms.storage.cap_accounts import AccountKey, CapAccounts
from shared.domain.errors import ConflictError, NotStoredError, StorageError
from shared.runtime import Ids
from shared.storage.table import Operation, Row
from tests.support.in_memory_table import InMemoryTable
from tests.support.virtual_time import LoopClock, run_in_virtual_time

SECONDS = 20.0
Step = Callable[..., Awaitable[None]]


class SlowTable(InMemoryTable):
    """A table whose operations take time, and whose writes may fail in every way there is."""

    def __init__(self, chance: Random, *, fails: bool) -> None:
        super().__init__()
        self.chance = chance
        self.fails = fails

    async def get(self, partition: str, key: str, *, select: Sequence[str] = ()) -> Row | None:
        await asyncio.sleep(self.chance.random())
        return await super().get(partition, key, select=select)

    async def write(self, operations: Sequence[Operation]) -> list[str]:
        await asyncio.sleep(self.chance.random())
        fate = self.chance.choice(["done"] * 5 + ["refused", "lost", "late"] * self.fails)
        if fate == "late":
            asyncio.create_task(self._write_late(operations))  # noqa: RUF006 - the loop ends later
        if fate in {"late", "refused"}:
            raise StorageError
        versions = await super().write(operations)
        await asyncio.sleep(self.chance.random())
        if fate == "lost":
            raise StorageError
        return versions

    async def _write_late(self, operations: Sequence[Operation]) -> None:
        await asyncio.sleep(self.chance.random() * 5)
        with suppress(ConflictError, NotStoredError):
            await super().write(operations)


class Process:
    """One process: what it accepted, and what it counted without asking."""

    def __init__(self, cap: Cap, table: InMemoryTable, chance: Random) -> None:
        self.allowance = Allowance(cap, CapAccounts(table), LoopClock(), Ids())
        self.chance = chance
        self.accepted = self.counted = self.wanted = 0
        self.tasks: list[asyncio.Task[None]] = []

    def start(self, step: Step, *numbers: int) -> None:
        async def run() -> None:
            await asyncio.sleep(self.chance.random() * SECONDS)
            with suppress(CapReachedError, StorageError):
                await step(*numbers)

        self.tasks.append(asyncio.create_task(run()))

    async def accept(self, units: int) -> None:
        self.wanted += units
        await self.allowance.take(units)
        self.accepted += units

    async def fail(self, units: int) -> None:
        """Take units for a send that is not stored."""
        await self.allowance.take(units)
        await asyncio.sleep(self.chance.random())
        self.allowance.put_back(units)

    async def respond(self, units: int) -> None:
        self.allowance.count(units)
        self.counted += units

    async def die(self) -> None:
        for task in self.tasks:
            task.cancel()

    async def settle(self) -> None:
        """Settle as the keeper does, again and again."""
        while not self.allowance.is_settled:
            with suppress(StorageError):
                await self.allowance.settle()


async def run_all(processes: Sequence[Process]) -> None:
    await asyncio.sleep(SECONDS)
    tasks = [task for process in processes for task in process.tasks]
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.sleep(SECONDS)  # what is late has come


async def granted(cap: Cap, table: SlowTable) -> int:
    account = await CapAccounts(table).read(AccountKey.of(cap, LoopClock()()))
    return account.account.granted


CAPS = st.builds(
    Cap, st.just(CapPeriod.DAY), st.just(CapUnit.SEGMENTS), st.sampled_from([7, 60, 500, 5_000])
)
RANDOMS = st.randoms(use_true_random=False)


@given(cap=CAPS, chance=RANDOMS, fails=st.booleans())
@settings(max_examples=150, deadline=None)
def test_accepted_units_never_exceed_the_cap_and_each_counts_once(
    cap: Cap, chance: Random, fails: bool
) -> None:
    async def main() -> None:
        table = SlowTable(chance, fails=fails)
        processes = [Process(cap, table, chance) for _ in range(chance.randint(1, 4))]
        for process in processes:
            for _ in range(chance.randint(1, 5)):
                units = chance.randint(1, max(1, cap.limit // 3))
                process.start(chance.choice([process.accept, process.fail]), units)
            process.start(process.settle)
        await run_all(processes)
        assert sum(process.accepted for process in processes) <= cap.limit
        for process in processes:
            await process.settle()
        await asyncio.sleep(SECONDS)
        used = sum(process.accepted for process in processes)
        assert await granted(cap, table) == used

    run_in_virtual_time(main)


@given(cap=CAPS, chance=RANDOMS)
@settings(max_examples=100, deadline=None)
def test_process_that_dies_wastes_a_hundredth_and_its_sends_at_most(
    cap: Cap, chance: Random
) -> None:
    async def main() -> None:
        table = SlowTable(chance, fails=True)
        processes = [Process(cap, table, chance) for _ in range(3)]
        for process in processes:
            for _ in range(chance.randint(1, 5)):
                process.start(process.accept, chance.randint(1, max(1, cap.limit // 3)))
        dead, *living = processes
        living[0].start(dead.die)
        await run_all(processes)
        for process in living:
            await process.settle()
        await asyncio.sleep(SECONDS)
        used = sum(process.accepted for process in processes)
        assert used <= cap.limit
        assert 0 <= await granted(cap, table) - used <= cap.limit // 100 + dead.wanted

    run_in_virtual_time(main)


@given(cap=CAPS, chance=RANDOMS)
@settings(max_examples=100, deadline=None)
def test_responses_are_counted_beyond_the_cap_and_sends_never_are(cap: Cap, chance: Random) -> None:
    async def main() -> None:
        table = SlowTable(chance, fails=True)
        processes = [Process(cap, table, chance) for _ in range(3)]
        for process in processes:
            for _ in range(chance.randint(1, 5)):
                units = chance.randint(1, max(1, cap.limit // 2))
                process.start(chance.choice([process.accept, process.respond]), units)
        await run_all(processes)
        for process in processes:
            await process.settle()
        await asyncio.sleep(SECONDS)
        sent = sum(process.accepted for process in processes)
        counted = sum(process.counted for process in processes)
        assert sent <= cap.limit
        assert await granted(cap, table) == sent + counted

    run_in_virtual_time(main)


def test_what_fits_is_accepted_by_one_process_up_to_the_last_unit() -> None:
    async def main() -> None:
        cap = Cap(CapPeriod.DAY, CapUnit.SEGMENTS, 1_000)
        process = Process(cap, InMemoryTable(), Random(1))
        for _ in range(cap.limit):
            await process.accept(1)
        with suppress(CapReachedError):
            await process.accept(1)
        assert process.accepted == cap.limit

    run_in_virtual_time(main)


def test_many_small_sends_take_few_operations() -> None:
    async def main() -> None:
        cap, table = Cap(CapPeriod.DAY, CapUnit.SEGMENTS, 20_000), InMemoryTable()
        process = Process(cap, table, Random(1))
        for _ in range(10_000):
            await process.accept(1)
        assert table.operation_count <= 10_000 // 200 + 2

    run_in_virtual_time(main)


def test_sends_that_wait_for_a_lease_share_one() -> None:
    async def main() -> None:
        cap, table = Cap(CapPeriod.DAY, CapUnit.SEGMENTS, 60), SlowTable(Random(1), fails=False)
        process = Process(cap, table, Random(1))
        await asyncio.gather(*(process.accept(1) for _ in range(50)))
        assert process.accepted == 50
        assert table.operation_count <= 3

    run_in_virtual_time(main)
