"""Deliveries over HTTP: to the address that was checked, and with a time limit."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

import subscriptions.receiver
from shared.outgoing.http import NoResponseError
from shared.outgoing.look_ups import Resolve, resolve_by_system
from subscriptions.receiver import RefusedAddressError, Subscriber

Conversation = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

HEADERS = {"Content-Type": "application/json", "webhook-id": "1"}
BODY = b'{"events": []}'


@asynccontextmanager
async def serving(conversation: Conversation) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Serve on this machine; gives the port and the heads of the requests that came."""
    heads: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            heads.append(await reader.readuntil(b"\r\n\r\n"))
            await reader.readexactly(len(BODY))
            await conversation(reader, writer)
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], heads
    finally:
        server.close()


async def say_ok(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    await writer.drain()


async def redirect(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n")
    await writer.drain()


async def talk_for_ever(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def talk_nonsense(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"220 mail.example.com ESMTP\r\n\r\n")
    await writer.drain()


def resolving_to(*answers: list[str]) -> tuple[list[str], Resolve]:
    """Answer every look-up from a list; gives the hosts that were looked up, too."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        addresses = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        return addresses

    return asked, resolve


async def post(
    url: str, *, allows_private: bool = True, resolve: Resolve = resolve_by_system
) -> int:
    subscriber = Subscriber(allows_private=allows_private, resolve=resolve)
    return (await subscriber.post(url, HEADERS, BODY)).status


async def test_delivery_names_the_host_and_goes_to_the_address_it_was_looked_up_at() -> None:
    async with serving(say_ok) as (port, heads):
        # A second look-up would lead elsewhere.
        asked, resolve = resolving_to(["127.0.0.1"], ["169.254.169.254"])
        assert await post(f"http://hooks.internal:{port}/a%2Fb?c=d", resolve=resolve) == 200
    (head,) = heads
    assert asked == ["hooks.internal"]
    assert head.startswith(b"POST /a%2Fb?c=d HTTP/1.1\r\n")
    assert f"Host: hooks.internal:{port}\r\n".encode() in head
    assert b"webhook-id: 1\r\n" in head


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::ffff:127.0.0.1]"]
)
async def test_no_way_of_writing_this_machine_leads_to_it(host: str) -> None:
    async with serving(say_ok) as (port, heads):
        with pytest.raises((RefusedAddressError, NoResponseError)):
            await post(f"https://{host}:{port}/", allows_private=False)
    assert heads == []


@pytest.mark.parametrize("hidden", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "168.63.129.16"])
async def test_host_with_one_bad_address_among_good_ones_is_refused(hidden: str) -> None:
    _, resolve = resolving_to(["93.184.215.14", hidden])
    with pytest.raises(RefusedAddressError):
        await post("https://example.com/", allows_private=False, resolve=resolve)


async def test_redirect_is_an_answer_and_not_followed() -> None:
    async with serving(redirect) as (port, heads):
        assert await post(f"http://127.0.0.1:{port}/") == 302
    assert len(heads) == 1


async def test_endless_answer_is_left_at_its_head() -> None:
    async with serving(talk_for_ever) as (port, _):  # to read it to its end would raise
        assert await post(f"http://127.0.0.1:{port}/") == 200


async def test_response_has_its_headers() -> None:
    async with serving(redirect) as (port, _):
        subscriber = Subscriber(allows_private=True)
        response = await subscriber.post(f"http://127.0.0.1:{port}/", HEADERS, BODY)
        assert response.headers["location"]


@pytest.mark.parametrize("conversation", [say_nothing, talk_nonsense])
async def test_who_does_not_answer_properly_has_not_answered(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions.receiver, "DELIVERY_SECONDS", 1)
    async with serving(conversation) as (port, _):
        with pytest.raises(NoResponseError):
            await post(f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("host", ["no-such-host.invalid", f"{'x' * 64}.example.com"])
async def test_host_that_cannot_be_looked_up_does_not_answer(host: str) -> None:
    with pytest.raises(NoResponseError):
        await post(f"https://{host}/")


async def test_certificate_must_be_the_hosts() -> None:
    """The connection goes to an address; what is checked is still the name."""
    asked_for: list[str] = []

    async def see(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello = await reader.read(2_000)
        asked_for.append("hooks.internal" if b"hooks.internal" in hello else "none")
        writer.close()

    server = await asyncio.start_server(see, "127.0.0.1", 0)
    _, resolve = resolving_to(["127.0.0.1"])
    async with server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(NoResponseError):
            await post(f"https://hooks.internal:{port}/", resolve=resolve)
    assert asked_for == ["hooks.internal"]
