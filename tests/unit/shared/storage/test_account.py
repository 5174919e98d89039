"""The clients of an account: one session for all, endpoints and credentials of the settings."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from azure.data.tables.aio import TableClient
from azure.storage.queue.aio import QueueClient

from shared.storage.account import StorageAccount
from shared.storage.settings import StorageIdentity, StorageSettings, usable_connection_string
from shared.storage.transport import CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS
from shared.web.http import REQUEST_SECONDS, WEBHOOK_SECONDS
from tests.support.world import SETTINGS

KEY = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM="
IDENTITY = StorageIdentity("https://paloma.queue.example", "https://paloma.table.example", "client")


class FakeCredential:
    """Stands in for an identity, which only Azure has."""

    opened: list[tuple[str, dict[str, Any]]] = []  # noqa: RUF012 - one list for the class

    def __init__(self, kind: str, **options: Any) -> None:
        self.opened.append((kind, options))
        self.is_closed = False

    async def get_token(self, *scopes: str) -> None: ...

    async def close(self) -> None:
        self.opened.append(("closed", {}))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    FakeCredential.opened.clear()
    for kind in ("ManagedIdentityCredential", "DefaultAzureCredential"):
        monkeypatch.setattr(
            f"azure.identity.aio.{kind}",
            lambda kind=kind, **options: FakeCredential(kind, **options),
        )
    return FakeCredential.opened


@pytest.fixture
async def account() -> AsyncIterator[StorageAccount]:
    text = usable_connection_string(f"AccountName=paloma;AccountKey={KEY}")
    account = StorageAccount(StorageSettings(text))
    yield account
    await account.close()


def transport_of(client: TableClient | QueueClient) -> Any:
    return client._client._client._pipeline._transport


async def test_all_clients_share_one_session(account: StorageAccount) -> None:
    one, other, queue = account.table("One"), account.table("Other"), account.queue("queue")

    first = transport_of(one)
    assert first is transport_of(other)
    assert first is transport_of(queue)


async def test_request_ends_before_the_request_that_waits_for_it(account: StorageAccount) -> None:
    config = transport_of(account.table("Journal")).connection_config
    assert (config.timeout, config.read_timeout) == (CONNECT_SECONDS, READ_SECONDS)
    assert CONNECT_SECONDS < READ_SECONDS < TOTAL_SECONDS < REQUEST_SECONDS < WEBHOOK_SECONDS


async def test_idle_connections_are_used_for_four_seconds(account: StorageAccount) -> None:
    session = transport_of(account.queue("work")).session
    assert session.connector._keepalive_timeout == 4


async def test_clients_lead_to_the_endpoints_of_the_connection_string(
    account: StorageAccount,
) -> None:
    assert account.table("Journal").url == "https://paloma.table.core.windows.net"
    assert account.queue("work").url == "https://paloma.queue.core.windows.net/work"


async def test_account_that_was_never_used_is_closed_without_a_session() -> None:
    await StorageAccount(SETTINGS.storage).close()


@pytest.mark.parametrize(
    ("is_managed", "expected"),
    [
        (True, ("ManagedIdentityCredential", {"client_id": "client"})),
        (False, ("DefaultAzureCredential", {"managed_identity_client_id": "client"})),
    ],
)
async def test_one_credential_serves_all_clients_and_is_closed_with_them(
    opened: list[Any], expected: tuple[str, dict[str, str]], *, is_managed: bool
) -> None:
    identity = replace(IDENTITY, is_managed=is_managed)
    account = StorageAccount(StorageSettings("", identity))

    table, queue = account.table("Journal"), account.queue("work")
    account.table("Other")
    await account.close()

    assert opened == [expected, ("closed", {})]
    assert (table.url, queue.url) == (
        "https://paloma.table.example",
        "https://paloma.queue.example/work",
    )


async def test_proxy_is_asked_of_the_environment_once(
    account: StorageAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)

    transport = transport_of(account.table("Journal"))

    assert transport.session.trust_env


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
def test_request_log_of_the_clients_is_silent(level: int) -> None:
    logger = logging.getLogger("azure.core.pipeline.policies.http_logging_policy")
    logger.setLevel(logging.NOTSET)

    StorageAccount(SETTINGS.storage)

    assert not logger.isEnabledFor(level)
