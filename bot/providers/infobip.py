"""Infobip: SMS API, version 3.

Webhooks are JSON, several events in one, and not signed: Infobip calls with a name and a password, or an address with a
token in it.

    {"results": [{"messageId": "0191e1…", "from": "385916242494", "to": "385921004027", "text": "Hi"}], …}
    {"results": [{"messageId": "0191e1…", "from": "3859…", "to": "3859…", "message": [{"contentType": "text/plain",
                  "value": "Hi"}, {"contentType": "image/jpeg", "url": "https://…"}]}]}
    {"results": [{"messageId": "msg_…", "to": "4179…", "status": {"groupName": "UNDELIVERABLE", "id": 9, "name": …},
                  "error": {"groupId": 1, "id": 27, "name": "EC_ABSENT_SUBSCRIBER", "permanent": false}}]}

A text goes out under our own id, and a refusal comes inside of a 200:

    POST /sms/3/messages    {"messages": [{"sender": "InfoSMS", "destinations": [{"to": "4179…", "messageId": "msg_…"}],
                             "content": {"text": "Hello"}, "webhooks": {"delivery": {"url": "https://…"}, …}}]}
    200 {"bulkId": "2034…", "messages": [{"messageId": "msg_…", "destination": "4179…", "status": {"groupId": 1, …}}]}
    400 {"errorCode": "E400", "description": "…"}     or {"requestError": {"serviceException": {"messageId": …}}}

What became of a send that was never answered is in the logs, by our id:

    GET /sms/3/logs?messageId=msg_…     200 {"results": [{"messageId": "msg_…", "status": {…}, …}]}

Whom Infobip sends nothing more is in its blocklist, for all senders or for one:

    GET /platform/1/blocklists?page=0&size=100
    200 {"results": [{"destination": "4179…", "sender": "3859…", "channel": "SMS", "sourceType": "MO",
         "createdDate": "2026-03-05T12:00:38.000+0000"}], "paging": {"page": 0, "totalPages": 3, …}}
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from pydantic import Field, SecretStr

from bot.errors import BadPayload
from bot.events import FAILED, ErrorClass, Inbound, MessageStatus, Outbound, Receipt, Sent, merge_status
from bot.limits import MESSAGE_CHARS_MAX
from bot.providers import base, optouts, signing, wire
from bot.providers.http import Endpoint, Request, Response, get


class InfobipSettings(signing.BasicSettings):
    """What Infobip's portal shows. One of the three ways to know its calls must be set for anything to come in."""

    api_key: SecretStr = Field(min_length=1, description="The API key")
    base_url: base.BaseUrl = Field(description="The account's own address, https://….api.infobip.com")


STATUSES = base.by_word(
    {
        MessageStatus.QUEUED: "ACCEPTED PENDING_ACCEPTED",
        MessageStatus.SENT: "PENDING PENDING_WAITING_DELIVERY PENDING_ENROUTE DELIVERED_TO_OPERATOR",
        MessageStatus.DELIVERED: "DELIVERED DELIVERED_TO_HANDSET",
        MessageStatus.UNDELIVERED: "UNDELIVERABLE",
        MessageStatus.EXPIRED: "EXPIRED",
        MessageStatus.REJECTED: "REJECTED",
    }
)
"""By their name of the status, else by that of its group."""
GROUPS = {"0": "ACCEPTED", "1": "PENDING", "2": "UNDELIVERABLE", "3": "DELIVERED", "4": "EXPIRED", "5": "REJECTED"}
TAKEN = frozenset({"ACCEPTED", "PENDING", "DELIVERED"})
DUPLICATE = "23"
LISTED_A_PAGE = 100
NO_WISH = "CAMPAIGN"
"""How somebody comes onto the blocklist who wished nothing: a campaign of the business put them there."""
ERRORS = base.by_word(
    {
        ErrorClass.OPT_OUT: "10 14",
        ErrorClass.CREDIT: "12 17",
        ErrorClass.THROTTLED: "20",
        ErrorClass.RETRYABLE: "21",
        ErrorClass.PERMANENT: "4 6 8 11 13 18 19 23 24 25 51 52",
        ErrorClass.AUTH: "UNAUTHORIZED",
    }
)
"""By the id of a status, or the word of an error. Errors of handsets have ids of their own, and say how they count."""


