"""ClickSend: SMS, version 3.

Webhooks are forms, query strings or JSON, as a rule of the account says, and not signed: their address carries a token.
Not all of their fields are documented, so that little is relied upon:

    from=%2B61411111111&body=Hi&to=%2B61422222222&message_id=A1&original_message_id=BF7A…
    message_id=BF7A…&status_code=301&status_text=…&error_code=…&custom_string=msg_…       or status=Undelivered

A text goes out as JSON. What became of it is inside of a success; where reports are sent to is a rule of the account:

    POST /v3/sms/send       {"messages": [{"to": "+61…", "from": "+61…", "body": "Hello", "custom_string": "msg_…", …}]}
    200 {"http_code": 200, "response_code": "SUCCESS", "data": {"messages": [{"message_id": "BF7A…",
         "status": "SUCCESS", "message_parts": 1, …}]}}
    401 {"http_code": 401, "response_code": "UNAUTHORIZED", "response_msg": "Authorization failed.", "data": null}
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from pydantic import Field, SecretStr

from bot.errors import BadPayload
from bot.events import FAILED, ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get


class ClickSendSettings(signing.AddressSettings):
    """What the dashboard shows. One of `webhook_token` and `allow_from` must be set for anything to come in."""

    username: str = Field(min_length=1, description="The name of the account or the subaccount")
    api_key: SecretStr = Field(min_length=1, description="Its API key")
    source: str = Field("parley", min_length=1, description="What ClickSend's reports name as where messages come from")
    base_url: base.BaseUrl = Field("https://rest.clicksend.com", description="Where the API is")


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "Queued Scheduled WaitApproval",
        MessageStatus.SENT: "200 300 Sent",
        MessageStatus.DELIVERED: "201 Delivered",
        MessageStatus.UNDELIVERED: "301 Undelivered",
        MessageStatus.FAILED: "Failed",
        MessageStatus.REJECTED: "Cancelled CancelledAfterReview",
    }
)
"""By code, which tells more, else by word."""
ERRORS = base.by_word(
    {
        ErrorClass.CREDIT: "INSUFFICIENT_CREDIT",
        ErrorClass.THROTTLED: "THROTTLED TOO_MANY_REQUESTS",
        ErrorClass.AUTH: "UNAUTHORIZED FORBIDDEN",
        ErrorClass.UNKNOWN: "FAILURE INTERNAL_SERVER_ERROR",
        ErrorClass.PERMANENT: "BAD_REQUEST NOT_FOUND INVALID_RECIPIENT COUNTRY_NOT_ENABLED MISSING_REQUIRED_FIELDS",
    }
)
SUCCESS = "SUCCESS"


class ClickSend(base.Provider):
    """See the top of this file."""

    name = "clicksend"
    Settings = ClickSendSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=1224)
    capabilities = base.Capabilities(
        signature=False, media=False, alphanumeric_sender=True, reference=True, verified_against="the official SDK"
    )

    paste = (
        "In ClickSend's dashboard, make a rule for inbound SMS with the action URL\n\n{inbound}\n\n"
        "and one for SMS delivery reports with\n\n{receipts}\n\nWith POST, GET or JSON, as you like."
    )

    def __init__(self, settings: ClickSendSettings) -> None:
        self.settings = settings
        self._headers = {"Authorization": base.basic_auth(settings.username, settings.api_key), "Accept": wire.JSON}
        self._messages = Endpoint(f"{settings.base_url}/v3/sms/send", self._headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Compare the token in the address, or look the caller up."""
        self.settings.check_caller(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a text by who wrote it. One without an id is known by what it says, and when."""
        is_json = request.method != "GET" and request.content_type == wire.JSON
        fields = wire.fields_of(request.json()) if is_json else request.fields(wire.FORM, wire.MULTIPART)
        if "from" in fields:
            sender, recipient = fields.address("from"), fields.address("to") if fields.get("to") else ""
            if "body" not in fields:
                raise BadPayload("`body` is missing")
            given = fields.get("message_id", "").strip()
            id = fields.token("message_id") if given else base.derived_id(request, sender, recipient, fields["body"])
            return [Inbound(id, sender, recipient, fields.text("body"))]
        code, word = fields.word("status_code"), fields.word("status")
        raw = word or code or fields.token("status_code")
        status = STATUSES.get(code or "") or STATUSES.get(raw, MessageStatus.UNKNOWN)
        error = code or fields.word("error_code") if status in FAILED else None
        return [Receipt(fields.token("message_id"), status, raw, error, reference=fields.word("custom_string"))]

    def build(self, message: Outbound) -> Request:
        """Post the message with our id as its note, which comes back in reports."""
        base.check_limits(message, self.limits)
        document = {"to": message.recipient, "from": message.sender, "body": message.text}
        document |= {"source": self.settings.source, "custom_string": message.id}
        return self._messages.json({"messages": [document]})

    def read(self, response: Response) -> Sent:
        """Look at the message's own status, and believe in a success that names an id."""
        answer = wire.json_object(response)
        message, whole = wire.fields_at(answer, "data", "messages", 0), wire.fields_of(answer)
        id = message.word("message_id")
        code = message.get("status") or whole.get("response_code", "")
        if code != SUCCESS:
            raise base.refusal(response, self.settings, ERRORS, code=code, detail=whole.get("response_msg", ""))
        if not response.is_success or not id:
            raise base.refusal(response, self.settings, ERRORS)
        return Sent(id, segments=message.count("message_parts"))

    def probe(self) -> Request:
        """Ask for the account itself."""
        return get(f"{self.settings.base_url}/v3/account", self._headers)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call the address as ClickSend would."""
        time = str(int(now.timestamp()))
        fields = {"message_id": id, "status_code": "201", "status_text": "Message received on handset"}
        if kind is base.Sample.FAILED:
            fields |= {"status_code": "301", "status_text": "Message not delivered", "error_code": "301"}
        if (said := kind.says(text)) is not None:
            fields = {"message_id": id, "from": sender, "to": recipient, "body": said}
        headers, body = {"content-type": wire.FORM}, urlencode({"timestamp": time, **fields}).encode()
        return self.settings.call(url, headers, body, now)
