"""`/v1/contacts`, written: who somebody is, what is known of them, and many of them from a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, JsonValue, StrictBool, StringConstraints
from sqlalchemy import Connection

from bot.broadcasts.sheet import SheetError
from bot.inbox import contacts_csv, profile
from bot.inbox.profile import OWN, Edit, Kept, ProfileError
from bot.keys import Scope
from bot.limits import CONTACT_TAGS_MAX, SHEET_BYTES_MAX, TROUBLES_KEPT_MAX
from bot.phone import is_e164_shape
from bot.store import contacts, desk, views
from bot.web.api.bodies import Phone, Strict
from bot.web.api.contacts import Contact, shape_of, unknown_contact
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.api.whose import actor_of
from bot.web.problem import Problem

Tag = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Fields = dict[str, JsonValue]


class TagChange(Strict):
    """Tags to give and to take."""

    add: list[Tag] = Field(default_factory=list, max_length=CONTACT_TAGS_MAX)
    remove: list[Tag] = Field(default_factory=list, max_length=CONTACT_TAGS_MAX)


class ContactChange(Strict):
    """What is to be different. What is not mentioned stays; null forgets."""

    name: str | None = None
    language: str | None = Field(None, description="A language code", examples=["fr"])
    timezone: str | None = Field(None, description="An IANA time zone", examples=["Europe/Paris"])
    country: str | None = Field(None, description="Two letters", examples=["FR"])
    fields: Fields = Field(
        default_factory=dict, description="The business's own, as flows name them: `contact.city`. null takes one away"
    )
    tags: TagChange | list[Tag] = Field(default_factory=TagChange, description="A list is all of them, instead")


class NewContact(ContactChange):
    """A person, by number: made if nobody has it, else changed."""

    phone: Phone


class ContactBlocking(Strict):
    """Whether a person is answered."""

    blocked: StrictBool


class ContactKept(Contact):
    """A person as they are now."""

    created: bool = Field(description="Whether nobody had this number before")
    warnings: list[str] = Field(description="Of flows that wait for a date in a field that holds none")


class ContactFile(Strict):
    """People in a file: comma-separated, with names in the first line."""

    csv: str = Field(min_length=1, max_length=SHEET_BYTES_MAX, description="The file's text")
    tags: list[Tag] = Field(default_factory=list, max_length=CONTACT_TAGS_MAX, description="Given to all of them")
    dry_run: StrictBool = Field(False, description="Only say what would happen")


class RowTrouble(BaseModel):
    """Why a row was left out."""

    line: int
    problem: str


class ContactsTaken(BaseModel):
    """What became of a file. A row that is left out holds up no other."""

    created: int
    changed: int
    rejected: int
    repeated: int = Field(description="Rows whose number came before; the last one counts")
    problems: list[RowTrouble]
    warnings: list[str]


async def put_contact(call: Call[NewContact]) -> Answer:
    """Make a person known, or change what is known, by number.

    Tags that are gained set off `tag:` triggers, and dates move the timers of `date:` triggers, in the same
    transaction. Nobody is opted in by this: consent is recorded at `/v1/contacts/{id}/consent`.
    """
    edit = edit_of(call.given.phone, call.given)
    return await _keep(call, lambda conn: edit)


async def change_contact(call: Call[ContactChange]) -> Answer:
    """Change what is known of a person, by id or by phone in E.164."""
    id = call.path["id"]

    def edit(conn: Connection) -> Edit:
        return edit_of(_known(conn, id).phone, call.given)

    return await _keep(call, edit)


async def import_contacts(call: Call[ContactFile]) -> ContactsTaken:
    """Take many people from a file.

    Columns: `phone`, as far as you have them `name`, `language`, `timezone`, `country` and `tags` (separated by `;`),
    and every other one is a field. A type of the flow language after a colon, as in `visit:date` or `visits:integer`,
    says as what it is read. A blank cell changes nothing. Some hundred rows a transaction; twice does no harm.
    """
    given, runtime = call.given, call.runtime
    try:
        rows = contacts_csv.read(given.csv, runtime.settings.business.country, tuple(given.tags))
    except SheetError as error:
        raise Problem("invalid_field", error.problem, param="csv", hint=error.hint) from None
    taken = await contacts_csv.take(
        runtime.database, runtime.house, rows, runtime.world.now, call.request_id, dry_run=given.dry_run
    )
    runtime.wake()
    return ContactsTaken(
        created=taken.created,
        changed=taken.changed,
        rejected=len(taken.rejected),
        repeated=taken.repeated,
        problems=[RowTrouble(line=line, problem=problem) for line, problem in taken.rejected[:TROUBLES_KEPT_MAX]],
        warnings=list(taken.warnings)[:TROUBLES_KEPT_MAX],
    )


async def set_contact_blocked(call: Call[ContactBlocking]) -> Contact:
    """Answer a person no longer, or again, whichever number of ours they text.

    Their flow is over and their conversation closed. What they write is kept; STOP still counts.
    """
    runtime, id, on = call.runtime, call.path["id"], call.given.blocked

    def work(conn: Connection) -> Contact:
        known = _known(conn, id)
        threads = desk.of_contact(conn, known.id)
        if threads:
            runtime.desk.acts.block(conn, threads[0], actor_of(call), on=on)
        else:
            contacts.block(conn, known.id, runtime.world.now() if on else None)
        return shape_of(contacts.by_ids(conn, [known.id])[known.id])

    async with runtime.desk.room:
        blocked = await runtime.database.run(work)
    runtime.wake()
    return blocked


ENDPOINTS: Final = (
    Endpoint(
        method="POST",
        path="/v1/contacts",
        scope=Scope.SEND,
        handler=put_contact,
        body=NewContact,
        answers={200: ContactKept},
        idempotent=True,
    ),
    Endpoint(
        method="POST",
        path="/v1/contacts/import",
        scope=Scope.SEND,
        handler=import_contacts,
        body=ContactFile,
        answers={200: ContactsTaken},
    ),
    Endpoint(
        method="PATCH",
        path="/v1/contacts/{id}",
        scope=Scope.SEND,
        handler=change_contact,
        body=ContactChange,
        answers={200: ContactKept},
        idempotent=True,
        problems=("not_found",),
    ),
    Endpoint(
        method="POST",
        path="/v1/contacts/{id}/block",
        scope=Scope.SEND,
        handler=set_contact_blocked,
        body=ContactBlocking,
        answers={200: Contact},
        problems=("not_found",),
    ),
)


def _known(conn: Connection, id: str) -> contacts.Contact:
    """Find somebody by id or phone."""
    known = contacts.find(conn, [id]).get(id) if is_e164_shape(id) else views.person(conn, id)
    if known is None:
        raise unknown_contact(id)
    return known


def edit_of(phone: str, given: ContactChange) -> Edit:
    """Say what a request wants to be different, or raise what is wrong with it."""
    tags = given.tags
    own: Mapping[str, str | None] = {name: getattr(given, name) for name in OWN if name in given.model_fields_set}
    edit = Edit(phone, own, given.fields, tags=tags) if isinstance(tags, list) else _with_tags(phone, own, given, tags)
    try:
        profile.check(edit)
    except ProfileError as error:
        raise _problem(error) from None
    return edit


def _with_tags(phone: str, own: Mapping[str, str | None], given: ContactChange, tags: TagChange) -> Edit:
    return Edit(phone, own, given.fields, tags.add, tags.remove)


async def _keep(call: Call[Any], edit: Callable[[Connection], Edit]) -> Answer:
    runtime = call.runtime

    def work(conn: Connection) -> ContactKept:
        wanted = edit(conn)
        [kept] = profile.keep(conn, runtime.house, [wanted], runtime.world.now(), call.request_id)
        if isinstance(kept, ProfileError):
            raise _problem(kept)
        return _shown(kept)

    answer = await call.once(work)
    runtime.wake()
    return answer


def _shown(kept: Kept) -> ContactKept:
    return ContactKept(**shape_of(kept.contact).model_dump(), created=kept.created, warnings=list(kept.warnings))


def _problem(error: ProfileError) -> Problem:
    return Problem("invalid_field", error.detail, param=error.param, hint=error.hint)
