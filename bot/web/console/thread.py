"""The thread of a conversation, its composer, and what stands beside it: read in one transaction, shown in parts.

/console/inbox/{id}            the whole page, or the panes alone for htmx (`inbox.py`)
/console/inbox/{id}/items      what is older, or newer
/console/inbox/{id}/canned     canned replies, filled in for whoever it is
/console/inbox/{id}/next       what the bot would say if it were given back
/console/messages/{id}/why     why a message is what it is
/console/media/{id}/{n}        what came with a text, fetched by us
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Agent, Role
from bot.desk import canned as canned_replies
from bot.desk import reading
from bot.desk.canned import Filled
from bot.desk.reading import Item, Whole
from bot.desk.words import refusal
from bot.events import MessageClass
from bot.flow.locale import zone
from bot.inbox import wishes
from bot.inbox.wishes import Standing
from bot.limits import CANNED_SHOWN_MAX, THREAD_ENTRIES_A_PAGE
from bot.media import NotFetched, NotShown
from bot.outbox.compose import Saying, judge
from bot.runtime import Runtime
from bot.store import inbox_marks, traffic, users, writing
from bot.store.contacts import Contact
from bot.store.writing import NOTE, REPLY, Canned
from bot.web.console import composer, inbox_list, thread_view
from bot.web.console.composer import Count, Later, Night
from bot.web.console.filters import read_filters
from bot.web.console.page import Page, Visit
from bot.web.console.side import Side, side_of
from bot.web.console.thread_view import Reading, Shown
from bot.web.console.words import phone
from bot.web.problem import Problem
from bot.why import Reasons, why

SHOWABLE: Final = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"})
"""What a browser shows as a picture; all else is to be saved."""
MEDIA_POLICY: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composer:
    """What is needed to write."""

    kind: str
    """reply or note: which of the two is open."""
    reply: str
    note: str
    count: Count
    seen: int
    """The number of the last entry that the writer has seen."""
    barred: str
    """Why nothing may be sent; blank if something may."""
    later: tuple[Later, ...]
    night: Night | None
    conflict: tuple[Shown, ...] = ()
    """What somebody else has said meanwhile."""
    trouble: str = ""
    """Why what was written was not sent."""
    canned: tuple[tuple[Canned, Filled], ...] = ()
    """Shown as a list where the page has no script to open a menu."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """A conversation as an agent has it before them."""

    id: str
    query: str
    """Of the list beside it, with its `?`; it is carried along."""
    whole: Whole
    items: tuple[Shown, ...]
    before: int | None
    """From where older ones go on."""
    newest: int
    composer: Composer
    side: Side
    people: Mapping[str, str]
    """Agents who may be assigned or mentioned, by id."""
    sleep: tuple[Later, ...]
    states: tuple[str, ...]
    """Of the flow that is under way: where the bot may be sent to."""

    @property
    def held(self) -> bool:
        """Whether the bot is silent because somebody has taken over."""
        return self.whole.conversation.held

    @property
    def assignee(self) -> str:
        """Whose it is, by name; blank: nobody's."""
        id = self.whole.conversation.assignee
        return "" if id is None else self.people.get(id, id)


async def pane_of(visit: Visit, conversation_id: str, *, seen: int | None = None, **changes: Any) -> Pane:
    """Read all that is shown of a conversation; `changes` are those of its composer."""
    found = await visit.runtime.database.look(_read, visit, conversation_id, seen, changes)
    if found is None:
        raise Problem("not_found", f"no conversation has the id `{conversation_id}`", param="id")
    return found


