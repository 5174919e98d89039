"""
What a delivery to a subscriber needs: its URL, its signature, and the addresses that are refused.

Signatures are those of Standard Webhooks, which receivers have libraries for: HMAC-SHA256 of
`id.timestamp.body` (github.com/standard-webhooks, `spec/standard-webhooks.md`, version 1.0.0).
"""

import base64
import hmac
from collections.abc import Iterable
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit, urlunsplit

SECRET_BYTES = 32

_PORTS = {"https": 443, "http": 80}

_PREFIX = "whsec_"

_AZURE_PLATFORM = IPv4Address("168.63.129.16")
"""Public in form, it leads to the host below (azure-docs, "What is IP address 168.63.129.16?")."""


def new_secret(randomness: bytes) -> str:
    """Write a secret the way receivers' libraries take it."""
    return _PREFIX + base64.b64encode(randomness).decode()


def signed_headers(
    secret: str, delivery_id: str, now: datetime, body: bytes, former_secrets: Iterable[str] = ()
) -> dict[str, str]:
    """
    Give the headers that prove where a body comes from, and when it was sent.

    With former secrets there is a signature of each, separated by spaces, the newest first.
    """
    timestamp = str(int(now.timestamp()))
    signed = f"{delivery_id}.{timestamp}.".encode() + body
    signatures = (_signature(one, signed) for one in (secret, *former_secrets))
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return f"v1,{base64.b64encode(hmac.digest(key, signed, 'sha256')).decode()}"


def comparable_url(url: str) -> str:
    """Write a usable URL in the form in which URLs are compared (RFC 3986, section 6.2.3)."""
    parts = urlsplit(url)
    host, port = (parts.hostname or "").lower(), parts.port
    place = host if port in {None, _PORTS.get(parts.scheme)} else f"{host}:{port}"
    return urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))


def is_refused_address(text: str, *, allows_private: bool) -> bool:
    """
    Tell whether an address must not be spoken to.

    Link-local addresses, where clouds keep their metadata and its tokens, and Azure's own are
    refused in any case; private, loopback and all others that are not of the public internet
    unless they are allowed. IPv4 inside of IPv6 counts as what it is where it is mapped
    (`::ffff:0:0/96`), and is refused in any case where a network would translate it.

    Raises
    ------
    ValueError
        The text is no address.
    """
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if _leads_to_ipv4(address):
            return True
        address = address.ipv4_mapped or address
    if address.is_link_local or address.is_multicast or address == _AZURE_PLATFORM:
        return True
    return not allows_private and not _is_public(address)


def _leads_to_ipv4(address: IPv6Address) -> bool:
    """
    Tell whether a network may translate an address to one of IPv4, but for `::ffff:0:0/96`.

    `is_reserved` holds `::/8`: IPv4 written into IPv6, and the prefixes of NAT64 (RFC 6052, 8215).
    """
    is_own = address.is_loopback or address.is_unspecified
    is_translated = address.is_reserved and not (address.ipv4_mapped or is_own)
    return bool(address.sixtofour or address.teredo or is_translated)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    is_site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_reserved and not is_site_local
