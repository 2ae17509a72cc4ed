"""`/v1/contacts`: the people."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

from pydantic import BaseModel, Field, JsonValue

from bot.audience import AudienceError, Filter
from bot.audience.tree import Clock
from bot.broadcasts.audiences import read_named
from bot.keys import Scope
from bot.limits import AUDIENCE_CHARS_MAX
from bot.phone import is_e164_shape
from bot.privacy import NotYet
from bot.privacy.export import table
from bot.runtime import Runtime
from bot.store import contacts, views
from bot.store.erasing import Erasure
from bot.web.api.bodies import Name, PageQuery, PhoneInQuery, Strict
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.api.whose import caller_of
from bot.web.problem import Problem, unavailable


class ContactQuery(PageQuery):
    """Which people to list."""

    phone: PhoneInQuery | None = None
    tag: Name | None = Field(None, description="Only people with this tag")
    where: str | None = Field(
        None,
        max_length=AUDIENCE_CHARS_MAX,
        description="A filter, as of a broadcast's audience, or the name of a saved one",
        examples=['tags has "vip" and fields.city = "Lyon"'],
    )


class Contact(BaseModel):
    """A person, known by a phone number."""

    id: str
    phone: str
    name: str | None
    language: str | None
    timezone: str | None
    country: str | None
    fields: dict[str, JsonValue]
    tags: list[str]
    created_at: datetime
    blocked_at: datetime | None = Field(description="Since when nobody answers them")


class ContactList(BaseModel):
    """People, and the cursor of the page that follows."""

    data: list[Contact]
    next: str | None


class ExportQuery(Strict):
    """In which form."""

    format: Literal["json", "csv"] = Field("json", description="`csv` has the messages alone, for spreadsheets")


class Export(BaseModel):
    """All that is kept of a person: what is encrypted is in it as it was written."""

    exported_at: datetime
    phone: str
    contact: dict[str, Any]
    opted_out: list[dict[str, Any]] = Field(description="Not empty: nothing is sent to this phone")
    consent: list[dict[str, Any]]
    conversations: list[dict[str, Any]]
    sessions: list[dict[str, Any]]
    log: list[dict[str, Any]]
    notes: list[dict[str, Any]] = Field(description="What agents wrote about these conversations for each other")
    messages: list[dict[str, Any]]
    receipts: list[dict[str, Any]]
    scheduled: list[dict[str, Any]]
    broadcasts: list[dict[str, Any]] = Field(
        description="Those that they are a recipient of, with what it said of them"
    )
    exchanges: list[dict[str, Any]] = Field(description="What was said to providers and by them about these messages")
    activity: list[dict[str, Any]] = Field(description="What of it was written down for webhooks and `/v1/activity`")
    drafts: list[dict[str, Any]] = Field(description="What agents began to write to them and did not send")
    numbers: list[dict[str, Any]] = Field(description="Contacts that are the same person with another number")
    filters: list[dict[str, Any]] = Field(description="Of broadcasts and saved audiences that name them")
    links: list[dict[str, Any]] = Field(description="Short links that they were sent, with their clicks")
    verifications: list[dict[str, Any]] = Field(description="Passcodes that were sent, and what came of it; no codes")
    passcodes: list[dict[str, Any]] = Field(description="When passcodes were asked for, by which budgets are kept")
    inbox: list[dict[str, Any]]
    calls: list[dict[str, Any]]


class Erased(BaseModel):
    """That a person was erased. It does not say who."""

    id: str
    contact: str | None
    status: str = Field(examples=["erased", "erasing"])
    rows: dict[str, int] = Field(description="How many rows of each table went")
    requested_at: datetime
    finished_at: datetime | None = Field(description="When nothing of it was left in the database's files")


async def list_contacts(call: Call[ContactQuery]) -> ContactList:
    """List people, those we met first at the top."""
    given, runtime = call.given, call.runtime
    asked, _ = await audience_of(runtime, given.where or "", "where")
    rows = await runtime.database.run(
        views.people,
        phone=given.phone,
        tag=given.tag,
        asked=asked,
        clock=Clock(runtime.world.now(), runtime.settings.business.timezone),
        after=given.after,
        limit=given.limit + 1,
    )
    page = rows[: given.limit]
    return ContactList(data=[shape_of(row) for row in page], next=page[-1].id if len(rows) > len(page) else None)


async def get_contact(call: Call[BaseModel]) -> Contact:
    """Show a person, by id or by phone in E.164."""
    id, database = call.path["id"], call.runtime.database
    by_phone = (await database.run(contacts.find, [id])).get(id) if is_e164_shape(id) else None
    found = by_phone or await database.run(views.person, id)
    if found is None:
        raise unknown_contact(id)
    return shape_of(found)


async def export_contact(call: Call[ExportQuery]) -> Export | Answer:
    """Hand out all that is kept of a person.

    As one document, or with `format=csv` the messages alone. What is kept encrypted is in it as it was written: the
    document is for that person, and for nobody else.
    """
    document = await call.runtime.exporter.export(call.path["id"])
    if document is None:
        raise unknown_contact(call.path["id"])
    await call.runtime.accounts.team.note("contact.exported", call.path["id"], caller_of(call))
    if call.given.format == "csv":
        return Answer(200, table(document).encode(), media_type="text/csv; charset=utf-8", filename="messages.csv")
    return Export(**document)


async def erase_contact(call: Call[BaseModel]) -> Erased:
    """Erase a person everywhere.

    Conversations under way end, queued messages are not sent, and whoever opted out is still not texted. A text that
    comes later from the same phone is of somebody new. There is no way back.
    """
    found = await call.runtime.database.run(views.person, call.path["id"])
    if found is None:
        raise unknown_contact(call.path["id"])
    try:
        erased = await call.runtime.eraser.erase(found.phone, f"key {call.key.id}")
    except NotYet as error:
        raise unavailable(str(error)) from error
    await call.runtime.accounts.team.note("contact.erased", found.id, caller_of(call))
    return _erased(erased)


ENDPOINTS: Final = (
    Endpoint(
        method="GET",
        path="/v1/contacts",
        scope=Scope.READ,
        handler=list_contacts,
        query=ContactQuery,
        answers={200: ContactList},
    ),
    Endpoint(
        method="GET",
        path="/v1/contacts/{id}",
        scope=Scope.READ,
        handler=get_contact,
        answers={200: Contact},
        problems=("not_found",),
    ),
    Endpoint(
        method="DELETE",
        path="/v1/contacts/{id}",
        scope=Scope.ADMIN,
        handler=erase_contact,
        answers={200: Erased},
        problems=("not_found",),
    ),
    Endpoint(
        method="GET",
        path="/v1/contacts/{id}/export",
        scope=Scope.ADMIN,
        handler=export_contact,
        query=ExportQuery,
        answers={200: Export},
        files=("text/csv",),
        problems=("not_found",),
    ),
)


async def audience_of(runtime: Runtime, written: str, param: str) -> tuple[Filter, str | None]:
    """Read a filter, or the name of one; raise where it cannot be read."""
    try:
        return await runtime.database.run(read_named, written)
    except AudienceError as error:
        detail = f"`{param}` cannot be read: {error.problem} at character {error.at.start + 1}"
        raise Problem("invalid_field", detail, param=param, hint=error.hint, extra={"shown": error.shown}) from None


def _erased(erasure: Erasure) -> Erased:
    return Erased(
        id=erasure.id,
        contact=erasure.contact_id,
        status="erasing" if erasure.finished_at is None else "erased",
        rows=dict(erasure.counts),
        requested_at=erasure.requested_at,
        finished_at=erasure.finished_at,
    )


def unknown_contact(contact_id: str) -> Problem:
    """Say that there is nobody of this id."""
    return Problem("not_found", f"no contact has the id or phone `{contact_id}`", param="id")


def shape_of(person: contacts.Contact) -> Contact:
    """Show a stored contact."""
    return Contact(**person._asdict())
