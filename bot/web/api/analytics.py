"""`/v1/analytics`: what all of it came to, from the roll-up. The console shows the same figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection

from bot.analytics import answers, reports
from bot.analytics.answers import LinkRow, OptoutRow, UnmatchedRow
from bot.analytics.calendar import Calendar
from bot.analytics.definitions import DEFINITIONS
from bot.analytics.reports import (
    DeliveryRow,
    FailureRow,
    FlowRow,
    Period,
    StageRow,
    TimesTaken,
    Unanswerable,
)
from bot.keys import Scope
from bot.limits import FIGURES_DAYS_MAX
from bot.runtime import Runtime
from bot.web.api.analytics_shapes import (
    AgentFigures,
    DeliveryFigures,
    DeliveryQuery,
    EngagementFigures,
    FiguresQuery,
    FlowFigures,
    FlowsQuery,
    LinkFigures,
    LinksQuery,
    OptoutFigures,
    OptoutsQuery,
    UnmatchedFigures,
    UnmatchedQuery,
)
from bot.web.api.endpoint import Call, Endpoint
from bot.web.api.once import Answer
from bot.web.problem import Problem
from bot.web.table import flat, write

ModelT = TypeVar("ModelT", bound=BaseModel)

DAYS: Final = 7
"""The usual period, today included."""


# ── handlers ────────────────────────────────────────────────────────────────────────────────────────────────────────


async def delivery_figures(call: Call[DeliveryQuery]) -> DeliveryFigures | Answer:
    """Say what became of messages.

    Delivered, undelivered, failed, waiting and unknown, of those that were tried; by day, provider, country, flow,
    template and more; why they did not arrive, and how long it took. `unknown` is never counted as delivered. With a
    price table (`prices.file`) also what it cost.
    """
    asked, given = Asked.of(call), call.given
    where = _where(given, "provider", "country", "channel", "sender", "flow")
    prices = call.runtime.prices

    def work(conn: Connection, period: Period) -> tuple[list[DeliveryRow], DeliveryRow]:
        return reports.delivery(conn, period, given.group, where, prices)

    (rows, total), before = await asked.ask(work)
    route = {} if "flow" in where else where

    def more(conn: Connection) -> tuple[list[FailureRow], TimesTaken, TimesTaken]:
        channel = _where(given, "channel")
        return (
            [] if "flow" in where else reports.failures(conn, asked.period, route),
            reports.durations(conn, "to_send", asked.period, channel),
            reports.durations(conn, "to_deliver", asked.period, channel),
        )

    failures, to_send, to_deliver = await call.runtime.database.run(more)
    return asked.answer(
        rows,
        lambda: DeliveryFigures(
            **asked.frame(_DELIVERY_WORDS),
            data=rows,
            total=total,
            before=None if before is None else before[1],
            failures=failures,
            to_send=to_send,
            to_deliver=to_deliver,
        ),
    )


async def flow_figures(call: Call[FlowsQuery]) -> FlowFigures | Answer:
    """Say what became of sessions of flows.

    Started, answered, and how they ended: completed, dropped, handed off, opted out, expired, interrupted or failed.
    All are of the sessions that started in the period. Grouped by state it is the funnel of one flow.
    """
    asked, given = Asked.of(call), call.given
    where = _where(given, "flow", "version", "channel")
    now = call.runtime.world.now()
    group = "flow" if given.group == "state" else given.group

    def work(conn: Connection, period: Period) -> tuple[list[FlowRow], FlowRow]:
        return reports.walked(conn, period, group, where, now)

    (walked, total), before = await asked.ask(work)
    rows: list[FlowRow] | list[StageRow] = walked
    if given.group == "state":
        if given.flow is None:
            raise Problem("missing_field", "`flow` is missing: states are of one flow", param="flow")
        order = state_order(call.runtime, given.flow)
        rows = await call.runtime.database.run(reports.funnel, asked.period, given.flow, given.version, order)
    return asked.answer(
        rows,
        lambda: FlowFigures(
            **asked.frame(_FLOW_WORDS), data=rows, total=total, before=None if before is None else before[1]
        ),
    )


async def agent_figures(call: Call[FiguresQuery]) -> AgentFigures | Answer:
    """Say what agents did, and how soon customers were answered.

    Replies, take-overs and closings; first and next reply as median and 90th percentile, of people and of the bot.
    """
    asked = Asked.of(call)
    (rows, total, bot), before = await asked.ask(answers.agents)
    return asked.answer(
        [*rows, bot],
        lambda: AgentFigures(
            **asked.frame(_AGENT_WORDS), data=rows, total=total, bot=bot, before=None if before is None else before[1]
        ),
    )


async def optout_figures(call: Call[OptoutsQuery]) -> OptoutFigures | Answer:
    """Say who opted out after what.

    Grouped by message, each row has the latest text that somebody answered with STOP, as far as it is kept.
    """
    asked, given = Asked.of(call), call.given
    where = _where(given, "channel")

    def work(conn: Connection, period: Period) -> tuple[list[OptoutRow], int]:
        return answers.optouts(conn, period, given.group, where)

    (rows, total), before = await asked.ask(work)
    delivered = await call.runtime.database.run(
        lambda conn: reports.delivery(conn, asked.period, "channel", where, call.runtime.prices)[1].delivered
    )
    return asked.answer(
        rows,
        lambda: OptoutFigures(
            **asked.frame(("optouts",)),
            data=rows,
            total=total,
            before=None if before is None else before[1],
            delivered=delivered,
        ),
    )


async def unmatched_figures(call: Call[UnmatchedQuery]) -> UnmatchedFigures | Answer:
    """Say what people wrote that nothing understood.

    Texts that say the same are one row. What answers a sensitive question is counted and never shown.
    """
    asked, given = Asked.of(call), call.given
    where = _where(given, "flow") | ({} if given.state is None else {"place": given.state})

    def work(conn: Connection, period: Period) -> tuple[list[UnmatchedRow], int]:
        return answers.unmatched(conn, period, where, given.limit)

    (rows, total), before = await asked.ask(work)
    return asked.answer(
        rows,
        lambda: UnmatchedFigures(
            **asked.frame(("unmatched",)), data=rows, total=total, before=None if before is None else before[1]
        ),
    )


async def engagement_figures(call: Call[FiguresQuery]) -> EngagementFigures | Answer:
    """Say at which hours of the week people write, and we do."""
    asked = Asked.of(call)
    rows, _ = await asked.ask(answers.engagement)
    total = {"incoming": sum(row.incoming for row in rows), "outgoing": sum(row.outgoing for row in rows)}
    return asked.answer(rows, lambda: EngagementFigures(**asked.frame(("engagement",)), data=rows, total=total))


async def link_figures(call: Call[LinksQuery]) -> LinkFigures | Answer:
    """Say how many short links were sent, and how many of them were followed.

    A click counts on the day on which its link was sent. A preview is no click, as far as it can be told.
    """
    asked, group = Asked.of(call), call.given.group

    def work(conn: Connection, period: Period) -> tuple[list[LinkRow], LinkRow]:
        return answers.links(conn, period, group)

    (rows, total), before = await asked.ask(work)
    return asked.answer(
        rows,
        lambda: LinkFigures(
            **asked.frame(("links", "followed", "clicks")),
            data=rows,
            total=total,
            before=None if before is None else before[1],
        ),
    )


# ── what all of them share ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Asked:
    """The days that a request asks for, and the form of its answer."""

    runtime: Runtime
    period: Period
    compares: bool
    csv: bool
    name: str = field(default="figures")

    @classmethod
    def of(cls, call: Call[Any]) -> Asked:
        """Read it, or say what cannot be answered."""
        given: FiguresQuery = call.given
        zone = call.runtime.settings.business.timezone
        if given.timezone not in (None, zone):
            detail = f"days are counted in the business's time zone, {zone}, and not in {given.timezone}"
            raise Problem("invalid_field", detail, param="timezone", hint="leave `timezone` out")
        period = period_of(given.first, given.last, call.runtime.world.now(), zone)
        wants = given.format or ("csv" if _prefers_csv(call.accept) else "json")
        return cls(call.runtime, period, given.compare is not None, wants == "csv")

    async def ask(self, work: Callable[[Connection, Period], Any]) -> tuple[Any, Any]:
        """Read the figures of the period, and of the one before if asked for."""
        try:
            found = await self.runtime.database.run(work, self.period)
            before = await self.runtime.database.run(work, self.period.previous) if self.compares else None
        except Unanswerable as error:
            raise Problem("invalid_field", str(error), param="group") from error
        return found, before

    def frame(self, words: Sequence[str]) -> dict[str, Any]:
        """What stands beside the figures."""
        before = self.period.previous
        return {
            "first": self.period.first,
            "last": self.period.last,
            "timezone": self.runtime.settings.business.timezone,
            "compared_with": {"from": before.first, "to": before.last} if self.compares else None,
            "definitions": {name: DEFINITIONS[name] for name in words},
        }

    def answer(self, rows: Sequence[Any], model: Callable[[], ModelT]) -> ModelT | Answer:
        """Answer in the form that was asked for."""
        if not self.csv:
            return model()
        name = f"{self.name}-{self.period.first}-{self.period.last}.csv"
        content = write(map(flat, rows)).encode()
        return Answer(200, content, media_type="text/csv; charset=utf-8", filename=name)


def period_of(first: date | None, last: date | None, now: datetime, timezone: str) -> Period:
    """The days that are meant; a `Problem` for those that cannot be."""
    today = date.fromisoformat(Calendar(timezone).day(now))
    end = last or max(today, first or today)
    try:
        start = first or end - timedelta(days=DAYS - 1)
        Period(start.isoformat(), end.isoformat()).previous  # noqa: B018 - the days before have to exist, too
    except OverflowError:
        raise Problem("invalid_field", "there are no days before the year 1", param="from") from None
    if start > end:
        raise Problem("invalid_field", "`from` is after `to`", param="from")
    if (end - start).days >= FIGURES_DAYS_MAX:
        detail = f"figures are given for {FIGURES_DAYS_MAX} days at once, at most"
        raise Problem("invalid_field", detail, param="from")
    return Period(start.isoformat(), end.isoformat())


def state_order(runtime: Runtime, flow: str) -> list[str]:
    """The states of a flow as its author has them, if it is live."""
    machine = runtime.library.current.machines.get(flow)
    return [] if machine is None else list(machine.flow.states)


def _prefers_csv(accept: str) -> bool:
    kinds = [part.partition(";")[0].strip() for part in accept.lower().split(",")]
    return "text/csv" in kinds and "application/json" not in kinds


def _where(given: FiguresQuery, *names: str) -> dict[str, str]:
    return {name: value for name in names if (value := getattr(given, name)) is not None}


_DELIVERY_WORDS: Final = (
    "day",
    "tried",
    "delivered",
    "undelivered",
    "failed",
    "waiting",
    "unknown",
    "queued",
    "refused",
    "canceled",
    "expired_message",
    "segments",
    "cost",
    "to_send",
    "to_deliver",
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
_AGENT_WORDS: Final = ("first_reply", "next_reply", "times")

ENDPOINTS: Final = tuple(
    Endpoint(
        method="GET",
        path=f"/v1/analytics/{name}",
        scope=Scope.READ,
        handler=handler,
        query=query,
        answers={200: answer},
        table=True,
    )
    for name, handler, query, answer in (
        ("delivery", delivery_figures, DeliveryQuery, DeliveryFigures),
        ("flows", flow_figures, FlowsQuery, FlowFigures),
        ("agents", agent_figures, FiguresQuery, AgentFigures),
        ("optouts", optout_figures, OptoutsQuery, OptoutFigures),
        ("unmatched", unmatched_figures, UnmatchedQuery, UnmatchedFigures),
        ("engagement", engagement_figures, FiguresQuery, EngagementFigures),
        ("links", link_figures, LinksQuery, LinkFigures),
    )
)
