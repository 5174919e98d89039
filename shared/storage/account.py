"""
The storage account: clients for its tables and queues, made when first needed.

The SDKs cost more to import than all else together, so they are imported here and inside
functions only (docs/adr/0003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from azure.data.tables.aio import TableClient
    from azure.storage.queue.aio import QueueClient

    from shared.settings import Settings

_Client = TypeVar("_Client")

_DEVELOPMENT_STORAGE = "UseDevelopmentStorage=true"

# The queue client's own three waits are 18, 24 and 42 s (azure-storage-queue 12.18.1: 15 s and
# powers of 3), which would keep a caller for over a minute; these are 2 s each, give or take one.
_QUEUE_RETRIES: dict[str, Any] = {
    "initial_backoff": 1,
    "increment_base": 1,
    "random_jitter_range": 1,
}


class StorageAccount:
    """
    One account's clients, one of each table and queue for the life of the process.

    Belongs to the event loop it was first used in, as aiohttp sessions do.
    """

    def __init__(self, settings: Settings) -> None:
        # azure-data-tables refuses a closing semicolon after this one, the queue client any
        # other case of `true` (azure-data-tables 12.7.0, azure-storage-queue 12.18.1).
        text = settings.storage_connection_string.strip().rstrip(";")
        is_development = text.lower() == _DEVELOPMENT_STORAGE.lower()
        self._connection_string = _DEVELOPMENT_STORAGE if is_development else text
        self._account_name = settings.storage_account_name
        self._client_id = settings.identity_client_id
        self._credential: Any = None
        self._clients: list[Any] = []

    def table(self, name: str) -> TableClient:
        """Make a client of a table; the table need not exist."""
        from azure.data.tables.aio import TableClient

        if self._connection_string:
            client = TableClient.from_connection_string(self._connection_string, name)
        else:
            endpoint = f"https://{self._account_name}.table.core.windows.net"
            client = TableClient(endpoint, name, credential=self._identity())
        return self._keep(client)

    def queue(self, name: str) -> QueueClient:
        """
        Make a client of a queue whose messages the Functions trigger can read.

        The trigger expects base64 and moves plain text, this client's default, to the poison
        queue without running (`host.json`, `messageEncoding`).
        """
        from azure.storage.queue import TextBase64EncodePolicy
        from azure.storage.queue.aio import QueueClient

        policy = TextBase64EncodePolicy()
        if self._connection_string:
            client = QueueClient.from_connection_string(
                self._connection_string,
                name,
                message_encode_policy=policy,
                **_QUEUE_RETRIES,
            )
        else:
            client = QueueClient(
                f"https://{self._account_name}.queue.core.windows.net",
                name,
                credential=self._identity(),
                message_encode_policy=policy,
                **_QUEUE_RETRIES,
            )
        return self._keep(client)

    async def close(self) -> None:
        """Close every client; the account cannot be used afterwards."""
        for client in self._clients:
            await client.close()
        if self._credential:
            await self._credential.close()

    def _keep(self, client: _Client) -> _Client:
        self._clients.append(client)
        return client

    def _identity(self) -> Any:  # noqa: ANN401 - the SDKs' own protocol is generic over them
        if self._credential is None:
            from azure.identity.aio import ManagedIdentityCredential

            self._credential = ManagedIdentityCredential(client_id=self._client_id or None)
        return self._credential
