"""MessageBird (now Bird): the REST API for SMS and MMS.

A text comes in as a form, whose names are others for a short code than for a number; where one is repeated, the last is
right:

    id=b6aa…&originator=18885551515&recipient=18005551515&body=Hi&createdDatetime=…&mediaURLs=https%3A%2F%2F…
    mid=3b53…&originator=18885551515&shortcode=51515&message=Hi&receive_datetime=20230727004929
    200 OK

What became of a message is told by a GET, only if it went out with a reference:

    GET …?id=b6aa…&reference=msg_…&recipient=18885551515&status=delivery_failed&statusErrorCode=103&…

Both carry MessageBird-Signature-JWT: a token that the account's signing key signed, with the hash of the whole address
and, if there is a body, of that. A text goes out as JSON; one with media does to /mms, and
is reported on where the account says:

    POST /messages      {"recipients": ["1888…"], "originator": "1800…", "body": "Hello", "datacoding": "auto",
                         "reference": "msg_…", "reportUrl": "https://…"}
    201 {"id": "f28b…", "recipients": {"items": [{"recipient": 1888…, "status": "sent", "messagePartCount": 1}]}, …}
    422 {"errors": [{"code": 9, "description": "no (correct) recipients found", "parameter": "recipient"}]}
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import Field, SecretStr

from bot.errors import BadSignature
from bot.events import FAILED, ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent, merge_status
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get

SIGNATURE = "messagebird-signature-jwt"
ALGORITHMS = ("HS256", "HS384", "HS512")
LEEWAY_S = 10.0
"""How far apart the clocks may be. Tokens are good for a minute."""


class MessageBirdSettings(base.ProviderSettings):
    """What MessageBird's dashboard shows."""

    access_key: SecretStr = Field(min_length=1, description="The API key, which sends")
    signing_key: SecretStr = Field(min_length=1, description="The signing key, which signs webhooks")
    signing_key_previous: SecretStr | None = Field(None, min_length=1, description="Also accepted while rotating")
    base_url: base.BaseUrl = Field("https://rest.messagebird.com", description="Where the API is")


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "scheduled",
        MessageStatus.SENT: "sent buffered",
        MessageStatus.DELIVERED: "delivered",
        MessageStatus.UNDELIVERED: "delivery_failed",
        MessageStatus.EXPIRED: "expired",
    }
)
ERRORS = base.by_word(
    {
        ErrorClass.AUTH: "2",
        ErrorClass.CREDIT: "25",
        ErrorClass.UNKNOWN: "98 99",
        ErrorClass.PERMANENT: "9 10 20 21",
    }
)
"""Of answers to a send."""
REASONS = base.by_word({ErrorClass.OPT_OUT: "103", ErrorClass.PERMANENT: "1"})
"""Of reports, which number them otherwise."""


