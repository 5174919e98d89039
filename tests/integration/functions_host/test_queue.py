"""Queue triggers through the running host, on Azurite."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueClient

from local.dev.azurite import Azurite
from local.functions_host import IndexingError
from local.functions_host.host_json import QueueOptions
from local.functions_host.invocation import Invoker
from local.functions_host.polling import PollingDelay
from local.functions_host.queue_listener import QueueListener
from local.functions_host.queue_store import Lease, QueueStore
from tests.integration.functions_host.queues import Queues, new_queues
from tests.unit.functions_host.apps import index, until

COLLECTS = """
import asyncio, time
seen = []
gate = asyncio.Semaphore(0)

@app.queue_trigger("msg", "%QUEUE%", "AzureWebJobsStorage")
async def work(msg: func.QueueMessage) -> None:
    seen.append((msg.dequeue_count, msg.get_body(), time.monotonic()))
"""
FAILS = COLLECTS + "    raise ValueError\n"
WAITS = COLLECTS + "    await gate.acquire()\n"


@pytest.fixture
async def queues(azurite: Azurite) -> AsyncIterator[Queues]:
    async with new_queues(azurite.connection_string) as queues:
        yield queues


async def eventually(
    look: Callable[[], Awaitable[object]], expected: object, *, at_most_seconds: float = 15
) -> None:
    """Look again and again until the expected is seen."""
    seen: object = None
    try:
        async with asyncio.timeout(at_most_seconds):
            while (seen := await look()) != expected:  # noqa: ASYNC110 - storage sends no events
                await asyncio.sleep(0.02)
    except TimeoutError:
        pytest.fail(f"saw {seen!r}, not {expected!r}")


async def test_message_is_handled_once_and_deleted(tmp_path: Path, queues: Queues) -> None:
    await queues.send(b'{"a": 1}')

    async with queues.host(tmp_path, COLLECTS) as (host, app):
        await eventually(queues.waiting, 0)

    assert host.function_names == ("work",)
    assert [item[:2] for item in app.seen] == [(1, b'{"a": 1}')]
    assert await queues.poisoned() == []


@pytest.mark.parametrize(("settings", "runs"), [({}, 5), ({"maxDequeueCount": 2}, 2)])
async def test_message_is_poisoned_after_so_many_failures(
    tmp_path: Path, queues: Queues, settings: dict[str, int], runs: int
) -> None:
    await queues.send(b"hello")

    async with queues.host(tmp_path, FAILS, **settings) as (_, app):
        await eventually(queues.poisoned, ["aGVsbG8="])

    assert [item[0] for item in app.seen] == list(range(1, runs + 1))
    assert await queues.waiting() == 0


async def test_message_is_poisoned_at_once_as_a_new_message(tmp_path: Path, queues: Queues) -> None:
    sent = await queues.work.send_message("aGVsbG8=")

    # Waiting for another turn would take an hour.
    async with queues.host(tmp_path, FAILS, maxDequeueCount=1, visibilityTimeout="01:00:00"):
        await eventually(queues.poisoned, ["aGVsbG8="])

    copy = (await queues.poison.peek_messages())[0]
    assert copy.id != sent.id
    assert copy.dequeue_count == 0


async def test_plain_text_is_poisoned_as_it_is_without_a_run(
    tmp_path: Path, queues: Queues
) -> None:
    await queues.work.send_message('{"plain": "text & <more>"}')

    async with queues.host(tmp_path, COLLECTS) as (_, app):
        await eventually(queues.poisoned, ['{"plain": "text & <more>"}'])

    assert app.seen == []
    assert await queues.waiting() == 0


async def test_plain_text_is_handled_when_the_encoding_is_none(
    tmp_path: Path, queues: Queues
) -> None:
    await queues.work.send_message("plain")

    async with queues.host(tmp_path, COLLECTS, messageEncoding="none") as (_, app):
        await eventually(queues.waiting, 0)

    assert [item[1] for item in app.seen] == [b"plain"]


async def test_message_taken_too_often_before_is_poisoned_without_a_run(
    tmp_path: Path, queues: Queues
) -> None:
    await queues.send(b"hello")
    for _ in range(2):
        message = await queues.work.receive_message()
        assert message is not None
        await queues.work.update_message(message, visibility_timeout=0)

    async with queues.host(tmp_path, COLLECTS, maxDequeueCount=2) as (_, app):
        await eventually(queues.poisoned, ["aGVsbG8="])

    assert app.seen == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"dequeueCount": "many"}', id="reserved member of another kind"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
    ],
)
async def test_every_attempt_fails_before_the_handler_runs(
    tmp_path: Path, queues: Queues, body: bytes
) -> None:
    await queues.send(body)

    async with queues.host(tmp_path, COLLECTS) as (_, app):
        await eventually(lambda: count_of(queues.poisoned), 1)

    assert app.seen == []


async def count_of(look: Callable[[], Awaitable[list[str]]]) -> int:
    return len(await look())


async def test_body_that_is_not_utf8_is_tried_until_it_is_poisoned(
    tmp_path: Path, queues: Queues, caplog: pytest.LogCaptureFixture
) -> None:
    await queues.send(b"\xff")

    async with queues.host(tmp_path, COLLECTS, maxDequeueCount=3):
        await eventually(lambda: count_of(queues.poisoned), 1)

    assert caplog.text.count("is not UTF-8") == 3


async def test_handler_that_returns_something_has_failed(tmp_path: Path, queues: Queues) -> None:
    source = COLLECTS.replace(" -> None", "") + "    return 'done'\n"
    await queues.send(b"hello")

    async with queues.host(tmp_path, source) as (_, app):
        await eventually(queues.poisoned, ["aGVsbG8="])

    assert len(app.seen) == 5


async def test_failed_message_comes_back_after_the_visibility_timeout(
    tmp_path: Path, queues: Queues
) -> None:
    await queues.send(b"hello")

    async with queues.host(tmp_path, FAILS, visibilityTimeout="00:00:02") as (_, app):
        await until(lambda: len(app.seen) == 2)

    # Azurite keeps whole seconds, so a second of the two may already be gone.
    assert app.seen[1][2] - app.seen[0][2] > 0.9


async def test_failure_in_a_poison_queue_leaves_the_message_invisible(
    tmp_path: Path, azurite: Azurite
) -> None:
    async with new_queues(azurite.connection_string, suffix="-poison") as queues:
        await queues.send(b"hello")
        await queues.send(b"next")

        async with queues.host(tmp_path, FAILS, batchSize=1, newBatchThreshold=0) as (_, app):
            await until(lambda: len(app.seen) == 2)

        assert [item[:2] for item in app.seen] == [(1, b"hello"), (1, b"next")]
        assert await queues.waiting() == 2
        assert await queues.work.receive_message() is None
        with pytest.raises(ResourceNotFoundError):
            await queues.poison.get_queue_properties()


async def test_undecodable_text_in_a_poison_queue_stays_there_without_a_run(
    tmp_path: Path, azurite: Azurite
) -> None:
    async with new_queues(azurite.connection_string, suffix="-poison") as queues:
        await queues.work.send_message("plain")
        await queues.send(b"next")

        async with queues.host(tmp_path, COLLECTS, batchSize=1, newBatchThreshold=0) as (_, app):
            await eventually(queues.waiting, 1)

        assert [item[1] for item in app.seen] == [b"next"]
        assert await queues.work.receive_message() is None


async def test_handlers_run_together_up_to_batch_and_threshold(
    tmp_path: Path, queues: Queues
) -> None:
    counting = """
