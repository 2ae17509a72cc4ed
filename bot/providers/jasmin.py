"""Jasmin: the gateway's HTTP API, on a machine of one's own.

A text comes in as a form, its parts joined by Jasmin. `content` holds what came from the SMSC as it is, in the alphabet
that `coding` names; that is a number or, as the gateway really writes it, the octet of that value. `binary` has the
same in hexadecimal digits:

    POST /webhooks/main?token=…          id=570774c2-…&from=250788383383&to=2020&origin-connector=smsc&priority=0
                                         &coding=%08&content=%00G%00r%00%FC%00%DF%00e&binary=0047007200fc00df0065
    200 ACK/Jasmin                                     anything else has it sent again, 404 has it dropped

A text goes out as a form, with a number that has no plus. What became of it is posted to `dlr-url`, by level 1 what the
SMSC answered and by level 2 what it reported:

    POST /send     username=…&password=…&from=2020&to=250788383383&coding=8&hex-content=0047&dlr=yes&dlr-url=…
    200 Success "07033084-…"      403 Error "Authentication failure for username:…"      412 Error "No route found"
    id=07033084-…&level=1&message_status=ESME_ROK&connector=smsc
    id=07033084-…&level=2&message_status=UNDELIV&connector=smsc&id_smsc=3&sub=001&dlvrd=001&err=069&text=Hello
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from pydantic import Field, SecretStr

from bot.errors import BadPayload, SendError
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, gsm, signing, wire
from bot.providers.http import Endpoint, Request, Response
from bot.text import segments


class JasminSettings(signing.AddressSettings):
    """A user of Jasmin's, and how its webhooks are told from others'."""

    username: str = Field(min_length=1, description="A user of the gateway")
    password: SecretStr = Field(min_length=1, description="That user's password")
    parts_max: int = Field(
        5, ge=1, le=255, description="`long_content_max_parts` in jasmin.cfg, beyond which Jasmin drops the rest"
    )
    base_url: base.BaseUrl = Field("http://127.0.0.1:1401", description="Where the HTTP API listens")


STATUSES = base.by_word(
    {
        MessageStatus.SENT: "ESME_ROK ACCEPTD ENROUTE",
        MessageStatus.DELIVERED: "DELIVRD",
        MessageStatus.UNDELIVERED: "UNDELIV",
        MessageStatus.REJECTED: "REJECTD",
        MessageStatus.EXPIRED: "EXPIRED",
        MessageStatus.FAILED: "DELETED",
    }
)
REASONS = base.by_word(
    {
        ErrorClass.THROTTLED: "ESME_RTHROTTLED ESME_RMSGQFUL",
        ErrorClass.RETRYABLE: "ESME_RSYSERR",
        ErrorClass.PERMANENT: "ESME_RINVDSTADR ESME_RINVSRCADR",
    }
)
ERRORS: Final = {
    "Authentication failure": ErrorClass.AUTH,
    "Cannot charge": ErrorClass.CREDIT,
    "No route found": ErrorClass.PERMANENT,
    "Cannot send submit_sm": ErrorClass.RETRYABLE,  # of a 500, and documented: it was not queued
}
ALPHABETS: Final[dict[int, Callable[[bytes], str]]] = {
    0: gsm.decode,
    6: lambda octets: octets.decode("iso8859-5", "replace"),
    7: lambda octets: octets.decode("iso8859-8", "replace"),
    8: lambda octets: octets.decode("utf-16-be", "replace"),
}
"""By the data coding of SMPP; all others are read as Latin-1."""

_TAKEN: Final = re.compile(r'Success "([^"]{1,200})"')
_ERROR: Final = re.compile(r'"(.*)"', re.DOTALL)
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})*")


class Jasmin(base.Provider):
    """See the top of this file."""

    name = "jasmin"
    Settings = JasminSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=False, media=False, alphanumeric_sender=True, reference=False, verified_against="Jasmin 0.11"
    )

    paste = (
        "In jCli, route texts that come in to this server:\n\n"
        "httpccm -a\n"
        "cid parley\n"
        "url {inbound}\n"
        "method POST\n"
        "ok\n"
        "morouter -a\n"
        "type DefaultRoute\n"
        "connector http(parley)\n"
        "ok\n"
        "persist\n\n"
        "Delivery reports need nothing: every message says where its own go."
    )

    def __init__(self, settings: JasminSettings) -> None:
        self.settings = settings
        self._send = Endpoint(f"{settings.base_url}/send", {"Accept": "text/plain"})
        self._user = [("username", settings.username), ("password", settings.password.get_secret_value())]

    def verify(self, request: base.WebhookRequest) -> None:
        """Compare the token in the address and look the caller up; with neither configured nobody is believed."""
        self.settings.check_caller(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a text by its `content` or `binary`; a report has neither."""
        if request.method != "GET" and request.content_type not in ("", wire.FORM):
            raise BadPayload("the content type is not that of a form")
        fields = request.octets if request.method == "GET" else wire.parse_urlencoded(request.body, wire.OCTETS)
        provider_id = fields.token("id")
        if "content" in fields or "binary" in fields:
            text = wire.Fields([("text", _decoded(fields))]).text("text")
            return [Inbound(provider_id, fields.address("from"), fields.address("to"), text)]
        code = fields.get("err", "").strip("0") and fields.word("err")
        raw = fields.word("message_status") or ("DELETED" if code else "DELIVRD" if fields.get("dlvrd") else "")
        if not raw:
            raise BadPayload("`message_status` is missing")
        if raw.startswith("ESME_") and raw not in STATUSES:
            return [Receipt(provider_id, MessageStatus.FAILED, raw, raw, REASONS.get(raw))]
        return [Receipt(provider_id, STATUSES.get(raw, MessageStatus.UNKNOWN), raw, code or None)]

    def build(self, message: Outbound) -> Request:
        """Post the message as a form: in words for the alphabet of GSM, else in digits of UTF-16."""
        base.check_limits(message, self.limits)
        cost = segments(message.text)
        if cost.count > self.settings.parts_max:
            detail = f"{cost.count} parts are more than the {self.settings.parts_max} that `parts_max` allows"
            raise SendError(ErrorClass.PERMANENT, "too_long", detail)
        plain = cost.encoding == "GSM-7"
        content = ("content", message.text) if plain else ("hex-content", message.text.encode("utf-16-be").hex())
        pairs = [*self._user, ("from", message.sender), ("to", message.recipient.removeprefix("+"))]
        pairs += [("coding", "0" if plain else "8"), content]
        if address := self.settings.reports(message):
            pairs += [("dlr", "yes"), ("dlr-url", address), ("dlr-level", "3"), ("dlr-method", "POST")]
        return self._send.form(pairs)

    def read(self, response: Response) -> Sent:
        """Take an id after `Success` for acceptance, and nothing else."""
        answer = response.text
        if response.is_success and (taken := _TAKEN.match(answer)):
            return Sent(taken[1])
        code = next((words for words in ERRORS if words in answer), "")
        told = _ERROR.search(answer)
        detail = told[1] if told else answer
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=detail, unsent=True)

    def probe(self) -> Request:
        """Ask for the balance; Jasmin takes this in an address only."""
        return self._send.ask(f"balance?{urlencode(self._user)}")

    def answer(self, request: base.WebhookRequest) -> base.WebhookAnswer:
        """Say the one thing that Jasmin takes for an answer."""
        return base.WebhookAnswer(body=b"ACK/Jasmin")

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Post a form as Jasmin would."""
        status, code = ("UNDELIV", "069") if kind is base.Sample.FAILED else ("DELIVRD", "000")
        fields: dict[str, str | bytes] = {"id": id, "level": "2", "message_status": status, "err": code}
        if (said := kind.says(text)) is not None:
            octets = said.encode("utf-16-be")
            numbers = {"from": sender.removeprefix("+"), "to": recipient.removeprefix("+")}
            fields = {"id": id, **numbers, "coding": b"\x08", "content": octets, "binary": octets.hex()}
        return self.settings.call(url, {"content-type": wire.FORM}, urlencode(fields).encode(), now)


def _decoded(fields: wire.Fields) -> str:
    """Read the text by its `coding`, from the digits where they are whole."""
    digits, coding = fields.get("binary", ""), fields.get("coding", "0")
    whole = bool(digits) and _HEX.fullmatch(digits) is not None
    octets = bytes.fromhex(digits) if whole else fields.get("content", "").encode(wire.OCTETS, "replace")
    number = int(coding) if coding.isascii() and coding.isdigit() and len(coding) < 4 else ord(coding[:1] or "\0")
    return octets.decode(wire.OCTETS) if number not in ALPHABETS else ALPHABETS[number](octets)
