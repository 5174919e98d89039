"""Which addresses events may be delivered to: nothing inside a network that a caller names."""

from ipaddress import IPv4Address, IPv6Address, ip_address

_AZURE_PLATFORM = IPv4Address("168.63.129.16")
"""Public in form, it leads to the host below (azure-docs, "What is IP address 168.63.129.16?")."""


def is_refused_address(text: str, *, allows_private: bool) -> bool:
    """
    Tell whether an address must not be spoken to.

    Link-local addresses, where clouds keep their metadata and its tokens, and Azure's own are
    refused in any case; private, loopback and all others that are not of the public internet
    unless they are allowed. IPv4 inside of IPv6 counts as what it leads to.

    Raises
    ------
    ValueError
        The text is no address.
    """
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        if address.sixtofour or address.teredo:
            return True
        address = address.ipv4_mapped or address
    if address.is_link_local or address.is_multicast or address == _AZURE_PLATFORM:
        return True
    return not allows_private and not _is_public(address)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    # `is_reserved` holds `::/8`: IPv4 written into IPv6, and NAT64's way back to it.
    is_site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not address.is_reserved and not is_site_local