class MessageBird(base.Provider):
    """See the top of this file."""

    name = "messagebird"
    Settings = MessageBirdSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX, media_max=10)
    capabilities = base.Capabilities(
        signature=True, media=True, alphanumeric_sender=True, reference=True, verified_against="the official SDK"
    )

    paste = (
        "In MessageBird's dashboard, open the number, or the short code, and let texts be forwarded to\n\n{inbound}\n\n"
        "Delivery reports need nothing: every text says where its own go. Those of pictures go to the account's\n"
        "status report URL: set it to\n\n{receipts}"
    )

    def __init__(self, settings: MessageBirdSettings) -> None:
        self.settings = settings
        self._keys = signing.keys(settings.signing_key, settings.signing_key_previous)
        self._headers = {"Authorization": f"AccessKey {settings.access_key.get_secret_value()}", "Accept": wire.JSON}
        self._messages = Endpoint(f"{settings.base_url}/messages", self._headers)
        self._mms = Endpoint(f"{settings.base_url}/mms", self._headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Check the token, its minute, and that it was made for this address and this body."""
        claims = signing.read_jwt(request.headers.get(SIGNATURE, ""), self._keys, ALGORITHMS)
        if claims.get("iss") != "MessageBird":
            raise BadSignature("the token is not MessageBird's")
        begins: Any = claims.get("nbf")
        ends: Any = claims.get("exp")
        if not isinstance(begins, int | float) or not isinstance(ends, int | float):
            raise BadSignature("the token does not say how long it is good for")
        now = request.received_at.timestamp()
        if not (begins <= now + LEEWAY_S and now - LEEWAY_S <= ends):
            raise BadSignature("the token is not good any more, or not yet")
        for name, expected in _hashes(request.url, request.body).items():
            if not base.same(expected, str(claims.get(name) or "")):
                raise BadSignature(f"the token's {name} is of something else")

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a report by its `status`, and a text to a short code by its `shortcode`."""
        fields = wire.Fields(reversed(request.fields(wire.FORM).pairs))
        if "status" in fields:
            return [_receipt(fields)]
        sender = fields.address("originator")
        if "shortcode" in fields:
            return [Inbound(fields.token("mid"), sender, fields.address("shortcode"), fields.text("message"))]
        media = [value for name, value in reversed(fields.pairs) if name.lower().startswith("mediaurls")]
        id, to = fields.token("id"), fields.address("recipient")
        return [Inbound(id, sender, to, fields.text("body"), wire.links(media))]

    def build(self, message: Outbound) -> Request:
        """Post the message; without our reference nothing would be reported."""
        base.check_limits(message, self.limits)
        document: dict[str, Any] = {
            "recipients": [message.recipient.removeprefix("+")],
            "originator": message.sender.removeprefix("+"),
            "body": message.text,
            "reference": message.id,
        }
        if message.media:
            return self._mms.json(document | {"mediaUrls": list(message.media)})
        document |= {"datacoding": "auto"} | ({"reportUrl": message.status_url} if message.status_url else {})
        return self._messages.json(document)

    def read(self, response: Response) -> Sent:
        """Take an `id` for acceptance, `errors` for refusal, and nothing else for either."""
        answer = wire.json_object(response)
        id, error = wire.fields_of(answer).word("id"), wire.fields_at(answer, "errors", 0)
        if response.is_success and id and "errors" not in answer:
            recipient = wire.fields_at(answer, "recipients", "items", 0)
            reported = STATUSES.get(recipient.get("status", ""), MessageStatus.UNKNOWN)
            return Sent(id, merge_status(MessageStatus.ACCEPTED, reported), recipient.count("messagePartCount"))
        code, detail = error.get("code", ""), error.get("description", "")
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=detail)

    def probe(self) -> Request:
        """Ask for the balance."""
        return get(f"{self.settings.base_url}/balance", self._headers)

    def answer(self, request: base.WebhookRequest) -> base.WebhookAnswer:
        """Say OK."""
        return base.WebhookAnswer(body=b"OK")

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Sign a form, or a query that reports, as MessageBird would."""
        time, body, headers = now.isoformat(timespec="seconds"), b"", {}
        if (said := kind.says(text)) is not None:
            fields = {"id": id, "originator": sender.removeprefix("+"), "recipient": recipient.removeprefix("+")}
            body = urlencode({**fields, "body": said, "createdDatetime": time}).encode()
            headers["content-type"] = wire.FORM
        else:
            outcome = {"status": "delivered"}
            if kind is base.Sample.FAILED:
                outcome = {"status": "delivery_failed", "statusErrorCode": "1", "statusReason": "unknown subscriber"}
            fields = {"id": id, "reference": id, "recipient": recipient.removeprefix("+"), "statusDatetime": time}
            url = wire.with_query(url, urlencode(fields | outcome))
        headers[SIGNATURE] = sign(self._keys[0], url, body, now, id)
        return base.WebhookRequest("POST" if body else "GET", url, headers, body, now)


def sign(key: bytes, url: str, body: bytes, now: datetime, id: str) -> str:
    """Write the token that MessageBird would."""
    begins = int(now.timestamp())
    times = {"nbf": begins, "exp": begins + 60}
    hashes = {name: value for name, value in _hashes(url, body).items() if value}
    return signing.make_jwt({"iss": "MessageBird", **times, "jti": id, **hashes}, key)


def _hashes(url: str, body: bytes) -> dict[str, str]:
    """What a token says of a request. Without a body there is no hash of it, and none is expected."""
    return {"url_hash": signing.sha256_hex(url.encode()), "payload_hash": signing.sha256_hex(body) if body else ""}


def _receipt(fields: wire.Fields) -> Receipt:
    raw = fields.token("status")
    status = STATUSES.get(raw, MessageStatus.UNKNOWN)
    code = fields.word("statusErrorCode") if status in FAILED else None
    to, reference, kind = fields.number("recipient"), fields.word("reference"), REASONS.get(code or "")
    return Receipt(fields.token("id"), status, raw, code, kind, to, reference)
