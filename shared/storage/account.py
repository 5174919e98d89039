"""
The storage account: its tables and queues, by the official clients on one session.

The packages behind them cost more to import than everything else together, so they are imported
inside functions only (docs/adr/0003).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import ClientSession
    from azure.core.credentials_async import AsyncTokenCredential
    from azure.data.tables.aio import TableClient
    from azure.storage.queue.aio import QueueClient

    from shared.storage.settings import StorageIdentity, StorageSettings
    from shared.storage.transport import StorageTransport


class StorageAccount:
    """
    One account, for the life of the process.

    Belongs to the event loop it was first used in, as aiohttp sessions do.
    """

    def __init__(self, settings: StorageSettings) -> None:
        disable_request_logging()
        self._connection_string = settings.connection_string
        self._identity = settings.identity
        self._credential: AsyncTokenCredential | None = None
        self._session: ClientSession | None = None
        self._transport: StorageTransport | None = None
        self._endings: list[Callable[[], Awaitable[None]]] = []

    def table(self, name: str) -> TableClient:
        """Open the client of a table, which need not exist."""
        from azure.data.tables.aio import TableClient

        if self._identity:
            url, credential = self._identity.table_url, self._opened_credential(self._identity)
            return TableClient(url, name, credential=credential, **self._options())
        text = self._connection_string
        return TableClient.from_connection_string(text, name, **self._options())

    def queue(self, name: str) -> QueueClient:
        """Open the client of a queue, which need not exist; its messages are base64."""
        from azure.storage.queue import TextBase64EncodePolicy
        from azure.storage.queue.aio import QueueClient

        options = {**self._options(), "message_encode_policy": TextBase64EncodePolicy()}
        if self._identity:
            url, credential = self._identity.queue_url, self._opened_credential(self._identity)
            return QueueClient(url, name, credential=credential, **options)
        return QueueClient.from_connection_string(self._connection_string, name, **options)

    def end_with(self, ending: Callable[[], Awaitable[None]]) -> None:
        """Have something done before the connections are closed; it must not raise."""
        self._endings.append(ending)

    async def close(self) -> None:
        """Close all connections; the account cannot be used afterwards."""
        for ending in self._endings:
            await ending()
        if self._session:
            await self._session.close()
        if self._credential:
            await self._credential.close()

    def _options(self) -> dict[str, Any]:
        """Every client shares the transport, which does the retries; a redirect is an error."""
        if self._transport is None:
            from shared.outgoing.http import open_session
            from shared.storage.transport import CONNECT_SECONDS, READ_SECONDS, StorageTransport

            self._session = open_session(
                self._urls(), connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS
            )
            self._transport = StorageTransport(self._session)
        return {"transport": self._transport, "retry_total": 0, "permit_redirects": False}

    def _urls(self) -> list[str]:
        from shared.storage.settings import endpoints_of

        if self._identity:
            return [self._identity.queue_url, self._identity.table_url]
        return endpoints_of(self._connection_string)

    def _opened_credential(self, identity: StorageIdentity) -> AsyncTokenCredential:
        if self._credential is None:
            from shared.outgoing.identity import open_credential

            self._credential = open_credential(identity.client_id, is_managed=identity.is_managed)
        return self._credential


def disable_request_logging() -> None:
    """
    Keep azure-core from logging requests: table URLs show keys, and so phone numbers.

    The Functions worker logs at INFO by default, which is what that logger uses.
    """
    logger = logging.getLogger("azure.core.pipeline.policies.http_logging_policy")
    logger.setLevel(logging.WARNING)
