"""From a call that is over, or a webhook that is answered, to what is kept of it.

What worked is on the way of every message: of that no more is looked at than has to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from bot.errors import SendError
from bot.events import Inbound, Receipt
from bot.exchanges.redact import Redaction, known_webhook_head, request_head, response_head, shown_headers, webhook_head
from bot.providers.base import WebhookAnswer, WebhookRequest
from bot.providers.http import Request, Response
from bot.store.clean import storable
from bot.store.exchanges import Exchange

SEND: Final = "send"
QUERY: Final = "query"
MEDIA: Final = "media"
WEBHOOK: Final = "webhook"
TAKEN: Final = "taken"
ANSWERED: Final = "answered"
RECEIVED: Final = "received"
NOT_KEPT: Final = "(not kept: it may hold what nobody may see)"


class Call(NamedTuple):
    """A call of ours."""

    kind: str
    """send, query or media."""
    about: str
    attempt: int | None
    request: Request
    response: Response | None
    error: SendError | None
    secret: bool = False
    """Whether what was said in it may not be kept."""


class Webhook(NamedTuple):
    """A call of a provider's, and what we answered."""

    request: WebhookRequest
    events: Sequence[Inbound | Receipt]
    message_id: str | None
    """Ours, where the address proves it."""
    answer: WebhookAnswer
    id: str
    secret: bool = False
    """Whether texts that it brought may not be kept."""


class Refusal(NamedTuple):
    """A call of somebody's that was not taken."""

    request: WebhookRequest
    status: int
    code: str
    reason: str


Told = Call | Webhook | Refusal


def rows_of(told: Told, channel: str, redaction: Redaction, at: datetime, took_ms: int) -> Iterable[Exchange]:
    """Return what is kept."""
    if isinstance(told, Call):
        return (_of_call(told, channel, redaction, at, took_ms),)
    if isinstance(told, Webhook):
        return _of_webhook(told, channel, redaction, at, took_ms)
    return (_of_refusal(told, channel, redaction, at, took_ms),)


def _of_call(told: Call, channel: str, redaction: Redaction, at: datetime, took_ms: int) -> Exchange:
    kind, about, attempt, request, response, error, secret = told
    said = request_head(redaction, request.endpoint, request.own_head)
    if secret:
        said = f"{said.partition('?')[0].partition(chr(10))[0]}\n\n{NOT_KEPT}"
    elif request.body:
        said += redaction.of_ours(request.body)
    status, answer = None, None
    if response is not None:
        heard = NOT_KEPT if secret else redaction.of_theirs(response.body)
        status, answer = response.status, f"{response_head(response)}\n{heard}"
    result, detail = (TAKEN if kind == SEND else ANSWERED), ""
    if error is not None:
        result = error.kind.value
        detail = redaction.text(
            storable(f"{error.code}: {error.detail}" if error.detail and not secret else error.code)
        )
    return Exchange(at, channel, kind, about, None, None, attempt, result, detail, status, took_ms, said, answer)


def _of_webhook(told: Webhook, channel: str, redaction: Redaction, at: datetime, took_ms: int) -> Iterator[Exchange]:
    """Yield a row for each thing that it told of, so that each is found beside its message.

    Of one that brought texts no more than that, if they may be secret.
    """
    request, answer = told.request, told.answer
    hidden = told.secret and any(isinstance(event, Inbound) for event in told.events)
    url = request.url.partition("?")[0] if hidden else request.url
    write = webhook_head if "?" in url or told.message_id is not None else known_webhook_head
    head = write(redaction, request.method, url, request.headers.get("content-type", ""))
    said = f"{head}\n{NOT_KEPT if hidden else redaction.of_theirs(request.body)}"
    answered = f"\n{answer.body.decode('utf-8', 'replace')}"
    batch = told.id if len(told.events) > 1 else None
    for about, person, detail in _things(told):
        yield Exchange(
            at, channel, WEBHOOK, about, person, batch, None, RECEIVED, detail, answer.status, took_ms, said, answered
        )


def _things(told: Webhook) -> Iterator[tuple[str | None, str | None, str]]:
    """Yield for each thing what it is about, who wrote it, and what it is."""
    for event in told.events:
        if isinstance(event, Inbound):
            yield storable(event.provider_id), storable(event.sender), "text"
        else:
            said = f"{event.raw_status or event.status} {event.error_code or ''}".rstrip()
            yield storable(told.message_id or event.reference or event.provider_id), None, storable(said)
    if not told.events:
        yield None, None, "nothing that matters here"


def _of_refusal(told: Refusal, channel: str, redaction: Redaction, at: datetime, took_ms: int) -> Exchange:
    """Keep how it looked: nobody knows whose it is, so what it says is left out."""
    request, status, code, reason = told
    path, _, query = request.url.partition("?")
    left_out = [f"a query of {len(query)} characters"] if query else []
    left_out += [f"a body of {len(request.body)} bytes"] if request.body else []
    headers = "".join(shown_headers(request.headers.items()))
    said = f"{request.method} {redaction.text(path)}\n{headers}\n"
    said += f"({' and '.join(left_out)}, not kept)" if left_out else ""
    return Exchange(
        at, channel, WEBHOOK, None, None, None, None, code, storable(reason), status, took_ms, storable(said), None
    )
