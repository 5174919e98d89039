"""
The storage account: a client for its tables and one for its queues, made when first needed.

The packages behind them cost more to import than all else together, so they are imported inside
functions only (docs/adr/0003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shared.storage.connection_string import Service, ServiceEndpoint, service_endpoint

if TYPE_CHECKING:
    from shared.settings import Settings
    from shared.storage.rest_client import RestClient


class StorageAccount:
    """
    One account, for the life of the process.

    Belongs to the event loop it was first used in, as aiohttp sessions do.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._credential: Any = None
        self._clients: dict[Service, RestClient] = {}

    def service(self, service: Service) -> RestClient:
        """Give the client of a service."""
        if service not in self._clients:
            self._clients[service] = self._client(service)
        return self._clients[service]

    async def close(self) -> None:
        """Close every client; the account cannot be used afterwards."""
        for client in self._clients.values():
            await client.close()
        if self._credential:
            await self._credential.close()

    def _client(self, service: Service) -> RestClient:
        from shared.storage.rest_client import RestClient

        if self._settings.storage_connection_string:
            text = self._settings.storage_connection_string
            return RestClient(service, service_endpoint(text, service))
        account = self._settings.storage_account_name
        url = f"https://{account}.{service}.core.windows.net"
        return RestClient(service, ServiceEndpoint(url, account), self._identity())

    def _identity(self) -> Any:  # noqa: ANN401 - azure-core's protocol is generic
        if self._credential is None:
            from azure.identity.aio import ManagedIdentityCredential

            client_id = self._settings.identity_client_id or None
            self._credential = ManagedIdentityCredential(client_id=client_id)
        return self._credential
