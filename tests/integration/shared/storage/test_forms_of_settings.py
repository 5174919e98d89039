"""The whole app on Azurite, by each form of `AzureWebJobsStorage` that leads to it."""

import base64
import json
import ssl
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import azure.functions as func
import pytest
from azure.storage.queue import AccountSasPermissions, ResourceTypes, generate_account_sas

import composition.app
from conversations.functions import get_conversation, list_conversations
from inbound_webhook.functions import inbound_webhook
from local.dev.azurite import ACCOUNT_KEY, ACCOUNT_NAME, Azurite
from operations.functions import get_queue, health, ready
from opt_outs.functions import get_opt_out
from send_sms.functions import send_sms
from send_sms.look_up_functions import get_send
from shared.carriers.acs.gateway import AcsGateway
from shared.storage.account import StorageAccount
from shared.storage.azure_queue import AzureQueue
from shared.storage.settings import StorageSettings
from subscriptions.functions import deliver_events
from tests.support.log_privacy import logged_events
from tests.support.managed_identity import TokenEndpoint, azurite_with_tokens, token_endpoint
from tests.support.web import call, document, get, post, read_event
from tests.support.world import TOLL_FREE

ACS = {"ACS_CONNECTION_STRING": "endpoint=http://127.0.0.1:1/;accesskey=c2VjcmV0"}
SETTING = "AzureWebJobsStorage"
CLIENT_ID = "00000000-0000-4000-8000-00000000000a"
KEY = f"AccountName={ACCOUNT_NAME};AccountKey={ACCOUNT_KEY}"


