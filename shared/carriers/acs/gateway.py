"""
The gateway to ACS: REST requests, signed with the access key or authorized with a token.

The SDK is not used because it hides the repeatability ids and makes new ones on every call.
Requests are not retried here: the queue retries them, with the same ids.

The access-key signature (REST reference, "Authentication", read November 2026) covers the verb, the
path with its query, and date, host and content hash. The host includes its port where that is not
the scheme's default.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared.carriers.acs.limits import ACS_LIMITS
from shared.carriers.acs.messages import (
    API_VERSION,
    http_date,
    outcomes_from_response,
    request_body,
)
from shared.carriers.sending import NO_TOKEN, SenderRefusedError, SendError
from shared.outgoing.http import Connections, NoResponseError
from shared.outgoing.identity import Identity, NoTokenError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.carriers.acs.settings import AcsSettings
    from shared.carriers.sending import Outcome, SendCall
    from shared.outgoing.http import Response

_PATH = f"/sms?api-version={API_VERSION}"
_SCOPE = "https://communication.azure.com//.default"  # two slashes, as the SDK has it
_CONNECT_SECONDS = 5
_READ_SECONDS = 20
_TOKEN_SECONDS = 1
"""A call that has waited longer for a token does not leave: a STOP may have come meanwhile."""


class AcsGateway:
    """Sends calls to one ACS resource; one connection pool for the life of the process."""

    name = ACS_LIMITS.name

    def __init__(self, settings: AcsSettings, clock: Callable[[], datetime]) -> None:
        self._resource = AcsResource(settings, clock)

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """
        Submit a call to ACS.

        Returns
        -------
        tuple of Outcome or None
            In the order of the recipients; None: not taken now, may be tried again.

        Raises
        ------
        SendError
            Says whether the same call may be tried again, and whether it may have left.
        """
        try:
            began = time.monotonic()
            await self._resource.prepare()
            if time.monotonic() - began > _TOKEN_SECONDS:
                raise SendError("token_late", "The token for ACS came late.", retryable=True)
            response = await self._resource.post(_PATH, request_body(call))
        except NoTokenError as error:
            raise SenderRefusedError(NO_TOKEN, str(error), NO_TOKEN, retryable=True) from None
        except NoResponseError as error:
            code = "no_answer" if error.may_have_left else "not_connected"
            raise SendError(
                code, str(error), retryable=True, may_have_left=error.may_have_left
            ) from None
        return outcomes_from_response(call, response.status, response.headers, response.body)

    async def close(self) -> None:
        """Close the connections."""
        await self._resource.close()


class AcsResource:
    """One resource; one connection pool for the life of the process."""

    def __init__(self, settings: AcsSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._needs_token = settings.uses_identity
        self._identity = Identity(settings.identity_client_id)
        self._connections = Connections(
            settings.endpoint, connect_seconds=_CONNECT_SECONDS, read_seconds=_READ_SECONDS
        )

    async def prepare(self) -> None:
        """
        Get the token that requests need, unless one is there or there is a key.

        Raises
        ------
        NoTokenError
            There is none.
        """
        if self._needs_token:
            await self._identity.authorization(self._settings.endpoint, _SCOPE)

    async def post(self, path_and_query: str, body: bytes) -> Response:
        """
        Post JSON once and read the response, whatever its status.

        Raises
        ------
        NoTokenError, NoResponseError
            There is no token; no complete response came.
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
        if self._needs_token:
            return {"Authorization": await self._identity.authorization(endpoint, _SCOPE)}
        return signed_headers(
            self._settings.access_key,
            "POST",
            urlsplit(endpoint).netloc,
            path_and_query=path_and_query,
            body=body,
            now=self._clock(),
        )


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
