"""The audit log: who did what, and when; narrowed, page by page, and as a file for a spreadsheet."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Final
from urllib.parse import urlencode

from starlette.responses import Response

from bot.accounts import Role
from bot.flow.locale import zone
from bot.store.audit import Wanted
from bot.web.console.deeds import GROUPS, deed, details
from bot.web.console.page import Page, Visit
from bot.web.console.words import cell

PATH: Final = "/console/settings/audit"
ROWS: Final = 50
EXPORTED_MAX: Final = 100_000
DAY_MIN: Final = date(1970, 1, 1)
DAY_MAX: Final = date(2999, 1, 1)
"""Later is as good as never, and a day more can still be added to it."""
_FILTERS: Final = ("kind", "actor", "since", "until")


async def show_audit(visit: Visit) -> Response:
    """What was done, the newest first."""
    before = visit.query.get("before", "")
    rows = await visit.runtime.accounts.team.audit(
        _wanted(visit), before=int(before) if before.isdecimal() and len(before) < 16 else None, limit=ROWS + 1
    )
    kept = {name: visit.query[name] for name in _FILTERS if visit.query.get(name)}
    people = {user.id: user for user in await visit.runtime.accounts.people.all()}
    return visit.page(
        "console/audit.html",
        title="Audit log",
        active="settings",
        rows=rows[:ROWS],
        older=f"{PATH}?{urlencode(kept | {'before': str(rows[ROWS - 1].seq)})}" if len(rows) > ROWS else "",
        export=f"{PATH}.csv?{urlencode(kept)}",
        given={name: kept.get(name, "") for name in _FILTERS},
        narrowed=bool(kept),
        groups=GROUPS,
        people=people,
        deed=deed,
        details=details,
    )


async def export_audit(visit: Visit) -> Response:
    """The same as a file. Who takes it away is written down, too."""
    team = visit.runtime.accounts.team
    rows = await team.audit(_wanted(visit), limit=EXPORTED_MAX)
    await team.note("audit.exported", "", visit.caller, rows=len(rows))
    written = StringIO()
    sheet = csv.writer(written, quoting=csv.QUOTE_ALL)
    sheet.writerow(("at", "kind", "what", "by", "by id", "subject", "address", "details"))
    for _, it in rows:
        told = (it.kind, deed(it.kind), it.actor_name, it.actor, it.subject, it.address, details(it.data))
        sheet.writerow((it.at.isoformat(timespec="milliseconds"), *map(cell, told)))
    headers = {"content-disposition": 'attachment; filename="audit.csv"'}
    return Response(written.getvalue(), headers=headers, media_type="text/csv; charset=utf-8")


def _wanted(visit: Visit) -> Wanted:
    """The filters of the address; what cannot be read narrows nothing."""
    since, until = (_day(visit.query.get(name, ""), visit.agent.timezone) for name in ("since", "until"))
    kind = visit.query.get("kind", "")
    return Wanted(
        kind=kind if kind in {name for name, _ in GROUPS} else "",
        actor=visit.query.get("actor", ""),
        since=since,
        until=None if until is None else until + timedelta(days=1),
    )


def _day(written: str, timezone: str) -> datetime | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    day = min(max(day, DAY_MIN), DAY_MAX)
    local = datetime(day.year, day.month, day.day, tzinfo=zone(timezone))
    return local.astimezone(UTC)


PAGES: Final = (
    Page(method="GET", path=PATH, role=Role.ADMIN, handler=show_audit),
    Page(method="GET", path=f"{PATH}.csv", role=Role.ADMIN, handler=export_audit),
)
