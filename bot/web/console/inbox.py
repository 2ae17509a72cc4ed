"""The inbox: what waits, in the order in which it came, and what can be done to several conversations at once.

/console/inbox                    the list, and beside it nothing yet (the thread has its own address: `thread.py`)
/console/inbox/rows               single rows, as they are by now: asked for when a stream says that they have changed
/console/inbox/bulk               something done to all that were chosen
/console/inbox/views              views that are kept
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

import segno
from sqlalchemy import Connection
from starlette.datastructures import QueryParams
from starlette.responses import Response

from bot.accounts import Role
from bot.compliance.wall import in_reach
from bot.desk import Actor, DeskError
from bot.desk.live import CHANGES_MAX
from bot.flow.locale import zone
from bot.limits import BULK_CONVERSATIONS_MAX, SAVED_VIEWS_MAX
from bot.runtime import Runtime
from bot.store import inbox_counts, inbox_marks, listing
from bot.store.inbox_marks import SavedView
from bot.store.inbox_views import Filters
from bot.store.listing import NOTHING
from bot.web.console import inbox_list
from bot.web.console.filters import WORD_CHARS_MAX, read_filters, written
from bot.web.console.page import Form, Page, Visit
from bot.web.console.words import plural
from bot.web.problem import Problem

LIST: Final = "rows"
"""The part of the page that htmx asks for when it goes on."""
_MORNING: Final = time(9)


async def show_inbox(visit: Visit) -> Response:
    """The place where a working day begins."""
    wanted, after = read_filters(visit.query), visit.query.get("after", "")
    if not visit.query.get("view") and not wanted.narrowed and not after:
        wanted = await visit.runtime.database.look(_first_view, visit.agent.id)
    pane = await inbox_list.pane_of(visit, wanted=wanted, after=after)
    if visit.partial and after:
        return visit.part("console/_rows.html", inbox=pane)
    teaching = _teaching(visit) if pane.empty_house else {}
    return visit.page("console/inbox.html", title="Inbox", active="inbox", inbox=pane, **teaching)


def _first_view(conn: Connection, me: str) -> Filters:
    """Begin with what is one's own; else with what nobody has; else with all there is."""
    counts = inbox_counts.counts(conn, me)
    view = "mine" if counts.mine else "unassigned" if counts.unassigned else "all"
    return Filters(view)


async def show_rows(visit: Visit) -> Response:
    """Single rows as they are by now, with the tabs: those that are not answered with are not in the view any more."""
    ids = [id for id in visit.query.get("ids", "").split(",") if id]
    if len(ids) > CHANGES_MAX:
        raise Problem("invalid_field", "these are too many at once", param="ids", hint="load the list again")
    wanted = read_filters(visit.query)
    rows, beside = await inbox_list.rows_of(visit, ids, wanted, visit.query.get("open", ""))
    return visit.part("console/_fresh.html", rows=rows, **beside)


def _teaching(visit: Visit) -> Mapping[str, Any]:
    """What somebody needs whose phone number nobody has written to yet."""
    runtime = visit.runtime
    name, channel = next(iter(runtime.channels.items()))
    number = channel.number or ""
    code = segno.make(f"sms:{number}", error="m").svg_data_uri(scale=4, dark="#000", light="#fff") if number else ""
    webhook = f"{runtime.public_url}/webhooks/{name}"
    return {"webhook": webhook, "channel": channel, "number": number, "code": code, "simulator": _simulator(runtime)}


def _simulator(runtime: Runtime) -> bool:
    server = runtime.settings.server
    return server.loopback or server.simulator


# ── several at once ─────────────────────────────────────────────────────────────────────────────────────────────────

Act = Callable[[Runtime, str, Actor, str, datetime], Awaitable[object]]


