"""The figures that are texts: what nobody understood, what it could be a synonym of, what came before opt-outs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.responses import Response

from bot.analytics import answers, reports
from bot.flow.synonym import NotThere, add_synonym, choices_at
from bot.web.api.flow_tests import name_in
from bot.web.console import figures
from bot.web.console.analytics_frame import LISTED_MAX, Look, csv_of, figures_page
from bot.web.console.figures import Headline, columns, number, of
from bot.web.console.page import Visit
from bot.web.problem import Problem


async def show_unmatched(visit: Visit) -> Response:
    """What people wrote that nothing understood."""
    look = Look.of(visit, "unmatched", "flow")
    where = {"flow": look.extra["flow"]} if "flow" in look.extra else {}

    def read(conn: Connection) -> dict[str, Any]:
        rows, total = answers.unmatched(conn, look.period, where, LISTED_MAX)
        before = answers.unmatched(conn, look.period.previous, where, 1)[1]
        incoming = sum(hour.incoming for hour in answers.engagement(conn, look.period))
        return {"rows": rows, "total": total, "before": before, "incoming": incoming}

    found = await visit.runtime.database.run(read)
    if csv := csv_of(visit, look, found["rows"]):
        return csv
    trend = figures.change(found["total"], found["before"], look.before) if look.compares else ""
    headline = Headline(
        "Not understood", number(found["total"]), f"{of(found['total'], found['incoming'])} texts that came in", trend
    )
    machines = visit.runtime.library.current.machines
    teachable = {
        (row.flow, row.state)
        for row in found["rows"]
        if row.flow in machines and choices_at(machines[row.flow].flow, row.state)
    }
    most = max((row.count for row in found["rows"]), default=0)
    return figures_page(
        visit,
        look,
        "unmatched",
        "Not understood",
        heads=[headline],
        teachable=teachable,
        most=most,
        words=("unmatched",),
        **found,
    )


async def show_synonym(visit: Visit) -> Response:
    """What to change in the flow's file so that a choice is understood by one more word."""
    flow, state, text = (visit.query.get(name, "") for name in ("flow", "state", "text"))
    look = Look.of(visit, "unmatched")
    machine = visit.runtime.library.current.machines.get(flow)
    if machine is None:
        raise Problem("not_found", f"no live flow is called `{flow}`")
    choices = choices_at(machine.flow, state)
    if not choices or not text.strip():
        raise Problem("not_found", f"the state `{state}` of `{flow}` has no question with choices")
    choice = visit.query.get("choice", "")
    patch = trouble = None
    if choice:
        try:
            name = name_in(visit.runtime.settings.flows.path, machine.flow.path)
            patch = add_synonym(machine.flow, state, choice, text, name)
        except NotThere as error:
            trouble = str(error)
    if patch is not None and visit.query.get("format") == "patch":
        headers = {"content-disposition": f'attachment; filename="{flow}.patch"'}
        return Response(patch, media_type="text/x-diff; charset=utf-8", headers=headers)
    return figures_page(
        visit,
        look,
        "synonym",
        "Add as synonym",
        flow=flow,
        state=state,
        text=text,
        choices=choices,
        choice=choice,
        patch=patch,
        trouble=trouble,
        download=f"{visit.request.url.path}?{urlencode({**dict(visit.query), 'format': 'patch'})}",
        heads=[],
        words=(),
    )


async def show_optouts(visit: Visit) -> Response:
    """Who opted out after what."""
    look = Look.of(visit, "optouts")

    def read(conn: Connection) -> dict[str, Any]:
        rows, total = answers.optouts(conn, look.period, "message", {})
        return {
            "rows": rows[:LISTED_MAX],
            "total": total,
            "days": answers.optouts(conn, look.period, "day", {})[0],
            "sources": answers.optouts(conn, look.period, "source", {})[0],
            "before": answers.optouts(conn, look.period.previous, "channel", {})[1],
            "delivered": reports.delivery(conn, look.period, "channel", {}, visit.runtime.prices)[1].delivered,
        }

    found = await visit.runtime.database.run(read)
    if csv := csv_of(visit, look, found["rows"]):
        return csv
    trend = figures.change(found["total"], found["before"], look.before) if look.compares else ""
    headline = Headline(
        "Opted out", number(found["total"]), f"while {number(found['delivered'])} messages were delivered", trend
    )
    chart = columns([(day.group, (day.count,)) for day in found["days"]], (("bad", "opted out"),))
    return figures_page(
        visit,
        look,
        "optouts",
        "Opt-outs",
        heads=[headline],
        chart=chart,
        most=max((row.count for row in found["rows"]), default=0),
        words=("optouts",),
        **found,
    )
