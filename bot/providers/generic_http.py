"""Any other gateway that is spoken to by HTTP: what it calls things stands in `parley.toml`.

With nothing said but the address, a text goes out and comes in as JSON like this; every name can be another one, and
may be a path such as `messages.0.id`:

    POST {url}                            {"to": "+1555…", "from": "+1555…", "text": "Hello"}
    200 {"id": "7"}                       400 {"error": "21", "message": "no such number"}
    POST /webhooks/main?token=…           {"id": "8", "from": "+1555…", "to": "+1555…", "text": "Hi"}
    POST …/status/msg_…/…?token=…         {"id": "7", "status": "delivered"}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import urlencode

from pydantic import Field, SecretStr, field_validator, model_validator

from bot.config import Section
from bot.errors import BadPayload, BadSignature
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, paths, signing, wire
from bot.providers.http import Endpoint, Request, Response
from bot.suggest import did_you_mean

PLACES: Final = (
    "recipient",
    "sender",
    "text",
    "id",
    "status_url",
    "username",
    "password",
    "token",
    "dlt_entity_id",
    "dlt_template_id",
)
STATUSES = base.by_word({status: status.value for status in MessageStatus if status is not MessageStatus.UNKNOWN})


class InboundNames(Section):
    """What the fields of a text are called."""

    id: str = "id"
    sender: str = "from"
    recipient: str = "to"
    text: str = "text"


class ReceiptNames(Section):
    """What the fields of a report are called; one that has the field of the status is a report."""

    id: str = "id"
    status: str = "status"
    error: str = "error"
    recipient: str = "to"
    reference: str = "reference"


class GenericHttpSettings(signing.AddressSettings):
    """What the gateway's documentation says."""

    url: base.BaseUrl = Field(description="Where texts are sent to")
    method: Literal["POST", "PUT", "GET"] = Field("POST", description="How")
    encoding: Literal["json", "form", "query"] = Field("json", description="As what: `json`, `form` or `query`")
    fields: dict[str, Any] = Field(
        {"to": "{recipient}", "from": "{sender}", "text": "{text}"},
        description=f"What is sent, with {', '.join(f'`{{{name}}}`' for name in PLACES)} where these belong",
    )
    headers: dict[str, str] = Field({}, description="More headers, the same for every text")
    auth: Literal["none", "basic", "bearer", "header"] = Field(
        "none", description="`basic` with `username` and `password`, `bearer` or `header` with `token`"
    )
    username: str | None = Field(None, min_length=1, description="The name of the account")
    password: SecretStr | None = Field(None, min_length=1, description="Its password")
    token: SecretStr | None = Field(None, min_length=1, description="Its token or key")
    auth_header: str = Field("X-Api-Key", description='The header that `auth = "header"` puts the token into')
    numbers: Literal["plus", "bare"] = Field("plus", description="Whether numbers begin with their plus")
    chars_max: int = Field(MESSAGE_CHARS_MAX, ge=1, le=10_000, description="The longest text that is taken")
    id_field: str = Field("id", min_length=1, description="Where the answer has the id of a text that was taken")
    error_field: str = Field("error", min_length=1, description="Where it has the code of an error")
    detail_field: str = Field("message", min_length=1, description="Where it has the error in words")
    no_error: tuple[str, ...] = Field((), description="Codes that stand for no error, such as `0`")
    errors: dict[str, ErrorClass] = Field({}, description=f"What codes mean: {', '.join(ErrorClass)}")
    statuses: dict[str, MessageStatus] = Field({}, description="What their words for a status mean, beside our own")
    webhook: Literal["json", "form", "query"] = Field("json", description="As what texts and reports come in")
    events_field: str = Field("", description="Where a request has a list of texts or reports, if it has one")
    inbound: InboundNames = Field(InboundNames(), description="What the fields of a text are called")
    receipt: ReceiptNames = Field(ReceiptNames(), description="What the fields of a report are called")
    answer: str = Field("", description="What is answered to a text or a report")
    signature: Literal["none", "plain", "sha1", "sha256", "sha512"] = Field(
        "none", description="What `signature_header` holds: the secret itself, or the HMAC of the raw body"
    )
    signature_header: str = Field("X-Signature", min_length=1, description="The header that proves the sender")
    signature_encoding: Literal["hex", "base64"] = Field("hex", description="How the HMAC is written")
    signature_prefix: str = Field("", description="What stands before it, such as `sha256=`")
    webhook_secret: SecretStr | None = Field(None, min_length=8, description="The secret of `signature`")
    webhook_secret_previous: SecretStr | None = Field(None, min_length=8, description="Also accepted while rotating")

    @field_validator("fields")
    @classmethod
    def _known_places(cls, value: dict[str, Any]) -> dict[str, Any]:
        for name in sorted(set(paths.Template(value).names) - set(PLACES)):
            raise ValueError(f"nothing is called `{{{name}}}`, {did_you_mean(name, PLACES) or ', '.join(PLACES)}")
        if "text" not in paths.Template(value).names:
            raise ValueError("`{text}` stands nowhere, so that every message would be blank")
        return value

    @model_validator(mode="after")
    def _whole(self) -> GenericHttpSettings:
        needed = {"basic": ("username", "password"), "bearer": ("token",), "header": ("token",)}.get(self.auth, ())
        named = [name for name in ("username", "password", "token") if name in paths.Template(self.fields).names]
        for name in (*needed, *named):
            if getattr(self, name) is None:
                raise ValueError(f"`{name}` is needed, for `auth` or `fields` says so, and not set")
        if self.signature != "none" and self.webhook_secret is None:
            raise ValueError("`signature` needs `webhook_secret`")
        if self.signature not in ("none", "plain") and self.webhook == "query":
            raise ValueError('`signature` covers the body, and a query has none: use "plain", or `webhook_token`')
        if self.signature == "none":
            self.require_proof(None, "`signature`, `webhook_token` or `allow_from`")
        return self


