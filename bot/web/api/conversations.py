"""`/v1/conversations`: everything that agents do, for programs.

Whoever writes names the epoch that they have seen (`If-Match`), and is told with 412 if who speaks has changed since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.desk import Conflict, DeskError, Refused, Stale
from bot.desk.work import Done
from bot.keys import Scope
from bot.limits import PAGE_ROWS_MAX
from bot.store import contacts, conversations, desk, inbox_views, roster, views
from bot.store.inbox_views import Filters
from bot.web.api.conversation_shapes import (
    Assignment,
    Blocking,
    Changed,
    Conversation,
    ConversationList,
    ConversationQuery,
    Foresight,
    HandBack,
    Labels,
    NewNote,
    NewReply,
    PreviewQuery,
    Resumption,
    Snooze,
    Thread,
    ThreadItem,
    ThreadQuery,
    WholeConversation,
)
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.message_shapes import Message, MessageList
from bot.web.api.once import Answer
from bot.web.api.whose import actor_of
from bot.web.problem import Problem

T = TypeVar("T")


async def list_conversations(call: Call[ConversationQuery]) -> ConversationList:
    """List conversations, those heard last at the top.

    What happens is in the list a moment later. A single conversation is read as it is.
    """
    given, me = call.given, call.key.id
    if given.state and not given.flow:
        raise Problem("invalid_field", "a state is one of a flow", param="flow", hint="name the flow as well")
    wanted = Filters(
        **{
            name: getattr(given, name) or ""
            for name in ("view", "status", "assignee", "label", "flow", "state", "channel", "queue", "priority", "q")
        }
    )

    def read(conn: Connection) -> ConversationList:
        page = inbox_views.page(conn, wanted, me, given.after or "", given.limit)
        kept = {row.id: row for row in conversations.by_ids(conn, [row.id for row in page.rows])}
        people = contacts.by_ids(conn, {row.contact_id for row in kept.values()})
        shown = [Conversation.of(kept[row.id], people[kept[row.id].contact_id]) for row in page.rows if row.id in kept]
        return ConversationList(data=shown, next=page.next or None)

    return await call.runtime.database.run(read)


async def get_conversation(call: Call[BaseModel]) -> WholeConversation:
    """Show a conversation: who has it, in which flow it is, what is to happen, and by when people have to answer."""
    desk = call.runtime.desk
    whole = await desk.whole(call.path["id"])
    if whole is None:
        raise _unknown(call.path["id"])
    return WholeConversation.of_whole(whole, desk.clocks(whole.conversation))


async def list_conversation_messages(call: Call[ThreadQuery]) -> Thread:
    """Show what was said, by whom, and what happened in between; the newest at the top."""
    if await call.runtime.desk.whole(call.path["id"]) is None:
        raise _unknown(call.path["id"])
    page = await call.runtime.desk.thread(call.path["id"], before=call.given.after, limit=call.given.limit)
    return Thread(data=[ThreadItem.of(item) for item in page.items], next=page.next)


async def preview_conversation(call: Call[PreviewQuery]) -> Foresight:
    """Say what the bot would do, and do nothing.

    With `text`: if the customer wrote this and the bot had the conversation. Without: if it were handed back as `how`
    says, or, where the bot has it, if nobody wrote.
    """
    given = call.given
    try:
        preview = await call.runtime.desk.preview(call.path["id"], given.text, how=given.how, state=given.state)
    except DeskError as error:
        raise _problem(error) from error
    return Foresight.of(preview)


async def write_in_conversation(call: Call[NewReply]) -> Answer:
    """Write to the customer as a person.

    The bot is silent from then on, if it had the conversation. With `seen` nothing is sent if anything was said since:
    the answer is 409 with what is newer.
    """
    given = call.given

    def act(conn: Connection) -> Done:
        return call.runtime.desk.acts.reply(
            conn,
            call.path["id"],
            actor_of(call),
            given.text,
            seen=given.seen,
            media=given.media,
            send_at=given.send_at,
            undo_s=given.undo_s,
            expected_epoch=call.epoch,
        )

    return await _do(call, act)


async def take_over_conversation(call: Call[BaseModel]) -> Answer:
    """Silence the bot.

    In the same commit, what the bot had queued is taken back; what had left already is named in the answer. From then
    on the bot says nothing until the conversation is handed back or closed.
    """
    acts = call.runtime.desk.acts
    return await _do(call, lambda conn: acts.take_over(conn, call.path["id"], actor_of(call), call.epoch))


async def hand_back_conversation(call: Call[HandBack]) -> Answer:
    """Let the bot go on, now or by itself at a time."""
    given, acts = call.given, call.runtime.desk.acts

    def act(conn: Connection) -> Done:
        if given.at is not None:
            return acts.resume_at(conn, call.path["id"], actor_of(call), given.at, call.epoch)
        return acts.hand_back(conn, call.path["id"], actor_of(call), given.how, given.state, call.epoch)

    return await _do(call, act)


async def set_resumption(call: Call[Resumption]) -> Answer:
    """Let the bot go on by itself at a time, where it was; or, with null, not any more."""
    acts = call.runtime.desk.acts
    return await _do(
        call, lambda conn: acts.resume_at(conn, call.path["id"], actor_of(call), call.given.at, call.epoch)
    )


async def list_scheduled(call: Call[BaseModel]) -> MessageList:
    """List what is to be sent later, the next first. `POST /v1/messages/{id}/cancel` takes one back."""
    runtime, id = call.runtime, call.path["id"]

    def work(conn: Connection) -> MessageList:
        if desk.find(conn, id) is None:
            raise _unknown(id)
        rows = views.scheduled(conn, id, runtime.world.now(), PAGE_ROWS_MAX)
        return MessageList(data=[Message.of(row) for row in rows])

    return await runtime.database.run(work)


async def assign_conversation(call: Call[Assignment]) -> Answer:
    """Say whose work it is. Who speaks does not change by it."""
    acts = call.runtime.desk.acts

    def act(conn: Connection) -> Done:
        assignee = None if call.given.assignee is None else _agent(conn, call.given.assignee)
        return acts.assign(conn, call.path["id"], actor_of(call), assignee, call.epoch)

    return await _do(call, act)


async def snooze_conversation(call: Call[Snooze]) -> Answer:
    """Put it away until a time, or until they write."""
    acts = call.runtime.desk.acts
    return await _do(
        call, lambda conn: acts.snooze(conn, call.path["id"], actor_of(call), call.given.until, call.epoch)
    )


async def close_conversation(call: Call[BaseModel]) -> Answer:
    """End it.

    A flow that handed over goes on by its `closed:`; one that somebody took the conversation from is over. A text of
    the customer's opens it again, and the bot has it.
    """
    acts = call.runtime.desk.acts
    return await _do(call, lambda conn: acts.close(conn, call.path["id"], actor_of(call), call.epoch))


async def reopen_conversation(call: Call[BaseModel]) -> Answer:
    """Bring it back."""
    acts = call.runtime.desk.acts
    return await _do(call, lambda conn: acts.reopen(conn, call.path["id"], actor_of(call), call.epoch))


async def label_conversation(call: Call[Labels]) -> Answer:
    """Put labels on, and take others off."""
    given, acts = call.given, call.runtime.desk.acts
    return await _do(
        call, lambda conn: acts.label(conn, call.path["id"], actor_of(call), given.add, given.remove, call.epoch)
    )


async def add_note(call: Call[NewNote]) -> Answer:
    """Write a note for the agents. Nothing of it is ever sent."""
    given, acts = call.given, call.runtime.desk.acts

    def act(conn: Connection) -> Done:
        mentions = [_agent(conn, name, "mentions") for name in given.mentions]
        return acts.note(conn, call.path["id"], actor_of(call), given.text, mentions, call.epoch)

    return await _do(call, act)


async def block_contact(call: Call[Blocking]) -> Answer:
    """Answer this contact no longer, or again.

    Their flow is over and the conversation closed. What they write is kept, and neither opens it nor starts anything;
    STOP still counts.
    """
    acts, on = call.runtime.desk.acts, call.given.blocked
    return await _do(
        call, lambda conn: acts.block(conn, call.path["id"], actor_of(call), on=on, expected_epoch=call.epoch)
    )


# ── how ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _do(call: Call[Any], act: Callable[[Connection], Done]) -> Answer:
    def work(conn: Connection) -> Changed:
        try:
            done = act(conn)
        except DeskError as error:
            raise _problem(error) from error
        kept = done.conversation
        person = contacts.by_ids(conn, [kept.contact_id])[kept.contact_id]
        return Changed(
            conversation=Conversation.of(kept, person),
            epoch=kept.epoch,
            canceled=list(done.canceled),
            in_flight=list(done.in_flight),
            message=done.message,
            note=done.note,
        )

    async with call.runtime.desk.room:
        answer = await call.once(work)
    call.runtime.wake()
    return answer


def _agent(conn: Connection, named: str, param: str = "assignee") -> str:
    """Find an agent by id or e-mail address."""
    for row in roster.rows(conn):
        if named in (row["id"], row["email"]) or named.casefold() == row["email"].casefold():
            return str(row["id"])
    hint = "`parley user list` shows everybody"
    raise Problem("invalid_field", f"nobody who works here is `{named}`", param=param, hint=hint)


def _problem(error: DeskError) -> Problem:
    match error:
        case Stale(epoch=epoch):
            hint = "read the conversation again, and send its `epoch` as `If-Match`"
            return Problem("stale", str(error), hint=hint, headers={"etag": f'"{epoch}"'}, extra={"epoch": epoch})
        case Conflict(newer=newer):
            shown = [ThreadItem.of(item).model_dump(mode="json") for item in newer]
            hint = "look at `newer`, and send again with its last `seq` as `seen`"
            return Problem("conflict", str(error), hint=hint, extra={"newer": shown})
        case Refused(reason=reason):
            return Problem("refused", str(error), extra={"reason": reason})
    return Problem("not_found", str(error), param="id")


def _unknown(conversation_id: str) -> Problem:
    return Problem("not_found", f"no conversation has the id `{conversation_id}`", param="id")


def _write(
    path: str, handler: Callable[[Call[Any]], Any], body: type[BaseModel] | None = None, *problems: str
) -> Endpoint:
    return Endpoint(
        method="POST",
        path=f"/v1/conversations/{{id}}/{path}",
        scope=Scope.SEND,
        handler=handler,
        body=body,
        answers={200: Changed},
        idempotent=True,
        guarded=True,
        problems=("not_found", *problems),
    )


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/conversations",
        scope=Scope.READ,
        handler=list_conversations,
        query=ConversationQuery,
        answers={200: ConversationList},
    ),
    Endpoint(
        method="GET",
        path="/v1/conversations/{id}",
        scope=Scope.READ,
        handler=get_conversation,
        answers={200: WholeConversation},
        problems=("not_found",),
    ),
    Endpoint(
        method="GET",
        path="/v1/conversations/{id}/messages",
        scope=Scope.READ,
        handler=list_conversation_messages,
        query=ThreadQuery,
        answers={200: Thread},
        problems=("not_found",),
    ),
    Endpoint(
        method="GET",
        path="/v1/conversations/{id}/preview",
        scope=Scope.READ,
        handler=preview_conversation,
        query=PreviewQuery,
        answers={200: Foresight},
        problems=("not_found",),
    ),
    _write("messages", write_in_conversation, NewReply, "conflict", "refused"),
    _write("take-over", take_over_conversation),
    _write("hand-back", hand_back_conversation, HandBack, "refused"),
    _write("resume", set_resumption, Resumption, "refused"),
    Endpoint(
        method="GET",
        path="/v1/conversations/{id}/scheduled",
        scope=Scope.READ,
        handler=list_scheduled,
        answers={200: MessageList},
        problems=("not_found",),
    ),
    _write("assign", assign_conversation, Assignment),
    _write("snooze", snooze_conversation, Snooze),
    _write("close", close_conversation),
    _write("reopen", reopen_conversation),
    _write("labels", label_conversation, Labels),
    _write("notes", add_note, NewNote),
    _write("block", block_contact, Blocking),
)
