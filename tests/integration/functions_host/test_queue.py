"""The life of a queue message through the running host, on Azurite."""

from pathlib import Path

import pytest
from azure.storage.queue.aio import QueueClient

from local.functions_host import IndexingError
from tests.integration.functions_host.queues import (
    COLLECTS,
    WAITS,
    Queues,
    eventually,
)
from tests.unit.functions_host.apps import until


async def test_message_is_handled_once_and_deleted(tmp_path: Path, queues: Queues) -> None:
    await queues.send(b'{"a": 1}')

    async with queues.host(tmp_path, COLLECTS) as (host, app):
        await eventually(queues.waiting, 0)

    assert host.function_names == ("work",)
    assert [item[:2] for item in app.seen] == [(1, b'{"a": 1}')]
    assert await queues.poisoned() == []


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


async def test_missing_queue_is_polled_until_it_appears(tmp_path: Path, queues: Queues) -> None:
    await queues.work.delete_queue()

    async with queues.host(tmp_path, COLLECTS) as (_, app):
        await queues.work.create_queue()
        await queues.send(b"late")
        await until(lambda: len(app.seen) == 1)

    assert app.seen[0][1] == b"late"


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


async def test_host_continues_when_storage_is_unavailable(
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
