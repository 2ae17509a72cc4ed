"""`/v1/conversations/{id}/users/{user}`: what somebody keeps beside a conversation, and that they are there.

`{user}` is an agent's id or e-mail address, or `me` for the key itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from bot.keys import Scope
from bot.limits import DRAFT_CHARS_MAX
from bot.store import desk, inbox_marks, writing
from bot.store.inbox_marks import Present
from bot.web.api.bodies import Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.whose import Who, who
from bot.web.problem import Problem


class NewDraft(Strict):
    """What somebody has begun to write."""

    kind: Literal["reply", "note"] = "reply"
    text: str = Field(
        max_length=DRAFT_CHARS_MAX, description="Blank: there is no draft any more", examples=["Dear Ana"]
    )


class Here(Strict):
    """What somebody does at a conversation."""

    doing: Literal["viewing", "typing", "gone"] = Field(
        description="Said again every ten seconds: who says nothing for 25 is gone", examples=["typing"]
    )


class Marks(BaseModel):
    """What somebody keeps beside a conversation."""

    user: str
    drafts: dict[str, str] = Field(description="By kind, `reply` and `note`", examples=[{"reply": "Dear Ana"}])
    read_up_to: int | None = Field(description="The `seq` that they have read up to; null for who has never looked")


class Attendant(BaseModel):
    """Somebody who is at a conversation."""

    user: str
    name: str
    doing: str = Field(examples=["viewing", "typing"])
    until: datetime = Field(description="When they count as gone, if nothing more is heard")

    @classmethod
    def of(cls, present: Present) -> Attendant:
        """Show them."""
        return cls(user=present.agent_id, name=present.name, doing=present.doing, until=present.until)


class Attendance(BaseModel):
    """Who is at a conversation."""

    data: list[Attendant]


class AllRead(BaseModel):
    """It counts as read."""

    user: str
    read: bool = True


async def get_marks(call: Call[BaseModel]) -> Marks:
    """Show somebody's drafts in a conversation, and how far they have read."""
    return await _keep(call, lambda conn, whose: None)


async def keep_draft(call: Call[NewDraft]) -> Marks:
    """Keep what somebody has begun to write in a conversation; they find it in the console."""
    given, now = call.given, call.runtime.world.now()
    return await _keep(
        call,
        lambda conn, whose: writing.keep_draft(conn, whose.id, call.path["id"], given.kind, given.text, now),
    )


async def mark_read(call: Call[BaseModel]) -> Marks:
    """All that is in the conversation by now was read by them."""
    return await _keep(call, lambda conn, whose: inbox_marks.read(conn, whose.id, call.path["id"]))


async def mark_unread(call: Call[BaseModel]) -> Marks:
    """The newest text is to be read once more by them."""
    return await _keep(call, lambda conn, whose: inbox_marks.unread(conn, whose.id, call.path["id"]))


async def mark_all_read(call: Call[BaseModel]) -> AllRead:
    """All that came in by now, in every conversation, counts as read by them."""

    def work(conn: Connection) -> AllRead:
        whose = who(conn, call)
        inbox_marks.read_everything(conn, whose.id)
        return AllRead(user=whose.id)

    return await call.runtime.database.run(work)


async def be_at_conversation(call: Call[Here]) -> Attendance:
    """Say that somebody looks at a conversation or writes in it, so that the others see it."""

    def work(conn: Connection) -> tuple[Who, list[Present]]:
        _check(conn, call.path["id"])
        return who(conn, call), inbox_marks.present(conn, [call.path["id"]], call.runtime.world.now())

    whose, others = await call.runtime.database.run(work)
    call.runtime.live.be_present(call.path["id"], whose.id, whose.name, call.given.doing)
    return Attendance(data=[Attendant.of(one) for one in others if one.agent_id != whose.id])


async def list_present(call: Call[BaseModel]) -> Attendance:
    """Show who looks at a conversation at the moment, or writes in it."""

    def work(conn: Connection) -> Attendance:
        _check(conn, call.path["id"])
        there = inbox_marks.present(conn, [call.path["id"]], call.runtime.world.now())
        return Attendance(data=[Attendant.of(one) for one in there])

    return await call.runtime.database.run(work)


def _endpoint(method: str, path: str, handler: Any, answer: type[BaseModel], body: Any = None) -> Endpoint:
    return Endpoint(
        method=method,
        path=f"/v1{path}",
        scope=Scope.READ if method == "GET" else Scope.SEND,
        handler=handler,
        body=body,
        answers={200: answer},
        problems=("not_found",),
    )


_THEIRS: Final = "/conversations/{id}/users/{user}"
ENDPOINTS: Final = (
    _endpoint("GET", _THEIRS, get_marks, Marks),
    _endpoint("PUT", f"{_THEIRS}/draft", keep_draft, Marks, NewDraft),
    _endpoint("POST", f"{_THEIRS}/read", mark_read, Marks),
    _endpoint("POST", f"{_THEIRS}/unread", mark_unread, Marks),
    _endpoint("POST", f"{_THEIRS}/presence", be_at_conversation, Attendance, Here),
    _endpoint("GET", "/conversations/{id}/presence", list_present, Attendance),
    _endpoint("POST", "/users/{user}/read-all", mark_all_read, AllRead),
)


async def _keep(call: Call[Any], work: Callable[[Connection, Who], object]) -> Marks:
    id = call.path["id"]

    def kept(conn: Connection) -> Marks:
        _check(conn, id)
        whose = who(conn, call)
        work(conn, whose)
        drafts = writing.drafts(conn, whose.id, id)
        return Marks(user=whose.id, drafts=drafts, read_up_to=inbox_marks.read_up_to(conn, whose.id, id))

    return await call.runtime.database.run(kept)


def _check(conn: Connection, conversation_id: str) -> None:
    if desk.find(conn, conversation_id) is None:
        raise Problem("not_found", f"no conversation has the id `{conversation_id}`", param="id")
