"""Vonage: the SMS API, which was Nexmo's. (Its Messages API is `vonage_messages`.)

Webhooks are query strings, forms or JSON, as the account is set. Numbers have no plus, and a long text comes in pieces:

    msisdn=447700900001&to=447700900000&messageId=0A00…&text=part+one+&type=text&api-key=abcd1234
      &concat=true&concat-ref=1&concat-total=3&concat-part=1
    msisdn=447700900001&to=447700900000&messageId=0B00…&status=failed&err-code=6&client-ref=msg_…     `to` is us there

They are signed where support has switched it on, by one of five methods, over all that is in them:

    …&timestamp=1385047698&nonce=aaaa…&sig=d2e7b1dc968737c5998ad624e02f90b7

A text goes out as a form. An answer is always a 200, with an entry for each segment:

    POST /sms/json          api_key=…&api_secret=…&from=…&to=…&text=…&type=unicode&callback=https://…&client-ref=msg_…
    {"message-count": "2", "messages": [{"message-id": "a1", "status": "0", …}, {"message-id": "a2", "status": "0", …}]}
    {"message-count": "1", "messages": [{"status": "1", "error-text": "… please wait [ 250 ] and retry"}]}
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from pydantic import Field, SecretStr, model_validator

from bot.errors import BadPayload
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import MESSAGE_CHARS_MAX, WEBHOOK_AGE_S_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get
from bot.text import segments

Method = Literal["md5hash", "md5", "sha1", "sha256", "sha512"]

CALLBACK_CHARS_MAX = 100
_WAIT_MS = re.compile(r"\[ *([0-9]{1,6}) *\]")


class VonageSettings(signing.AddressSettings):
    """What Vonage's dashboard shows. Webhooks have to be signed, or told from others' in one of the other ways."""

    api_key: str = Field(pattern="^[A-Za-z0-9-]+$", description="Of the account that owns the number")
    api_secret: SecretStr = Field(min_length=1, description="Of the same account")
    signature_secret: SecretStr | None = Field(None, min_length=1, description="Signs webhooks, once it is switched on")
    signature_secret_previous: SecretStr | None = Field(None, min_length=1, description="Also accepted while rotating")
    signature_method: Method = Field("md5hash", description="As the dashboard says; all but md5hash are HMAC")
    webhook_age_s: signing.WebhookAge = WEBHOOK_AGE_S_MAX
    base_url: base.BaseUrl = Field("https://rest.nexmo.com", description="Where the API is")

    @model_validator(mode="after")
    def _webhooks_are_told_apart(self) -> VonageSettings:
        self.require_proof(self.signature_secret, "`signature_secret`, `webhook_token` or `allow_from`")
        return self


STATUSES = base.by_word(
    {
        MessageStatus.SENT: "accepted buffered",
        MessageStatus.DELIVERED: "delivered",
        MessageStatus.EXPIRED: "expired",
        MessageStatus.FAILED: "failed",
        MessageStatus.REJECTED: "rejected",
        MessageStatus.UNKNOWN: "unknown",
    }
)
ERRORS = base.by_word(
    {
        ErrorClass.THROTTLED: "1",
        ErrorClass.RETRYABLE: "5 10",
        ErrorClass.CREDIT: "9",
        ErrorClass.AUTH: "4 8 11 14 32",
        ErrorClass.PERMANENT: "2 3 6 7 12 15 22 23 29 33",
    }
)
"""Of sends."""
REPORTED = base.by_word(
    {
        ErrorClass.OPT_OUT: "9 53",
        ErrorClass.RETRYABLE: "2 7 8 16",
        ErrorClass.PERMANENT: "1 3 4 5 6 10 11 12 13 14 15 50 51 52 54 99",
    }
)
"""Of receipts, which number them otherwise."""


class Vonage(base.Provider):
    """See the top of this file."""

    name = "vonage"
    Settings = VonageSettings
    statuses = STATUSES
    delivers_parts = True
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=True,
        media=False,
        alphanumeric_sender=True,
        reference=True,
        verified_against="the official SDK",
        dlt=True,
    )

    paste = (
        "In the dashboard's API settings, choose the SMS API, and set the webhook for inbound SMS to\n\n{inbound}\n\n"
        "and the one for delivery receipts to\n\n{receipts}"
    )

    def __init__(self, settings: VonageSettings) -> None:
        self.settings = settings
        self._secrets = signing.keys(settings.signature_secret, settings.signature_secret_previous)
        self._account = [("api_key", settings.api_key), ("api_secret", settings.api_secret.get_secret_value())]
        self._messages = Endpoint(f"{settings.base_url}/sms/json", {"Accept": wire.JSON})

    def verify(self, request: base.WebhookRequest) -> None:
        """Check the signature of all fields if there are to be any, and whatever else is set."""
        if self._secrets:
            fields = _fields(request)
            pairs = [(name, value) for name, value in fields.pairs if name not in ("sig", self._token(request))]
            ours = [sign(secret, pairs, self.settings.signature_method) for secret in self._secrets]
            signing.check_hash(fields.get("sig", "").lower(), ours)
            signing.check_age(fields.get("timestamp", ""), request.received_at, self.settings.webhook_age_s)
        self.settings.check_address(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its `status`. Each segment has its own, so that the reference has to join the others."""
        fields = _fields(request)
        if fields.get("api-key", self.settings.api_key) != self.settings.api_key:
            raise BadPayload("`api-key` is not this channel's account")
        provider_id = fields.token("messageId")
        if "status" in fields:
            raw, code, to = fields.token("status"), fields.word("err-code"), fields.number("msisdn")
            status, error = STATUSES.get(raw, MessageStatus.UNKNOWN), code if code != "0" else None
            reference = fields.word("client-ref")
            return [Receipt(provider_id, status, raw, error, REPORTED.get(error or ""), to, reference)]
        sender, recipient, piece = fields.address("msisdn"), fields.address("to"), None
        if fields.get("concat") == "true":
            reference, number, total = (fields.word(f"concat-{name}") for name in ("ref", "part", "total"))
            piece = wire.part(reference, number, total, fields.get("text", ""))
        return [Inbound(provider_id, sender, recipient, fields.text("text"), part=piece)]

    def build(self, message: Outbound) -> Request:
        """Post the message as a form. An address that is too long for Vonage is not said: the account's is called."""
        base.check_limits(message, self.limits)
        kind = "text" if segments(message.text).encoding == "GSM-7" else "unicode"
        numbers = [("from", message.sender.removeprefix("+")), ("to", message.recipient.removeprefix("+"))]
        pairs = [*self._account, *numbers, ("text", message.text), ("type", kind)]
        url = self.settings.reports(message)
        pairs += [("callback", url)] if 0 < len(url) <= CALLBACK_CHARS_MAX else []
        if message.dlt is not None:
            pairs += [("entity-id", message.dlt.entity_id)]
            pairs += [("content-id", message.dlt.template_id)] if message.dlt.template_id else []
        return self._messages.form([*pairs, ("status-report-req", "1"), ("client-ref", message.id)])

    def read(self, response: Response) -> Sent:
        """Take it for refused if one segment was: what comes of the others is no text that anybody could read."""
        parts = wire.listed(wire.json_object(response).get("messages"))
        states = [str(wire.inside(part, "status")) for part in parts]
        refused = next((part for part, state in zip(parts, states, strict=True) if state != "0"), None)
        id = wire.inside(parts, 0, "message-id")
        if response.is_success and parts and refused is None and isinstance(id, str) and id:
            return Sent(id, segments=len(parts))
        code, detail = (str(wire.inside(refused, name) or "") for name in ("status", "error-text"))
        wait = _WAIT_MS.search(detail)
        after_s = int(wait[1]) / 1000 if wait else None
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=detail, retry_after_s=after_s)

    def probe(self) -> Request:
        """Ask for the balance."""
        authorization = base.basic_auth(self.settings.api_key, self.settings.api_secret)
        url = f"{self.settings.base_url}/account/get-balance"
        return get(url, {"Authorization": authorization, "Accept": wire.JSON})

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call with a form as Vonage would, signed if it is to be."""
        fields = {"api-key": self.settings.api_key, "messageId": id, "timestamp": str(int(now.timestamp()))}
        fields |= {"message-timestamp": f"{now:%Y-%m-%d %H:%M:%S}"}
        if (said := kind.says(text)) is not None:
            fields |= {"msisdn": sender.removeprefix("+"), "to": recipient.removeprefix("+"), "text": said}
            fields |= {"keyword": said.partition(" ")[0].upper()}
            fields |= {"type": "text" if segments(said).encoding == "GSM-7" else "unicode"}
        else:
            fields |= {"msisdn": recipient.removeprefix("+"), "to": sender.removeprefix("+"), "status": kind.value}
            fields |= {"err-code": "6" if kind is base.Sample.FAILED else "0"}
        if self._secrets:
            fields |= {"nonce": hashlib.sha256(f"{id}{now}".encode()).hexdigest()[:32]}
            fields |= {"sig": sign(self._secrets[0], fields.items(), self.settings.signature_method)}
        return self.settings.call(url, {"content-type": wire.FORM}, urlencode(fields).encode(), now)

    def _token(self, request: base.WebhookRequest) -> str:
        """Name the field that is ours and not Vonage's: the token in an address whose query the other fields join."""
        return "token" if request.method == "GET" and self.settings.webhook_token else ""


def sign(secret: bytes, pairs: wire.Pairs, method: Method) -> str:
    """Compute `sig`: the fields in order of their names, with `&` and `=` taken out of their values."""
    clean = str.maketrans("&=", "__")
    signed = "".join(f"&{name}={value.translate(clean)}" for name, value in sorted(pairs)).encode("utf-8", "replace")
    if method == "md5hash":
        return hashlib.md5(signed + secret).hexdigest()  # noqa: S324 - an account that nobody changed signs so
    return signing.hmac_hex(secret, signed, method)


def _fields(request: base.WebhookRequest) -> wire.Fields:
    if request.method != "GET" and request.content_type == wire.JSON:
        return wire.fields_of(request.json())
    return request.fields(wire.FORM)
