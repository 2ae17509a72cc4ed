"""What agents do in a conversation, each a form of its own: done by the desk, then the page as it is by then.

    with htmx     the parts that have changed, and `desk-news` for whatever of the page listens
    without       303 back to the conversation, with a word about what was done

What is refused keeps what was written: it is a draft before anything else is tried.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from starlette.responses import Response

from bot.accounts import Role
from bot.desk import Conflict, DeskError, Refused, Stale, Unknown
from bot.desk.speaking import Way
from bot.flow.locale import zone
from bot.limits import DRAFT_CHARS_MAX, NOTE_CHARS_MAX, UNDO_S
from bot.store import inbox_views, writing
from bot.store.clean import storable
from bot.store.writing import NOTE, REPLY
from bot.web.console import composer, thread
from bot.web.console.filters import read_filters
from bot.web.console.inbox import list_again
from bot.web.console.page import Form, Page, Visit
from bot.web.console.thread import pane_of
from bot.web.problem import Problem

NEWS: Final = {"hx-trigger": "desk-news"}
"""What stands elsewhere on the page asks for itself anew."""
SENT: Final = {"hx-trigger": "desk-news, desk-sent"}

_BAD: Final = 400
_CONFLICT: Final = 409
_REFUSED: Final = 422


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────────────────


async def write(visit: Visit) -> Response:
    """Send a reply, now or later, or write a note: whichever of the two is open."""
    form, id = await visit.form(), visit.path["id"]
    kind = NOTE if form["kind"] == NOTE else REPLY
    text = _text(form, kind)
    await _keep(visit, id, kind, text)
    if not text.strip():
        return await _composer(visit, kind, status=_REFUSED, trouble="There is nothing to send yet.")
    try:
        said = await (_note(visit, id, text) if kind == NOTE else _reply(visit, id, text, form))
    except Conflict as conflict:
        person = (await pane_of(visit, id)).whole.contact
        newer = await visit.runtime.database.run(thread.newer_shown, visit, person, conflict.newer)
        return await _composer(visit, kind, status=_CONFLICT, conflict=newer)
    except Refused as refused:
        return await _composer(visit, kind, status=_REFUSED, trouble=refused.detail)
    except Unknown as unknown:
        raise Problem("not_found", str(unknown)) from unknown
    await _keep(visit, id, kind, "")
    if not visit.partial:
        return visit.redirect(_back(visit), said)
    return await _composer(visit, kind, headers=SENT)


async def _reply(visit: Visit, id: str, text: str, form: Form) -> str:
    send_at = _send_at(await pane_of(visit, id), form, visit) if form["at"] or form["later"] else None
    seen = form["anyway"] or form["seen"]
    await visit.runtime.desk.reply(
        id,
        visit.actor,
        text,
        seen=int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 19 else None,
        send_at=send_at,
        undo_s=0 if send_at else UNDO_S,
    )
    return "Scheduled." if send_at else "Sent."


def _send_at(pane: thread.Pane, form: Form, visit: Visit) -> datetime | None:
    """When it shall go: one of the times that were proposed, or the customer's own clock as it was typed."""
    chosen = form["later"]
    if chosen == "now":
        return None
    there = thread.zone_of(visit.runtime, pane.whole.contact)
    at = composer.read_time(form["at"] if chosen in ("", "at") else chosen, there)
    if at is None:
        raise Refused("invalid", "That is no time. Choose one, or write it as 2026-03-06T09:00, by their clock.")
    if at <= visit.now:
        raise Refused("past", "That time is over. Choose a later one, or send it now.")
    return at


async def _note(visit: Visit, id: str, text: str) -> str:
    pane = await pane_of(visit, id)
    await visit.runtime.desk.note(id, visit.actor, text, composer.mentioned(text, pane.people))
    return "Noted."


async def keep_draft(visit: Visit) -> Response:
    """Keep what is being written, and say what it would cost."""
    form, id = await visit.form(), visit.path["id"]
    for kind in (REPLY, NOTE):
        if kind in form:
            await _keep(visit, id, kind, _text(form, kind))
    if not visit.partial:
        return visit.redirect(_back(visit), "Draft kept.")
    return visit.part("console/_counter.html", count=composer.count(_text(form, REPLY)), cnv_id=id)


