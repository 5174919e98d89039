"""The managed identity: authorizes requests where there is no key."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from shared.log import minute_log
from shared.runtime import SharedTasks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from azure.core.credentials import AccessToken
    from azure.core.credentials_async import AsyncTokenCredential

TOKEN_SECONDS = 5.0
"""How long the identity may take: its client itself waits minutes for one that is stuck."""

CHAIN_SECONDS = 20.0
"""The same where several credentials are asked one after the other, as on a developer's machine."""

_RENEWED_BEFORE_SECONDS = 300
_RETRY_SECONDS = 30
_USABLE_SECONDS = 30
"""A token that ends earlier is not used: it must be valid when the request arrives."""

_Key = tuple[tuple[str, ...], tuple[tuple[str, Any], ...]]


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
        self._credential: TimelyCredential | None = None

    async def authorization(self, url: str, scope: str) -> str:
        """
        Give the `Authorization` header for requests to a service.

        Raises
        ------
        NoTokenError
            None came in `TOKEN_SECONDS`, or the URL would show it in the clear.
        """
        if not url.startswith("https://"):
            message = "a token goes by https only"
            raise NoTokenError(message)
        from azure.core.exceptions import AzureError

        if self._credential is None:
            self._credential = open_credential(self._client_id, is_managed=True)
        try:
            token = await self._credential.get_token(scope)
        except AzureError as error:
            raise NoTokenError(type(error).__name__) from None
        return f"Bearer {token.token}"

    async def close(self) -> None:
        """Close the connections to the token endpoint."""
        if self._credential:
            await self._credential.close()


class TimelyCredential:
    """
    Gives the tokens of another credential, or an error where that takes too long.

    Work of queues and timers has no deadline of its own, and would stand still with the identity.
    A token is kept and renewed in the background before it ends. Callers get it while it is valid,
    also if the renewal hangs or fails.

    Parameters
    ----------
    limit_seconds : float
        How long a request for a token may take.
    now : callable
        Gives the time in seconds since 1970, by which tokens end.
    """

    def __init__(
        self,
        credential: AsyncTokenCredential,
        limit_seconds: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._credential = credential
        self._limit_seconds = limit_seconds
        self._now = now
        self._tokens: dict[_Key, AccessToken] = {}
        self._requests = SharedTasks()
        self._renewals: dict[_Key, tuple[float, asyncio.Task[None]]] = {}

    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:  # noqa: ANN401 - azure-core's protocol
        """
        Get a token.

        Concurrent callers share a request. `claims` ask for a token other than the kept one.

        Raises
        ------
        AzureError
            None came in time.
        """
        if options.get("claims"):
            return await self._request(scopes, options)
        key = (scopes, tuple(sorted(options.items())))
        token = self._tokens.get(key)
        if token is None or self._seconds_left(token) < _USABLE_SECONDS:
            return await self._requests.join(key, lambda: self._request_kept(key))
        if self._seconds_left(token) < _RENEWED_BEFORE_SECONDS:
            self._begin_to_renew(key)
        return token

    async def close(self) -> None:
        """Close the connections to the token endpoint."""
        for _, renewal in self._renewals.values():
            renewal.cancel()
        await self._credential.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    def _seconds_left(self, token: AccessToken) -> float:
        return token.expires_on - self._now()

    def _begin_to_renew(self, key: _Key) -> None:
        """Renew a token in the background, at most once in `_RETRY_SECONDS`."""
        now, last = self._now(), self._renewals.get(key)
        if last is None or abs(now - last[0]) >= _RETRY_SECONDS:
            self._renewals[key] = now, asyncio.create_task(self._renew(key))

    async def _renew(self, key: _Key) -> None:
        old = self._tokens[key]
        try:
            new = await self._requests.join(key, lambda: self._request_kept(key))
        except Exception as error:  # noqa: BLE001 - the old token is used
            reason = type(error).__name__
        else:
            # Microsoft's client gives the old token if the endpoint fails.
            reason = "" if new.expires_on > old.expires_on else "same_token"
        if reason:
            audience, seconds = str(urlsplit(key[0][0]).hostname), int(self._seconds_left(old))
            minute_log.log(
                "token_renewal_failed",
                audience,
                audience=audience,
                reason=reason,
                validSeconds=seconds,
            )

    async def _request_kept(self, key: _Key) -> AccessToken:
        scopes, options = key
        self._tokens[key] = await self._request(scopes, dict(options))
        return self._tokens[key]

    async def _request(self, scopes: tuple[str, ...], options: Mapping[str, Any]) -> AccessToken:
        from azure.core.exceptions import ServiceRequestTimeoutError

        try:
            async with asyncio.timeout(self._limit_seconds):
                return await self._credential.get_token(*scopes, **options)
        except TimeoutError:
            message = "no token in time"
            raise ServiceRequestTimeoutError(message) from None


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
