"""
Outgoing requests to ACS and to subscribers, and the sessions of all outgoing requests.

ACS is called without azure-core's pipeline, which costs twice the CPU (docs/adr/0014). Storage is
called by the official clients, on a session of this module (docs/adr/0027).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiohttp import ClientSession
    from yarl import URL

IDLE_SECONDS = 4.0
"""
How long a connection may lie idle and still be used.

A server closes idle ones too, Node after 5 seconds (`http.Server`, `keepAliveTimeout`). A busy
worker may not have seen that yet when it sends its next request, and cannot know its result.
"""

_CONNECTIONS_PER_SERVICE = 100
_DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers (whatever the case of their names) and body of a response."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class NoResponseError(Exception):
    """
    No complete response came; the text is the kind of error, without the URL, which shows keys.

    Attributes
    ----------
    may_have_left : bool
        The request may have reached the service. Only a connection that was never made proves
        that it did not; one that was cut off proves nothing.
    """

    def __init__(self, kind: str, *, may_have_left: bool) -> None:
        super().__init__(kind)
        self.may_have_left = may_have_left


class Connections:
    """
    Connections to one service, kept open; they belong to the event loop they were first used in.

    Parameters
    ----------
    url : str
        Any URL of the service; says whether a proxy lies before it.
    connect_seconds : float
        For the look-up of the host and the connection together.
    read_seconds : float
        The longest silence of the service.
    """

    def __init__(self, url: str, *, connect_seconds: float, read_seconds: float) -> None:
        self._url = url
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._session: ClientSession | None = None

    async def exchange(
        self, method: str, url: URL, headers: Mapping[str, str], *, body: bytes = b""
    ) -> Response:
        """
        Send a request once and read the response, whatever its status; redirects are not followed.

        Raises
        ------
        NoResponseError
            None came, or only a part of it.
        """
        from aiohttp import ClientError

        try:
            async with self._opened().request(
                method, url, headers=headers, data=body or None, allow_redirects=False
            ) as response:
                return Response(response.status, response.headers, await response.read())
        except (ClientError, TimeoutError) as error:
            may_have_left = not was_never_sent(error)
            raise NoResponseError(type(error).__name__, may_have_left=may_have_left) from None

    async def close(self) -> None:
        """Close the connections."""
        if self._session:
            await self._session.close()

    def _opened(self) -> ClientSession:
        if self._session is None:
            self._session = open_session(
                [self._url],
                connect_seconds=self._connect_seconds,
                read_seconds=self._read_seconds,
                limits_look_up=True,
            )
        return self._session


def open_session(
    urls: Sequence[str],
    *,
    connect_seconds: float,
    read_seconds: float,
    limits_look_up: bool = False,
) -> ClientSession:
    """
    Open a session for requests to some services; it belongs to the running event loop.

    Parameters
    ----------
    urls : sequence of str
        Any URL of each service; they say whether a proxy lies before it.
    read_seconds : float
        The longest silence of a service.
    limits_look_up : bool
        Whether `connect_seconds` hold for the look-up of the host and the wait for a free
        connection too; a look-up takes half a minute where no name server responds.
    """
    from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

    return ClientSession(
        connector=TCPConnector(
            limit=_CONNECTIONS_PER_SERVICE * len(urls),
            limit_per_host=_CONNECTIONS_PER_SERVICE,
            keepalive_timeout=IDLE_SECONDS,
        ),
        cookie_jar=DummyCookieJar(),
        headers={"User-Agent": "paloma"},
        # What is signed must be what is sent: no type that the caller has not given.
        skip_auto_headers=("Content-Type",),
        timeout=ClientTimeout(
            connect=connect_seconds if limits_look_up else None,
            sock_connect=connect_seconds,
            sock_read=read_seconds,
        ),
        trust_env=any(map(requires_proxy, urls)),
    )


def was_never_sent(error: BaseException | None) -> bool:
    """Tell whether an error of aiohttp proves that its request did not leave."""
    from aiohttp import ClientConnectorError, ConnectionTimeoutError

    return isinstance(error, ClientConnectorError | ConnectionTimeoutError)


def wait_asked_for(headers: Mapping[str, str], now: datetime) -> float | None:
    """
    Read how long a service asks to wait; not below 0, None if it does not.

    `retry-after-ms` and `x-ms-retry-after-ms` (Azure SDK guidelines) go before `Retry-After` (RFC
    9110, section 10.2.3), which is a count of seconds, here also a decimal one, or a date. A date
    counts from the `Date` of the response, whose clock it comes from.

    Parameters
    ----------
    headers : mapping
        Of a response, whatever the case of their names.
    """
    for name in ("retry-after-ms", "x-ms-retry-after-ms"):
        text = headers.get(name, "").strip()
        if _DECIMAL.fullmatch(text):
            return float(text) / 1000
    text = headers.get("Retry-After", "").strip()
    if _DECIMAL.fullmatch(text):
        return float(text)
    until = _moment(text)
    if until is None:
        return None
    return max(0.0, (until - (_moment(headers.get("Date", "")) or now)).total_seconds())


def _moment(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def requires_proxy(url: str) -> bool:
    """
    Tell whether the machine's settings want a proxy before this URL.

    Read once: aiohttp with `trust_env` would read it again in two threads for each request.
    """
    from yarl import URL

    place = URL(url)
    return place.scheme in getproxies() and not proxy_bypass(place.host or "")


async def post_to_address(
    address: str, url: URL, headers: Mapping[str, str], *, body: bytes, limit_seconds: float
) -> Response:
    """
    Post once to one address of a URL's host, on a connection of its own; gives status and headers.

    The address is not looked up again, redirects are not followed, and only the head of the
    response is read. The certificate must be the host's. A proxy is not used: it would look the
    host up itself.

    Raises
    ------
    NoResponseError
        None came in `limit_seconds`.
    """
    from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

    session = ClientSession(
        connector=TCPConnector(force_close=True),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=limit_seconds),
    )
    sent = {"User-Agent": "paloma", **headers, "Host": url.host_port_subcomponent or ""}
    try:
        async with (
            session,
            session.post(
                url.with_host(address),
                headers=sent,
                data=body,
                allow_redirects=False,
                server_hostname=url.raw_host if url.scheme == "https" else None,
            ) as response,
        ):
            return Response(response.status, response.headers, b"")
    except (ClientError, TimeoutError) as error:
        raise NoResponseError(type(error).__name__, may_have_left=True) from None
