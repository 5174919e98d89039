"""
The settings of ACS: `ACS_CONNECTION_STRING` or `ACS_ENDPOINT`, and `ACS_RESOURCE_ID`.

Every `ValueError` names the setting and the reason, and never shows a value.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from shared.settings import is_allowed_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_USUAL_PORTS = {"http": 80, "https": 443}
_RESOURCE_ID = re.compile(
    r"/subscriptions/[^/\s]+/resourcegroups/[^/\s]+"
    r"/providers/microsoft.communication/communicationservices/[^/\s]+"
)


@dataclass(frozen=True, slots=True)
class AcsSettings:
    """
    How ACS is reached.

    Attributes
    ----------
    endpoint : str
        An origin: scheme, host and port, without what is the default.
    access_key : str
        Base64; empty means the managed identity is used.
    resource_id : str
        Lower case; events of other resources are rejected. Empty: all events are accepted.
    identity_client_id : str
        Of a user-assigned identity, or empty.
    """

    endpoint: str
    access_key: str = field(repr=False)
    resource_id: str = ""
    identity_client_id: str = ""

    @property
    def uses_identity(self) -> bool:
        """Whether ACS is called with a token rather than a key."""
        return not self.access_key


def read_acs_settings(env: Mapping[str, str]) -> AcsSettings:
    """
    Read the settings of ACS.

    Raises
    ------
    ValueError
        One is missing or cannot be used.
    """
    endpoint, access_key = read_acs(env)
    client_id = env.get("AZURE_CLIENT_ID", "").strip()
    return AcsSettings(endpoint, access_key, read_resource_id(env), client_id)


def read_acs(env: Mapping[str, str]) -> tuple[str, str]:
    """
    Read endpoint and access key; without a key the managed identity is used.

    Raises
    ------
    ValueError
        The endpoint is missing, or one of the two cannot be used.
    """
    connection_string = env.get("ACS_CONNECTION_STRING", "")
    if not connection_string:
        return _endpoint_alone(env.get("ACS_ENDPOINT", "").strip()), ""
    pairs = (part.split("=", 1) for part in connection_string.strip().split(";") if "=" in part)
    parts = {name.strip().lower(): value.strip() for name, value in pairs}
    if not parts.get("endpoint") or not parts.get("accesskey"):
        message = "ACS_CONNECTION_STRING must have the form endpoint=…;accesskey=…"
        raise ValueError(message)
    return _endpoint("ACS_CONNECTION_STRING", parts["endpoint"]), _access_key(parts["accesskey"])


def read_resource_id(env: Mapping[str, str]) -> str:
    """
    Read the resource's id in lower case; empty if it is not set.

    Raises
    ------
    ValueError
        It is not the id of an ACS resource.
    """
    text = env.get("ACS_RESOURCE_ID", "").strip().rstrip("/").lower()
    if text and not _RESOURCE_ID.fullmatch(text):
        message = (
            "ACS_RESOURCE_ID must have the form /subscriptions/…/resourceGroups/…"
            "/providers/Microsoft.Communication/communicationServices/NAME"
        )
        raise ValueError(message)
    return text


def _endpoint_alone(text: str) -> str:
    if not text:
        message = "ACS_CONNECTION_STRING (or ACS_ENDPOINT) is not set"
        raise ValueError(message)
    if text.lower().startswith("http://"):
        message = "ACS_ENDPOINT must start with https://: a token never goes over plain http"
        raise ValueError(message)
    return _endpoint("ACS_ENDPOINT", text)


def _endpoint(setting: str, text: str) -> str:
    if not is_allowed_url(text):
        message = f"the endpoint in {setting} must start with https://"
        raise ValueError(message)
    return _origin(setting, text)


def _origin(setting: str, text: str) -> str:
    """
    Reduce a URL to scheme, host and port, written as they are sent in the header `Host`.

    The signature covers that header (REST reference, "Authentication"), so both must be the same
    text. What stands behind the host belongs to no request and is dropped.
    """
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        port = 0
    host = _host_as_sent(parts.hostname or "") if port != 0 and "@" not in parts.netloc else ""
    if not host:
        message = f"the endpoint in {setting} must have the form https://HOST or https://HOST:PORT"
        raise ValueError(message)
    is_usual = port is None or port == _USUAL_PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{port}"


def _host_as_sent(host: str) -> str:
    """Write a host as it is sent: without the root's dot, IPv6 compressed; empty: it is none."""
    if ":" not in host:
        name = host.rstrip(".").lower()
        return name if _HOST.fullmatch(name) else ""
    try:
        return f"[{ip_address(host).compressed}]" if "%" not in host else ""
    except ValueError:
        return ""


def _access_key(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except ValueError:
        message = "the accesskey in ACS_CONNECTION_STRING is not base64"
        raise ValueError(message) from None
    return text
