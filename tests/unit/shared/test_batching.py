"""Doing together what comes at the same time."""

import asyncio
from collections.abc import Sequence

import pytest

from shared.runtime import Batcher


class Rounds:
    """Keeps rounds; each lasts until the test lets it end."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.begun = asyncio.Event()
        self.gate = asyncio.Event()

    async def work(self, items: Sequence[int]) -> None:
        self.rounds.append(list(items))
        self.begun.set()
        await self.gate.wait()
        if 13 in items:
            message = "unlucky"
            raise ValueError(message)


async def test_lone_item_is_done_at_once() -> None:
    rounds = Rounds()
    rounds.gate.set()

    await Batcher(rounds.work, max_items=10).add(1)

    assert rounds.rounds == [[1]]


async def test_items_that_come_during_a_round_share_the_next() -> None:
    rounds = Rounds()
    batcher = Batcher(rounds.work, max_items=10, linger_seconds=0)
    tasks = [asyncio.create_task(batcher.add(1))]
    await rounds.begun.wait()

    tasks += [asyncio.create_task(batcher.add(item)) for item in (2, 3, 4)]
    await asyncio.sleep(0)
    rounds.gate.set()
    await asyncio.gather(*tasks)

    assert rounds.rounds == [[1], [2, 3, 4]]


async def test_no_caller_returns_before_its_round_is_done() -> None:
    rounds = Rounds()
    batcher = Batcher(rounds.work, max_items=10)
    task = asyncio.create_task(batcher.add(1))
    await rounds.begun.wait()

    assert not task.done()
    rounds.gate.set()
    await task


async def test_round_has_at_most_max_items() -> None:
    rounds = Rounds()
    rounds.gate.set()
    batcher = Batcher(rounds.work, max_items=2, linger_seconds=0)

    await asyncio.gather(*(batcher.add(item) for item in range(5)))

    assert [len(items) for items in rounds.rounds] == [2, 2, 1]


async def test_error_reaches_every_caller_of_the_round_and_no_other() -> None:
    rounds = Rounds()
    batcher = Batcher(rounds.work, max_items=10, linger_seconds=0)
    first = asyncio.create_task(batcher.add(1))
    await rounds.begun.wait()
    unlucky = [asyncio.create_task(batcher.add(item)) for item in (12, 13)]
    await asyncio.sleep(0)
    rounds.gate.set()

    await first
    for task in unlucky:
        with pytest.raises(ValueError, match="unlucky"):
            await task
    await batcher.add(2)


async def test_caller_that_goes_away_does_not_stop_the_others() -> None:
    rounds = Rounds()
    batcher = Batcher(rounds.work, max_items=10, linger_seconds=0)
    gone, stays = (asyncio.create_task(batcher.add(item)) for item in (1, 2))
    await rounds.begun.wait()

    gone.cancel()
    rounds.gate.set()
    await stays

    assert rounds.rounds == [[1, 2]]


async def test_round_begins_early_when_as_many_are_there_as_before() -> None:
    rounds = Rounds()
    batcher = Batcher(rounds.work, max_items=10, linger_seconds=3600)

    async def come_back(item: int) -> None:
        await batcher.add(item)
        await batcher.add(item)

    tasks = [asyncio.create_task(come_back(item)) for item in (1, 2, 3)]
    await rounds.begun.wait()
    rounds.gate.set()
    async with asyncio.timeout(10):
        await asyncio.gather(*tasks)

    assert rounds.rounds == [[1, 2, 3], [1, 2, 3]]


async def test_full_round_begins_at_once_though_more_were_there_before() -> None:
    rounds = Rounds()
    batcher = Batcher(rounds.work, max_items=2, linger_seconds=3600)
    tasks = [asyncio.create_task(batcher.add(item)) for item in (1, 2, 3, 4)]
    await rounds.begun.wait()
    rounds.gate.set()
    async with asyncio.timeout(10):
        await asyncio.gather(*tasks)

    assert rounds.rounds == [[1, 2], [3, 4]]


async def test_round_does_not_wait_for_those_who_stay_away() -> None:
    rounds = Rounds()
    batcher = Batcher(rounds.work, max_items=10, linger_seconds=0.01)
    tasks = [asyncio.create_task(batcher.add(item)) for item in (1, 2, 3)]
    await rounds.begun.wait()
    rounds.gate.set()
    await asyncio.gather(*tasks)

    async with asyncio.timeout(10):
        await batcher.add(4)

    assert rounds.rounds == [[1, 2, 3], [4]]
