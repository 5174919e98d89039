"""While storage is unavailable nothing is sent, nothing is poisoned and nothing is lost."""

from collections.abc import Callable

import pytest

from shared.domain.errors import StorageError
from tests.support.in_memory_table import InMemoryTable
from tests.support.world import World
from tests.unit.send_sms.dispatch_world import accept, run, run_until_idle


def unavailable(*_: object) -> None:
    raise StorageError("away")


def make_unavailable(table: InMemoryTable) -> Callable[[], None]:
    """Take a table away; gives what brings it back."""
    table.before_read = table.before_write = unavailable

    def bring_back() -> None:
        table.before_read = table.before_write = None

    return bring_back


async def test_work_is_put_back_with_growing_delays_while_the_journal_is_unavailable(
    world: World,
) -> None:
    work = await accept(world)
    make_unavailable(world.journal_table)

    delays = []
    for _ in range(10):
        await run(world, work)
        ((work, delay),) = world.queue.take_all()
        delays.append(delay)

    assert delays == [2, 5, 10, 20, 40, 60, 120, 300, 300, 300]
    assert world.gateway.calls == []


@pytest.mark.parametrize("table", ["journal_table", "senders_table", "opt_outs_table"])
async def test_message_is_sent_once_when_storage_is_back(world: World, table: str) -> None:
    work = await accept(world)
    bring_back = make_unavailable(getattr(world, table))
    for _ in range(6):
        await run(world, work)
        ((work, delay),) = world.queue.take_all()
        world.clock.advance(seconds=delay)
    bring_back()

    await run(world, work)
    await run_until_idle(world)

    assert len(world.gateway.recipients) == 1


async def test_nothing_is_uncertain_when_only_the_registry_was_unavailable(world: World) -> None:
    work = await accept(world)
    bring_back = make_unavailable(world.opt_outs_table)
    await run(world, work)
    ((work, _),) = world.queue.take_all()
    bring_back()
    world.clock.advance(hours=1)

    await run(world, work)

    assert len(world.gateway.recipients) == 1


async def test_host_delivers_work_again_when_the_queue_is_unavailable_too(world: World) -> None:
    work = await accept(world)
    make_unavailable(world.journal_table)
    world.queue.on_put = unavailable

    with pytest.raises(StorageError):
        await run(world, work)
