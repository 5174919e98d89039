"""
The storage account: a client for its tables and one for its queues, made when first needed.

The packages behind them cost more to import than all else together, so they are imported inside
functions only (docs/adr/0003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.storage.connection_string import Service, ServiceEndpoint, service_endpoint

if TYPE_CHECKING:
    from shared.identity import Identity
    from shared.settings import Settings
    from shared.storage.rest_client import RestClient


class StorageAccount:
    """
    One account, for the life of the process.

    Belongs to the event loop it was first used in, as aiohttp sessions do.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._identity: Identity | None = None
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
        if self._identity:
            await self._identity.close()

    def _client(self, service: Service) -> RestClient:
        from shared.storage.rest_client import RestClient

        if self._settings.storage_connection_string:
            text = self._settings.storage_connection_string
            return RestClient(service, service_endpoint(text, service))
        account = self._settings.storage_account_name
        url = f"https://{account}.{service}.core.windows.net"
        return RestClient(service, ServiceEndpoint(url, account), self._shared_identity())

    def _shared_identity(self) -> Identity:
        if self._identity is None:
            from shared.identity import Identity

            self._identity = Identity(self._settings.identity_client_id)
        return self._identity
