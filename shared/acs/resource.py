"""Requests to one ACS resource, signed with the key or a token."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared.acs.signing import signed_headers
from shared.identity import Identity
from shared.outgoing import Connections

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.outgoing import Response
    from shared.settings import Settings

_SCOPE = "https://communication.azure.com//.default"  # two slashes, as the SDK has it
_CONNECT_SECONDS = 5
_READ_SECONDS = 20


class AcsResource:
    """One resource; one connection pool for the life of the process."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._identity = Identity(settings.identity_client_id)
        self._connections = Connections(
            settings.acs_endpoint, connect_seconds=_CONNECT_SECONDS, read_seconds=_READ_SECONDS
        )

    async def post(self, path_and_query: str, body: bytes) -> Response:
        """
        Post JSON once and read the answer, whatever its status.

        Raises
        ------
        NoTokenError, NoAnswerError
            There is no token to sign with; no whole answer came.
        """
        from yarl import URL

        signature = await self._signature(path_and_query, body)
        headers = {"Content-Type": "application/json", **signature}
        url = URL(self._settings.acs_endpoint + path_and_query)
        return await self._connections.exchange("POST", url, headers, body=body)

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()
        await self._identity.close()

    async def _signature(self, path_and_query: str, body: bytes) -> dict[str, str]:
        endpoint = self._settings.acs_endpoint
        if self._settings.uses_identity_for_acs:
            return {"Authorization": await self._identity.authorization(endpoint, _SCOPE)}
        return signed_headers(
            self._settings.acs_access_key,
            "POST",
            urlsplit(endpoint).netloc,
            path_and_query=path_and_query,
            body=body,
            now=self._clock(),
        )
