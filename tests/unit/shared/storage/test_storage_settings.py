"""`AzureWebJobsStorage` in every form that the Functions host takes, and what is refused."""

from collections.abc import Mapping
from typing import Any

import pytest

from local.dev.azurite import ACCOUNT_KEY
from shared.storage.settings import StorageIdentity, endpoints_of, read_storage

KEY = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM="
SAS = "sv=2022-11-02&ss=qt&srt=sco&sp=rwdlacu&sig=c2VjcmV0%3D"
AZURE = "DefaultEndpointsProtocol=https;EndpointSuffix=core.windows.net"
QUEUE, TABLE = "https://paloma.queue.core.windows.net", "https://paloma.table.core.windows.net"
EMULATOR = ["http://127.0.0.1:10001/devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1"]
SETTING = "AzureWebJobsStorage"


def as_pair(env: Mapping[str, str]) -> tuple[str, StorageIdentity | None]:
    found = read_storage(env)
    return found.connection_string, found.identity


def identity(**settings: str) -> StorageIdentity:
    prefixed = {f"{SETTING}__{name}": value for name, value in settings.items()}
    connection_string, found = as_pair(prefixed)
    assert connection_string == ""
    assert found
    return found


@pytest.mark.parametrize(
    ("text", "endpoints"),
    [
        (f"AccountName=paloma;AccountKey={KEY}", [QUEUE, TABLE]),
        (f"{AZURE};AccountName=paloma;AccountKey={KEY};", [QUEUE, TABLE]),
        (f"accountkey={KEY}; accountname = paloma ;\n", [QUEUE, TABLE]),
        (
            f"AccountName=paloma;AccountKey={KEY};EndpointSuffix=core.chinacloudapi.cn",
            [
                "https://paloma.queue.core.chinacloudapi.cn",
                "https://paloma.table.core.chinacloudapi.cn",
            ],
        ),
        (
            f"AccountName=paloma;AccountKey={KEY};QueueEndpoint=https://q.example/;"
            "TableEndpoint=https://t.example",
            ["https://q.example", "https://t.example"],
        ),
        (
            f"AccountName=paloma;AccountKey={KEY};QueueEndpoint=https://q.example;",
            ["https://q.example", TABLE],
        ),
        (
            f"AccountName=a;AccountKey={KEY};QueueEndpoint=http://localhost:1/a;"
            "TableEndpoint=http://azurite:2/a",
            ["http://127.0.0.1:1/a", "http://azurite:2/a"],
        ),
        (f"AccountName=paloma;SharedAccessSignature={SAS}", [QUEUE, TABLE]),
        (
            f"BlobEndpoint=https://b.example/;QueueEndpoint={QUEUE}/;TableEndpoint={TABLE}/;"
            f"SharedAccessSignature={SAS}",
            [QUEUE, TABLE],
        ),
        ("UseDevelopmentStorage=true", EMULATOR),
        ("UseDevelopmentStorage=true;", EMULATOR),
        ("usedevelopmentstorage=TRUE", EMULATOR),
        (" USEDEVELOPMENTSTORAGE = True ; ", EMULATOR),
        (
            "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite",
            ["http://azurite:10001/devstoreaccount1", "http://azurite:10002/devstoreaccount1"],
        ),
    ],
)
def test_connection_string_leads_to_both_services(text: str, endpoints: list[str]) -> None:
    found, no_identity = as_pair({SETTING: text})

    assert endpoints_of(found) == endpoints
    assert no_identity is None


def test_connection_string_keeps_its_key_or_its_signature() -> None:
    by_key, _ = as_pair({SETTING: f"AccountName=paloma;AccountKey={KEY}"})
    by_signature, _ = as_pair({SETTING: f"AccountName=a;SharedAccessSignature={SAS}"})
    emulator, _ = as_pair({SETTING: "UseDevelopmentStorage=true"})

    assert f"accountkey={KEY};" in by_key
    assert f"sharedaccesssignature={SAS};" in by_signature
    assert f"accountkey={ACCOUNT_KEY};" in emulator


