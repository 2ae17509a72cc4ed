"""Twilio: Programmable Messaging, API version 2010-04-01.

A text comes in as a form, or a query string; OptOutType is there where Twilio handled the word itself:

    MessageSid=SMe287…&AccountSid=AC…&From=%2B14133881111&To=%2B12028831111&Body=STOP&MediaUrl0=https://…&OptOutType=STOP
    200 <Response/>                                    any text in it would be sent to the customer

A text goes out as a form, and what became of it is posted to StatusCallback:

    POST /2010-04-01/Accounts/AC…/Messages.json        To=…&From=…&Body=…&StatusCallback=…&MediaUrl=…&MediaUrl=…
    201 {"sid": "SM…", "status": "queued", "num_segments": "1", …}
    400 {"code": 21610, "message": "Attempt to send to unsubscribed recipient", "status": 400, …}
    MessageSid=SM…&MessageStatus=undelivered&ErrorCode=30003

WhatsApp goes through the same doors, and only the addresses tell: `From=whatsapp%3A%2B14133881111`. Meta takes free
text for 24 hours after the person has written (63016 afterwards).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Final, Literal
from urllib.parse import urlencode

from pydantic import Field, SecretStr, model_validator

from bot.errors import BadPayload, BadSignature
from bot.events import ChannelKind, ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent, merge_status
from bot.providers import base, wire
from bot.providers.http import Endpoint, Request, Response

SIGNATURE = "x-twilio-signature"
WHATSAPP: Final = "whatsapp:"
"""What stands before each address there."""


class TwilioSettings(base.ProviderSettings):
    """What Twilio's console shows."""

    account_sid: str = Field(
        pattern="^[A-Za-z0-9]+$", description="AC…, of the account or subaccount that owns the number"
    )
    auth_token: SecretStr = Field(min_length=1, description="The primary token, which signs webhooks")
    auth_token_previous: SecretStr | None = Field(None, min_length=1, description="Also accepted while rotating")
    api_key_sid: str | None = Field(None, min_length=1, description="SK…, to send without the token")
    api_key_secret: SecretStr | None = Field(None, min_length=1, description="The secret of `api_key_sid`")
    messaging_service_sid: str | None = Field(None, min_length=1, description="MG…, to send from a pool of numbers")
    kind: Literal[ChannelKind.SMS, ChannelKind.WHATSAPP] = Field(
        ChannelKind.SMS, description="`whatsapp` where `number` is a WhatsApp sender"
    )
    decode_base64: bool = Field(False, description="Read texts that arrive in base64, as some carriers' long ones do")
    base_url: base.BaseUrl = Field("https://api.twilio.com", description="Where the API is")

    @model_validator(mode="after")
    def _key_has_both_halves(self) -> TwilioSettings:
        if (self.api_key_sid is None) != (self.api_key_secret is None):
            raise ValueError("`api_key_sid` and `api_key_secret` belong together")
        return self


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "accepted scheduled queued sending",
        MessageStatus.SENT: "sent",
        MessageStatus.DELIVERED: "delivered read",
        MessageStatus.UNDELIVERED: "undelivered",
        MessageStatus.FAILED: "failed canceled",
    }
)
ERRORS = base.by_word(
    {
        ErrorClass.OPT_OUT: "21610",
        ErrorClass.THROTTLED: "14107 20429 21611 30022 30023 63018",
        ErrorClass.RETRYABLE: "30001 30003 30008 30017 30027 30410",
        ErrorClass.AUTH: "20003 20005 30002 63001",
        ErrorClass.PERMANENT: "21211 21212 21408 21601 21602 21603 21604 21606 21608 21609 21612 21614 21617 21620 "
        "21623 21701 21702 21703 21704 21705 21709 21715 30004 30005 30006 30007 30010 30011 30014 30018 30019 30024 "
        "30032 30034 63003 63007 63013 63016 63024",
    }
)


SMS_LIMITS: Final = base.MessageLimits(chars_max=1600, media_max=10)
WHATSAPP_LIMITS: Final = base.MessageLimits(chars_max=1600, media_max=1)


