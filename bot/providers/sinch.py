"""Sinch: the SMS API of XMS, version 1, with a service plan's token.

Webhooks are JSON, of four kinds. A 4xx loses one for good, a 5xx brings it again:

    {"type": "mo_text", "id": "01W4…", "from": "12015550101", "to": "12015550100", "body": "Hello John!"}
    {"type": "mo_media", …, "body": {"subject": "…", "message": "…", "media": [{"url": "https://…", …}]}}
    {"type": "recipient_delivery_report_sms", "batch_id": "01JH…", "recipient": "3366…", "code": 0, "status": "…"}
    {"type": "delivery_report_sms", "batch_id": "01W4…", "statuses": [{"code": 0, "status": "…", "recipients": [… ]}]}

Where Sinch has been asked to, it signs `body.nonce.timestamp`; else it can call with name and password:

    X-Sinch-Webhook-Signature: ZoHei66P…=   …-Nonce: 01JH…   …-Timestamp: 1736760161   …-Algorithm: HmacSHA256

A text goes out as a batch of one, and can be found again by our reference:

    POST /xms/v1/{plan}/batches         {"from": "1201…", "to": ["1201…"], "body": "Hi", "callback_url": "https://…"}
    201 {"id": "01W4…", "to": ["1201…"], …}     400 {"code": "syntax_invalid_parameter_format", "text": "…"}
    GET /xms/v1/{plan}/batches?client_reference=msg_…         200 {"count": 1, "batches": [{"id": "01W4…", …}]}
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from urllib.parse import quote

from pydantic import Field, SecretStr, model_validator

from bot.errors import BadPayload
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import MESSAGE_CHARS_MAX, WEBHOOK_AGE_S_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get

SIGNATURE = "x-sinch-webhook-signature"
NONCE, TIMESTAMP = f"{SIGNATURE}-nonce", f"{SIGNATURE}-timestamp"


class SinchSettings(signing.BasicSettings):
    """What Sinch's dashboard shows. Webhooks have to be signed, or told from others' in one of the other ways."""

    service_plan_id: str = Field(pattern="^[A-Za-z0-9_-]+$", description="Of the plan that the number belongs to")
    api_token: SecretStr = Field(min_length=1, description="Of the same plan")
    region: str = Field("us", pattern="^[a-z]{2,4}$", description="Where the plan is: us, eu, au, br or ca")
    webhook_secret: SecretStr | None = Field(None, min_length=1, description="Signs webhooks, once Sinch has set it up")
    webhook_secret_previous: SecretStr | None = Field(None, min_length=1, description="Also accepted while rotating")
    webhook_age_s: signing.WebhookAge = WEBHOOK_AGE_S_MAX
    base_url: base.BaseUrl | None = Field(None, description="Where the API is, if not where the region says")

    @model_validator(mode="after")
    def _webhooks_are_told_apart(self) -> SinchSettings:
        self.require_proof(self.webhook_secret, "`webhook_secret`, `webhook_user`, `webhook_token` or `allow_from`")
        return self


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "queued",
        MessageStatus.SENT: "dispatched",
        MessageStatus.DELIVERED: "delivered",
        MessageStatus.FAILED: "failed aborted cancelled deleted",
        MessageStatus.REJECTED: "rejected",
        MessageStatus.EXPIRED: "expired",
        MessageStatus.UNKNOWN: "unknown",
    }
)
NO_ERRORS = ("0", "400", "401")
"""Delivered, queued and dispatched."""
ERRORS = base.by_word(
    {
        ErrorClass.RETRYABLE: "403 404 417",
        ErrorClass.CREDIT: "413",
        ErrorClass.PERMANENT: "402 405 406 407 408 409 410 411 412 414 415 416 418",
    }
)


class Sinch(base.Provider):
    """See the top of this file."""

    name = "sinch"
    Settings = SinchSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX, media_max=1)
    capabilities = base.Capabilities(
        signature=True, media=True, alphanumeric_sender=True, reference=True, verified_against="the official SDK"
    )

    paste = (
        "In the dashboard, set the callback URL of the service plan to\n\n{inbound}\n\n"
        "Delivery reports need nothing: every message says where its own go. With `webhook_secret`, ask Sinch's\n"
        "support to sign webhooks with it."
    )

    def __init__(self, settings: SinchSettings) -> None:
        self.settings = settings
        self._secrets = signing.keys(settings.webhook_secret, settings.webhook_secret_previous)
        self._headers = {"Authorization": f"Bearer {settings.api_token.get_secret_value()}", "Accept": wire.JSON}
        origin = settings.base_url or f"https://{settings.region}.sms.api.sinch.com"
        self._batches = Endpoint(f"{origin}/xms/v1/{settings.service_plan_id}/batches", self._headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Check the signature if there are to be any, and whatever else is set."""
        if self._secrets:
            nonce, timestamp = request.headers.get(NONCE, ""), request.headers.get(TIMESTAMP, "")
            signed = _signed(request.body, nonce, timestamp)
            ours = [signing.hmac_base64(secret, signed) for secret in self._secrets]
            signing.check_hash(request.headers.get(SIGNATURE, ""), ours)
            signing.check_age(timestamp, request.received_at, self.settings.webhook_age_s)
        self.settings.check_address(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell them by their type; a type that is not of texts or receipts is none of ours."""
        document = request.json()
        fields = wire.fields_of(document)
        kind = fields.token("type")
        if kind.startswith("mo_"):
            return [_inbound(kind, fields, document.get("body"))]
        if kind.startswith("recipient_delivery_report_"):
            return [_receipt(fields, fields)]
        if not kind.startswith("delivery_report_"):
            return []
        statuses = [(status, wire.inside(status, "recipients")) for status in wire.listed(document.get("statuses"))]
        each = [status | {"recipient": to} for status, recipients in statuses for to in wire.listed(recipients)]
        return wire.each(each, lambda status: _receipt(fields, wire.fields_of(status)))

    def build(self, message: Outbound) -> Request:
        """Post the message as a batch of one, or as media with a text."""
        base.check_limits(message, self.limits)
        body: dict[str, Any] = {"from": message.sender.removeprefix("+"), "to": [message.recipient.removeprefix("+")]}
        body |= {"body": message.text, "delivery_report": "per_recipient", "client_reference": message.id}
        if "${" in message.text:  # it would be taken for the name of a parameter
            body |= {"body": message.text.replace("${", "${dollar}{"), "parameters": {"dollar": {"default": "$"}}}
        if message.media:
            body |= {"type": "mt_media", "body": {"url": message.media[0], "message": body["body"]}}
        url = self.settings.reports(message)
        return self._batches.json(body | ({"callback_url": url} if url else {}))

    def read(self, response: Response) -> Sent:
        """Take an `id` for acceptance, a `code` for refusal, and nothing else for either."""
        answer = wire.json_object(response)
        id, code = answer.get("id"), str(answer.get("code") or "")
        if response.is_success and isinstance(id, str) and id and not code:
            return Sent(id)
        raise base.refusal(response, self.settings, {}, code=code, detail=str(answer.get("text") or ""))

    def query(self, message: Outbound) -> Request | None:
        """Look for our reference."""
        return get(f"{self._batches.url}?client_reference={quote(message.id, safe='')}", self._headers)

    def read_query(self, message: Outbound, response: Response) -> Receipt | base.NeverReceived | None:
        """Believe a batch that carries our reference; that there is none proves nothing, for it may be listed late."""
        for batch in wire.listed(wire.inside(wire.json_object(response), "batches")):
            id = wire.inside(batch, "id")
            if wire.inside(batch, "client_reference") == message.id and isinstance(id, str) and id:
                return Receipt(id, MessageStatus.ACCEPTED, reference=message.id)
        return None

    def probe(self) -> Request:
        """List one batch."""
        return get(f"{self._batches.url}?page_size=1", self._headers)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call as Sinch would, with whatever proves that it is Sinch."""
        numbers = {"from": sender.removeprefix("+"), "to": recipient.removeprefix("+")}
        document: dict[str, Any] = {"type": "mo_text", "id": id, "body": kind.says(text)} | numbers
        document |= {"received_at": now.isoformat()}
        if kind.says(text) is None:
            document = {"type": "recipient_delivery_report_sms", "batch_id": id, "recipient": numbers["to"]}
            code = 0 if kind is base.Sample.DELIVERED else 402
            document |= {"code": code, "status": kind.value.capitalize(), "at": now.isoformat()}
        body, nonce = json.dumps(document).encode(), hashlib.sha256(f"{id}{now}".encode()).hexdigest()[:26]
        headers = {"content-type": wire.JSON} | self.settings.credentials()
        if self._secrets:
            timestamp = str(int(now.timestamp()))
            claimed = signing.hmac_base64(self._secrets[0], _signed(body, nonce, timestamp))
            headers |= {SIGNATURE: claimed, NONCE: nonce, TIMESTAMP: timestamp, f"{SIGNATURE}-algorithm": "HmacSHA256"}
        return self.settings.call(url, headers, body, now)


def _signed(body: bytes, nonce: str, timestamp: str) -> bytes:
    return b".".join((body, nonce.encode("utf-8", "replace"), timestamp.encode("utf-8", "replace")))


def _inbound(kind: str, fields: wire.Fields, body: Any) -> Inbound:
    """Read a text, or the text and the media of a body; what is binary has no text that anybody could read."""
    id, sender, recipient = fields.token("id"), fields.address("from"), fields.address("to")
    if kind == "mo_media":
        media = wire.links([wire.inside(medium, "url") for medium in wire.listed(wire.inside(body, "media"))])
        return Inbound(id, sender, recipient, wire.fields_of(body).text("message"), media)
    if not isinstance(body, str):
        raise BadPayload("`body` is missing")
    return Inbound(id, sender, recipient, fields.text("body") if kind == "mo_text" else "")


def _receipt(report: wire.Fields, status: wire.Fields) -> Receipt:
    raw, code = status.token("status"), status.word("code")
    error = None if code in NO_ERRORS else code
    known, kind = STATUSES.get(raw.lower(), MessageStatus.UNKNOWN), ERRORS.get(error or "")
    to, reference = status.number("recipient"), report.word("client_reference")
    return Receipt(report.token("batch_id"), known, raw, error, kind, to, reference)
