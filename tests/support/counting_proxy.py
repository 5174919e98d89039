"""A reverse proxy in front of Azurite that counts what passes: operations by kind, and bytes."""

import re
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO

import aiohttp
from aiohttp import web
from yarl import URL

from local.dev.azurite import Azurite

# A shared-key signature covers path and query, never the host (Storage REST reference,
# "Authorize with Shared Key"), so a request may take another door.
_HOP_BY_HOP = frozenset({"connection", "host", "keep-alive", "transfer-encoding"})
_MESSAGE_VERBS = {"POST": "put", "GET": "receive", "DELETE": "delete", "PUT": "update"}

_Note = Callable[[web.BaseRequest, bytes, bytes], None]


@dataclass
class Traffic:
    """
    What passed since the last reset; a transaction counts as one operation.

    Attributes
    ----------
    operations : Counter
        By kind, such as `table transaction Journal` or `queue put sms-dispatch`; receives that
        found nothing apart, as `queue empty receive …`.
    largest_request_bytes : int
        The largest body.
    """

    operations: Counter[str] = field(default_factory=Counter)
    largest_request_bytes: int = 0

    def reset(self) -> None:
        self.operations.clear()
        self.largest_request_bytes = 0

    def worked(self) -> Counter[str]:
        """All operations but the polls that found nothing."""
        polls = {kind for kind in self.operations if "empty receive" in kind}
        return Counter({kind: n for kind, n in self.operations.items() if kind not in polls})

    def note_table(self, request: web.BaseRequest, body: bytes, _answer: bytes) -> None:
        place = _place(request)
        name = re.split(r"[(/]", place)[0]
        kind = "transaction" if place == "$batch" else f"{request.method.lower()} {name}"
        self._note(f"table {kind}", body)

    def note_queue(self, request: web.BaseRequest, body: bytes, answer: bytes) -> None:
        queue, _, rest = _place(request).partition("/")
        verb = _MESSAGE_VERBS[request.method] if rest else f"{request.method.lower()} queue"
        if verb == "receive" and b"<MessageId>" not in answer:
            verb = "empty receive"
        self._note(f"queue {verb} {queue}", body)

    def _note(self, kind: str, body: bytes) -> None:
        self.operations[kind] += 1
        self.largest_request_bytes = max(self.largest_request_bytes, len(body))


@dataclass(frozen=True)
class CountedAzurite:
    """Azurite seen through the proxy."""

    azurite: Azurite
    traffic: Traffic


@asynccontextmanager
async def counting_proxy(azurite: Azurite) -> AsyncIterator[CountedAzurite]:
    """Put a proxy in front of Azurite's queues and tables; blobs go past it."""
    traffic = Traffic()
    async with AsyncExitStack() as stack:
        connector = aiohttp.TCPConnector(limit=0)
        session = aiohttp.ClientSession(connector=connector, auto_decompress=False)
        await stack.enter_async_context(session)
        queue_port = await _serve(stack, session, azurite.queue_port, note=traffic.note_queue)
        table_port = await _serve(stack, session, azurite.table_port, note=traffic.note_table)
        queues_and_tables = Azurite(azurite.blob_port, queue_port, table_port)
        yield CountedAzurite(queues_and_tables, traffic)


async def _serve(
    stack: AsyncExitStack, session: aiohttp.ClientSession, port: int, *, note: _Note
) -> int:
    async def forward(request: web.BaseRequest) -> web.StreamResponse:
        body = await request.content.read()  # past aiohttp's limit of 1 MiB
        try:
            answer, content = await _ask(session, request, port, body=body)
        except aiohttp.ClientConnectionError:  # whose text has the URL, and so numbers
            return _cut(request)
        note(request, body, content)
        return answer

    runner = web.ServerRunner(web.Server(forward, access_log=None), shutdown_timeout=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    own_port: int = runner.addresses[0][1]
    return own_port


def _cut(request: web.BaseRequest) -> web.Response:
    """End the connection, as Azurite did when it had kept it for long enough."""
    if request.transport:
        request.transport.abort()
    return web.Response(status=502)


async def _ask(
    session: aiohttp.ClientSession, request: web.BaseRequest, port: int, *, body: bytes
) -> tuple[web.Response, bytes]:
    headers = [(k, v) for k, v in request.headers.items() if k.lower() not in _HOP_BY_HOP]
    # Signed as they are: escapes in the path, and whether there is a content type.
    url = URL(f"http://127.0.0.1:{port}{request.raw_path}", encoded=True)
    async with session.request(
        request.method,
        url,
        headers=headers,
        data=BytesIO(body) if body else None,
        skip_auto_headers=("Content-Type",),
    ) as response:
        content = await response.read()
        kept = [(k, v) for k, v in response.headers.items() if k.lower() not in _HOP_BY_HOP]
        return web.Response(status=response.status, headers=kept, body=content), content


def _place(request: web.BaseRequest) -> str:
    """Give the path behind the account's name."""
    return request.path.split("/", 2)[-1]