async def insert(visit: Visit) -> Response:
    """Put a canned reply, filled in, behind what was written; for pages without a script."""
    form, id = await visit.form(), visit.path["id"]
    filled = await visit.runtime.database.run(thread.canned_for, visit, id)
    text = next((shown.text for canned, shown in filled if canned.id == form["insert"]), "")
    written = _text(form, REPLY).rstrip()
    await _keep(visit, id, REPLY, f"{written} {text}".strip())
    return visit.redirect(_back(visit))


async def spell_cheaper(visit: Visit) -> Response:
    """Write a reply with characters that cost less."""
    form, id = await visit.form(), visit.path["id"]
    await _keep(visit, id, REPLY, composer.cheaper(_text(form, REPLY)))
    return await _composer(visit, REPLY) if visit.partial else visit.redirect(_back(visit))


def _text(form: Form, kind: str) -> str:
    """What was written: with the line ends of texts and not of forms, and nothing that no database takes."""
    limit = NOTE_CHARS_MAX if kind == NOTE else DRAFT_CHARS_MAX
    return str(storable(form[kind].replace("\r\n", "\n")))[:limit]


async def _keep(visit: Visit, id: str, kind: str, text: str) -> None:
    await visit.runtime.database.run(writing.keep_draft, visit.agent.id, id, kind, text, visit.now)


async def _composer(
    visit: Visit, kind: str, *, status: int = 200, headers: dict[str, str] | None = None, **changes: Any
) -> Response:
    pane = await pane_of(visit, visit.path["id"], kind=kind, **changes)
    if visit.partial:
        response = visit.part("console/_composer.html", status=status, pane=pane)
    else:
        response = visit.page("console/thread.html", title=_name(pane), active="inbox", status=status, pane=pane)
    response.headers.update(headers or {})
    return response


def _name(pane: thread.Pane) -> str:
    return pane.whole.contact.name or pane.whole.contact.phone


# ── taking back ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def cancel(visit: Visit) -> Response:
    """Take a message back that has not left; what it said is a draft again."""
    id, message = visit.path["id"], visit.path["message"]
    runtime = visit.runtime
    pane = await pane_of(visit, id)
    item = next((one for one in pane.items if one.sent is not None and one.sent.id == message), None)
    try:
        await runtime.desk.cancel(message, visit.actor)
    except Refused as refused:
        return await _told(visit, refused.detail, status=_CONFLICT)
    except Unknown as unknown:
        raise Problem("not_found", str(unknown)) from unknown
    if item is not None and item.kind == "agent" and not pane.composer.reply.strip():
        await _keep(visit, id, REPLY, item.head + item.rest)
    return await _told(visit, "Taken back. It was not sent, and is a draft again.")


# ── who speaks ──────────────────────────────────────────────────────────────────────────────────────────────────────


async def take_over(visit: Visit) -> Response:
    """Silence the bot."""
    form, id = await visit.form(), visit.path["id"]
    return await _done(visit, lambda: visit.runtime.desk.take_over(id, visit.actor, _epoch(form)))


async def hand_back(visit: Visit) -> Response:
    """Let the bot go on: at its question, anew, or at a state."""
    form, id = await visit.form(), visit.path["id"]
    how, state = _way(form["how"], form["state"])
    return await _done(visit, lambda: visit.runtime.desk.hand_back(id, visit.actor, how, state, _epoch(form)))


async def resume(visit: Visit) -> Response:
    """Let the bot go on by itself in some minutes, or not any more."""
    form, id = await visit.form(), visit.path["id"]
    minutes = form["minutes"]
    known = minutes.isascii() and minutes.isdecimal() and 0 < len(minutes) < 5
    at = visit.now + timedelta(minutes=int(minutes)) if known else None
    return await _done(visit, lambda: visit.runtime.desk.resume_at(id, visit.actor, at, _epoch(form)))


async def show_next(visit: Visit) -> Response:
    """What the bot would say if it were given back."""
    how, state = _way(visit.query.get("how", ""), visit.query.get("state", ""))
    try:
        shown = await visit.runtime.desk.preview(visit.path["id"], how=how, state=state)
    except Unknown as unknown:
        raise Problem("not_found", str(unknown)) from unknown
    return visit.part("console/_next.html", preview=shown)


def _way(how: str, state: str) -> tuple[Way, str | None]:
    match how:
        case "state":
            return "state", state or None
        case "restart":
            return "restart", None
    return "continue", None


def _epoch(form: Form) -> int | None:
    given = form["epoch"]
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


# ── whose it is ─────────────────────────────────────────────────────────────────────────────────────────────────────


