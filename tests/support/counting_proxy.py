"""A relay in front of Azurite that counts what passes: operations by kind, and bytes."""

import asyncio
import re
import time
from asyncio import StreamReader, StreamWriter
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from local.dev.azurite import Azurite

_HEAD_END = b"\r\n\r\n"
_LENGTH = re.compile(rb"\r\nContent-Length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\nTransfer-Encoding: *chunked", re.IGNORECASE)
_MESSAGE_VERBS = {"POST": "put", "GET": "receive", "DELETE": "delete", "PUT": "update"}
_LONGEST_REST_SECONDS = 4.0
"""Azurite ends a connection that has rested for five."""


class _Message(NamedTuple):
    """A request or a response, as it came."""

    head: bytes
    body: bytes

    @property
    def method(self) -> str:
        return self.head.partition(b" ")[0].decode()

    @property
    def place(self) -> str:
        """The path behind the account's name."""
        path = self.head.split(b" ", 2)[1].partition(b"?")[0]
        return path.decode().split("/", 2)[-1]


_Note = Callable[[_Message, _Message], None]


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

    def note_table(self, request: _Message, _answer: _Message) -> None:
        name = re.split(r"[(/]", request.place)[0]
        is_transaction = request.place == "$batch"
        kind = "transaction" if is_transaction else f"{request.method.lower()} {name}"
        self._note(f"table {kind}", request)

    def note_queue(self, request: _Message, answer: _Message) -> None:
        queue, _, rest = request.place.partition("/")
        verb = _MESSAGE_VERBS[request.method] if rest else f"{request.method.lower()} queue"
        if verb == "receive" and b"<MessageId>" not in answer.body:
            verb = "empty receive"
        self._note(f"queue {verb} {queue}", request)

    def _note(self, kind: str, request: _Message) -> None:
        self.operations[kind] += 1
        self.largest_request_bytes = max(self.largest_request_bytes, len(request.body))


@dataclass(frozen=True)
class CountedAzurite:
    """Azurite seen through the proxy."""

    azurite: Azurite
    traffic: Traffic


@asynccontextmanager
async def counting_proxy(azurite: Azurite) -> AsyncIterator[CountedAzurite]:
    """Put a relay in front of Azurite's queues and tables; blobs go past it."""
    traffic = Traffic()
    async with AsyncExitStack() as stack:
        queue_port = await _serve(stack, _Relay(azurite.queue_port, traffic.note_queue))
        table_port = await _serve(stack, _Relay(azurite.table_port, traffic.note_table))
        queues_and_tables = Azurite(azurite.blob_port, queue_port, table_port)
        yield CountedAzurite(queues_and_tables, traffic)


async def _serve(stack: AsyncExitStack, relay: "_Relay") -> int:
    server = await asyncio.start_server(relay.start, "127.0.0.1", 0)
    stack.push_async_callback(relay.stop)
    stack.callback(server.close)
    own_port: int = server.sockets[0].getsockname()[1]
    return own_port


class _Relay:
    """
    Passes requests on, one after another on each connection, and their responses back.

    Bytes stay as they are. A shared-key signature covers path and query, never the host (Storage
    REST reference, "Authorize with Shared Key"), so a request may take another door.
    """

    def __init__(self, port: int, note: _Note) -> None:
        self._port = port
        self._note = note
        self._connections: set[asyncio.Task[None]] = set()

    def start(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve a connection."""
        task = asyncio.create_task(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def stop(self) -> None:
        """End all connections."""
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        azurite = _Azurite(self._port)
        try:
            while True:
                request = await _read_message(reader)
                answer = await azurite.ask(request)
                self._note(request, answer)
                writer.writelines(answer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass  # either side has gone: so does the other
        finally:
            azurite.close()
            writer.transport.abort()


class _Azurite:
    """A connection to Azurite, opened anew before it is too old."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[StreamReader, StreamWriter] | None = None
        self._used_at = 0.0

    async def ask(self, request: _Message) -> _Message:
        reader, writer = self._streams = self._usable() or await asyncio.open_connection(
            "127.0.0.1", self._port
        )
        writer.writelines(request)
        await writer.drain()
        answer = await _read_message(reader)
        self._used_at = time.monotonic()
        return answer

    def _usable(self) -> tuple[StreamReader, StreamWriter] | None:
        rested_seconds = time.monotonic() - self._used_at
        if self._streams and (self._streams[0].at_eof() or rested_seconds > _LONGEST_REST_SECONDS):
            self.close()
        return self._streams

    def close(self) -> None:
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None


async def _read_message(reader: StreamReader) -> _Message:
    """Read a whole message; `IncompleteReadError` at the end of a connection."""
    head = await reader.readuntil(_HEAD_END)
    if length := _LENGTH.search(head):
        return _Message(head, await reader.readexactly(int(length[1])))
    return _Message(head, await _read_chunks(reader) if _CHUNKED.search(head) else b"")


async def _read_chunks(reader: StreamReader) -> bytes:
    """Read a body with the lengths of its chunks in it."""
    pieces = []
    while True:
        line = await reader.readuntil(b"\r\n")
        length = int(line, 16)
        pieces += [line, await reader.readexactly(length + 2)]
        if not length:
            return b"".join(pieces)
