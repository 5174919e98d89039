"""Runs a function for each message of its queue."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from azure.core.exceptions import AzureError

from local.functions_host.host_json import QueueOptions
from local.functions_host.invocation import Invoker, no_result
from local.functions_host.model import Function, QueueTrigger
from local.functions_host.polling import PollingDelay
from local.functions_host.queue_messages import (
    UndecodableMessageError,
    add_body_members,
    body_datum,
    decode_content,
    message_metadata,
)
from local.functions_host.queue_store import Lease, QueueStore
from local.functions_host.renewal import Renewal
from local.functions_host.running import RunningHandlers

logger = logging.getLogger("functions_host")


class QueueListener:
    """
    Polls one queue and runs its handlers, many at a time.

    Parameters
    ----------
    function : Function
        With a queue trigger.
    store : QueueStore
        Its queue.
    options : QueueOptions
        From ``host.json``.
    invoker : Invoker
        Runs the handler.
    delay : PollingDelay
        Tells how long to rest when the queue is empty.
    on_poisoned : Callable[[str], None]
        Called with the poison queue's name after each move, to notify its listener.
    """

    def __init__(
        self,
        function: Function,
        store: QueueStore,
        *,
        options: QueueOptions,
        invoker: Invoker,
        delay: PollingDelay,
        on_poisoned: Callable[[str], None],
    ) -> None:
        self._function = function
        self._is_binary = isinstance(function.trigger, QueueTrigger) and function.trigger.is_binary
        self._store = store
        self._options = options
        self._invoker = invoker
        self._on_poisoned = on_poisoned
        self._delay = delay
        self._notified = asyncio.Event()
        self._handlers = RunningHandlers()
        self._is_reachable = True

    @property
    def queue_name(self) -> str:
        """Name of the queue that is polled."""
        return self._store.name

    def notify(self) -> None:
        """Poll at once."""
        self._notified.set()

    async def run(self) -> None:
        """Poll until cancelled; handlers that run then go on, see ``drain``."""
        has_found = False
        while True:
            leases = await self._receive()
            for lease in leases:
                self._handlers.start(self._process(lease))
            if leases:
                await self._wait_for_threshold()
            else:
                await self._rest(self._delay.next_seconds(has_found=has_found))
            has_found = bool(leases)

    async def drain(self, grace_seconds: float) -> None:
        """Let running handlers end within the grace, then close the store."""
        await self._handlers.drain(grace_seconds)
        await self._store.close()

    async def _receive(self) -> list[Lease]:
        receiving = asyncio.create_task(self._store.receive(self._options.batch_size))
        try:
            leases = await asyncio.shield(receiving)
        except asyncio.CancelledError:
            # A message that is taken while the host stops would stay invisible for ten minutes.
            with suppress(AzureError):
                for lease in await receiving:
                    await self._store.release(lease, 0)
            raise
        except AzureError as error:
            if self._is_reachable:
                logger.warning("Queue '%s' cannot be polled: %s", self._store.name, _kind(error))
            self._is_reachable = False
            return []
        self._is_reachable = True
        return leases

    async def _wait_for_threshold(self) -> None:
        while len(self._handlers) > self._options.new_batch_threshold:
            await self._handlers.wait_for_one()

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._notified.wait()
        except TimeoutError:
            return
        finally:
            self._notified.clear()

    async def _process(self, lease: Lease) -> None:
        try:
            await self._settle(lease)
        except AzureError as error:
            logger.warning(
                "A message of queue '%s' will come again: %s", self._store.name, _kind(error)
            )

    async def _settle(self, lease: Lease) -> None:
        try:
            body = decode_content(lease.message.content, is_base64=self._options.is_base64)
        except UndecodableMessageError:
            logger.warning("A message of queue '%s' is not base64.", self._store.name)
            await self._poison(lease)
            return
        if lease.dequeue_count > self._options.max_dequeue_count:
            await self._poison(lease)
        elif await self._run_handler(lease, body):
            await self._store.delete(lease)
        elif lease.dequeue_count >= self._options.max_dequeue_count:
            await self._poison(lease)
        elif self._store.poison_name:
            await self._store.release(lease, self._options.visibility_timeout_seconds)

    async def _run_handler(self, lease: Lease, body: bytes) -> bool:
        metadata = message_metadata(lease.message, queue_name=self._store.name)
        add_body_members(metadata, body)
        async with Renewal(self._store, lease):
            try:
                datum = body_datum(body, is_binary=self._is_binary)
            except UnicodeDecodeError:
                logger.warning("A message of queue '%s' is not UTF-8.", self._store.name)
                return False
            try:
                await self._invoker.call(self._function, datum, then=no_result, metadata=metadata)
            except Exception:  # noqa: BLE001 - the outermost layer; the invoker has logged it
                return False
        return True

    async def _poison(self, lease: Lease) -> None:
        if await self._store.move_to_poison(lease):
            logger.warning("A message was moved to queue '%s'.", self._store.poison_name)
            self._on_poisoned(self._store.poison_name)


def _kind(error: Exception) -> str:
    # Without the text of it, which can hold what was sent.
    return type(error).__name__
