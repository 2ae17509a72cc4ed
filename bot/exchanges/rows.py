"""From a call that is over, or a webhook that is answered, to what is kept of it.

That of a call that worked is on the way of every message, so it takes the short way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.errors import SendError
from bot.events import Inbound, Receipt
from bot.exchanges.redact import Redaction, request_head, response_head, shown_headers
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


def of_call(
    at: datetime,
    took_ms: int,
    channel: str,
    redaction: Redaction,
    kind: str,
    about: str,
    attempt: int | None,
    phone: str,
    request: Request,
    response: Response | None,
    error: SendError | None,
    *,
    secret: bool = False,
) -> Exchange:
    """Keep a call of ours; without what was said in it if that is `secret`."""
    said = request_head(redaction, request.endpoint, request.own_head)
    if secret:
        said = f"{said.partition('?')[0].partition(chr(10))[0]}\n\n{NOT_KEPT}"
    elif request.body:
        said += redaction.ours(request.body, phone, about)
    else:  # it is all in the address
        said = redaction.text(said, (phone,))
    status, answer = None, None
    if response is not None:
        status = response.status
        answer = f"{response_head(response)}\n{NOT_KEPT if secret else redaction.theirs(response.body, (phone,))}"
    result, detail = (TAKEN if kind == SEND else ANSWERED), ""
    if error is not None:
        result = error.kind.value
        detail = redaction.text(
            storable(f"{error.code}: {error.detail}" if error.detail and not secret else error.code), (phone,)
        )
    return Exchange(at, channel, kind, about, None, None, attempt, result, detail, status, took_ms, said, answer)


def of_webhook(
    at: datetime,
    took_ms: int,
    channel: str,
    redaction: Redaction,
    request: WebhookRequest,
    events: Sequence[Inbound | Receipt],
    message_id: str | None,
    answer: WebhookAnswer,
    id: str,
    *,
    secret: bool = False,
) -> Iterator[Exchange]:
    """Keep a call of a provider's: a row for each thing that it told of, so that each is found beside its message.

    Of one that brought texts no more than that, if they may be `secret`.
    """
    phones = [phone for event in events for phone in _phones(event)]
    hidden = secret and any(isinstance(event, Inbound) for event in events)
    url = request.url.partition("?")[0] if hidden else request.url
    head = f"{request.method} {redaction.text(url, phones, by_strangers=True)}\n"
    if kind := request.headers.get("content-type"):
        head += f"content-type: {kind}\n"
    said = f"{storable(head)}\n{NOT_KEPT if hidden else redaction.theirs(request.body, phones)}"
    answered = f"\n{answer.body.decode('utf-8', 'replace')}"
    batch = id if len(events) > 1 else None
    for about, person, detail in _things(events, message_id):
        yield Exchange(
            at,
            channel,
            WEBHOOK,
            about,
            person,
            batch,
            None,
            RECEIVED,
            detail,
            answer.status,
            took_ms,
            said,
            answered,
        )


def of_refused(
    at: datetime,
    took_ms: int,
    channel: str,
    redaction: Redaction,
    request: WebhookRequest,
    status: int,
    code: str,
    reason: str,
) -> Exchange:
    """Keep how a request looked that was not taken: nobody knows whose it is, so what it says is left out."""
    path, _, query = request.url.partition("?")
    left_out = [f"a query of {len(query)} characters"] if query else []
    left_out += [f"a body of {len(request.body)} bytes"] if request.body else []
    headers = "".join(shown_headers(request.headers.items()))
    said = f"{request.method} {redaction.text(path, by_strangers=True)}\n{headers}\n"
    said += f"({' and '.join(left_out)}, not kept)" if left_out else ""
    return Exchange(
        at, channel, WEBHOOK, None, None, None, None, code, storable(reason), status, took_ms, storable(said), None
    )


def _phones(event: Inbound | Receipt) -> tuple[str, ...]:
    if isinstance(event, Inbound):
        return (event.sender,)
    return (event.recipient,) if event.recipient else ()


def _things(
    events: Sequence[Inbound | Receipt], message_id: str | None
) -> Iterable[tuple[str | None, str | None, str]]:
    """Yield for each thing what it is about, who wrote it, and what it is."""
    for event in events:
        if isinstance(event, Inbound):
            yield storable(event.provider_id), storable(event.sender), "text"
        else:
            said = f"{event.raw_status or event.status} {event.error_code or ''}".rstrip()
            yield storable(message_id or event.reference or event.provider_id), None, storable(said)
    if not events:
        yield None, None, "nothing that matters here"
