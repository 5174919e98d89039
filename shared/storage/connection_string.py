"""Storage connection strings (azure-docs, "Configure Azure Storage connection strings")."""

from dataclasses import dataclass, field
from enum import StrEnum

from shared.plain_http import is_allowed_url

_DEVELOPMENT = "usedevelopmentstorage"
_EMULATOR_ACCOUNT = "devstoreaccount1"
# Azurite's well-known account key, printed in its README; it protects nothing.
_EMULATOR_KEY = (
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
)


class Service(StrEnum):
    """The services of an account that we use."""

    QUEUE = "queue"
    TABLE = "table"


_EMULATOR_PORTS = {Service.QUEUE: 10001, Service.TABLE: 10002}


@dataclass(frozen=True, slots=True)
class ServiceEndpoint:
    """
    Where one service of an account is, and the key that signs requests to it.

    Attributes
    ----------
    url : str
        Without a closing slash; with Azurite it ends in the account's name.
    key : str
        Base64; empty where a token is used.
    """

    url: str
    account: str
    key: str = field(default="", repr=False)


def service_endpoint(connection_string: str, service: Service) -> ServiceEndpoint:
    """
    Read where a service is.

    Raises
    ------
    ValueError
        The account, its key or its place is missing, or would be spoken to without TLS; the
        text names what.
    """
    parts = _parts(connection_string)
    if parts.get(_DEVELOPMENT, "").lower() == "true":
        url = f"http://127.0.0.1:{_EMULATOR_PORTS[service]}/{_EMULATOR_ACCOUNT}"
        return ServiceEndpoint(url, _EMULATOR_ACCOUNT, _EMULATOR_KEY)
    missing = [name for name in ("AccountName", "AccountKey") if not parts.get(name.lower())]
    if missing:
        message = f"the storage connection string lacks {' and '.join(missing)}"
        raise ValueError(message)
    account = parts["accountname"]
    scheme = parts.get("defaultendpointsprotocol", "https")
    suffix = parts.get("endpointsuffix", "core.windows.net")
    url = parts.get(f"{service}endpoint") or f"{scheme}://{account}.{service}.{suffix}"
    if not is_allowed_url(url):
        message = f"the storage connection string leads to the {service} service without https"
        raise ValueError(message)
    return ServiceEndpoint(url.rstrip("/"), account, parts["accountkey"])


def _parts(connection_string: str) -> dict[str, str]:
    pairs = (part.split("=", 1) for part in connection_string.split(";") if "=" in part)
    return {name.strip().lower(): value.strip() for name, value in pairs}
