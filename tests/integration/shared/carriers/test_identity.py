"""The way of a managed identity, as it is in Azure: token endpoint, gateway, HTTPS, simulator."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from shared.carriers.acs.gateway import AcsGateway
from shared.carriers.acs.settings import AcsSettings, read_acs_settings
from shared.carriers.sending import SenderRefusedError
from shared.runtime import utc_now
from tests.integration.shared.carriers.calls import FIRST, call
from tests.integration.shared.carriers.conftest import Network
from tests.support.managed_identity import TokenEndpoint, make_certificate, token_endpoint


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def by_https(url: str, certificate: Path, key: Path) -> AsyncIterator[str]:
    """Put HTTPS in front of a server, as Azure has it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        place = urlsplit(url)
        inner, outer = await asyncio.open_connection(place.hostname, place.port)
        await asyncio.gather(pass_on(reader, outer), pass_on(inner, writer))

    server = await asyncio.start_server(connect, "127.0.0.1", 0, ssl=context)
    try:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@pytest.fixture
async def tokens(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TokenEndpoint]:
    async with token_endpoint() as endpoint:
        for name, value in endpoint.environment.items():
            monkeypatch.setenv(name, value)
        yield endpoint


@asynccontextmanager
async def identity_gateway(
    network: Network, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AcsGateway]:
    certificate, key = make_certificate(folder)
    trusting = ssl.create_default_context(cafile=str(certificate))
    # aiohttp makes its context of trusted certificates when it is imported.
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    async with by_https(network.url, certificate, key) as url:
        settings: AcsSettings = read_acs_settings({"ACS_ENDPOINT": f"{url}/"})
        gateway = AcsGateway(settings, utc_now)
        yield gateway
        await gateway.close()


async def test_message_of_an_app_with_an_identity_arrives(
    network: Network,
    tokens: TokenEndpoint,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with identity_gateway(network, tmp_path, monkeypatch) as gateway:
        [outcome] = await gateway.send(call(now, FIRST))

    assert outcome
    assert outcome.kind == "sent"
    assert await network.texts(FIRST) == ["Grüße"]
    assert [one["resource"] for one in tokens.asked] == ["https://communication.azure.com/"]


async def test_token_for_another_service_refuses_the_sender(
    network: Network,
    tokens: TokenEndpoint,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens.audience = "https://storage.azure.com"
    async with identity_gateway(network, tmp_path, monkeypatch) as gateway:
        with pytest.raises(SenderRefusedError) as raised:
            await gateway.send(call(now, FIRST))

    assert raised.value.refusal == "401"
    assert await network.texts(FIRST) == []
