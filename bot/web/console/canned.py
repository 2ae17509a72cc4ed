"""Canned replies: the team's and one's own, written down with their placeholders and tried on somebody."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.desk import canned
from bot.desk.canned import Filled
from bot.store import writing
from bot.store.clean import storable
from bot.store.contacts import Contact
from bot.store.writing import EVERYBODY, Canned
from bot.web.console import composer
from bot.web.console.page import Form, Page, Visit
from bot.web.problem import Problem


async def show_canned(visit: Visit) -> Response:
    """List them, each as it would be for a contact that was made up."""
    return await _page(visit)


async def _page(visit: Visit, *, status: int = 200, form: Form | None = None, wrong: str = "") -> Response:
    rows = await visit.runtime.database.run(writing.canned, visit.agent.id)
    chosen = next((row for row in rows if row.id == visit.query.get("edit")), None)
    given = {"id": "", "shortcut": "", "text": "", "owner": "team"}
    if form is not None:
        given |= {name: form[name] for name in given}
    elif chosen is not None:
        given |= {"id": chosen.id, "shortcut": chosen.shortcut, "text": chosen.text}
        given["owner"] = "team" if chosen.owner == EVERYBODY else "me"
    return visit.page(
        "console/canned.html",
        title="Canned replies",
        active="settings",
        status=status,
        rows=[(row, _tried(visit, row.text)) for row in rows],
        given=given,
        wrong=wrong,
        preview=_tried(visit, given["text"]) if given["text"] else None,
        count=composer.count(_tried(visit, given["text"]).text) if given["text"] else None,
        placeholders=canned.PLACEHOLDERS,
    )


def _tried(visit: Visit, text: str) -> Filled:
    """Fill a reply in for a contact that was made up."""
    somebody = Contact("ctc_example", "+12025550143", visit.now, name="Ana Castillo", language="en")
    agent = canned.agent_names(visit.agent.name, visit.agent.email)
    return canned.fill(text, somebody, agent, visit.runtime.house.business, visit.now)


async def keep(visit: Visit) -> Response:
    """Keep a new canned reply, or a changed one."""
    form, runtime = await visit.form(), visit.runtime
    shortcut, text = form["shortcut"].strip().lstrip("/").lower(), str(storable(form["text"].replace("\r\n", "\n")))
    wrong = canned.check(shortcut, text)
    if wrong:
        return await _page(visit, status=422, form=form, wrong=wrong)
    owner = visit.agent.id if form["owner"] == "me" else EVERYBODY

    def work(conn: Connection) -> bool:
        known = writing.canned_by_id(conn, form["id"]) if form["id"] else None
        if known is not None:
            _check_own(visit, known)
        id = runtime.world.new_id("can") if known is None else known.id
        return writing.keep_canned(conn, Canned(id, owner, shortcut, text, visit.now, visit.agent.id))

    if not await runtime.database.run(work):
        return await _page(visit, status=422, form=form, wrong=f"there is another /{shortcut} already")
    return visit.redirect("/console/settings/canned", f"/{shortcut} is kept.")


async def remove(visit: Visit) -> Response:
    """Forget one."""
    form = await visit.form()

    def work(conn: Connection) -> None:
        known = writing.canned_by_id(conn, form["id"])
        if known is not None:
            _check_own(visit, known)
            writing.remove_canned(conn, known.id)

    await visit.runtime.database.run(work)
    return visit.redirect("/console/settings/canned", "Removed.")


def _check_own(visit: Visit, known: Canned) -> None:
    if known.owner not in (EVERYBODY, visit.agent.id):
        raise Problem("forbidden", "this canned reply is somebody else's own")


PAGES: Final = (
    Page(method="GET", path="/console/settings/canned", role=Role.AGENT, handler=show_canned),
    Page(method="POST", path="/console/settings/canned", role=Role.AGENT, handler=keep),
    Page(method="POST", path="/console/settings/canned/remove", role=Role.AGENT, handler=remove),
)
