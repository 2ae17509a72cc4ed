"""What pages are told while they are open: one stream of server-sent events a tab, and who else is here.

    GET /console/live?topics=list,cnv_…&since=17&view=mine&…

    id: 18                                     the newest version that was told; a stream that breaks goes on from there
    event: list
    data: {"shown": ["<a …>"], "gone": ["cnv_2"]}       rows of the view that is watched, as they are by now; and
                                                        what is not in it (any more)

    event: counts
    data: {"counts": {"mine": "3", …}, "needs": 1, "unread": 2}

    event: conversation
    data: {"id": "cnv_1"}                      something new in it: the page asks for that

    event: presence
    data: {"id": "cnv_1", "who": [{"name": "Ana", "doing": "typing"}]}

    event: everything                          too much has changed to say what

A row is written once for all pages on which it looks the same: it depends on whether numbers are masked, on the zone,
and on whether it was read. Who may see which rows is decided in the look that finds them, along with whether the
session is still good; where the address of a row leads besides, the page knows by itself.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from starlette.responses import Response, StreamingResponse

from bot.accounts import Role
from bot.desk.live import Full
from bot.desk.news import Fresh
from bot.desk.watching import Sight, Told
from bot.limits import LIVE_TOPICS_MAX
from bot.store import inbox_marks
from bot.store.inbox_counts import Tally
from bot.store.inbox_views import VIEWS
from bot.web.console import inbox_list
from bot.web.console.filters import read_filters
from bot.web.console.page import Page, Visit
from bot.web.problem import Problem

BEAT_S: Final = 15.0
"""So often something is sent, lest somebody in between takes the line for dead."""
ROW_PAUSE_S: Final = 0.01
"""Nobody reads more than a hundred rows a second; what changes meanwhile is told as it is then."""
HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}
ID_CHARS_MAX: Final = 64
DOING: Final = ("viewing", "typing", "gone")


async def stream(visit: Visit) -> Response:
    """Tell a page what changes, until it goes away."""
    topics = [topic for topic in visit.query.get("topics", "").split(",") if topic]
    if not topics or len(topics) > LIVE_TOPICS_MAX:
        raise Problem("invalid_field", "say what to watch: `list`, or ids of conversations", param="topics")
    return StreamingResponse(_events(visit, topics), media_type="text/event-stream", headers=HEADERS)


async def _events(visit: Visit, topics: list[str]) -> AsyncIterator[str]:
    runtime, agent = visit.runtime, visit.agent
    view = read_filters(visit.query) if "list" in topics else None
    conversations = [topic for topic in topics if topic != "list"]
    sight = Sight(agent.session_id, agent.role, agent.timezone)
    try:
        async with runtime.live.watch(agent.id, view, conversations, _since(visit), sight) as watcher:
            yield "retry: 2000\n\n"
            while not watcher.over:
                told = await watcher.next(BEAT_S)
                if told is not None:
                    yield "".join(_written(visit, told))
                    await asyncio.sleep(len(told.shown) * ROW_PAUSE_S)
                    continue
                if await runtime.accounts.sessions.find(visit.cookies.session, background=True) is None:
                    break
                yield f": {watcher.version}\n\n"
    except Full:
        yield "event: full\ndata: {}\n\n"


def _since(visit: Visit) -> int | None:
    """Up to where the page knows: what it heard last, else as of when it was made."""
    for given in (visit.request.headers.get("last-event-id", ""), visit.query.get("since", "")):
        if given.isascii() and given.isdecimal() and len(given) < 19:
            return int(given)
    return None


def _written(visit: Visit, told: Told) -> Iterator[str]:
    if told.everything:
        yield _event("everything", "{}", told.version)
    elif told.shown or told.gone:
        shown = ",".join(_row(visit, fresh) for fresh in told.shown)
        yield _event("list", f'{{"shown":[{shown}],"gone":{_json(told.gone)}}}', told.version)
    if told.tally is not None:
        yield _event("counts", _json(_counts(told.tally)))
    for id in told.opened:
        yield _event("conversation", _json({"id": id}), told.version)
    for id, present in told.present:
        who = [{"name": one.name, "doing": one.doing} for one in present]
        yield _event("presence", _json({"id": id, "who": who}))


def _row(visit: Visit, fresh: Fresh) -> str:
    """Write a row, if nobody to whom it looks the same has yet."""
    agent = visit.agent
    unread = fresh.unread(agent.id)
    seen_as = agent.role.may(Role.AGENT), agent.timezone, unread
    if seen_as not in fresh.written:
        row = fresh.row._replace(unread=unread)
        one = inbox_list.in_words(visit.runtime, row, fresh.kept, fresh.names, fresh.at)
        fresh.written[seen_as] = _json(visit.text("console/_fresh_row.html", one=one))
    return fresh.written[seen_as]


def _counts(tally: Tally) -> dict[str, Any]:
    counts = {view: inbox_list.number(getattr(tally.counts, view)) for view in VIEWS}
    return {"counts": counts, "needs": tally.counts.needs, "unread": tally.unread}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _event(name: str, data: str, version: int = 0) -> str:
    return f"{f'id: {version}' if version else ':'}\nevent: {name}\ndata: {data}\n\n"


async def be_here(visit: Visit) -> Response:
    """Somebody looks at a conversation, or writes in it; who looks at it has read it."""
    form = await visit.form()
    id, doing = form["conversation"], form["doing"]
    if doing not in DOING or not id or len(id) > ID_CHARS_MAX:
        raise Problem("invalid_field", "say which conversation, and viewing, typing or gone", param="doing")
    live = visit.runtime.live
    live.be_present(id, visit.agent.id, visit.agent.name, doing)
    if doing != "gone" and form["read"]:
        await visit.runtime.database.run(inbox_marks.read, visit.agent.id, id)
        live.recount()
    return Response(status_code=204)


PAGES: Final = (
    Page(method="GET", path="/console/live", role=Role.VIEWER, handler=stream, background=True),
    Page(method="POST", path="/console/presence", role=Role.VIEWER, handler=be_here, background=True),
)
