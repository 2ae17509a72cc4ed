"""The send APIs of three carriers as their clients see them: what they take, what they refuse, what they answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from uuid import UUID

from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.phone import is_e164_shape
from bot.providers.base import basic_auth
from bot.providers.fake.ledger import Accepted, Ledger
from bot.providers.twilio import WHATSAPP, Twilio
from bot.providers.wire import parse_urlencoded

Take = Callable[[Accepted, str], None]
"""Records a message under the key by which the API tells it from others."""


class LoopbackApi:
    """`POST /send`, and `GET /send/{id}` for what became of it; our id is the key."""

    def __init__(self, ledger: Ledger, take: Take, status_url: str | None) -> None:
        self._ledger, self._take, self._status_url = ledger, take, status_url

    async def send(self, request: Request) -> Response:
        """Take a message, or answer a repeated one as before."""
        document = await request.json()
        missing = [name for name in ("id", "from", "to", "text") if not isinstance(document.get(name), str)]
        if missing:
            return JSONResponse({"error": f"missing {', '.join(missing)}"}, 400)
        reference, sender, recipient, text = (document[name] for name in ("id", "from", "to", "text"))
        if recipient in self._ledger.opted_out:
            return JSONResponse({"error": "opted_out"}, 400)
        known = self._ledger.find(reference)
        carrier_id = known.id if known else f"carrier-{self._ledger.number()}"
        media = tuple(document.get("media", ()))
        message = Accepted("loopback", carrier_id, sender, recipient, text, media, reference, self._status_url)
        self._take(message, reference)
        return JSONResponse({"id": carrier_id})

    async def query(self, request: Request) -> Response:
        """Tell whether a message was taken."""
        reference = request.path_params["id"]
        if self._ledger.find(reference):
            return JSONResponse({"id": reference, "status": "sent"})
        return JSONResponse({"found": False}, 404)


class TwilioApi:
    """`POST …/Messages.json` and `GET …/Messages/{sid}.json` of one account."""

    def __init__(self, ledger: Ledger, take: Take, account_sid: str, auth_token: SecretStr) -> None:
        self._ledger, self._take, self._account_sid = ledger, take, account_sid
        self._authorization = basic_auth(account_sid, auth_token)

    async def send(self, request: Request) -> Response:
        """Take a message, or refuse it with the code that Twilio would use."""
        form = parse_urlencoded(await request.body())
        error = self._denied(request) or self._refused(form)
        if error:
            return _twilio_error(*error)
        media = tuple(value for name, value in form.pairs if name == "MediaUrl")
        sid = f"{'MM' if media else 'SM'}{self._ledger.number():032x}"
        sender, status_url = form.get("MessagingServiceSid") or form["From"], form.get("StatusCallback")
        message = Accepted("twilio", sid, sender, form["To"], form.get("Body", ""), media, status_url=status_url)
        self._take(message, sid)
        return JSONResponse(self._resource(message), 201)

    async def query(self, request: Request) -> Response:
        """Show a message that was taken."""
        error, message = self._denied(request), self._ledger.find(request.path_params["id"])
        if error:
            return _twilio_error(*error)
        if message is None:
            return _twilio_error(20404, "The requested resource was not found", 404)
        return JSONResponse(self._resource(message))

    def _denied(self, request: Request) -> tuple[int, str, int] | None:
        ours = request.path_params["account"] == self._account_sid
        known = request.headers.get("authorization") == self._authorization
        return None if ours and known else (20003, "Authenticate", 401)

    def _refused(self, form: Mapping[str, str]) -> tuple[int, str, int] | None:
        recipient, text = form.get("To", ""), form.get("Body", "")
        refusals = (
            (not recipient, 21604, "A 'To' phone number is required."),
            (not (form.get("From") or form.get("MessagingServiceSid")), 21603, "A 'From' phone number is required."),
            (not (text or form.get("MediaUrl")), 21602, "Message body is required."),
            (len(text) > Twilio.limits.chars_max, 21617, "The message body exceeds the 1600 character limit"),
            (not is_e164_shape(recipient.removeprefix(WHATSAPP)), 21211, f"Invalid 'To' Phone Number: {recipient}"),
            (recipient in self._ledger.opted_out, 21610, "Attempt to send to unsubscribed recipient"),
        )
        return next(((code, message, 400) for applies, code, message in refusals if applies), None)

    def _resource(self, message: Accepted) -> dict[str, object]:
        service = message.sender if message.sender.startswith("MG") else None
        path = f"/2010-04-01/Accounts/{self._account_sid}/Messages/{message.id}"
        return {
            "account_sid": self._account_sid,
            "api_version": "2010-04-01",
            "body": message.text,
            "date_created": "Thu, 24 Aug 2023 05:01:45 +0000",
            "date_sent": None,
            "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000",
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": None if service else message.sender,
            "messaging_service_sid": service,
            "num_media": str(len(message.media)),
            "num_segments": "0" if service else "1",
            "price": None,
            "price_unit": None,
            "sid": message.id,
            "status": "accepted" if service else "queued",
            "subresource_uris": {"media": f"{path}/Media.json"},
            "to": message.recipient,
            "uri": f"{path}.json",
        }


class D7Api:
    """`POST /messages/v1/send` and `GET /report/v1/message-log/{request_id}`: one id for all recipients of a call."""

    def __init__(self, ledger: Ledger, take: Take, token: SecretStr) -> None:
        self._ledger, self._take, self._authorization = ledger, take, f"Bearer {token.get_secret_value()}"

    async def send(self, request: Request) -> Response:
        """Take every message of the call, or none."""
        if request.headers.get("authorization") != self._authorization:
            return _d7_error(401, {"code": "ACCESS_TOKEN_SIGNATURE_VERIFICATION_FAILED", "message": "Not your token"})
        document = await request.json()
        messages, shared = document.get("messages") or [{}], document.get("message_globals", {})
        for index, message in enumerate(messages):
            for name in ("recipients", "content"):
                if not message.get(name):
                    where = ["body", "messages", index, name]
                    return _d7_error(422, [{"loc": where, "msg": "field required", "type": "value_error.missing"}])
        request_id = str(UUID(int=self._ledger.number()))
        for index, (message, recipient) in enumerate((m, recipient) for m in messages for recipient in m["recipients"]):
            sender = message.get("originator") or shared.get("originator", "")
            report = message.get("report_url") or shared.get("report_url")
            taken = Accepted("d7", request_id, sender, recipient, message["content"], (), shared.get("tag"), report)
            self._take(taken, f"{request_id}-{index}")
        return JSONResponse(
            {"request_id": request_id, "status": "accepted", "created_at": datetime.now(UTC).isoformat()}
        )

    async def query(self, request: Request) -> Response:
        """Show the messages of a call."""
        request_id = request.path_params["id"]
        messages = [message for message in self._ledger.accepted if message.id == request_id]
        if not messages:
            return _d7_error(404, {"code": "MESSAGE_LOG_NOT_EXISTS", "message": "There is no such request"})
        entries = [
            {"msg_id": f"{request_id}-{index}", "recipient": message.recipient, "status": "sent", "number_of_sms": 1}
            for index, message in enumerate(messages)
        ]
        count = len(messages)
        return JSONResponse(
            {"request_id": request_id, "total_recipients": count, "channel": "sms", "messages": entries}
        )


def _twilio_error(code: int, message: str, status: int) -> Response:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return JSONResponse({"code": code, "message": message, "more_info": more, "status": status}, status)


def _d7_error(status: int, detail: object) -> Response:
    return JSONResponse({"detail": detail}, status)
