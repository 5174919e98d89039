"""Tokens: asked for once, renewed in time, used while they are valid, never shown in the clear."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from azure.core.credentials import AccessToken
from azure.core.exceptions import AzureError, ClientAuthenticationError

from shared.log import minute_log
from shared.outgoing import identity
from shared.outgoing.identity import Identity, NoTokenError, TimelyCredential, open_credential
from shared.web.http import REQUEST_SECONDS
from tests.support.log_privacy import logged_events

TABLES = "https://paloma.table.core.windows.net"
SCOPE = "https://storage.azure.com/.default"
OTHER = "https://communication.azure.com//.default"


class FakeCredential:
    """Stands in for the identity of a machine, which only Azure has."""

    def __init__(self) -> None:
        self.lifetimes_seconds = [3600.0]
        self.scopes: list[str] = []
        self.error: Exception | None = None

    async def get_token(self, scope: str, **_: object) -> AccessToken:
        if self.error:
            raise self.error
        self.scopes.append(scope)
        lifetime = self.lifetimes_seconds[min(len(self.scopes), len(self.lifetimes_seconds)) - 1]
        return AccessToken(f"token {len(self.scopes)}", int(time.time() + lifetime))

    async def close(self) -> None:
        return


class FailingCredential(FakeCredential):
    """Gives one token."""

    async def get_token(self, scope: str, **_: object) -> AccessToken:
        token = await super().get_token(scope)
        if len(self.scopes) > 1:
            raise ClientAuthenticationError
        return token


async def until(condition: Callable[[], bool]) -> None:
    """Let other tasks run until something is so."""
    for _ in range(100):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError


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
    answers = [await asked.authorization(TABLES, SCOPE) for _ in range(2)]
    await until(lambda: len(credential.scopes) == 2)
    answers += [await asked.authorization(TABLES, SCOPE) for _ in range(2)]
    assert answers == ["Bearer token 1"] * 2 + ["Bearer token 2"] * 2
    assert len(credential.scopes) == 2


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

    async def get_token(self, scope: str, **_: object) -> AccessToken:
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


class Aging:
    """A credential whose first token ends in 200 seconds, and the time."""

    def __init__(self, inner: FakeCredential) -> None:
        self.inner = inner
        self.inner.lifetimes_seconds = [200, 3600]
        self.time = time.time()
        self.timely = TimelyCredential(inner, 5, lambda: self.time)  # type: ignore[arg-type]

    async def token(self) -> str:
        return (await self.timely.get_token(SCOPE)).token


async def test_old_token_is_used_while_it_is_valid_if_renewing_fails(
    caplog: pytest.LogCaptureFixture,
) -> None:
    minute_log.clear()
    aging = Aging(FakeCredential())
    first = await aging.token()
    aging.inner.error = ClientAuthenticationError(message="secret words")
    with caplog.at_level(logging.WARNING, "paloma"):
        assert [await aging.token() for _ in range(20)] == [first] * 20
        await until(lambda: bool(caplog.messages))
    [line] = logged_events(caplog.messages, "token_renewal_failed")
    assert (line["audience"], line["reason"]) == ("storage.azure.com", "ClientAuthenticationError")
    assert 190 < line["validSeconds"] <= 200

    aging.time += 171
    with pytest.raises(ClientAuthenticationError):
        await aging.token()
    aging.inner.error = None
    assert await aging.token() == "token 2"


async def test_callers_do_not_wait_for_a_renewal_that_hangs() -> None:
    aging = Aging(stuck := StuckCredential())
    stuck.is_free.set()
    first = await aging.token()
    stuck.is_free.clear()
    assert [await aging.token() for _ in range(20)] == [first] * 20
    await until(lambda: len(stuck.scopes) == 2)
    assert await aging.token() == first
    stuck.is_free.set()
    await until(lambda: not aging.timely._requests._running)
    assert await aging.token() == "token 2"


async def test_renewal_that_failed_is_repeated_after_half_a_minute_and_not_by_each_caller() -> None:
    aging = Aging(FailingCredential())
    await aging.token()
    attempts = []
    for _ in range(4):
        for _ in range(50):
            await aging.token()
            await asyncio.sleep(0)
        attempts.append(len(aging.inner.scopes))
        aging.time += 16
    assert attempts == [2, 2, 3, 3]


async def test_renewal_is_logged_as_failed_when_the_client_gives_the_old_token_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Microsoft's client swallows the errors of a token endpoint while its token is valid."""
    minute_log.clear()
    aging = Aging(FakeCredential())
    aging.inner.lifetimes_seconds = [200, 200]
    with caplog.at_level(logging.WARNING, "paloma"):
        await aging.token()
        await aging.token()
        await until(lambda: bool(caplog.messages))
    [line] = logged_events(caplog.messages, "token_renewal_failed")
    assert line["reason"] == "same_token"


async def test_token_that_a_service_asks_for_by_claims_is_not_the_kept_one() -> None:
    aging = Aging(FakeCredential())
    await aging.token()
    assert (await aging.timely.get_token(SCOPE, claims="{}")).token == "token 2"


async def test_closed_credential_ends_its_renewals() -> None:
    aging = Aging(stuck := StuckCredential())
    stuck.is_free.set()
    await aging.token()
    stuck.is_free.clear()
    await aging.token()
    await until(lambda: len(stuck.scopes) == 2)
    await aging.timely.close()
    stuck.is_free.set()
    await until(lambda: not aging.timely._requests._running)
    assert all(renewal.done() for _, renewal in aging.timely._renewals.values())
