"""A small server in the place of a storage service: it answers from a script, or hangs up."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping


@dataclass(frozen=True)
class Reply:
    """What is answered."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


HANG_UP = Reply(0)
"""The request is read, and so may have been executed; then the connection breaks."""


@dataclass
class ScriptedStorage:
    """
    The server's address, and what it was asked.

    Attributes
    ----------
    script : list of Reply
        The answers to come; when there are no more, the last one again.
    requests : list of (method, path with query, body)
    """

    url: str = ""
    script: list[Reply] = field(default_factory=list)
    requests: list[tuple[str, str, bytes]] = field(default_factory=list)

    @property
    def methods(self) -> list[str]:
        return [method for method, _, _ in self.requests]

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.requests.append((request.method, request.raw_path, await request.read()))
        reply = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if reply is HANG_UP:
            assert request.transport
            request.transport.abort()
        return web.Response(
            status=reply.status or 200, headers=dict(reply.headers), body=reply.body
        )


@asynccontextmanager
async def scripted_storage(*script: Reply) -> AsyncIterator[ScriptedStorage]:
    """Serve both app of an account named `account` until the block ends."""
    storage = ScriptedStorage(script=list(script))
    runner = web.ServerRunner(web.Server(storage.answer, access_log=None), shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        storage.url = f"http://127.0.0.1:{runner.addresses[0][1]}/account"
        yield storage
    finally:
        await runner.cleanup()
