"""What pages are told while they are open: one stream of server-sent events a tab, and who else is here.

    GET /console/live?topics=list,cnv_…&since=17&view=mine&…

    id: 18                                     the newest version that was told; a stream that breaks goes on from there
    event: list
    data: {"shown": ["cnv_1"], "others": []}   changed, and in the view that is watched, or not (any more)

    event: conversation
    data: {"id": "cnv_1"}                      something new in it

    event: presence
    data: {"id": "cnv_1", "who": [{"name": "Ana", "doing": "typing"}]}

    event: everything                          too much has changed to say what

An event says what has changed and nothing of what it says: the page asks for that, and is asked who it is.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, Final

from starlette.responses import Response, StreamingResponse

from bot.accounts import Role
from bot.desk.live import Full, Told
from bot.limits import LIVE_TOPICS_MAX
from bot.store import inbox_marks
from bot.web.console.filters import read_filters
from bot.web.console.page import Page, Visit
from bot.web.problem import Problem

BEAT_S: Final = 15.0
"""So often something is sent, lest somebody in between takes the line for dead."""
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
    try:
        async with runtime.live.watch(agent.id, view, conversations, _since(visit)) as watcher:
            yield "retry: 2000\n\n"
            while not watcher.over:
                told = await watcher.next(BEAT_S)
                if told is not None:
                    yield "".join(_written(told))
                    continue
                if await runtime.accounts.sessions.find(visit.cookies.session, background=True) is None:
                    break
                yield f": {watcher.version}\n\n"
    except Full:
        yield "event: full\ndata: {}\n\n"


def _since(visit: Visit) -> int:
    """Up to where the page knows: what it heard last, else as of when it was made."""
    for given in (visit.request.headers.get("last-event-id", ""), visit.query.get("since", "")):
        if given.isascii() and given.isdecimal() and len(given) < 19:
            return int(given)
    return 0


def _written(told: Told) -> Iterator[str]:
    if told.everything:
        yield _event("everything", {}, told.version)
    elif told.shown or told.others:
        yield _event("list", {"shown": told.shown, "others": told.others}, told.version)
    for id in told.opened:
        yield _event("conversation", {"id": id}, told.version)
    for id, present in told.present:
        yield _event("presence", {"id": id, "who": [{"name": one.name, "doing": one.doing} for one in present]}, 0)


def _event(name: str, data: dict[str, Any], version: int) -> str:
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"{f'id: {version}' if version else ':'}\nevent: {name}\ndata: {written}\n\n"


async def be_here(visit: Visit) -> Response:
    """Somebody looks at a conversation, or writes in it; who looks at it has read it."""
    form = await visit.form()
    id, doing = form["conversation"], form["doing"]
    if doing not in DOING or not id or len(id) > ID_CHARS_MAX:
        raise Problem("invalid_field", "say which conversation, and viewing, typing or gone", param="doing")
    visit.runtime.live.be_present(id, visit.agent.id, visit.agent.name, doing)
    if doing != "gone" and form["read"]:
        await visit.runtime.database.run(inbox_marks.read, visit.agent.id, id)
    return Response(status_code=204)


PAGES: Final = (
    Page(method="GET", path="/console/live", role=Role.VIEWER, handler=stream, background=True),
    Page(method="POST", path="/console/presence", role=Role.VIEWER, handler=be_here, background=True),
)