async def assign(visit: Visit) -> Response:
    """Say whose work it is; blank: nobody's."""
    form, id = await visit.form(), visit.path["id"]
    assignee = form["assignee"] or None
    if assignee is not None and assignee not in (await pane_of(visit, id)).people:
        raise Problem("invalid_field", "nobody of the team has this id", param="assignee")
    return await _done(visit, lambda: visit.runtime.desk.assign(id, visit.actor, assignee))


async def snooze(visit: Visit) -> Response:
    """Put it away until a time by the agent's own clock, or until they write."""
    form, id = await visit.form(), visit.path["id"]
    chosen = form["until"]
    until = None
    if chosen != "reply":
        until = composer.read_time(form["at"] if chosen == "at" else chosen, zone(visit.agent.timezone))
        if until is None or until <= visit.now:
            return await _told(visit, "Choose a time that is still to come.", status=_REFUSED)
    return await _done(visit, lambda: visit.runtime.desk.snooze(id, visit.actor, until))


async def close(visit: Visit) -> Response:
    """End it, and go on to the next one if that is wanted."""
    form, id = await visit.form(), visit.path["id"]
    following = form["next"]
    wanted = read_filters(visit.query)
    beside = await visit.runtime.database.look(inbox_views.beside, id, wanted, visit.agent.id) if following else None
    done = await _done(visit, lambda: visit.runtime.desk.close(id, visit.actor))
    if following and done.status_code < _BAD:
        await list_again(visit.runtime, [id])
        query = f"?{visit.request.url.query}" if visit.request.url.query else ""
        return visit.redirect(f"/console/inbox{f'/{beside}' if beside else ''}{query}", "Closed.")
    return done


async def reopen(visit: Visit) -> Response:
    """Bring it back."""
    return await _done(visit, lambda: visit.runtime.desk.reopen(visit.path["id"], visit.actor))


async def label(visit: Visit) -> Response:
    """Put a label on, or take one off."""
    form, id = await visit.form(), visit.path["id"]
    add = [word.strip()[:40] for word in form["add"].split(",") if word.strip()]
    remove = [form["remove"]] if form["remove"] else []
    return await _done(visit, lambda: visit.runtime.desk.label(id, visit.actor, add, remove))


async def block(visit: Visit) -> Response:
    """Answer them no longer, or again."""
    form, id = await visit.form(), visit.path["id"]
    return await _done(visit, lambda: visit.runtime.desk.block(id, visit.actor, on=form["on"] != "no"))


# ── how ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


async def _done(visit: Visit, act: Callable[[], Awaitable[object]]) -> Response:
    """Do it, and show the conversation as it is then; what was refused is said in it."""
    try:
        await act()
    except Stale:
        return await _told(visit, "Somebody has taken it over or handed it back since. Look again.", status=412)
    except Unknown as unknown:
        raise Problem("not_found", str(unknown)) from unknown
    except (Refused, DeskError) as refused:
        return await _told(visit, getattr(refused, "detail", str(refused)), status=_CONFLICT)
    return await _told(visit, "")


async def _told(visit: Visit, words: str, *, status: int = 200) -> Response:
    if not visit.partial:
        await list_again(visit.runtime, [visit.path["id"]])
        return visit.redirect(_back(visit), words)
    trouble: dict[str, Any] = {"trouble": words, "kind": "head"} if status >= _BAD else {}
    response = visit.part("console/_thread.html", status=status, pane=await pane_of(visit, visit.path["id"], **trouble))
    response.headers.update(NEWS)
    return response


def _back(visit: Visit) -> str:
    """The conversation itself, with the list beside it as it was."""
    query = visit.request.url.query
    return f"/console/inbox/{visit.path['id']}{f'?{query}' if query else ''}"


def _act(name: str, handler: Callable[[Visit], Awaitable[Response]], **more: Any) -> Page:
    return Page(method="POST", path=f"/console/inbox/{{id}}/{name}", role=Role.AGENT, handler=handler, **more)


PAGES: Final = (
    _act("write", write),
    _act("draft", keep_draft, background=True),
    _act("insert", insert),
    _act("cheaper", spell_cheaper),
    _act("messages/{message}/cancel", cancel),
    _act("take-over", take_over),
    _act("hand-back", hand_back),
    _act("resume", resume),
    _act("assign", assign),
    _act("snooze", snooze),
    _act("close", close),
    _act("reopen", reopen),
    _act("label", label),
    _act("block", block),
    Page(method="GET", path="/console/inbox/{id}/next", role=Role.AGENT, handler=show_next),
)
