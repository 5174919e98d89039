"""The settings of operations: where figures are sent as metrics."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from shared.settings import ConfigurationError, is_allowed_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_GLOBAL_ENDPOINT = "https://dc.services.visualstudio.com"
_AUDIENCE = "https://monitor.azure.com/"


@dataclass(frozen=True, slots=True)
class InsightsSettings:
    """
    Settings of Application Insights, unparsed: they are the host's, and must not stop the app.

    Attributes
    ----------
    connection : str
        `APPLICATIONINSIGHTS_CONNECTION_STRING`.
    authentication : str
        `APPLICATIONINSIGHTS_AUTHENTICATION_STRING`; empty: by the key of the connection string.
    role : str
        `WEBSITE_SITE_NAME`: the name of the app in Azure.
    """

    connection: str = field(repr=False)
    authentication: str = ""
    role: str = "paloma"


def insights_from(env: Mapping[str, str]) -> InsightsSettings | None:
    """Read the settings of Application Insights; None: metrics are not wanted."""
    connection = env.get("APPLICATIONINSIGHTS_CONNECTION_STRING", "").strip()
    authentication = env.get("APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "").strip()
    role = env.get("WEBSITE_SITE_NAME", "").strip() or "paloma"
    return InsightsSettings(connection, authentication, role) if connection else None


@dataclass(frozen=True, slots=True)
class InsightsTarget:
    """
    Where metrics go, and who sends them.

    Attributes
    ----------
    identity : str or None
        The client ID of the managed identity, empty for the system's own; None: none is needed.
    """

    role: str
    url: str
    key: str
    audience: str
    identity: str | None


def insights_target(settings: InsightsSettings) -> InsightsTarget:
    """
    Read the settings (learn.microsoft.com, Connection strings in Application Insights).

    Raises
    ------
    ConfigurationError
        They cannot be used; the text shows no value.
    """
    connection = _members(settings.connection)
    login = _members(settings.authentication)
    endpoint = connection.get("ingestionendpoint") or _endpoint_of_suffix(connection)
    if not is_allowed_url(endpoint):
        message = "APPLICATIONINSIGHTS_CONNECTION_STRING has an endpoint that is not https"
        raise ConfigurationError(message)
    try:
        key = str(UUID(connection.get("instrumentationkey", "")))
    except ValueError:
        message = "APPLICATIONINSIGHTS_CONNECTION_STRING has no instrumentation key"
        raise ConfigurationError(message) from None
    has_identity = login.get("authorization", "").upper() == "AAD"
    return InsightsTarget(
        role=settings.role,
        url=f"{endpoint.rstrip('/')}/v2.1/track",
        key=key,
        audience=connection.get("aadaudience") or _AUDIENCE,
        identity=login.get("clientid", "") if has_identity else None,
    )


def _members(text: str) -> dict[str, str]:
    parts = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in parts}


def _endpoint_of_suffix(connection: Mapping[str, str]) -> str:
    suffix, location = connection.get("endpointsuffix"), connection.get("location")
    prefix = f"{location}." if location else ""
    return f"https://{prefix}dc.{suffix}" if suffix else _GLOBAL_ENDPOINT
