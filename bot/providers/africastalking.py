"""Africa's Talking: SMS, version 1.

Webhooks are forms, and not signed: their address carries a token. Each kind of them has an address of its own in the
dashboard, which may be the same one:

    id=ec9adc86…&from=%2B254791541111&to=21512&text=Msg&date=2017-05-03T06%3A04%3A45Z&linkId=0309…
    id=ATXid_dda0…&status=Failed&phoneNumber=%2B254791541111&networkCode=63902&failureReason=UserInBlackList
    senderId=ALPHA&phoneNumber=%2B254791541111                             they opted out, with a code that they dialled

A text goes out as a form. What became of each recipient is inside of a success; `Success` is said of a text that has
been taken, and in reports of one that has arrived:

    POST /version1/messaging        username=…&to=%2B254…&message=Hello&from=2020
    201 {"SMSMessageData": {"Message": "Sent to 1/1 …", "Recipients": [{"statusCode": 101, "status": "Success",
                            "number": "+254…", "messageId": "ATXid_…"}]}}
    201 {"SMSMessageData": {"Message": "InvalidSenderId", "Recipients": []}}             401 in plain words
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from pydantic import Field, SecretStr

from bot.events import FAILED, ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get

PRODUCTION = "https://api.africastalking.com"
SANDBOX = "https://api.sandbox.africastalking.com"


class AfricasTalkingSettings(signing.AddressSettings):
    """What the dashboard shows. One of `webhook_token` and `allow_from` must be set for anything to come in."""

    username: str = Field(min_length=1, description="The name of the app; `sandbox` sends to the sandbox")
    api_key: SecretStr = Field(min_length=1, description="The app's API key")
    shared_code: bool = Field(False, description="The number is a short code shared with others: leave the sender out")
    base_url: base.BaseUrl | None = Field(None, description=f"Where the API is, if it is not {PRODUCTION}")


STATUSES = base.by_word(
    {
        MessageStatus.SENT: "Sent Submitted Buffered",
        MessageStatus.DELIVERED: "Success",
        MessageStatus.UNDELIVERED: "Failed AbsentSubscriber",
        MessageStatus.REJECTED: "Rejected",
        MessageStatus.EXPIRED: "Expired",
    }
)
TAKEN = frozenset({"100", "101", "102"})
ERRORS = base.by_word(
    {
        ErrorClass.OPT_OUT: "406 UserInBlackList UserInBlacklist",
        ErrorClass.CREDIT: "405 InsufficientBalance",
        # a report's InsufficientCredit is the recipient's, who would have had to pay
        ErrorClass.RETRYABLE: "501 GatewayError InsufficientCredit DeliveryFailure",
        ErrorClass.UNKNOWN: "500 InternalServerError",
        # the rejection by DoNotDisturb is of promotions at night, not the wish of a person
        ErrorClass.PERMANENT: "401 402 403 404 407 409 502 RiskHold InvalidSenderId InvalidPhoneNumber CouldNotRoute "
        "UnsupportedNumberType RejectedByGateway InvalidLinkId UserIsInactive UserAccountSuspended NotNetworkSubcriber "
        "UserNotSubscribedToProduct UserDoesNotExist DoNotDisturbRejection",
    }
)


class AfricasTalking(base.Provider):
    """See the top of this file."""

    name = "africastalking"
    Settings = AfricasTalkingSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=False, media=False, alphanumeric_sender=True, reference=False, verified_against="the official SDK"
    )

    paste = (
        "In the dashboard of the app, under SMS callback URLs, set the one for incoming messages to\n\n{inbound}\n\n"
        "and those for delivery reports and for bulk SMS opt out to\n\n{receipts}"
    )

    def __init__(self, settings: AfricasTalkingSettings) -> None:
        self.settings = settings
        url = settings.base_url or (SANDBOX if settings.username == "sandbox" else PRODUCTION)
        self._url = f"{url}/version1"
        self._headers = {"apiKey": settings.api_key.get_secret_value(), "Accept": wire.JSON}  # it would answer in XML
        self._messages = Endpoint(f"{self._url}/messaging", self._headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Compare the token in the address, or look the caller up."""
        self.settings.check_caller(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Tell a report by its `status`, and by its `senderId` that somebody opted out, which counts as their STOP."""
        fields = request.fields(wire.FORM)
        if "status" in fields:
            raw, code = fields.token("status"), fields.word("failureReason")
            status = STATUSES.get(raw, MessageStatus.UNKNOWN)
            kind = ERRORS.get(code or "") if status in FAILED else None
            return [Receipt(fields.token("id"), status, raw, code, kind, fields.number("phoneNumber"))]
        if "senderId" in fields:
            sender, recipient = fields.address("phoneNumber"), fields.address("senderId")
            id = base.derived_id(request, sender, recipient, "STOP")
            return [Inbound(id, sender, recipient, "STOP", opt_out="STOP")]
        fields.require("text")
        sender, recipient = fields.address("from"), fields.address("to")
        return [Inbound(fields.token("id"), sender, recipient, fields.text("text"))]

    def build(self, message: Outbound) -> Request:
        """Post the message as a form."""
        base.check_limits(message, self.limits)
        pairs = [("username", self.settings.username), ("to", message.recipient), ("message", message.text)]
        return self._messages.form(pairs if self.settings.shared_code else [*pairs, ("from", message.sender)])

    def read(self, response: Response) -> Sent:
        """Look at the one recipient; where there is none, the message about it all is the reason."""
        answer = wire.fields_at(wire.json_object(response), "SMSMessageData")
        recipient = wire.fields_at(wire.json_object(response), "SMSMessageData", "Recipients", 0)
        id, code = recipient.word("messageId"), recipient.get("statusCode", "")
        if code not in TAKEN:
            detail = recipient.get("status", "")
            raise base.refusal(response, self.settings, ERRORS, code=code or answer.get("Message", ""), detail=detail)
        if not response.is_success or not id or id == "None":
            raise base.refusal(response, self.settings, ERRORS)
        return Sent(id)

    def probe(self) -> Request:
        """Ask for the app's balance."""
        return get(f"{self._url}/user?{urlencode({'username': self.settings.username})}", self._headers)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call the address as Africa's Talking would."""
        fields = {"id": id, "status": "Success", "phoneNumber": recipient, "networkCode": "63902", "retryCount": "0"}
        if kind is base.Sample.FAILED:
            fields |= {"status": "Failed", "failureReason": "UserIsInactive"}
        if (said := kind.says(text)) is not None:
            date = now.strftime("%Y-%m-%dT%H:%M:%SZ")
            fields = {"id": id, "from": sender, "to": recipient, "text": said, "date": date, "linkId": f"{id}-link"}
        return self.settings.call(url, {"content-type": wire.FORM}, urlencode(fields).encode(), now)