class Twilio(base.Provider):
    """See the top of this file."""

    name = "twilio"
    Settings = TwilioSettings
    statuses = STATUSES
    limits = SMS_LIMITS
    capabilities = base.Capabilities(
        signature=True, media=True, alphanumeric_sender=True, reference=False, verified_against="the official SDK"
    )

    paste = (
        "In Twilio's console, under Phone Numbers > Manage > Active numbers, open the\n"
        "number. Under Messaging configuration set `A message comes in` to Webhook,\n"
        "HTTP POST, and its address to\n\n"
        "{inbound}\n\n"
        "Delivery reports need nothing: every message says where its own go."
    )

    def __init__(self, settings: TwilioSettings) -> None:
        self.settings = settings
        self._prefix = WHATSAPP if self.kind is ChannelKind.WHATSAPP else ""
        self._limits = WHATSAPP_LIMITS if self._prefix else SMS_LIMITS
        tokens = (settings.auth_token, settings.auth_token_previous)
        self._tokens = [token.get_secret_value().encode() for token in tokens if token]
        user = settings.api_key_sid or settings.account_sid
        authorization = base.basic_auth(user, settings.api_key_secret or settings.auth_token)
        url = f"{settings.base_url}/2010-04-01/Accounts/{settings.account_sid}/Messages.json"
        self._messages = Endpoint(url, {"Authorization": authorization, "Accept": wire.JSON})
        self._media = (f"{url.removesuffix('.json')}/", {"Authorization": authorization})

    @property
    def kind(self) -> ChannelKind:
        """What the number belongs to."""
        return self.settings.kind

    def verify(self, request: base.WebhookRequest) -> None:
        """Compare the HMAC of URL and form, with and without port: Twilio is not consistent in what it signs."""
        pairs = self._signed_fields(request)
        urls, claimed = wire.port_spellings(request.url), request.headers.get(SIGNATURE, "")
        if not any(base.same(sign(token, url, pairs), claimed) for url in urls for token in self._tokens):
            raise BadSignature

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its `MessageStatus`."""
        fields = request.fields(wire.FORM, wire.JSON)
        if fields.get("AccountSid", self.settings.account_sid) != self.settings.account_sid:
            raise BadPayload("`AccountSid` is not this channel's account")
        provider_id = fields.token("MessageSid")
        if "MessageStatus" in fields:
            raw, code = fields.token("MessageStatus"), fields.word("ErrorCode")
            status, kind = STATUSES.get(raw, MessageStatus.UNKNOWN), ERRORS.get(code or "")
            return [Receipt(provider_id, status, raw, code, kind, self._reported(fields.word("To")))]
        text = wire.decode_base64(fields.text("Body")) if self.settings.decode_base64 else fields.text("Body")
        opt_out = fields["OptOutType"] if fields.get("OptOutType") in ("STOP", "START", "HELP") else None
        sender, recipient = self._bare(fields, "From"), self._bare(fields, "To")
        return [Inbound(provider_id, sender, recipient, text, fields.numbered("MediaUrl"), opt_out)]

    def build(self, message: Outbound) -> Request:
        """Post the message as a form."""
        base.check_limits(message, self._limits)
        service = self.settings.messaging_service_sid
        sender, recipient = self._prefix + message.sender, self._prefix + message.recipient
        pairs = [("To", recipient), ("MessagingServiceSid", service) if service else ("From", sender)]
        pairs += [("Body", message.text)] if message.text else []
        pairs += [("StatusCallback", message.status_url)] if message.status_url else []
        pairs += [("MediaUrl", link) for link in message.media]
        return self._messages.form(pairs)

    def read(self, response: Response) -> Sent:
        """Take a `sid` for acceptance, a `code` for refusal, and nothing else for either."""
        answer = wire.json_object(response)
        sid, parts = answer.get("sid"), str(answer.get("num_segments"))[:3]
        if response.is_success and isinstance(sid, str) and sid:
            reported = STATUSES.get(str(answer.get("status")), MessageStatus.UNKNOWN)
            segments = int(parts) if parts.isdecimal() else 0  # 0 while a Messaging Service chooses the sender
            return Sent(sid, merge_status(MessageStatus.ACCEPTED, reported), segments or None)
        code, detail = str(answer.get("code") or ""), str(answer.get("message") or "")
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=detail)

    def media_auth(self, url: str, now: datetime) -> Mapping[str, str]:
        """Twilio gives media to the account only, and leads on to an address that wants no credentials."""
        own, headers = self._media
        return headers if url.startswith(own) else {}

    def probe(self) -> Request:
        """Ask for the account itself."""
        return self._messages.ask(f"../{self.settings.account_sid}.json")

    def answer(self, request: base.WebhookRequest) -> base.WebhookAnswer:
        """Say nothing in TwiML: replies leave through the outbox."""
        return base.WebhookAnswer(body=b'<?xml version="1.0" encoding="UTF-8"?><Response/>', content_type="text/xml")

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Sign a form as Twilio would."""
        pairs = [("MessageSid", id), ("AccountSid", self.settings.account_sid)]
        pairs += [("From", self._prefix + sender), ("To", self._prefix + recipient)]
        if (said := kind.says(text)) is not None:
            pairs += [("Body", said), ("NumMedia", "0"), ("SmsStatus", "received")]
        else:
            pairs += [("MessageStatus", kind.value)] + ([("ErrorCode", "30005")] if kind is base.Sample.FAILED else [])
        headers = {"content-type": wire.FORM, SIGNATURE: sign(self._tokens[0], url, pairs)}
        return base.WebhookRequest("POST", url, headers, urlencode(pairs).encode(), now)

    def _bare(self, fields: wire.Fields, name: str) -> str:
        """Return a number without what tells its kind; one of another kind belongs to another channel."""
        prefix, colon, number = fields.token(name).rpartition(":")
        if not self._prefix and not colon:
            return fields.address(name)
        if prefix + colon != self._prefix:
            detail = f"`{name}` is no address of {self.kind}, which is this channel's `kind`"
            raise BadPayload(detail)
        return wire.fields_of({name: number}).address(name)

    def _reported(self, address: str | None) -> str | None:
        return address.removeprefix(self._prefix) if address else None

    def _signed_fields(self, request: base.WebhookRequest) -> wire.Pairs:
        """Return the fields that are signed beside the URL; a body that is no form is bound by its hash in there."""
        if request.method == "GET":
            return ()
        if request.content_type in ("", wire.FORM):
            return request.form().pairs
        if not base.same(hashlib.sha256(request.body).hexdigest(), request.query.get("bodySHA256", "")):
            raise BadSignature("the body is not the one that was signed")
        return ()


def sign(token: bytes, url: str, pairs: wire.Pairs) -> str:
    """Compute X-Twilio-Signature: the URL, then every distinct field in order of name and value."""
    signed = url + "".join(name + value for name, value in sorted(set(pairs)))
    return base64.b64encode(hmac.digest(token, signed.encode(), "sha1")).decode()
