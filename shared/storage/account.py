"""
The storage account: clients for its tables and queues, made when first needed.

The SDKs cost more to import than all else together, so they are imported here and inside
functions only (docs/adr/0003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from shared.storage.connection_string import ServiceEndpoint, service_endpoint

if TYPE_CHECKING:
    from azure.storage.queue.aio import QueueClient

    from shared.settings import Settings
    from shared.storage.rest_client import RestClient

_Client = TypeVar("_Client")

_DEVELOPMENT_STORAGE = "UseDevelopmentStorage=true"


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
        self._table_service: RestClient | None = None

    def table_service(self) -> RestClient:
        """Give the client of the table service, one for all tables."""
        if self._table_service is None:
            from shared.storage.rest_client import RestClient

            self._table_service = self._keep(self._rest_client(RestClient))
        return self._table_service

    def _rest_client(self, make: type[RestClient]) -> RestClient:
        if self._connection_string:
            return make(service_endpoint(self._connection_string, "table"))
        url = f"https://{self._account_name}.table.core.windows.net"
        return make(ServiceEndpoint(url, self._account_name), self._identity())

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
                self._connection_string, name, message_encode_policy=policy
            )
        else:
            client = QueueClient(
                f"https://{self._account_name}.queue.core.windows.net",
                name,
                credential=self._identity(),
                message_encode_policy=policy,
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
