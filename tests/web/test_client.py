"""Who really calls, where proxies stand in front."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from bot.web.client import client_address

PROXIES = ("10.0.0.0/8", "2001:db8::1")


@pytest.mark.parametrize(
    ("client", "forwarded", "proxies", "expected"),
    [
        ("203.0.113.7", [], (), "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.9"], (), "203.0.113.7"),
        ("203.0.113.7", ["198.51.100.9"], PROXIES, "203.0.113.7"),
        ("10.0.0.5", ["198.51.100.9"], PROXIES, "198.51.100.9"),
        ("10.0.0.5", ["1.2.3.4, 198.51.100.9"], PROXIES, "198.51.100.9"),
        ("10.0.0.5", ["1.2.3.4", "198.51.100.9"], PROXIES, "198.51.100.9"),
        ("10.0.0.5", ["1.2.3.4, 198.51.100.9, 10.0.0.6"], PROXIES, "198.51.100.9"),
        ("10.0.0.5", ["1.2.3.4, nonsense"], PROXIES, "10.0.0.5"),
        ("10.0.0.5", [], PROXIES, "10.0.0.5"),
        ("10.0.0.5", ["10.0.0.6"], PROXIES, "10.0.0.6"),
        ("2001:db8::1", ["2001:db8::9"], PROXIES, "2001:db8::9"),
        ("", ["1.2.3.4"], PROXIES, ""),
    ],
)
def test_only_what_a_proxy_of_ours_says_is_believed(client, forwarded, proxies, expected):
    headers = [(b"x-forwarded-for", line.encode()) for line in forwarded]
    request = Request({"type": "http", "headers": headers, "client": (client, 1) if client else None})

    assert expected == client_address(request, proxies)
