"""Kannel: the gateway's smsbox, version 1.4, on a machine of one's own.

A text comes in by the `get-url` of a sms-service, which the operator writes. One in UCS-2 comes as the octets of
UTF-16, which are no UTF-8, and says so in `charset`; the parts of a long one are joined by Kannel:

    GET /webhooks/main?token=…&id=%I&sender=%p&to=%P&message=%b&charset=%C
    GET /webhooks/main?token=…&id=35612e7d-…&sender=%2B250788383383&to=2020&message=Gr%C3%BC%C3%9Fe&charset=UTF-8
    200, empty                                         any text would be sent to the customer

A text goes out as the body of a POST whose headers say the rest, so that no password stands in an address. There is no
id in the answer; the address to report to carries ours. Several reports come, in any order:

    POST /cgi-bin/sendsms       X-Kannel-Username: …  X-Kannel-To: +250788383383  X-Kannel-DLR-URL: https://…&status=%d
    202 0: Accepted for delivery       202 3: Queued for later delivery       403 Authorization failed for sendsms
    GET …/status/msg_…/…?token=…&ref=msg_…&status=8&reply=ACK%2F&to=%2B250788383383            and then status=1
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from pydantic import Field, SecretStr

from bot.errors import BadPayload
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response
from bot.text import segments


class KannelSettings(signing.AddressSettings):
    """A `sendsms-user` of Kannel's configuration, and how its webhooks are told from others'."""

    username: str = Field(min_length=1, description="The `username` of a `sendsms-user`")
    password: SecretStr = Field(min_length=1, description="Its `password`")
    smsc: str | None = Field(None, min_length=1, description="The `smsc-id` to send by; else as Kannel routes")
    dlt_entity_tlv: str = Field(
        "PE_ID", pattern=r"^\w+$", description="The `name` of the `smpp-tlv` group for the entity's id of India"
    )
    dlt_template_tlv: str = Field(
        "TEMPLATE_ID", pattern=r"^\w+$", description="The `name` of the one for the template's id"
    )
    base_url: base.BaseUrl = Field("http://127.0.0.1:13013", description="Where the smsbox listens: its `sendsms-port`")

    def address(self, url: str) -> str:
        """See `ProviderSettings`. Kannel fills in what stands behind a percent sign, and halves two of them."""
        return self.with_token(url).replace("%", "%%")


STATUSES = base.by_word(
    {
        MessageStatus.DELIVERED: "1",
        MessageStatus.UNDELIVERED: "2",
        MessageStatus.SENT: "4 8 32",
        MessageStatus.REJECTED: "16",
    }
)
ERRORS: Final = {
    "Authorization failed": ErrorClass.AUTH,
    "Not routable": ErrorClass.PERMANENT,
    "Temporal failure": ErrorClass.RETRYABLE,  # of a 503, and documented: it was not taken
}
CHARSETS: Final = {"UTF-8": "utf-8", "UTF-16BE": "utf-16-be", "8-BIT": wire.OCTETS, "ISO-8859-1": wire.OCTETS}
TAKEN: Final = ("0: ", "3: ")
_ALL_REPORTS: Final = "31"
_CODE: Final = re.compile(r"NACK/(?P<nack>[^/]+)|\berr:(?!0+\b)(?P<err>\w+)")


class Kannel(base.Provider):
    """See the top of this file."""

    name = "kannel"
    Settings = KannelSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=False,
        media=False,
        alphanumeric_sender=True,
        reference=True,
        verified_against="Kannel 1.4.5",
        dlt=True,
    )

    paste = (
        "In kannel.conf, let this user send, in as many parts as the longest text has:\n\n"
        "group = sendsms-user\n"
        "username = …\n"
        "password = …\n"
        "max-messages = 25\n"
        "concatenation = true\n\n"
        "and hand every text on. Without `max-messages = 0` Kannel would text our\n"
        "answer to the customer; with `http-request-retry` in `group = smsbox` it tries\n"
        "again while this server is away:\n\n"
        "group = sms-service\n"
        "keyword = default\n"
        "catch-all = true\n"
        "max-messages = 0\n"
        "omit-empty = true\n"
        'get-url = "{inbound}&id=%I&sender=%p&to=%P&message=%b&charset=%C"\n\n'
        "Delivery reports need nothing: every message says where its own go."
    )

    def __init__(self, settings: KannelSettings) -> None:
        self.settings = settings
        headers = {
            "Content-Type": "text/plain; charset=UTF-8",
            "X-Kannel-Username": settings.username,
            "X-Kannel-Password": settings.password.get_secret_value(),
            "X-Kannel-DLR-Mask": _ALL_REPORTS,
        }
        smsc = {"X-Kannel-SMSC": settings.smsc} if settings.smsc else {}
        self._sendsms = Endpoint(f"{settings.base_url}/cgi-bin/sendsms", headers | smsc)

    def verify(self, request: base.WebhookRequest) -> None:
        """Compare the token in the address and look the caller up; with neither configured nobody is believed."""
        self.settings.check_caller(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a receipt by its `status`. Its id is ours."""
        if request.method != "GET":
            raise BadPayload("Kannel calls with GET; set `get-url`, not `post-url`")
        fields = request.octets
        if "status" in fields:
            raw, ours, to = fields.token("status"), fields.token("ref"), fields.number("to")
            status, told = STATUSES.get(raw, MessageStatus.UNKNOWN), _CODE.search(fields.get("reply", ""))
            code = told and (told["nack"] or told["err"])[:20]
            return [Receipt(ours, status, raw, code, recipient=to, reference=ours)]
        text = _decoded(fields.require("message"), fields.get("charset", "UTF-8"))
        sender, recipient = fields.address("sender"), fields.address("to")
        return [Inbound(fields.token("id"), sender, recipient, wire.Fields([("text", text)]).text("text"))]

    def build(self, message: Outbound) -> Request:
        """Post the text, and all else in headers. Kannel reads it in the charset of its type, and else in Latin-1."""
        base.check_limits(message, self.limits)
        unicode = segments(message.text).encoding != "GSM-7"
        headers = {
            "X-Kannel-From": message.sender,
            "X-Kannel-To": message.recipient,
            "X-Kannel-Coding": "2" if unicode else "0",
        }
        if message.status_url:
            headers["X-Kannel-DLR-URL"] = self._report_to(message.status_url, message.id)
        if message.dlt is not None:
            ids = {self.settings.dlt_entity_tlv: message.dlt.entity_id}
            ids |= {self.settings.dlt_template_tlv: message.dlt.template_id} if message.dlt.template_id else {}
            headers["X-Kannel-Meta-Data"] = f"?smpp?{urlencode(ids)}"
        return self._sendsms.raw(message.text.encode(), headers)

    def read(self, response: Response) -> Sent:
        """Take the two sentences that Kannel has for acceptance, and nothing else."""
        answer = response.text
        if response.is_success and answer.startswith(TAKEN):
            return Sent(None)
        code = next((words for words in ERRORS if words in answer), "")
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=answer, unsent=True)

    def probe(self) -> Request:
        """Send to nobody, which Kannel refuses after it has looked at the password."""
        return self._sendsms.raw(b"", {})

    def read_probe(self, response: Response) -> str:
        """Take the complaint about the recipient for a welcome."""
        if "Missing receiver" in response.text:
            return "the credentials are good"
        raise base.refusal(response, self.settings, ERRORS)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call the address as Kannel would."""
        fields = {"ref": id, "status": "2" if kind is base.Sample.FAILED else "1", "to": recipient}
        if (said := kind.says(text)) is not None:
            fields = {"id": id, "sender": sender, "to": recipient, "message": said, "charset": "UTF-8"}
        return self.settings.call(wire.with_query(url, urlencode(fields)), {}, b"", now, "GET")

    def _report_to(self, url: str, id: str) -> str:
        reference = wire.with_query(url, urlencode({"ref": id}))
        return self.settings.address(reference) + "&status=%d&reply=%A&to=%p"


def _decoded(octets: str, charset: str) -> str:
    """Read the text in the charset it came in. A few letters that cannot be read must not cost us the rest."""
    return octets.encode(wire.OCTETS, "replace").decode(CHARSETS.get(charset.upper(), "utf-8"), "replace")
