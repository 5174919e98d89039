"""
Signed requests to a storage service, and what to do when it has a bad moment.

A request is tried again, up to three times with growing pauses, where the service says that it
is too busy or in trouble. A write that is tried again after its answer was lost meets its own
ETag, which the callers are made for.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
from email.utils import formatdate
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared.domain.errors import StorageError
from shared.identity import NoTokenError
from shared.outgoing import Connections, NoAnswerError
from shared.storage.connection_string import Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yarl import URL

    from shared.identity import Identity
    from shared.outgoing import Answer
    from shared.storage.connection_string import ServiceEndpoint

_SCOPE = "https://storage.azure.com/.default"
_COMMON = {"x-ms-version": "2020-12-06", "DataServiceVersion": "3.0"}
_CONNECT_SECONDS = 10
_READ_SECONDS = 60
"""Twice what the service takes at most (Storage REST reference, "Setting timeouts")."""

_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_PAUSES_SECONDS = (0.0, 1.6, 3.2)
_REPEATABLE = frozenset({"GET", "PUT"})
"""What may be sent again though the connection broke: it may have been done."""


class RestClient:
    """
    Requests to one storage service; belongs to the event loop it was first used in.

    Parameters
    ----------
    endpoint : ServiceEndpoint
        Its key signs.
    identity : Identity or None
        Signs where there is no key.
    """

    def __init__(
        self, service: Service, endpoint: ServiceEndpoint, identity: Identity | None = None
    ) -> None:
        self.url = endpoint.url
        self._service = service
        self._account = endpoint.account
        self._key = base64.b64decode(endpoint.key)
        self._identity = identity
        self._connections = Connections(
            endpoint.url, connect_seconds=_CONNECT_SECONDS, read_seconds=_READ_SECONDS
        )

    async def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
    ) -> Answer:
        """
        Send a request and read the answer, whatever its status.

        Raises
        ------
        StorageError
            No answer came; without the request's URL, which shows keys.
        """
        from yarl import URL

        # aiohttp writes URLs in yarl's way; what is signed must be what is sent.
        url = URL(self.url + path)
        for pause_seconds in _PAUSES_SECONDS:
            try:
                answer = await self._try(method, url, headers, body=body)
            except StorageError:
                if method not in _REPEATABLE:
                    raise
            else:
                if answer.status not in _PASSING:
                    return answer
            await asyncio.sleep(pause_seconds)
        return await self._try(method, url, headers, body=body)

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()

    async def _try(
        self, method: str, url: URL, headers: Mapping[str, str], *, body: bytes
    ) -> Answer:
        try:
            signed = await self._signed(method, url, {**_COMMON, **headers})
            return await self._connections.exchange(method, url, signed, body=body)
        except (NoAnswerError, NoTokenError) as error:
            raise StorageError(str(error)) from None

    async def _signed(self, method: str, url: URL, headers: Mapping[str, str]) -> dict[str, str]:
        """Sign by token, or by Shared Key Lite, each try anew."""
        if self._identity:
            token = await self._identity.authorization(self.url, _SCOPE)
            return {**headers, "Authorization": token}
        dated = {**headers, "x-ms-date": formatdate(usegmt=True)}
        resource = f"/{self._account}{signed_path(str(url))}"
        text = text_to_sign(self._service, method, dated, resource)
        signature = base64.b64encode(hmac.digest(self._key, text.encode(), "sha256")).decode()
        return {**dated, "Authorization": f"SharedKeyLite {self._account}:{signature}"}


def signed_path(url: str) -> str:
    """Give what of a URL is signed: its path, and of its query a `comp` that comes first."""
    parts = urlsplit(url)
    first = parts.query.partition("&")[0]
    return f"{parts.path}?{first}" if first.startswith("comp=") else parts.path


def text_to_sign(service: Service, method: str, headers: Mapping[str, str], resource: str) -> str:
    """Write what Shared Key Lite signs (Storage REST reference, "Authorize with Shared Key")."""
    if service is Service.TABLE:
        return f"{headers['x-ms-date']}\n{resource}"
    lower = {name.lower(): value for name, value in headers.items()}
    own = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower) if name.startswith("x-ms-"))
    return f"{method}\n\n{lower.get('content-type', '')}\n\n{own}{resource}"
