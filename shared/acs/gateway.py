"""
The gateway to ACS: REST, signed with the key or a token.

The SDK is not used because it hides the repeatability ids and makes new ones on every call.
Nothing is tried again here: the queue does the waiting, with the same ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared.acs.signing import signed_headers
from shared.acs.wire import API_VERSION, outcomes_from_answer, request_body
from shared.domain.errors import SendError
from shared.identity import Identity, NoTokenError
from shared.outgoing import Connections, NoAnswerError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from shared.domain.chunk import Outcome
    from shared.domain.dispatching import SendCall
    from shared.outgoing import Answer
    from shared.settings import Settings

_PATH = f"/sms?api-version={API_VERSION}"
_SCOPE = "https://communication.azure.com//.default"  # two slashes, as the SDK has it
_CONNECT_SECONDS = 5
_READ_SECONDS = 20


class AcsGateway:
    """Sends calls to one ACS resource; one connection pool for the life of the process."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        self._identity = Identity(settings.identity_client_id)
        self._connections = Connections(
            settings.acs_endpoint, connect_seconds=_CONNECT_SECONDS, read_seconds=_READ_SECONDS
        )

    async def send(self, call: SendCall) -> tuple[Outcome | None, ...]:
        """
        Hand a call to ACS.

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
            answer = await self._post(request_body(call))
        except NoTokenError as error:
            raise SendError("no_token", str(error), retryable=True) from None
        except NoAnswerError as error:
            doubtful = error.may_have_left
            code = "no_answer" if doubtful else "not_connected"
            raise SendError(code, str(error), retryable=True, doubtful=doubtful) from None
        return outcomes_from_answer(call, answer.status, answer.headers, answer.body)

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()
        await self._identity.close()

    async def _post(self, body: bytes) -> Answer:
        from yarl import URL

        headers = {"Content-Type": "application/json", **await self._signature(body)}
        url = URL(self._settings.acs_endpoint + _PATH)
        return await self._connections.exchange("POST", url, headers, body=body)

    async def _signature(self, body: bytes) -> dict[str, str]:
        endpoint = self._settings.acs_endpoint
        if self._settings.uses_identity_for_acs:
            return {"Authorization": await self._identity.authorization(endpoint, _SCOPE)}
        return signed_headers(
            self._settings.acs_access_key,
            "POST",
            urlsplit(endpoint).netloc,
            path_and_query=_PATH,
            body=body,
            now=self._clock(),
        )
