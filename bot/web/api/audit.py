"""`/v1/audit`: who did what to accounts, keys and settings, and who was refused."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import BaseModel, Field, JsonValue

from bot.keys import Scope
from bot.limits import PAGE_ROWS_MAX
from bot.store.audit import Wanted, Written
from bot.web.api.bodies import PAGE_ROWS, Name, Seq, Strict, Time
from bot.web.api.endpoint import Call, Endpoint


class AuditQuery(Strict):
    """Which entries to list."""

    after: Seq | None = Field(None, description="`next` of the page before: what is older than that")
    limit: int = Field(PAGE_ROWS, ge=1, le=PAGE_ROWS_MAX)
    kind: Name | None = Field(None, description="Also the beginning of one: `sign_in.`, `user.`, `key.`, …")
    actor: Name | None = Field(None, description="The id of a user or key; `cli` or `system`")
    subject: Name | None = Field(None, description="To whom or what it was done")
    since: Time | None = None
    until: Time | None = Field(None, description="Before this time")


class AuditEntry(BaseModel):
    """Something that was done."""

    seq: int
    at: datetime
    kind: str = Field(examples=["user.role"])
    actor: str
    actor_name: str
    subject: str
    address: str = Field(description="From where in the network, if it was a browser")
    data: dict[str, JsonValue]

    @classmethod
    def of(cls, written: Written) -> AuditEntry:
        """Show one."""
        return cls(seq=written.seq, **written.entry._asdict())


class AuditLog(BaseModel):
    """Entries, the newest first, and the cursor of the older ones."""

    data: list[AuditEntry]
    next: int | None


async def list_audit(call: Call[AuditQuery]) -> AuditLog:
    """List what was done to accounts, roles, keys and data of people, the newest first."""
    given = call.given
    wanted = Wanted(given.kind or "", given.actor or "", given.subject or "", given.since, given.until)
    rows = await call.runtime.accounts.team.audit(wanted, before=given.after, limit=given.limit + 1)
    page = rows[: given.limit]
    return AuditLog(data=[AuditEntry.of(row) for row in page], next=page[-1].seq if len(rows) > len(page) else None)


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/audit",
        scope=Scope.ADMIN,
        handler=list_audit,
        query=AuditQuery,
        answers={200: AuditLog},
    ),
)
