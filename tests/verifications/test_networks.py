"""Addresses and the networks that they are of."""

from __future__ import annotations

import pytest

from bot.verifications.networks import network_of, provider_of


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_whoever_has_a_network_has_one_address(ip, network):
    assert network == network_of(ip)


@pytest.mark.parametrize(
    ("ip", "network"),
    [("203.0.113.7", "203.0.0.0/16"), ("2001:db8:1:2::4", "2001:db8::/32"), ("::ffff:203.0.113.7", "203.0.0.0/16")],
)
def test_a_provider_has_a_wide_network(ip, network):
    assert network == provider_of(ip)
