"""Where each provider is asked whether the credentials are good: a table of addresses, all of them read alone."""

import pytest

from bot.providers.base import provider_names
from tests.answers import answer
from tests.providers.examples import EXAMPLES

ADDRESSES = {
    "twilio": "https://api.twilio.com/2010-04-01/Accounts/AC1.json",
    "d7": "https://api.d7networks.com/messages/v1/balance",
    "vonage": "https://rest.nexmo.com/account/get-balance",
    "telnyx": "https://api.telnyx.com/v2/balance",
    "plivo": "https://api.plivo.com/v1/Account/",
    "sinch": "/batches?page_size=1",
    "messagebird": "https://rest.messagebird.com/balance",
    "infobip": "/sms/3/logs?limit=1",
    "africastalking": "/version1/user?username=",
    "clicksend": "https://rest.clicksend.com/v3/account",
    "bandwidth": "https://messaging.bandwidth.com/api/v2/users/",
    "jasmin": "https://jasmin.example/balance?username=parley&password=user-password",
    "kannel": "https://kannel.example/cgi-bin/sendsms",
}
WITHOUT = {"loopback", "vonage_messages", "generic_http"}
OTHERWISE = {"smpp"}
"""Not by HTTP: see test_smpp.py."""


def test_every_provider_is_in_the_table_or_known_to_have_no_such_call():
    assert {*ADDRESSES} == {*provider_names()} - WITHOUT - OTHERWISE
    assert not [name for name in WITHOUT if EXAMPLES[name].provider.probe()]


@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_asked_only_reads(name):
    request = EXAMPLES[name].provider.probe()

    assert ADDRESSES[name] in request.url
    assert ("POST" if name == "kannel" else "GET", b"") == (request.method, request.body)


@pytest.mark.parametrize("name", ADDRESSES)
def test_an_answer_says_that_the_credentials_are_good(name):
    good = answer(400, text="Missing receiver(s) number(s), rejected") if name == "kannel" else answer(200, {})

    assert "the credentials are good" == EXAMPLES[name].provider.read_probe(good)
