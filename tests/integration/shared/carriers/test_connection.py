"""The gateway's connection: what is known, and what is not, when it breaks."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import pytest

from shared.carriers.sending import SendError
from tests.integration.shared.carriers.calls import call
from tests.integration.shared.carriers.conftest import gateway_to

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def read_request(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    [length] = [int(line[15:]) for line in head.splitlines() if line.startswith(b"content-length:")]
    await reader.readexactly(length)


async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await read_request(reader)


async def hear_nothing(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    return


async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.transport.abort()


async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b'HTTP/1.1 202 Accepted\r\nContent-Length: 500\r\n\r\n{"value": [')


async def talk_nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"220 mail.example.com ESMTP\r\n\r\n")


@asynccontextmanager
async def serving(conversation: Conversation) -> AsyncIterator[str]:
    """Serve connections that end after the conversation."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await conversation(reader, writer)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(
    "conversation", [say_nothing, hear_nothing, reset, break_off, talk_nonsense]
)
async def test_call_is_doubtful_when_connection_was_made_and_ends_badly(
    conversation: Conversation, now: datetime
) -> None:
    async with serving(conversation) as url, gateway_to(url) as gateway:
        with pytest.raises(SendError) as raised:
            await gateway.send(call(now))

    assert (raised.value.provider_code, raised.value.may_have_left) == ("no_answer", True)
    assert raised.value.retryable
    assert url not in str(raised.value)


async def test_call_did_not_leave_when_connection_is_refused(now: datetime) -> None:
    async with serving(say_nothing) as url:
        pass  # no server listens there any more

    async with gateway_to(url) as gateway:
        with pytest.raises(SendError) as raised:
            await gateway.send(call(now))

    assert (raised.value.provider_code, raised.value.retryable) == ("not_connected", True)
    assert not raised.value.may_have_left


async def test_call_did_not_leave_when_no_name_server_responds(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def say_nothing_ever(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("aiohttp.resolver.ThreadedResolver.resolve", say_nothing_ever)
    monkeypatch.setattr("shared.carriers.acs.gateway._CONNECT_SECONDS", 0.05)

    async with gateway_to("http://localhost:1") as gateway:
        with pytest.raises(SendError) as raised:
            await gateway.send(call(now))

    assert (raised.value.provider_code, raised.value.may_have_left) == ("not_connected", False)
