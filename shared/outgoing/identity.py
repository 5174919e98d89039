"""The managed identity: authorizes requests where there is no key."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Self

from shared.runtime import SharedTasks

if TYPE_CHECKING:
    from azure.core.credentials import AccessToken
    from azure.core.credentials_async import AsyncTokenCredential

_RENEWED_BEFORE_SECONDS = 300

TOKEN_SECONDS = 5.0
"""How long the identity may take: its client itself waits minutes for one that is stuck."""

CHAIN_SECONDS = 20.0
"""The same where several credentials are asked one after the other, as on a developer's machine."""


class NoTokenError(Exception):
    """There is no token; the identity may only be slow to respond."""


class Identity:
    """
    One identity, for the life of the process.

    Parameters
    ----------
    client_id : str
        Of a user-assigned identity; empty: the system's own.
    """

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id
        self._credential: Any = None
        self._tokens: dict[str, AccessToken] = {}
        self._requests = SharedTasks()

    async def authorization(self, url: str, scope: str) -> str:
        """
        Give the `Authorization` header for requests to a service.

        Concurrent callers share a request for a token.

        Raises
        ------
        NoTokenError
            None came in `TOKEN_SECONDS`, or the URL would show it in the clear.
        """
        if not url.startswith("https://"):
            message = "a token goes by https only"
            raise NoTokenError(message)
        token = self._tokens.get(scope)
        if token is None or token.expires_on - time.time() < _RENEWED_BEFORE_SECONDS:
            token = await self._requests.join(scope, lambda: self._new_token(scope))
            self._tokens[scope] = token
        return f"Bearer {token.token}"

    async def close(self) -> None:
        """Close the connections to the token endpoint."""
        if self._credential:
            await self._credential.close()

    async def _new_token(self, scope: str) -> AccessToken:
        from azure.core.exceptions import AzureError

        try:
            async with asyncio.timeout(TOKEN_SECONDS):
                token: AccessToken = await self._opened().get_token(scope)
        except (AzureError, TimeoutError) as error:
            raise NoTokenError(type(error).__name__) from None
        return token

    def _opened(self) -> Any:  # noqa: ANN401 - azure-core's protocol is generic
        if self._credential is None:
            from azure.identity.aio import ManagedIdentityCredential

            self._credential = ManagedIdentityCredential(client_id=self._client_id or None)
        return self._credential


class TimelyCredential:
    """
    Gives the tokens of another credential, or an error where that takes too long.

    Work of queues and timers has no deadline of its own, and would stand still with the identity.
    """

    def __init__(self, credential: AsyncTokenCredential, limit_seconds: float) -> None:
        self._credential = credential
        self._limit_seconds = limit_seconds

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # noqa: ANN401 - azure-core's protocol
        """
        Get a token.

        Raises
        ------
        AzureError
            None came in time.
        """
        from azure.core.exceptions import ServiceRequestTimeoutError

        try:
            async with asyncio.timeout(self._limit_seconds):
                return await self._credential.get_token(*scopes, **options)
        except TimeoutError:
            message = "no token in time"
            raise ServiceRequestTimeoutError(message) from None

    async def close(self) -> None:
        """Close the connections to the token endpoint."""
        await self._credential.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def open_credential(client_id: str, *, is_managed: bool) -> TimelyCredential:
    """
    Open what gives tokens to the official clients, which keep and renew them.

    Parameters
    ----------
    client_id : str
        Of a user-assigned identity; empty: the system's own.
    is_managed : bool
        Whether only the managed identity is asked; else also a developer's own sign-in.
    """
    from azure.identity.aio import DefaultAzureCredential, ManagedIdentityCredential

    if is_managed:
        managed = ManagedIdentityCredential(client_id=client_id or None)
        return TimelyCredential(managed, TOKEN_SECONDS)
    chain = DefaultAzureCredential(managed_identity_client_id=client_id or None)
    return TimelyCredential(chain, CHAIN_SECONDS)
