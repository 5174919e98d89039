"""HTTP triggers through the running host."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from local.functions_host import Host, HostSettings, start_host
from tests.unit.functions_host.apps import until, write_app

SOURCE = """
import asyncio, json

seen = []
ANONYMOUS = func.AuthLevel.ANONYMOUS

@app.route(route="echo/{id?}")
async def echo(req: func.HttpRequest) -> func.HttpResponse:
    described = {
        "method": req.method,
        "url": req.url,
        "headers": dict(req.headers),
        "params": dict(req.params),
        "routeParams": dict(req.route_params),
        "body": req.get_body().decode("latin-1"),
    }
    return func.HttpResponse(json.dumps(described), mimetype="application/json")

@app.route(route="only-get", methods=["GET"])
def only_get(req: func.HttpRequest) -> func.HttpResponse:
    return func.HttpResponse("got", status_code=203, headers={"X-One": "1"})

@app.route(route="raises")
async def raises(req: func.HttpRequest) -> func.HttpResponse:
    raise ValueError("secret detail")

@app.route(route="nothing")
async def nothing(req: func.HttpRequest): return None

@app.route(route="mapping")
async def mapping(req: func.HttpRequest): return {"a": 1}

@app.route(route="plain-request")
async def plain_request(req: str) -> str: return "never"

@app.route(route="parses")
async def parses(req: func.HttpRequest) -> func.HttpResponse:
    try:
        return func.HttpResponse(json.dumps(req.get_json()))
    except ValueError:
        return func.HttpResponse("bad", status_code=400)

@app.route(route="slow")
async def slow(req: func.HttpRequest) -> func.HttpResponse:
    seen.append("started")
    await asyncio.sleep(0.2)
    seen.append("ended")
    return func.HttpResponse("")

@app.schedule(schedule="0 0 0 1 1 *", arg_name="timer")
async def yearly(timer: func.TimerRequest) -> None:
    seen.append(timer.past_due)

@app.queue_trigger("msg", "never-there", "AzureWebJobsStorage")
async def by_hand(msg: func.QueueMessage) -> None:
    seen.append((msg.id, msg.get_json()))
"""
# Nothing listens there: these tests need no storage.
ENVIRONMENT = {
    "AzureWebJobsStorage": (
        "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;"
        "QueueEndpoint=http://127.0.0.1:9/a;"
    ),
    "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT": "1000",
}


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


async def raw(host: Host, request: bytes) -> bytes:
    """Send bytes and read all of the answer."""
    port = int(host.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    return answer


async def test_url_has_the_port_that_was_free(host: Host) -> None:
    assert host.url.startswith("http://127.0.0.1:")
    assert not host.url.endswith(":0")


async def test_request_arrives_as_it_was_sent(client: aiohttp.ClientSession) -> None:
    response = await client.put("/API/echo/%2B1425/?b=2&a=1", data=b"\x00\xff", headers={"A": "b"})
    described = await response.json()

    assert described["method"] == "PUT"
    assert described["url"].endswith("/API/echo/%2B1425/?b=2&a=1")
    assert described["routeParams"] == {"id": "+1425"}
    assert described["params"] == {"b": "2", "a": "1"}
    assert described["body"] == "\x00\xff"


async def test_optional_route_parameter_is_not_there_when_absent(
    client: aiohttp.ClientSession,
) -> None:
    assert (await (await client.get("/api/echo")).json())["routeParams"] == {}


async def test_header_names_arrive_in_lower_case_and_repeats_are_joined(host: Host) -> None:
    answer = await raw(
        host,
        b"GET /api/echo HTTP/1.1\r\nHost: h\r\nX-Thing: a\r\nx-thing: b\r\nX-Empty:\r\n"
        b"Connection: close\r\n\r\n",
    )

    headers = json.loads(answer.partition(b"\r\n\r\n")[2])["headers"]
    assert headers["x-thing"] == "a,b"
    assert headers["x-empty"] == ""
    assert [name for name in headers if name != name.lower()] == []


@pytest.mark.parametrize(
    ("query", "params"),
    [
        ("flag", {}),
        ("flag=", {}),
        ("a=1&a=2", {"a": "1,2"}),
        ("a=1&A=2", {"a": "1,2"}),
        ("a=1&a=&a=3", {"a": "1,3"}),
        ("a=x%20y+z%2Bq", {"a": "x y z+q"}),
        ("a=%C3%A9&&", {"a": "é"}),
    ],
)
async def test_query_is_joined_and_loses_keys_without_a_value(
    host: Host, query: str, params: dict[str, str]
) -> None:
    request = f"GET /api/echo?{query} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"

    answer = await raw(host, request.encode())

    assert json.loads(answer.partition(b"\r\n\r\n")[2])["params"] == params


async def test_body_is_not_unpacked(client: aiohttp.ClientSession) -> None:
    headers = {"Content-Encoding": "gzip"}

    response = await client.post("/api/echo", data=b"not gzip", headers=headers)

    assert (await response.json())["body"] == "not gzip"


async def test_body_without_content_length_arrives_empty(client: aiohttp.ClientSession) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"some"
        yield b"thing"

    first = await client.post("/api/echo", data=chunks())
    second = await client.post("/api/echo", data=b"next")

    assert (await first.json())["body"] == ""
    assert (await second.json())["body"] == "next"


@pytest.mark.parametrize(("size", "status"), [(1000, 200), (1001, 413)])
async def test_body_over_the_limit_is_refused(
    client: aiohttp.ClientSession, size: int, status: int
) -> None:
    response = await client.post("/api/echo", data=b"x" * size)

    assert response.status == status
    if status == 413:
        assert await response.read() == b""


async def test_client_that_asks_before_it_sends_is_told_to_go_on(host: Host) -> None:
    port = int(host.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        b"POST /api/echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
        b"Connection: close\r\n\r\n"
    )
    assert await reader.readline() == b"HTTP/1.1 100 Continue\r\n"

    writer.write(b"ok")
    answer = await reader.read()
    writer.close()

    assert b"HTTP/1.1 200 OK" in answer
    assert b'"body": "ok"' in answer


@pytest.mark.parametrize(
    ("body", "status"), [(b'{"a": 1}', 200), (b"", 400), (b"{", 400), (b"\xff", 400)]
)
async def test_json_of_the_body_raises_value_error_when_bad_or_empty(
    client: aiohttp.ClientSession, body: bytes, status: int
) -> None:
    assert (await client.post("/api/parses", data=body)).status == status


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
