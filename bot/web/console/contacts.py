"""People: the list, one person's own page, and what agents may do about them.

/console/contacts                 those met last first; `q` looks in names and numbers, `tag` leaves those that have it
/console/contacts/{id}            everything that is known, and where it can be changed
…/edit /start /block /merge /part /erase /export
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.compliance.standing import Suppression
from bot.desk import Refused, Unknown
from bot.desk.people import change, check, join, part
from bot.events import Json
from bot.inbox import entries, wishes
from bot.limits import PEOPLE_A_PAGE
from bot.privacy import NotYet
from bot.privacy.export import table
from bot.store import audit, contacts, conversations, desk, inbound, people_read, same_person, views
from bot.store.clean import storable
from bot.store.contacts import Contact
from bot.web.console.page import Form, Page, Visit
from bot.web.console.side import Side, about, standing_in_words
from bot.web.problem import Problem, unavailable

ERASE_WORD: Final = "ERASE"
"""What has to be typed before somebody is erased."""


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the list."""

    contact: Contact
    standing: str
    tone: str


# ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_people(visit: Visit) -> Response:
    """List people, those met last at the top."""
    wanted, tag = visit.query.get("q", "").strip()[:100], visit.query.get("tag", "").strip()[:40]
    after = visit.query.get("after", "")[:40]
    rows, following = await visit.runtime.database.look(_listed, visit, wanted, tag, after)
    context: dict[str, Any] = {
        "rows": rows,
        "wanted": wanted,
        "tag": tag,
        "following": following,
        "first": not after,
    }
    if visit.partial:
        return visit.part("console/_people.html", **context)
    return visit.page("console/contacts.html", title="Contacts", active="contacts", **context)


def _listed(conn: Connection, visit: Visit, wanted: str, tag: str, after: str) -> tuple[list[Row], str | None]:
    found = people_read.listed(conn, wanted=wanted, tag=tag, after=after, limit=PEOPLE_A_PAGE + 1)
    page = found[:PEOPLE_A_PAGE]
    secret = visit.runtime.house.secret
    keys = {person.id: contacts.person_key(secret, person.phone) for person in page}
    known: dict[str, Suppression] = contacts.suppressed(conn, list(keys.values()))
    rows = [Row(person, *standing_in_words(known.get(keys[person.id]))) for person in page]
    return rows, page[-1].id if len(found) > len(page) else None


# ── one person ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_person(visit: Visit) -> Response:
    """Show everything that is known of a person."""
    return await _page(visit)


async def _page(
    visit: Visit, *, status: int = 200, given: Form | None = None, wrong: dict[str, str] | None = None
) -> Response:
    side = await visit.runtime.database.run(_side, visit, visit.path["id"])
    name = side.contact.name or "Contact"
    shown = _shown(side.contact) if given is None else {name: given[name] for name in _EDITED}
    return visit.page(
        "console/contact.html",
        title=name,
        active="contacts",
        status=status,
        side=side,
        shown=shown,
        wrong=wrong or {},
        word=ERASE_WORD,
    )


def _side(conn: Connection, visit: Visit, contact_id: str) -> Side:
    person = _known(conn, contact_id)
    standing = wishes.standing(conn, visit.runtime.house, person.phone)
    return about(conn, visit.runtime, person, standing, visit.now)


def _known(conn: Connection, contact_id: str) -> Contact:
    found = views.person(conn, contact_id)
    if found is None:
        raise Problem("not_found", f"no contact has the id `{contact_id}`", param="id")
    return found


_EDITED: Final = ("name", "language", "timezone", "country", "tags", "fields")


def _shown(person: Contact) -> dict[str, str]:
    """What of a person is in the form: fields one a line, as `name: value`."""
    return {
        "name": person.name or "",
        "language": person.language or "",
        "timezone": person.timezone or "",
        "country": person.country or "",
        "tags": ", ".join(person.tags),
        "fields": "\n".join(f"{name}: {_written(value)}" for name, value in person.fields.items()),
    }


