"""The storage emulator that the other integration tests stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from azure.core.exceptions import ResourceExistsError
from azure.data.tables.aio import TableServiceClient
from azure.storage.queue.aio import QueueClient

if TYPE_CHECKING:
    from local.dev.azurite import Azurite


async def test_azurite_takes_official_queue_client_when_given_its_connection_string(
    azurite: Azurite,
) -> None:
    async with QueueClient.from_connection_string(azurite.connection_string, "first") as queue:
        await queue.create_queue()
        await queue.send_message("hello")
        received = [message.content async for message in queue.receive_messages()]

    assert received == ["hello"]


async def test_azurite_refuses_second_insert_of_a_row_when_key_exists(azurite: Azurite) -> None:
    row = {"PartitionKey": "a", "RowKey": "+1"}
    async with TableServiceClient.from_connection_string(azurite.connection_string) as service:
        table = await service.create_table("First")
        async with table:
            await table.create_entity(row)
            with pytest.raises(ResourceExistsError):
                await table.create_entity(row)
