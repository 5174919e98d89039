"""
Signed requests to a storage service, on azure-core's pipeline: its retries, its connections.

Retries are azure-core's own (three, growing, for throttling and server errors); a write that is
tried again after its answer was lost meets its own ETag, which the callers are made for.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from email.utils import formatdate
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from shared.domain.errors import StorageError
from shared.storage.connection_string import Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from azure.core import AsyncPipelineClient

    from shared.storage.connection_string import ServiceEndpoint

_API_VERSION = "2020-12-06"
_SCOPE = "https://storage.azure.com/.default"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class RestClient:
    """
    Requests to one storage service; belongs to the event loop it was first used in.

    Parameters
    ----------
    endpoint : ServiceEndpoint
        Its key signs.
    credential : azure-core's asynchronous token credential, or None
        Signs where there is no key.
    """

    def __init__(
        self,
        service: Service,
        endpoint: ServiceEndpoint,
        credential: Any = None,  # noqa: ANN401 - azure-core's protocol is generic
    ) -> None:
        self.url = endpoint.url
        self._service = service
        self._endpoint = endpoint
        self._credential = credential
        self._client: AsyncPipelineClient[Any, Any] | None = None

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
        from azure.core.exceptions import AzureError
        from azure.core.rest import HttpRequest
        from yarl import URL

        # The transport writes URLs in yarl's way; what is signed must be what is sent.
        url = str(URL(self.url + path))
        common = {"x-ms-version": _API_VERSION, "DataServiceVersion": "3.0"}
        request = HttpRequest(method, url, headers={**common, **headers}, content=body or None)
        try:
            response = await self._pipeline().send_request(request)
        except AzureError as error:
            raise StorageError(type(error).__name__) from None
        return Answer(response.status_code, response.headers, response.content)

    async def close(self) -> None:
        """Close the connections."""
        if self._client:
            await self._client.close()

    def _pipeline(self) -> AsyncPipelineClient[Any, Any]:
        if self._client is None:
            from azure.core import AsyncPipelineClient
            from azure.core.pipeline.policies import (
                AsyncBearerTokenCredentialPolicy,
                AsyncRetryPolicy,
                CustomHookPolicy,
            )

            signing: Any = (
                AsyncBearerTokenCredentialPolicy(self._credential, _SCOPE)
                if self._credential
                else CustomHookPolicy(raw_request_hook=self._sign)
            )
            policies = [AsyncRetryPolicy(retry_total=3), signing]
            self._client = AsyncPipelineClient(self.url, policies=policies)
        return self._client

    def _sign(self, request: Any) -> None:  # noqa: ANN401 - a PipelineRequest
        """Sign by Shared Key Lite, each try anew."""
        http = request.http_request
        http.headers["x-ms-date"] = formatdate(usegmt=True)
        resource = f"/{self._endpoint.account}{urlsplit(http.url).path}"
        text = text_to_sign(self._service, http.method, http.headers, resource)
        key = base64.b64decode(self._endpoint.key)
        signature = base64.b64encode(hmac.digest(key, text.encode(), "sha256")).decode()
        http.headers["Authorization"] = f"SharedKeyLite {self._endpoint.account}:{signature}"


def text_to_sign(service: Service, method: str, headers: Mapping[str, str], resource: str) -> str:
    """Write what Shared Key Lite signs (Storage REST reference, "Authorize with Shared Key")."""
    if service is Service.TABLE:
        return f"{headers['x-ms-date']}\n{resource}"
    lower = {name.lower(): value for name, value in headers.items()}
    own = "".join(f"{name}:{lower[name]}\n" for name in sorted(lower) if name.startswith("x-ms-"))
    return f"{method}\n\n{lower.get('content-type', '')}\n\n{own}{resource}"
