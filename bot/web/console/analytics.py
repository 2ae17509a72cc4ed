"""The figures as pages: the number first, how it has changed second, the picture third, and the table behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection
from starlette.responses import Response

from bot.accounts import Role
from bot.analytics import answers, reports
from bot.analytics.reports import DeliveryRow, FlowRow, TimesTaken
from bot.store import counted
from bot.web.api.analytics import state_order
from bot.web.console import figures
from bot.web.console.analytics_frame import LISTED_MAX, PATH, Look, csv_of, figures_page
from bot.web.console.analytics_words import show_optouts, show_synonym, show_unmatched
from bot.web.console.figures import Headline, columns, duration, level, line, moved, number, of, percent
from bot.web.console.page import Page, Visit

DELIVERY_GROUPS: Final = (
    ("provider", "provider"),
    ("country", "country"),
    ("channel", "channel"),
    ("sender", "number"),
    ("message_class", "class"),
    ("flow", "flow"),
    ("template", "template"),
)
_KINDS: Final = (("good", "delivered"), ("open", "waiting or unknown"), ("bad", "not delivered"))


# ── delivery ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_delivery(visit: Visit) -> Response:
    """What became of messages."""
    look = Look.of(visit, "delivery", "group")
    group = look.extra.get("group", "provider")
    if group not in dict(DELIVERY_GROUPS):
        group = "provider"
    prices = visit.runtime.prices

    def read(conn: Connection) -> dict[str, Any]:
        days, total = reports.delivery(conn, look.period, "day", {}, prices)
        return {
            "days": days,
            "total": total,
            "before": reports.delivery(conn, look.period.previous, "channel", {}, prices)[1],
            "rows": reports.delivery(conn, look.period, group, {}, prices)[0][:LISTED_MAX],
            "failures": reports.failures(conn, look.period, {}),
            "to_send": reports.durations(conn, "to_send", look.period),
            "to_deliver": reports.durations(conn, "to_deliver", look.period),
        }

    found = await visit.runtime.database.run(read)
    if csv := csv_of(visit, look, found["rows"]):
        return csv
    days: list[DeliveryRow] = found["days"]
    chart = columns([(day.group, (day.delivered, day.waiting + day.unknown, _lost(day))) for day in days], _KINDS)
    return figures_page(
        visit,
        look,
        "delivery",
        "Delivery",
        heads=_delivery_headlines(look, found["total"], found["before"], found["to_deliver"], bool(prices)),
        chart=chart,
        rates=line([day.delivery_rate for day in days], 1.0),
        rate_words=[f"{percent(day.delivery_rate)} ({of(day.delivered, day.tried)})" for day in days],
        group=group,
        groups=DELIVERY_GROUPS,
        words=_DELIVERY_WORDS,
        priced=bool(prices),
        **found,
    )


def _lost(row: DeliveryRow) -> int:
    return row.undelivered + row.failed


def _delivery_headlines(
    look: Look, total: DeliveryRow, before: DeliveryRow, to_deliver: TimesTaken, priced: bool
) -> list[Headline]:
    unsure, unsure_before = total.unknown + total.waiting, before.unknown + before.waiting
    made = [
        Headline(
            "Delivered",
            percent(total.delivery_rate),
            f"{of(total.delivered, total.tried)} tried",
            moved(total.delivery_rate, before.delivery_rate, of(before.delivered, before.tried), look.before),
        ),
        Headline(
            "Not delivered",
            number(_lost(total)),
            f"{of(_lost(total), total.tried)} tried",
            figures.change(_lost(total), _lost(before), look.before),
        ),
        Headline(
            "No receipt",
            number(unsure),
            f"{number(total.unknown)} unknown, {number(total.waiting)} still waiting",
            figures.change(unsure, unsure_before, look.before),
        ),
        Headline(
            "Time to deliver",
            duration(to_deliver.median_s),
            f"median of {number(to_deliver.count)}; 90 % within {duration(to_deliver.p90_s)}",
        ),
        Headline(
            "Segments",
            number(total.segments),
            "that a provider took",
            figures.change(total.segments, before.segments, look.before),
        ),
    ]
    if priced:
        costs = [f"{each.amount:,.2f}\u00a0{each.currency}" for each in total.cost] or ["0"]
        known = f"{of(total.segments - total.unpriced_segments, total.segments)} segments have a price"
        made.append(Headline("Cost", costs[0], " ".join([*(f"+ {more};" for more in costs[1:]), known])))
    return made if look.compares else [replace(each, trend="") for each in made]


# ── flows ───────────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_flows(visit: Visit) -> Response:
    """What became of sessions, flow by flow."""
    look = Look.of(visit, "flows")

    def read(conn: Connection) -> dict[str, Any]:
        rows, total = reports.walked(conn, look.period, "flow", {}, visit.now)
        _, before = reports.walked(conn, look.period.previous, "flow", {}, visit.now)
        daily = {
            row.group: reports.walked(conn, look.period, "day", {"flow": row.group}, visit.now)[0]
            for row in rows[:LISTED_MAX]
        }
        return {"rows": rows, "total": total, "before": before, "daily": daily}

    found = await visit.runtime.database.run(read)
    if csv := csv_of(visit, look, found["rows"]):
        return csv
    sparks = {flow: line([float(day.started) for day in days]) for flow, days in found["daily"].items()}
    return figures_page(
        visit,
        look,
        "flows",
        "Flows",
        heads=_flow_headlines(look, found["total"], found["before"]),
        sparks=sparks,
        words=_FLOW_WORDS,
        **found,
    )


async def show_flow(visit: Visit) -> Response:
    """How far sessions came in one flow."""
    flow = visit.path["flow"]
    look = Look.of(visit, f"flows/{flow}", "version")
    version = look.extra.get("version")
    where = {"flow": flow} | ({"version": version} if version else {})

    def read(conn: Connection) -> dict[str, Any]:
        days, total = reports.walked(conn, look.period, "day", where, visit.now)
        return {
            "days": days,
            "total": total,
            "before": reports.walked(conn, look.period.previous, "flow", where, visit.now)[1],
            "versions": reports.walked(conn, look.period, "version", {"flow": flow}, visit.now)[0],
            "stages": reports.funnel(conn, look.period, flow, version, state_order(visit.runtime, flow)),
            "passed": reports.edges(conn, look.period, flow, version),
        }

    found = await visit.runtime.database.run(read)
    if csv := csv_of(visit, look, found["stages"]):
        return csv
    days: list[FlowRow] = found["days"]
    kinds = (("good", "completed"), ("open", "under way"), ("bad", "ended otherwise"))
    chart = columns([(day.group, (day.completed, day.under_way, day.ended - day.completed)) for day in days], kinds)
    live = visit.runtime.library.current.machines.get(flow)
    return figures_page(
        visit,
        look,
        "flow",
        f"Flow {flow}",
        flow=flow,
        title_of=flow if live is None else live.flow.title or flow,
        current=None if live is None else live.flow.version,
        version=version,
        heads=_flow_headlines(look, found["total"], found["before"]),
        chart=chart,
        most=max((stage.reached for stage in found["stages"]), default=0),
        words=_FLOW_WORDS,
        **found,
    )


async def show_stopped(visit: Visit) -> Response:
    """The conversations that stopped in one state of a flow."""
    flow, state = visit.path["flow"], visit.query.get("state", "")
    look = Look.of(visit, f"flows/{flow}/stopped", "state", "version", "ending")
    where = {"flow": flow, "place": state}
    where |= {name: look.extra[name] for name in ("version", "ending") if name in look.extra}

    def read(conn: Connection) -> dict[str, Any]:
        return {
            "rows": counted.stops(conn, look.period.first, look.period.last, LISTED_MAX, where),
            "stages": reports.funnel(conn, look.period, flow, look.extra.get("version")),
        }

    found = await visit.runtime.database.run(read)
    stage = next((stage for stage in found["stages"] if stage.state == state), reports.StageRow(state))
    heading = Headline("Stopped here", number(stage.stopped), f"{of(stage.stopped, stage.reached)} who came to it")
    title = f"Stopped at {state}"
    return figures_page(
        visit, look, "stopped", title, flow=flow, state=state, heads=[heading], words=("stopped",), rows=found["rows"]
    )


def _flow_headlines(look: Look, total: FlowRow, before: FlowRow) -> list[Headline]:
    contained, contained_before = total.ended - total.handed_off, before.ended - before.handed_off
    made = [
        Headline(
            "Started",
            number(total.started),
            f"{of(total.answered, total.started)} answered",
            figures.change(total.started, before.started, look.before),
        ),
        Headline(
            "Completed",
            percent(total.completion_rate),
            f"{of(total.completed, total.ended)} ended; {number(total.under_way)} under way",
            moved(total.completion_rate, before.completion_rate, of(before.completed, before.ended), look.before),
        ),
        Headline(
            "Contained",
            percent(total.containment),
            f"{of(contained, total.ended)} ended without a person",
            moved(total.containment, before.containment, of(contained_before, before.ended), look.before),
        ),
        Headline(
            "Dropped",
            number(total.dropped),
            f"{of(total.dropped, total.ended)} ended; {number(total.silent)} more are silent",
            figures.change(total.dropped, before.dropped, look.before),
        ),
        Headline(
            "Opted out",
            number(total.opted_out),
            f"{of(total.opted_out, total.ended)} ended",
            figures.change(total.opted_out, before.opted_out, look.before),
        ),
    ]
    return made if look.compares else [replace(each, trend="") for each in made]


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────


async def show_replies(visit: Visit) -> Response:
    """How soon people were answered, by whom, and at which hours they write."""
    look = Look.of(visit, "replies")

    def read(conn: Connection) -> dict[str, Any]:
        rows, people, bot = answers.agents(conn, look.period)
        return {
            "rows": rows,
            "people": people,
            "bot": bot,
            "before": answers.agents(conn, look.period.previous)[1:],
            "hours": answers.engagement(conn, look.period),
        }

    found = await visit.runtime.database.run(read)
    if csv := csv_of(visit, look, [*found["rows"], found["bot"]]):
        return csv
    highest = max((hour.incoming for hour in found["hours"]), default=0)
    heat = [
        (hour, [(cell.incoming, level(cell.incoming, highest)) for cell in found["hours"] if cell.hour == hour])
        for hour in range(24)
    ]
    people_before, bot_before = found["before"]
    headlines = [
        _time_headline(look, "First reply by a person", found["people"].first_reply, people_before.first_reply),
        _time_headline(look, "Next reply by a person", found["people"].next_reply, people_before.next_reply),
        _time_headline(look, "First reply by the bot", found["bot"].first_reply, bot_before.first_reply),
        _time_headline(look, "Next reply by the bot", found["bot"].next_reply, bot_before.next_reply),
    ]
    return figures_page(
        visit,
        look,
        "replies",
        "Replies and agents",
        heads=headlines,
        heat=heat,
        weekdays=figures.WEEKDAYS,
        incoming=sum(hour.incoming for hour in found["hours"]),
        outgoing=sum(hour.outgoing for hour in found["hours"]),
        words=("first_reply", "next_reply", "times", "engagement"),
        **found,
    )


async def show_links(visit: Visit) -> Response:
    """How many short links were followed, of those that were sent."""
    look = Look.of(visit, "links")

    def read(conn: Connection) -> dict[str, Any]:
        rows, total = answers.links(conn, look.period, "broadcast")
        return {
            "rows": rows[:LISTED_MAX],
            "total": total,
            "days": answers.links(conn, look.period, "day")[0],
            "before": answers.links(conn, look.period.previous, "broadcast")[1],
        }

    found = await visit.runtime.database.run(read)
    if csv := csv_of(visit, look, found["rows"]):
        return csv
    total, before = found["total"], found["before"]
    trend = moved(total.click_rate, before.click_rate, of(before.followed, before.links), look.before)
    followed = Headline("Followed", percent(total.click_rate), f"{of(total.followed, total.links)} links", trend)
    trend = figures.change(total.clicks, before.clicks, look.before)
    clicks = Headline("Clicks", number(total.clicks), f"on {number(total.followed)} links", trend)
    made = [followed, clicks]
    kinds = (("good", "followed"), ("open", "not followed"))
    return figures_page(
        visit,
        look,
        "links",
        "Links",
        heads=made if look.compares else [replace(each, trend="") for each in made],
        chart=columns([(day.group, (day.followed, day.links - day.followed)) for day in found["days"]], kinds),
        words=("links", "followed", "clicks"),
        **found,
    )


def _time_headline(look: Look, label: str, now: TimesTaken, before: TimesTaken) -> Headline:
    if before.count == 0:
        trend = f"none in {look.before}"
    else:
        trend = f"{duration(before.median_s)} in {look.before} (of {number(before.count)})"
    said = f"median of {number(now.count)}; 90 % within {duration(now.p90_s)}" if now.count else "none"
    return Headline(label, duration(now.median_s), said, trend if look.compares else "")


_DELIVERY_WORDS: Final = (
    "tried",
    "delivered",
    "undelivered",
    "failed",
    "waiting",
    "unknown",
    "segments",
    "cost",
    "to_send",
    "to_deliver",
    "day",
)
_FLOW_WORDS: Final = (
    "started",
    "answered",
    "completed",
    "dropped",
    "handed_off",
    "opted_out",
    "expired",
    "interrupted",
    "broken",
    "under_way",
    "silent",
    "reached",
    "stopped",
    "containment",
)


def _get(path: str, handler: Callable[[Visit], Any]) -> Page:
    return Page(method="GET", path=f"{PATH}{path}", role=Role.VIEWER, handler=handler)


PAGES: Final = (
    _get("", show_delivery),
    _get("/delivery", show_delivery),
    _get("/flows", show_flows),
    _get("/flows/{flow}", show_flow),
    _get("/flows/{flow}/stopped", show_stopped),
    _get("/replies", show_replies),
    _get("/unmatched", show_unmatched),
    _get("/unmatched/synonym", show_synonym),
    _get("/optouts", show_optouts),
    _get("/links", show_links),
)
