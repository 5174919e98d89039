"""
The boundary of the worker: every request that it makes to storage and ACS crosses here.

Nothing else leaves the process, so the moments before a request is handed on and before it is
answered are its await points, seen from outside. Whoever watches is asked at both, and may
let the worker die, cut the connection, or wait.
"""

import base64
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from typing import Protocol
from urllib.parse import unquote

import aiohttp
from aiohttp import web
from yarl import URL

from local.dev.azurite import Azurite

# Shared-key signatures of storage leave the host out; that of ACS signs it, so it stays.
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding"})
_MESSAGE_VERBS = {"POST": "put", "GET": "receive", "DELETE": "delete", "PUT": "update"}
_MESSAGE = re.compile(r"<MessageId>([^<]+)</MessageId>.*?<MessageText>([^<]*)<", re.DOTALL)
_MESSAGE_ID = re.compile(rb"<MessageId>([^<]+)<")
_TEXT = re.compile(r"<MessageText>([^<]*)<")
_SEND_ID = re.compile(r'"([0-9a-z]{30,80})"')


class Moment(StrEnum):
    """When a watcher is asked."""

    BEFORE = "before"  # nothing has left the worker
    AFTER = "after"  # it is done, and the worker does not know


class CutError(Exception):
    """Raised by a watcher: the connection breaks here."""


@dataclass(frozen=True)
class Crossing:
    """
    A request of the worker.

    Attributes
    ----------
    label : str
        Such as `table transaction Journal`, `queue put sms-dispatch` or `acs send`.
    text : str
        Everything it says that can be read: path, body, and the text of the queue message.
    """

    label: str
    text: str

    def concerns(self, own_number: str) -> bool:
        """Whether it speaks of an own number, plainly or in a send's id."""
        packed = base64.b32encode(own_number.encode()).decode().rstrip("=").lower()
        return own_number.lstrip("+") in self.text or packed in self.text


class Watcher(Protocol):
    """Whoever is asked."""

    async def __call__(self, crossing: Crossing, moment: Moment) -> None:
        """Look at a crossing; raises `CutError` to break it."""


class Boundary:
    """
    Hands requests on, and remembers which sends were ever announced in a queue.

    Attributes
    ----------
    storage_cuts : int
        While there are any, every request to storage breaks, also those under way.
    """

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.announced: dict[str, None] = {}
        self.storage_cuts = 0
        self.watchers: list[Watcher] = []
        self._session = session
        self._texts: dict[str, str] = {}

    async def cross(self, request: web.BaseRequest, port: int, service: str) -> web.StreamResponse:
        body = await request.content.read()
        crossing = self._crossing(request, body, service)
        is_poll = "receive" in crossing.label
        try:
            self._refuse_if_cut(service)
            if not is_poll:
                await self._ask(crossing, Moment.BEFORE)
            answer = await self._hand_on(request, port, body)
            if is_poll:
                self._remember(answer.body)
            else:
                self._remember_put(crossing, answer.body)
                await self._ask(crossing, Moment.AFTER)
            self._refuse_if_cut(service)
        except (CutError, aiohttp.ClientError):
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=503)
        return answer

    def _refuse_if_cut(self, service: str) -> None:
        if self.storage_cuts and service != "acs":
            raise CutError

    async def _ask(self, crossing: Crossing, moment: Moment) -> None:
        for watcher in tuple(self.watchers):
            await watcher(crossing, moment)

    def _crossing(self, request: web.BaseRequest, body: bytes, service: str) -> Crossing:
        text = f"{unquote(request.raw_path)} {body.decode(errors='replace')}"
        if service == "acs":
            return Crossing("acs send", text)
        place = request.path.split("/", 2)[-1]
        if service == "table":
            return Crossing(f"table {_table_verb(request.method, place, text)}", text)
        queue, _, rest = place.partition("/")
        verb = _MESSAGE_VERBS[request.method] if rest else f"{request.method.lower()} queue"
        for encoded in _TEXT.findall(text):
            text += f" {_decoded(encoded)}"
        self.announced |= dict.fromkeys(_SEND_ID.findall(text))
        text += self._texts.get(rest.removeprefix("messages/"), "")
        return Crossing(f"queue {verb} {queue}", text)

    def _remember(self, answer: bytes) -> None:
        for message_id, encoded in _MESSAGE.findall(answer.decode(errors="replace")):
            self._texts[message_id] = _decoded(encoded)

    def _remember_put(self, crossing: Crossing, answer: bytes) -> None:
        if crossing.label.startswith("queue put") and (found := _MESSAGE_ID.search(answer)):
            self._texts[found[1].decode()] = crossing.text

    async def _hand_on(self, request: web.BaseRequest, port: int, body: bytes) -> "_Answer":
        headers = [(k, v) for k, v in request.headers.items() if k.lower() not in _HOP_BY_HOP]
        async with self._session.request(
            request.method,
            URL(f"http://127.0.0.1:{port}{request.raw_path}", encoded=True),
            headers=headers,
            data=BytesIO(body) if body else None,
            skip_auto_headers=("Content-Type",),
        ) as response:
            content = await response.read()
            kept = [(k, v) for k, v in response.headers.items() if k.lower() not in _HOP_BY_HOP]
            return _Answer(status=response.status, headers=kept, body=content)


class _Answer(web.Response):
    body: bytes


def _table_verb(method: str, place: str, text: str) -> str:
    if place == "$batch":
        named = re.search(r"/devstoreaccount1/(\w+)[( ]", text)
        return f"transaction {named[1] if named else '?'}"
    return f"{method.lower()} {re.split(r'[(/]', place)[0]}"


def _decoded(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode(errors="replace")
    except ValueError:
        return ""


@dataclass(frozen=True)
class Doors:
    """Where the worker is told that storage and ACS are."""

    boundary: Boundary
    storage: Azurite
    acs_url: str


@asynccontextmanager
async def boundary_before(azurite: Azurite, phones_port: int) -> AsyncIterator[Doors]:
    """Put a boundary in front of Azurite's queues and tables and in front of the simulator."""
    async with AsyncExitStack() as stack:
        connector = aiohttp.TCPConnector(limit=0)
        timeout = aiohttp.ClientTimeout(total=None)
        session = aiohttp.ClientSession(connector=connector, auto_decompress=False, timeout=timeout)
        boundary = Boundary(await stack.enter_async_context(session))
        queues = await _serve(stack, boundary, azurite.queue_port, "queue")
        tables = await _serve(stack, boundary, azurite.table_port, "table")
        acs = await _serve(stack, boundary, phones_port, "acs")
        storage = Azurite(azurite.blob_port, queues, tables)
        yield Doors(boundary, storage, f"http://127.0.0.1:{acs}")


async def _serve(stack: AsyncExitStack, boundary: Boundary, port: int, service: str) -> int:
    async def cross(request: web.BaseRequest) -> web.StreamResponse:
        return await boundary.cross(request, port, service)

    runner = web.ServerRunner(web.Server(cross, access_log=None), shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    own_port: int = runner.addresses[0][1]
    return own_port