def test_connection_string_goes_before_an_identity() -> None:
    found, no_identity = as_pair(
        {SETTING: "UseDevelopmentStorage=true", f"{SETTING}__accountName": "paloma"}
    )
    assert endpoints_of(found) == EMULATOR
    assert no_identity is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("paloma", "not a connection string"),
        (f"AccountKey={KEY}", "the AccountName in AzureWebJobsStorage is empty"),
        (f"AccountName=;AccountKey={KEY}", "the AccountName in AzureWebJobsStorage is empty"),
        (f"AccountName=pal oma;AccountKey={KEY}", "is not an account's name"),
        ("AccountName=paloma", "neither an AccountKey nor a SharedAccessSignature"),
        ("AccountName=paloma;AccountKey=", "neither an AccountKey nor a SharedAccessSignature"),
        (f"AccountName=paloma;AccountKey={KEY[:-1]}", "has lost the = at its end"),
        (f"AccountName=paloma;AccountKey={ACCOUNT_KEY[:-1]}", "has lost the = at its end"),
        (f"AccountName=paloma;AccountKey={ACCOUNT_KEY[:-2]}", "has lost the = at its end"),
        (
            "AccountName=paloma;AccountKey=secret!",
            "AccountKey in AzureWebJobsStorage is not base64",
        ),
        (f"SharedAccessSignature={SAS};QueueEndpoint={QUEUE}", "neither a TableEndpoint nor"),
        (f"SharedAccessSignature={SAS};TableEndpoint={TABLE}", "neither a QueueEndpoint nor"),
        (
            f"DefaultEndpointsProtocol=http;AccountName=paloma;AccountKey={KEY}",
            "leads to the queue service without https",
        ),
        (
            f"AccountName=paloma;AccountKey={KEY};TableEndpoint=http://t.example",
            "leads to the table service without https",
        ),
        (
            "UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://t.example",
            "the DevelopmentStorageProxyUri in AzureWebJobsStorage",
        ),
    ],
)
def test_connection_string_that_cannot_work_is_refused_by_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        read_storage({SETTING: text})

    shown = str(caught.value)
    assert SETTING in shown
    for secret in ("paloma", KEY[:8], ACCOUNT_KEY[:8], "secret", "example", "sig"):
        assert secret not in shown


def test_identity_is_read_from_the_name_of_the_account() -> None:
    assert identity(accountName=" paloma ") == StorageIdentity(QUEUE, TABLE)


def test_identity_is_read_as_the_quickstart_of_azd_sets_it() -> None:
    azd: dict[str, Any] = {
        "blobServiceUri": "https://paloma.blob.core.windows.net/",
        "queueServiceUri": f"{QUEUE}/",
        "tableServiceUri": f"{TABLE}/",
        "credential": "managedidentity",
        "clientId": "00000000-0000-4000-8000-000000000001",
    }
    expected = StorageIdentity(QUEUE, TABLE, azd["clientId"], is_managed=True)
    assert identity(**azd) == expected


def test_endpoints_go_before_the_name_of_the_account() -> None:
    found = identity(
        accountName="paloma", tableServiceUri="https://paloma.table.core.chinacloudapi.cn"
    )
    assert (found.queue_url, found.table_url) == (
        QUEUE,
        "https://paloma.table.core.chinacloudapi.cn",
    )


def test_client_of_storage_goes_before_the_client_of_the_app() -> None:
    settings = {f"{SETTING}__accountName": "paloma", "AZURE_CLIENT_ID": "app"}

    _, general = as_pair(settings)
    _, own = as_pair({**settings, f"{SETTING}__clientId": "storage"})

    assert (general and general.client_id, own and own.client_id) == ("app", "storage")


@pytest.mark.parametrize("text", ["", "ManagedIdentity", "workloadidentity"])
def test_only_a_managed_identity_is_asked_where_the_setting_says_so(text: str) -> None:
    assert identity(accountName="a", credential=text).is_managed is (text == "ManagedIdentity")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({}, "AzureWebJobsStorage (or AzureWebJobsStorage__accountName) is not set"),
        ({"accountName": ""}, "the name in AzureWebJobsStorage__accountName is empty"),
        (
            {"accountName": "https://secret"},
            "the name in AzureWebJobsStorage__accountName is not an account's name",
        ),
        (
            {"queueServiceUri": "https://secret"},
            "AzureWebJobsStorage__tableServiceUri is not set, "
            "and neither is AzureWebJobsStorage__accountName",
        ),
        (
            {"tableServiceUri": "https://secret"},
            "AzureWebJobsStorage__queueServiceUri is not set, "
            "and neither is AzureWebJobsStorage__accountName",
        ),
        (
            {"accountName": "a", "queueServiceUri": "http://127.0.0.1:1/secret"},
            "AzureWebJobsStorage__queueServiceUri must start with https://: "
            "a token never goes over plain http",
        ),
        (
            {"accountName": "a", "credential": "secret"},
            "AzureWebJobsStorage__credential must be managedidentity",
        ),
    ],
)
def test_identity_that_cannot_work_is_refused_by_name_and_reason(
    settings: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match="AzureWebJobsStorage") as caught:
        read_storage({f"{SETTING}__{name}": value for name, value in settings.items()})
    assert str(caught.value) == message
