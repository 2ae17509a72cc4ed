"""Telnyx: Messaging, API version 2.

Webhooks are JSON, signed with Ed25519 over `{telnyx-timestamp}|{body}`; they want their 2xx within two seconds:

    {"data": {"event_type": "message.received", "id": "bf6307bd…", "payload": {"id": "7ee4241c…", "text": "Hello",
      "from": {"phone_number": "+18665550001"}, "to": [{"phone_number": "+18445550001"}], "media": [{"url": …}]}}}
    {"data": {"event_type": "message.finalized", …, "payload": {"id": "ac012cbf…",
      "to": [{"phone_number": "+1312…", "status": "delivery_failed"}], "errors": [{"code": "40008", "title": …}]}}}

A text goes out as JSON, and where it is to be reported goes with it:

    POST /v2/messages                  {"from": "+1312…", "to": "+1312…", "text": "Hi", "webhook_url": "https://…"}
    200 {"data": {"id": "ac012cbf…", "to": [{"phone_number": "+1312…", "status": "queued"}], "parts": 1, …}}
    400 {"errors": [{"code": "40300", "title": "Blocked due to STOP message", "detail": "…"}]}

Who is blocked for a STOP can be read, of one number or one profile:

    GET /v2/messaging_optouts?page[number]=1&filter[from]=+1312…&created_at[gte]=2026-03-05T02:00:00+00:00
    200 {"data": [{"from": "+1312…", "to": "+1866…", "keyword": "STOP", "created_at": "2026-03-05 12:00:38.6+00:00"}],
         "meta": {"page_number": 1, "total_pages": 3, …}}
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import AfterValidator, Field, SecretStr, model_validator

from bot.errors import CannotSign
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent, merge_status
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, optouts, signing, wire
from bot.providers.http import Endpoint, Request, Response, get

SIGNATURE, TIMESTAMP = "telnyx-signature-ed25519", "telnyx-timestamp"


def _public_key(text: str) -> str:
    try:
        signing.ed25519_key(text)
    except ValueError as error:
        raise ValueError("is not the base64 of an Ed25519 key, as the portal shows it") from error
    return text


PublicKey = Annotated[str, AfterValidator(_public_key)]


class TelnyxSettings(base.ProviderSettings):
    """What Telnyx's portal shows."""

    api_key: SecretStr = Field(min_length=1, description="KEY…, which sends")
    public_key: PublicKey = Field(description="What webhooks are verified with: 44 characters, of “Keys & Credentials”")
    public_key_previous: PublicKey | None = Field(None, description="Also accepted while rotating")
    messaging_profile_id: str | None = Field(None, min_length=1, description="To send from a profile's pool of numbers")
    signing_key: SecretStr | None = Field(
        None, description="Base64 of a private key of your own, for `parley trigger`; its public half is `public_key`"
    )
    base_url: base.BaseUrl = Field("https://api.telnyx.com", description="Where the API is")

    @model_validator(mode="after")
    def _key_pair_fits(self) -> TelnyxSettings:
        keys = [signing.ed25519_key(key) for key in (self.public_key, self.public_key_previous) if key]
        if self.signing_key and signing.ed25519_private_key(self.signing_key).public_key() not in keys:
            raise ValueError("the public half of `signing_key` is neither `public_key` nor `public_key_previous`")
        return self


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "queued sending scheduled",
        MessageStatus.SENT: "sent",
        MessageStatus.DELIVERED: "delivered",
        MessageStatus.UNDELIVERED: "delivery_failed",
        MessageStatus.FAILED: "sending_failed cancelled",
        MessageStatus.EXPIRED: "expired",
        MessageStatus.UNKNOWN: "delivery_unconfirmed",
    }
)
STOPPED = "40300"
"""Opted out, but it is seen for faults of configuration too: only its title tells."""
EXPIRED = ("40005", "40014")
LISTED_A_PAGE = 100
ERRORS = base.by_word(
    {
        ErrorClass.THROTTLED: "10011 40011 40016 40018 40318",
        ErrorClass.RETRYABLE: "10007 10008 40002 40004 40006 40320",
        ErrorClass.AUTH: "10009 10010",
        ErrorClass.CREDIT: "20100",
        ErrorClass.PERMANENT: "40001 40003 40005 40008 40009 40010 40012 40013 40014 40015 40017 40100 40150 40151 "
        "40300 40301 40302 40304 40305 40306 40307 40308 40309 40310 40311 40312 40313 40314 40315 40316 40317 40319 "
        "40321 40322 40328 40329",
    }
)


