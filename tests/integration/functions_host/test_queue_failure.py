"""Queue messages that cannot be handled, through the running host, on Azurite."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from azure.core.exceptions import ResourceNotFoundError

from local.dev.azurite import Azurite
from tests.integration.functions_host.queues import (
    COLLECTS,
    FAILS,
    Queues,
    eventually,
    new_queues,
)
from tests.unit.functions_host.apps import until


async def count_of(look: Callable[[], Awaitable[list[str]]]) -> int:
    return len(await look())


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