def _read(
    conn: Connection, visit: Visit, conversation_id: str, seen: int | None, changes: Mapping[str, object]
) -> Pane | None:
    runtime, agent, now = visit.runtime, visit.agent, visit.now
    whole = reading.whole(conn, conversation_id, now)
    if whole is None:
        return None
    page = reading.thread(conn, conversation_id, limit=THREAD_ENTRIES_A_PAGE)
    everybody = users.everybody(conn)
    names = {user.id: user.name for user in everybody}
    how = reading_of(runtime, agent, whole.contact, names, now)
    shown = thread_view.show(page.items[::-1], how)
    if seen is not None:
        shown = list(thread_view.since_seen(shown, seen))
    standing = wishes.standing(conn, runtime.house, whole.contact.phone)
    drafts = writing.drafts(conn, agent.id, conversation_id)
    machine = None
    if whole.walk is not None:
        machine = runtime.library.current.versions.get((whole.walk.flow, whole.walk.version))
    return Pane(
        id=conversation_id,
        query=f"?{visit.request.url.query}" if visit.request.url.query else "",
        whole=whole,
        items=tuple(shown),
        before=page.next,
        newest=whole.newest,
        composer=_composer(visit, whole, drafts, standing, how, _with_canned(conn, visit, conversation_id, changes)),
        side=side_of(conn, runtime, whole, standing, now),
        people={user.id: user.name for user in everybody if user.disabled_at is None and user.role != Role.VIEWER},
        sleep=composer.sleep(now, how.here),
        states=() if machine is None else tuple(machine.flow.states),
    )


def _with_canned(conn: Connection, visit: Visit, id: str, changes: Mapping[str, object]) -> Mapping[str, object]:
    """Canned replies as buttons, where a page without a script has asked for them."""
    if "canned" not in visit.query or visit.partial or not visit.agent.role.may(Role.AGENT):
        return changes
    return {"canned": tuple(canned_for(conn, visit, id)), **changes}


def reading_of(runtime: Runtime, agent: Agent, person: Contact, names: Mapping[str, str], now: datetime) -> Reading:
    """By whose clocks a thread is read: the agent's own, and the customer's, else the business's."""
    return Reading(now=now, here=zone(agent.timezone), there=zone_of(runtime, person), me=agent.id, names=names)


def zone_of(runtime: Runtime, person: Contact) -> ZoneInfo:
    """The clock that somebody lives by, as far as it is known."""
    return zone(person.timezone or runtime.settings.business.timezone)


def _composer(
    visit: Visit,
    whole: Whole,
    drafts: Mapping[str, str],
    standing: Standing,
    how: Reading,
    changes: Mapping[str, object],
) -> Composer:
    reply, note = drafts.get(REPLY, ""), drafts.get(NOTE, "")
    made = {
        "kind": visit.query.get("write") or (NOTE if note and not reply else REPLY),
        "reply": reply,
        "note": note,
        "count": composer.count(reply),
        "seen": whole.newest,
        "barred": barred(whole, standing, visit.runtime),
        "canned": (),
        "later": composer.later(how.now, how.there),
        "night": composer.night(how.now, how.there),
    }
    return Composer(**{**made, **changes})  # type: ignore[arg-type]


def barred(whole: Whole, standing: Standing, runtime: Runtime) -> str:
    """Say why nothing may be sent to somebody; blank if something may."""
    channel = runtime.channels.get(whole.conversation.channel)
    if channel is None:
        return f"The settings have no channel {whole.conversation.channel} any more."
    saying = Saying("?", MessageClass.CONVERSATIONAL)
    verdict = judge(saying, suppressed=standing.suppression, channel=channel.name, unasked=False)
    sender = whole.conversation.number or channel.number or channel.name
    return refusal(verdict.reason or "", sender) if verdict.decision == "refuse" else ""


async def show_head(visit: Visit) -> Response:
    """The head of a thread alone: who speaks, whose it is, and what may be done."""
    return visit.part("console/_head.html", pane=await pane_of(visit, visit.path["id"]))


async def show_side(visit: Visit) -> Response:
    """What stands beside a thread."""
    return visit.part("console/_contact.html", pane=await pane_of(visit, visit.path["id"]))


