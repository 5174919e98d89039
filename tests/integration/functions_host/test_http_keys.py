"""Keys, checked by a host that is started to check them."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from local.functions_host import Host, HostSettings, start_host
from local.functions_host.keys import HostKeys
from tests.unit.functions_host.apps import STORAGE, write_app

SOURCE = """
@app.route(route="open", auth_level=func.AuthLevel.ANONYMOUS)
async def open_to_all(req: func.HttpRequest) -> func.HttpResponse: return func.HttpResponse("")

@app.route(route="locked")
async def locked(req: func.HttpRequest) -> func.HttpResponse: return func.HttpResponse("")

@app.route(route="other")
async def other(req: func.HttpRequest) -> func.HttpResponse: return func.HttpResponse("")

@app.route(route="top", auth_level=func.AuthLevel.ADMIN)
async def top(req: func.HttpRequest) -> func.HttpResponse: return func.HttpResponse("")
"""
ENVIRONMENT = STORAGE | {"PALOMA_HOST_KEY": "host-wide"}


@pytest.fixture(scope="module")
async def host(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Host]:
    folder = write_app(tmp_path_factory.mktemp("app"), SOURCE)
    settings = HostSettings(folder, port=0, enable_auth=True, environment=ENVIRONMENT)
    async with start_host(settings) as host:
        yield host


@pytest.fixture
def keys(host: Host) -> HostKeys:
    assert host.keys is not None
    return host.keys


@pytest.fixture(scope="module")
async def client(host: Host) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(host.url) as session:
        yield session


async def test_each_level_takes_its_keys(client: aiohttp.ClientSession, keys: HostKeys) -> None:
    given = [
        "",
        "wrong",
        keys.functions["locked"],
        keys.functions["other"],
        "host-wide",
        keys.master,
    ]

    answers = {
        route: [
            (await client.get(f"/api/{route}", headers={"x-functions-key": key})).status
            for key in given
        ]
        for route in ("open", "locked", "top")
    }

    assert answers == {
        "open": [200, 200, 200, 200, 200, 200],
        "locked": [401, 401, 200, 401, 200, 200],
        "top": [401, 401, 401, 401, 401, 200],
    }


async def test_key_may_be_in_the_query(client: aiohttp.ClientSession) -> None:
    assert (await client.get("/api/locked?code=host-wide")).status == 200


async def test_header_wins_over_the_query(client: aiohttp.ClientSession) -> None:
    response = await client.get("/api/locked?code=host-wide", headers={"x-functions-key": "wrong"})

    assert response.status == 401


async def test_answer_is_an_empty_401_when_there_is_no_key(client: aiohttp.ClientSession) -> None:
    response = await client.get("/api/locked")

    assert response.status == 401
    assert await response.read() == b""


async def test_path_that_no_function_has_is_not_found_rather_than_locked(
    client: aiohttp.ClientSession,
) -> None:
    assert (await client.get("/api/absent")).status == 404


async def test_admin_routes_take_the_master_key_only(
    client: aiohttp.ClientSession, keys: HostKeys
) -> None:
    statuses = [
        (await client.get(f"/admin/host/status?code={key}")).status
        for key in ("", "host-wide", keys.master)
    ]

    assert statuses == [401, 401, 200]
