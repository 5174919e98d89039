"""A simulator whose messages wait, and gateways to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from local.acs_simulator import SimulatorSettings, start_simulator
from shared.carriers.acs.gateway import AcsGateway
from shared.carriers.acs.settings import AcsSettings
from shared.runtime import utc_now

ACCESS_KEY = SimulatorSettings().access_key


@dataclass(frozen=True)
class Network:
    """A running simulator and hands to move it."""

    url: str
    session: aiohttp.ClientSession

    async def control(self, method: str, path: str, body: object = None) -> Any:
        url = f"{self.url}/_simulator/{path}"
        async with self.session.request(method, url, json=body) as response:
            assert response.status < 300, await response.text()
            return await response.json() if response.status != 204 else None

    async def fault(self, kind: str, **members: Any) -> None:
        await self.control("POST", "faults", {"kind": kind, **members})

    async def texts(self, person: str) -> list[str]:
        found = await self.control("GET", f"messages?number={person.lstrip('+')}")
        return [message["message"] for message in found["messages"]]

    async def requests(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.control("GET", "requests"))["requests"]
        return found


@asynccontextmanager
async def gateway_to(url: str, access_key: str = ACCESS_KEY) -> AsyncIterator[AcsGateway]:
    gateway = AcsGateway(AcsSettings(url, access_key), utc_now)
    yield gateway
    await gateway.close()


@pytest.fixture(scope="session")
async def simulated() -> AsyncIterator[Network]:
    settings = SimulatorSettings(port=0)
    async with start_simulator(settings) as simulator, aiohttp.ClientSession() as session:
        yield Network(simulator.url, session)


@pytest.fixture
async def network(simulated: Network) -> Network:
    await simulated.control("POST", "reset")
    return simulated


@pytest.fixture
async def gateway(network: Network) -> AsyncIterator[AcsGateway]:
    async with gateway_to(network.url) as gateway:
        yield gateway


@pytest.fixture
def now() -> datetime:
    """The real time: the simulator refuses signatures of another day."""
    return datetime.now(UTC)
