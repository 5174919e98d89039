"""
Signed requests to storage.

The SDKs sign by Shared Key and cannot serve as an oracle for Shared Key Lite, so the expected
signatures were computed apart from Python, with ``openssl dgst -sha256 -hmac``. That the service
takes them is shown by the integration tests against Azurite.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from azure.core.exceptions import ServiceRequestError
from azure.core.pipeline.transport import _aiohttp

from shared.domain.errors import StorageError
from shared.storage.connection_string import Service, ServiceEndpoint
from shared.storage.rest_client import RestClient, text_to_sign

if TYPE_CHECKING:
    from azure.core.rest import HttpRequest

MOMENT = "Sun, 22 Nov 2026 09:00:00 GMT"
LATER = "Sun, 22 Nov 2026 09:00:01 GMT"
KEY = base64.b64encode(b"k" * 64).decode()
ACCOUNT = "paloma"
SIGNED_TABLE = "SharedKeyLite paloma:3hpyHPZZyZ+g3DoYEc6vumK9uYW7+5tCnUALjbyUDZo="
SIGNED_QUEUE = "SharedKeyLite paloma:a89U6XY/DdhkBkjVu29maHx12wKyiw4Bj82/2Avi5ao="
XML = {"Content-Type": "application/xml"}


@dataclass
class Wire:
    """Stands in for the network: answers from a script, keeps what was sent."""

    script: list[int | Exception] = field(default_factory=list)
    sent: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    async def __aenter__(self) -> Wire:
        return self

    async def __aexit__(self, *_: object) -> None:
        return

    async def open(self) -> None:
        return

    async def close(self) -> None:
        return

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def send(self, request: HttpRequest, **_: Any) -> Any:
        sent = (request.method, request.url, dict(request.headers), request.content)
        self.sent.append(sent)
        answer = self.script.pop(0) if self.script else 200
        if isinstance(answer, Exception):
            raise answer

        async def done() -> bytes:
            return b"{}"

        return SimpleNamespace(
            status_code=answer, headers={"x": "y"}, content=b"{}", read=done, close=done
        )


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire, moments = Wire(), iter([MOMENT, *[LATER] * 9])
    monkeypatch.setattr(_aiohttp, "AioHttpTransport", lambda **_: wire)
    monkeypatch.setattr("shared.storage.rest_client.formatdate", lambda **_: next(moments))
    return wire


def client(service: Service = Service.TABLE) -> RestClient:
    url = f"https://{ACCOUNT}.{service}.core.windows.net"
    return RestClient(service, ServiceEndpoint(url, ACCOUNT, KEY))


def test_table_request_signs_date_and_resource() -> None:
    headers = {"x-ms-date": MOMENT, "Content-Type": "application/json"}
    text = text_to_sign(Service.TABLE, "POST", headers, "/paloma/Tables")
    assert text == f"{MOMENT}\n/paloma/Tables"


def test_queue_request_signs_method_type_and_its_own_headers_in_order() -> None:
    headers = {"X-Ms-Version": "2020-12-06", "Accept": "x", "x-ms-date": MOMENT, **XML}
    text = text_to_sign(Service.QUEUE, "POST", headers, "/paloma/sms-dispatch/messages")
    assert text == (
        f"POST\n\napplication/xml\n\nx-ms-date:{MOMENT}\nx-ms-version:2020-12-06\n"
        "/paloma/sms-dispatch/messages"
    )


def test_queue_request_without_a_body_signs_an_empty_type() -> None:
    text = text_to_sign(Service.QUEUE, "PUT", {"x-ms-date": MOMENT}, "/paloma/sms-dispatch")
    assert text == f"PUT\n\n\n\nx-ms-date:{MOMENT}\n/paloma/sms-dispatch"


async def test_table_request_carries_its_signature_which_leaves_out_the_query(wire: Wire) -> None:
    await client().send("GET", "/Journal()?$top=1", {"Accept": "application/json"})
    ((method, url, headers, _),) = wire.sent
    assert (method, url) == ("GET", "https://paloma.table.core.windows.net/Journal()?$top=1")
    assert headers["Authorization"] == SIGNED_TABLE
    assert headers["x-ms-date"] == MOMENT


async def test_queue_request_carries_its_signature(wire: Wire) -> None:
    path = "/sms-dispatch/messages?visibilitytimeout=0&messagettl=-1"
    await client(Service.QUEUE).send("POST", path, XML, b"<x/>")
    ((_, _, headers, content),) = wire.sent
    assert headers["Authorization"] == SIGNED_QUEUE
    assert content == b"<x/>"


async def test_emulators_account_stands_twice_in_what_is_signed(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources: list[str] = []

    def note(*arguments: Any) -> str:
        resources.append(arguments[3])
        return text_to_sign(*arguments)

    monkeypatch.setattr("shared.storage.rest_client.text_to_sign", note)
    endpoint = ServiceEndpoint("http://127.0.0.1:10002/devstoreaccount1", "devstoreaccount1", KEY)
    await RestClient(Service.TABLE, endpoint).send("GET", "/Journal()", {})
    assert resources == ["/devstoreaccount1/devstoreaccount1/Journal()"]
    assert len(wire.sent) == 1


async def test_what_is_signed_is_the_path_as_it_is_sent(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    resources: list[str] = []

    def note(*arguments: Any) -> str:
        resources.append(arguments[3])
        return text_to_sign(*arguments)

    monkeypatch.setattr("shared.storage.rest_client.text_to_sign", note)
    await client().send("GET", "/T(PartitionKey='%2B1%7Cx',RowKey='a%27%27b')", {})
    ((_, url, _, _),) = wire.sent
    assert resources == [f"/{ACCOUNT}/{url.partition('windows.net/')[2]}"]


async def test_answer_is_given_whatever_its_status(wire: Wire) -> None:
    wire.script = [404]
    answer = await client().send("GET", "/Journal()", {})
    assert (answer.status, answer.headers["x"], answer.body) == (404, "y", b"{}")


@pytest.mark.parametrize("trouble", [503, 500, 429, ServiceRequestError("away")])
async def test_passing_trouble_is_tried_again_and_signed_anew(
    wire: Wire, trouble: int | Exception
) -> None:
    wire.script = [trouble]
    assert (await client().send("GET", "/Journal()", {})).status == 200
    (_, _, first, _), (_, _, second, _) = wire.sent
    assert (first["x-ms-date"], second["x-ms-date"]) == (MOMENT, LATER)
    assert first["Authorization"] != second["Authorization"]


async def test_trouble_that_stays_is_answered_after_four_tries(wire: Wire) -> None:
    wire.script = [503] * 9
    assert (await client().send("GET", "/Journal()", {})).status == 503
    assert len(wire.sent) == 4


async def test_no_answer_at_all_is_a_storage_error_that_shows_no_url(wire: Wire) -> None:
    wire.script = [ServiceRequestError("https://paloma.table.core.windows.net/secret")] * 9
    with pytest.raises(StorageError) as caught:
        await client().send("GET", "/Journal(PartitionKey='%2B18335550100')", {})
    assert str(caught.value) == "ServiceRequestError"
    assert caught.value.__suppress_context__


async def test_every_request_names_the_version_of_the_interface(wire: Wire) -> None:
    await client().send("GET", "/Journal()", {})
    ((_, _, headers, _),) = wire.sent
    assert headers["x-ms-version"] == "2020-12-06"
    assert headers["DataServiceVersion"] == "3.0"
