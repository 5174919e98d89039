"""Work that must fail: garbage in the queue, and a batch whose dispatch breaks each time."""

import base64
import json
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from azure.core.exceptions import ResourceNotFoundError
from azure.data.tables.aio import TableClient
from azure.storage.queue.aio import QueueClient

from send_sms.storage.batch_layout import keys_of
from shared.domain.identifiers import parse_message_id
from shared.storage.account import disable_request_logging
from tests.support.local_app import LocalApp

_GARBAGE = ("no base64 at all!", base64.b64encode(b'{"sendId": "invalid"}').decode())
_PEOPLE = ("+13025550197", "+13025550199")


@dataclass(frozen=True)
class PoisonMessages:
    """
    What was planted.

    Attributes
    ----------
    message_id : str
        A message that exists and cannot be sent.
    unreadable_count : int
        Texts that not even the trigger of the poison queue can read: they stay there.
    """

    message_id: str
    unreadable_count: int


async def enqueue_poison_messages(app: LocalApp) -> PoisonMessages:
    """
    Plant garbage, and messages that cannot be dispatched.

    The second of two recipients lacks its values: the first can be looked up, but their batch
    cannot be sent.
    """
    due = datetime.now(UTC) + timedelta(seconds=8)  # the batch is changed before it is due
    to = [{"number": number, "values": {"name": "Ana"}} for number in _PEOPLE]
    accepted = await app.send("+18335550100", to, "Hello {{name}}", sendAt=due.isoformat())
    message_id = accepted["messages"][0]["messageId"]
    address = parse_message_id(message_id)
    assert address is not None
    connection_string = app.storage.connection_string
    disable_request_logging()
    async with TableClient.from_connection_string(connection_string, "Journal") as journal:
        content = zlib.compress(json.dumps([["Hello {{name}}"], [["Ana"]]]).encode())
        await journal.update_entity({**keys_of(address.batch), "content0": content})
    async with QueueClient.from_connection_string(connection_string, "sms-dispatch") as queue:
        for text in _GARBAGE:
            await queue.send_message(text)
    return PoisonMessages(message_id, unreadable_count=1)


async def count_waiting(app: LocalApp, queue_name: str) -> int:
    """Count the messages of a queue, hidden ones too; none where there is no such queue yet."""
    connection_string = app.storage.connection_string
    async with QueueClient.from_connection_string(connection_string, queue_name) as queue:
        try:
            properties = await queue.get_queue_properties()
        except ResourceNotFoundError:
            return 0
    return properties.approximate_message_count or 0
