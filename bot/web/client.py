"""Who really calls, where proxies stand in front: only what a proxy of ours says is believed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address, ip_network

from starlette.requests import HTTPConnection

ADDRESSES_READ_MAX = 20


def client_address(request: HTTPConnection, proxies: Sequence[str]) -> str:
    """The address of the last hop that is no proxy of ours: whatever stands before it, anybody can have written."""
    address = "" if request.client is None else request.client.host
    if not proxies:
        return address
    hops = ",".join(request.headers.getlist("x-forwarded-for")).split(",")[-ADDRESSES_READ_MAX:]
    for hop in reversed(hops):
        if not _is_one_of(address, tuple(proxies)) or not _is_address(hop.strip()):
            break
        address = hop.strip()
    return address


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


@lru_cache(256)
def _is_one_of(address: str, proxies: tuple[str, ...]) -> bool:
    return _is_address(address) and any(ip_address(address) in ip_network(proxy) for proxy in proxies)