class Infobip(base.Provider):
    """See the top of this file."""

    name = "infobip"
    Settings = InfobipSettings
    statuses = STATUSES
    limits = base.MessageLimits(chars_max=MESSAGE_CHARS_MAX)
    capabilities = base.Capabilities(
        signature=False,
        media=True,
        alphanumeric_sender=True,
        reference=True,
        verified_against="the official SDK",
        dlt=True,
        opt_outs=True,
    )

    paste = (
        "In Infobip's portal, open the number and let the messages that come in be forwarded by HTTP, as JSON, to\n\n"
        "{inbound}\n\n"
        "Delivery reports need nothing: every message says where its own go."
    )

    def __init__(self, settings: InfobipSettings) -> None:
        self.settings = settings
        self._headers = {"Authorization": f"App {settings.api_key.get_secret_value()}", "Accept": wire.JSON}
        self._messages = Endpoint(f"{settings.base_url}/sms/3/messages", self._headers)

    def verify(self, request: base.WebhookRequest) -> None:
        """Check what Infobip calls with, or where."""
        self.settings.check_caller(request)

    def parse(self, request: base.WebhookRequest) -> list[Inbound | Receipt]:
        """Read every result; one of a text that was sent has a `status`."""
        document = request.json()
        return wire.each(document.get("results") if isinstance(document, dict) else None, _event)

    def build(self, message: Outbound) -> Request:
        """Post the message under our own id."""
        base.check_limits(message, self.limits)
        document: dict[str, Any] = {
            "sender": message.sender.removeprefix("+"),
            "destinations": [{"to": message.recipient.removeprefix("+"), "messageId": message.id}],
            "content": {"text": message.text},
        }
        if url := self.settings.reports(message):
            delivery = {"url": url, "intermediateReport": True}
            document["webhooks"] = {"delivery": delivery, "contentType": wire.JSON}
        if message.dlt is not None:
            template = {"contentTemplateId": message.dlt.template_id} if message.dlt.template_id else {}
            india = {"principalEntityId": message.dlt.entity_id} | template
            document["options"] = {"regional": {"indiaDlt": india}}
        return self._messages.json({"messages": [document]})

    def read(self, response: Response) -> Sent:
        """Look at the message's own status. That Infobip has the id already says that an earlier try got there."""
        answer = wire.json_object(response)
        id = wire.fields_at(answer, "messages", 0).word("messageId")
        status = wire.fields_at(answer, "messages", 0, "status")
        if response.is_success and id and (_group(status) in TAKEN or status.get("id") == DUPLICATE):
            return Sent(id)
        error, older = wire.fields_of(answer), wire.fields_at(answer, "requestError", "serviceException")
        code = status.get("id") or error.get("errorCode") or older.get("messageId", "")
        detail = status.get("description") or error.get("description") or older.get("text", "")
        raise base.refusal(response, self.settings, ERRORS, code=code, detail=detail)

    def query(self, message: Outbound) -> Request | None:
        """Ask the logs, which can be read again, unlike the reports."""
        return get(f"{self.settings.base_url}/sms/3/logs?{urlencode({'messageId': message.id})}", self._headers)

    def read_query(self, message: Outbound, response: Response) -> Receipt | base.NeverReceived | None:
        """Believe an entry under our id. That there is none proves nothing: it may not have been written yet."""
        answer = wire.json_object(response)
        if not response.is_success or wire.fields_at(answer, "results", 0).get("messageId") != message.id:
            return None
        receipt = _receipt(answer["results"][0])
        return replace(receipt, status=merge_status(MessageStatus.ACCEPTED, receipt.status))

    def opt_outs(self, sender: str, since: datetime | None, page: str) -> Request:
        """Ask for all of it: those who are on it for all senders would not be found by one."""
        query = urlencode({"page": page or "0", "size": str(LISTED_A_PAGE)})
        return get(f"{self.settings.base_url}/platform/1/blocklists?{query}", self._headers)

    def read_opt_outs(self, sender: str, page: str, response: Response) -> optouts.Page:
        """Take `results` for the list, and of those the people who wished it, for this sender or for all."""
        answer = wire.json_object(response)
        if not response.is_success or not isinstance(answer.get("results"), list):
            code = wire.fields_at(answer, "requestError", "serviceException").get("messageId", "")
            raise base.refusal(response, self.settings, ERRORS, code=wire.fields_of(answer).get("errorCode", code))
        listed = (_listed(entry, sender) for entry in answer["results"])
        following = optouts.next_page(answer.get("paging"), "page", "totalPages", asked=page, first=0)
        return optouts.Page(tuple(one for one in listed if one is not None), following)

    def probe(self) -> Request:
        """Ask the logs for next to nothing."""
        return get(f"{self.settings.base_url}/sms/3/logs?limit=1", self._headers)

    def sample_webhook(
        self, kind: base.Sample, *, url: str, sender: str, recipient: str, text: str, id: str, now: datetime
    ) -> base.WebhookRequest:
        """Call as Infobip would, with a batch of one."""
        status = {"groupId": 3, "groupName": "DELIVERED", "id": 5, "name": "DELIVERED_TO_HANDSET"}
        if kind is base.Sample.FAILED:
            status = {"groupId": 2, "groupName": "UNDELIVERABLE", "id": 9, "name": "UNDELIVERABLE_NOT_DELIVERED"}
        result: dict[str, Any] = {"messageId": id, "to": recipient.removeprefix("+")}
        if (said := kind.says(text)) is None:
            result |= {"sender": sender, "status": status}
        else:
            result |= {"from": sender.removeprefix("+"), "text": said}
            result |= {"receivedAt": now.isoformat(timespec="milliseconds")}
        body = json.dumps({"results": [result], "messageCount": 1, "pendingMessageCount": 0}).encode()
        headers = {"content-type": wire.JSON, **self.settings.credentials()}
        return self.settings.call(url, headers, body, now)


