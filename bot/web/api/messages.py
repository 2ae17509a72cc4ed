"""`/v1/messages`: send one text or up to a thousand personal ones, foresee the cost, see what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.compliance.blast import Blast, summary
from bot.events import MessageStatus
from bot.keys import Scope
from bot.messages import Draft, Forecast, Messages
from bot.runtime import Runtime
from bot.store import messages as store
from bot.store import views
from bot.store.views import MessageView
from bot.web.api.drafts import check_in_house, drafts_of
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.message_shapes import (
    DryRun,
    DryRunList,
    DryRunOf,
    Foreseen,
    Message,
    MessageList,
    MessageQuery,
    NewMessage,
    Outlook,
    Sent,
    Stretch,
)
from bot.web.api.once import Answer
from bot.web.problem import Problem


async def send_message(call: Call[NewMessage]) -> BaseModel | Answer:
    """Send a text.

    A text that may not be sent (the person opted out, it is too long) becomes a message with status `refused` and a
    reason. `dry_run` answers 200 with encoding, segments and verdict, and sends nothing.
    """
    given, messages = call.given, call.runtime.messages
    drafts = await drafts_of(call)
    if given.dry_run:
        forecasts, outlook = await call.runtime.database.run(
            lambda conn: (messages.forecast(conn, drafts), messages.blast(conn, drafts))
        )
        return Answer.of(_foreseen(given, drafts, forecasts, _outlook(outlook, call.runtime)), 200)
    answer = await call.once(lambda conn: _shown(given, messages.create(conn, drafts), messages))
    call.runtime.wake()
    return answer


async def list_messages(call: Call[MessageQuery]) -> MessageList:
    """List messages, the newest first."""
    given, database = call.given, call.runtime.database
    if given.after is not None and await database.run(views.message_by_id, given.after) is None:
        raise Problem("invalid_field", "`after` is not a cursor of this list", param="after", hint="leave it out")
    rows = await database.run(views.messages, to=given.to, before=given.after, limit=given.limit + 1)
    page = rows[: given.limit]
    return MessageList(data=[Message.of(row) for row in page], next=page[-1].id if len(rows) > len(page) else None)


async def get_message(call: Call[BaseModel]) -> Message:
    """Show a message and what became of it."""
    return Message.of(_known(await call.runtime.database.run(views.message_by_id, call.path["id"]), call.path["id"]))


async def cancel_message(call: Call[BaseModel]) -> BaseModel | Answer:
    """Take back a message that has not been sent yet."""

    def work(conn: Connection) -> Message:
        check_in_house(call, _known(views.message_by_id(conn, call.path["id"]), call.path["id"]).channel)
        taken_back = store.cancel(conn, call.path["id"])
        view = _known(views.message_by_id(conn, call.path["id"]), call.path["id"])
        if not taken_back and view.status != MessageStatus.CANCELED:
            raise Problem("not_cancelable", f"the message is {view.status} and cannot be taken back")
        return Message.of(view)

    return await call.once(work)


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/messages",
        scope=Scope.SEND,
        handler=send_message,
        body=NewMessage,
        answers={201: Sent, 200: Foreseen},
        idempotent=True,
        adds=True,
        tests=True,
    ),
    Endpoint(
        method="GET",
        path="/v1/messages",
        scope=Scope.READ,
        handler=list_messages,
        query=MessageQuery,
        answers={200: MessageList},
    ),
    Endpoint(
        method="GET",
        path="/v1/messages/{id}",
        scope=Scope.READ,
        handler=get_message,
        answers={200: Message},
        problems=("not_found",),
    ),
    Endpoint(
        method="POST",
        path="/v1/messages/{id}/cancel",
        scope=Scope.SEND,
        handler=cancel_message,
        answers={200: Message},
        idempotent=True,
        tests=True,
        problems=("not_found", "not_cancelable"),
    ),
)


def _shown(given: NewMessage, rows: Sequence[MessageView], messages: Messages) -> BaseModel:
    shown = [Message.of(row, messages.warnings(row)) for row in rows]
    return shown[0] if given.recipients is None else MessageList(data=shown)


def _outlook(found: Blast, runtime: Runtime) -> Outlook:
    return Outlook(
        summary=summary(found, runtime.settings.business.timezone),
        recipients=found.recipients,
        never=found.never,
        ends_at=found.ends_at,
        stretches=[Stretch(**asdict(it) | {"messages": round(it.messages)}) for it in found.stretches],
    )


def _foreseen(given: NewMessage, drafts: Sequence[Draft], forecasts: Sequence[Forecast], outlook: Outlook) -> BaseModel:
    if given.recipients is None:
        return DryRun(**asdict(forecasts[0]))
    pairs = zip(drafts, forecasts, strict=True)
    data = [DryRunOf(to=draft.to, text=draft.saying.text, **asdict(made)) for draft, made in pairs]
    return DryRunList(data=data, outlook=outlook)


def _known(view: MessageView | None, message_id: str) -> MessageView:
    if view is None:
        raise Problem("not_found", f"no message has the id `{message_id}`", param="id")
    return view