# ── older and newer ─────────────────────────────────────────────────────────────────────────────────────────────────


async def show_items(visit: Visit) -> Response:
    """What is older than an entry (`before`), or newer (`after`), with how far the last messages got meanwhile."""
    id = visit.path["id"]
    before, after = _number(visit, "before"), _number(visit, "after")
    if before is None and after is None:
        raise Problem("invalid_field", "say `before` or `after`", param="before")
    if not visit.partial and before is not None:
        older = await visit.runtime.database.look(_older, visit, id, before)
        return visit.page("console/older.html", title="Older messages", active="inbox", **older)
    if before is not None:
        return visit.part("console/_older.html", **await visit.runtime.database.look(_older, visit, id, before))
    return visit.part("console/_newer.html", **await visit.runtime.database.look(_newer, visit, id, after or 0))


def _older(conn: Connection, visit: Visit, id: str, before: int) -> dict[str, Any]:
    whole = _known(conn, visit, id)
    page = reading.thread(conn, id, before=before, limit=THREAD_ENTRIES_A_PAGE)
    how = reading_of(visit.runtime, visit.agent, whole.contact, _names(conn), visit.now)
    return {"id": id, "items": thread_view.show(page.items[::-1], how), "before": page.next}


def _newer(conn: Connection, visit: Visit, id: str, after: int) -> dict[str, Any]:
    whole = _known(conn, visit, id)
    how = reading_of(visit.runtime, visit.agent, whole.contact, _names(conn), visit.now)
    recent = thread_view.show(reading.thread(conn, id, limit=THREAD_ENTRIES_A_PAGE).items[::-1], how)
    known = [one for one in recent if one.seq <= after]
    fresh = thread_view.show(reading.since(conn, id, after), how, known[-1].at if known else None)
    shown = set(visit.query.getlist("open"))
    ids = {token.partition(".")[0] for token in shown}
    changed = [one for one in known if one.sent and one.sent.id in ids and one.sent.token not in shown]
    return {"id": id, "items": fresh, "newest": whole.newest, "recent": recent, "changed": changed}


def _known(conn: Connection, visit: Visit, id: str) -> Whole:
    whole = reading.whole(conn, id, visit.now)
    if whole is None:
        raise Problem("not_found", f"no conversation has the id `{id}`", param="id")
    return whole


def _names(conn: Connection) -> dict[str, str]:
    return {user.id: user.name for user in users.everybody(conn)}


def _number(visit: Visit, name: str) -> int | None:
    given = visit.query.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


def newer_shown(conn: Connection, visit: Visit, person: Contact, newer: Sequence[Item]) -> tuple[Shown, ...]:
    """Put what somebody else has said meanwhile into words."""
    return tuple(thread_view.show(newer, reading_of(visit.runtime, visit.agent, person, _names(conn), visit.now)))


# ── canned replies ──────────────────────────────────────────────────────────────────────────────────────────────────


async def show_canned(visit: Visit) -> Response:
    """Canned replies that hold what was typed, filled in for whoever the conversation is with."""
    found = await visit.runtime.database.look(canned_for, visit, visit.path["id"], visit.query.get("q", ""))
    return visit.part("console/_canned.html", canned=found)


def canned_for(conn: Connection, visit: Visit, id: str, wanted: str = "") -> list[tuple[Canned, Filled]]:
    """Return the agent's own canned replies and the team's, filled in; those whose shortcut begins with it first."""
    whole, business = _known(conn, visit, id), visit.runtime.house.business
    agent = canned_replies.agent_names(visit.agent.name, visit.agent.email)
    typed = wanted.casefold()
    rows = [row for row in writing.canned(conn, visit.agent.id) if typed in f"{row.shortcut} {row.text}".casefold()]
    rows.sort(key=lambda row: not row.shortcut.startswith(typed))
    return [
        (row, canned_replies.fill(row.text, whole.contact, agent, business, visit.now))
        for row in rows[:CANNED_SHOWN_MAX]
    ]


