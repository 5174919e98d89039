"""JSON over HTTP to the local programs."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

# A proxy named in the environment is not for this machine's own programs.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True, slots=True)
class Response:
    """
    What came back.

    Attributes
    ----------
    status : int
        HTTP status; 0 without a response.
    body : Any
        The JSON document; None where there was none.
    """

    status: int
    body: Any

    @property
    def is_ok(self) -> bool:
        """Whether the status is 200."""
        return self.status == HTTPStatus.OK


def call(
    method: str, url: str, body: dict[str, object] | None = None, *, timeout_seconds: float = 10.0
) -> Response:
    """Make one request and return the response, whatever its status; never raise for a bad one."""
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, data=data, headers=headers, method=method)  # noqa: S310
    try:
        with _opener.open(request, timeout=timeout_seconds) as answer:
            return Response(answer.status, _parse(answer.read()))
    except urllib.error.HTTPError as error:
        with error:
            return Response(error.code, _parse(error.read()))
    except (OSError, HTTPException):
        return Response(0, None)


def _parse(text: bytes) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return json.loads(text)
    except ValueError:
        return None
