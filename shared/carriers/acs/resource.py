"""Requests to one ACS resource, signed with the key or a token."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared.outgoing.http import Connections
from shared.outgoing.identity import Identity

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.carriers.acs.settings import AcsSettings
    from shared.outgoing.http import Response

_SCOPE = "https://communication.azure.com//.default"  # two slashes, as the SDK has it

_CONNECT_SECONDS = 5

_READ_SECONDS = 20


class AcsResource:
    """One resource; one connection pool for the life of the process."""

    def __init__(self, settings: AcsSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._identity = Identity(settings.identity_client_id)
        self._connections = Connections(
            settings.endpoint, connect_seconds=_CONNECT_SECONDS, read_seconds=_READ_SECONDS
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
        url = URL(self._settings.endpoint + path_and_query)
        return await self._connections.exchange("POST", url, headers, body=body)

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()
        await self._identity.close()

    async def _signature(self, path_and_query: str, body: bytes) -> dict[str, str]:
        endpoint = self._settings.endpoint
        if self._settings.uses_identity:
            return {"Authorization": await self._identity.authorization(endpoint, _SCOPE)}
        return signed_headers(
            self._settings.access_key,
            "POST",
            urlsplit(endpoint).netloc,
            path_and_query=path_and_query,
            body=body,
            now=self._clock(),
        )


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def http_date(moment: datetime) -> str:
    """Write a time as RFC 1123 wants it, in English whatever the locale."""
    utc = moment.astimezone(UTC)
    day, month = _DAYS[utc.weekday()], _MONTHS[utc.month - 1]
    return f"{day}, {utc.day:02d} {month} {utc.year:04d} {utc:%H:%M:%S} GMT"


def signed_headers(
    access_key: str, method: str, host: str, *, path_and_query: str, body: bytes, now: datetime
) -> dict[str, str]:
    """
    Make the headers that sign a request.

    Parameters
    ----------
    access_key : str
        Base64, as in the connection string.
    path_and_query : str
        Exactly as in the URL sent.

    Raises
    ------
    ValueError
        The key is not base64.
    """
    date = http_date(now)
    content_hash = base64.b64encode(hashlib.sha256(body).digest()).decode()
    text = f"{method.upper()}\n{path_and_query}\n{date};{host};{content_hash}"
    key = base64.b64decode(access_key, validate=True)
    signature = base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
    return {
        "x-ms-date": date,
        "x-ms-content-sha256": content_hash,
        "Authorization": (
            f"HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}"
        ),
    }