async def show_mentions(visit: Visit) -> Response:
    """Colleagues whose names hold what was typed."""
    names = await visit.runtime.database.look(_names)
    found = composer.matching(visit.query.get("q", ""), names.values())
    return visit.part("console/_mentions.html", people=[(name, composer.handle(name)) for name in found[:8]])


# ── one message ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_why(visit: Visit) -> Response:
    """Everything that explains one message."""
    id, runtime = visit.path["id"], visit.runtime
    reasons: Reasons | None = await runtime.database.run(why, id, runtime.sealer)
    if reasons is None:
        raise Problem("not_found", f"no message has the id `{id}`", param="id")
    if visit.partial:
        return visit.part("console/_why.html", why=reasons)
    return visit.page("console/why.html", title="Why this message", active="inbox", why=reasons)


async def show_media(visit: Visit) -> Response:
    """What came with a text. The browser never asks the address that a stranger named: we do, and look what it is."""
    given, number = visit.path["id"].removeprefix("in_"), visit.path["n"]
    known = given.isascii() and given.isdecimal() and len(given) < 19
    text = await visit.runtime.database.run(traffic.text, int(given)) if known else None
    if text is None or not number.isascii() or not number.isdecimal() or int(number[:4]) >= len(text.media):
        raise Problem("not_found", "there is no such attachment", hint="providers and we keep them for some time only")
    try:
        kind, content = await visit.runtime.media.open(text.channel, text.provider_id, text.media[int(number)])
    except NotFetched as error:
        raise Problem("media_unavailable", str(error)) from error
    except NotShown as error:
        raise Problem("media_refused", str(error)) from error
    shown = kind.media_type in SHOWABLE and "save" not in visit.query
    name = f'filename="in_{text.seq}-{number}.{kind.suffix}"'
    headers = {
        "content-disposition": f"{'inline' if shown else 'attachment'}; {name}",
        "content-security-policy": MEDIA_POLICY,
        "cache-control": "private, max-age=3600",
    }
    return Response(content, headers=headers, media_type=kind.media_type)


async def show_thread(visit: Visit) -> Response:
    """A conversation: what was said, where to answer, and who it is."""
    id, database = visit.path["id"], visit.runtime.database
    seen = await database.look(inbox_marks.read_up_to, visit.agent.id, id)
    pane = await pane_of(visit, id, seen=seen)
    await database.run(inbox_marks.read, visit.agent.id, id)
    visit.runtime.live.recount()
    visit.runtime.live.wake()
    if visit.partial:
        return visit.part("console/_open.html", pane=pane)
    beside = await inbox_list.pane_of(visit, wanted=read_filters(visit.query), open_id=id)
    name = pane.whole.contact.name or phone(pane.whole.contact.phone, masked=not visit.agent.role.may(Role.AGENT))
    return visit.page("console/thread.html", title=name, active="inbox", pane=pane, inbox=beside)


PAGES: Final = (
    Page(method="GET", path="/console/inbox/{id}", role=Role.VIEWER, handler=show_thread),
    Page(method="GET", path="/console/inbox/{id}/head", role=Role.VIEWER, handler=show_head, background=True),
    Page(method="GET", path="/console/inbox/{id}/side", role=Role.VIEWER, handler=show_side, background=True),
    Page(method="GET", path="/console/inbox/{id}/items", role=Role.VIEWER, handler=show_items, background=True),
    Page(method="GET", path="/console/inbox/{id}/canned", role=Role.AGENT, handler=show_canned),
    Page(method="GET", path="/console/inbox/{id}/mentions", role=Role.AGENT, handler=show_mentions),
    Page(method="GET", path="/console/messages/{id}/why", role=Role.VIEWER, handler=show_why),
    Page(method="GET", path="/console/media/{id}/{n}", role=Role.VIEWER, handler=show_media),
)
