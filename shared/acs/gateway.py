"""
The gateway to ACS: REST on azure-core's pipeline, signed with the key or a token.

The SDK is not used because it hides the repeatability ids and makes new ones on every call.
There is no retry policy: the queue does the waiting, with the same ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shared.acs.signing import signed_headers
from shared.acs.wire import API_VERSION, outcomes_from_answer, request_body
from shared.domain.errors import SendError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from azure.core import AsyncPipelineClient
    from azure.core.exceptions import AzureError
    from azure.core.rest import AsyncHttpResponse

    from shared.domain.chunk import Outcome
    from shared.domain.dispatching import SendCall
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
        self._client: AsyncPipelineClient[Any, Any] | None = None
        self._credential: Any = None

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
        from azure.core.exceptions import AzureError, ClientAuthenticationError

        try:
            response = await self._post(request_body(call))
        except ClientAuthenticationError as error:
            # No token, so nothing left. The identity may only be slow to answer.
            raise SendError("no_token", type(error).__name__, retryable=True) from None
        except AzureError as error:
            if _never_connected(error):
                raise SendError("not_connected", type(error).__name__, retryable=True) from None
            raise SendError(
                "no_answer", type(error).__name__, retryable=True, doubtful=True
            ) from None
        headers, body = response.headers, response.content
        return outcomes_from_answer(call, response.status_code, headers, body)

    async def close(self) -> None:
        """Close the connections."""
        if self._client:
            await self._client.close()
        if self._credential:
            await self._credential.close()

    async def _post(self, body: bytes) -> AsyncHttpResponse:
        from azure.core.rest import HttpRequest

        headers = {"Content-Type": "application/json", **self._signature(body)}
        url = self._settings.acs_endpoint + _PATH
        request = HttpRequest("POST", url, headers=headers, content=body)
        response: AsyncHttpResponse = await self._pipeline().send_request(
            request, connection_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS
        )
        return response

    def _signature(self, body: bytes) -> dict[str, str]:
        if self._settings.uses_identity_for_acs:
            return {}
        return signed_headers(
            self._settings.acs_access_key,
            "POST",
            urlsplit(self._settings.acs_endpoint).netloc,
            path_and_query=_PATH,
            body=body,
            now=self._clock(),
        )

    def _pipeline(self) -> AsyncPipelineClient[Any, Any]:
        if self._client is None:
            from azure.core import AsyncPipelineClient
            from azure.core.pipeline.policies import RequestIdPolicy, UserAgentPolicy

            policies = [RequestIdPolicy(), UserAgentPolicy("paloma"), *self._token_policies()]
            self._client = AsyncPipelineClient(self._settings.acs_endpoint, policies=policies)
        return self._client

    def _token_policies(self) -> list[Any]:
        if not self._settings.uses_identity_for_acs:
            return []
        from azure.core.pipeline.policies import AsyncBearerTokenCredentialPolicy
        from azure.identity.aio import ManagedIdentityCredential

        client_id = self._settings.identity_client_id or None
        self._credential = ManagedIdentityCredential(client_id=client_id)
        return [AsyncBearerTokenCredentialPolicy(self._credential, _SCOPE)]


def _never_connected(error: AzureError) -> bool:
    """
    Tell whether a failed request cannot have reached ACS.

    azure-core's aiohttp transport calls a connection that was cut off before the answer a
    `ServiceRequestError` too (azure-core 1.41.0), so its class alone proves nothing.
    """
    from aiohttp import ClientConnectorError
    from azure.core.exceptions import ServiceRequestTimeoutError

    cause = error.inner_exception
    return isinstance(error, ServiceRequestTimeoutError) or isinstance(cause, ClientConnectorError)
