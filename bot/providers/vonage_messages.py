"""Vonage: the Messages API, version 1. (The SMS API, which numbers use unless told otherwise, is `vonage`.)

Webhooks are JSON, with a token of HS256 that has the hash of the body in it; texts come whole:

    Authorization: Bearer eyJ0eXAi…         {"iss": "Vonage", "iat": 1587494962, "payload_hash": "a94a…", "api_key": …}
    {"message_uuid": "aaaa…", "channel": "sms", "from": "4477…", "to": "4477…", "message_type": "text", "text": "Hello"}
    {"message_uuid": "aaaa…", "channel": "mms", …, "message_type": "image", "image": {"url": "…", "caption": "…"}}
    {"message_uuid": "aaaa…", "status": "rejected", "client_ref": "msg_…", "error": {"type": "…#1050", "title": …}}

A text goes out as JSON, with a token of the application (RS256) or with key and secret:

    POST /v1/messages       {"to": "4477…", "from": "4477…", "channel": "sms", "message_type": "text", "text": "Hi", …}
    202 {"message_uuid": "aaaa…"}
    422 {"type": "https://developer.vonage.com/api-errors/messages#1150", "title": "Invalid params", "detail": "…"}
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator

from bot.errors import BadSignature, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import WEBHOOK_AGE_S_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response

TOKEN_S = 900
WINDOW_S = 300
MEDIA = ("image", "audio", "video", "vcard", "file")
MEDIA_SERVER = re.compile(r"https://api(-(us|eu|ap)(-\d)?)?\.nexmo\.com/v3/media/")
SUFFIXES = {".mp3": "audio", ".amr": "audio", ".mp4": "video", ".3gp": "video", ".vcf": "vcard", ".pdf": "file"}


def _check_key(secret: SecretStr) -> None:
    try:
        signing.rsa_key(secret)
    except ValueError as error:
        raise ValueError("`private_key` is not a key of RSA in PEM, as the dashboard hands it out") from error


class VonageMessagesSettings(signing.AddressSettings):
    """What Vonage's dashboard shows. Messages go out by `application_id` and `private_key`, else by `api_secret`."""

    api_key: str = Field(pattern="^[A-Za-z0-9-]+$", description="Of the account that owns the number")
    api_secret: SecretStr | None = Field(None, min_length=1, description="Sends, but without an application's webhooks")
    application_id: str | None = Field(
        None, pattern="^[A-Za-z0-9-]+$", description="Of the application with the number"
    )
    private_key: SecretStr | None = Field(None, min_length=1, description="Of the application, in PEM")
    signature_secret: SecretStr | None = Field(
        None, min_length=1, description="Signs webhooks: on, unless switched off"
    )
    signature_secret_previous: SecretStr | None = Field(None, min_length=1, description="Also accepted while rotating")
    webhook_age_s: signing.WebhookAge = WEBHOOK_AGE_S_MAX
    base_url: base.BaseUrl = Field("https://api.nexmo.com", description="Where the API is")

    @model_validator(mode="after")
    def _are_complete(self) -> VonageMessagesSettings:
        if (self.application_id is None) != (self.private_key is None):
            raise ValueError("`application_id` and `private_key` belong together")
        if self.private_key is None and self.api_secret is None:
            raise ValueError("set `application_id` and `private_key`, or `api_secret`, to send")
        if self.private_key:
            _check_key(self.private_key)
        self.require_proof(self.signature_secret, "`signature_secret`, `webhook_token` or `allow_from`")
        return self


STATUSES = base.by_word(
    {
        MessageStatus.SENT: "submitted",
        MessageStatus.DELIVERED: "delivered read",
        MessageStatus.REJECTED: "rejected",
        MessageStatus.UNDELIVERED: "undeliverable",
    }
)
ERRORS = base.by_word(
    {
        ErrorClass.THROTTLED: "1000",
        ErrorClass.RETRYABLE: "1030",
        ErrorClass.CREDIT: "1070 low-balance",
        ErrorClass.AUTH: "1060",
        ErrorClass.PERMANENT: "1020 1040 1050 1120 1150",
    }
)


