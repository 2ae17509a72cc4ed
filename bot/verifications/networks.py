"""Networks that requests come from, by the addresses that they name."""

from __future__ import annotations

import ipaddress
from typing import Final

_NETWORK_BITS: Final = 64
_WIDE_BITS: Final = {4: 16, 6: 32}
"""What a provider is usually given at once."""


def network_of(ip: str) -> str:
    """Return what counts as one address: an address of IPv4, a network of 64 bits of IPv6."""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address) >> _NETWORK_BITS << _NETWORK_BITS, _NETWORK_BITS)))
    return str(address)


def provider_of(ip: str) -> str:
    """Return the network that an address is from, as wide as providers are given them."""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return str(ipaddress.ip_network((address, _WIDE_BITS[address.version]), strict=False))
