"""What `parley trigger` sends is what the provider itself would accept."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.events import Inbound, MessageStatus, Receipt
from bot.providers.base import WebhookRequest, make_provider

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TWILIO = """
[business]
public_url = "https://sms.example.com"

[channels.main]
provider = "twilio"
number = "+15550102000"
account_sid = "AC0123456789abcdef0123456789abcdef"
auth_token = "0123456789abcdef0123456789abcdef"
"""


@dataclass
class Server:
    """A server that takes anything and remembers it."""

    address: str = ""
    status: int = 200
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def webhook(self, base: str) -> WebhookRequest:
        """The one request it got, as the provider would be shown it."""
        [(path, headers, body)] = self.requests
        return WebhookRequest("POST", base + path, headers, body, NOW)


@pytest.fixture
def server() -> Iterator[Server]:
    remembered = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            remembered.requests.append((self.path, headers, body))
            self.send_response(remembered.status)
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.01,))
        thread.start()
        remembered.address = f"http://127.0.0.1:{http.server_port}"
        yield remembered
        http.shutdown()
        thread.join()


def test_a_text_is_signed_as_loopback_signs(parley, server):
    run = parley("trigger", "inbound", "--text", "support", "--from", "+15550100007", "--to", server.address)

    request = server.webhook(server.address)
    provider = make_provider("loopback", {})
    provider.verify(request)
    [text] = provider.parse(request)
    assert (0, "200 ok\n") == (run.code, run.out)
    assert f"{server.address}/webhooks/main" == request.url
    assert isinstance(text, Inbound)
    assert ("+15550100007", "+15550100000", "support") == (text.sender, text.recipient, text.text)


def test_two_texts_are_two_texts(parley, server):
    for _ in range(2):
        parley("trigger", "inbound", "--to", server.address)

    first, second = (json.loads(body)["id"] for _, _, body in server.requests)
    assert first != second


def test_a_text_is_signed_for_the_public_address(parley, folder, server):
    (folder / "parley.toml").write_text(TWILIO)

    parley("trigger", "stop", "--to", server.address)

    request = server.webhook("https://sms.example.com")
    provider = make_provider(
        "twilio", {"account_sid": "AC" + "0123456789abcdef" * 2, "auth_token": "0123456789abcdef" * 2}
    )
    provider.verify(request)
    [text] = provider.parse(request)
    assert isinstance(text, Inbound)
    assert "STOP" == text.text


@pytest.mark.parametrize(
    ("kind", "expected"), [("delivered", MessageStatus.DELIVERED), ("failed", MessageStatus.FAILED)]
)
def test_a_receipt_tells_of_a_message(parley, server, kind, expected):
    parley("trigger", kind, "--message", "carrier-9", "--to", server.address)

    request = server.webhook(server.address)
    [receipt] = make_provider("loopback", {}).parse(request)
    assert f"{server.address}/webhooks/main/status" == request.url
    assert isinstance(receipt, Receipt)
    assert ("carrier-9", expected) == (receipt.provider_id, receipt.status)


def test_a_receipt_needs_a_message(parley):
    run = parley("trigger", "delivered")

    assert 2 == run.code
    assert "no message to +15550100001 has reached the provider yet; name one with --message" in run.err


def test_a_refusal_is_a_failure(parley, server):
    server.status = 401

    run = parley("trigger", "inbound", "--to", server.address, "--json")

    assert (1, {"status": 401, "body": "ok"}) == (run.code, json.loads(run.out))


def test_nobody_listens(parley):
    run = parley("trigger", "inbound", "--to", "http://127.0.0.1:9")

    assert 1 == run.code
    assert "does not answer" in run.err
    assert "start the server with: parley serve" in run.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["inbound", "--channel", "mian"], "error: no channel is called `mian`, did you mean `main`?\n"),
        (["inbund"], "'inbund' is not one of 'inbound', 'stop', 'delivered', 'failed'"),
    ],
)
def test_what_is_not_there_is_a_usage_error(parley, words, expected):
    run = parley("trigger", *words)

    assert 2 == run.code
    assert expected in run.err


def test_what_comes_over_a_session_cannot_be_imitated(parley, folder):
    account = 'host = "smsc.example"\nsystem_id = "parley"\npassword = "secret"\n'
    (folder / "parley.toml").write_text(f'[channels.main]\nprovider = "smpp"\nnumber = "2020"\n{account}')

    run = parley("trigger", "inbound")

    assert (3, True) == (run.code, "not by webhook" in run.err)