async def _assign(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    assignee = {"me": actor.id, "nobody": None}.get(value, value)
    return await runtime.desk.assign(id, actor, assignee)


async def _snooze(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    return await runtime.desk.snooze(id, actor, until(value, now))


async def _close(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    return await runtime.desk.close(id, actor)


async def _reopen(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    return await runtime.desk.reopen(id, actor)


async def _label(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    return await runtime.desk.label(id, actor, add=[value])


async def _unlabel(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    return await runtime.desk.label(id, actor, remove=[value])


async def _read(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    return await runtime.database.run(inbox_marks.read, actor.id, id)


async def _unread(runtime: Runtime, id: str, actor: Actor, value: str, now: datetime) -> object:
    return await runtime.database.run(inbox_marks.unread, actor.id, id)


ACTS: Final[Mapping[str, tuple[Act, str, Role]]] = {
    "assign": (_assign, "assigned", Role.AGENT),
    "snooze": (_snooze, "snoozed", Role.AGENT),
    "close": (_close, "closed", Role.AGENT),
    "reopen": (_reopen, "opened again", Role.AGENT),
    "label": (_label, "labeled", Role.AGENT),
    "unlabel": (_unlabel, "without the label now", Role.AGENT),
    "read": (_read, "marked as read", Role.VIEWER),
    "unread": (_unread, "marked as unread", Role.VIEWER),
}
_WITH_VALUE: Final = frozenset({"assign", "snooze", "label", "unlabel"})


async def do_to_all(visit: Visit) -> Response:
    """Do one thing to every conversation that was chosen: each by itself, so that one that cannot holds up no other."""
    form = await visit.form()
    done, _, what = (form["do"] or form["what"]).partition(" ")
    value = " ".join((what or form["value"]).split())[:WORD_CHARS_MAX]
    ids = list(dict.fromkeys(id for given in form.all("id") for id in given.split(",") if id))
    back = f"/console/inbox{_kept_query(form)}"
    if done == "read_all":
        await visit.runtime.database.run(inbox_marks.read_everything, visit.agent.id)
        return visit.redirect(back, "Everything counts as read now.")
    if done not in ACTS or not ids or (done in _WITH_VALUE and not value):
        raise Problem("invalid_field", "choose conversations, and what is to be done with them", param="do")
    if len(ids) > BULK_CONVERSATIONS_MAX:
        raise Problem("invalid_field", f"choose at most {BULK_CONVERSATIONS_MAX} at once", param="id")
    act, word, role = ACTS[done]
    if not visit.agent.role.may(role):
        raise Problem("forbidden", f"this needs the role {role}", hint="an admin can change it, under Settings › Team")
    value = _local(visit, value) if done == "snooze" else value
    refused: Counter[str] = Counter()
    for id in ids:
        try:
            await act(visit.runtime, id, visit.actor, value, visit.now)
        except DeskError as error:
            refused[str(error)] += 1
    await list_again(visit.runtime, ids)
    said = f"{plural(len(ids) - refused.total(), 'conversation')} {word}."
    for reason, count in refused.most_common(3):
        said += f" {count} not: {reason}."
    if visit.partial:
        return Response(status_code=204, headers={"hx-trigger": "list-changed"})
    return visit.redirect(back, said)


async def list_again(runtime: Runtime, ids: list[str]) -> None:
    """Bring rows of the list up to date at once, for the page that is shown next; else they are a moment later."""
    await runtime.database.run(_list_again, ids)
    runtime.live.wake()


def _list_again(conn: Connection, ids: list[str]) -> None:
    listing.hold(conn)
    listing.bring_up_to_date(conn, dict.fromkeys(ids, NOTHING))


def _local(visit: Visit, value: str) -> str:
    """`tomorrow` and `monday` begin in the morning of whoever says so."""
    here = visit.now.astimezone(zone(visit.agent.timezone))
    days = {"tomorrow": 1, "monday": 7 - here.weekday()}.get(value)
    if days is None:
        return value
    morning = datetime.combine(here.date() + timedelta(days=days), _MORNING, here.tzinfo)
    return morning.isoformat()


def until(value: str, now: datetime) -> datetime | None:
    """Read until when something is put away: hours, a moment, or `reply` (until they write)."""
    if value == "reply":
        return None
    if value.isascii() and value.isdecimal() and len(value) < 5:
        return now + timedelta(hours=int(value))
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        detail = "say until when: a number of hours, a moment with its zone, or `reply`"
        raise Problem("invalid_field", detail, param="value") from error
    if moment.tzinfo is None or moment <= now or not in_reach(moment):
        raise Problem("invalid_field", "that moment has passed, or says no zone", param="value")
    return moment


def _kept_query(form: Form) -> str:
    return written(read_filters(QueryParams(form["query"].removeprefix("?"))))


# ── views that are kept ─────────────────────────────────────────────────────────────────────────────────────────────


async def keep_view(visit: Visit) -> Response:
    """Keep the filters that are set, under a name."""
    form = await visit.form()
    name = " ".join(form["name"].split())[:WORD_CHARS_MAX]
    wanted = read_filters(QueryParams(form["query"].removeprefix("?")))
    if not name:
        raise Problem("invalid_field", "give the view a name", param="name")
    runtime, agent = visit.runtime, visit.agent
    shared = bool(form["shared"]) and agent.role.may(Role.AGENT)
    view = SavedView(runtime.world.new_id("viw"), agent.id, shared, name, wanted.given(), visit.now)
    await runtime.database.run(_keep_view, view)
    return visit.redirect(f"/console/inbox{written(wanted)}", f"The view “{name}” is kept.")


def _keep_view(conn: Connection, view: SavedView) -> None:
    own = [one for one in inbox_marks.views(conn, view.owner) if one.owner == view.owner]
    if len(own) >= SAVED_VIEWS_MAX:
        raise Problem("invalid_field", f"you keep {SAVED_VIEWS_MAX} views already", param="name", hint="drop one first")
    inbox_marks.keep_view(conn, view)


async def drop_view(visit: Visit) -> Response:
    """Forget a view: one's own, or, for those who direct the work, anybody's."""
    owner = None if visit.agent.role.may(Role.SUPERVISOR) else visit.agent.id
    if not await visit.runtime.database.run(inbox_marks.drop_view, visit.path["view"], owner):
        raise Problem("not_found", "no view of yours has this id", param="view", hint="load the page again")
    here = urlsplit(visit.request.headers.get("referer", ""))
    return visit.redirect(f"/console/inbox{written(read_filters(QueryParams(here.query)))}", "The view is gone.")


PAGES: Final = (
    Page(method="GET", path="/console/inbox", role=Role.VIEWER, handler=show_inbox),
    Page(method="GET", path="/console/inbox/rows", role=Role.VIEWER, handler=show_rows, background=True),
    Page(method="POST", path="/console/inbox/bulk", role=Role.VIEWER, handler=do_to_all),
    Page(method="POST", path="/console/inbox/views", role=Role.VIEWER, handler=keep_view),
    Page(method="POST", path="/console/inbox/views/{view}/delete", role=Role.VIEWER, handler=drop_view),
)