class VonageMessages(base.Provider):
    """See the top of this file."""

    name = "vonage_messages"
    Settings = VonageMessagesSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=1000, media_max=1)
    capabilities = base.Capabilities(
        signature=True,
        media=True,
        alphanumeric_sender=True,
        reference=True,
        verified_against="the official SDK",
        dlt=True,
    )

    paste = (
        "In the dashboard, open the application, link the number, switch “Messages” on, and set its inbound URL to"
        "\n\n{inbound}\n\nand its status URL to\n\n{receipts}"
    )

    def __init__(self, settings: VonageMessagesSettings) -> None:
        self.settings = settings
        self._secrets = signing.keys(settings.signature_secret, settings.signature_secret_previous)
        self._key = signing.rsa_key(settings.private_key) if settings.private_key else None
        self._token = (-1, "")
        headers = {"Accept": wire.JSON}
        if self._key is None and settings.api_secret:
            headers["Authorization"] = base.basic_auth(settings.api_key, settings.api_secret)
        self._messages = Endpoint(f"{settings.base_url}/v1/messages", headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Check the token, what it says of body, account and time, and whatever else is set."""
        if self._secrets:
            claims = signing.read_jwt(signing.bearer(request.headers), self._secrets)
            signing.check_hash(str(claims.get("payload_hash", "")).lower(), [signing.sha256_hex(request.body)])
            signing.check_age(str(claims.get("iat", "")), request.received_at, self.settings.webhook_age_s)
            if claims.get("api_key", self.settings.api_key) != self.settings.api_key:
                raise BadSignature("the token is another account's")
        self.settings.check_address(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its `status`."""
        document = request.json()
        fields = wire.fields_of(document)
        provider_id = fields.token("message_uuid")
        if "status" in fields:
            raw, code = fields.token("status"), _code(document.get("error"))
            status, kind = STATUSES.get(raw, MessageStatus.UNKNOWN), ERRORS.get(code)
            to, reference = fields.number("to"), fields.word("client_ref")
            return [Receipt(provider_id, status, raw, code or None, kind, to, reference)]
        media = [wire.fields_of(document[kind]) for kind in MEDIA if kind in document]
        text = fields.text("text") or "\n".join(caption for medium in media if (caption := medium.text("caption")))
        links = wire.links([medium.get("url") for medium in media])
        return [Inbound(provider_id, fields.address("from"), fields.address("to"), text, links)]

    def build(self, message: Outbound) -> Request:
        """Post the message as JSON; with a medium it is an MMS, whose text is the caption."""
        base.check_limits(message, self.limits)
        body: dict[str, Any] = {"to": message.recipient.removeprefix("+"), "from": message.sender.removeprefix("+")}
        body |= {"channel": "sms", "message_type": "text", "text": message.text}
        if message.media:
            kind, caption = _medium(message.media[0]), {"caption": message.text} if message.text else {}
            body |= {"channel": "mms", "message_type": kind, kind: {"url": message.media[0]} | caption}
            del body["text"]
        url = self.settings.reports(message)
        body |= {"client_ref": message.id} | ({"webhook_url": url} if url else {})
        if message.dlt is not None and not message.media:
            template = {"content_id": message.dlt.template_id} if message.dlt.template_id else {}
            body["sms"] = {"entity_id": message.dlt.entity_id} | template
        return self._messages.json(body, self._authorization(message.at) if self._key else {})

    def read(self, response: Response) -> Sent:
        """Take a `message_uuid` for acceptance, a problem of RFC 7807 for refusal, and nothing else for either."""
        answer = wire.json_object(response)
        id, code = answer.get("message_uuid"), _code(answer)
        if response.is_success and isinstance(id, str) and id and not code:
            return Sent(id)
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=str(answer.get("detail") or ""))

    def media_auth(self, url: str, now: datetime) -> Mapping[str, str]:
        """Vonage asks for the application's token where “secure inbound media” is on; else it does no harm."""
        return self._authorization(now) if self._key and MEDIA_SERVER.match(url) else {}

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call as Vonage would, with a token if there is to be one."""
        timestamp = f"{now:%Y-%m-%dT%H:%M:%SZ}"
        document: dict[str, Any] = {"message_uuid": id, "channel": "sms", "timestamp": timestamp}
        document |= {"from": sender.removeprefix("+"), "to": recipient.removeprefix("+")}
        if (said := kind.says(text)) is not None:
            document |= {"message_type": "text", "text": said, "sms": {"num_messages": "1"}}
        else:
            failed = {"type": "https://developer.vonage.com/api-errors/messages#1050", "title": 1050}
            known = {"status": "undeliverable", "error": failed}
            document |= known if kind is base.Sample.FAILED else {"status": kind.value}
        body, headers = json.dumps(document).encode(), {"content-type": wire.JSON}
        if self._secrets:
            claims = {"iss": "Vonage", "iat": int(now.timestamp()), "jti": signing.sha256_hex(f"{id}{now}".encode())}
            claims |= {"payload_hash": signing.sha256_hex(body), "api_key": self.settings.api_key}
            headers["authorization"] = f"Bearer {signing.make_jwt(claims, self._secrets[0])}"
        return self.settings.call(url, headers, body, now)

    def _authorization(self, at: datetime | None) -> Mapping[str, str]:
        """Make the application's token, one for all messages of some minutes: to sign one takes a millisecond."""
        if at is None or self._key is None:
            raise SendError(ErrorClass.AUTH, "no_time", "a token cannot be made without the time at which it is used")
        window = int(at.timestamp()) // WINDOW_S
        known, header = self._token
        if known != window:
            claims = {"application_id": self.settings.application_id, "iat": window * WINDOW_S}
            claims |= {"exp": window * WINDOW_S + TOKEN_S, "jti": f"{self.settings.application_id}-{window}"}
            header = f"Bearer {signing.make_jwt(claims, self._key)}"
            self._token = (window, header)
        return {"Authorization": header}


def _medium(url: str) -> str:
    return SUFFIXES.get(PurePosixPath(urlsplit(url).path).suffix.lower(), "image")


def _code(problem: Any) -> str:
    """Return what an error is known by: the fragment of its type, else its title where that is a number."""
    kind, title = wire.inside(problem, "type"), wire.inside(problem, "title")
    known = wire.fields_of({"code": (kind.partition("#")[2] if isinstance(kind, str) else "") or title})
    return known.word("code") or ""