class GenericHttp(base.Provider):
    """See the top of this file."""

    name = "generic_http"
    Settings = GenericHttpSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=True, media=False, alphanumeric_sender=True, reference=True, verified_against="its own definition"
    )

    def __init__(self, settings: GenericHttpSettings) -> None:
        self.settings = settings
        self.limits = base.MessageLimits(chars_max=settings.chars_max)  # type: ignore[misc]
        self.statuses = STATUSES | settings.statuses  # type: ignore[misc]
        signed = settings.signature != "none"
        self.capabilities = replace(type(self).capabilities, signature=signed)  # type: ignore[misc]
        self._headers = {"Accept": wire.JSON} | settings.headers | _authorization(settings)
        self._endpoint = Endpoint(settings.url, self._headers, method=settings.method)
        self._fields = paths.Template(settings.fields)
        secrets = {"password": settings.password, "token": settings.token}
        self._account: dict[str, str | None] = {"username": settings.username}
        self._account |= {name: secret.get_secret_value() for name, secret in secrets.items() if secret}
        self._keys = signing.keys(settings.webhook_secret, settings.webhook_secret_previous)

    @property
    def carries_dlt(self) -> bool:
        """Whether a field holds the id of the template."""
        return "dlt_template_id" in self._fields.names

    def verify(self, request: base.WebhookRequest) -> None:
        """Check all that is configured; the settings see to it that something is."""
        settings = self.settings
        if settings.signature != "none":
            claimed = request.headers.get(settings.signature_header.lower(), "")
            if not claimed.startswith(settings.signature_prefix):
                raise BadSignature
            if settings.signature != "plain" and request.method == "GET":
                raise BadSignature("the signature covers the body, and this request has all in its address")
            signatures = [self._signature(key, request.body) for key in self._keys]
            signing.check_hash(claimed.removeprefix(settings.signature_prefix), signatures)
        settings.check_address(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Read a text or a report, or a list of them."""
        if request.method != "GET" and request.content_type == wire.JSON:
            events = paths.part(request.json(), self.settings.events_field)
            return wire.each(events, self._event) if isinstance(events, list) else [self._event(events)]
        return [self._event(request.fields(wire.FORM, wire.MULTIPART))]

    def build(self, message: Outbound) -> Request:
        """Fill in the fields, and send them as they are wanted."""
        base.check_limits(message, self.limits)
        bare = self.settings.numbers == "bare"
        to, sender = (number.removeprefix("+") if bare else number for number in (message.recipient, message.sender))
        said: dict[str, str | None] = {"recipient": to, "sender": sender, "text": message.text, "id": message.id}
        said["status_url"] = self.settings.reports(message) or None
        said["dlt_entity_id"] = message.dlt.entity_id if message.dlt else None
        said["dlt_template_id"] = message.dlt.template_id if message.dlt else None
        fields = self._fields.filled(said | self._account)
        if self.settings.encoding == "json":
            return self._endpoint.json(fields)
        if self.settings.encoding == "form":
            return self._endpoint.form(_pairs(fields))
        url = wire.with_query(self.settings.url, urlencode(_pairs(fields)))
        return Request(Endpoint(url, self._headers, method=self.settings.method))

    def read(self, response: Response) -> Sent:
        """Take an id without an error for acceptance, and nothing else."""
        answer, settings = wire.json_object(response), self.settings
        code = paths.at(answer, settings.error_field) or ""
        code = "" if code in settings.no_error else code
        provider_id = paths.at(answer, settings.id_field)
        if response.is_success and provider_id and not code:
            return Sent(provider_id)
        detail = paths.at(answer, settings.detail_field) or ""
        raise base.refusal(response, settings, settings.errors, code=code, detail=detail)

    def answer(self, request: base.WebhookRequest) -> base.WebhookAnswer:
        """Say what the settings say."""
        return base.WebhookAnswer(body=self.settings.answer.encode())

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Sign a text or a report as the settings describe it."""
        said, status = kind.says(text), self._word_for(kind)
        told = {"id": id, "status": status, "recipient": recipient}
        written = {"id": id, "sender": sender, "recipient": recipient, "text": said}
        names = (self.settings.inbound if said is not None else self.settings.receipt).model_dump()
        fields = {names[ours]: value for ours, value in (written if said is not None else told).items()}
        headers, body, method = {}, b"", "GET" if self.settings.webhook == "query" else "POST"
        if method == "GET":
            url = wire.with_query(url, urlencode(fields))
        elif self.settings.webhook == "form":
            headers, body = {"content-type": wire.FORM}, urlencode(fields).encode()
        else:
            inside = f"{self.settings.events_field}.0." if self.settings.events_field else ""
            document = paths.nested({f"{inside}{name}": value for name, value in fields.items()})
            headers, body = {"content-type": wire.JSON}, json.dumps(document, ensure_ascii=False).encode()
        if self.settings.signature != "none":
            proof = self.settings.signature_prefix + self._signature(self._keys[0], body)
            headers[self.settings.signature_header.lower()] = proof
        return self.settings.call(url, headers, body, now, method)

    def _event(self, item: Any) -> Inbound | Receipt:
        fields = _named(item, self.settings.receipt)
        if "status" in fields:
            raw, code = fields.token("status"), fields.word("error")
            status, kind = self.statuses.get(raw, MessageStatus.UNKNOWN), self.settings.errors.get(code or "")
            to, reference = fields.number("recipient"), fields.word("reference")
            return Receipt(fields.token("id"), status, raw, code, kind, to, reference)
        fields = _named(item, self.settings.inbound)
        fields.require("text")
        return Inbound(fields.token("id"), fields.address("sender"), fields.address("recipient"), fields.text("text"))

    def _signature(self, key: bytes, body: bytes) -> str:
        if self.settings.signature == "plain":
            return key.decode()
        write = signing.hmac_base64 if self.settings.signature_encoding == "base64" else signing.hmac_hex
        return write(key, body, self.settings.signature)

    def _word_for(self, kind: base.Sample) -> str:
        wanted = MessageStatus.UNDELIVERED if kind is base.Sample.FAILED else MessageStatus.DELIVERED
        return next(word for word, ours in (self.settings.statuses | STATUSES).items() if ours is wanted)


def _named(item: Any, names: Section) -> wire.Fields:
    """Take the fields with these names, under ours. A form has no paths: there a dot is part of the name."""
    find = item.get if isinstance(item, wire.Fields) else lambda path: paths.at(item, path)
    if not isinstance(item, Mapping):
        raise BadPayload("there is something else where a text or a report should be")
    found = ((ours, find(theirs)) for ours, theirs in names.model_dump().items() if theirs)
    return wire.Fields((ours, value) for ours, value in found if value is not None)


def _pairs(fields: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Write a form: a name several times for a list."""
    return [
        (name, str(each)) for name, value in fields.items() for each in (value if isinstance(value, list) else [value])
    ]


def _authorization(settings: GenericHttpSettings) -> dict[str, str]:
    token = settings.token.get_secret_value() if settings.token else ""
    if settings.auth == "basic" and settings.username and settings.password:
        return {"Authorization": base.basic_auth(settings.username, settings.password)}
    if settings.auth == "bearer":
        return {"Authorization": f"Bearer {token}"}
    return {settings.auth_header: token} if settings.auth == "header" else {}
