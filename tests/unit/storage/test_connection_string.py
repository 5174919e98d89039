"""Storage connection strings in every form that Azure gives out."""

import base64

import pytest

from shared.storage.connection_string import Service, service_endpoint

KEY = base64.b64encode(b"k" * 64).decode()
ACCOUNT = f"AccountName=paloma;AccountKey={KEY}"


@pytest.mark.parametrize(
    "text",
    [
        "UseDevelopmentStorage=true",
        "UseDevelopmentStorage=true;",
        "usedevelopmentstorage=TRUE",
        " UseDevelopmentStorage = true ;",
    ],
)
@pytest.mark.parametrize(("service", "port"), [(Service.QUEUE, 10001), (Service.TABLE, 10002)])
def test_development_storage_is_azurite_on_its_usual_ports(
    text: str, service: Service, port: int
) -> None:
    endpoint = service_endpoint(text, service)
    assert endpoint.url == f"http://127.0.0.1:{port}/devstoreaccount1"
    assert endpoint.account == "devstoreaccount1"
    assert len(base64.b64decode(endpoint.key, validate=True)) == 64


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (ACCOUNT, "https://paloma.queue.core.windows.net"),
        (
            f"DefaultEndpointsProtocol=https;{ACCOUNT};EndpointSuffix=core.windows.net",
            "https://paloma.queue.core.windows.net",
        ),
        (
            f"DefaultEndpointsProtocol=https;{ACCOUNT};EndpointSuffix=core.chinacloudapi.cn",
            "https://paloma.queue.core.chinacloudapi.cn",
        ),
        (
            f"{ACCOUNT};QueueEndpoint=http://127.0.0.1:10011/paloma/",
            "http://127.0.0.1:10011/paloma",
        ),
        (
            f"{ACCOUNT};TableEndpoint=https://tables.example/",
            "https://paloma.queue.core.windows.net",
        ),
        (f"accountname=paloma;ACCOUNTKEY={KEY};", "https://paloma.queue.core.windows.net"),
        (f" AccountName = paloma ; AccountKey = {KEY} ", "https://paloma.queue.core.windows.net"),
    ],
)
def test_every_form_of_an_account_is_read(text: str, url: str) -> None:
    endpoint = service_endpoint(text, Service.QUEUE)
    assert (endpoint.url, endpoint.account, endpoint.key) == (url, "paloma", KEY)


def test_each_service_has_its_own_place() -> None:
    assert service_endpoint(ACCOUNT, Service.TABLE).url == "https://paloma.table.core.windows.net"


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("", "AccountName and AccountKey"),
        ("nonsense", "AccountName and AccountKey"),
        ("UseDevelopmentStorage=false", "AccountName and AccountKey"),
        (f"AccountKey={KEY}", "lacks AccountName$"),
        ("AccountName=paloma", "lacks AccountKey$"),
        ("AccountName=paloma;AccountKey=", "lacks AccountKey$"),
    ],
)
def test_what_is_missing_is_named_and_nothing_else_is_shown(text: str, lacking: str) -> None:
    with pytest.raises(ValueError, match=lacking) as caught:
        service_endpoint(text, Service.TABLE)
    assert KEY not in str(caught.value)
    assert "paloma" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        f"DefaultEndpointsProtocol=http;{ACCOUNT}",
        f"{ACCOUNT};TableEndpoint=http://tables.example/",
        f"{ACCOUNT};TableEndpoint=http://[",
    ],
)
def test_account_elsewhere_is_spoken_to_by_tls_only(text: str) -> None:
    with pytest.raises(ValueError, match="table service without https") as caught:
        service_endpoint(text, Service.TABLE)
    assert KEY not in str(caught.value)
    assert "tables.example" not in str(caught.value)


def test_key_is_not_in_the_endpoints_representation() -> None:
    assert KEY not in repr(service_endpoint(ACCOUNT, Service.TABLE))
