"""
The keys that Microsoft Entra publishes for a tenant, kept in the process.

The tenant's two OpenID documents, of tokens 1.0 and 2.0, each name an issuer and where its keys
are. Entra replaces keys at any time and publishes a new one before it signs with it ("Signing key
rollover", entra-docs, read 2026-11).
"""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shared.eventgrid.entra import KeysUnavailableError
from shared.outgoing.http import Connections, NoResponseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    from shared.eventgrid.entra import EntraSettings
    from shared.runtime import Clock

REFRESH_AFTER = timedelta(hours=12)
EXPIRE_AFTER = timedelta(hours=24)
"""Older keys are not used: one may have been withdrawn."""

READ_AT_MOST_EVERY = timedelta(minutes=1)
"""Tokens with invented key IDs must not make the app read the keys for each of them."""

RETRY_AFTER = timedelta(seconds=10)
"""How soon the keys are read again after a failure."""

_CONNECT_SECONDS, _READ_SECONDS, _TOTAL_SECONDS = 3.0, 5.0, 10.0
_OK = 200
_MIN_KEY_BITS = 2_048
_DOCUMENTS = (
    ".well-known/openid-configuration",
    "v2.0/.well-known/openid-configuration",
)

_Keys = dict[tuple[str, str], "RSAPublicKey"]


class PublishedKeys:
    """
    The keys of one tenant; for the life of the process.

    They are read when they are first needed, every 12 hours, and for a key ID that is unknown, but
    at most once a minute: four requests.
    """

    def __init__(self, settings: EntraSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._turn = asyncio.Lock()
        self._keys: _Keys = {}
        self._read_at: datetime | None = None
        self._tried_at: datetime | None = None

    async def find(self, issuer: str, key_id: str) -> RSAPublicKey | None:
        """
        Give a key of an issuer; None if the tenant publishes no such key.

        Raises
        ------
        KeysUnavailableError
            The keys could not be read lately, so a key that is not known may exist.
        """
        place = issuer, key_id
        if self._is_due(place):
            async with self._turn:
                if self._is_due(place):
                    await self._try_to_read()
        key = self._keys.get(place) if not self._is_older(EXPIRE_AFTER) else None
        if key is None and self._read_at != self._tried_at:
            raise KeysUnavailableError
        return key

    def _is_due(self, place: tuple[str, str]) -> bool:
        """Whether to read the keys now: a known key of the last 12 hours needs no reading."""
        if place in self._keys and not self._is_older(REFRESH_AFTER):
            return False
        has_failed = self._read_at != self._tried_at
        pause = RETRY_AFTER if has_failed else READ_AT_MOST_EVERY
        return self._tried_at is None or abs(self._clock() - self._tried_at) >= pause

    def _is_older(self, age: timedelta) -> bool:
        return self._read_at is None or abs(self._clock() - self._read_at) >= age

    async def _try_to_read(self) -> None:
        """Read all keys; a failure leaves those that are known."""
        began_at = self._clock()
        connections = Connections(
            self._settings.authority, connect_seconds=_CONNECT_SECONDS, read_seconds=_READ_SECONDS
        )
        try:
            async with asyncio.timeout(_TOTAL_SECONDS):
                self._keys = await self._read_all(connections)
        except (NoResponseError, TimeoutError, ValueError, KeyError, TypeError, AttributeError):
            return
        finally:
            # Not before: meanwhile the others wait for this reading.
            self._tried_at = began_at
            await connections.close()
        self._read_at = began_at

    async def _read_all(self, connections: Connections) -> _Keys:
        keys: _Keys = {}
        for place in _DOCUMENTS:
            url = f"{self._settings.authority}/{self._settings.tenant_id}/{place}"
            document = await _get(connections, url)
            issuer, keys_url = document["issuer"], document["jwks_uri"]
            if self._settings.tenant_id not in issuer.lower():
                message = "the issuer is not the tenant"
                raise ValueError(message)
            published = (await _get(connections, self._own(keys_url)))["keys"]
            keys |= {(issuer, key_id): key for key_id, key in _usable_keys(published).items()}
        return keys

    def _own(self, url: str) -> str:
        """Only the authority is asked for keys."""
        if not url.lower().startswith(f"{self._settings.authority}/"):
            message = "the keys are at another host"
            raise ValueError(message)
        return url


async def _get(connections: Connections, url: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    from yarl import URL

    response = await connections.exchange("GET", URL(url), {})
    if response.status != _OK:
        message = "no document"
        raise ValueError(message)
    return json.loads(response.body)


def _usable_keys(published: list[Mapping[str, Any]]) -> dict[str, RSAPublicKey]:
    """Read the RSA keys for signatures; others are left out."""
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
    from jwt import PyJWTError
    from jwt.algorithms import RSAAlgorithm

    found: dict[str, RSAPublicKey] = {}
    for one in published:
        if one.get("kty") != "RSA" or one.get("use", "sig") != "sig" or "kid" not in one:
            continue
        try:
            key = RSAAlgorithm.from_jwk({"kty": "RSA", "n": one["n"], "e": one["e"]})
        except (PyJWTError, KeyError, ValueError):
            continue
        if isinstance(key, RSAPublicKey) and key.key_size >= _MIN_KEY_BITS:
            found[str(one["kid"])] = key
    return found