def _written(value: Json) -> str:
    return value if isinstance(value, str) and not _reads_as_json(value) else json.dumps(value, ensure_ascii=False)


def _reads_as_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _changes(form: Form) -> dict[str, Any]:
    """What the form says, as a contact keeps it. ValueError with a sentence for a line that is no field."""
    words = {name: str(storable(form[name])).strip() for name in ("name", "language", "timezone", "country")}
    tags = [tag.strip() for tag in str(storable(form["tags"])).split(",") if tag.strip()]
    fields: dict[str, Json] = {}
    for line in str(storable(form["fields"])).splitlines():
        if line.strip():
            name, colon, value = line.partition(":")
            if not colon:
                raise ValueError(f"`{line.strip()[:40]}` is no field: write one a line, as size: M")
            fields[name.strip()] = json.loads(value) if _reads_as_json(value) else value.strip()
    return {
        **{name: value or None for name, value in words.items()},
        "tags": list(dict.fromkeys(tags)),
        "fields": fields,
    }


async def edit(visit: Visit) -> Response:
    """Change what is known of a person."""
    form, id, runtime = await visit.form(), visit.path["id"], visit.runtime
    try:
        changes = _changes(form)
    except ValueError as error:
        return await _page(visit, status=422, given=form, wrong={"fields": str(error)})
    wrong = check(changes)
    if wrong:
        return await _page(visit, status=422, given=form, wrong=wrong)

    def work(conn: Connection) -> None:
        _known(conn, id)
        for one in same_person.numbers_of(conn, same_person.main_of(conn, id)):
            change(conn, runtime.house, one.id, changes, visit.now)

    await runtime.database.run(work)
    runtime.wake()
    return visit.redirect(f"/console/contacts/{id}", "Saved.")


async def start(visit: Visit) -> Response:
    """Start a flow for a person, by the channel they were in touch by last; it waits until the conversation is free."""
    form, id, runtime = await visit.form(), visit.path["id"], visit.runtime
    flow = form["flow"]
    if flow not in runtime.library.current.machines:
        raise Problem("invalid_field", f"there is no flow `{flow[:40]}`", param="flow")

    def work(conn: Connection) -> None:
        person = _known(conn, id)
        found = desk.find(conn, form["conversation"]) if form["conversation"] else None
        channels = conversations.newest_channels(conn, [id], list(runtime.channels))
        own = found.channel if found is not None and found.contact_id == id else None
        channel = own or channels.get(id) or next(iter(runtime.channels))
        payload = entries.start_payload(flow, {})
        key = f"desk:{visit.agent.id}:{runtime.world.new_id('st')}"
        inbound.append(conn, [entries.start(channel, person.phone, key, payload, visit.now)], news="inbox")

    await runtime.database.run(work)
    runtime.wake()
    back = f"/console/inbox/{form['conversation']}" if form["conversation"] else f"/console/contacts/{id}"
    return visit.redirect(back, f"The flow {flow} starts when the conversation is free.")


async def block(visit: Visit) -> Response:
    """Answer somebody no longer, or again, whichever number of ours they text."""
    form, id, runtime = await visit.form(), visit.path["id"], visit.runtime
    on = form["on"] != "no"

    def work(conn: Connection) -> None:
        person = _known(conn, id)
        threads = desk.of_contact(conn, id)
        if threads:
            runtime.desk.acts.block(conn, threads[0], visit.actor, on=on)
        else:
            contacts.block(conn, person.id, visit.now if on else None)

    await runtime.database.run(work)
    return visit.redirect(f"/console/contacts/{id}", "Blocked: nobody answers them." if on else "Unblocked.")


# ── one person with several numbers ─────────────────────────────────────────────────────────────────────────────────