running = peak = 0

@app.queue_trigger("msg", "%QUEUE%", "AzureWebJobsStorage")
async def work(msg: func.QueueMessage) -> None:
    global running, peak
    running += 1
    peak = max(peak, running)
    await gate.acquire()
    running -= 1
"""
    source = COLLECTS.partition("@app")[0] + counting
    for _ in range(45):
        await queues.send(b"{}")

    async with queues.host(tmp_path, source, batchSize=16, newBatchThreshold=8) as (_, app):
        await until(lambda: app.running == 16)
        for _ in range(8):
            app.gate.release()
        await until(lambda: app.running == 24)
        for _ in range(45):
            app.gate.release()
        await eventually(queues.waiting, 0)

    assert app.peak == 24


async def test_message_is_taken_for_ten_minutes(tmp_path: Path, queues: Queues) -> None:
    source = COLLECTS.replace("time.monotonic()", "msg.time_next_visible, msg.insertion_time")
    await queues.send(b"{}")

    async with queues.host(tmp_path, source) as (_, app):
        await until(lambda: len(app.seen) == 1)

    _, _, next_visible_at, inserted_at = app.seen[0]
    assert 600 <= (next_visible_at - inserted_at).total_seconds() <= 620


async def test_message_of_a_handler_cut_off_at_the_end_stays_invisible(
    tmp_path: Path, queues: Queues
) -> None:
    await queues.send(b"{}")

    async with queues.host(tmp_path, WAITS) as (_, app):
        await until(lambda: len(app.seen) == 1)

    assert await queues.waiting() == 1
    assert await queues.work.receive_message() is None


async def test_missing_queue_is_polled_in_silence_until_it_appears(
    tmp_path: Path, queues: Queues, caplog: pytest.LogCaptureFixture
) -> None:
    await queues.work.delete_queue()

    async with queues.host(tmp_path, COLLECTS) as (_, app):
        await queues.work.create_queue()
        await queues.send(b"late")
        await until(lambda: len(app.seen) == 1)

    assert app.seen[0][1] == b"late"
    assert [record for record in caplog.records if record.name == "functions_host"] == []


async def test_message_that_its_handler_put_back_comes_again(
    tmp_path: Path, queues: Queues, caplog: pytest.LogCaptureFixture
) -> None:
    source = COLLECTS + (
        "    import os\n"
        "    from azure.storage.queue.aio import QueueClient\n"
        "    storage = os.environ['AzureWebJobsStorage']\n"
        "    queue = QueueClient.from_connection_string(storage, os.environ['QUEUE'])\n"
        "    async with queue:\n"
        "        if msg.dequeue_count == 1:\n"
        "            await queue.update_message(msg.id, msg.pop_receipt, visibility_timeout=0)\n"
    )
    await queues.send(b"hello")

    async with queues.host(tmp_path, source) as (_, app):
        await eventually(queues.waiting, 0)

    assert [item[0] for item in app.seen] == [1, 2]
    assert [record for record in caplog.records if record.name == "functions_host"] == []


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

    listener.wake()
    await eventually(queues.waiting, 0)
    polling.cancel()
    await listener.drain(1)

    assert len(function.handler.__globals__["seen"]) == 1


async def test_poison_queues_listener_is_told_of_each_move(tmp_path: Path, queues: Queues) -> None:
    function = index(tmp_path, FAILS, environment=queues.environment()).functions[0]
    told: list[str] = []
    listener = QueueListener(
        function,
        QueueStore(queues.connection_string, queues.name, lease_seconds=600),
        options=OPTIONS,
        invoker=Invoker(None),
        delay=PollingDelay(0.2),
        on_poisoned=told.append,
    )
    await queues.send(b"{}")

    polling = asyncio.create_task(listener.run())
    await until(lambda: bool(told))
    polling.cancel()
    await listener.drain(1)

    assert told == [f"{queues.name}-poison"]


async def test_poison_queue_is_read_by_its_own_function(tmp_path: Path, queues: Queues) -> None:
    source = FAILS + (
        "\n@app.queue_trigger('msg', '%QUEUE%-poison', 'AzureWebJobsStorage')\n"
        "async def rescue(msg: func.QueueMessage) -> None:\n"
        "    seen.append('rescued')\n"
    )
    await queues.send(b"hello")

    async with queues.host(tmp_path, source) as (_, app):
        await until(lambda: "rescued" in app.seen)
        await eventually(queues.poisoned, [])

    assert len(app.seen) == 6


async def test_host_goes_on_when_storage_is_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = (
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;"
        "QueueEndpoint=http://127.0.0.1:9/a;"
    )
    client = QueueClient.from_connection_string(nowhere, "never")
    queues = Queues(nowhere, "never-there", client, client)

    async with client, queues.host(tmp_path, COLLECTS) as (host, _):
        await until(lambda: "cannot be polled: ServiceRequestError" in caplog.text)

    assert host.function_names == ("work",)


async def test_host_does_not_start_when_a_connection_string_is_malformed(tmp_path: Path) -> None:
    client = QueueClient.from_connection_string("UseDevelopmentStorage=true", "never")
    queues = Queues("nonsense", "never-there", client, client)

    async with client:
        with pytest.raises(IndexingError, match="'work' function"):
            async with queues.host(tmp_path, COLLECTS):
                pytest.fail("it started")
