"""`/v1/contacts`: the people."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from pydantic import BaseModel, JsonValue

from bot.keys import Scope
from bot.store import contacts, views
from bot.web.api.bodies import PageQuery, PhoneInQuery
from bot.web.api.endpoint import Call, Endpoint
from bot.web.problem import Problem


class ContactQuery(PageQuery):
    """Which people to list."""

    phone: PhoneInQuery | None = None


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


class ContactList(BaseModel):
    """People, and the cursor of the page that follows."""

    data: list[Contact]
    next: str | None


async def list_contacts(call: Call[ContactQuery]) -> ContactList:
    """List people, those we met first at the top."""
    given = call.given
    rows = await call.runtime.database.run(views.people, phone=given.phone, after=given.after, limit=given.limit + 1)
    page = rows[: given.limit]
    return ContactList(data=[_shape(row) for row in page], next=page[-1].id if len(rows) > len(page) else None)


async def get_contact(call: Call[BaseModel]) -> Contact:
    """Show a person."""
    found = await call.runtime.database.run(views.person, call.path["id"])
    if found is None:
        raise Problem("not_found", f"no contact has the id `{call.path['id']}`", param="id")
    return _shape(found)


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
)


def _shape(person: contacts.Contact) -> Contact:
    return Contact(**person._asdict())