class Telnyx(base.Provider):
    """See the top of this file."""

    name = "telnyx"
    Settings = TelnyxSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX, media_max=10)
    capabilities = base.Capabilities(
        signature=True,
        media=True,
        alphanumeric_sender=True,
        reference=False,
        verified_against="the official SDK",
        opt_outs=True,
    )

    paste = (
        "In the messaging profile of the number, set the webhook URL, with API version 2, to\n\n{inbound}\n\n"
        "Delivery reports need nothing: every message says where its own go."
    )

    def __init__(self, settings: TelnyxSettings) -> None:
        self.settings = settings
        keys = (settings.public_key, settings.public_key_previous)
        self._keys = [signing.ed25519_key(key) for key in keys if key]
        self._headers = {"Authorization": f"Bearer {settings.api_key.get_secret_value()}", "Accept": wire.JSON}
        self._messages = Endpoint(f"{settings.base_url}/v2/messages", self._headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Check the signature of time and body, then how old it is."""
        timestamp = request.headers.get(TIMESTAMP, "")
        signing.check_ed25519(request.headers.get(SIGNATURE, ""), _signed(timestamp, request.body), self._keys)
        signing.check_age(timestamp, request.received_at)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its event; events that are not about messages are none of ours."""
        event = wire.inside(request.json(), "data")
        kind, payload = wire.fields_of(event).token("event_type"), wire.inside(event, "payload")
        if not kind.startswith("message."):
            return []
        fields = wire.fields_of(payload)
        if kind != "message.received":
            return wire.each(payload.get("to"), lambda to: _receipt(fields.token("id"), to, payload.get("errors")))
        sender, recipient = wire.fields_of(payload.get("from")), wire.fields_of(wire.inside(payload, "to", 0))
        numbers = sender.address("phone_number"), recipient.address("phone_number")
        media = wire.links([wire.inside(medium, "url") for medium in wire.listed(payload.get("media"))])
        word = fields.word("autoresponse_type")
        opt_out = word if word in ("STOP", "START", "HELP") else None
        return [Inbound(fields.token("id"), *numbers, fields.text("text"), media, opt_out)]

    def build(self, message: Outbound) -> Request:
        """Post the message as JSON."""
        base.check_limits(message, self.limits)
        profile = self.settings.messaging_profile_id
        body: dict[str, Any] = {"messaging_profile_id": profile} if profile else {"from": message.sender}
        body |= {"to": message.recipient} | ({"text": message.text} if message.text else {})
        body |= {"webhook_url": message.status_url} if message.status_url else {}
        return self._messages.json(body | ({"media_urls": list(message.media)} if message.media else {}))

    def read(self, response: Response) -> Sent:
        """Take an `id` for acceptance, `errors` for refusal, and nothing else for either."""
        answer = wire.json_object(response)
        id, parts, error = (wire.inside(answer, *path) for path in (("data", "id"), ("data", "parts"), ("errors", 0)))
        if response.is_success and isinstance(id, str) and id and error is None:
            raw = wire.inside(answer, "data", "to", 0, "status")
            reported = STATUSES.get(raw, MessageStatus.UNKNOWN) if isinstance(raw, str) else MessageStatus.UNKNOWN
            counted = parts if type(parts) is int and parts > 0 else None
            return Sent(id, merge_status(MessageStatus.ACCEPTED, reported), counted)
        code, title, detail = (str(wire.inside(error, name) or "") for name in ("code", "title", "detail"))
        raise base.refusal(response, self.settings, _classes(code, title), code=code, detail=detail or title)

    def opt_outs(self, sender: str, since: datetime | None, page: str) -> Request:
        """Ask for those of a number, or of the profile that its messages go out by."""
        profile = self.settings.messaging_profile_id
        query = {"filter[messaging_profile_id]": profile} if profile else {"filter[from]": sender}
        query |= {"page[number]": page or "1", "page[size]": str(LISTED_A_PAGE), "redaction_enabled": "false"}
        query |= {"created_at[gte]": since.isoformat()} if since is not None else {}
        return get(f"{self.settings.base_url}/v2/messaging_optouts?{urlencode(query)}", self._headers)

    def read_opt_outs(self, sender: str, page: str, response: Response) -> optouts.Page:
        """Take `data` for the list; `errors`, or nothing at all, are no list."""
        answer = wire.json_object(response)
        if not response.is_success or not isinstance(answer.get("data"), list):
            raise base.refusal(
                response, self.settings, ERRORS, code=str(wire.inside(answer, "errors", 0, "code") or "")
            )
        listed = tuple(
            optouts.Listed(phone, optouts.moment(entry.get("created_at")), wire.fields_of(entry).word("keyword") or "")
            for entry in answer["data"]
            if (phone := optouts.phone_in(entry, "to")) is not None
        )
        meta = answer.get("meta")
        return optouts.Page(listed, optouts.next_page(meta, "page_number", "total_pages", asked=page, first=1))

    def probe(self) -> Request:
        """Ask for the balance."""
        return get(f"{self.settings.base_url}/v2/balance", self._headers)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Sign an event with `signing_key`: Telnyx keeps its own to itself."""
        if self.settings.signing_key is None:
            raise CannotSign("set `signing_key`, and its public half as `public_key`: only Telnyx has Telnyx's own key")
        payload: dict[str, Any] = {"id": id, "from": {"phone_number": sender}, "to": [{"phone_number": recipient}]}
        event = "message.received"
        if (said := kind.says(text)) is not None:
            payload |= {"direction": "inbound", "text": said, "media": [], "errors": []}
        else:
            event, failed = "message.finalized", kind is base.Sample.FAILED
            payload["to"][0]["status"] = "delivery_failed" if failed else "delivered"
            payload["errors"] = [{"code": "40008", "title": "Undeliverable"}] if failed else []
        body = json.dumps({"data": {"event_type": event, "id": f"{id}-1", "payload": payload}}).encode()
        timestamp = str(int(now.timestamp()))
        signature = signing.ed25519_private_key(self.settings.signing_key).sign(_signed(timestamp, body))
        claimed = base64.b64encode(signature).decode()
        headers = {"content-type": wire.JSON, SIGNATURE: claimed, TIMESTAMP: timestamp}
        return base.WebhookRequest("POST", url, headers, body, now)


def _signed(timestamp: str, body: bytes) -> bytes:
    return timestamp.encode("utf-8", "replace") + b"|" + body


def _receipt(id: str, recipient: Any, errors: Any) -> Receipt:
    fields, error = wire.fields_of(recipient), wire.inside(errors, 0)
    raw, to = fields.token("status"), fields.number("phone_number")
    known = wire.fields_of(error) if isinstance(error, dict) else wire.Fields(())
    code, status = known.word("code"), STATUSES.get(raw, MessageStatus.UNKNOWN)
    if code in EXPIRED and status in (MessageStatus.UNDELIVERED, MessageStatus.FAILED):
        status = MessageStatus.EXPIRED
    kind = _classes(code, known.get("title", "")).get(code) if code else None
    return Receipt(id, status, raw, code, kind, to)


def _classes(code: str, title: str) -> Mapping[str, ErrorClass]:
    return {STOPPED: ErrorClass.OPT_OUT} if code == STOPPED and "STOP" in title else ERRORS
