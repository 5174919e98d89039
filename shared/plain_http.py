"""Which addresses may be spoken to without TLS."""

from urllib.parse import urlsplit

_LOCAL_HOSTS = (".internal", ".local", ".localhost")


def is_allowed_url(url: str) -> bool:
    """
    Tell whether a URL is `https`, or `http` to this machine or its own network.

    The emulators speak plain http, in containers under names such as `azurite` or
    `host.docker.internal`. Numbers and texts cross no other network in the clear.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    host = parts.hostname or ""
    if parts.scheme == "https":
        return bool(host)
    return parts.scheme == "http" and bool(host) and _is_local(host)


def _is_local(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_HOSTS)
