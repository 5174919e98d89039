"""The gateway with the app's identity: its token goes along, by https alone."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from azure.core.credentials import AccessToken
from azure.core.exceptions import ClientAuthenticationError

from send_sms.dispatching.submission import FRESH
from shared.carriers.acs.gateway import _TOKEN_SECONDS, AcsGateway
from shared.carriers.acs.settings import AcsSettings
from shared.carriers.sending import Outcome, OutcomeKind, SendError
from shared.runtime import utc_now
from tests.integration.shared.carriers.calls import FIRST, call
from tests.integration.shared.carriers.conftest import gateway_to
from tests.integration.shared.carriers.test_connection import serving
from tests.support.managed_identity import make_certificate


class FakeCredential:
    """Stands in for the identity of a machine, which only Azure has."""

    def __init__(self, *, client_id: str | None) -> None:
        self.client_id = client_id

    async def get_token(self, *scopes: str, **_options: Any) -> AccessToken:
        return AccessToken(f"token of {self.client_id} for {scopes[0]}", 4_102_444_800)

    async def close(self) -> None:
        return


class SlowCredential(FakeCredential):
    async def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        await asyncio.sleep(0.05)
        return await super().get_token(*scopes, **options)


class BrokenCredential(FakeCredential):
    async def get_token(self, *scopes: str, **_options: Any) -> AccessToken:
        raise ClientAuthenticationError(message=f"no identity here for {scopes[0]}")


@asynccontextmanager
async def identity_gateway(url: str) -> AsyncIterator[AcsGateway]:
    settings = AcsSettings(url, "", identity_client_id="our-identity")
    gateway = AcsGateway(settings, utc_now)
    yield gateway
    await gateway.close()


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate for this machine's own address, and its key."""
    return make_certificate(tmp_path)


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The same, trusted by the gateway."""
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    # aiohttp makes its context of trusted certificates when it is imported.
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    return certificate


@asynccontextmanager
async def secure_server(
    certificate: tuple[Path, Path], heard: list[web.Request]
) -> AsyncIterator[str]:
    """Serve ACS's answer by https."""

    async def accept(request: web.Request) -> web.Response:
        heard.append(request)
        item = {"to": FIRST, "messageId": "Outgoing_1", "httpStatusCode": 202, "successful": True}
        return web.json_response({"value": [item]}, status=202)

    application = web.Application()
    application.router.add_post("/sms", accept)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def test_token_goes_along_and_no_signature_when_identity_is_used(
    trusted: tuple[Path, Path], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("azure.identity.aio.ManagedIdentityCredential", FakeCredential)
    heard: list[web.Request] = []

    async with secure_server(trusted, heard) as url, identity_gateway(url) as gateway:
        outcomes = await gateway.send(call(now, FIRST))

    assert outcomes == (Outcome(OutcomeKind.SENT, provider_message_id="Outgoing_1"),)
    [request] = heard
    scope = "https://communication.azure.com//.default"
    assert request.headers["Authorization"] == f"Bearer token of our-identity for {scope}"
    assert "x-ms-content-sha256" not in request.headers


async def test_call_did_not_leave_when_certificate_is_not_trusted(
    certificate: tuple[Path, Path], now: datetime
) -> None:
    heard: list[web.Request] = []

    async with secure_server(certificate, heard) as url, gateway_to(url) as gateway:
        with pytest.raises(SendError) as raised:
            await gateway.send(call(now, FIRST))

    assert (raised.value.provider_code, raised.value.may_have_left) == ("not_connected", False)
    assert heard == []


async def test_call_did_not_leave_when_there_is_no_token(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("azure.identity.aio.ManagedIdentityCredential", BrokenCredential)

    async with identity_gateway("https://localhost:1") as gateway:
        with pytest.raises(SendError) as raised:
            await gateway.send(call(now))

    assert (raised.value.provider_code, raised.value.retryable) == ("no_token", True)
    assert not raised.value.may_have_left


async def test_call_does_not_leave_when_its_token_came_late(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its checks are old by then; the next call finds the token."""
    assert FRESH.total_seconds() >= _TOKEN_SECONDS
    monkeypatch.setattr("azure.identity.aio.ManagedIdentityCredential", SlowCredential)
    monkeypatch.setattr("shared.carriers.acs.gateway._TOKEN_SECONDS", 0.01)

    async with identity_gateway("https://localhost:1") as gateway:
        codes = []
        for _ in range(2):
            with pytest.raises(SendError) as raised:
                await gateway.send(call(now))
            codes.append(
                (raised.value.provider_code, raised.value.may_have_left, raised.value.refusal)
            )

    assert codes == [("token_late", False, ""), ("not_connected", False, "")]


class AgingCredential(FakeCredential):
    """Gives a token that ends in three minutes, and then none."""

    given: AccessToken | None = None

    async def get_token(self, *_scopes: str, **_options: Any) -> AccessToken:
        if self.given:
            await asyncio.Event().wait()
        self.given = AccessToken("old token", int(utc_now().timestamp()) + 180)
        return self.given


async def test_call_leaves_at_once_with_the_old_token_while_renewing_it_hangs(
    trusted: tuple[Path, Path], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("azure.identity.aio.ManagedIdentityCredential", AgingCredential)
    monkeypatch.setattr("shared.outgoing.identity.TOKEN_SECONDS", 0.3)
    monkeypatch.setattr("shared.carriers.acs.gateway._TOKEN_SECONDS", 0.2)
    heard: list[web.Request] = []

    async with secure_server(trusted, heard) as url, identity_gateway(url) as gateway:
        for _ in range(3):
            await gateway.send(call(now, FIRST))

    assert [one.headers["Authorization"] for one in heard] == ["Bearer old token"] * 3


async def test_token_is_never_sent_in_the_clear_when_endpoint_is_http(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("azure.identity.aio.ManagedIdentityCredential", FakeCredential)
    connections: list[asyncio.StreamReader] = []

    async def count(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        connections.append(reader)

    async with serving(count) as url, identity_gateway(url) as gateway:
        with pytest.raises(SendError) as raised:
            await gateway.send(call(now))

    assert (raised.value.provider_code, raised.value.may_have_left) == ("no_token", False)
    assert connections == []