@pytest.fixture(autouse=True)
async def _new_process(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """Build the app anew, and close what they opened."""
    opened: list[StorageAccount | AcsGateway] = []

    class KeptAccount(StorageAccount):
        def __init__(self, settings: Any) -> None:
            super().__init__(settings)
            opened.append(self)

    class KeptGateway(AcsGateway):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            opened.append(self)

    monkeypatch.setattr("shared.storage.account.StorageAccount", KeptAccount)
    monkeypatch.setattr("shared.carriers.acs.gateway.AcsGateway", KeptGateway)
    monkeypatch.setattr(composition.app, "_running", [])
    for name in ("AZURE_CLIENT_ID", SETTING):
        monkeypatch.delenv(name, raising=False)
    yield
    for app in composition.app._running:
        await app.sending.runtime.rounds.finish()
    for one in opened:
        await one.close()


@pytest.fixture
def set_settings(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    def set_all(settings: dict[str, str]) -> None:
        for name, value in {**ACS, **settings}.items():
            monkeypatch.setenv(name, value)

    return set_all


def signature() -> str:
    return generate_account_sas(
        ACCOUNT_NAME,
        ACCOUNT_KEY,
        ResourceTypes(service=True, container=True, object=True),
        AccountSasPermissions(
            read=True,
            write=True,
            delete=True,
            list=True,
            add=True,
            create=True,
            update=True,
            process=True,
        ),
        datetime.now(UTC) + timedelta(hours=1),
        services="qt",
    )


def endpoints(azurite: Azurite, host: str = "127.0.0.1") -> str:
    text = f"QueueEndpoint={azurite.queue_url}/;TableEndpoint={azurite.table_url}"
    return text.replace("127.0.0.1", host)


async def assert_app_works(storage: str) -> None:
    """Send, receive and look at both: every kind of request to tables and queues."""
    person = f"+1425555{uuid.uuid4().int % 10_000:04d}"
    found = await call(health, get())
    assert (found.status_code, document(found)["storage"]) == (200, storage)

    sent = await call(send_sms, post({"from": TOLL_FREE, "to": person, "message": "Hello"}))
    assert sent.status_code == 202
    read = await call(get_send, get(route={"sendId": document(sent)["sendId"]}))
    assert read.status_code == 200

    [event] = read_event("inbound_stop.json")
    event["data"] |= {"from": person.lstrip("+"), "to": TOLL_FREE.lstrip("+")}
    event["data"]["messageId"] = event["id"] = f"Incoming_{uuid.uuid4()}"
    stored = await call(inbound_webhook, post([event]))
    assert stored.status_code == 200
    entry = await call(get_opt_out, get(route={"sender": TOLL_FREE, "recipient": person}))
    assert document(entry)["state"] == "opted_out"

    threads = await call(list_conversations, get(params={"sender": TOLL_FREE}))
    assert threads.status_code == 200
    waiting = await call(get_queue, get())
    assert document(waiting)["workCount"] >= 1


@pytest.mark.parametrize(
    "form",
    ["as it is written", "in lower case", "localhost", "signature", "development", "proxy"],
)
async def test_app_works_with_each_form_of_connection_string(
    azurite: Azurite,
    set_settings: Callable[[dict[str, str]], None],
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    ports = {"queue": azurite.queue_port, "table": azurite.table_port}
    monkeypatch.setattr("shared.storage.settings._PORTS", ports)
    text = {
        "as it is written": azurite.connection_string,
        "in lower case": f"{endpoints(azurite)};{KEY}".replace("Account", "account"),
        "localhost": f"{KEY};{endpoints(azurite, 'localhost')}",
        "signature": f"{endpoints(azurite)};SharedAccessSignature={signature()}",
        "development": "usedevelopmentstorage=TRUE;",
        "proxy": "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://127.0.0.1",
    }[form]
    set_settings({SETTING: text})

    await assert_app_works("connection_string")


async def test_storage_that_refuses_the_key_is_told_by_every_route_and_logged_without_a_url(
    azurite: Azurite,
    set_settings: Callable[[dict[str, str]], None],
    log_lines: list[str],
) -> None:
    wrong_key = base64.b64encode(b"not the key of this account").decode()
    set_settings(
        {SETTING: f"AccountName={ACCOUNT_NAME};AccountKey={wrong_key};{endpoints(azurite)}"}
    )
    [event] = read_event("inbound_stop.json")
    message = {"from": TOLL_FREE, "to": "+14255550123", "message": "Hello"}

    answers = [
        await call(send_sms, post(message)),
        await call(inbound_webhook, post([event])),
        await call(get_queue, get()),
        await call(ready, get()),
    ]

    assert [(one.status_code, document(one)["code"]) for one in answers] == [
        (503, "storage_refused")
    ] * 4
    errors = document(answers[-1])["errors"]
    assert [(one["field"], one["code"]) for one in errors] == [
        ("tables", "storage_refused"),
        ("queues", "storage_refused"),
    ]
    assert document(await call(health, get()))["status"] == "storage_refused"
    lines = logged_events(log_lines, "storage_refused")
    assert sorted((line["service"], line["status"]) for line in lines) == [
        ("queues", 403),
        ("tables", 403),
    ]
    assert "http" not in str(lines)


async def test_message_waits_in_its_queue_while_a_setting_cannot_be_used(
    azurite: Azurite, set_settings: Callable[[dict[str, str]], None]
) -> None:
    set_settings({SETTING: azurite.connection_string, "SMS_QUIET_HOURS": "offf"})
    account = StorageAccount(StorageSettings(azurite.connection_string))
    queue = AzureQueue(account, "events")
    await queue.put("another one", 600)
    before = await queue.level()

    await deliver_events(func.QueueMessage(body=b"a delivery"))

    after = await queue.level()
    await account.close()
    assert after.message_count == before.message_count + 1
    assert after.due_count == before.due_count


@pytest.fixture(scope="module")
def secure_azurite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    with azurite_with_tokens(tmp_path_factory.mktemp("azurite")) as found:
        yield found


@pytest.fixture
async def tokens(
    secure_azurite: tuple[str, str, Path], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[TokenEndpoint]:
    trusting = ssl.create_default_context(cafile=str(secure_azurite[2]))
    # aiohttp makes its context of trusted certificates when it is imported.
    monkeypatch.setattr("aiohttp.connector._SSL_CONTEXT_VERIFIED", trusting)
    async with token_endpoint() as endpoint:
        for name, value in endpoint.environment.items():
            monkeypatch.setenv(name, value)
        yield endpoint


@pytest.mark.parametrize(
    ("more", "client_id"),
    [
        # as Microsoft's azd quickstart sets it
        ({"credential": "managedidentity", "clientId": CLIENT_ID}, CLIENT_ID),
        ({"credential": "managedidentity"}, None),
        ({"clientId": CLIENT_ID}, CLIENT_ID),
        ({}, None),
    ],
)
async def test_app_works_with_an_identity_in_place_of_a_key(
    secure_azurite: tuple[str, str, Path],
    tokens: TokenEndpoint,
    set_settings: Callable[[dict[str, str]], None],
    more: dict[str, str],
    client_id: str | None,
) -> None:
    queue_url, table_url, _ = secure_azurite
    settings = {"queueServiceUri": f"{queue_url}/", "tableServiceUri": table_url, **more}
    set_settings({f"{SETTING}__{name}": value for name, value in settings.items()})

    await assert_app_works("managed_identity")

    assert tokens.asked
    for query in tokens.asked:
        assert query["resource"] == "https://storage.azure.com"
        assert query.get("client_id") == client_id


async def test_app_answers_503_when_the_identity_gives_no_token(
    secure_azurite: tuple[str, str, Path],
    set_settings: Callable[[dict[str, str]], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    queue_url, table_url, _ = secure_azurite
    monkeypatch.setenv("IDENTITY_ENDPOINT", "http://127.0.0.1:1/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", "secret")
    monkeypatch.setattr("azure.core.pipeline.transport.AioHttpTransport.sleep", _do_not_wait)
    set_settings(
        {
            f"{SETTING}__queueServiceUri": queue_url,
            f"{SETTING}__tableServiceUri": table_url,
            f"{SETTING}__credential": "managedidentity",
        }
    )

    answer = await call(send_sms, post({"from": TOLL_FREE, "to": "+14255550123", "message": "Hi"}))

    assert (answer.status_code, document(answer)["code"]) == (503, "storage_unavailable")


async def _do_not_wait(_transport: object, _seconds: float) -> None:
    return None


async def test_text_with_line_and_paragraph_separators_is_stored_and_obeyed(
    azurite: Azurite, set_settings: Callable[[dict[str, str]], None]
) -> None:
    senders = json.dumps({TOLL_FREE: {}})
    set_settings({SETTING: azurite.connection_string, "SMS_SENDERS": senders})
    person, text = f"+1425555{uuid.uuid4().int % 10_000:04d}", "STOP\u2028please\u2029"
    [event] = read_event("inbound_stop.json")
    event["data"] |= {"from": person.lstrip("+"), "to": TOLL_FREE.lstrip("+"), "message": text}
    event["data"]["messageId"] = event["id"] = f"Incoming_{uuid.uuid4()}"

    stored = await call(inbound_webhook, post([event]))

    thread = await call(get_conversation, get(route={"sender": TOLL_FREE, "user": person}))
    entry = await call(get_opt_out, get(route={"sender": TOLL_FREE, "recipient": person}))
    assert stored.status_code == 200
    assert text in [one["text"] for one in document(thread)["entries"]]
    assert document(entry)["state"] == "opted_out"
