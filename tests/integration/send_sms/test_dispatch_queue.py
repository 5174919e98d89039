"""The dispatch queue on Azurite: what the trigger will find there, and when."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from azure.core.exceptions import ResourceNotFoundError
from azure.storage.queue.aio import QueueClient

from local.dev.azurite import Azurite
from send_sms.dispatching.moving import Moving, move_due_work
from send_sms.storage.dispatch_queue import (
    DISPATCH_QUEUE,
    LEAD_SECONDS,
    WAITING_QUEUE,
    DispatchQueue,
    Work,
    WorkLevel,
    work_from_text,
    work_to_text,
)
from shared.domain.identifiers import BatchAddress
from shared.runtime import utc_now
from shared.storage.account import StorageAccount
from shared.storage.azure_queue import AzureQueue
from shared.storage.queue import MAX_DUE_COUNT
from tests.integration.shared.storage.samples import new_send

WORK = Work(BatchAddress(new_send(), 9), attempt_count=3, is_recovery=True)
SECONDS_HIDDEN = 2


@pytest.fixture
async def raw_queue(azurite: Azurite) -> AsyncIterator[QueueClient]:
    """The same queue without any decoding; it does not exist at first."""
    client = QueueClient.from_connection_string(azurite.connection_string, DISPATCH_QUEUE)
    async with client:
        with suppress(ResourceNotFoundError):
            await client.delete_queue()
        yield client
        await client.delete_queue()


@pytest.fixture
async def waiting_queue(azurite: Azurite) -> AsyncIterator[QueueClient]:
    """The queue of what waits, which does not exist at first."""
    client = QueueClient.from_connection_string(azurite.connection_string, WAITING_QUEUE)
    async with client:
        with suppress(ResourceNotFoundError):
            await client.delete_queue()
        yield client
        with suppress(ResourceNotFoundError):
            await client.delete_queue()


def open_queue(account: StorageAccount) -> DispatchQueue:
    dispatch, waiting = (AzureQueue(account, name) for name in (DISPATCH_QUEUE, WAITING_QUEUE))
    return DispatchQueue(dispatch, waiting, utc_now)


async def message_count(queue: QueueClient) -> int:
    """Count the messages, the hidden ones included."""
    return (await queue.get_queue_properties()).approximate_message_count or 0


async def contents(queue: QueueClient) -> list[str]:
    return [message.content async for message in queue.receive_messages()]


async def test_work_is_base64_of_its_json_when_queue_did_not_exist(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    await open_queue(account).put(WORK)

    [text] = await contents(raw_queue)

    decoded = base64.b64decode(text, validate=True).decode()
    assert work_from_text(decoded) == WORK
    # The host mixes these up with the message's own (azure-webjobs-sdk-extensions issue 882).
    assert not {"id", "dequeueCount", "insertionTime", "popReceipt"} & set(json.loads(decoded))


async def test_every_work_is_there_when_first_ones_are_put_at_once(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    queue = open_queue(account)

    await asyncio.gather(*(queue.put(replace(WORK, attempt_count=n)) for n in range(10)))

    properties = await raw_queue.get_queue_properties()
    assert properties.approximate_message_count == 10


async def test_work_is_hidden_for_its_delay_when_it_has_one(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    started = time.monotonic()
    await open_queue(account).put(WORK, delay_seconds=SECONDS_HIDDEN)
    assert await contents(raw_queue) == []

    while not (found := await contents(raw_queue)):
        assert time.monotonic() < started + 60, "it never came out"
        await asyncio.sleep(0.05)

    assert len(found) == 1
    # The service counts whole seconds.
    assert time.monotonic() - started > SECONDS_HIDDEN - 1


async def test_work_never_expires_when_it_waits_for_days(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    await open_queue(account).put(WORK)

    [message] = [one async for one in raw_queue.receive_messages()]

    assert message.expires_on is not None
    assert message.expires_on.year == 9999


async def test_work_of_next_year_waits_in_the_other_queue_and_is_moved_when_it_is_due(
    account: StorageAccount, raw_queue: QueueClient, waiting_queue: QueueClient
) -> None:
    queue = open_queue(account)
    await queue.put(replace(WORK, attempt_count=1))
    receipt = await queue.put(WORK, delay_seconds=300 * 24 * 3600)
    assert await queue.level() == WorkLevel(1, 1, 1)
    assert await contents(waiting_queue) == []

    await queue.replace(receipt, WORK, LEAD_SECONDS + 3600)
    dispatch, waiting = (AzureQueue(account, name) for name in (DISPATCH_QUEUE, WAITING_QUEUE))
    await waiting.put(work_to_text(WORK, utc_now() - timedelta(minutes=2)))
    assert await queue.level() == WorkLevel(1, 1, 2, 1)
    await move_due_work(Moving(waiting, dispatch, utc_now))

    assert await queue.level() == WorkLevel(2, 2, 1)
    texts = [base64.b64decode(text).decode() for text in await contents(raw_queue)]
    assert [work_from_text(text).attempt_count for text in texts] == [1, 3]


async def test_text_that_is_no_base64_does_not_stop_what_is_moved_with_it(
    account: StorageAccount, raw_queue: QueueClient, waiting_queue: QueueClient
) -> None:
    await waiting_queue.create_queue()
    await waiting_queue.send_message("no base64!")
    await waiting_queue.send_message(base64.b64encode(work_to_text(WORK).encode()).decode())
    dispatch, waiting = (AzureQueue(account, name) for name in (DISPATCH_QUEUE, WAITING_QUEUE))

    await move_due_work(Moving(waiting, dispatch, utc_now))

    assert (await raw_queue.get_queue_properties()).approximate_message_count == 2
    assert (await waiting_queue.get_queue_properties()).approximate_message_count == 0


async def test_message_is_other_work_after_another_delay_when_it_is_replaced(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    queue = open_queue(account)
    receipt = await queue.put(WORK, delay_seconds=100)
    other = replace(WORK, attempt_count=9)

    await queue.replace(receipt, other, 0)

    [text] = await contents(raw_queue)
    assert work_from_text(base64.b64decode(text).decode()) == other


async def test_message_is_gone_when_it_is_removed_before_its_time(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    queue = open_queue(account)
    kept, removed = [await queue.put(WORK, delay_seconds=100) for _ in range(2)]

    await queue.remove(removed)

    async with asyncio.timeout(10):
        while await message_count(raw_queue) != 1:
            pass
    await queue.replace(kept, WORK, 0)
    assert len(await contents(raw_queue)) == 1


async def test_next_work_takes_the_place_of_a_removed_message(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    queue = open_queue(account)
    receipts = [await queue.put(WORK, delay_seconds=100)]
    for count in range(3):
        await queue.remove(receipts[-1])
        receipts.append(await queue.put(replace(WORK, attempt_count=count), delay_seconds=100))
        assert await message_count(raw_queue) == 1

    await queue.remove(receipts[-1])
    await queue.put(replace(WORK, attempt_count=9))

    [text] = await contents(raw_queue)
    assert work_from_text(base64.b64decode(text).decode()).attempt_count == 9
    assert {receipt.message_id for receipt in receipts} == {receipts[0].message_id}


async def test_work_has_a_message_of_its_own_where_a_worker_took_the_removed_one(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    queue = open_queue(account)
    receipt = await queue.put(WORK)
    [taken] = [one async for one in raw_queue.receive_messages()]

    await queue.remove(receipt)
    await queue.put(replace(WORK, attempt_count=9))

    [text] = await contents(raw_queue)
    assert work_from_text(base64.b64decode(text).decode()).attempt_count == 9
    await raw_queue.delete_message(taken)  # it was not touched


@pytest.mark.parametrize("is_done", [False, True])
async def test_message_is_unchanged_when_another_worker_took_it(
    account: StorageAccount, raw_queue: QueueClient, *, is_done: bool
) -> None:
    queue = open_queue(account)
    receipt = await queue.put(WORK)
    [taken] = [one async for one in raw_queue.receive_messages()]
    if is_done:
        await raw_queue.delete_message(taken)

    await queue.replace(receipt, replace(WORK, attempt_count=9), 0)

    assert await contents(raw_queue) == []
    assert await message_count(raw_queue) == (0 if is_done else 1)
    assert not await AzureQueue(account, DISPATCH_QUEUE).remove(receipt)
    assert await message_count(raw_queue) == (0 if is_done else 1)


async def test_level_counts_what_is_due_and_what_there_is(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    queue = open_queue(account)
    assert await queue.level() == WorkLevel(0, 0)

    await queue.put(WORK)
    await queue.put(WORK)
    await queue.put(WORK, delay_seconds=100)

    assert await queue.level() == WorkLevel(3, 2)
    assert len(await contents(raw_queue)) == 2, "looking must take nothing"


async def test_level_stops_counting_what_is_due_at_what_the_service_shows(
    account: StorageAccount, raw_queue: QueueClient
) -> None:
    del raw_queue
    queue = open_queue(account)
    for _ in range(MAX_DUE_COUNT + 1):
        await queue.put(WORK)

    assert await queue.level() == WorkLevel(MAX_DUE_COUNT + 1, MAX_DUE_COUNT)
