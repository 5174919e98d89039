"""HTTP requests as a function sees them."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from local.functions_host import Host
from tests.integration.functions_host.http_app import raw


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