def _listed(entry: Any, sender: str) -> optouts.Listed | None:
    phone = optouts.phone_in(entry, "destination")
    fields = wire.fields_of(entry) if phone is not None else wire.Fields(())
    ours = fields.get("sender", "").lstrip("+") in ("", sender.lstrip("+"))
    if phone is None or not ours or fields.get("channel", "SMS") != "SMS" or fields.get("sourceType") == NO_WISH:
        return None
    return optouts.Listed(phone, optouts.moment(fields.get("createdDate")), fields.word("sourceType") or "")


def _event(result: Any) -> Inbound | Receipt:
    fields = wire.fields_of(result)
    if "status" in result:
        return _receipt(result)
    pieces = [fields] if "message" not in result else wire.each(result["message"], wire.fields_of)
    said = [piece.text(name) for piece in pieces for name in ("text", "value") if name in piece]
    media = [piece["url"] for piece in pieces if "url" in piece]
    if not said and not media:
        raise BadPayload("`text` is missing")
    sender, recipient = fields.address("from"), fields.address("to")
    return Inbound(fields.token("messageId"), sender, recipient, "\n".join(said), wire.links(media))


def _receipt(result: Any) -> Receipt:
    fields, status, error = wire.fields_of(result), wire.fields_at(result, "status"), wire.fields_at(result, "error")
    id, to = fields.token("messageId"), fields.number("to") or fields.number("destination")
    raw, group = status.word("name"), _group(status)
    ours = STATUSES.get(raw or "") or STATUSES.get(group, MessageStatus.UNKNOWN)
    code, kind = _failure(status.word("id"), error) if ours in FAILED else (None, None)
    return Receipt(id, ours, raw or group, code, kind, to, reference=id)


def _failure(status: str | None, error: wire.Fields) -> tuple[str | None, ErrorClass | None]:
    """Say why, by the error of network or handset where the status does not say more than that it is over."""
    code, known = error.word("id"), ERRORS.get(status or "")
    if code in (None, "0") or known not in (None, ErrorClass.PERMANENT):
        return status, known
    return code, {"true": ErrorClass.PERMANENT, "false": ErrorClass.RETRYABLE}.get(error.get("permanent", ""))


def _group(status: wire.Fields) -> str:
    return status.word("groupName") or GROUPS.get(status.get("groupId", ""), "")
