"""Tokens: asked for once, renewed in time, never shown in the clear."""

import asyncio
import time
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import AzureError, ClientAuthenticationError

from shared.outgoing import identity
from shared.outgoing.identity import Identity, NoTokenError, TimelyCredential, open_credential
from shared.web.http import REQUEST_SECONDS

TABLES = "https://paloma.table.core.windows.net"
SCOPE = "https://storage.azure.com/.default"
OTHER = "https://communication.azure.com//.default"


class FakeCredential:
    """Stands in for the identity of a machine, which only Azure has."""

    def __init__(self) -> None:
        self.lifetimes_seconds = [3600.0]
        self.scopes: list[str] = []
        self.error: Exception | None = None

    async def get_token(self, scope: str) -> AccessToken:
        if self.error:
            raise self.error
        self.scopes.append(scope)
        lifetime = self.lifetimes_seconds[min(len(self.scopes), len(self.lifetimes_seconds)) - 1]
        return AccessToken(f"token {len(self.scopes)}", int(time.time() + lifetime))


@pytest.fixture
def credential(monkeypatch: pytest.MonkeyPatch) -> FakeCredential:
    credential = FakeCredential()

    def make(*, client_id: str | None) -> Any:
        assert client_id is None, "an empty id is the system's own identity"
        return credential

    monkeypatch.setattr("azure.identity.aio.ManagedIdentityCredential", make)
    return credential


async def test_token_is_asked_for_once_for_each_scope(credential: FakeCredential) -> None:
    asked = Identity("")
    for scope in (SCOPE, OTHER, SCOPE, OTHER):
        await asked.authorization(TABLES, scope)
    assert await asked.authorization(TABLES, SCOPE) == "Bearer token 1"
    assert credential.scopes == [SCOPE, OTHER]


async def test_token_is_renewed_when_it_ends_within_five_minutes(
    credential: FakeCredential,
) -> None:
    credential.lifetimes_seconds = [299, 310]
    asked = Identity("")
    answers = [await asked.authorization(TABLES, SCOPE) for _ in range(3)]
    assert answers == ["Bearer token 1", "Bearer token 2", "Bearer token 2"]


async def test_token_is_refused_when_the_url_would_show_it(credential: FakeCredential) -> None:
    with pytest.raises(NoTokenError, match="https"):
        await Identity("").authorization("http://paloma.example", SCOPE)
    assert credential.scopes == []


async def test_error_names_its_kind_alone_when_there_is_no_token(
    credential: FakeCredential,
) -> None:
    credential.error = ClientAuthenticationError(message="secret words")
    with pytest.raises(NoTokenError) as caught:
        await Identity("").authorization(TABLES, SCOPE)
    assert str(caught.value) == "ClientAuthenticationError"


class StuckCredential(FakeCredential):
    """Gives no token before it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.is_free = asyncio.Event()

    @classmethod
    def made(cls, **_: object) -> "StuckCredential":
        return cls()

    async def get_token(self, scope: str) -> AccessToken:
        token = await super().get_token(scope)
        await self.is_free.wait()
        return token


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> StuckCredential:
    stuck = StuckCredential()
    monkeypatch.setattr("azure.identity.aio.ManagedIdentityCredential", lambda **_: stuck)
    return stuck


async def test_identity_that_is_stuck_gives_no_token_in_time(
    stuck: StuckCredential, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert identity.TOKEN_SECONDS < REQUEST_SECONDS
    monkeypatch.setattr(identity, "TOKEN_SECONDS", 0.02)
    asked = Identity("")
    with pytest.raises(NoTokenError, match="TimeoutError"):
        await asked.authorization(TABLES, SCOPE)
    stuck.is_free.set()
    assert await asked.authorization(TABLES, SCOPE) == "Bearer token 2"


async def test_concurrent_callers_share_a_request_for_a_token(stuck: StuckCredential) -> None:
    asked = Identity("")
    callers = [asyncio.create_task(asked.authorization(TABLES, SCOPE)) for _ in range(30)]
    await asyncio.sleep(0)
    callers[0].cancel()
    stuck.is_free.set()
    assert await asyncio.gather(*callers[1:]) == ["Bearer token 1"] * 29
    assert stuck.scopes == [SCOPE]


async def test_storage_gets_an_error_when_its_token_does_not_come_in_time(
    stuck: StuckCredential,
) -> None:
    timely = TimelyCredential(stuck, 0.02)  # type: ignore[arg-type]
    with pytest.raises(AzureError, match="no token in time"):
        await timely.get_token(SCOPE)
    stuck.is_free.set()
    assert (await timely.get_token(SCOPE)).token == "token 2"


@pytest.mark.parametrize("is_managed", [True, False])
@pytest.mark.usefixtures("stuck")
async def test_credential_of_storage_has_a_limit(
    monkeypatch: pytest.MonkeyPatch, *, is_managed: bool
) -> None:
    monkeypatch.setattr("azure.identity.aio.DefaultAzureCredential", StuckCredential.made)
    monkeypatch.setattr(identity, "TOKEN_SECONDS" if is_managed else "CHAIN_SECONDS", 0.02)
    credential = open_credential("", is_managed=is_managed)
    with pytest.raises(AzureError, match="no token in time"):
        await credential.get_token(SCOPE)
