"""Bandwidth: Messaging API, version 2.

Webhooks are JSON, a list with one event in it (their schema says: the event alone), and not signed: Bandwidth calls
with the name and password of the application's callbacks, or an address with a token in it.

    [{"type": "message-received", "to": "+1234…", "message": {"id": "1476…", "owner": "+1234…", "from": "+1…",
      "applicationId": "93de…", "text": "Hi", "media": ["https://…"], "direction": "in", …}}]
    [{"type": "message-failed", "to": "+1…", "errorCode": 4775, "message": {"id": "1476…", "tag": "msg_…", …}}]

A text goes out as JSON, to one recipient: several would be the conversation of a group. Where reports are sent to is a
setting of the application.

    POST /api/v2/users/ACCOUNT/messages     {"applicationId": "93de…", "to": ["+1…"], "from": "+1…", "text": "Hello",
                                             "tag": "msg_…"}
    202 {"id": "1589…", "segmentCount": 1, "direction": "out", …}
    400 {"type": "request-validation", "description": "…", "fieldErrors": [{"fieldName": "from", "description": "…"}]}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, SecretStr

from bot.errors import BadPayload
from bot.events import ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent
from bot.providers import base, signing, wire
from bot.providers.http import Endpoint, Request, Response, get


class BandwidthSettings(signing.BasicSettings):
    """What Bandwidth's dashboard shows. One of the three ways to know its calls must be set for anything to come in."""

    account_id: str = Field(pattern="^[A-Za-z0-9-]+$", description="The account that owns the application")
    application_id: str = Field(min_length=1, description="The messaging application that the number belongs to")
    api_user: str = Field(min_length=1, description="The name of the API user")
    api_password: SecretStr = Field(min_length=1, description="The password of `api_user`")
    base_url: base.BaseUrl = Field("https://messaging.bandwidth.com", description="Where the API is")


RECEIVED = "message-received"
STATUSES = base.by_word(
    {
        MessageStatus.SENT: "message-sending message-sent",
        MessageStatus.DELIVERED: "message-delivered message-read",
        MessageStatus.FAILED: "message-failed",
    }
)
OUTCOMES = base.by_word({MessageStatus.EXPIRED: "4360", MessageStatus.UNKNOWN: "9902 9999"})
"""What a failure with this code says, other than that it is one."""
ERRORS = base.by_word(
    {
        ErrorClass.OPT_OUT: "4482 4775",
        ErrorClass.THROTTLED: "max-message-queue-size-exceeded 4780 4781 4782 4783 4784 4785 4786 4787 4788 4789",
        ErrorClass.RETRYABLE: "4702",
        ErrorClass.UNKNOWN: "9902 9999",
        ErrorClass.AUTH: "unauthorized forbidden",
    }
)
RANGES = {"4": ErrorClass.PERMANENT, "5": ErrorClass.RETRYABLE}
"""What all other codes mean, by their first digit."""


class Bandwidth(base.Provider):
    """See the top of this file."""

    name = "bandwidth"
    Settings = BandwidthSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=2048, media_max=10)
    capabilities = base.Capabilities(
        signature=False, media=True, alphanumeric_sender=True, reference=True, verified_against="the official SDK"
    )

    paste = (
        "In Bandwidth's dashboard, open the messaging application and set the callback URL for inbound messages to\n\n"
        "{inbound}\n\nand the one for message status to\n\n{receipts}\n\n"
        "each with the name and password of `webhook_user` and `webhook_password`, if they are set."
    )

    def __init__(self, settings: BandwidthSettings) -> None:
        self.settings = settings
        authorization = base.basic_auth(settings.api_user, settings.api_password)
        url = f"{settings.base_url}/api/v2/users/{settings.account_id}/messages"
        self._headers = {"Authorization": authorization, "Accept": wire.JSON}
        self._messages = Endpoint(url, self._headers)
        self._media = (
            f"{settings.base_url}/api/v2/users/{settings.account_id}/media/",
            {"Authorization": authorization},
        )

    def verify(self, request: base.WebhookRequest) -> None:
        """Check what Bandwidth calls with, or where."""
        self.settings.check_caller(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Read one event or a list of them; all but texts are about a message that was sent."""
        document = request.json()
        return wire.each(document if isinstance(document, list) else [document], self._event)

    def build(self, message: Outbound) -> Request:
        """Post the message with our id as its tag, which comes back in reports."""
        base.check_limits(message, self.limits)
        document: dict[str, Any] = {
            "applicationId": self.settings.application_id,
            "to": [message.recipient],
            "from": message.sender,
            "tag": message.id,
        }
        document |= {"text": message.text} if message.text else {}
        return self._messages.json(document | ({"media": list(message.media)} if message.media else {}))

    def read(self, response: Response) -> Sent:
        """Take an `id` for acceptance, a `type` for refusal, and nothing else for either."""
        answer = wire.fields_of(wire.json_object(response))
        id, code = answer.word("id"), answer.get("type", "")
        if response.is_success and id and not code:
            return Sent(id, segments=answer.count("segmentCount"))
        field = wire.fields_at(wire.json_object(response), "fieldErrors", 0).get("description", "")
        detail = ": ".join(words for words in (answer.get("description", ""), field) if words)
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=detail)

    def media_auth(self, url: str, now: datetime) -> Mapping[str, str]:
        """Bandwidth keeps media for two days, and gives them to the API user only."""
        own, headers = self._media
        return headers if url.startswith(own) else {}

    def probe(self) -> Request:
        """Ask for the last message."""
        return get(f"{self._messages.url}?limit=1", self._headers)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call as Bandwidth would, with a list of one."""
        said, time = kind.says(text), now.isoformat(timespec="microseconds").replace("+00:00", "Z")
        owner, direction = (sender, "out") if said is None else (recipient, "in")
        message: dict[str, Any] = {"id": id, "owner": owner, "time": time}
        message |= {"applicationId": self.settings.application_id}
        message |= {"segmentCount": 1, "direction": direction, "to": [recipient], "from": sender, "text": said or ""}
        type_ = RECEIVED if said is not None else f"message-{kind.value}"
        event: dict[str, Any] = {"type": type_, "time": time, "description": kind.value}
        event |= {"to": recipient, "message": message}
        event |= {"errorCode": 4720} if kind is base.Sample.FAILED else {}
        headers = {"content-type": wire.JSON, **self.settings.credentials()}
        return self.settings.call(url, headers, json.dumps([event]).encode(), now)

    def _event(self, document: Any) -> Inbound | Receipt:
        event, message = wire.fields_of(document), wire.fields_at(document, "message")
        id, raw = message.token("id"), event.token("type")
        if message.get("applicationId", self.settings.application_id) != self.settings.application_id:
            raise BadPayload("`applicationId` is not this channel's application")
        if raw == RECEIVED:
            to = message.address("owner") if "owner" in message else event.address("to")
            media = wire.links(wire.inside(document, "message", "media") or [])
            return Inbound(id, message.address("from"), to, message.text("text"), media)
        code, to_whom = event.word("errorCode"), event.word("to")
        status = OUTCOMES.get(code or "") or STATUSES.get(raw, MessageStatus.UNKNOWN)
        return Receipt(id, status, raw, code, _classify(code), to_whom, message.word("tag"))


def _classify(code: str | None) -> ErrorClass | None:
    return (ERRORS.get(code) or RANGES.get(code[0])) if code else None
