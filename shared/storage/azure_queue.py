"""Queues of the storage account; a queue is created when it is first missed."""

from __future__ import annotations

import asyncio
from base64 import b64decode
from contextlib import suppress
from typing import TYPE_CHECKING

from shared.domain.errors import StorageError
from shared.storage.queue import (
    MAX_DELAY_SECONDS,
    MAX_DUE_COUNT,
    QueueLevel,
    QueueReceipt,
    TakenMessage,
)
from shared.storage.sdk import RefusedError, access_refused, storage_errors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from azure.storage.queue import QueueMessage
    from azure.storage.queue.aio import QueueClient

    from shared.storage.account import StorageAccount

_SPARE_SECONDS = 0.25
"""How long the place of a released message may be used; rounds under load follow sooner."""

_NEVER = -1
_NOT_FOUND = 404

_CONFLICTS = frozenset({204, 409})
"""A queue that exists already is an error of the client, with one of these."""


class AzureQueue:
    """One queue of the account; its messages are base64, as the Functions trigger expects."""

    def __init__(self, account: StorageAccount, name: str) -> None:
        self._account = account
        self.name = name
        self._opened: QueueClient | None = None
        self._spares: dict[QueueReceipt, asyncio.Task[None]] = {}
        self._removals: set[asyncio.Task[None]] = set()
        self._is_closing = asyncio.Event()

    async def put(self, text: str, delay_seconds: int = 0) -> QueueReceipt:
        """
        Put a message, hidden for `delay_seconds`; it never expires by itself.

        A longer delay than the service allows is cut. A released message gives its place to it.

        Raises
        ------
        StorageError
            It is not known to be in the queue.
        """
        if self._spares:
            spare, removal = self._spares.popitem()
            removal.cancel()
            if receipt := await self._update(spare, text, delay_seconds):
                return receipt
        try:
            return await self._put(text, delay_seconds)
        except RefusedError as refusal:
            if refusal.status != _NOT_FOUND:
                raise
        await self._create()
        return await self._put(text, delay_seconds)

    async def take(self, hidden_seconds: int) -> Sequence[TakenMessage]:
        """
        Take up to `MAX_DUE_COUNT` messages that are due; one operation.

        They stay in the queue and are hidden for `hidden_seconds`, in which their taker may
        remove them. A queue that was never needed is empty.

        Raises
        ------
        StorageError
            The service gave none; those that it took are due again later.
        """
        try:
            with storage_errors("queues"):
                pages = self._client().receive_messages(
                    max_messages=MAX_DUE_COUNT,
                    messages_per_page=MAX_DUE_COUNT,
                    visibility_timeout=hidden_seconds,
                )
                found = [message async for message in pages]
        except RefusedError as refusal:
            if refusal.status == _NOT_FOUND:
                return ()
            raise
        return [TakenMessage(self._receipt(one), _decoded(one.content)) for one in found]

    async def replace(self, receipt: QueueReceipt, text: str, delay_seconds: int) -> None:
        """
        Put another text into the place of a message; nothing happens if a worker took that.

        Raises
        ------
        StorageError
            It is not known to be replaced.
        """
        await self._update(receipt, text, delay_seconds)

    async def remove(self, receipt: QueueReceipt) -> bool:
        """
        Remove a message; nothing happens, and False is returned, if a worker took it.

        Raises
        ------
        StorageError
            It is not known to be removed.
        """
        try:
            with storage_errors("queues"):
                await self._client().delete_message(receipt.message_id, receipt.pop_receipt)
        except RefusedError as refusal:
            if not _was_taken(refusal):
                raise
            return False
        return True

    async def release(self, receipt: QueueReceipt) -> None:
        """
        Remove a message soon, unless `put` uses its place before; returns at once.

        It stays if the process is killed or storage is unavailable then, so it must do no harm.
        """
        removal = asyncio.create_task(self._remove_unused(receipt))
        self._spares[receipt] = removal
        self._removals.add(removal)
        removal.add_done_callback(self._removals.discard)

    async def close(self) -> None:
        """Remove released messages at once; one that cannot be removed stays, and does no harm."""
        self._is_closing.set()
        await asyncio.gather(*self._removals, return_exceptions=True)

    async def level(self) -> QueueLevel:
        """
        Look how much there is; two operations. Nothing is in a queue that was never needed.

        Raises
        ------
        StorageError
            The service could not tell.
        """
        try:
            with storage_errors("queues"):
                whole = await self._client().get_queue_properties()
                due = await self._client().peek_messages(MAX_DUE_COUNT)
        except RefusedError as refusal:
            if refusal.status == _NOT_FOUND:
                return QueueLevel(0, 0)
            raise
        texts = [_decoded(message.content) for message in due]
        return QueueLevel(whole.approximate_message_count or 0, len(due), texts)

    async def _put(self, text: str, delay_seconds: int) -> QueueReceipt:
        with storage_errors("queues"):
            message = await self._client().send_message(
                text, visibility_timeout=_allowed(delay_seconds), time_to_live=_NEVER
            )
        return self._receipt(message)

    async def _update(
        self, receipt: QueueReceipt, text: str, delay_seconds: int
    ) -> QueueReceipt | None:
        try:
            with storage_errors("queues"):
                message = await self._client().update_message(
                    receipt.message_id,
                    pop_receipt=receipt.pop_receipt,
                    content=text,
                    visibility_timeout=_allowed(delay_seconds),
                )
        except RefusedError as refusal:
            if not _was_taken(refusal):
                raise
            return None
        return self._receipt(message)

    async def _remove_unused(self, receipt: QueueReceipt) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(_SPARE_SECONDS):
                await self._is_closing.wait()
        del self._spares[receipt]
        with suppress(StorageError):
            await self.remove(receipt)

    def _receipt(self, message: QueueMessage) -> QueueReceipt:
        return QueueReceipt(message.id, message.pop_receipt or "", self.name)

    async def _create(self) -> None:
        try:
            with storage_errors("queues"):
                await self._client().create_queue()
        except RefusedError as refusal:
            if refusal.status == _NOT_FOUND:
                raise access_refused(_NOT_FOUND, refusal.service_code, "queues") from None
            if refusal.status not in _CONFLICTS:
                raise

    def _client(self) -> QueueClient:
        if self._opened is None:
            self._opened = self._account.queue(self.name)
            self._account.end_with(self.close)
        return self._opened


def _allowed(delay_seconds: int) -> int:
    return min(max(delay_seconds, 0), MAX_DELAY_SECONDS)


def _decoded(content: str) -> str:
    """Give the text of a message; one that is not base64 is given as it is."""
    try:
        return b64decode(content, validate=True).decode()
    except ValueError:
        return content


def _was_taken(refusal: RefusedError) -> bool:
    """One that was taken has another receipt, one that was taken and done is gone."""
    return refusal.status == _NOT_FOUND or refusal.service_code == "PopReceiptMismatch"