async def merge(visit: Visit) -> Response:
    """Show somebody as another number of this person."""
    form, id, runtime = await visit.form(), visit.path["id"], visit.runtime
    other = form["other"].strip()

    def work(conn: Connection) -> str:
        found = views.person(conn, other) or contacts.find(conn, [_e164(other)]).get(_e164(other))
        if found is None:
            raise Refused("unknown", f"Nobody has the number {other[:40]}. Write it as +12065550101.")
        join(conn, runtime.house, found.id, id, visit.actor, visit.now)
        return found.id

    try:
        await runtime.database.run(work)
    except (Refused, Unknown) as error:
        return visit.redirect(f"/console/contacts/{id}", str(error))
    runtime.wake()
    return visit.redirect(f"/console/contacts/{id}", "They are one person now. Of consent the stricter holds for both.")


def _e164(typed: str) -> str:
    digits = "".join(filter(str.isdigit, typed))
    return f"+{digits}"


async def separate(visit: Visit) -> Response:
    """Let a number be somebody of its own again. What was recorded of consent stays."""
    form, id = await visit.form(), visit.path["id"]
    await visit.runtime.database.run(part, form["number"], visit.actor, visit.now)
    return visit.redirect(f"/console/contacts/{id}", "They are two people again. What was recorded of consent stays.")


# ── handing out, and forgetting ─────────────────────────────────────────────────────────────────────────────────────


async def export(visit: Visit) -> Response:
    """Hand out all that is kept of a person, as a document or its messages as a table."""
    id, as_table = visit.path["id"], visit.query.get("format") == "csv"
    document = await visit.runtime.exporter.export(id)
    if document is None:
        raise Problem("not_found", f"no contact has the id `{id}`", param="id")
    await visit.runtime.database.run(_note, visit, "contact.exported", id)
    content = table(document) if as_table else json.dumps(document, ensure_ascii=False, indent=2, default=str)
    kind = "text/csv; charset=utf-8" if as_table else "application/json"
    name = f"{id}.{'csv' if as_table else 'json'}"
    return Response(content, headers={"content-disposition": f'attachment; filename="{name}"'}, media_type=kind)


async def erase(visit: Visit) -> Response:
    """Forget a person, once the word for it was typed."""
    form, id = await visit.form(), visit.path["id"]
    if form["word"].strip() != ERASE_WORD:
        return await _page(visit, status=422, wrong={"word": f"type {ERASE_WORD} to go through with it"})
    person = await visit.runtime.database.run(_known, id)
    try:
        await visit.runtime.eraser.erase(person.phone, f"agent {visit.agent.id}")
    except NotYet as error:
        raise unavailable(str(error)) from error
    await visit.runtime.database.run(_note, visit, "contact.erased", id)
    return visit.redirect("/console/contacts", "Erased. If they write again, they are somebody new.")


def _note(conn: Connection, visit: Visit, kind: str, contact_id: str) -> None:
    """Put it into the audit log: who took somebody's data out, or let it be forgotten."""
    caller = visit.caller
    audit.write(conn, audit.Entry(visit.now, kind, caller.id, caller.name, contact_id, caller.address, {}))


PAGES: Final = (
    Page(method="GET", path="/console/contacts", role=Role.VIEWER, handler=show_people),
    Page(method="GET", path="/console/contacts/{id}", role=Role.VIEWER, handler=show_person),
    Page(method="POST", path="/console/contacts/{id}/edit", role=Role.AGENT, handler=edit),
    Page(method="POST", path="/console/contacts/{id}/start", role=Role.AGENT, handler=start),
    Page(method="POST", path="/console/contacts/{id}/block", role=Role.AGENT, handler=block),
    Page(method="POST", path="/console/contacts/{id}/merge", role=Role.SUPERVISOR, handler=merge),
    Page(method="POST", path="/console/contacts/{id}/part", role=Role.SUPERVISOR, handler=separate),
    Page(method="GET", path="/console/contacts/{id}/export", role=Role.SUPERVISOR, handler=export),
    Page(method="POST", path="/console/contacts/{id}/erase", role=Role.ADMIN, handler=erase),
)
