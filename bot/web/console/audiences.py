"""Audiences that are kept under a name: listed, written with how many they mean shown beside, and removed."""

from __future__ import annotations

import re
from typing import Any, Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.audience import AudienceError
from bot.audience.tree import Clock
from bot.broadcasts import audiences
from bot.broadcasts.audiences import TooMany, is_name, read_named
from bot.limits import AUDIENCE_CHARS_MAX, AUDIENCE_NAME_PATTERN, AUDIENCE_NOTE_CHARS_MAX, AUDIENCES_MAX
from bot.store import audience as people
from bot.store import audiences as store
from bot.web.console.broadcasts import PATH as BROADCASTS
from bot.web.console.page import Form, Page, Visit

PATH: Final = f"{BROADCASTS}/audiences"
FIELDS: Final = ("name", "filter", "note")


async def show_audiences(visit: Visit) -> Response:
    """List them; `?edit=` fills the form with one, `?filter=` with a filter."""
    return await _page(visit)


async def keep(visit: Visit) -> Response:
    """Keep a filter under a name, or change the one that has it."""
    form = await visit.form()
    name, filter, note = (form[field].strip() for field in FIELDS)
    wrong = _wrong(name, filter, note)
    if wrong:
        return await _page(visit, form=form, wrong=wrong)

    def work(conn: Connection) -> None:
        read_named(conn, filter)
        audiences.keep(conn, name, filter, note, visit.caller, visit.now)

    try:
        await visit.runtime.database.run(work)
    except (AudienceError, TooMany) as error:
        field = "filter" if isinstance(error, AudienceError) else "name"
        return await _page(visit, form=form, wrong={field: f"{str(error).capitalize()}."})
    return visit.redirect(PATH, f"{name} is kept.")


async def remove(visit: Visit) -> Response:
    """Remove one; what was ordered with it goes on."""
    form = await visit.form()
    await visit.runtime.database.run(audiences.remove, form["name"], visit.caller, visit.now)
    return visit.redirect(PATH, "Removed. Its people stay, and so does what was ordered with it.")


async def look(visit: Visit) -> Response:
    """How many the filter in the form means, or what is wrong with it."""
    form = await visit.form()
    clock = Clock(visit.now, visit.runtime.settings.business.timezone)

    def work(conn: Connection) -> int:
        asked, _ = read_named(conn, form["filter"][: AUDIENCE_CHARS_MAX + 1])
        return people.count(conn, asked, clock)

    context: dict[str, Any] = {"count": None, "trouble": "", "shown": "", "samples": [], "template_trouble": ""}
    try:
        context["count"] = await visit.runtime.database.run(work)
    except AudienceError as error:
        context |= {"trouble": f"{error.problem.capitalize()}. {error.hint or ''}".strip(), "shown": error.shown}
    return visit.part("console/broadcasts/_look.html", **context)


def _wrong(name: str, filter: str, note: str) -> dict[str, str]:
    if re.fullmatch(AUDIENCE_NAME_PATTERN, name) is None:
        return {"name": "One word of small letters, digits, - and _, please."}
    if is_name(filter):
        return {"filter": 'This is a name itself. A filter has a test, such as tags has "vip".'}
    if len(note) > AUDIENCE_NOTE_CHARS_MAX:
        return {"note": f"At most {AUDIENCE_NOTE_CHARS_MAX} characters."}
    return {}


async def _page(visit: Visit, *, form: Form | None = None, wrong: dict[str, str] | None = None) -> Response:
    rows = await visit.runtime.database.run(lambda conn: store.page(conn, limit=AUDIENCES_MAX))
    chosen = next((row for row in rows if row.name == visit.query.get("edit")), None)
    given = dict.fromkeys(FIELDS, "") | {"filter": visit.query.get("filter", "")[:AUDIENCE_CHARS_MAX]}
    if form is not None:
        given = {field: form[field] for field in FIELDS}
    elif chosen is not None:
        given = {field: getattr(chosen, field) for field in FIELDS}
    return visit.page(
        "console/broadcasts/audiences.html",
        title="Audiences",
        active="broadcasts",
        status=422 if wrong else 200,
        rows=rows,
        given=given,
        editing=chosen is not None,
        wrong=dict.fromkeys(FIELDS, "") | (wrong or {}),
    )


PAGES: Final = (
    Page(method="GET", path=PATH, role=Role.SUPERVISOR, handler=show_audiences),
    Page(method="POST", path=PATH, role=Role.SUPERVISOR, handler=keep),
    Page(method="POST", path=f"{PATH}/remove", role=Role.SUPERVISOR, handler=remove),
    Page(method="POST", path=f"{PATH}/look", role=Role.SUPERVISOR, handler=look),
)
