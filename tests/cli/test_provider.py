"""`parley provider connect`: what to paste where, and a question to the provider that does nothing else."""

from __future__ import annotations

import re
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.config import load_settings
from bot.providers.base import get_provider, make_provider, provider_names
from tests.centre import Centre, in_a_thread

TWILIO = """
[business]
public_url = "https://sms.example.com"

[channels.desk]
provider = "twilio"
number = "+15550102000"
account_sid = "AC1"
auth_token = "the-right-token"
base_url = "{address}"
"""
KANNEL = """
[business]
public_url = "https://sms.example.com"

[channels.main]
provider = "kannel"
number = "2020"
username = "parley"
password = "the-right-password"
webhook_token = "a-webhook-token-long-and-random"
base_url = "{address}"
"""


SMPP = """
[channels.main]
provider = "smpp"
number = "2020"
host = "127.0.0.1"
port = {port}
system_id = "parley"
password = "smpp-password"
"""


@pytest.fixture
def carrier() -> Iterator[str]:
    """A carrier that knows one account of each kind; `address` is where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            good = self.path == "/2010-04-01/Accounts/AC1.json"
            good = good and self.headers["authorization"] == "Basic QUMxOnRoZS1yaWdodC10b2tlbg=="
            self._answer(200 if good else 401, b"{}")

        def do_POST(self) -> None:
            good = self.headers["x-kannel-password"] == "the-right-password"
            words = b"Missing receiver(s) number(s), rejected" if good else b"Authorization failed for sendsms"
            self._answer(400 if good else 403, words)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(("settings", "name"), [(TWILIO, "twilio"), (KANNEL, "kannel")])
def test_good_credentials_are_said_to_be(parley, folder, carrier, settings, name):
    (folder / "parley.toml").write_text(settings.format(address=carrier))

    run = parley("provider", "connect", name)

    assert 0 == run.code
    assert "127.0.0.1 says: the credentials are good" in run.err


@pytest.mark.parametrize(("settings", "name", "kind"), [(TWILIO, "twilio", "401"), (KANNEL, "kannel", "auth")])
def test_wrong_credentials_are_a_failure_and_not_shown(parley, folder, carrier, settings, name, kind):
    (folder / "parley.toml").write_text(settings.format(address=carrier).replace("the-right", "a-wrong"))

    run = parley("provider", "connect", name)

    assert 1 == run.code
    assert "127.0.0.1 does not accept the credentials, or cannot be asked: auth" in run.err
    assert kind in run.err
    assert "a-wrong" not in run.out + run.err


def test_nobody_answers(parley, folder):
    (folder / "parley.toml").write_text(TWILIO.format(address="http://127.0.0.1:9"))

    run = parley("provider", "connect", "twilio")

    assert (1, True) == (run.code, "cannot be asked: retryable: unreachable" in run.err)


def test_the_addresses_are_those_of_the_channel_that_has_the_provider(parley, folder):
    (folder / "parley.toml").write_text(TWILIO.format(address="http://127.0.0.1:9"))

    run = parley("provider", "connect", "twilio", "--no-check")

    assert (0, "") == (run.code, run.err)
    assert "\nhttps://sms.example.com/webhooks/desk\n" in run.out


def test_a_provider_that_does_not_sign_gets_an_address_with_the_token(parley, folder):
    (folder / "parley.toml").write_text(KANNEL.format(address="http://127.0.0.1:9"))

    run = parley("provider", "connect", "kannel", "--no-check")

    url = "https://sms.example.com/webhooks/main?token=a-webhook-token-long-and-random"
    assert f'get-url = "{url}&id=%I&sender=%p&to=%P&message=%b&charset=%C"' in run.out


def test_what_kannel_would_fill_in_is_doubled(parley, folder):
    settings = KANNEL.format(address="http://127.0.0.1:9").replace("a-webhook-token", "a+webhook/token")
    (folder / "parley.toml").write_text(settings)

    run = parley("provider", "connect", "kannel", "--no-check")

    assert "?token=a%%2Bwebhook%%2Ftoken-long-and-random&id=%I" in run.out


@pytest.mark.parametrize("name", provider_names())
def test_the_settings_that_are_shown_can_be_used(parley, name):
    """They are put into a file, the variables get values, and the file is read."""
    out = parley("provider", "connect", name).out
    if name == "loopback":
        return
    [toml] = re.findall(r"parley\.toml:\n\n(.*?)\n\n(?:and|Then)", out, re.DOTALL)
    variables = dict(re.findall(r"^export (\w+)=(\S+)", out, re.MULTILINE))

    channel = tomllib.loads(toml)["channels"]["main"]

    secrets = {key for key, field in get_provider(name).Settings.model_fields.items() if field.is_required()}
    assert secrets <= {*channel}
    assert {f"${variable}" for variable in variables} == {*channel.values()} - {name, "+15550102000"}


def test_a_token_is_made_up_that_nobody_can_guess(parley, folder):
    first, second = (parley("provider", "connect", "kannel").out for _ in range(2))
    (folder / "parley.toml").write_text(re.search(r"\[channels.*?\n\n", first, re.DOTALL)[0])
    variables = dict(re.findall(r"^export (\w+)=(\S+)", first, re.MULTILINE))

    filled = {name: value.replace('"…"', "given") for name, value in variables.items()}
    channel = load_settings(folder / "parley.toml", filled).channels["main"]

    assert make_provider(channel.provider, channel.extra)
    assert len(variables["KANNEL_WEBHOOK_TOKEN"]) == 32
    assert variables["KANNEL_WEBHOOK_TOKEN"] not in second


def test_a_public_address_that_only_this_machine_reaches_is_said(parley, folder):
    settings = TWILIO.format(address="http://127.0.0.1:9").replace("https://sms.example.com", "http://localhost:8000")
    (folder / "parley.toml").write_text(settings)

    assert "only this machine can reach" in parley("provider", "connect", "twilio", "--no-check").err


def test_an_unknown_provider_is_a_usage_error(parley):
    run = parley("provider", "connect", "twillio")

    assert (2, "error: no provider is called `twillio`, did you mean `twilio`?\n") == (run.code, run.err)


def test_a_message_centre_is_bound_asked_and_left(parley, folder):
    with in_a_thread(Centre()) as centre:
        (folder / "parley.toml").write_text(SMPP.format(port=centre.port))
        run = parley("provider", "connect", "smpp")

    assert (0, "\n127.0.0.1 says: the credentials are good\n") == (run.code, run.err)
    assert "Nothing has to be set at the carrier" in run.out
    assert {"bind_transceiver": 1, "enquire_link": 1, "unbind": 1} == centre.seen


@pytest.mark.parametrize(
    ("status", "said"),
    [(0x0E, "auth: 0xe not bound: 0xe ESME_RINVPASWD"), (0x05, "unreachable not bound: 0x5 ESME_RALYBND")],
)
def test_a_message_centre_lets_nobody_in(parley, folder, status, said):
    with in_a_thread(Centre(bind_transceiver=status)) as centre:
        (folder / "parley.toml").write_text(SMPP.format(port=centre.port))
        run = parley("provider", "connect", "smpp")

    assert (1, True) == (run.code, said in run.err)
    assert "smpp-password" not in run.out + run.err
