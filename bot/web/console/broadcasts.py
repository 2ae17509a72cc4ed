"""Broadcasts in the console: the list, one with how it does, a draft to be looked over, and stopping it.

A broadcast is written (`broadcast_writing`), becomes a draft, is looked over, and begins when somebody types to how
many people it goes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.broadcasts import Plan, Recorded, WrongState
from bot.broadcasts.foresee import Outlook, foresee
from bot.broadcasts.service import DRAFT
from bot.events import Json
from bot.store import broadcasts as store
from bot.store.broadcasts import Broadcast as Kept
from bot.web.api.broadcast_shapes import Broadcast, BroadcastResults, recipient_of
from bot.web.api.broadcasts import results
from bot.web.console.page import Page, Visit
from bot.web.problem import Problem

ARRIVES: Final = "What was on its way arrives all the same."
PATH: Final = "/console/broadcasts"
ONE: Final = f"{PATH}/{{id}}"
ROWS: Final = 50
TABS: Final = ("", "draft", "scheduled", "running", "paused", "done", "canceled")
TONES: Final = {"running": "accent", "scheduled": "note", "paused": "warn", "done": "good", "canceled": "bad"}
DELIVERED: Final = ("delivered", "read")
SENT: Final = ("accepted", "sent", "delivered", "read", "undelivered", "failed", "unknown")
FAILED: Final = ("undelivered", "failed", "rejected", "unknown")


async def show_list(visit: Visit) -> Response:
    """Every broadcast, the newest first."""
    state = visit.query.get("state", "")
    before = visit.query.get("after") or None
    rows = await visit.runtime.database.run(
        store.page, state=state if state in TABS and state else None, before=before, limit=ROWS + 1
    )
    shown = [Broadcast.of(row) for row in rows[:ROWS]]
    context: dict[str, Any] = {
        "rows": shown,
        "state": state,
        "tabs": TABS,
        "tones": TONES,
        "following": rows[ROWS - 1].id if len(rows) > ROWS else "",
        "moving": any(one.state in ("running", "scheduled") for one in shown),
    }
    if visit.partial:
        return visit.part("console/broadcasts/_rows.html", **context)
    return visit.page("console/broadcasts/list.html", title="Broadcasts", active="broadcasts", **context)


async def show_one(visit: Visit) -> Response:
    """One: to be looked over while it is a draft, else how far it is and how it does."""
    kept = await _kept(visit)
    if kept.state == DRAFT:
        return await _draft(visit, kept)
    if visit.partial:
        return visit.part("console/broadcasts/_progress.html", **await _figures(visit))
    context = await _figures(visit) | {"people": await _people(visit, kept)}
    return visit.page("console/broadcasts/one.html", title=kept.name, active="broadcasts", **context)


async def start(visit: Visit) -> Response:
    """Begin a draft: only for who has typed to how many people it goes."""
    form, kept = await visit.form(), await _kept(visit)
    if kept.state != DRAFT:
        return visit.redirect(f"{PATH}/{kept.id}")
    people = int(form["people"]) if form["people"].isdecimal() and len(form["people"]) < 10 else -1
    seen = await _outlook(visit, kept)
    if people != seen.people:
        trouble = (
            f"It goes to {seen.people}, not to {form['people'][:20] or 'nobody'}: type the number as it stands here."
        )
        return await _draft(visit, kept, seen, trouble)
    return await _act(visit, Recorded.resume, "It has begun.")


async def pause(visit: Visit) -> Response:
    """Stop for now."""
    return await _act(visit, Recorded.pause, f"It stands still. {ARRIVES}")


async def resume(visit: Visit) -> Response:
    """Go on with what was paused."""
    kept = await _kept(visit)
    if kept.state == DRAFT:
        return visit.redirect(f"{PATH}/{kept.id}")
    return await _act(visit, Recorded.resume, "It goes on.")


async def cancel(visit: Visit) -> Response:
    """Stop for good."""
    return await _act(visit, Recorded.cancel, f"It is canceled. {ARRIVES}")


async def _act(visit: Visit, act: Callable[[Recorded, Connection, str], object], said: str) -> Response:
    id, recorded = visit.path["id"], recorded_for(visit)
    try:
        if await visit.runtime.database.run(lambda conn: act(recorded, conn, id)) is None:
            raise _unknown(id)
    except WrongState as error:
        raise Problem("wrong_state", str(error), hint="somebody else may have changed it just now") from None
    visit.runtime.wake()
    return visit.redirect(f"{PATH}/{id}", said)


def recorded_for(visit: Visit) -> Recorded:
    """The broadcasts, for who is at the browser."""
    return Recorded(visit.runtime.broadcasts, visit.caller, visit.now)


async def _draft(visit: Visit, kept: Kept, seen: Outlook | None = None, trouble: str = "") -> Response:
    seen = seen or await _outlook(visit, kept)
    return visit.page(
        "console/broadcasts/draft.html",
        title=kept.name,
        active="broadcasts",
        status=422 if trouble else 200,
        one=Broadcast.of(kept),
        plan=Plan.read(kept.plan),
        seen=seen,
        trouble=trouble,
        tones=TONES,
    )


async def _outlook(visit: Visit, kept: Kept) -> Outlook:
    """What would become of a draft, by what is known now."""
    plan, runtime = Plan.read(kept.plan), visit.runtime
    people = None if plan.audience is not None else await runtime.database.run(_of_file, kept.id)
    return await foresee(runtime.database, runtime.house, plan, people, visit.now)


def _of_file(conn: Connection, id: str) -> list[tuple[str, dict[str, Json]]]:
    people: list[tuple[str, dict[str, Json]]] = []
    number = 0
    while (part := store.part(conn, id, number)) is not None:
        people += [(phone, data) for phone, data in part]
        number += 1
    return people


async def _figures(visit: Visit) -> dict[str, Any]:
    """How far it is, and how it does."""
    shown = await visit.runtime.database.run(results, visit.runtime.broadcasts.counted, visit.path["id"])
    return {"one": shown, "tones": TONES, "bars": _bars(shown), "variants": _variants(shown)}


def _bars(shown: BroadcastResults) -> list[tuple[str, str, int]]:
    """Name, tone and number of each stretch of the bar."""
    counts = shown.counts
    sent = sum(counts.get(status, 0) for status in SENT)
    delivered = sum(counts.get(status, 0) for status in DELIVERED)
    failed = sum(counts.get(status, 0) for status in FAILED)
    bars = [
        ("delivered", "good", delivered),
        ("sent, not reported yet", "accent", sent - delivered - sum(counts.get(s, 0) for s in FAILED if s in SENT)),
        ("flow started", "good", counts.get("started", 0)),
        ("failed", "bad", failed),
        ("refused", "warn", counts.get("refused", 0)),
        ("expired or canceled", "off", counts.get("expired", 0) + counts.get("canceled", 0)),
        ("being sent", "note", counts.get("queued", 0) + counts.get("sending", 0)),
        ("still to come", "rest", counts.get("waiting", 0)),
    ]
    return [bar for bar in bars if bar[2] > 0]


def _variants(shown: BroadcastResults) -> list[dict[str, Any]]:
    """A row of the table that holds the texts against each other."""
    rows = []
    for one in shown.variants:
        sent = sum(one.counts.get(status, 0) for status in SENT)
        delivered = sum(one.counts.get(status, 0) for status in DELIVERED)
        rows.append(
            {
                "name": one.name,
                "text": one.text,
                "sent": sent,
                "delivered": delivered,
                "delivered_share": delivered / sent if sent else None,
                "replied": one.replied,
                "replied_share": one.replied / sent if sent else None,
                "refused": one.counts.get("refused", 0),
            }
        )
    return rows


async def _people(visit: Visit, kept: Kept) -> dict[str, Any]:
    """Some of the recipients: those of one status, if the address says so."""
    status, after = visit.query.get("status", ""), visit.query.get("after", "0")
    rows = await visit.runtime.database.run(
        store.recipients,
        kept.id,
        status=status or None,
        after=int(after) if after.isdecimal() and len(after) < 12 else 0,
        limit=ROWS + 1,
    )
    plan = Plan.read(kept.plan)
    return {
        "rows": [recipient_of(row, plan) for row in rows[:ROWS]],
        "status": status,
        "following": rows[ROWS - 1].place if len(rows) > ROWS else "",
    }


async def _kept(visit: Visit) -> Kept:
    kept = await visit.runtime.database.run(store.find, visit.path["id"])
    if kept is None:
        raise _unknown(visit.path["id"])
    return kept


def _unknown(id: str) -> Problem:
    return Problem("not_found", f"no broadcast has the id `{id}`", hint="the list has every broadcast")


PAGES: Final = (
    Page(method="GET", path=PATH, role=Role.SUPERVISOR, handler=show_list),
    Page(method="GET", path=ONE, role=Role.SUPERVISOR, handler=show_one),
    Page(method="POST", path=f"{ONE}/start", role=Role.SUPERVISOR, handler=start),
    Page(method="POST", path=f"{ONE}/pause", role=Role.SUPERVISOR, handler=pause),
    Page(method="POST", path=f"{ONE}/resume", role=Role.SUPERVISOR, handler=resume),
    Page(method="POST", path=f"{ONE}/cancel", role=Role.SUPERVISOR, handler=cancel),
)
