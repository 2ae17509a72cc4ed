"""Loopback: a provider that needs no account, for development, tests and bridges of one's own.

A text comes in, signed with the channel's secret:

    POST /webhooks/main                       X-Parley-Signature: sha256=<hex HMAC-SHA256 of the raw body>
    {"id": "in-1", "from": "+15550100001", "to": "+15550100000", "text": "hello"}      and optional "media": ["https://…"]

A text goes out, under our own id, and is reported on (`error` is optional):

    POST {base_url}                         {"id": "msg_…", "from": "+15550100000", "to": "+15550100001", "text": "Hi!"}
    200 {"id": "carrier-9"}
    POST /webhooks/main/status                {"id": "carrier-9", "status": "delivered"}          signed likewise

What became of a send that was never answered may be asked; anything but these two answers says nothing:

    GET {base_url}/msg_…                      200 {"id": "msg_…", "status": "sent"}   or   404 {"found": false}
"""

from __future__ import annotations

import json
from datetime import datetime
from http import HTTPStatus
from urllib.parse import quote

from pydantic import Field, SecretStr

from bot.config import LOOPBACK_SECRET
from bot.errors import BadPayload
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent, merge_status
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get

SIGNATURE = "x-parley-signature"


class LoopbackSettings(base.ProviderSettings):
    """What a loopback channel needs: nothing, unless messages shall leave the process."""

    secret: SecretStr = Field(SecretStr(LOOPBACK_SECRET), min_length=1, description="Signs webhooks both ways")
    secret_previous: SecretStr | None = Field(None, min_length=1, description="Also accepted while rotating")
    base_url: base.BaseUrl | None = Field(None, description="Where messages are posted; else they stay in process")


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "queued",
        MessageStatus.ACCEPTED: "accepted",
        MessageStatus.SENT: "sent",
        MessageStatus.DELIVERED: "delivered",
        MessageStatus.UNDELIVERED: "undelivered",
        MessageStatus.FAILED: "failed",
        MessageStatus.REJECTED: "rejected",
        MessageStatus.EXPIRED: "expired",
    }
)
ERRORS = base.by_word({ErrorClass.OPT_OUT: "opted_out"})


class Loopback(base.Provider):
    """See the top of this file."""

    name = "loopback"
    Settings = LoopbackSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX, media_max=10)
    capabilities = base.Capabilities(
        signature=True, media=True, alphanumeric_sender=True, reference=True, verified_against="its own definition"
    )
    rate = 1000.0

    def __init__(self, settings: LoopbackSettings) -> None:
        self.settings = settings
        self._secrets = signing.keys(settings.secret, settings.secret_previous)
        self._messages = Endpoint(settings.base_url or "")

    @property
    def local(self) -> bool:
        """Messages stay in process until there is an address to post them to."""
        return self.settings.base_url is None

    def verify(self, request: base.WebhookRequest) -> None:
        """Compare the HMAC of the raw body."""
        claimed = request.headers.get(SIGNATURE, "")
        signing.check_hash(claimed, [_signature(secret, request.body) for secret in self._secrets])

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its `status`."""
        document = request.json()
        fields = wire.flat(document)
        if "status" in fields:
            provider_id, raw, error = fields.token("id"), fields.token("status"), fields.word("error")
            status, kind = STATUSES.get(raw, MessageStatus.UNKNOWN), ERRORS.get(error or "")
            return [Receipt(provider_id, status, raw, error, kind, reference=provider_id)]
        if "text" not in fields:
            raise BadPayload("`text` is missing")
        sender, recipient, text = fields.address("from"), fields.address("to"), fields.text("text")
        return [Inbound(fields.token("id"), sender, recipient, text, wire.links(document.get("media") or ()))]

    def build(self, message: Outbound) -> Request:
        """Post the message as JSON."""
        base.check_limits(message, self.limits)
        body = {"id": message.id, "from": message.sender, "to": message.recipient, "text": message.text}
        media = {"media": list(message.media)} if message.media else {}
        return self._messages.json(body | media)

    def read(self, response: Response) -> Sent:
        """Take the carrier's id for acceptance, and nothing else."""
        answer = wire.json_object(response)
        provider_id, error = answer.get("id"), str(answer.get("error") or "")
        if response.is_success and isinstance(provider_id, str | int) and provider_id and not error:
            return Sent(str(provider_id))
        raise base.refusal(response, self.settings, ERRORS, code=error)

    def query(self, message: Outbound) -> Request | None:
        """Ask for the message by our id."""
        return None if self.local else get(f"{self.settings.base_url}/{quote(message.id, safe='')}")

    def read_query(self, message: Outbound, response: Response) -> Receipt | base.NeverReceived | None:
        """Believe only an answer that is plainly about this message: a bridge may answer anything to a GET."""
        answer = wire.json_object(response)
        if response.status == HTTPStatus.NOT_FOUND and answer.get("found") is False:
            return base.NeverReceived()
        if response.status != HTTPStatus.OK or answer.get("id") != message.id:
            return None
        raw = str(answer.get("status", ""))
        reported = merge_status(MessageStatus.ACCEPTED, STATUSES.get(raw, MessageStatus.UNKNOWN))
        return Receipt(message.id, reported, raw, reference=message.id)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Sign a text or a report as another process would."""
        document = {"id": id, "status": kind.value} | ({"error": "unreachable"} if kind is base.Sample.FAILED else {})
        if (said := kind.says(text)) is not None:
            document = {"id": id, "from": sender, "to": recipient, "text": said}
        body = json.dumps(document, ensure_ascii=False).encode()
        headers = {"content-type": wire.JSON, SIGNATURE: _signature(self._secrets[0], body)}
        return base.WebhookRequest("POST", url, headers, body, now)


def _signature(secret: bytes, body: bytes) -> str:
    return "sha256=" + signing.hmac_hex(secret, body)
