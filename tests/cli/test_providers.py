"""What `parley providers list` says of every provider."""

from __future__ import annotations

import json

from bot.providers.base import get_provider, provider_names


def test_every_provider_is_listed_with_what_it_can_do(parley):
    run = parley("providers", "list")

    heading, *rows = run.out.splitlines()
    columns = ["name", "signed", "receipts", "media", "names", "reference", "dlt", "opt-outs", "verified", "against"]
    assert columns == heading.split()
    assert provider_names() == [row.split()[0] for row in rows]
    [twilio] = [row for row in rows if row.startswith("twilio")]
    assert ["twilio", "yes", "yes", "yes", "yes", "-", "-", "-", "the", "official", "SDK"] == twilio.split()


def test_programs_get_the_same(parley):
    listed = json.loads(parley("providers", "list", "--json").out)

    assert provider_names() == [each["name"] for each in listed]
    for each in listed:
        can = get_provider(each["name"]).capabilities
        assert (can.signature, can.verified_against) == (each["signature"], each["verified_against"])
