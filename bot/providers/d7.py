"""D7 Networks: SMS by the Messages API, version 1.

Webhooks are forms (the documentation leaves open which encoding, and prints JSON). They are not signed, so that their
address carries a token, or the caller is known by its own address:

    POST /webhooks/main?token=…         mo_id=d98356…&sender=%2B971576545600&receiver=SMSInfo&keyword=Join&text=Join+us
    POST …/status/msg_…/…?token=…       request_id=d98356…&msg_id=7053a6…&recipient=%2B9715…&status=delivered

A text goes out as JSON. An answer has one id for the whole call, so that we call once for each recipient:

    POST /messages/v1/send              {"messages": [{"channel": "sms", "recipients": ["+971…"], "content": "Hello"}],
                                         "message_globals": {"originator": "SignOTP", "report_url": "https://…"}}
    200 {"request_id": "d98356…", "status": "accepted", "created_at": "…"}
    401 {"detail": {"code": "ACCESS_TOKEN_EXPIRED", "message": "…"}}     or {"detail": [{"type": …}]} or {"detail": "…"}
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import Field, SecretStr

from bot.errors import BadSignature
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response
from bot.text import segments


class D7Settings(signing.AddressSettings):
    """What D7's dashboard shows. One of `webhook_token` and `allow_from` must be set for anything to come in."""

    token: SecretStr = Field(min_length=1, description="The API token")
    base_url: base.BaseUrl = Field("https://api.d7networks.com", description="Where the API is")


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "accepted scheduled processed",
        MessageStatus.SENT: "sent",
        MessageStatus.DELIVERED: "delivered",
        MessageStatus.UNDELIVERED: "undelivered un_delivered not_reachable",
        MessageStatus.REJECTED: "spam_content insufficient_credit",
    }
)
REASONS = base.by_word(
    {
        ErrorClass.RETRYABLE: "not_reachable",
        ErrorClass.PERMANENT: "spam_content",
        ErrorClass.CREDIT: "insufficient_credit",
    }
)


class D7(base.Provider):
    """See the top of this file."""

    name = "d7"
    Settings = D7Settings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=False, media=False, alphanumeric_sender=True, reference=False, verified_against="documented examples"
    )

    paste = (
        "In D7's dashboard, open the two-way number, enable MO and set its webhook to\n\n"
        "{inbound}\n\n"
        "Delivery reports need nothing: every message says where its own go."
    )

    def __init__(self, settings: D7Settings) -> None:
        self.settings = settings
        headers = {"Authorization": f"Bearer {settings.token.get_secret_value()}", "Accept": wire.JSON}
        self._messages = Endpoint(f"{settings.base_url}/messages/v1/send", headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Compare the token in the address and look the caller up; with neither configured nobody is believed."""
        if not self.settings.tells_callers_apart:
            raise BadSignature("neither `webhook_token` nor `allow_from` is set, so nothing proves that this is D7")
        self.settings.check_address(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a text by its `mo_id`. A receipt goes by `request_id`, the only id that the send was answered with."""
        fields = request.fields(wire.FORM, wire.MULTIPART, wire.JSON)
        if "mo_id" in fields:
            fields.require("text")
            sender, recipient = fields.address("sender"), fields.address("receiver")
            return [Inbound(fields.token("mo_id"), sender, recipient, fields.text("text"))]
        raw, to = fields.token("status"), fields.number("recipient")
        status, kind = STATUSES.get(raw, MessageStatus.UNKNOWN), REASONS.get(raw)
        return [Receipt(fields.token("request_id"), status, raw, error_class=kind, recipient=to)]

    def build(self, message: Outbound) -> Request:
        """Post the message as JSON, in the cheaper encoding that carries it unchanged."""
        base.check_limits(message, self.limits)
        content = {
            "channel": "sms",
            "recipients": [message.recipient],
            "content": message.text,
            "msg_type": "text",
            "data_coding": "text" if segments(message.text).encoding == "GSM-7" else "unicode",
        }
        url = self.settings.reports(message)
        globals_ = {"originator": message.sender, "tag": message.id} | ({"report_url": url} if url else {})
        return self._messages.json({"messages": [content], "message_globals": globals_})

    def read(self, response: Response) -> Sent:
        """Take a `request_id` for acceptance, a `detail` for refusal, and nothing else for either."""
        answer = wire.json_object(response)
        request_id = answer.get("request_id")
        if response.is_success and isinstance(request_id, str) and request_id and "detail" not in answer:
            return Sent(request_id)
        code, detail = _explain(answer.get("detail"))
        raise base.refusal(response, self.settings, {}, code=code, detail=detail)

    def probe(self) -> Request:
        """Ask for the balance."""
        return self._messages.ask("balance")

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call the address as D7 would, from an address that the channel believes."""
        fields = {"request_id": id, "msg_id": f"{id}-1", "recipient": recipient, "originator": sender}
        fields["status"] = "undelivered" if kind is base.Sample.FAILED else kind.value
        if (said := kind.says(text)) is not None:
            fields = {"mo_id": id, "sender": sender, "receiver": recipient, "keyword": said.split(" ")[0], "text": said}
        return self.settings.call(url, {"content-type": wire.FORM}, urlencode(fields).encode(), now)


def _explain(detail: Any) -> tuple[str, str]:
    """Find code and words in an error, which comes as an object, as a list of findings or as a bare text."""
    first = detail[0] if isinstance(detail, list) and detail else detail
    if isinstance(first, dict):
        code, words = first.get("code") or first.get("type") or "", first.get("message") or first.get("msg") or ""
        return str(code), str(words)
    return ("refused", first) if isinstance(first, str) else ("", "")
