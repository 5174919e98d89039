"""Fixtures of the host's integration tests."""

import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from local.dev.azurite import Azurite
from local.functions_host import Host, HostSettings, start_host
from tests.integration.functions_host.http_app import ENVIRONMENT, SOURCE
from tests.integration.functions_host.queues import Queues, new_queues
from tests.unit.functions_host.apps import write_app


@pytest.fixture(scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Host]:
    folder = write_app(tmp_path_factory.mktemp("app"), SOURCE)
    async with start_host(HostSettings(folder, port=0, environment=ENVIRONMENT)) as host:
        yield host


@pytest.fixture(scope="module")
async def client(host: Host) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(host.url) as session:
        yield session


@pytest.fixture
def seen() -> list[Any]:
    seen: list[Any] = sys.modules["function_app"].seen
    seen.clear()
    return seen


@pytest.fixture
async def queues(azurite: Azurite) -> AsyncIterator[Queues]:
    """A queue of the test's own."""
    async with new_queues(azurite.connection_string) as queues:
        yield queues
