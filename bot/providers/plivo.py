"""Plivo: the Message API, version 1.

Webhooks are forms, or query strings, whose numbers have no plus. A receipt has a `Status`:

    From=14155550101&To=14155550100&Text=Hello&Type=sms&MessageUUID=b0f3…&Media0=https://…
    MessageUUID=5b40…&ParentMessageUUID=5b40…&To=1415…&Status=undelivered&ErrorCode=30&Sequence=3

They are signed over address, fields and a nonce (version 3), or over address and nonce alone (version 2):

    X-Plivo-Signature-V3: k7Pusd4OxC…=,iAjE5QqI37…=       any of several
    X-Plivo-Signature-V3-Nonce: 31627761595286130198

A text goes out as JSON:

    POST /v1/Account/MA…/Message/      {"src": "14155550100", "dst": "14155550101", "text": "Hi", "url": "https://…"}
    202 {"api_id": "9574…", "message": "message(s) queued", "message_uuid": ["5b40…"]}
    400 {"api_id": "9574…", "error": "dst parameter is invalid"}
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from pydantic import Field, SecretStr

from bot.errors import BadSignature, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get
from bot.text import segments

SIGNATURE = "x-plivo-signature-"
CLAIMS_MAX = 8
UNICODE_UNITS_MAX = 737


class PlivoSettings(base.ProviderSettings):
    """What Plivo's console shows."""

    auth_id: str = Field(pattern="^[A-Za-z0-9]+$", description="MA… or SA…, of the account that owns the number")
    auth_token: SecretStr = Field(min_length=1, description="Sends, and signs webhooks")
    auth_token_previous: SecretStr | None = Field(None, min_length=1, description="Also accepted while rotating")
    powerpack_uuid: str | None = Field(None, min_length=1, description="To send from a pool of numbers")
    signature: Literal["v3", "v2"] = Field("v3", description="v2 where Plivo signs no better: it covers no text")
    base_url: base.BaseUrl = Field("https://api.plivo.com", description="Where the API is")


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "queued",
        MessageStatus.SENT: "sent",
        MessageStatus.DELIVERED: "delivered read",
        MessageStatus.UNDELIVERED: "undelivered",
        MessageStatus.FAILED: "failed",
        MessageStatus.REJECTED: "rejected",
    }
)
ERRORS = base.by_word(
    {
        ErrorClass.OPT_OUT: "200",
        ErrorClass.RETRYABLE: "20 80",
        ErrorClass.CREDIT: "900",
        ErrorClass.PERMANENT: "10 30 40 50 60 70 90 100 110 201",
    }
)


INTENTS = {"optout": "STOP", "optin": "START", "help": "HELP"}
"""Not documented well; any other word means that Plivo did nothing with the text."""


