"""Writing a broadcast: whom it is for, what they get and when, with how many and how it reads shown beside.

The file is looked at when it is chosen, and comes once more with the form: nothing of it is kept before that.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.audience import AudienceError, Filter
from bot.audience.tree import Clock
from bot.broadcasts.audiences import read_named
from bot.broadcasts.plan import Plan, Variant
from bot.broadcasts.sheet import PHONE, SheetError, guess, read_sheet
from bot.broadcasts.texts import Texts
from bot.compliance.wall import OUT_OF_REACH, in_reach
from bot.errors import TemplateError
from bot.inbox.people import meet
from bot.limits import AUDIENCE_CHARS_MAX
from bot.store import audience, audiences
from bot.store.contacts import Contact
from bot.text import segments
from bot.web.api.bodies import validate
from bot.web.api.broadcast_orders import order_of, read_csv
from bot.web.api.broadcast_shapes import NewBroadcast
from bot.web.console.broadcasts import PATH, recorded_for
from bot.web.console.page import Form, Page, Visit
from bot.web.problem import Problem

NEW: Final = f"{PATH}/new"
PREVIEWS: Final = 3
SHOWN_ROWS: Final = 4
CLASSES: Final = {
    "marketing": "Marketing: quiet hours and daily caps apply",
    "transactional": "Transactional: about something they ordered",
    "conversational": "Conversational: part of a conversation",
}


FIELDS: Final = (
    "name",
    "source",
    "audience",
    "text",
    "text_b",
    "flow",
    "class",
    "program",
    "channel",
    "pace",
    "send_at",
    "local_time",
    "window",
    "expires_at",
    "recurs",
)


async def show_form(visit: Visit) -> Response:
    """An empty form; `?audience=` fills the filter in."""
    return await _form(visit, {"source": "audience", "audience": visit.query.get("audience", "")[:AUDIENCE_CHARS_MAX]})


async def take_form(visit: Visit) -> Response:
    """Keep what was written as a draft, and lead to where it is looked over."""
    form = await visit.form()
    try:
        body = await _body(visit, form)
        order = await order_of(visit.runtime, validate(NewBroadcast, body), visit.agent.id)
    except Problem as problem:
        return await _form(visit, form, problem)
    made = await visit.runtime.database.run(recorded_for(visit).create, order)
    return visit.redirect(f"{PATH}/{made.id}")


async def look(visit: Visit) -> Response:
    """How many it is for and how it reads, by what is in the form."""
    form = await visit.form()
    context: dict[str, Any] = {"count": None, "trouble": "", "shown": "", "samples": [], "template_trouble": ""}
    people: list[tuple[Contact, Mapping[str, str]]] = []
    if form["source"] == "file":
        people = _of_sample(visit, form)
        context["count"] = int(form["sheet_people"]) if form["sheet_people"].isdecimal() else None
    else:
        try:
            asked, _ = await visit.runtime.database.run(read_named, form["audience"])
        except AudienceError as error:
            context |= {"trouble": _words(error.problem, error.hint), "shown": error.shown}
        else:
            context["count"], found = await visit.runtime.database.run(_of_audience, asked, _clock(visit))
            people = [(contact, {}) for contact in found]
    texts = [text for text in (form["text"], form["text_b"]) if text.strip()]
    try:
        context["samples"] = [sample for text in texts for sample in _samples(visit, text, people)]
    except TemplateError as error:
        context["template_trouble"] = str(error)
    return visit.part("console/broadcasts/_look.html", **context)


async def show_sheet(visit: Visit) -> Response:
    """What is in the file that was chosen: its columns, some rows, and what is wrong with others."""
    form = await visit.form()
    try:
        text = await _file(form)
        sheet = read_sheet(text)
    except SheetError as error:
        return visit.part("console/broadcasts/_sheet.html", trouble=f"{error.problem}. {error.hint or ''}", sheet=None)
    except Problem as problem:
        return visit.part(
            "console/broadcasts/_sheet.html", trouble=f"{problem.detail}. {problem.hint or ''}", sheet=None
        )
    mapping = guess(sheet.columns)
    reading, trouble = None, ""
    try:
        reading, _ = await read_csv(visit.runtime, text, {})
    except Problem as problem:
        trouble = _words(problem.detail, problem.hint)
    rows = [cells for _, cells in sheet.rows[:SHOWN_ROWS]]
    return visit.part(
        "console/broadcasts/_sheet.html",
        sheet=sheet,
        mapping=mapping,
        rows=rows,
        reading=reading,
        trouble=trouble,
        sample=json.dumps({"columns": list(sheet.columns), "rows": [list(row) for row in rows]}),
    )


def _words(problem: str, hint: str | None) -> str:
    return f"{problem[:1].upper()}{problem[1:]}. {hint or ''}".strip()


# ── from the form ───────────────────────────────────────────────────────────────────────────────────────────────────


async def _body(visit: Visit, form: Form) -> dict[str, Any]:
    """The same body that the API takes."""
    body: dict[str, Any] = {"draft": True, "class": form["class"] or "marketing"}
    if form["source"] == "file":
        body["csv"] = await _file(form)
        if columns := _columns(form):
            body["columns"] = columns
    else:
        body["audience"] = form["audience"].strip()
    if form["flow"]:
        body["flow"] = form["flow"]
    elif form["text_b"].strip():
        texts = (("A", form["text"]), ("B", form["text_b"]))
        body["variants"] = [{"name": name, "text": _lines(text)} for name, text in texts]
    else:
        body["text"] = _lines(form["text"])
    for name in ("name", "pace", "channel", "program", "window", "local_time", "recurs"):
        if form[name].strip():
            body[name] = form[name].strip()
    for name in ("send_at", "expires_at"):
        if form[name]:
            body[name] = _moment(visit, name, form[name])
    return body


def _lines(text: str) -> str:
    """As browsers send it, lines end with CRLF, which counts twice."""
    return text.replace("\r\n", "\n")


async def _file(form: Form) -> str:
    given = form.files.get("csv")
    content = b"" if given is None else await given.read()
    if not content:
        raise Problem("missing_field", "no file was chosen", param="csv", hint="choose a CSV file, or an audience")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem("invalid_field", "the file is not UTF-8", param="csv", hint="save it as CSV in UTF-8") from None


def _columns(form: Form) -> dict[str, str]:
    """What somebody said of each column: `column-0` is the first."""
    try:
        columns = json.loads(form["sample"] or "{}").get("columns", [])
    except (ValueError, AttributeError):
        return {}
    return {
        str(name): form[f"column-{number}"].strip() for number, name in enumerate(columns) if f"column-{number}" in form
    }


def _moment(visit: Visit, name: str, written: str) -> str:
    """A time of the browser's own field, by the agent's clock."""
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Problem("invalid_field", f"`{written[:40]}` is not a time", param=name) from None
    if not in_reach(at):
        raise Problem("invalid_field", f"`{written[:40]}` {OUT_OF_REACH}", param=name)
    return at.replace(tzinfo=ZoneInfo(visit.agent.timezone)).isoformat() if at.tzinfo is None else at.isoformat()


# ── how it reads ────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_audience(conn: Connection, asked: Filter, clock: Clock) -> tuple[int, list[Contact]]:
    return audience.count(conn, asked, clock), audience.people(conn, asked, clock, after="", limit=PREVIEWS)


def _of_sample(visit: Visit, form: Form) -> list[tuple[Contact, Mapping[str, str]]]:
    """The people of the first rows, by the columns as they are chosen now."""
    try:
        sample = json.loads(form["sample"] or "{}")
        rows, columns = sample.get("rows", []), _columns(form)
        names = [columns.get(str(name), "") for name in sample.get("columns", [])]
        read = [{name: str(cell) for name, cell in zip(names, row, strict=False) if name and cell} for row in rows]
    except (ValueError, AttributeError, TypeError):
        return []
    return [
        (meet(data.get(PHONE, ""), "", visit.now), {name: cell for name, cell in data.items() if name != PHONE})
        for data in read[:PREVIEWS]
    ]


def _samples(visit: Visit, text: str, people: list[tuple[Contact, Mapping[str, str]]]) -> list[dict[str, Any]]:
    plan = Plan(variants=(Variant("text", _lines(text)),))
    texts = Texts(plan, visit.runtime.house.business)
    samples = []
    for contact, data in people:
        try:
            shown, trouble = texts.fill_in(0, contact, data, visit.now), ""
        except TemplateError as error:
            shown, trouble = "", str(error)
        cost = segments(shown)
        samples.append(
            {"to": contact, "text": shown, "trouble": trouble, "segments": cost.count, "encoding": cost.encoding}
        )
    if not people:
        cost = segments(_lines(text))
        samples.append({"to": None, "text": text, "trouble": "", "segments": cost.count, "encoding": cost.encoding})
    return samples


def _clock(visit: Visit) -> Clock:
    return Clock(visit.now, visit.runtime.settings.business.timezone)


async def _form(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    machines = visit.runtime.library.current.machines
    return visit.page(
        "console/broadcasts/new.html",
        title="New broadcast",
        active="broadcasts",
        status=200 if problem is None else 422,
        given={name: given.get(name, "") for name in FIELDS},
        problem=problem,
        classes=CLASSES,
        channels=list(visit.runtime.channels),
        flows=sorted(machines),
        saved=await visit.runtime.database.run(audiences.names),
    )


PAGES: Final = (
    Page(method="GET", path=NEW, role=Role.SUPERVISOR, handler=show_form),
    Page(method="POST", path=NEW, role=Role.SUPERVISOR, handler=take_form),
    Page(method="POST", path=f"{NEW}/look", role=Role.SUPERVISOR, handler=look),
    Page(method="POST", path=f"{NEW}/sheet", role=Role.SUPERVISOR, handler=show_sheet),
)
