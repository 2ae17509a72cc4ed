"""What the suites need to know of a provider to play its part, and what the examples share."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from bot.events import Inbound, Receipt
from bot.providers import wire
from bot.providers.base import Provider, WebhookRequest
from bot.providers.http import Request

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
URL = "https://sms.example.com/webhooks/main"
STATUS_URL = "https://sms.example.com/webhooks/main/status/msg_1/c2lnbmVk"
WEBHOOK_TOKEN = "a-webhook-token-long-and-random"
WEBHOOK_TOKEN_BEFORE = "the-webhook-token-that-was-before"


Document = Mapping[str, Any]


@dataclass(frozen=True)
class Recorded:
    """How `samples/NAME.json` is met: with which settings, and what we do otherwise than whoever sent it."""

    settings: Document
    secret: str = ""
    """The setting that signs, which a sample of a signature brings."""
    for_sample: Callable[[Document], Document] = lambda sample: {}
    """More settings, which this sample alone asks for."""
    request: Callable[[Document, str], Document] = lambda request, recipient: request
    """What we send to this recipient in place of the recorded request."""
    signed: Callable[[Document], WebhookRequest] | None = None
    """Make the request of a sample of a signature, where it is not a form or a JSON body."""
    documents_5xx: bool = False
    """Whether it is documented that nothing was sent after a 5xx of these words."""


@dataclass(frozen=True)
class Example:
    """How a provider writes things down. `Fields` are as the provider names them, `names` maps ours to theirs."""

    provider: Provider
    secrets: tuple[str, ...]
    """Every secret in the provider's settings, none of which may ever be seen."""
    unsigned: Callable[[Document], WebhookRequest]
    """Write the fields of a webhook down."""
    prove: Callable[[WebhookRequest, str], WebhookRequest]
    """Sign any request with a secret, when it is received, or put in whatever else the carrier is known by."""
    secret: str
    previous: str
    """The secret that is still good while it is being changed."""
    tampered: Callable[[WebhookRequest], WebhookRequest]
    """Change what the signature covers."""
    inbound: Document
    receipt: Document
    names: Mapping[str, str]
    """Ours → theirs, of `id sender recipient text` and, in receipts, `status`."""
    taken: Document | str | bytes
    """The JSON or the text that accepts a message under the id `carrier-1`."""
    refused: Document | str | bytes
    """JSON or a text that refuses a message."""
    taken_id: str | None = "carrier-1"
    """None for a carrier that has no id of its own."""
    required: tuple[str, ...] = ("id", "sender", "recipient", "text")
    receipt_id: str = ""
    """Their name of the id in receipts, if it is not the one of inbound texts."""
    delivered: str = "delivered"
    """Their word for a message that arrived."""
    failed: str = "failed"
    """Their word for one that did not."""
    media: Document = field(default_factory=dict)
    """Fields that carry https://foo.bar/a.jpg and https://foo.bar/b.jpg."""
    heard: Callable[[Document], Inbound | Receipt] | None = None
    """Read what comes in otherwise than by webhook, from the same fields."""
    request: tuple[str, str] = ("POST", "https:")
    """The method of a send, and how its address begins."""
    said: Callable[[Request], bytes] = lambda request: request.body
    """What has the text in it, joined if it goes out in parts."""
    exempt: Document = field(default_factory=dict)
    """Tests of the suite that make no sense of this provider, each with the reason."""
    recorded: Recorded = Recorded({})
    window_s: float | None = None
    """How long a signature is good for, if it says when it was made."""

    def webhook(self, fields: Document) -> WebhookRequest:
        """Write the fields of a webhook down and sign them."""
        return self.prove(self.unsigned(fields), self.secret)

    @property
    def covers_body(self) -> bool:
        """Whether it is a signature, and nothing that says who calls and no more."""
        return self.tampered is other_body


def as_json(document: Document) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def in_address(request: WebhookRequest, token: str) -> WebhookRequest:
    return replace(request, url=wire.with_query(request.url, f"token={token}"))


def with_headers(request: WebhookRequest, **headers: str) -> WebhookRequest:
    """Add headers, whose names are written with underscores."""
    added = {name.replace("_", "-"): value for name, value in headers.items()}
    return replace(request, headers={**request.headers, **added})


def pairs_of(form: str) -> list[tuple[str, str]]:
    """Read a form or a query as carriers do who sign its fields, whatever is in it."""
    return parse_qsl(form, keep_blank_values=True, errors="replace")


def other_body(request: WebhookRequest) -> WebhookRequest:
    return replace(request, body=request.body.replace(b"hello", b"HELLO"))


def other_token(request: WebhookRequest) -> WebhookRequest:
    return replace(request, url=request.url.replace("long", "short"))
