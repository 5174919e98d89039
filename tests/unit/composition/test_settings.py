"""Settings: every form is read, and an error names the setting but never shows its value."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from yarl import URL

from composition.settings import Settings, load_settings
from shared.settings import ConfigurationError, settings_named_in

SECRET = "c2VjcmV0LWtleS1vZi10aGUtdGVzdHM="
STORAGE = {"AzureWebJobsStorage": f"AccountName=paloma;AccountKey={SECRET}"}
ACS = {"ACS_CONNECTION_STRING": f"endpoint=https://acs.example/;accesskey={SECRET}"}
RESOURCE_ID = (
    "/subscriptions/AB/resourceGroups/g/providers/Microsoft.Communication/CommunicationServices/n"
)
SAMPLE = Path(__file__).parents[3] / "local.settings.sample.json"


def load(**changes: str) -> Settings:
    return load_settings({**STORAGE, **ACS, **changes})


def test_connection_strings_are_read() -> None:
    settings = load()
    assert settings.storage.connection_string.startswith(f"accountname=paloma;accountkey={SECRET};")
    assert settings.storage.identity is None
    assert settings.acs.endpoint == "https://acs.example"
    assert settings.acs.access_key == SECRET
    assert not settings.acs.uses_identity


@pytest.mark.parametrize(
    "text",
    [
        f"endpoint=https://acs.example;accesskey={SECRET}",
        f"accesskey={SECRET};endpoint=https://acs.example/",
        f"Endpoint=https://acs.example/;AccessKey={SECRET};",
        f" endpoint = https://acs.example/ ; accesskey = {SECRET} \n",
        f"endpoint=https://acs.example/;other=1;accesskey={SECRET}",
    ],
)
def test_connection_string_is_read_however_it_is_written(text: str) -> None:
    settings = load(ACS_CONNECTION_STRING=text)
    assert settings.acs.endpoint == "https://acs.example"
    assert settings.acs.access_key == SECRET


@pytest.mark.parametrize(
    ("endpoint", "origin"),
    [
        ("https://ACS.Example", "https://acs.example"),
        ("HTTPS://acs.example/", "https://acs.example"),
        ("https://acs.example:443/", "https://acs.example"),
        ("https://acs.example:0443", "https://acs.example"),
        ("https://acs.example:", "https://acs.example"),
        ("https://acs.example:08443/", "https://acs.example:8443"),
        ("https://acs.example./", "https://acs.example"),
        ("https://acs.example/sms?api-version=2021-03-07#x", "https://acs.example"),
        ("https://acs.example?", "https://acs.example"),
        ("https://acs.example//", "https://acs.example"),
        ("http://LocalHost:8080/", "http://localhost:8080"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://127.0.0.1:08080/acs", "http://127.0.0.1:8080"),
        ("http://[0:0:0:0:0:0:0:1]:8080/", "http://[::1]:8080"),
        ("http://[FD00::A]/", "http://[fd00::a]"),
    ],
)
def test_endpoint_is_the_origin_that_requests_name_in_their_host(
    endpoint: str, origin: str
) -> None:
    found = load(ACS_CONNECTION_STRING=f"endpoint={endpoint};accesskey={SECRET}").acs.endpoint
    assert found == origin
    sent = URL(found + "/sms?api-version=1")
    assert urlsplit(found).netloc == sent.host_port_subcomponent


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://acs.example:99999",
        "https://acs.example:-1",
        "https://acs.example:0",
        "https://acs.example:port",
        "https://key@acs.example",
        "https://:443",
        "https://acs..example",
        "https://acs example",
        "https://acs%2eexample",
        "https://b\u00fccher.example",
        "https://[::1%25eth0]",
        "https://[",
        "https://.",
    ],
)
@pytest.mark.parametrize("setting", ["ACS_CONNECTION_STRING", "ACS_ENDPOINT"])
def test_endpoint_that_names_no_host_is_refused_by_the_settings_name(
    setting: str, endpoint: str
) -> None:
    text = endpoint if setting == "ACS_ENDPOINT" else f"endpoint={endpoint};accesskey={SECRET}"
    with pytest.raises(ConfigurationError, match=rf"endpoint in {setting} ") as caught:
        load_settings({**STORAGE, setting: text})
    assert endpoint.partition("//")[2] not in str(caught.value)


def test_plain_http_is_kept_for_the_local_world() -> None:
    text = f"endpoint=http://127.0.0.1:8080/;accesskey={SECRET}"
    assert load(ACS_CONNECTION_STRING=text).acs.endpoint == "http://127.0.0.1:8080"


def test_identity_needs_no_key() -> None:
    settings = load_settings(
        {
            "AzureWebJobsStorage__accountName": "account",
            "ACS_ENDPOINT": "https://acs.example/",
            "AZURE_CLIENT_ID": "client",
        }
    )
    assert settings.storage.identity
    assert settings.storage.identity.table_url == "https://account.table.core.windows.net"
    assert settings.storage.identity.client_id == "client"
    assert settings.storage.connection_string == ""
    assert settings.acs.endpoint == "https://acs.example"
    assert settings.acs.uses_identity
    assert settings.acs.identity_client_id == "client"


def test_resource_id_is_compared_without_case_and_closing_slash() -> None:
    assert load(ACS_RESOURCE_ID=f" {RESOURCE_ID}/ ").acs.resource_id == RESOURCE_ID.lower()
    assert load().acs.resource_id == ""


@pytest.mark.parametrize(
    "text",
    [
        "paloma",
        f'"{RESOURCE_ID}"',
        RESOURCE_ID.lstrip("/"),
        RESOURCE_ID.rpartition("/")[0],
        f"{RESOURCE_ID}/more",
        RESOURCE_ID.replace("Microsoft.Communication", "Microsoft.Storage"),
        RESOURCE_ID.replace("/resourceGroups/g", ""),
    ],
)
def test_resource_id_that_no_event_can_have_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^ACS_RESOURCE_ID ") as caught:
        load(ACS_RESOURCE_ID=text)
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["AzureWebJobsStorage", "ACS_CONNECTION_STRING", "ACS_RESOURCE_ID", "SMS_SENDERS"]
)
@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("@Microsoft.KeyVault(SecretUri=https://secret.vault/x)", "is a reference"),
        (" @microsoft.appconfiguration(Endpoint=https://secret)", "is a reference"),
        (f'"AccountName=a;AccountKey={SECRET}"', "has quotation marks around"),
        (f"'AccountName=a;AccountKey={SECRET}", "has quotation marks around"),
    ],
)
def test_value_that_cannot_be_meant_is_refused_by_name_and_reason(
    name: str, value: str, reason: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load(**{name: value})
    assert str(caught.value).startswith(f"{name} {reason}")
    assert "secret" not in str(caught.value)
    assert SECRET not in str(caught.value)


def test_settings_of_others_may_hold_what_they_like() -> None:
    load_settings({**STORAGE, **ACS, "OTHER": '"x"', "ANOTHER": "@Microsoft.KeyVault(x)"})


@pytest.mark.parametrize(
    ("environment", "setting"),
    [
        ({}, "ACS_CONNECTION_STRING"),
        (STORAGE, "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_CONNECTION_STRING": ""}, "ACS_ENDPOINT"),
        (ACS, "AzureWebJobsStorage"),
        ({**STORAGE, "ACS_CONNECTION_STRING": SECRET}, "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_CONNECTION_STRING": f"accesskey={SECRET}"}, "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_CONNECTION_STRING": "endpoint=https://acs.example/"},
         "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_CONNECTION_STRING": f"endpoint=acs.example;accesskey={SECRET}"},
         "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_CONNECTION_STRING": f"endpoint=https://acs.example;accesskey=!{SECRET}"},
         "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_CONNECTION_STRING": f"endpoint=http://acs.example;accesskey={SECRET}"},
         "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_CONNECTION_STRING": f"endpoint=https://[;accesskey={SECRET}"},
         "ACS_CONNECTION_STRING"),
        ({**STORAGE, "ACS_ENDPOINT": "acs.example"}, "ACS_ENDPOINT"),
        ({**STORAGE, "ACS_ENDPOINT": "HTTP://127.0.0.1"}, "ACS_ENDPOINT"),
        ({**STORAGE, **ACS, "SMS_OPT_OUT_SCOPE": SECRET}, "SMS_OPT_OUT_SCOPE"),
        ({**STORAGE, **ACS, "SMS_QUIET_HOURS": SECRET}, "SMS_QUIET_HOURS"),
        ({**STORAGE, **ACS, "SMS_ALLOW_PRIVATE_WEBHOOKS": SECRET}, "SMS_ALLOW_PRIVATE_WEBHOOKS"),
        ({**STORAGE, **ACS, "SMS_RECONCILE": SECRET}, "SMS_RECONCILE"),
        ({**STORAGE, **ACS, "SMS_RECONCILE_PUSH": SECRET}, "SMS_RECONCILE_PUSH"),
        *(({**STORAGE, **ACS, "SMS_REPLY_WINDOW_HOURS": text}, "SMS_REPLY_WINDOW_HOURS")
          for text in (SECRET, "0", "721", "-1", "7.5", "1000", "0072")),
    ],
)  # fmt: skip
def test_error_names_the_setting_and_never_its_value(
    environment: dict[str, str], setting: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_settings(environment)
    assert setting in str(caught.value)
    assert SECRET not in str(caught.value)
    assert "acs.example" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_settings_do_not_show_their_secrets() -> None:
    assert SECRET not in repr(load())


def test_sample_settings_are_complete_and_harmless() -> None:
    values = json.loads(SAMPLE.read_text(encoding="utf-8"))["Values"]
    settings = load_settings(values)
    assert "tableendpoint=http://127.0.0.1:10002/" in settings.storage.connection_string
    assert settings.acs.endpoint.startswith("http://127.0.0.1:")
    assert settings.acs.access_key
    assert settings.acs.resource_id
    assert values["FUNCTIONS_WORKER_RUNTIME"] == "python"


def test_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**STORAGE, **ACS}.items():
        monkeypatch.setenv(name, value)
    assert load_settings().acs.endpoint == "https://acs.example"


def test_all_faults_are_named_together_and_each_setting_once() -> None:
    values = {
        "AzureWebJobsStorage": SECRET,
        "ACS_CONNECTION_STRING": f'"endpoint=https://acs.example/;accesskey={SECRET}"',
        "ACS_RESOURCE_ID": "paloma",
        "SMS_SENDERS": "{",
        "SMS_QUIET_HOURS": "offf",
        "SMS_RECONCILE": "perhaps",
        "SMS_REPLY_WINDOW_HOURS": "0",
    }
    with pytest.raises(ConfigurationError) as caught:
        load_settings(values)
    faults = caught.value.faults
    assert sorted(settings_named_in(fault)[0] for fault in faults) == sorted(values)
    assert str(caught.value) == "; ".join(faults)
    assert SECRET not in str(caught.value)