class Plivo(base.Provider):
    """See the top of this file."""

    name = "plivo"
    Settings = PlivoSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=1600, media_max=10)
    capabilities = base.Capabilities(
        signature=True,
        media=True,
        alphanumeric_sender=True,
        reference=False,
        verified_against="the official SDK",
        dlt=True,
    )

    paste = (
        "In the application of the number, set the message URL, with the method POST, to\n\n{inbound}\n\n"
        "Delivery reports need nothing: every message says where its own go."
    )

    def __init__(self, settings: PlivoSettings) -> None:
        self.settings = settings
        self._tokens = signing.keys(settings.auth_token, settings.auth_token_previous)
        self._signature = SIGNATURE + settings.signature
        authorization = base.basic_auth(settings.auth_id, settings.auth_token)
        self._account = f"{settings.base_url}/v1/Account/{settings.auth_id}/"
        self._headers = {"Authorization": authorization, "Accept": wire.JSON}
        self._messages = Endpoint(f"{self._account}Message/", self._headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Find one of the claimed signatures among those that we would have made."""
        claimed = request.headers.get(self._signature, "")
        if not claimed and f"{SIGNATURE}v2" in request.headers:
            raise BadSignature(
                'there is a signature of version 2 alone: set `signature = "v2"` if that is all there is'
            )
        text = _signed(request, self.settings.signature, request.headers.get(f"{self._signature}-nonce", ""))
        ours = [signing.hmac_base64(token, text) for token in self._tokens]
        if not any(base.same(one, each.strip()) for one in ours for each in claimed.split(",", CLAIMS_MAX)):
            raise BadSignature

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its `Status`; those of old accounts go by the parent, which the send was answered with."""
        fields = request.fields(wire.FORM)
        if "Status" not in fields:
            sender, recipient, text = fields.address("From"), fields.address("To"), fields.text("Text")
            opt_out = INTENTS.get((fields.word("MessageIntent") or "").lower())
            return [Inbound(fields.token("MessageUUID"), sender, recipient, text, fields.numbered("Media"), opt_out)]
        provider_id = fields.word("ParentMessageUUID") or fields.token("MessageUUID")
        raw, code, to = fields.token("Status"), fields.word("ErrorCode"), fields.number("To")
        status, kind = STATUSES.get(raw, MessageStatus.UNKNOWN), ERRORS.get(code or "")
        return [Receipt(provider_id, status, raw, code, kind, to)]

    def build(self, message: Outbound) -> Request:
        """Post the message as JSON."""
        base.check_limits(message, self.limits)
        counted, pool = segments(message.text), self.settings.powerpack_uuid
        if counted.encoding != "GSM-7" and counted.units > UNICODE_UNITS_MAX:
            detail = f"{counted.units} units of Unicode are more than the {UNICODE_UNITS_MAX} that the provider takes"
            raise SendError(ErrorClass.PERMANENT, "too_long", detail)
        body: dict[str, Any] = {"powerpack_uuid": pool} if pool else {"src": message.sender.removeprefix("+")}
        body |= {"dst": message.recipient.removeprefix("+"), "text": message.text}
        body |= {"url": message.status_url, "method": "POST"} if message.status_url else {}
        if message.dlt is not None:
            body |= {"dlt_entity_id": message.dlt.entity_id}
            body |= {"dlt_template_id": message.dlt.template_id} if message.dlt.template_id else {}
        return self._messages.json(body | ({"type": "mms", "media_urls": message.media} if message.media else {}))

    def read(self, response: Response) -> Sent:
        """Take a `message_uuid` for acceptance, an `error` for refusal, and nothing else for either."""
        answer = wire.json_object(response)
        id, error = wire.inside(answer, "message_uuid", 0), str(answer.get("error") or "")
        if response.is_success and isinstance(id, str) and id and not error:
            return Sent(id)
        code = "refused" if error and response.is_success else ""
        raise base.refusal(response, self.settings, {}, code=code, detail=error)

    def probe(self) -> Request:
        """Ask for the account."""
        return get(self._account, self._headers)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Sign a form as Plivo would."""
        numbers = {"From": sender.removeprefix("+"), "To": recipient.removeprefix("+")}
        fields = {"MessageUUID": id, "Type": "sms", "Units": "1"} | numbers
        if (said := kind.says(text)) is not None:
            fields |= {"Text": said}
        else:
            fields |= {"ParentMessageUUID": id, "Status": kind.value}
            fields |= {"ErrorCode": "30"} if kind is base.Sample.FAILED else {}
        body, nonce = urlencode(fields).encode(), hashlib.sha256(f"{id}{now}".encode()).hexdigest()[:20]
        unsigned = base.WebhookRequest("POST", url, {"content-type": wire.FORM}, body, now)
        claimed = signing.hmac_base64(self._tokens[0], _signed(unsigned, self.settings.signature, nonce))
        headers = {"content-type": wire.FORM, self._signature: claimed, f"{self._signature}-nonce": nonce}
        return base.WebhookRequest("POST", url, headers, body, now)


def _signed(request: base.WebhookRequest, version: str, nonce: str) -> bytes:
    """Write down what is signed: the address, the query in order, the form in order, each of them if there is any."""
    parts = urlsplit(request.url)
    address = f"{parts.scheme}://{parts.netloc}{parts.path}"
    if version == "v2":
        return (address + nonce).encode("utf-8", "replace")
    query = "&".join(f"{name}={value}" for name, value in sorted(request.query.pairs))
    form = "" if request.method == "GET" else "".join(name + value for name, value in sorted(request.form().pairs))
    signed = address + ("?" if query or form else "") + query + ("." if query and form else "") + form
    return f"{signed}.{nonce}".encode("utf-8", "replace")
