"""
A call as data, and its attempts, without any I/O.

`attempts` is a generator: it yields how long to wait before an attempt, and takes what came of it.
The two clients drive it with their own transport and their own sleep, so that both retry alike.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

import httpx

from paloma.errors import InvalidRequest, InvalidResponse, NoResponse, PalomaError, error_of

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

T = TypeVar("T")
Outcome = httpx.Response | httpx.RequestError

MAX_ATTEMPTS = 5
MAX_TOTAL_WAIT_SECONDS = 60.0
_FIRST_WAIT_SECONDS, _MAX_WAIT_SECONDS = 0.5, 8.0
_VISIBLE_ASCII = re.compile(r"[!-~]+")
_CALLER = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
"""After these the app has not seen the request."""
_SERVER_TROUBLE = frozenset({500, 502, 503, 504})


class Repeat(Enum):
    """When a request may be sent again."""

    ALWAYS = "the app does it once, or it changes nothing"
    UNLESS_REFUSED = "as ALWAYS, but a 429 of the app itself is final"
    UNLESS_RECEIVED = "only if the app cannot have done it"


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """
    A request, and how its response is read.

    Attributes
    ----------
    path : str
        Below the base URL, without numbers: these are in the headers `Paloma-Sender` and so on.
    content : bytes or None
        The body; the same bytes for each attempt.
    read : callable
        Makes the result of the response.
    """

    method: str
    path: str
    read: Callable[[httpx.Response], T]
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes | None = None
    repeat: Repeat = Repeat.ALWAYS


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the app is, and the key for it, checked and without a repr of the key."""

    url: str
    key: str = field(repr=False)
    caller: str = ""

    @classmethod
    def to(cls, url: str, key: str, caller: str = "") -> Connection:
        """Check them; ValueError if one of them cannot be used, without the key's value."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("The URL of the app must begin with https:// or http://.")
        _ = parts.port  # ValueError if it is none
        try:
            httpx.URL(url)
        except httpx.InvalidURL:
            raise ValueError("The URL of the app has a character that no URL has.") from None
        if parts.query or parts.fragment or parts.username or parts.password:
            raise ValueError("The URL of the app must be its address alone: pass the key as key=.")
        if key and not _VISIBLE_ASCII.fullmatch(key):
            raise ValueError("The key has a character that no key has, such as a line break.")
        if caller and not _CALLER.fullmatch(caller):
            raise ValueError("caller is 1 to 64 letters, digits, points, hyphens and underscores.")
        return cls(url.rstrip("/").removesuffix("/api"), key, caller)

    def request_of(
        self, call: Call[Any], client: httpx.Client | httpx.AsyncClient
    ) -> httpx.Request:
        """Make the request of a call."""
        headers = {"Accept": "application/json"}
        if call.content is not None:
            headers["Content-Type"] = "application/json"
        headers |= call.headers
        if self.key:
            headers["x-functions-key"] = self.key
        if self.caller:
            headers["Paloma-Caller"] = self.caller
        url = f"{self.url}/api/{call.path}"
        request = client.build_request(
            call.method, url, params=call.params, headers=headers, content=call.content
        )
        request.url = _LoggedURL(request.url)
        return request


class _LoggedURL(httpx.URL):
    """A URL that httpx logs without its query, which can have a number."""

    def __str__(self) -> str:
        return str(httpx.URL(self).copy_with(query=None))

    def __repr__(self) -> str:
        return f"URL({str(self)!r})"


def json_content(body: Mapping[str, object]) -> bytes:
    """Write a body; InvalidRequest if a text has half of a character."""
    try:
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        detail = "A text has half of a character (a surrogate), which no phone can show."
        raise InvalidRequest(detail, code="invalid_text") from None


def json_of(response: httpx.Response) -> Any:  # noqa: ANN401 - JSON
    """Read a body; InvalidResponse if it is no JSON."""
    try:
        return response.json()
    except ValueError:
        raise InvalidResponse("The response is no JSON.", status=response.status_code) from None


def attempts(call: Call[T]) -> Generator[float, Outcome, T]:
    """
    Yield the seconds to wait before each attempt, take its outcome, and return the call's result.

    Raises
    ------
    PalomaError
        The response is final, `MAX_ATTEMPTS` are used up, or the app asks to wait longer than
        `MAX_TOTAL_WAIT_SECONDS` in all.
    """
    wait, total, number = 0.0, 0.0, 0
    while True:
        outcome = yield wait
        number += 1
        if isinstance(outcome, httpx.Response) and outcome.is_success:
            return _read(call, outcome)
        error = _error(call, outcome)
        wait = error.retry_after_seconds or _backoff_seconds(number)
        total += wait
        is_last = number == MAX_ATTEMPTS or total > MAX_TOTAL_WAIT_SECONDS
        if is_last or not _may_repeat(call, outcome):
            raise error


def _read(call: Call[T], response: httpx.Response) -> T:
    """Read a response; what cannot be read may have been done, so its error has the key too."""
    try:
        return call.read(response)
    except PalomaError as error:
        error.request_id = response.headers.get("X-Request-Id")
        error.idempotency_key = call.headers.get("Idempotency-Key")
        raise


def _may_repeat(call: Call[Any], outcome: Outcome) -> bool:
    """Tell whether another attempt can help, and cannot do anything twice."""
    is_repeatable = call.repeat is not Repeat.UNLESS_RECEIVED
    if not isinstance(outcome, httpx.Response):
        if isinstance(outcome, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
            return False
        return is_repeatable or isinstance(outcome, _NOT_SENT)
    if outcome.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        # The host's own has no body: it has too many requests in progress.
        return call.repeat is not Repeat.UNLESS_REFUSED or not outcome.content
    if outcome.status_code == HTTPStatus.CONFLICT:
        return is_repeatable and "Retry-After" in outcome.headers
    return is_repeatable and outcome.status_code in _SERVER_TROUBLE


def _error(call: Call[Any], outcome: Outcome) -> PalomaError:
    if isinstance(outcome, httpx.Response):
        error = error_of(outcome.status_code, _json_or_none(outcome))
        error.request_id = outcome.headers.get("X-Request-Id")
        error.retry_after_seconds = _retry_after_seconds(outcome.headers.get("Retry-After", ""))
    else:
        error = NoResponse(_words_of(outcome), code="no_response")
    error.idempotency_key = call.headers.get("Idempotency-Key")
    return error


def _words_of(failure: httpx.RequestError) -> str:
    """Describe a failure without httpx's own words, which can quote a header."""
    if isinstance(failure, httpx.TimeoutException):
        return "No response in time."
    if isinstance(failure, _NOT_SENT):
        return "Cannot connect to the app. Is it running, and is the URL right?"
    return "The connection broke before the response was complete."


def _json_or_none(response: httpx.Response) -> object:
    try:
        found: object = response.json()
    except ValueError:
        return None
    return found


def _retry_after_seconds(text: str) -> float | None:
    if re.fullmatch("[0-9]{1,9}", text):
        return float(text)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _backoff_seconds(number: int) -> float:
    """Double each time; between half and all of it, so that clients do not come together."""
    longest = min(_MAX_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2 ** (number - 1))
    return random.uniform(longest / 2, longest)  # noqa: S311 - no secret
