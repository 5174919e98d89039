"""
The boundary of the worker: every request that it makes to storage and ACS crosses here.

Nothing else leaves the process, so the moments before a request is handed on and before it is
answered are its await points, seen from outside. A watcher is called at both, and may
let the worker die, cut the connection, answer falsely, have the request carried out late, or wait.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Protocol

import aiohttp
from aiohttp import web
from yarl import URL

from local.dev.azurite import Azurite
from tests.campaign.crossings import Crossing, CrossingReader
from tests.campaign.request_faults import CutError, LateError, StatusError, error_response

# Shared-key signatures of storage leave the host out; that of ACS signs it, so it stays.
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})


class RequestPhase(StrEnum):
    """When a watcher is asked."""

    BEFORE = "before"  # nothing has left the worker
    AFTER = "after"  # it is done, and the worker does not know


class Watcher(Protocol):
    """A callback that is called for every request."""

    async def __call__(self, crossing: Crossing, moment: RequestPhase) -> None:
        """Look at a crossing; raises `CutError`, `StatusError` or, before it, `LateError`."""


@dataclass(frozen=True)
class _Outgoing:
    """A request as the service is to get it."""

    method: str
    url: URL
    headers: list[tuple[str, str]]
    body: bytes


class Boundary:
    """
    Hands requests on, and remembers which sends were ever announced in a queue.

    Attributes
    ----------
    storage_cuts : int
        While there are any, every request to storage breaks, also those under way.
    late_calls : list
        Calls to ACS that were carried out late, with the real seconds.
    """

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.storage_cuts = 0
        self.late_calls: list[tuple[Crossing, float]] = []
        self.watchers: list[Watcher] = []
        self._session = session
        self._reader = CrossingReader()
        self._late: set[asyncio.Task[None]] = set()

    @property
    def announced(self) -> Iterable[str]:
        """Ids of all sends that were ever named in a queue."""
        return self._reader.announced

    @property
    def late_count(self) -> int:
        """How many requests are still to be carried out, though their connections were cut."""
        return len(self._late)

    async def cross(self, request: web.BaseRequest, port: int, service: str) -> web.StreamResponse:
        outgoing = await _outgoing(request, port)
        crossing = self._reader.read(request, outgoing.body, service)
        try:
            return await self._cross(crossing, outgoing)
        except StatusError as error:
            return error_response(service, error.status)
        except LateError as error:
            self._carry_out_later(crossing, outgoing, error.seconds)
        except (CutError, aiohttp.ClientError):
            pass
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)

    async def close(self) -> None:
        """Give up what is late."""
        for task in self._late:
            task.cancel()
        await asyncio.gather(*self._late, return_exceptions=True)

    async def _cross(self, crossing: Crossing, outgoing: _Outgoing) -> web.Response:
        self._refuse_if_cut(crossing.service)
        await self._ask(crossing, RequestPhase.BEFORE)
        answer = await self._hand_on(outgoing)
        self._reader.remember(crossing, answer.body)
        await self._ask(crossing, RequestPhase.AFTER)
        self._refuse_if_cut(crossing.service)
        return answer

    def _carry_out_later(self, crossing: Crossing, outgoing: _Outgoing, seconds: float) -> None:
        if crossing.service == "acs":
            self.late_calls.append((crossing, seconds))

        async def carry_out() -> None:
            await asyncio.sleep(seconds)
            with suppress(aiohttp.ClientError):  # then it is never carried out
                self._reader.remember(crossing, (await self._hand_on(outgoing)).body)

        self._late.add(task := asyncio.create_task(carry_out()))
        task.add_done_callback(self._late.discard)

    def _refuse_if_cut(self, service: str) -> None:
        if self.storage_cuts and service != "acs":
            raise CutError

    async def _ask(self, crossing: Crossing, moment: RequestPhase) -> None:
        for watcher in () if crossing.is_poll else tuple(self.watchers):
            await watcher(crossing, moment)

    async def _hand_on(self, outgoing: _Outgoing) -> "_Answer":
        async with self._session.request(
            outgoing.method,
            outgoing.url,
            headers=outgoing.headers,
            data=BytesIO(outgoing.body) if outgoing.body else None,
            skip_auto_headers=("Content-Type",),
        ) as response:
            content = await response.read()
            return _Answer(
                status=response.status, headers=_forwarded(response.headers), body=content
            )


class _Answer(web.Response):
    body: bytes


async def _outgoing(request: web.BaseRequest, port: int) -> _Outgoing:
    url = URL(f"http://127.0.0.1:{port}{request.raw_path}", encoded=True)
    body = await request.content.read()
    return _Outgoing(request.method, url, _forwarded(request.headers), body)


def _forwarded(headers: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(k, v) for k, v in headers.items() if k.lower() not in _HOP_BY_HOP]


@dataclass(frozen=True)
class ProxyUrls:
    """The addresses of storage and ACS as the worker sees them."""

    boundary: Boundary
    storage: Azurite
    acs_url: str


@asynccontextmanager
async def start_boundary(azurite: Azurite, phones_port: int) -> AsyncIterator[ProxyUrls]:
    """Put a boundary in front of Azurite's queues and tables and in front of the simulator."""
    async with AsyncExitStack() as stack:
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=None)
        session = aiohttp.ClientSession(connector=connector, auto_decompress=False, timeout=timeout)
        boundary = Boundary(await stack.enter_async_context(session))
        stack.push_async_callback(boundary.close)
        queues = await _serve(stack, boundary, azurite.queue_port, "queue")
        tables = await _serve(stack, boundary, azurite.table_port, "table")
        acs = await _serve(stack, boundary, phones_port, "acs")
        storage = Azurite(azurite.blob_port, queues, tables)
        yield ProxyUrls(boundary, storage, f"http://127.0.0.1:{acs}")


async def _serve(stack: AsyncExitStack, boundary: Boundary, port: int, service: str) -> int:
    async def cross(request: web.BaseRequest) -> web.StreamResponse:
        return await boundary.cross(request, port, service)

    runner = web.ServerRunner(web.Server(cross, access_log=None), shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    own_port: int = runner.addresses[0][1]
    return own_port
