"""Work that must fail: garbage in the queue, and a chunk whose dispatch breaks each time."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from azure.core.exceptions import ResourceNotFoundError
from azure.data.tables.aio import TableClient
from azure.storage.queue.aio import QueueClient

from shared.domain.identifiers import parse_message_id
from shared.storage.chunk_rows import key_of
from tests.support.family import AppFamily

_GARBAGE = ("no base64 at all!", base64.b64encode(b'{"sendId": "nobody"}').decode())
_LARGEST_INTEGER = 2**31 - 1


@dataclass(frozen=True)
class Doomed:
    """What was planted: a message that exists, and texts in the queue that mean nothing."""

    message_id: str
    garbage_count: int


async def plant_doomed(app: AppFamily) -> Doomed:
    """
    Plant garbage, and a message that cannot be dispatched.

    Its chunk says that it was tried as often as an integer column can hold: it can be read, but
    a claim cannot be counted.
    """
    due = datetime.now(UTC) + timedelta(seconds=3)
    accepted = await app.send("+18335550100", "+13025550199", sendAt=due.isoformat())
    message_id = accepted["messages"][0]["messageId"]
    address = parse_message_id(message_id)
    assert address is not None
    connection_string = app.storage.azurite.connection_string
    async with TableClient.from_connection_string(connection_string, "Journal") as journal:
        await journal.update_entity({**key_of(address), "attempt_count": _LARGEST_INTEGER})
    async with QueueClient.from_connection_string(connection_string, "sms-dispatch") as queue:
        for text in _GARBAGE:
            await queue.send_message(text)
    return Doomed(message_id, len(_GARBAGE))


async def count_waiting(app: AppFamily, queue_name: str) -> int:
    """Count the messages of a queue, hidden ones too; none where there is no such queue yet."""
    connection_string = app.storage.azurite.connection_string
    async with QueueClient.from_connection_string(connection_string, queue_name) as queue:
        try:
            properties = await queue.get_queue_properties()
        except ResourceNotFoundError:
            return 0
    return properties.approximate_message_count or 0
