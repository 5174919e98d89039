"""The storage side of a queue trigger: receive, renew, release, delete, move to poison."""

import logging
from dataclasses import dataclass
from urllib.request import getproxies

from azure.core.exceptions import (
    HttpResponseError,
    ResourceExistsError,
    ResourceNotFoundError,
)
from azure.storage.queue import QueueMessage
from azure.storage.queue.aio import QueueClient

logger = logging.getLogger("functions_host")

_POISON_SUFFIX = "-poison"
_LONGEST_NAME = 63
_POP_RECEIPT_MISMATCH = "PopReceiptMismatch"


@dataclass(slots=True)
class Lease:
    """A message that is ours for now; each renewal changes the receipt that proves it."""

    message: QueueMessage
    pop_receipt: str
    dequeue_count: int


class QueueStore:
    """
    One trigger's queue and its poison queue.

    Parameters
    ----------
    connection_string : str
        Of the storage account; ``UseDevelopmentStorage=true`` too.
    queue_name : str
        The trigger's queue. It is not created.
    lease_seconds : float
        How long a received or renewed message stays invisible to others.
    """

    def __init__(self, connection_string: str, queue_name: str, *, lease_seconds: float) -> None:
        self.name = queue_name
        self.poison_name = _poison_name(queue_name)
        self.lease_seconds = lease_seconds
        self._queue = _client(connection_string, queue_name)
        self._poison = _client(connection_string, self.poison_name) if self.poison_name else None

    async def receive(self, count: int) -> list[Lease]:
        """Take up to ``count`` messages (1 to 32) with one request; none from a missing queue."""
        pages = self._queue.receive_messages(
            messages_per_page=count, visibility_timeout=round(self.lease_seconds)
        ).by_page()
        try:
            page = await anext(pages)
        except (StopAsyncIteration, ResourceNotFoundError):
            return []
        return [
            Lease(message, str(message.pop_receipt), message.dequeue_count or 0)
            async for message in page
        ]

    async def renew(self, lease: Lease) -> None:
        """Keep a message for another lease."""
        await self._hide(lease, self.lease_seconds)

    async def release(self, lease: Lease, delay_seconds: float) -> None:
        """Give a message back; nothing happens if another worker has taken it."""
        try:
            await self._hide(lease, delay_seconds)
        except HttpResponseError as error:
            _pass_over_if_lost(error)

    async def _hide(self, lease: Lease, seconds: float) -> None:
        updated = await self._queue.update_message(
            lease.message.id, lease.pop_receipt, visibility_timeout=round(seconds)
        )
        lease.pop_receipt = str(updated.pop_receipt)

    async def delete(self, lease: Lease) -> None:
        """Remove a message; nothing happens if it is gone or another worker has taken it."""
        try:
            await self._queue.delete_message(lease.message.id, lease.pop_receipt)
        except HttpResponseError as error:
            _pass_over_if_lost(error)

    async def move_to_poison(self, lease: Lease) -> bool:
        """
        Copy the stored text to the poison queue, made if absent, and remove the message.

        Returns
        -------
        bool
            False if there is no poison queue: the message then stays invisible until its lease
            ends.
        """
        if self._poison is None:
            return False
        try:
            await self._poison.send_message(lease.message.content)
        except ResourceNotFoundError:
            await self._create_poison(self._poison)
            await self._poison.send_message(lease.message.content)
        await self.delete(lease)
        return True

    @staticmethod
    async def _create_poison(queue: QueueClient) -> None:
        try:
            await queue.create_queue()
        except ResourceExistsError:
            logger.debug("Another process created the poison queue in the meantime.")

    async def close(self) -> None:
        """Close the connections."""
        await self._queue.close()
        if self._poison is not None:
            await self._poison.close()


def _client(connection_string: str, name: str) -> QueueClient:
    quiet = logging.getLogger("functions_host.storage")
    quiet.setLevel(logging.WARNING)
    # The host's own requests are not worth a log line; the poll's back-off does the waiting.
    return QueueClient.from_connection_string(
        connection_string,
        name,
        logger=quiet,
        retry_total=2,
        initial_backoff=0.5,
        increment_base=1,
        random_jitter_range=0,
        # Where they count, aiohttp looks for a proxy in two threads before each request.
        use_env_settings=not getproxies().keys() <= {"no"},
    )


def _poison_name(queue_name: str) -> str:
    name = queue_name + _POISON_SUFFIX
    if queue_name.endswith(_POISON_SUFFIX) or len(name) > _LONGEST_NAME:
        return ""
    return name


def _pass_over_if_lost(error: HttpResponseError) -> None:
    code = getattr(error, "error_code", None)
    if isinstance(error, ResourceNotFoundError) or code == _POP_RECEIPT_MISMATCH:
        logger.debug("A queue message is no longer ours; the function may have changed it.")
        return
    raise error
