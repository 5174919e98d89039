"""One queue listener by itself, on Azurite."""

import asyncio
from pathlib import Path

from local.functions_host.host_json import QueueOptions
from local.functions_host.invocation import Invoker
from local.functions_host.polling import PollingDelay
from local.functions_host.queue_listener import QueueListener
from local.functions_host.queue_store import Lease, QueueStore
from tests.integration.functions_host.queues import (
    COLLECTS,
    FAILS,
    WAITS,
    Queues,
    eventually,
)
from tests.unit.functions_host.apps import index, until

OPTIONS = QueueOptions(
    batch_size=16,
    new_batch_threshold=8,
    max_dequeue_count=5,
    max_polling_interval_seconds=0.2,
    visibility_timeout_seconds=0,
    is_base64=True,
)


class LongDelay(PollingDelay):
    """Rests for a minute whatever was found."""

    def __init__(self) -> None:
        super().__init__(60)

    def next_seconds(self, *, has_found: bool) -> float:
        del has_found
        return 60.0


class CountingStore(QueueStore):
    """The real thing, which counts."""

    renewal_count = 0
    receive_count = 0

    async def renew(self, lease: Lease) -> None:
        await super().renew(lease)
        self.renewal_count += 1

    async def receive(self, count: int) -> list[Lease]:
        leases = await super().receive(count)
        self.receive_count += 1
        return leases


class SlowStore(QueueStore):
    """The real thing, whose answer is a while on its way."""

    def __init__(self, *settings: str, lease_seconds: float) -> None:
        super().__init__(*settings, lease_seconds=lease_seconds)
        self.has_taken = asyncio.Event()

    async def receive(self, count: int) -> list[Lease]:
        leases = await super().receive(count)
        self.has_taken.set()
        for _ in range(5):
            await asyncio.sleep(0)
        return leases


async def test_missing_queue_is_an_empty_one(queues: Queues) -> None:
    await queues.work.delete_queue()
    store = QueueStore(queues.connection_string, queues.name, lease_seconds=600)

    assert await store.receive(16) == []
    await store.close()


async def test_long_handler_is_not_run_twice_because_its_message_is_renewed(
    tmp_path: Path, queues: Queues
) -> None:
    function = index(tmp_path, WAITS, environment=queues.environment()).functions[0]
    names = function.handler.__globals__
    store = CountingStore(queues.connection_string, queues.name, lease_seconds=2)
    listener = QueueListener(
        function,
        store,
        options=OPTIONS,
        invoker=Invoker(None),
        delay=PollingDelay(0.2),
        on_poisoned=lambda _: None,
    )
    await queues.send(b"{}")

    polling = asyncio.create_task(listener.run())
    await until(lambda: store.renewal_count == 4)
    names["gate"].release()
    await eventually(queues.waiting, 0)
    polling.cancel()
    await listener.drain(1)

    assert [item[0] for item in names["seen"]] == [1]


async def test_listener_polls_at_once_when_it_is_woken(tmp_path: Path, queues: Queues) -> None:
    function = index(tmp_path, COLLECTS, environment=queues.environment()).functions[0]
    store = CountingStore(queues.connection_string, queues.name, lease_seconds=600)
    listener = QueueListener(
        function,
        store,
        options=OPTIONS,
        invoker=Invoker(None),
        delay=LongDelay(),
        on_poisoned=lambda _: None,
    )
    polling = asyncio.create_task(listener.run())
    await until(lambda: store.receive_count == 1)
    await queues.send(b"{}")

    listener.notify()
    await eventually(queues.waiting, 0)
    polling.cancel()
    await listener.drain(1)

    assert len(function.handler.__globals__["seen"]) == 1


async def test_poison_queues_listener_is_notified_of_each_move(
    tmp_path: Path, queues: Queues
) -> None:
    function = index(tmp_path, FAILS, environment=queues.environment()).functions[0]
    moves: list[str] = []
    listener = QueueListener(
        function,
        QueueStore(queues.connection_string, queues.name, lease_seconds=600),
        options=OPTIONS,
        invoker=Invoker(None),
        delay=PollingDelay(0.2),
        on_poisoned=moves.append,
    )
    await queues.send(b"{}")

    polling = asyncio.create_task(listener.run())
    await until(lambda: bool(moves))
    polling.cancel()
    await listener.drain(1)

    assert moves == [f"{queues.name}-poison"]


async def test_message_that_is_taken_while_the_host_stops_comes_again_at_once(
    tmp_path: Path, queues: Queues
) -> None:
    function = index(tmp_path, COLLECTS, environment=queues.environment()).functions[0]
    store = SlowStore(queues.connection_string, queues.name, lease_seconds=600)
    listener = QueueListener(
        function,
        store,
        options=OPTIONS,
        invoker=Invoker(None),
        delay=LongDelay(),
        on_poisoned=lambda _: None,
    )
    await queues.send(b"{}")
    polling = asyncio.create_task(listener.run())
    await store.has_taken.wait()

    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await listener.drain(1)

    assert len(await queues.work.peek_messages()) == 1
    assert function.handler.__globals__["seen"] == []
