"""
The transport of the storage clients: which requests are sent again, and when.

The clients' own retries are off. They wait 15 seconds, and take a connection that broke for a
request that was not sent, so that a message could be put into a queue twice. Imported only where
a client is opened, because it loads azure-core (docs/adr/0003).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from azure.core.exceptions import AzureError, ServiceResponseError
from azure.core.pipeline.transport import AioHttpTransport

from shared.outgoing.http import wait_asked_for, was_never_sent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aiohttp import ClientSession

CONNECT_SECONDS = 3
READ_SECONDS = 6
"""A query takes five at most (Storage REST reference, "Query timeout and pagination")."""
TOTAL_SECONDS = 7.5
"""Until the head of a response, repeats included: less than any HTTP request may take."""
LONGEST_PAUSE_SECONDS = 10.0

_TRANSIENT_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
_PAUSES_SECONDS = (0.0, 1.6, 3.2)
_REPEATABLE = frozenset({"GET", "PUT"})
"""What may be sent again although it may have been executed; no row is written by PUT."""


class StorageTransport(AioHttpTransport):  # type: ignore[misc] # loaded lazily, so untyped
    """
    Sends requests on one session, up to four times where the trouble may pass.

    A request is repeated where the service says that it is too busy or in trouble. After a broken
    connection only a request is repeated that was never sent, or that may be executed twice.

    Parameters
    ----------
    session : ClientSession
        Stays open when a client is closed.
    """

    def __init__(self, session: ClientSession) -> None:
        super().__init__(
            session=session,
            session_owner=False,
            use_env_settings=False,
            connection_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
        )

    async def send(self, request: Any, **options: Any) -> Any:  # noqa: ANN401 - azure-core's types
        """
        Send a request and give the last response, whatever its status.

        Raises
        ------
        AzureError
            None came in `TOTAL_SECONDS`, or the connection broke.
        """
        try:
            async with asyncio.timeout(TOTAL_SECONDS):
                return await self._send(request, **options)
        except TimeoutError:
            message = "no response in time"
            raise ServiceResponseError(message) from None

    async def _send(self, request: Any, **options: Any) -> Any:  # noqa: ANN401 - azure-core's types
        for pause_seconds in _PAUSES_SECONDS:
            try:
                response: Any = await super().send(request, **options)
            except AzureError as error:
                if not _may_be_repeated(request.method, error):
                    raise
                await self.sleep(pause_seconds)
                continue
            if response.status_code not in _TRANSIENT_STATUSES:
                return response
            wanted_seconds = seconds_asked_for(response.headers, datetime.now(UTC))
            await response.close()
            await self.sleep(pause_seconds if wanted_seconds is None else wanted_seconds)
        return await super().send(request, **options)


def seconds_asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """Read how long the service asks to wait; at most `LONGEST_PAUSE_SECONDS`, None if not."""
    seconds = wait_asked_for(headers, now)
    return None if seconds is None else min(seconds, LONGEST_PAUSE_SECONDS)


def _may_be_repeated(method: str, error: AzureError) -> bool:
    """A server that hung up is reported like a server that was never reached."""
    return method in _REPEATABLE or was_never_sent(error.inner_exception)
