"""HTTP answers as a client sees them, and the host's own routes."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from local.functions_host import HostSettings, start_host
from tests.integration.functions_host.http_app import ENVIRONMENT, SOURCE
from tests.unit.functions_host.apps import until, write_app


async def test_response_passes_through(client: aiohttp.ClientSession) -> None:
    response = await client.get("/api/only-get")

    assert response.status == 203
    assert response.headers["X-One"] == "1"
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert await response.text() == "got"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/absent"),
        ("GET", "/absent"),
        ("GET", "/admin/absent"),
        ("GET", "/admin/functions/yearly"),
        ("POST", "/api/only-get"),
        ("HEAD", "/api/only-get"),
        ("OPTIONS", "/api/only-get"),
        ("POST", "/"),
    ],
)
async def test_answer_is_an_empty_404_when_no_function_takes_path_and_method(
    client: aiohttp.ClientSession, method: str, path: str
) -> None:
    response = await client.request(method, path)

    assert response.status == 404
    assert await response.read() == b""


@pytest.mark.parametrize("path", ["raises", "nothing", "mapping", "plain-request"])
async def test_answer_is_an_empty_500_when_the_handler_fails(
    client: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    response = await client.get(f"/api/{path}")

    assert response.status == 500
    assert await response.read() == b""
    name = path.replace("-", "_")
    assert f"Executed 'Functions.{name}' (Failed)" in caplog.text


async def test_home_page_is_answered_at_the_root(client: aiohttp.ClientSession) -> None:
    response = await client.get("/")

    assert response.status == 200
    assert response.content_type == "text/html"


async def test_status_says_that_the_host_runs(client: aiohttp.ClientSession) -> None:
    response = await client.get("/admin/host/status")

    assert (await response.json())["state"] == "Running"


async def test_every_request_counts_as_an_administrators_when_keys_are_not_checked(
    client: aiohttp.ClientSession,
) -> None:
    response = await client.get("/api/only-get", headers={"x-functions-key": "wrong"})

    assert response.status == 203


async def test_timer_can_be_run_by_hand(client: aiohttp.ClientSession, seen: list[Any]) -> None:
    response = await client.post("/admin/functions/Yearly", json={"input": ""})

    assert response.status == 202
    await until(lambda: seen == [False])


async def test_queue_function_can_be_run_by_hand(
    client: aiohttp.ClientSession, seen: list[Any]
) -> None:
    response = await client.post("/admin/functions/by_hand", json={"input": '{"id": "7"}'})

    assert response.status == 202
    await until(lambda: seen == [("7", {"id": "7"})])


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [("absent", b"{}", 404), ("echo", b"{}", 404), ("yearly", b"", 400), ("yearly", b"[]", 400)],
)
async def test_run_by_hand_is_refused(
    client: aiohttp.ClientSession, name: str, body: bytes, status: int
) -> None:
    assert (await client.post(f"/admin/functions/{name}", data=body)).status == status


async def test_handler_runs_on_when_the_client_is_gone(
    client: aiohttp.ClientSession, seen: list[Any]
) -> None:
    with pytest.raises(TimeoutError):
        await client.get("/api/slow", timeout=aiohttp.ClientTimeout(total=0.05))

    await until(lambda: seen == ["started", "ended"])


async def test_no_log_record_holds_a_url_or_a_key(
    client: aiohttp.ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    await client.get("/api/echo/14255550123?code=secret-key&to=14255550123")
    await client.get("/api/absent/14255550123?code=secret-key")

    logged = [r.getMessage() for r in caplog.records if not r.name.startswith("asyncio")]
    assert [text for text in logged if "14255550123" in text or "secret-key" in text] == []


async def test_running_handler_may_end_when_the_host_ends(tmp_path: Path) -> None:
    folder = write_app(tmp_path, SOURCE)
    settings = HostSettings(folder, port=0, environment=ENVIRONMENT)
    async with aiohttp.ClientSession() as session:
        async with start_host(settings) as host:
            seen: list[Any] = sys.modules["function_app"].seen
            request = asyncio.create_task(session.get(f"{host.url}/api/slow"))
            await until(lambda: seen == ["started"])
        answer = await request

    assert answer.status == 200
    assert seen == ["started", "ended"]
