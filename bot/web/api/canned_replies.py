"""`/v1/users/{user}/canned-replies`: what is answered again and again, the team's and one's own, and filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, StrictBool, StringConstraints
from sqlalchemy import Connection

from bot.desk import canned
from bot.keys import Scope
from bot.limits import CANNED_CHARS_MAX
from bot.store import desk, users, views, writing
from bot.store.writing import EVERYBODY, Canned
from bot.web.api.bodies import Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.whose import who
from bot.web.problem import Problem

Shortcut = Annotated[str, StringConstraints(min_length=1, max_length=33, to_lower=True, strip_whitespace=True)]
Template = Annotated[str, StringConstraints(min_length=1, max_length=CANNED_CHARS_MAX)]


class NewCannedReply(Strict):
    """A canned reply."""

    shortcut: Shortcut = Field(description="What is typed after `/`", examples=["opening-hours"])
    text: Template = Field(
        description="May name `contact.…`, `agent.…` and `business.…`, with the filters of flows",
        examples=["Hi {{ contact.first_name | default('there') }}, we open at 9."],
    )
    own: StrictBool = Field(False, description="Only for them; else for the whole team")


class CannedReplyChange(Strict):
    """What is to be different; what is not named stays."""

    shortcut: Shortcut | None = None
    text: Template | None = None
    own: StrictBool | None = None


class CannedReply(BaseModel):
    """A canned reply, with its placeholders."""

    id: str
    shortcut: str
    text: str
    own: bool
    updated_at: datetime
    updated_by: str

    @classmethod
    def of(cls, kept: Canned) -> CannedReply:
        """Show one."""
        return cls(
            own=kept.owner != EVERYBODY, **{name: getattr(kept, name) for name in cls.model_fields if name != "own"}
        )


class CannedReplyList(BaseModel):
    """The team's and their own, by shortcut."""

    data: list[CannedReply]


class DeletedCannedReply(BaseModel):
    """It is gone."""

    id: str
    deleted: bool = True


class FilledReply(BaseModel):
    """A canned reply as it would be sent."""

    id: str
    shortcut: str
    text: str
    problem: str | None = Field(description="Why something could not be filled in")


class FilledReplyList(BaseModel):
    """Canned replies as they would be sent, by shortcut."""

    data: list[FilledReply]


async def list_canned_replies(call: Call[BaseModel]) -> CannedReplyList:
    """List the team's canned replies, and somebody's own."""

    def work(conn: Connection) -> CannedReplyList:
        return CannedReplyList(data=[CannedReply.of(one) for one in writing.canned(conn, who(conn, call).id)])

    return await call.runtime.database.run(work)


async def create_canned_reply(call: Call[NewCannedReply]) -> CannedReply:
    """Keep a canned reply, for the team or for somebody alone."""
    given, world = call.given, call.runtime.world

    def work(conn: Connection) -> CannedReply:
        owner = who(conn, call).id if given.own else EVERYBODY
        id = world.new_id("can")
        return _kept(conn, Canned(id, owner, given.shortcut.lstrip("/"), given.text, world.now(), call.key.id))

    return await call.runtime.database.run(work)


async def change_canned_reply(call: Call[CannedReplyChange]) -> CannedReply:
    """Change a canned reply."""
    given, now = call.given, call.runtime.world.now()

    def work(conn: Connection) -> CannedReply:
        known = _known(conn, call)
        owner = known.owner
        if given.own is not None:
            owner = who(conn, call).id if given.own else EVERYBODY
        shortcut = known.shortcut if given.shortcut is None else given.shortcut.lstrip("/")
        text = known.text if given.text is None else given.text
        return _kept(conn, Canned(known.id, owner, shortcut, text, now, call.key.id))

    return await call.runtime.database.run(work)


async def delete_canned_reply(call: Call[BaseModel]) -> DeletedCannedReply:
    """Forget a canned reply."""

    def work(conn: Connection) -> DeletedCannedReply:
        known = _known(conn, call)
        writing.remove_canned(conn, known.id)
        return DeletedCannedReply(id=known.id)

    return await call.runtime.database.run(work)


async def fill_canned_replies(call: Call[BaseModel]) -> FilledReplyList:
    """Fill the team's canned replies, and somebody's own, in for whoever a conversation is with. Nothing is sent."""
    runtime, id = call.runtime, call.path["id"]

    def work(conn: Connection) -> FilledReplyList:
        found = desk.find(conn, id)
        person = None if found is None else views.person(conn, found.contact_id)
        if person is None:
            raise Problem("not_found", f"no conversation has the id `{id}`", param="id")
        whose = who(conn, call)
        agent = users.find(conn, whose.id)
        names = canned.agent_names(whose.name, "" if agent is None else agent.email)
        filled = [
            (one, canned.fill(one.text, person, names, runtime.house.business, runtime.world.now()))
            for one in writing.canned(conn, whose.id)
        ]
        data = [
            FilledReply(id=one.id, shortcut=one.shortcut, text=made.text, problem=made.problem) for one, made in filled
        ]
        return FilledReplyList(data=data)

    return await runtime.database.run(work)


def _endpoint(method: str, path: str, handler: Any, answer: Any, status: int = 200, **more: Any) -> Endpoint:
    return Endpoint(
        method=method,
        path=f"/v1/users/{{user}}/canned-replies{path}",
        scope=Scope.READ if method == "GET" else Scope.SEND,
        handler=handler,
        answers={status: answer},
        problems=("not_found",),
        **more,
    )


ENDPOINTS: Final = (
    _endpoint("GET", "", list_canned_replies, CannedReplyList),
    _endpoint("POST", "", create_canned_reply, CannedReply, 201, body=NewCannedReply),
    _endpoint("PATCH", "/{reply}", change_canned_reply, CannedReply, body=CannedReplyChange),
    _endpoint("DELETE", "/{reply}", delete_canned_reply, DeletedCannedReply),
    Endpoint(
        method="GET",
        path="/v1/conversations/{id}/users/{user}/canned-replies",
        scope=Scope.READ,
        handler=fill_canned_replies,
        answers={200: FilledReplyList},
        problems=("not_found",),
    ),
)


def _known(conn: Connection, call: Call[Any]) -> Canned:
    """The team's, or somebody's own; what is another's own is not there for them."""
    known = writing.canned_by_id(conn, call.path["reply"])
    if known is None or known.owner not in (EVERYBODY, who(conn, call).id):
        raise Problem("not_found", f"they have no canned reply `{call.path['reply']}`", param="reply")
    return known


def _kept(conn: Connection, wanted: Canned) -> CannedReply:
    if trouble := canned.check(wanted.shortcut, wanted.text):
        raise Problem("invalid_field", trouble, param="shortcut" if "shortcut" in trouble else "text")
    if not writing.keep_canned(conn, wanted):
        detail = f"there is another `{wanted.shortcut}` already"
        raise Problem("invalid_field", detail, param="shortcut", hint="change that one, or choose another word")
    return CannedReply.of(wanted)
