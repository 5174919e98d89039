"""
Signed requests to storage.

The SDKs sign by Shared Key and cannot serve as an oracle for Shared Key Lite, so the expected
signatures were computed apart from Python, with ``openssl dgst -sha256 -hmac``. That the service
takes them is shown by the integration tests against Azurite.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from shared.domain.errors import StorageError
from shared.identity import Identity, NoTokenError
from shared.outgoing import Answer, NoAnswerError
from shared.storage.connection_string import Service, ServiceEndpoint
from shared.storage.rest_client import RestClient, signed_path, text_to_sign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from yarl import URL

MOMENT = "Sun, 22 Nov 2026 09:00:00 GMT"
LATER = "Sun, 22 Nov 2026 09:00:01 GMT"
KEY = base64.b64encode(b"k" * 64).decode()
ACCOUNT = "paloma"
SIGNED_TABLE = "SharedKeyLite paloma:3hpyHPZZyZ+g3DoYEc6vumK9uYW7+5tCnUALjbyUDZo="
SIGNED_QUEUE = "SharedKeyLite paloma:a89U6XY/DdhkBkjVu29maHx12wKyiw4Bj82/2Avi5ao="
XML = {"Content-Type": "application/xml"}


@dataclass
class Wire:
    """Stands in for the connections: answers from a script, keeps what was sent."""

    script: list[int | Exception] = field(default_factory=list)
    sent: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def exchange(
        self, method: str, url: URL, headers: Mapping[str, str], *, body: bytes = b""
    ) -> Answer:
        self.sent.append((method, str(url), headers, body))
        answer = self.script.pop(0) if self.script else 200
        if isinstance(answer, Exception):
            raise answer
        return Answer(answer, {"x": "y"}, b"{}")


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire, moments = Wire(), iter([MOMENT, *[LATER] * 9])
    monkeypatch.setattr("shared.storage.rest_client.Connections", lambda *_, **__: wire)
    monkeypatch.setattr("shared.storage.rest_client.asyncio.sleep", wire.sleep)
    monkeypatch.setattr("shared.storage.rest_client.formatdate", lambda **_: next(moments))
    return wire


def client(service: Service = Service.TABLE) -> RestClient:
    url = f"https://{ACCOUNT}.{service}.core.windows.net"
    return RestClient(service, ServiceEndpoint(url, ACCOUNT, KEY))


class FakeIdentity(Identity):
    def __init__(self, error: Exception | None = None) -> None:
        super().__init__("")
        self._error = error

    async def authorization(self, url: str, scope: str) -> str:
        if self._error:
            raise self._error
        return f"Bearer for {url} {scope}"


def identified(identity: Identity) -> RestClient:
    return RestClient(Service.TABLE, ServiceEndpoint(f"https://{ACCOUNT}", ACCOUNT), identity)


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


CUT_OFF = NoAnswerError("ServerDisconnectedError", may_have_left=True)
REFUSED = NoAnswerError("ClientConnectorError", may_have_left=False)


@pytest.mark.parametrize("trouble", [503, 500, 429, CUT_OFF, REFUSED])
async def test_passing_trouble_is_tried_again_and_signed_anew(
    wire: Wire, trouble: int | Exception
) -> None:
    wire.script = [trouble]
    assert (await client().send("GET", "/Journal()", {})).status == 200
    (_, _, first, _), (_, _, second, _) = wire.sent
    assert (first["x-ms-date"], second["x-ms-date"]) == (MOMENT, LATER)
    assert first["Authorization"] != second["Authorization"]


async def test_trouble_that_stays_is_answered_after_four_tries_with_growing_pauses(
    wire: Wire,
) -> None:
    wire.script = [503] * 9
    assert (await client().send("POST", "/Journal", {})).status == 503
    assert len(wire.sent) == 4
    assert wire.pauses == [0, 1.6, 3.2]


@pytest.mark.parametrize("status", [400, 404, 409, 412, 501])
async def test_answer_that_will_not_change_is_not_asked_for_again(wire: Wire, status: int) -> None:
    wire.script = [status]
    assert (await client().send("GET", "/Journal()", {})).status == status
    assert len(wire.sent) == 1


@pytest.mark.parametrize("method", ["POST", "PATCH"])
async def test_write_that_may_have_been_done_is_not_sent_again(wire: Wire, method: str) -> None:
    wire.script = [CUT_OFF]
    with pytest.raises(StorageError):
        await client().send(method, "/Journal", {}, b"{}")
    assert len(wire.sent) == 1


async def test_no_answer_at_all_is_a_storage_error_that_shows_no_url(wire: Wire) -> None:
    wire.script = [REFUSED] * 9
    with pytest.raises(StorageError) as caught:
        await client().send("GET", "/Journal(PartitionKey='%2B18335550100')", {})
    assert str(caught.value) == "ClientConnectorError"
    assert caught.value.__suppress_context__
    assert len(wire.sent) == 4


async def test_token_signs_where_there_is_no_key(wire: Wire) -> None:
    await identified(FakeIdentity()).send("GET", "/Journal()", {})
    ((_, _, headers, _),) = wire.sent
    assert (
        headers["Authorization"]
        == f"Bearer for https://{ACCOUNT} https://storage.azure.com/.default"
    )


async def test_missing_token_is_a_storage_error_and_nothing_is_sent(wire: Wire) -> None:
    with pytest.raises(StorageError, match="no identity"):
        await identified(FakeIdentity(NoTokenError("no identity"))).send("POST", "/Journal", {})
    assert wire.sent == []


async def test_every_request_names_the_version_of_the_interface(wire: Wire) -> None:
    await client().send("GET", "/Journal()", {})
    ((_, _, headers, _),) = wire.sent
    assert headers["x-ms-version"] == "2020-12-06"
    assert headers["DataServiceVersion"] == "3.0"


def test_component_that_is_asked_for_is_signed_and_nothing_else_of_the_query() -> None:
    url = "https://paloma.queue.core.windows.net/sms-dispatch"
    assert signed_path(f"{url}?comp=metadata&timeout=5") == "/sms-dispatch?comp=metadata"
    assert signed_path(f"{url}/messages?peekonly=true") == "/sms-dispatch/messages"
    assert signed_path(f"{url}?compare=1") == "/sms-dispatch"
