"""Loopback: a provider that needs no account, for development, tests and bridges of one's own.

A text comes in, signed with the channel's secret:

    POST /webhooks/main                       X-Parley-Signature: sha256=<hex HMAC-SHA256 of the raw body>
    {"id": "in-1", "from": "+15550100001", "to": "+15550100000", "text": "hello"}      and optional "media": ["https://…"]

A text goes out, under our own id, and is reported on (`error` is optional):

    POST {base_url}                         {"id": "msg_…", "from": "+15550100000", "to": "+15550100001", "text": "Hi!"}
    200 {"id": "carrier-9"}
    POST /webhooks/main/status                {"id": "carrier-9", "status": "delivered"}          signed in the same way

What became of a send that was never answered may be asked; anything but these two answers says nothing:

    GET {base_url}/msg_…                      200 {"id": "msg_…", "status": "sent"}   or   404 {"found": false}
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import quote

import httpx
from pydantic import Field, SecretStr

from bot.config import LOOPBACK_SECRET
from bot.errors import BadPayload, BadSignature
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent, merge_status
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers.base import (
    BaseUrl,
    Capabilities,
    MessageLimits,
    NeverReceived,
    Provider,
    ProviderSettings,
    Sample,
    WebhookRequest,
    check_limits,
    refusal,
    same,
)
from bot.providers.wire import JSON, json_object, links, parse_flat_json

SIGNATURE = "x-parley-signature"


class LoopbackSettings(ProviderSettings):
    """What a loopback channel needs: nothing, unless messages shall leave the process."""

    secret: SecretStr = Field(SecretStr(LOOPBACK_SECRET), min_length=1, description="Signs webhooks both ways")
    base_url: BaseUrl | None = Field(None, description="Where messages are posted; without it they stay in process")


STATUSES = {
    status.value: status
    for status in (
        MessageStatus.QUEUED,
        MessageStatus.ACCEPTED,
        MessageStatus.SENT,
        MessageStatus.DELIVERED,
        MessageStatus.UNDELIVERED,
        MessageStatus.FAILED,
        MessageStatus.REJECTED,
        MessageStatus.EXPIRED,
    )
}
ERRORS = {"opted_out": ErrorClass.OPT_OUT}


class Loopback(Provider):
    """See the top of this file."""

    name = "loopback"
    Settings = LoopbackSettings
    statuses = STATUSES
    limits = MessageLimits(chars_max=MESSAGE_CHARS_MAX, media_max=10)
    capabilities = Capabilities(
        signature=True,
        receipts=True,
        media=True,
        alphanumeric_sender=True,
        reference=True,
        verified_against="its own definition",
    )
    idempotent = True

    def __init__(self, settings: LoopbackSettings) -> None:
        self.settings = settings

    @property
    def local(self) -> bool:
        """Messages stay in process until there is an address to post them to."""
        return self.settings.base_url is None

    def verify(self, request: WebhookRequest) -> None:
        """Compare the HMAC of the raw body."""
        if not same(self._signature(request.body), request.headers.get(SIGNATURE, "")):
            raise BadSignature

    def parse(self, request: WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its `status`."""
        fields = parse_flat_json(request.body)
        if "status" in fields:
            raw, error = fields.token("status"), fields.word("error")
            status = STATUSES.get(raw, MessageStatus.UNKNOWN)
            return [Receipt(fields.token("id"), status, raw, error, ERRORS.get(error or ""))]
        if "text" not in fields:
            raise BadPayload("`text` is missing")
        sender, recipient, text = fields.address("from"), fields.address("to"), fields.text("text")
        return [Inbound(fields.token("id"), sender, recipient, text, links(request.json().get("media") or []))]

    def build(self, message: Outbound) -> httpx.Request:
        """Post the message as JSON."""
        check_limits(message, self.limits)
        body = {"id": message.id, "from": message.sender, "to": message.recipient, "text": message.text}
        media = {"media": list(message.media)} if message.media else {}
        return httpx.Request("POST", self.settings.base_url or "", json=body | media)

    def read(self, response: httpx.Response) -> Sent:
        """Take the carrier's id for acceptance, and nothing else."""
        answer = json_object(response)
        provider_id, error = answer.get("id"), str(answer.get("error") or "")
        if response.is_success and isinstance(provider_id, str | int) and provider_id and not error:
            return Sent(str(provider_id))
        kind = ERRORS.get(error, ErrorClass.PERMANENT if error and response.is_success else None)
        raise refusal(response, self.settings, kind=kind, code=error)

    def query(self, message: Outbound) -> httpx.Request | None:
        """Ask for the message by our id."""
        return None if self.local else httpx.Request("GET", f"{self.settings.base_url}/{quote(message.id, safe='')}")

    def read_query(self, message: Outbound, response: httpx.Response) -> Receipt | NeverReceived | None:
        """Believe only an answer that is plainly about this message: a bridge may answer anything to a GET."""
        answer = json_object(response)
        if response.status_code == httpx.codes.NOT_FOUND and answer.get("found") is False:
            return NeverReceived()
        if response.status_code != httpx.codes.OK or answer.get("id") != message.id:
            return None
        raw = str(answer.get("status", ""))
        reported = merge_status(MessageStatus.ACCEPTED, STATUSES.get(raw, MessageStatus.UNKNOWN))
        return Receipt(message.id, reported, raw, reference=message.id)

    def sample_webhook(
        self, kind: Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> WebhookRequest:
        """Sign a text or a report as another process would."""
        document = {"id": id, "status": kind.value} | ({"error": "unreachable"} if kind is Sample.FAILED else {})
        if kind in (Sample.INBOUND, Sample.STOP):
            document = {"id": id, "from": sender, "to": recipient, "text": "STOP" if kind is Sample.STOP else text}
        body = json.dumps(document, ensure_ascii=False).encode()
        return WebhookRequest("POST", url, {"content-type": JSON, SIGNATURE: self._signature(body)}, body, now)

    def _signature(self, body: bytes) -> str:
        secret = self.settings.secret.get_secret_value().encode()
        return "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
