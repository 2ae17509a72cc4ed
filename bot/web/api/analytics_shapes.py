"""What `/v1/analytics` takes and gives."""

from __future__ import annotations

from typing import Final, Literal, TypeVar

from pydantic import BaseModel, Field

from bot.analytics.answers import AgentRow, HourRow, LinkRow, OptoutRow, UnmatchedRow
from bot.analytics.reports import (
    DeliveryRow,
    FailureRow,
    FlowRow,
    StageRow,
    TimesTaken,
)
from bot.limits import PAGE_ROWS_MAX
from bot.web.api.bodies import PAGE_ROWS, Day, Name, Strict

ModelT = TypeVar("ModelT", bound=BaseModel)

DAYS: Final = 7
"""The usual period, today included."""


class FiguresQuery(Strict):
    """Of which days, and in which form."""

    first: Day | None = Field(None, alias="from", description="The first day, in the business's time zone")
    last: Day | None = Field(None, alias="to", description="The last day; else today")
    timezone: Name | None = Field(
        None, description="The business's own, in which days are counted; any other is refused, not guessed"
    )
    compare: Literal["previous"] | None = Field(None, description="Also give the totals of as many days before")
    format: Literal["json", "csv"] | None = Field(None, description="`csv` gives `data` as a table")


class DeliveryQuery(FiguresQuery):
    """By what messages are told apart, and which of them."""

    group: Literal[
        "day", "provider", "country", "flow", "template", "channel", "sender", "message_class", "fate", "error"
    ] = Field("day", description="One row for each")
    provider: Name | None = Field(None)
    country: Name | None = Field(None, description="Two letters: of the recipient's number")
    channel: Name | None = Field(None)
    sender: Name | None = Field(None, description="Which of our numbers")
    flow: Name | None = Field(None, description="Not together with provider, country or sender")


class FlowsQuery(FiguresQuery):
    """By what sessions are told apart, and which of them."""

    group: Literal["flow", "day", "version", "channel", "state"] = Field(
        "flow", description="One row for each; `state` needs `flow` and gives how far its sessions came"
    )
    flow: Name | None = Field(None)
    version: Name | None = Field(None)
    channel: Name | None = Field(None)


class OptoutsQuery(FiguresQuery):
    """By what opt-outs are told apart, and which of them."""

    group: Literal["message", "day", "channel", "source", "flow"] = Field(
        "message", description="`message` is the flow and template of what we had told them last"
    )
    channel: Name | None = Field(None)


class UnmatchedQuery(FiguresQuery):
    """Which texts."""

    flow: Name | None = Field(None)
    state: Name | None = Field(None)
    limit: int = Field(PAGE_ROWS, ge=1, le=PAGE_ROWS_MAX)


class Figures(BaseModel):
    """What every answer says beside its figures."""

    first: str = Field(serialization_alias="from", examples=["2026-03-01"])
    last: str = Field(serialization_alias="to", examples=["2026-03-07"])
    timezone: str = Field(examples=["America/New_York"])
    compared_with: dict[str, str] | None = Field(description="`from` and `to` of the days before, if asked for")
    definitions: dict[str, str] = Field(description="What the figures mean")


class DeliveryFigures(Figures):
    """What became of messages. Every one is in exactly one of the fates."""

    data: list[DeliveryRow]
    total: DeliveryRow
    before: DeliveryRow | None = Field(description="The total of the days before, if asked for")
    failures: list[FailureRow] = Field(description="Why messages did not arrive; not by flow or template")
    to_send: TimesTaken
    to_deliver: TimesTaken


class FlowFigures(Figures):
    """What became of the sessions that started in the period. Every one has exactly one ending, or is under way."""

    data: list[FlowRow] | list[StageRow] = Field(description="`StageRow` where they are grouped by state")
    total: FlowRow
    before: FlowRow | None


class AgentFigures(Figures):
    """What agents did, and how soon they and the bot answered."""

    data: list[AgentRow]
    total: AgentRow = Field(description="All people together")
    bot: AgentRow
    before: AgentRow | None


class OptoutFigures(Figures):
    """Opt-outs, with what we had told the people before."""

    data: list[OptoutRow]
    total: int
    before: int | None
    delivered: int = Field(description="Messages delivered in the period: what the opt-outs are to be seen against")


class UnmatchedFigures(Figures):
    """What people wrote that nothing understood, the most frequent first."""

    data: list[UnmatchedRow]
    total: int = Field(description="All such texts of the period, whether or not they are listed")
    before: int | None


class LinksQuery(FiguresQuery):
    """By what short links are told apart."""

    group: Literal["broadcast", "day"] = Field(
        "broadcast", description="One row for each; a blank broadcast is messages of their own"
    )


class LinkFigures(Figures):
    """Short links that were sent, and how many were followed."""

    data: list[LinkRow]
    total: LinkRow
    before: LinkRow | None


class EngagementFigures(Figures):
    """Texts by weekday and hour."""

    data: list[HourRow]
    total: dict[str, int] = Field(description="`incoming` and `outgoing`")
