"""
`AzureWebJobsStorage` as the Functions host takes it: a connection string, or an identity.

A connection string is checked and written anew with both endpoints in it, because the official
clients differ in what they accept. Every `ValueError` names the setting and the reason, and never
shows a value.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared.settings import is_allowed_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_SETTING = "AzureWebJobsStorage"
_EMULATOR_ACCOUNT = "devstoreaccount1"
# The published key of every Azurite (learn.microsoft.com, storage/common/storage-use-azurite).
_EMULATOR_KEY = (
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)
_PORTS = {"queue": 10001, "table": 10002}
_PRESERVED = (
    "accountname",
    "accountkey",
    "sharedaccesssignature",
    "queueendpoint",
    "tableendpoint",
)
_ACCOUNT_NAME = re.compile("[A-Za-z0-9-]{1,63}")
_MANAGED, _CREDENTIALS = "managedidentity", ("", "managedidentity", "workloadidentity")


@dataclass(frozen=True, slots=True)
class StorageIdentity:
    """
    A storage account that is used with an identity.

    Attributes
    ----------
    client_id : str
        Of a user-assigned identity, or empty.
    is_managed : bool
        Only the managed identity is asked for tokens, not what else the machine may have.
    """

    queue_url: str
    table_url: str
    client_id: str = ""
    is_managed: bool = False


@dataclass(frozen=True, slots=True)
class StorageSettings:
    """
    How the storage account is reached.

    Attributes
    ----------
    connection_string : str
        With both endpoints in it; empty where an identity is used.
    identity : StorageIdentity or None
        None where there is a connection string.
    """

    connection_string: str = field(repr=False)
    identity: StorageIdentity | None = None


def read_storage(env: Mapping[str, str]) -> StorageSettings:
    """
    Read the connection string, or the identity where there is none.

    Raises
    ------
    ValueError
        Neither is there, or it cannot be used.
    """
    text = env.get(_SETTING, "").strip()
    if text:
        return StorageSettings(usable_connection_string(text))
    return StorageSettings("", _identity(env))


def usable_connection_string(text: str) -> str:
    """
    Check a connection string, and write it as both official clients read it.

    Raises
    ------
    ValueError
        The account, its key or an endpoint is missing or cannot be used.
    """
    parts = _parts(text)
    if parts.get("usedevelopmentstorage", "").lower() == "true":
        parts = _emulator(parts.get("developmentstorageproxyuri", ""))
    _check_credential(parts)
    for service in _PORTS:
        parts[f"{service}endpoint"] = _endpoint(service, parts)
    return ";".join(f"{name}={parts[name]}" for name in _PRESERVED if parts.get(name))


def endpoints_of(connection_string: str) -> list[str]:
    """Give the endpoints of the services in a connection string that was checked."""
    parts = _parts(connection_string)
    return [parts[f"{service}endpoint"] for service in _PORTS]


def _parts(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(";") if part.strip()]
    if not all(equals for _, equals, _ in pairs):
        message = f"{_SETTING} is not a connection string: it must have the form Name=value;…"
        raise ValueError(message)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _emulator(proxy: str) -> dict[str, str]:
    """The proxy stands for scheme and host; the ports are always the emulator's."""
    if proxy and not is_allowed_url(proxy):
        message = f"the DevelopmentStorageProxyUri in {_SETTING} is not a URL of this network"
        raise ValueError(message)
    place = urlsplit(proxy or "http://127.0.0.1")
    urls = {
        f"{service}endpoint": f"{place.scheme}://{place.hostname}:{port}/{_EMULATOR_ACCOUNT}"
        for service, port in _PORTS.items()
    }
    return {"accountname": _EMULATOR_ACCOUNT, "accountkey": _EMULATOR_KEY, **urls}


def _check_credential(parts: Mapping[str, str]) -> None:
    has_key = bool(parts.get("accountkey"))
    if has_key:
        _check_key(parts["accountkey"])
    elif not parts.get("sharedaccesssignature"):
        message = f"{_SETTING} has neither an AccountKey nor a SharedAccessSignature"
        raise ValueError(message)
    if "accountname" in parts or has_key:
        _check_account_name(f"AccountName in {_SETTING}", parts.get("accountname", ""))


def _check_key(key: str) -> None:
    try:
        base64.b64decode(key, validate=True)
    except ValueError:
        is_cut = len(key) % 4 and re.fullmatch("[A-Za-z0-9+/]+=?", key)
        reason = "has lost the = at its end" if is_cut else "is not base64"
        message = f"the AccountKey in {_SETTING} {reason}"
        raise ValueError(message) from None


def _check_account_name(what: str, name: str) -> None:
    if not _ACCOUNT_NAME.fullmatch(name):
        message = f"the {what} " + ("is not an account's name" if name else "is empty")
        raise ValueError(message)


def _endpoint(service: str, parts: Mapping[str, str]) -> str:
    url = parts.get(f"{service}endpoint", "").rstrip("/")
    if not url and not parts.get("accountname"):
        message = f"{_SETTING} has neither a {service.title()}Endpoint nor an AccountName"
        raise ValueError(message)
    scheme = parts.get("defaultendpointsprotocol") or "https"
    suffix = parts.get("endpointsuffix") or "core.windows.net"
    url = url or f"{scheme}://{parts['accountname']}.{service}.{suffix}"
    if not is_allowed_url(url):
        message = f"{_SETTING} leads to the {service} service without https"
        raise ValueError(message)
    # The client for tables takes localhost for an emulator of Cosmos DB.
    return re.sub(r"^(https?://)localhost\b", r"\g<1>127.0.0.1", url)


def _identity(env: Mapping[str, str]) -> StorageIdentity:
    from_name = f"{_SETTING}__accountName"
    account = env.get(from_name)
    urls = {service: env.get(f"{_SETTING}__{service}ServiceUri", "").strip() for service in _PORTS}
    if account is None and not any(urls.values()):
        message = f"{_SETTING} (or {from_name}) is not set"
        raise ValueError(message)
    credential = env.get(f"{_SETTING}__credential", "").strip().lower()
    if credential not in _CREDENTIALS:
        message = f"{_SETTING}__credential must be {_MANAGED}"
        raise ValueError(message)
    return StorageIdentity(
        queue_url=_service_url("queue", urls["queue"], account),
        table_url=_service_url("table", urls["table"], account),
        client_id=(env.get(f"{_SETTING}__clientId") or env.get("AZURE_CLIENT_ID", "")).strip(),
        is_managed=credential == _MANAGED,
    )


def _service_url(service: str, url: str, account: str | None) -> str:
    name = f"{_SETTING}__{service}ServiceUri"
    if url:
        if not (url.lower().startswith("https://") and is_allowed_url(url)):
            message = f"{name} must start with https://: a token never goes over plain http"
            raise ValueError(message)
        return url.rstrip("/")
    if account is None:
        message = f"{name} is not set, and neither is {_SETTING}__accountName"
        raise ValueError(message)
    _check_account_name(f"name in {_SETTING}__accountName", account.strip())
    return f"https://{account.strip()}.{service}.core.windows.net"
