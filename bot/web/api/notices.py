"""`/v1/users/{user}/notices`: what somebody was told: work that waits or is theirs, and where they are mentioned."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import BaseModel, Field
from sqlalchemy import Connection

from bot.keys import Scope
from bot.limits import PAGE_ROWS_MAX
from bot.store import desk
from bot.store.desk import Notice as Kept
from bot.web.api.bodies import PAGE_ROWS, Name, Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.whose import who


class NoticeQuery(Strict):
    """How many."""

    limit: int = Field(PAGE_ROWS, ge=1, le=PAGE_ROWS_MAX)


class Seen(Strict):
    """What they have seen."""

    conversation: Name | None = Field(None, description="What is about this one; else all of it")


class Notice(BaseModel):
    """Somebody is to know of something."""

    id: str
    kind: str = Field(examples=["waiting", "assigned", "mention", "escalated"])
    conversation: str
    by: str = Field(description="Who did it; blank for what happened by itself")
    created_at: datetime
    seen_at: datetime | None

    @classmethod
    def of(cls, kept: Kept) -> Notice:
        """Show one."""
        return cls(
            id=kept.id,
            kind=kept.kind,
            conversation=kept.conversation_id,
            by=kept.by_name,
            created_at=kept.created_at,
            seen_at=kept.seen_at,
        )


class NoticeList(BaseModel):
    """What somebody was told last, the newest first."""

    data: list[Notice]


class NoticesSeen(BaseModel):
    """How many were new."""

    seen: int


async def list_notices(call: Call[NoticeQuery]) -> NoticeList:
    """List what somebody was told, the newest first."""

    def work(conn: Connection) -> NoticeList:
        return NoticeList(data=[Notice.of(one) for one in desk.notices(conn, who(conn, call).id, call.given.limit)])

    return await call.runtime.database.run(work)


async def see_notices(call: Call[Seen]) -> NoticesSeen:
    """Note that somebody has seen what they were told."""
    now = call.runtime.world.now()

    def work(conn: Connection) -> NoticesSeen:
        return NoticesSeen(seen=desk.see_notices(conn, who(conn, call).id, call.given.conversation, now))

    return await call.runtime.database.run(work)


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/users/{user}/notices",
        scope=Scope.READ,
        handler=list_notices,
        query=NoticeQuery,
        answers={200: NoticeList},
        problems=("not_found",),
    ),
    Endpoint(
        method="POST",
        path="/v1/users/{user}/notices/seen",
        scope=Scope.SEND,
        handler=see_notices,
        body=Seen,
        answers={200: NoticesSeen},
        problems=("not_found",),
    ),
)
